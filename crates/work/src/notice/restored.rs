//! 恢复后暂缓: what was waiting to be sent when a backup was made, was sent by the installation that it was made of, as far as
//! anybody knows. In a restored one it waits for somebody to decide: it stands with what may have arrived already, to be
//! sent or dropped.

use domain::ids::District;
use store::{Connection, EngineError, Value, queries};

/// The name under which is kept up to when what happened is held.
pub(super) const HELD: &str = "held";
/// Why it was held, in the list of what did not arrive.
const REASON: &str = "restored";
/// Whether it arrived is not known (see `send::End`).
const UNKNOWN: i64 = 4;
/// Columns of a delivery: id, state, batch, reason.
const ID: usize = 1;
const STATE: usize = 8;
const BATCH: usize = 10;
const WHY: usize = 13;

/// Holds everything that waits in a database that was just restored, and everything that is still to be made of what
/// was recorded there. Says how many messages those are that wait already.
pub fn hold(connection: &mut dyn Connection) -> Result<u64, EngineError> {
    connection.begin()?;
    let done = held(connection).and_then(|n| connection.commit().map(|()| n));
    if done.is_err() {
        connection.rollback();
    }
    done
}

fn held(connection: &mut dyn Connection) -> Result<u64, EngineError> {
    let waiting = connection.execute(queries::notice::HOLD, &[UNKNOWN.into(), REASON.into()])?;
    connection.execute(queries::notice::FORGET_HELD, &[HELD.into()])?;
    connection.execute(queries::notice::HOLD_FROM, &[HELD.into()])?;
    Ok(waiting)
}

/// Up to when what happened is held; long ago where nothing was restored.
pub(super) fn held_until(connection: &mut dyn Connection, district: District) -> Result<i64, EngineError> {
    let rows = connection.query(queries::notice::POSITION, &[district.into(), HELD.into()])?;
    rows.first().map_or(Ok(i64::MIN), |row| row.int(0))
}

/// A delivery that would have waited, held.
pub(super) fn hold_row(row: &mut [Value]) {
    row[STATE] = UNKNOWN.into();
    row[BATCH] = row[ID].clone();
    row[WHY] = REASON.into();
}
