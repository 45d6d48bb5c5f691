//! The Merkle log of a district: one node at a time holds the lease and numbers committed events, so that writers
//! never wait for each other.

use crate::engine::{Connection, EngineError, Row, Value};
use crate::numbering::Numbered;
use crate::queries::{self, ledger as sql};
use crate::tables;
use domain::calendar::Instant;
use domain::ids::District;
use domain::ledger::{Checkpoint, Hash, Nodes, Noun, SignedCheckpoint, Tree, leaf_hash};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// How many events are numbered in one transaction: those who write meanwhile wait for it.
const ROUND: i64 = 512;
/// How long a node may be silent before another takes over, in milliseconds.
const LEASE: i64 = 2_000;
/// Levels of the tree in one tile: 2^8 hashes, as in C2SP `tlog-tiles`.
pub(crate) const HEIGHT: u8 = 8;

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
    changed: BTreeSet<(u8, u64)>,
    failed: Option<EngineError>,
}

impl<'a> Tiles<'a> {
    pub(crate) fn new(connection: &'a mut dyn Connection, district: District) -> Self {
        Self { connection, district, cache: BTreeMap::new(), changed: BTreeSet::new(), failed: None }
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&mut Vec<u8>, EngineError> {
        if !self.cache.contains_key(&(level, index)) {
            let rows = self
                .connection
                .query(sql::TILE, &[self.district.into(), i64::from(level).into(), (index as i64).into()])?;
            let hashes =
                rows.first().map(|r| r.bytes(0).map(<[u8]>::to_vec)).transpose()?.unwrap_or_default();
            self.cache.insert((level, index), hashes);
        }
        Ok(self.cache.entry((level, index)).or_default())
    }

    fn put(&mut self, level: u8, index: u64, hash: Hash) -> Result<(), EngineError> {
        if !level.is_multiple_of(HEIGHT) {
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
            .collect::<Vec<_>>();
        self.connection.write(&tables::TILES, &rows)
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

/// Numbers what waits, in one transaction that the caller has begun. Nothing happens while another node holds
/// the lease; its row keeps two rounds from running at the same time whatever the clocks say.
pub(crate) fn number(
    connection: &mut dyn Connection,
    district: District,
    holder: Uuid,
    now: Instant,
    signer: &dyn Sign,
) -> Result<Numbered, EngineError> {
    let lease = format!("log/{district}");
    let held = connection
        .execute(sql::TAKE_LEASE, &[lease.into(), holder.into(), now.plus(LEASE).into(), now.into()])?;
    if held == 0 {
        return Ok(Numbered::Elsewhere);
    }
    let mut waiting = connection.query(sql::WAITING, &[district.into(), ROUND.into()])?;
    if waiting.is_empty() {
        return Ok(Numbered::All);
    }
    in_stream_order(&mut waiting)?;
    let size =
        connection.query(sql::LOG_SIZE, &[district.into()])?.first().map_or(Ok(0), |r| r.int(0))? as u64;
    let full = waiting.len() as i64 == ROUND;
    let mut log = Vec::with_capacity(waiting.len());
    let mut done = Vec::with_capacity(waiting.len());
    let mut tiles = Tiles::new(connection, district);
    let mut tree = Tree::load(size, &mut tiles)
        .map_err(|e| tiles.take_error().unwrap_or_else(|| EngineError::Other(format!("the log: {e}"))))?;
    for row in waiting {
        let index = tree.size() as i64;
        let mut failed = Ok(());
        tree.append(leaf_hash(&row.hash(4)?.0), |level, index, hash| {
            if failed.is_ok() {
                failed = tiles.put(level, index, hash);
            }
        });
        failed?;
        let [id, noun, stream, sequence, _] = <[Value; 5]>::try_from(row.0)
            .map_err(|_| EngineError::Other("the outbox has other columns".into()))?;
        log.push(vec![district.into(), index.into(), noun, stream, sequence]);
        done.push(id);
    }
    tiles.flush()?;
    let checkpoint = Checkpoint { origin: origin(district), size: tree.size(), root: tree.root(), at: now };
    let signed = checkpoint.signed(|text| signer.sign(text));
    connection.write(&tables::LOG, &log)?;
    let size = signed.checkpoint.size as i64;
    let row = vec![
        district.into(),
        size.into(),
        signed.checkpoint.root.into(),
        now.into(),
        signed.signature.into(),
    ];
    connection.write(&tables::CHECKPOINTS, &[row])?;
    // Exactly the rows that were numbered: a slower writer's row may have an earlier id.
    queries::in_batches(connection, sql::NUMBERED, district, done, |connection, text, parameters| {
        connection.execute(text, parameters).map(drop)
    })?;
    Ok(if full { Numbered::Some } else { Numbered::All })
}

/// Two writers can put events of one stream into the outbox within a millisecond, so that their ids say nothing
/// about their order; their sequences do.
fn in_stream_order(waiting: &mut [Row]) -> Result<(), EngineError> {
    let mut places: HashMap<Value, Vec<usize>> = HashMap::with_capacity(waiting.len());
    for (place, row) in waiting.iter().enumerate() {
        places.entry(row.0[2].clone()).or_default().push(place);
    }
    for places in places.into_values().filter(|p| p.len() > 1) {
        let mut rows =
            places.iter().map(|p| Ok((waiting[*p].int(3)?, *p))).collect::<Result<Vec<_>, EngineError>>()?;
        rows.sort_unstable();
        let sorted: Vec<Row> = rows.into_iter().map(|(_, p)| waiting[p].clone()).collect();
        places.into_iter().zip(sorted).for_each(|(place, row)| waiting[place] = row);
    }
    Ok(())
}

/// A checkpoint from its row: size, root, at, signature.
pub(crate) fn checkpoint_from(district: District, row: &Row) -> Result<SignedCheckpoint, EngineError> {
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
