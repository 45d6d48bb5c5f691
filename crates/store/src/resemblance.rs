//! 相似照片: finds photos of a district that look like one, in a few key reads however many there are.

use crate::engine::{Connection, EngineError, Value};
use crate::queries::{self, hazard::ALIKE};
use domain::hazard::Photo;
use domain::hazard::resemblance::probes;
use domain::ids::{District, FileId, HazardId};
use std::collections::BTreeMap;

/// A photo that looks like the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// By how many bits of 64 they differ.
    pub bits: u32,
    /// The other photo.
    pub file: FileId,
    /// The hazard that it belongs to.
    pub hazard: HazardId,
}

/// The photos that look like `photo` or whose middle does, the nearest first; `near` says whether a hash is near enough to it, and by how
/// many bits they differ. The photo itself is not among them.
pub fn alike(
    connection: &mut dyn Connection,
    district: District,
    photo: &Photo,
    near: &dyn Fn(i64) -> Option<u32>,
) -> Result<Vec<Alike>, EngineError> {
    let keys: Vec<Value> = probes(photo.phash).into_iter().map(Value::from).collect();
    let mut nearest: BTreeMap<FileId, Alike> = BTreeMap::new();
    queries::in_batches(connection, ALIKE, district, keys, |connection, sql, parameters| {
        connection.each(sql, parameters, &mut |row| {
            let Some(bits) = near(row.int(0)?) else { return Ok(()) };
            let found = Alike { bits, file: FileId(row.id(1)?), hazard: HazardId(row.id(2)?) };
            if found.file != photo.file && nearest.get(&found.file).is_none_or(|known| found < *known) {
                nearest.insert(found.file, found);
            }
            Ok(())
        })
    })?;
    let mut all: Vec<Alike> = nearest.into_values().collect();
    all.sort_unstable();
    Ok(all)
}
