//! 抽取: the drawings of closed cases, how they stand, and what an outsider needs to repeat them.

mod assign;
mod prove;
mod read;
mod sweep;

pub use prove::{DrawClosing, DrawProof, prove_draw};
pub use read::{DrawCase, DrawDetail, DrawListed, draws, published_draws, read_draw};
pub use sweep::sweep_draws;

use domain::hazard::draw::Draw;
use domain::ids::District;
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// So many months back.
const MOST: i64 = 36;

/// A drawing as it is kept.
pub(super) struct Kept {
    /// Its stream.
    pub(super) id: Uuid,
    /// What it is.
    pub(super) draw: Draw,
    /// The number of its commitment in the log; nothing for a moment.
    pub(super) index: Option<u64>,
}

/// The drawings, the newest first.
pub(super) fn load(connection: &mut dyn Connection, district: District) -> Result<Vec<Kept>, EngineError> {
    let rows = connection.query(queries::judging::DRAWS, &[district.into(), MOST.into()])?;
    rows.iter()
        .map(|row| {
            let draw = serde_json::from_str(row.text(1)?)
                .map_err(|e| EngineError::Other(format!("state of a drawing: {e}")))?;
            Ok(Kept { id: row.id(0)?, draw, index: row.opt_int(2)?.map(|n| n as u64) })
        })
        .collect()
}
