//! What the product does by itself when nobody acts in time: questions lapse, suspensions end, follow-ups are
//! archived. When follows from the state row, so it survives restarts, and any node may do it: the second one
//! finds it done.

use super::act::Act;
use super::list::state;
use crate::{App, Problem};
use domain::hazard::{Action, Hazard, Stage};
use domain::people::Actor;
use store::{Failure, queries};

/// How many are woken in one go.
const AT_ONCE: i64 = 200;

fn due_action(hazard: &Hazard) -> Option<Action> {
    match &hazard.stage {
        Stage::Supplement { .. } => Some(Action::Lapse),
        Stage::Suspended { .. } => Some(Action::Resume { text: String::new() }),
        Stage::FollowUp => Some(Action::Archive),
        _ => None,
    }
}

/// Does what is due; the number of hazards that moved.
pub async fn sweep(app: &App) -> Result<usize, Problem> {
    let now = app.store().surroundings().now();
    let district = app.district();
    let due = app.store().read(move |c| {
        c.query(queries::hazard::TO_WAKE, &[district.into(), now.into(), AT_ONCE.into()])?
            .iter()
            .map(|row| state(row.text(1)?))
            .collect::<Result<Vec<Hazard>, _>>()
    });
    let mut moved = 0;
    for hazard in due.await? {
        let Some(action) = due_action(&hazard) else { continue };
        let command = Act {
            hazard: hazard.id,
            expected: Some(hazard.version),
            action,
            limits: app.limits(),
            catalogue: app.catalogue(),
            calendar: app.calendar(),
        };
        match app.store().execute(district, Actor::System, None, command).await {
            Ok(_) => moved += 1,
            // Somebody acted in between, or another node was faster.
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(moved)
}
