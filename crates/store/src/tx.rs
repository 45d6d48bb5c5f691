//! The batch in memory: what the commands of one transaction have loaded and recorded so far.

use crate::aggregate::{Aggregate, Count};
use crate::engine::{Connection, EngineError, Row, Value};
use crate::surroundings::Surroundings;
use crate::tables::{self, SIZES, Table};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{District, StreamId};
use domain::ledger::{ActorRef, Chain, Envelope, Hash, Noun, Origin, Said};
use domain::people::Actor;
use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

type StreamKey = (District, Noun, Uuid);

/// A loaded stream: its end and the fold of it.
#[derive(Clone)]
struct Loaded {
    chain: Chain,
    state: Option<Arc<dyn Any + Send + Sync>>,
}

/// How to write the state of a stream once the batch is decided; kept as functions because each noun has a type.
type RowOf = fn(&StreamKey, &Chain, &Arc<dyn Any + Send + Sync>) -> Result<Vec<Value>, EngineError>;

/// What a batch writes.
#[derive(Default)]
struct Changes {
    streams: HashMap<StreamKey, Loaded>,
    rows_of: BTreeMap<(District, Noun, Uuid), (&'static Table, RowOf)>,
    events: Vec<Vec<Value>>,
    outbox: Vec<Vec<Value>>,
    writes: Vec<(&'static Table, Vec<Value>)>,
    deletes: Vec<(&'static Table, Vec<Value>)>,
    tallies: HashMap<(District, Count), i64>,
}

/// All that one transaction does.
pub(crate) struct Batch {
    loaded: HashMap<StreamKey, Loaded>,
    changes: Changes,
    shard: i64,
}

/// What one command sees and records.
pub struct Tx<'a> {
    connection: &'a mut dyn Connection,
    batch: &'a mut Batch,
    own: Changes,
    surroundings: &'a dyn Surroundings,
    district: District,
    actor: &'a Actor,
    now: Instant,
}

fn state_of<A: Aggregate>(state: &Arc<dyn Any + Send + Sync>) -> Result<&A, EngineError> {
    state.downcast_ref::<A>().ok_or_else(|| EngineError::Other("a stream was loaded as another noun".into()))
}

fn row_of<A: Aggregate + Sync>(
    key: &StreamKey,
    chain: &Chain,
    state: &Arc<dyn Any + Send + Sync>,
) -> Result<Vec<Value>, EngineError> {
    let state = state_of::<A>(state)?;
    let json = serde_json::to_string(state).map_err(|e| EngineError::Other(e.to_string()))?;
    let mut row =
        vec![key.0.into(), key.2.into(), chain.sequence.into(), chain.hash.into(), Value::Text(json)];
    row.extend(state.columns());
    Ok(row)
}

impl Batch {
    pub(crate) fn new(shard: i64) -> Self {
        Self { loaded: HashMap::new(), changes: Changes::default(), shard }
    }

    /// Whether anything would be written.
    pub(crate) fn is_empty(&self) -> bool {
        let c = &self.changes;
        c.events.is_empty() && c.writes.is_empty() && c.deletes.is_empty()
    }

    /// Adds a row that belongs to the batch and not to one command, such as an idempotency key.
    pub(crate) fn write(&mut self, table: &'static Table, row: Vec<Value>) {
        self.changes.writes.push((table, row));
    }

    /// Writes everything, one statement for many rows of a table. Rows of one table go in the order of their
    /// keys, so that two writers never wait for each other in a circle.
    pub(crate) fn flush(mut self, connection: &mut dyn Connection) -> Result<(), EngineError> {
        let mut changes = std::mem::take(&mut self.changes);
        changes.events.sort();
        write_rows(connection, &tables::EVENTS, changes.events)?;
        let mut states: BTreeMap<&'static str, (&'static Table, Vec<Vec<Value>>)> = BTreeMap::new();
        for (key, (table, row_of)) in &changes.rows_of {
            let Some(Loaded { chain, state: Some(state) }) = changes.streams.get(key) else { continue };
            states.entry(table.name).or_insert((table, Vec::new())).1.push(row_of(key, chain, state)?);
        }
        for (table, rows) in states.into_values() {
            write_rows(connection, table, rows)?;
        }
        changes.deletes.sort_by(|a, b| (a.0.name, &a.1).cmp(&(b.0.name, &b.1)));
        for (table, key) in &changes.deletes {
            connection.execute(&table.delete_sql(), key)?;
        }
        let mut writes: BTreeMap<&'static str, (&'static Table, BTreeMap<Vec<Value>, Vec<Value>>)> = BTreeMap::new();
        for (table, row) in changes.writes {
            // Of two rows for one key the later one stands, as if they had been written one after the other.
            let key = row[..table.key].to_vec();
            let rows = &mut writes.entry(table.name).or_insert((table, BTreeMap::new())).1;
            if rows.insert(key, row).is_some() && table.write == tables::Write::Insert {
                return Err(EngineError::Conflict(format!("two rows for one key of {}", table.name)));
            }
        }
        for (table, rows) in writes.into_values() {
            write_rows(connection, table, rows.into_values().collect())?;
        }
        write_rows(connection, &tables::OUTBOX, changes.outbox)?;
        let mut tallies: Vec<Vec<Value>> = changes
            .tallies
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .map(|((district, count), n)| {
                vec![
                    district.into(),
                    count.day.into(),
                    (count.dimension as i64).into(),
                    count.value.into(),
                    (count.measure as i64).into(),
                    self.shard.into(),
                    n.into(),
                ]
            })
            .collect();
        tallies.sort();
        write_rows(connection, &tables::TALLIES, tallies)
    }
}

/// Writes rows with as few statements as the fixed sizes allow.
pub(crate) fn write_rows(
    connection: &mut dyn Connection,
    table: &'static Table,
    rows: Vec<Vec<Value>>,
) -> Result<(), EngineError> {
    let mut rows = rows.into_iter();
    for size in SIZES {
        while rows.len() >= size {
            let parameters: Vec<Value> = rows.by_ref().take(size).flatten().collect();
            if parameters.len() != size * table.columns.len() {
                return Err(EngineError::Other(format!("a row of {} has the wrong width", table.name)));
            }
            connection.execute(write_sql(table, size), &parameters)?;
        }
    }
    Ok(())
}

/// The statement text for a table and a size, made once and kept.
fn write_sql(table: &'static Table, size: usize) -> &'static str {
    use std::sync::{OnceLock, RwLock};
    type Texts = RwLock<HashMap<(&'static str, usize), &'static str>>;
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    let texts = TEXTS.get_or_init(Default::default);
    if let Some(text) = texts.read().unwrap_or_else(|p| p.into_inner()).get(&(table.name, size)) {
        return text;
    }
    let text: &'static str = Box::leak(table.write_sql(size).into_boxed_str());
    texts.write().unwrap_or_else(|p| p.into_inner()).insert((table.name, size), text);
    text
}

/// Loads streams into the batch, many at a time.
pub(crate) fn load_streams<A: Aggregate + Sync>(
    connection: &mut dyn Connection,
    batch: &mut Batch,
    district: District,
    ids: &[Uuid],
) -> Result<(), EngineError> {
    let mut wanted: Vec<Uuid> =
        ids.iter().copied().filter(|id| !batch.loaded.contains_key(&(district, A::NOUN, *id))).collect();
    wanted.sort();
    wanted.dedup();
    let mut rest = &wanted[..];
    for size in SIZES {
        while rest.len() >= size {
            let (now, later) = rest.split_at(size);
            rest = later;
            let marks: Vec<String> = (0..size).map(|n| format!("${}", n + 2)).collect();
            let sql = format!(
                "select id, version, head, state from {} where district = $1 and id in ({})",
                A::table().name,
                marks.join(", ")
            );
            let parameters: Vec<Value> =
                std::iter::once(district.into()).chain(now.iter().map(|id| (*id).into())).collect();
            for id in now {
                batch.loaded.insert((district, A::NOUN, *id), Loaded { chain: Chain::START, state: None });
            }
            for row in connection.query(&sql, &parameters)? {
                let state: A = serde_json::from_str(row.text(3)?)
                    .map_err(|e| EngineError::Other(format!("state of {}: {e}", A::table().name)))?;
                let chain = Chain { sequence: row.int(1)? as u32, hash: row.hash(2)? };
                batch
                    .loaded
                    .insert((district, A::NOUN, row.id(0)?), Loaded { chain, state: Some(Arc::new(state)) });
            }
        }
    }
    Ok(())
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        connection: &'a mut dyn Connection,
        batch: &'a mut Batch,
        surroundings: &'a dyn Surroundings,
        district: District,
        actor: &'a Actor,
    ) -> Self {
        let now = surroundings.now();
        Self { connection, batch, own: Changes::default(), surroundings, district, actor, now }
    }

    /// The command succeeded: what it recorded becomes part of the batch.
    pub(crate) fn keep(self) {
        let own = self.own;
        let all = &mut self.batch.changes;
        for (key, loaded) in own.streams {
            self.batch.loaded.insert(key, loaded.clone());
            all.streams.insert(key, loaded);
        }
        all.rows_of.extend(own.rows_of);
        all.events.extend(own.events);
        all.outbox.extend(own.outbox);
        all.writes.extend(own.writes);
        all.deletes.extend(own.deletes);
        for (count, n) in own.tallies {
            *all.tallies.entry(count).or_insert(0) += n;
        }
    }

    /// The present moment, the same throughout the command.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The district.
    pub fn district(&self) -> District {
        self.district
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// A new id, ordered by time.
    pub fn new_id(&self) -> Uuid {
        self.surroundings.new_id()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.surroundings.fill(&mut bytes);
        bytes
    }

    /// The state of a stream as this command sees it: with what it and the commands before it recorded.
    pub fn get<A: Aggregate + Sync>(&mut self, id: impl Into<Uuid>) -> Result<Option<A>, EngineError> {
        let loaded = self.loaded::<A>(id.into())?;
        loaded.state.as_ref().map(|s| state_of::<A>(s).cloned()).transpose()
    }

    fn loaded<A: Aggregate + Sync>(&mut self, id: Uuid) -> Result<Loaded, EngineError> {
        let key = (self.district, A::NOUN, id);
        if let Some(loaded) = self.own.streams.get(&key) {
            return Ok(loaded.clone());
        }
        if !self.batch.loaded.contains_key(&key) {
            load_streams::<A>(self.connection, self.batch, self.district, &[id])?;
        }
        Ok(self.batch.loaded.get(&key).cloned().unwrap_or(Loaded { chain: Chain::START, state: None }))
    }

    /// Records what happened: one more event in the stream, folded into its state. Gives back the event's hash.
    pub fn record<A: Aggregate + Sync>(
        &mut self,
        id: impl Into<Uuid>,
        event: &A::Event,
        words: &Words,
    ) -> Result<Hash, EngineError> {
        let now = self.now;
        self.write_event::<A>(id.into(), event, words, now, Origin::Lived)
    }

    /// Records what happened elsewhere at its own time, marked as imported.
    pub fn record_imported<A: Aggregate + Sync>(
        &mut self,
        id: impl Into<Uuid>,
        event: &A::Event,
        words: &Words,
        at: Instant,
    ) -> Result<Hash, EngineError> {
        self.write_event::<A>(id.into(), event, words, at, Origin::Imported)
    }

    fn write_event<A: Aggregate + Sync>(
        &mut self,
        id: Uuid,
        event: &A::Event,
        words: &Words,
        at: Instant,
        origin: Origin,
    ) -> Result<Hash, EngineError> {
        let loaded = self.loaded::<A>(id)?;
        let key = (self.district, A::NOUN, id);
        let before = loaded.state.as_ref().map(|s| state_of::<A>(s)).transpose()?;
        let after = match before {
            Some(state) => {
                let mut next = state.clone();
                next.apply(event, at);
                next
            }
            None => A::begin(id, event, at)
                .ok_or_else(|| EngineError::Other(format!("{} cannot begin a stream", A::name(event))))?,
        };
        let said = if words.is_empty() {
            None
        } else {
            let json = serde_json::to_string(words).map_err(|e| EngineError::Other(e.to_string()))?;
            Some(Said { json, salt: self.random() })
        };
        let envelope = Envelope {
            district: self.district,
            noun: A::NOUN,
            stream: StreamId(id),
            sequence: loaded.chain.sequence + 1,
            at,
            recorded_at: self.now,
            origin,
            actor: ActorRef::of(self.actor),
            kind: A::name(event).to_owned(),
            body: serde_json::to_string(event).map_err(|e| EngineError::Other(e.to_string()))?,
            words_digest: said.as_ref().map(Said::digest),
            previous: loaded.chain.hash,
            hash: Hash::ZERO,
        }
        .sealed();
        self.tally(before, &after);
        let outbox_id = self.surroundings.new_id();
        self.own.outbox.push(vec![
            self.district.into(),
            outbox_id.into(),
            (A::NOUN as i64).into(),
            id.into(),
            envelope.sequence.into(),
            envelope.hash.into(),
        ]);
        let chain = Chain { sequence: envelope.sequence, hash: envelope.hash };
        self.own.events.push(event_row(envelope, said));
        self.own.streams.insert(key, Loaded { chain, state: Some(Arc::new(after)) });
        self.own.rows_of.insert(key, (A::table(), row_of::<A>));
        Ok(chain.hash)
    }

    /// Carries the change of a state into the tallies and the link rows.
    fn tally<A: Aggregate>(&mut self, before: Option<&A>, after: &A) {
        for (state, sign) in [(before, -1), (Some(after), 1)] {
            for count in state.map(A::counts).unwrap_or_default() {
                *self.own.tallies.entry((self.district, count)).or_insert(0) += sign;
            }
        }
        let old = before.map(A::links).unwrap_or_default();
        let new = after.links();
        let whole = |row: &[Value]| -> Vec<Value> {
            std::iter::once(self.district.into()).chain(row.iter().cloned()).collect()
        };
        for (table, row) in old.iter().filter(|link| !new.contains(link)) {
            self.own.deletes.push((table, whole(row)));
        }
        for (table, row) in new.iter().filter(|link| !old.contains(link)) {
            self.own.writes.push((table, whole(row)));
        }
    }

    /// Writes a row of a table that is not folded from events. The row stands when the batch is written; queries
    /// in the same batch do not see it yet.
    pub fn write(&mut self, table: &'static Table, row: Vec<Value>) {
        self.own.writes.push((table, row));
    }

    /// Deletes the row with this key.
    pub fn delete(&mut self, table: &'static Table, key: Vec<Value>) {
        self.own.deletes.push((table, key));
    }

    /// Erases the words of an event; its digest stays in the chain.
    pub fn erase_words(&mut self, stream: Uuid, sequence: u32) -> Result<bool, EngineError> {
        let touched = self.connection.execute(
            crate::queries::ledger::ERASE_WORDS,
            &[self.district.into(), stream.into(), sequence.into()],
        )?;
        Ok(touched > 0)
    }

    /// Reads what was committed before this batch.
    pub fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError> {
        self.connection.query(sql, parameters)
    }

    /// The next number of a counter without gaps; writers of other nodes wait for it.
    pub fn next_number(&mut self, name: &str) -> Result<i64, EngineError> {
        let parameters = [self.district.into(), name.into()];
        self.connection.execute(crate::queries::ledger::COUNT_UP, &parameters)?;
        let rows = self.connection.query(crate::queries::ledger::COUNTER, &parameters)?;
        rows.first().ok_or_else(|| EngineError::Other("the counter is missing".into()))?.int(0)
    }
}

fn event_row(e: Envelope, said: Option<Said>) -> Vec<Value> {
    let (words, salt) = match said {
        Some(said) => (Value::Text(said.json), Value::Bytes(said.salt.to_vec())),
        None => (Value::Null, Value::Null),
    };
    vec![
        e.district.into(),
        e.stream.into(),
        e.sequence.into(),
        (e.noun as i64).into(),
        e.at.into(),
        e.recorded_at.into(),
        (e.origin as i64).into(),
        e.actor.0.into(),
        e.kind.into(),
        Value::Text(e.body),
        e.words_digest.into(),
        e.previous.into(),
        e.hash.into(),
        words,
        salt,
    ]
}
