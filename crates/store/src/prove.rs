//! Proofs for receipts: that an event is in the log of its district.

use crate::engine::{Connection, EngineError};
use crate::log::{Tiles, checkpoint_from};
use crate::queries::ledger as sql;
use domain::ids::District;
use domain::ledger::{
    Hash, ProofError, SignedCheckpoint, consistency_proof, inclusion_proof, root as root_of,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// 入账证明: everything that an outsider needs, beside the public key, to check that an event is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// The number of the event in the log.
    pub index: u64,
    /// The hashes from the leaf to the root.
    pub path: Vec<Hash>,
    /// The signed root that it leads to.
    pub checkpoint: SignedCheckpoint,
}

fn broken(tiles: &mut Tiles<'_>, error: ProofError) -> EngineError {
    tiles.take_error().unwrap_or_else(|| EngineError::Other(format!("the log: {error}")))
}

/// The proof for an event; `None` while the log has not numbered it.
pub fn inclusion(
    connection: &mut dyn Connection,
    district: District,
    stream: Uuid,
    sequence: u32,
) -> Result<Option<Inclusion>, EngineError> {
    let found = connection.query(sql::LOG_INDEX, &[district.into(), stream.into(), sequence.into()])?;
    let Some(row) = found.first() else { return Ok(None) };
    let index = row.int(0)? as u64;
    let Some(checkpoint) = latest_checkpoint(connection, district)? else { return Ok(None) };
    let mut tiles = Tiles::new(connection, district);
    let path =
        inclusion_proof(index, checkpoint.checkpoint.size, &mut tiles).map_err(|e| broken(&mut tiles, e))?;
    Ok(Some(Inclusion { index, path, checkpoint }))
}

/// The newest checkpoint of a district.
pub fn latest_checkpoint(
    connection: &mut dyn Connection,
    district: District,
) -> Result<Option<SignedCheckpoint>, EngineError> {
    let rows = connection.query(sql::CHECKPOINT, &[district.into()])?;
    rows.first().map(|row| checkpoint_from(district, row)).transpose()
}

/// The proof that the log of `old` events is the beginning of the log of `new` events.
pub fn consistency(
    connection: &mut dyn Connection,
    district: District,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, EngineError> {
    let mut tiles = Tiles::new(connection, district);
    consistency_proof(old, new, &mut tiles).map_err(|e| broken(&mut tiles, e))
}

/// The root of the log's first `size` entries.
pub fn root(connection: &mut dyn Connection, district: District, size: u64) -> Result<Hash, EngineError> {
    let mut tiles = Tiles::new(connection, district);
    root_of(size, &mut tiles).map_err(|e| broken(&mut tiles, e))
}
