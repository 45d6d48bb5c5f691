//! 登记场所.

use super::contact::{self, ContactEntry};
use super::entry::PlaceEntry;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, may};
use domain::place::Place;
use store::{Command, Halt, Key, Tx, queries};

/// Several places at once: an import is refused as a whole only when the machine fails.
#[derive(Clone)]
pub(super) struct Register {
    pub(super) places: Vec<(Place, Option<ContactEntry>)>,
    /// What stands there under the same external number already is passed over instead of refused.
    pub(super) passes_known: bool,
}

impl Command for Register {
    /// Those that are new.
    type Output = Vec<PlaceId>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<PlaceId>, Halt<Problem>> {
        let mut new = Vec::with_capacity(self.places.len());
        for (place, contact) in &self.places {
            if let Some(external) = &place.external {
                let key = [tx.district().into(), external.as_str().into()];
                if !tx.query(queries::place::BY_EXTERNAL, &key)?.is_empty() {
                    if self.passes_known {
                        continue;
                    }
                    return Err(Halt::Refused(Problem::invalid("external", "twice")));
                }
            }
            let event = Recorded::Registered { now: place.clone() };
            tx.record::<Place>(place.id.0, &event, &Words::none())?;
            if contact.is_some() {
                contact::write(tx, place.id, contact.as_ref());
            }
            new.push(place.id);
        }
        Ok(new)
    }
}

/// Registers a place; gives back its id.
pub async fn register(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    entry: PlaceEntry,
) -> Result<PlaceId, Problem> {
    may(&actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let id = PlaceId(app.store().surroundings().new_id());
    let place = entry.place(app, &app.registers(), id, None)?;
    let place = Place { photo_kept: entry.photo_kept(app, &actor, None).await?, ..place };
    let contact = entry.contact.as_ref().map(ContactEntry::checked).transpose()?.flatten();
    let command = Register { places: vec![(place, contact)], passes_known: false };
    // Repeated with the same key, it is the place that was registered then.
    let new = app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    Ok(new.first().copied().unwrap_or(id))
}
