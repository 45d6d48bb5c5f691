//! What the product does by itself when nobody acts in time: questions lapse, suspensions end, limits that ran out
//! are pointed out. What is owed and when follows from each hazard's state ([`Hazard::timers`]); `wake_at` beside it
//! is the queue. So it survives restarts, is caught up in order after a downtime, and any node may do it: the second
//! one finds it done.

use super::act::{Act, NotActed};
use crate::judging::Books;
use crate::{App, Problem};
use domain::calendar::{Calendar, Instant};
use domain::hazard::{Catalogue, Hazard, LimitBook};
use domain::ids::HazardId;
use domain::ledger::Noun;
use domain::people::Actor;
use std::sync::Arc;
use store::{Command, Halt, Needs, Tx, queries};
use uuid::Uuid;

/// How many hazards are woken by one command, in one transaction.
const TOGETHER: i64 = 50;
/// How many hazards are woken in one go; the rest follow in the next.
const AT_ONCE: usize = 2_000;
/// How much is caught up for one hazard in one go: more than it can ever owe.
const EACH: usize = 200;

/// Does everything that is due for some hazards, for each in the order in which it was owed.
struct Wake {
    hazards: Vec<HazardId>,
    limits: Arc<LimitBook>,
    catalogue: Arc<Catalogue>,
    calendar: Arc<Calendar>,
    judging: Arc<Books>,
}

impl Wake {
    /// Does what is due for one; how much it was.
    fn wake(&self, tx: &mut Tx<'_>, id: HazardId) -> Result<usize, Halt<Problem>> {
        for done in 0..EACH {
            let Some(hazard) = tx.get::<Hazard>(id.0)? else { return Ok(done) };
            let Some(timer) = hazard.timers().into_iter().next().filter(|t| t.at <= tx.now()) else {
                return Ok(done);
            };
            let kind = timer.action.kind();
            let act = Act {
                hazard: id,
                expected: Some(hazard.version),
                action: timer.action,
                done_at: None,
                limits: Arc::clone(&self.limits),
                catalogue: Arc::clone(&self.catalogue),
                calendar: Arc::clone(&self.calendar),
                judging: Arc::clone(&self.judging),
            };
            match act.run(tx) {
                Ok(_) => {}
                // A timer that the trade refuses is a fault of ours; it must not hold up the others.
                Err(Halt::Refused(NotActed::Refused(refusal))) => {
                    tracing::error!(hazard = %id, ?kind, %refusal, "what is owed was refused");
                    return Ok(done);
                }
                Err(Halt::Refused(_)) => return Ok(done),
                Err(Halt::Engine(error)) => return Err(Halt::Engine(error)),
            }
        }
        tracing::error!(hazard = %id, "what is owed comes to no end");
        Ok(EACH)
    }
}

impl Command for Wake {
    type Output = usize;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        self.hazards.iter().for_each(|hazard| needs.stream(Noun::Hazard, hazard.0));
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Halt<Problem>> {
        let mut moved = 0;
        for hazard in &self.hazards {
            moved += usize::from(self.wake(tx, *hazard)? > 0);
        }
        Ok(moved)
    }
}

/// Does what is due, at most for two thousand hazards; the number of hazards that moved.
pub async fn sweep(app: &App) -> Result<usize, Problem> {
    let now = app.store().surroundings().now();
    let district = app.district();
    let (mut seen, mut moved) = (0, 0);
    let mut after = (Instant(i64::MIN), Uuid::nil());
    while seen < AT_ONCE {
        let from = after;
        let due = app.store().read(move |c| {
            let page = [district.into(), now.into(), from.0.into(), from.1.into(), TOGETHER.into()];
            c.query(queries::hazard::TO_WAKE, &page)?
                .iter()
                .map(|row| Ok((Instant(row.int(0)?), row.id(1)?)))
                .collect::<Result<Vec<(Instant, Uuid)>, store::EngineError>>()
        });
        let due = due.await?;
        let Some(last) = due.last() else { break };
        after = *last;
        seen += due.len();
        let command = Wake {
            hazards: due.iter().map(|(_, id)| HazardId(*id)).collect(),
            limits: app.limits(),
            catalogue: app.catalogue(),
            calendar: app.calendar(),
            judging: app.judging(),
        };
        moved += app.store().execute(district, Actor::System, None, command).await.map_err(Problem::from)?;
    }
    Ok(moved)
}
