//! 停用单位: now, at a day that was, or at one that comes.

use super::appoint::rule;
use super::units::allowed;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::UnitId;
use domain::ledger::{Note, Recorded};
use domain::people::{Actor, Person, Unit};
use store::{Command, Halt, Tx, queries};

/// 停用: from then on the unit no longer acts; history keeps it. Nobody may act for it any more, and no unit stands
/// below it. Without a moment it ends now.
pub async fn end_unit(app: &App, actor: Actor, id: UnitId, at: Option<Instant>) -> Result<(), Problem> {
    allowed(&actor)?;
    app.store().execute(app.district(), actor, None, End { id, at }).await.map_err(Problem::from)?;
    super::refresh(app).await
}

struct End {
    id: UnitId,
    at: Option<Instant>,
}

impl Command for End {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let unit: Unit = tx.get(self.id.0)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        let now = tx.now();
        if unit.ended_at.is_some_and(|end| end <= now) {
            return Ok(());
        }
        let end = self.at.unwrap_or(now);
        if unit.since.is_some_and(|since| end <= since) {
            return Err(Halt::Refused(Problem::invalid("at", "contradiction")));
        }
        let district = tx.district().into();
        for row in tx.query(queries::people::PEOPLE_ALL, &[district])? {
            let listed: Person = serde_json::from_str(row.text(0)?)
                .map_err(|e| store::EngineError::Other(format!("state of a person: {e}")))?;
            // As the batch has left it: somebody may just have been appointed here.
            let Some(person) = tx.get::<Person>(listed.id.0)? else { continue };
            if person.unit == self.id && person.disabled_at.is_none() && end <= now {
                return Err(Halt::Refused(rule("unit_has_people")));
            }
        }
        let district = tx.district().into();
        for row in tx.query(queries::people::UNITS_ALL, &[district])? {
            let listed: Unit = serde_json::from_str(row.text(0)?)
                .map_err(|e| store::EngineError::Other(format!("state of a unit: {e}")))?;
            if listed.parent == Some(self.id) && listed.ended_at.is_none_or(|below| below > end) {
                return Err(Halt::Refused(rule("unit_has_units")));
            }
        }
        let now = Unit { ended_at: Some(end), ..unit };
        tx.record::<Unit>(self.id.0, &Recorded::Noted { what: Note::Ended, now }, &Words::default())?;
        Ok(())
    }
}
