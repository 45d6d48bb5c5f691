//! 暂定期限: deadlines that waited for a year's notice of holidays are settled when it is there.

use crate::hazard::state;
use crate::{App, Problem};
use domain::calendar::{Calendar, Day, Instant};
use domain::hazard::{Context, Hazard, LimitBook};
use domain::ids::HazardId;
use domain::ledger::Noun;
use domain::people::Actor;
use std::sync::Arc;
use store::{Command, EngineError, Halt, Needs, Tx, queries};
use uuid::Uuid;

/// How many are looked at in one go.
const AT_ONCE: i64 = 500;

struct Settle {
    hazard: HazardId,
    limits: Arc<LimitBook>,
    calendar: Arc<Calendar>,
    judging: Arc<crate::judging::Books>,
}

impl Command for Settle {
    type Output = bool;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Hazard, self.hazard.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let Some(hazard) = tx.get::<Hazard>(self.hazard.0)? else { return Ok(false) };
        let now = tx.now();
        let context = Context {
            now,
            actor: &Actor::System,
            rules: self.limits.at(now),
            supervision: &self.judging.supervision,
            calendar: &self.calendar,
            catalogue: None,
            expected: None,
            other: None,
            evidence: Default::default(),
        };
        let Some(draft) = domain::hazard::settle(&hazard, &context) else { return Ok(false) };
        tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?;
        Ok(true)
    }
}

/// The first moment at which a provisional deadline can lie: the end of the year before the last one.
fn earliest(now: Instant) -> Instant {
    Day::new(Day::of(now).year() - 2, 12, 25).map_or(Instant(0), Day::start)
}

/// Settles what can be settled; how many hazards that were. Any node may do it: the second one finds it done.
pub(crate) async fn settle(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let now = app.store().surroundings().now();
    let (mut due, mut id) = (earliest(now), Uuid::nil());
    let mut settled = 0;
    loop {
        let page = app.store().read(move |c| {
            let key = [district.into(), due.into(), id.into(), AT_ONCE.into()];
            let rows = c.query(queries::hazard::DUE_AFTER, &key)?;
            let last = rows.last().map(|row| Ok::<_, EngineError>((row.int(0)?, row.id(1)?))).transpose()?;
            let waiting = rows
                .iter()
                .map(|row| state(row.text(2)?))
                .filter(|h| h.as_ref().map_or(true, waits))
                .collect::<Result<Vec<Hazard>, EngineError>>()?;
            Ok((last, waiting))
        });
        let (last, waiting) = page.await?;
        for hazard in waiting {
            let command = Settle {
                hazard: hazard.id,
                limits: app.limits(),
                calendar: app.calendar(),
                judging: app.judging(),
            };
            let done = app.store().execute(district, Actor::System, None, command).await;
            settled += usize::from(done.map_err(Problem::from)?);
        }
        let Some((next_due, next_id)) = last else { return Ok(settled) };
        (due, id) = (Instant(next_due), next_id);
    }
}

fn waits(hazard: &Hazard) -> bool {
    hazard.clocks.iter().any(|c| c.is_running() && c.term.provisional)
}
