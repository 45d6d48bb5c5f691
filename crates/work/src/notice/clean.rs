//! What nobody looks at any more goes. It is not made again: the log was followed further long ago.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::Actor;
use store::{Command, EngineError, Halt, Tx, queries, tables};
use uuid::Uuid;

/// 消息保存期.
const KEPT: i64 = 90 * Instant::DAY;
/// How much goes in one go.
const AT_ONCE: i64 = 1_000;

struct Forget {
    notices: Vec<Uuid>,
    deliveries: Vec<Uuid>,
}

impl Command for Forget {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for id in &self.notices {
            tx.delete(&tables::NOTICES, vec![tx.district().into(), (*id).into()]);
        }
        for id in &self.deliveries {
            tx.delete(&tables::DELIVERIES, vec![tx.district().into(), (*id).into()]);
        }
        Ok(())
    }
}

/// Forgets notices and finished deliveries of more than ninety days ago; how many rows that were.
pub async fn clean(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let before = app.store().surroundings().now().plus(-KEPT);
    let found = app.store().read(move |c| {
        let page = [district.into(), before.into(), AT_ONCE.into()];
        let mut ids = |sql: &str| {
            c.query(sql, &page)?.iter().map(|row| row.id(0)).collect::<Result<Vec<_>, EngineError>>()
        };
        Ok((ids(queries::notice::OLD)?, ids(queries::notice::DELIVERED_OLD)?))
    });
    let (notices, deliveries) = found.await?;
    let gone = notices.len() + deliveries.len();
    if gone > 0 {
        let forget = Forget { notices, deliveries };
        app.store().execute(district, Actor::System, None, forget).await.map_err(Problem::from)?;
    }
    Ok(gone)
}
