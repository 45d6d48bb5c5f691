//! 变更场所.

use super::entry::PlaceEntry;
use super::find::find;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::Place;
use store::{Command, Halt, Key, Needs, Tx};

struct Change {
    before: Place,
    after: Place,
}

impl Command for Change {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Place, self.after.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let standing: Place = tx.get(self.after.id.0)?.ok_or(Halt::Refused(Problem::not_found()))?;
        if standing != self.before {
            // Somebody changed it between our reading and our turn.
            return Err(Halt::Refused(Problem::new(409, "stale")));
        }
        if standing != self.after {
            let event = Recorded::Changed { now: self.after.clone() };
            tx.record::<Place>(self.after.id.0, &event, &Words::none())?;
        }
        Ok(())
    }
}

/// Changes what the register says of a place. The entry replaces the one before as a whole.
pub async fn change(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    id: PlaceId,
    entry: PlaceEntry,
) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let before = find(app, id).await?.ok_or_else(Problem::not_found)?;
    let after = entry.place(app, &actor, id, Some(&before)).await?;
    app.store().execute(app.district(), actor, key, Change { before, after }).await.map_err(Problem::from)
}
