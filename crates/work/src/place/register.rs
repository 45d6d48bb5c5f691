//! 登记场所.

use super::entry::PlaceEntry;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, may};
use domain::place::Place;
use store::{Command, Halt, Key, Tx};

struct Register {
    place: Place,
}

impl Command for Register {
    type Output = PlaceId;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<PlaceId, Halt<Problem>> {
        let event = Recorded::Registered { now: self.place.clone() };
        tx.record::<Place>(self.place.id.0, &event, &Words::none())?;
        Ok(self.place.id)
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
    let place = entry.place(app, &actor, id, None).await?;
    app.store().execute(app.district(), actor, key, Register { place }).await.map_err(Problem::from)
}
