//! 现场启用: whoever mounts a plate scans it where it hangs, with position and photo.

use super::entry::GivenPosition;
use super::find::code as record;
use crate::{App, Problem};
use domain::hazard::{PhotoRole, Words};
use domain::ids::FileId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, Place, PlaceCode, Position};
use serde::{Deserialize, Serialize};
use store::{Command, Halt, Key, Needs, Tx, queries};
use uuid::Uuid;

/// What the installer sends.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    /// The phone's fix.
    #[serde(default)]
    pub fix: Option<GivenPosition>,
    /// 现场照片: a photo that the installer sent; becomes the picture of the place.
    #[serde(default)]
    pub photo: Option<Uuid>,
}

/// How far from the surveyed position it was activated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Activated {
    /// Metres; nothing when one of the positions is not known.
    pub distance_m: Option<u32>,
}

struct Activate {
    code: Uuid,
    place: Uuid,
    fix: Option<Position>,
    photo: Option<FileId>,
}

impl Command for Activate {
    type Output = Activated;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Code, self.code);
        needs.stream(Noun::Place, self.place);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Activated, Halt<Problem>> {
        let mut code: CodeRecord = tx.get(self.code)?.ok_or(Halt::Refused(Problem::not_found()))?;
        let mut place: Place = tx.get(code.place.0)?.ok_or(Halt::Refused(Problem::not_found()))?;
        match code.state {
            CodeState::Printed => {}
            CodeState::Active { .. } => return Err(rule("code_active")),
            CodeState::Revoked { .. } => return Err(rule("code_revoked")),
        }
        let distance = place.position.zip(self.fix).map(|(surveyed, fix)| surveyed.distance_m(fix));
        let distance_m = distance.map(|d| d.round() as u32);
        code.state = CodeState::Active { at: tx.now(), distance_m };
        tx.record::<CodeRecord>(self.code, &Recorded::Changed { now: code }, &Words::none())?;
        if let Some(photo) = self.photo {
            place.photo = Some(photo);
            let id = place.id.0;
            tx.record::<Place>(id, &Recorded::Changed { now: place }, &Words::none())?;
        }
        Ok(Activated { distance_m })
    }
}

fn rule(name: &'static str) -> Halt<Problem> {
    Halt::Refused(Problem::new(409, "rule").with("rule", name))
}

/// Activates the code that was scanned.
pub async fn activate(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    code: &str,
    activation: Activation,
) -> Result<Activated, Problem> {
    may(&actor, Act::Activate, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let code =
        PlaceCode::parse(code, &app.inner().code_keys).map_err(|_| Problem::invalid("code", "malformed"))?;
    let fix = activation.fix.map(GivenPosition::position).transpose()?;
    if let Some(photo) = activation.photo {
        crate::photo::find(app, &actor, &[(photo, PhotoRole::Inspection)])
            .await
            .map_err(|_| Problem::invalid("photo", "unknown"))?;
    }
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::CODE, &[district.into(), code.stem().into()])?;
        rows.first().map(|row| Ok((row.id(0)?, record(row, 1)?.place.0))).transpose()
    });
    let (code, place) = found.await?.ok_or_else(Problem::not_found)?;
    let command = Activate { code, place, fix, photo: activation.photo.map(FileId) };
    app.store().execute(district, actor, key, command).await.map_err(Problem::from)
}
