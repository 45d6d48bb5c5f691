//! The Merkle log against the events: every leaf, every tile, every checkpoint.

use super::{Place, Report, What, place};
use crate::engine::{Connection, EngineError};
use crate::log::{HEIGHT, checkpoint_from};
use crate::queries::{self, ledger as sql};
use domain::ids::District;
use domain::ledger::{Hash, SignedCheckpoint, Tree, leaf_hash};
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::vec::IntoIter;

/// Entries read at a time.
const PAGE: i64 = 4_096;

pub(super) fn compare(
    connection: &mut dyn Connection,
    report: &mut Report,
    public_key: &[u8; 32],
) -> Result<(), EngineError> {
    let mut districts = BTreeSet::new();
    for next in [sql::LOG_DISTRICT, sql::CHECKPOINT_DISTRICT, sql::TILE_DISTRICT] {
        districts.extend(queries::districts(connection, next)?);
    }
    for district in districts {
        compare_one(connection, report, district, public_key)?;
    }
    for (query, what) in [(sql::UNLOGGED, What::Unlogged), (sql::OUTBOX_WRONG, What::Outbox)] {
        for row in connection.query(query, &[])? {
            report.fault(District(row.int(0)?), place(&row, 1), what);
        }
    }
    Ok(())
}

fn compare_one(
    connection: &mut dyn Connection,
    report: &mut Report,
    district: District,
    public_key: &[u8; 32],
) -> Result<(), EngineError> {
    let rows = connection.query(sql::CHECKPOINTS_OF, &[district.into()])?;
    let checkpoints: Vec<_> = rows.iter().map(|r| checkpoint_from(district, r)).collect::<Result<_, _>>()?;
    let mut checkpoints = checkpoints.into_iter().peekable();
    let mut tree = Tree::empty();
    let mut tiles = KeptTiles { district, tiles: BTreeMap::new() };
    let (mut next, mut signed_to) = (0, 0);
    loop {
        let rows = connection.query(sql::LOG_FROM, &[district.into(), next.into(), PAGE.into()])?;
        for row in &rows {
            next = row.int(0)? + 1;
            report.logged += 1;
            let place = place(row, 1);
            let hash = row.opt_bytes(4)?.and_then(Hash::from_slice).unwrap_or_default();
            let mut nodes = Vec::new();
            tree.append(leaf_hash(&hash.0), |level, index, hash| nodes.push((level, index, hash)));
            let mut fits = row.0[1] == row.0[5] && next as u64 == tree.size();
            for (level, index, hash) in nodes {
                match tiles.node(connection, level, index)? {
                    Some(kept) if kept != hash && level > 0 => report.fault(district, None, What::Tile),
                    Some(kept) => fits &= kept == hash,
                    None => {}
                }
            }
            if !fits {
                report.fault(district, place, What::LogHash);
            }
            check(report, &mut checkpoints, &tree, place, public_key, &mut signed_to);
        }
        if (rows.len() as i64) < PAGE {
            break;
        }
    }
    // A checkpoint beyond the end promised more than there is; an end without one promises nothing.
    if checkpoints.next().is_some() || signed_to != tree.size() {
        report.fault(district, None, What::LogRoot);
    }
    tiles.lengths(connection, report, tree.size())
}

/// Compares the checkpoints up to the present size.
fn check(
    report: &mut Report,
    checkpoints: &mut Peekable<IntoIter<SignedCheckpoint>>,
    tree: &Tree,
    place: Option<Place>,
    public_key: &[u8; 32],
    signed_to: &mut u64,
) {
    while let Some(signed) = checkpoints.next_if(|c| c.checkpoint.size <= tree.size()) {
        let district = signed.checkpoint.origin.rsplit('/').next().and_then(|d| d.parse().ok()).unwrap_or(0);
        if signed.checkpoint.size != tree.size() || signed.checkpoint.root != tree.root() {
            report.fault(District(district), place, What::LogRoot);
        } else if signed.verify(public_key).is_err() {
            report.fault(District(district), place, What::Signature);
        } else {
            report.checkpoints += 1;
        }
        *signed_to = signed.checkpoint.size;
    }
}

/// The tiles as they are kept, the last one of each level in memory.
struct KeptTiles {
    district: District,
    tiles: BTreeMap<u8, (u64, Vec<u8>)>,
}

impl KeptTiles {
    /// The kept hash of a node; `None` for the levels between two rows of tiles, which are not kept.
    fn node(
        &mut self,
        connection: &mut dyn Connection,
        level: u8,
        index: u64,
    ) -> Result<Option<Hash>, EngineError> {
        if !level.is_multiple_of(HEIGHT) {
            return Ok(None);
        }
        let (row, tile) = (level / HEIGHT, index / 256);
        if self.tiles.get(&row).is_none_or(|(kept, _)| *kept != tile) {
            let key = [self.district.into(), i64::from(row).into(), (tile as i64).into()];
            let rows = connection.query(sql::TILE, &key)?;
            let hashes = rows.first().map(|r| r.bytes(0).map(<[u8]>::to_vec)).transpose()?;
            self.tiles.insert(row, (tile, hashes.unwrap_or_default()));
        }
        let place = (index % 256) as usize * 32;
        let kept = self.tiles.get(&row).and_then(|(_, hashes)| hashes.get(place..place + 32));
        Ok(Some(kept.and_then(Hash::from_slice).unwrap_or_default()))
    }

    /// There must be no more tiles than the tree has, and no more in them.
    fn lengths(
        &self,
        connection: &mut dyn Connection,
        report: &mut Report,
        size: u64,
    ) -> Result<(), EngineError> {
        let mut wrong = 0;
        connection.each(sql::TILE_LENGTHS, &[self.district.into()], &mut |row| {
            let (level, index, bytes) = (row.int(0)? as u64, row.int(1)? as u64, row.int(2)? as u64);
            let nodes = size.checked_shr((level * u64::from(HEIGHT)) as u32).unwrap_or(0);
            let first = index.saturating_mul(256);
            if first >= nodes || bytes != (nodes - first).min(256) * 32 {
                wrong += 1;
            }
            Ok(())
        })?;
        for _ in 0..wrong {
            report.fault(self.district, None, What::Tile);
        }
        Ok(())
    }
}
