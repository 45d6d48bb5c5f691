//! 制码: new codes for a place, to be printed.

use super::plate::{Plate, plate_of};
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, MacKey, Place, PlaceCode, PlaceKind};
use store::{Command, Halt, Key, Needs, Tx, queries};

/// The most codes at once for one place.
const MOST: u32 = 50;

struct MakeCodes {
    place: PlaceId,
    count: u32,
    version: u8,
    key: MacKey,
}

impl Command for MakeCodes {
    /// Stems: the answer is kept with the idempotency key, and whole codes are not kept anywhere.
    type Output = Vec<String>;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Place, self.place.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<String>, Halt<Problem>> {
        let place: Place = tx.get(self.place.0)?.ok_or(Halt::Refused(Problem::not_found()))?;
        if place.ended_at.is_some() {
            return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "place_ended")));
        }
        let mut stems = Vec::with_capacity(self.count as usize);
        for _ in 0..self.count {
            let code = PlaceCode::make(tx.random(), self.version, &self.key);
            let now = CodeRecord {
                stem: code.stem().to_owned(),
                place: self.place,
                state: CodeState::Printed,
                made_at: tx.now(),
                checked: None,
            };
            let id = tx.new_id();
            tx.record::<CodeRecord>(id, &Recorded::Registered { now }, &Words::none())?;
            stems.push(code.stem().to_owned());
        }
        Ok(stems)
    }
}

/// Makes codes for a place; gives back the stem and the plate of each.
pub async fn make_codes(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    place: PlaceId,
    count: u32,
) -> Result<Vec<(String, Plate)>, Problem> {
    may(&actor, Act::Manage, Resource::Codes).map_err(|_| Problem::forbidden())?;
    if !(1..=MOST).contains(&count) {
        return Err(Problem::invalid("count", "out_of_range"));
    }
    let (version, mac) = app.inner().code_keys.newest().ok_or_else(|| Problem::new(500, "internal"))?;
    let command = MakeCodes { place, count, version, key: mac.clone() };
    let stems = app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    let plates = stems.into_iter().filter_map(|stem| {
        let plate = plate_of(app, &stem)?;
        Some((stem, plate))
    });
    Ok(plates.collect())
}

/// Codes for many places at once.
struct MakeMissing {
    places: Vec<PlaceId>,
    version: u8,
    key: MacKey,
}

impl Command for MakeMissing {
    /// How many were made.
    type Output = usize;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Halt<Problem>> {
        let mut made = 0;
        for place in &self.places {
            let one = MakeCodes { place: *place, count: 1, version: self.version, key: self.key.clone() };
            match one.run(tx) {
                Ok(stems) => made += stems.len(),
                // Ended in between.
                Err(Halt::Refused(_)) => {}
                Err(Halt::Engine(error)) => return Err(Halt::Engine(error)),
            }
        }
        Ok(made)
    }
}

/// The most places that get a code in one go.
const AT_ONCE: i64 = 2_000;

/// 批量制码: one code for each place in use that has none, of a street and a kind or of the whole district. Gives back
/// how many were made; there may be more to make.
pub async fn make_missing(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    street: Option<String>,
    kind: Option<PlaceKind>,
) -> Result<usize, Problem> {
    may(&actor, Act::Manage, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let (version, mac) = app.inner().code_keys.newest().ok_or_else(|| Problem::new(500, "internal"))?;
    let (version, mac) = (version, mac.clone());
    let district = app.district();
    let kind = kind.map(|k| crate::problem::word(&k)).unwrap_or_default();
    let parameters = [district.into(), street.unwrap_or_default().into(), kind.into(), AT_ONCE.into()];
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::WITHOUT_CODE, &parameters)?;
        rows.iter().map(|row| row.id(0).map(PlaceId)).collect::<Result<Vec<_>, _>>()
    });
    let command = MakeMissing { places: found.await?, version, key: mac };
    app.store().execute(district, actor, key, command).await.map_err(Problem::from)
}
