//! 变更场所.

use super::contact::{self, ContactEntry};
use super::entry::PlaceEntry;
use super::find::find_at;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::Place;
use store::{Command, Halt, Key, Needs, Tx, queries};

struct Change {
    /// The version that the author saw, and the one that stands.
    seen: u32,
    version: u32,
    before: Place,
    after: Place,
    contact: Option<ContactEntry>,
}

impl Command for Change {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Place, self.after.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        if self.seen != self.version {
            let stale = Problem::new(409, "stale").with("expected", self.seen).with("actual", self.version);
            return Err(Halt::Refused(stale));
        }
        let standing: Place = tx.get(self.after.id.0)?.ok_or(Halt::Refused(Problem::not_found()))?;
        if standing != self.before {
            // Somebody changed it between our reading and our turn.
            return Err(Halt::Refused(Problem::new(409, "stale")));
        }
        if standing != self.after {
            if let Some(external) =
                self.after.external.as_deref().filter(|e| standing.external.as_deref() != Some(e))
            {
                let key = [tx.district().into(), external.into()];
                if !tx.query(queries::place::BY_EXTERNAL, &key)?.is_empty() {
                    return Err(Halt::Refused(Problem::invalid("external", "twice")));
                }
            }
            let event = Recorded::Changed { now: self.after.clone() };
            tx.record::<Place>(self.after.id.0, &event, &Words::none())?;
        }
        contact::write(tx, self.after.id, self.contact.as_ref());
        Ok(())
    }
}

/// Changes what the register says of a place. The entry replaces the one before as a whole and names the version that
/// its author saw.
pub async fn change(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    id: PlaceId,
    entry: PlaceEntry,
) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let (before, version) = find_at(app, id).await?.ok_or_else(Problem::not_found)?;
    let seen = entry.version.ok_or_else(|| Problem::invalid("version", "required"))?;
    let after = entry.place(app, &app.registers(), id, Some(&before))?;
    let after = Place { photo_kept: entry.photo_kept(app, &actor, Some(&before)).await?, ..after };
    let contact = entry.contact.as_ref().map(ContactEntry::checked).transpose()?.flatten();
    let command = Change { seen, version, before, after, contact };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}
