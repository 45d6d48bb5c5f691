//! The Merkle log of a district: one node at a time holds the lease and numbers committed events, so that writers
//! never wait for each other.

use crate::engine::{Connection, EngineError, Value};
use crate::queries::ledger as sql;
use crate::tables;
use crate::tx::write_rows;
use domain::calendar::Instant;
use domain::ids::District;
use domain::ledger::{Checkpoint, Hash, Noun, Nodes, SignedCheckpoint, Tree, leaf_hash};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many events are numbered in one transaction.
const BATCH: i64 = 1_024;
/// How long a node may be silent before another takes over, in milliseconds.
const LEASE: i64 = 15_000;
/// Levels of the tree in one tile: 2^8 hashes, as in C2SP `tlog-tiles`.
const HEIGHT: u8 = 8;

/// Signs checkpoints; the key is not in the database.
pub trait Sign: Send + Sync + 'static {
    /// An Ed25519 signature.
    fn sign(&self, text: &[u8]) -> [u8; 64];
    /// The key that checks it.
    fn public_key(&self) -> [u8; 32];
}

/// The log's name.
pub fn origin(district: District) -> String {
    format!("mashang/{district}")
}

/// One event with its number in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The district.
    pub district: District,
    /// The number.
    pub index: u64,
    /// What the stream is the history of.
    pub noun: Noun,
    /// The stream.
    pub stream: Uuid,
    /// The event's sequence in it.
    pub sequence: u32,
}

/// The tree's nodes in tiles: only levels that are multiples of eight are kept, the others follow from them.
pub(crate) struct Tiles<'a> {
    connection: &'a mut dyn Connection,
    district: District,
    cache: BTreeMap<(u8, u64), Vec<u8>>,
    changed: std::collections::BTreeSet<(u8, u64)>,
    failed: Option<EngineError>,
}

impl<'a> Tiles<'a> {
    pub(crate) fn new(connection: &'a mut dyn Connection, district: District) -> Self {
        Self { connection, district, cache: BTreeMap::new(), changed: Default::default(), failed: None }
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&mut Vec<u8>, EngineError> {
        if !self.cache.contains_key(&(level, index)) {
            let rows = self.connection.query(
                sql::TILE,
                &[self.district.into(), i64::from(level).into(), (index as i64).into()],
            )?;
            let hashes = rows.first().map(|r| r.bytes(0).map(<[u8]>::to_vec)).transpose()?.unwrap_or_default();
            self.cache.insert((level, index), hashes);
        }
        Ok(self.cache.entry((level, index)).or_default())
    }

    fn put(&mut self, level: u8, index: u64, hash: Hash) -> Result<(), EngineError> {
        if level % HEIGHT != 0 {
            return Ok(());
        }
        let (row, place) = (level / HEIGHT, (index % 256) as usize * 32);
        let tile = self.tile(row, index / 256)?;
        tile.truncate(place);
        if tile.len() != place {
            return Err(EngineError::Other("a tile of the log has a hole".into()));
        }
        tile.extend_from_slice(&hash.0);
        self.changed.insert((row, index / 256));
        Ok(())
    }

    fn get(&mut self, level: u8, index: u64) -> Result<Option<Hash>, EngineError> {
        let within = level % HEIGHT;
        let tile = self.tile(level / HEIGHT, (index << within) / 256)?;
        let first = ((index << within) % 256) as usize;
        let Some(bytes) = tile.get(first * 32..(first + (1 << within)) * 32) else { return Ok(None) };
        let mut tree = Tree::empty();
        for chunk in bytes.chunks_exact(32) {
            tree.append(Hash::from_slice(chunk).unwrap_or_default(), |_, _, _| ());
        }
        Ok(Some(tree.root()))
    }

    fn flush(self) -> Result<(), EngineError> {
        let rows = self
            .changed
            .iter()
            .filter_map(|key| Some((key, self.cache.get(key)?)))
            .map(|((level, index), hashes)| {
                vec![
                    self.district.into(),
                    i64::from(*level).into(),
                    (*index as i64).into(),
                    Value::Bytes(hashes.clone()),
                ]
            })
            .collect();
        write_rows(self.connection, &tables::TILES, rows)
    }

    /// The error that hid behind a missing node, if there was one.
    pub(crate) fn take_error(&mut self) -> Option<EngineError> {
        self.failed.take()
    }
}

impl Nodes for Tiles<'_> {
    fn node(&mut self, level: u8, index: u64) -> Option<Hash> {
        match self.get(level, index) {
            Ok(hash) => hash,
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }
}

/// What one round of numbering did.
#[derive(Default, Debug)]
pub(crate) struct Round {
    pub(crate) entries: Vec<Entry>,
    pub(crate) more: bool,
}

/// Numbers what waits, in one transaction that the caller has begun. Nothing happens when another node holds
/// the lease.
pub(crate) fn number(
    connection: &mut dyn Connection,
    district: District,
    holder: Uuid,
    now: Instant,
    signer: &dyn Sign,
) -> Result<Round, EngineError> {
    let lease = format!("log/{district}");
    let held = connection
        .execute(sql::TAKE_LEASE, &[lease.into(), holder.into(), now.plus(LEASE).into(), now.into()])?;
    if held == 0 {
        return Ok(Round::default());
    }
    let waiting = connection.query(sql::WAITING, &[district.into(), BATCH.into()])?;
    if waiting.is_empty() {
        return Ok(Round::default());
    }
    let size = connection.query(sql::LOG_SIZE, &[district.into()])?.first().map_or(Ok(0), |r| r.int(0))? as u64;
    let mut log = Vec::with_capacity(waiting.len());
    let mut done = Vec::with_capacity(waiting.len());
    let mut entries = Vec::with_capacity(waiting.len());
    let mut tiles = Tiles::new(connection, district);
    let mut tree = Tree::load(size, &mut tiles)
        .map_err(|e| tiles.take_error().unwrap_or_else(|| EngineError::Other(format!("the log: {e}"))))?;
    for row in &waiting {
        let index = tree.size();
        let (noun, stream, sequence) = (row.int(1)?, row.id(2)?, row.int(3)?);
        let mut failed = Ok(());
        tree.append(leaf_hash(&row.hash(4)?.0), |level, index, hash| {
            if failed.is_ok() {
                failed = tiles.put(level, index, hash);
            }
        });
        failed?;
        log.push(vec![district.into(), (index as i64).into(), noun.into(), stream.into(), sequence.into()]);
        done.push(row.id(0)?);
        if let Some(noun) = Noun::from_number(noun) {
            entries.push(Entry { district, index, noun, stream, sequence: sequence as u32 });
        }
    }
    tiles.flush()?;
    let checkpoint = Checkpoint { origin: origin(district), size: tree.size(), root: tree.root(), at: now };
    let signed = checkpoint.signed(|text| signer.sign(text));
    write_rows(connection, &tables::LOG, log)?;
    write_rows(
        connection,
        &tables::CHECKPOINTS,
        vec![vec![
            district.into(),
            (signed.checkpoint.size as i64).into(),
            signed.checkpoint.root.into(),
            now.into(),
            signed.signature.into(),
        ]],
    )?;
    forget(connection, district, &done)?;
    Ok(Round { more: waiting.len() as i64 == BATCH, entries })
}

/// Removes exactly the waiting rows that were numbered: a slower writer's row may have an earlier id.
fn forget(connection: &mut dyn Connection, district: District, ids: &[Uuid]) -> Result<(), EngineError> {
    let mut rest = ids;
    for size in tables::SIZES {
        while rest.len() >= size {
            let (now, later) = rest.split_at(size);
            rest = later;
            let marks: Vec<String> = (0..size).map(|n| format!("${}", n + 2)).collect();
            let sql = format!("delete from outbox where district = $1 and id in ({})", marks.join(", "));
            let parameters: Vec<Value> =
                std::iter::once(district.into()).chain(now.iter().map(|id| (*id).into())).collect();
            connection.execute(&sql, &parameters)?;
        }
    }
    Ok(())
}

/// A checkpoint from its row: size, root, at, signature.
pub(crate) fn checkpoint_from(
    district: District,
    row: &crate::engine::Row,
) -> Result<SignedCheckpoint, EngineError> {
    Ok(SignedCheckpoint {
        checkpoint: Checkpoint {
            origin: origin(district),
            size: row.int(0)? as u64,
            root: row.hash(1)?,
            at: Instant(row.int(2)?),
        },
        signature: row.text(3)?.to_owned(),
    })
}
