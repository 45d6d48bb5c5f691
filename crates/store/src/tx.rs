//! What one command sees and records.

use crate::aggregate::Aggregate;
use crate::batch::{Batch, Changes, Edit, edited};
use crate::engine::{Connection, EngineError, Row, Value};
use crate::queries::ledger as sql;
use crate::streams::{self, Changed, Loaded};
use crate::surroundings::Surroundings;
use crate::tables::Table;
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{District, StreamId};
use domain::ledger::{ActorRef, Chain, Envelope, Hash, Origin, Said};
use domain::people::Actor;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use uuid::Uuid;

/// An event, with the time at which a device says that it was done.
#[derive(Serialize)]
struct Done<'a, E: Serialize> {
    #[serde(flatten)]
    event: &'a E,
    done_at: Option<Instant>,
}

/// What one command sees and records.
pub struct Tx<'a> {
    connection: &'a mut dyn Connection,
    batch: &'a mut Batch,
    own: Changes,
    surroundings: &'a dyn Surroundings,
    district: District,
    actor: Cow<'a, Actor>,
    now: Instant,
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
        let actor = Cow::Borrowed(actor);
        Self { connection, batch, own: Changes::default(), surroundings, district, actor, now }
    }

    /// The command succeeded: what it recorded becomes part of the batch.
    pub(crate) fn keep(self) {
        self.batch.keep(self.own);
    }

    /// The present moment, the same throughout the command.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Goes on at another moment as another actor, for simulations that live many steps in one command; only under
    /// [`crate::Repeatable`] surroundings, else nothing happens.
    pub fn pretend(&mut self, now: Instant, actor: &Actor) {
        if self.surroundings.move_to(now) {
            self.now = now;
            self.actor = Cow::Owned(actor.clone());
        }
    }

    /// The district.
    pub fn district(&self) -> District {
        self.district
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
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
        Ok(self.loaded::<A>(id.into())?.state::<A>()?.cloned())
    }

    fn loaded<A: Aggregate + Sync>(&mut self, id: Uuid) -> Result<Loaded, EngineError> {
        let key = (self.district, A::NOUN, id);
        if let Some(changed) = self.own.streams.get(&key) {
            return Ok(changed.loaded.clone());
        }
        if !self.batch.loaded.contains_key(&key) {
            streams::load::<A>(self.connection, self.batch, self.district, std::iter::once(id))?;
        }
        Ok(self.batch.loaded.get(&key).cloned().unwrap_or(Loaded::NEW))
    }

    /// Records what happened: one more event in the stream, folded into its state. Gives back the event's hash.
    pub fn record<A: Aggregate + Sync>(
        &mut self,
        id: impl Into<Uuid>,
        event: &A::Event,
        words: &Words,
    ) -> Result<Hash, EngineError> {
        self.record_done::<A>(id, event, words, None)
    }

    /// The same, with the time at which a device says that it was done, which stands beside the event.
    pub fn record_done<A: Aggregate + Sync>(
        &mut self,
        id: impl Into<Uuid>,
        event: &A::Event,
        words: &Words,
        done_at: Option<Instant>,
    ) -> Result<Hash, EngineError> {
        let now = self.now;
        self.write_event::<A>(id.into(), &Done { event, done_at }, words, now, Origin::Lived)
    }

    /// Records what happened elsewhere at its own time, marked as imported.
    pub fn record_imported<A: Aggregate + Sync>(
        &mut self,
        id: impl Into<Uuid>,
        event: &A::Event,
        words: &Words,
        at: Instant,
    ) -> Result<Hash, EngineError> {
        self.write_event::<A>(id.into(), &Done { event, done_at: None }, words, at, Origin::Imported)
    }

    fn write_event<A: Aggregate + Sync>(
        &mut self,
        id: Uuid,
        done: &Done<'_, A::Event>,
        words: &Words,
        at: Instant,
        origin: Origin,
    ) -> Result<Hash, EngineError> {
        let event = done.event;
        let loaded = self.loaded::<A>(id)?;
        let before = loaded.state::<A>()?;
        let after = match before {
            Some(state) => {
                let mut next = state.clone();
                next.apply(event, at);
                next
            }
            None => A::begin(id, event, at)
                .ok_or_else(|| EngineError::Other(format!("{} cannot begin a stream", A::name(event))))?,
        };
        let json = |e: serde_json::Error| EngineError::Other(e.to_string());
        let said = match words.is_empty() {
            true => None,
            false => Some(Said { json: serde_json::to_string(words).map_err(json)?, salt: self.random() }),
        };
        let envelope = Envelope {
            district: self.district,
            noun: A::NOUN,
            stream: StreamId(id),
            sequence: loaded.chain.sequence + 1,
            at,
            recorded_at: self.now,
            origin,
            actor: ActorRef::of(&self.actor),
            kind: A::name(event).to_owned(),
            body: match done.done_at {
                None => serde_json::to_string(event),
                Some(_) => serde_json::to_string(done),
            }
            .map_err(json)?,
            words_digest: said.as_ref().map(Said::digest),
            previous: loaded.chain.hash,
            hash: Hash::ZERO,
        }
        .sealed();
        self.follow_up(before, &after);
        let found = after.found_by(event, words);
        self.own.found.extend(found.into_iter().map(|(table, row)| (table, whole(self.district, row))));
        let outbox_id = self.batch.outbox_id();
        let noun = (A::NOUN as i64).into();
        let (sequence, hash) = (envelope.sequence, envelope.hash);
        let waits =
            vec![self.district.into(), outbox_id.into(), noun, id.into(), sequence.into(), hash.into()];
        self.own.outbox.push(waits);
        self.own.events.push(event_row(envelope, said));
        let (chain, state) = (Chain { sequence, hash }, Some(Arc::new(after) as _));
        let loaded = Loaded { chain, state, fresh: loaded.fresh };
        let changed = Changed { loaded, table: A::table(), row: streams::row::<A> };
        self.own.streams.insert((self.district, A::NOUN, id), changed);
        Ok(hash)
    }

    /// Carries the change of a state into the tallies, the map and the link rows.
    fn follow_up<A: Aggregate>(&mut self, before: Option<&A>, after: &A) {
        for (state, sign) in [(before, -1), (Some(after), 1)] {
            for count in state.map(A::counts).unwrap_or_default() {
                *self.own.tallies.entry((self.district, count)).or_insert(0) += sign;
            }
            for (cell, weight) in state.map(A::cells).unwrap_or_default() {
                self.own.cells.entry((self.district, cell)).or_default().add(weight, sign);
            }
        }
        let old = before.map(A::links).unwrap_or_default();
        let new = after.links();
        let district = self.district;
        // The district is no part of a link yet.
        let key =
            |(table, row): &(&'static Table, Vec<Value>)| row[..(table.key - 1).min(row.len())].to_vec();
        for link in old.iter().filter(|link| !new.contains(link)) {
            let key = key(link);
            if !new.iter().any(|(table, row)| *table == link.0 && row.starts_with(&key)) {
                self.delete(link.0, whole(district, key));
            }
        }
        for (table, row) in new.iter().filter(|link| !old.contains(link)) {
            self.write(table, whole(district, row.clone()));
        }
    }

    /// Writes a row of a table that is not folded from events. The row stands when the batch is written; queries
    /// in the same batch do not see it yet.
    pub fn write(&mut self, table: &'static Table, row: Vec<Value>) {
        self.own.edits.push((table, Edit::Write(row)));
    }

    /// What becomes of the row with this key when the batch is written, by this command or one before it: nothing where
    /// none touches it, `Some(None)` where it goes. Whoever decides by a row that he also writes asks here first.
    pub fn waiting(&self, table: &'static Table, key: &[Value]) -> Option<Option<&[Value]>> {
        edited(&self.own.edits, table, key).or_else(|| self.batch.edited(table, key)).map(|edit| match edit {
            Edit::Write(row) => Some(row.as_slice()),
            Edit::Delete(_) => None,
        })
    }

    /// Deletes the row with this key, when the batch is written.
    pub fn delete(&mut self, table: &'static Table, key: Vec<Value>) {
        self.own.edits.push((table, Edit::Delete(key)));
    }

    /// The row of an event, written or still in this batch.
    fn event(&mut self, key: &[Value; 3]) -> Result<Option<Row>, EngineError> {
        let waiting = self.own.events.iter().find(|row| row.starts_with(key)).or(self.batch.event(key));
        match waiting {
            Some(row) => Ok(Some(Row(row.clone()))),
            None => Ok(self.connection.query(sql::EVENT, key)?.into_iter().next()),
        }
    }

    /// What was said with an event; nothing where nothing was, or where it was erased.
    pub fn said(&mut self, stream: Uuid, sequence: u32) -> Result<Option<Words>, EngineError> {
        let key: [Value; 3] = [self.district.into(), stream.into(), sequence.into()];
        let Some(row) = self.event(&key)? else { return Ok(None) };
        let bad = |e: serde_json::Error| EngineError::Other(format!("the words of an event: {e}"));
        row.opt_text(13)?.map(|said| serde_json::from_str(said).map_err(bad)).transpose()
    }

    /// Erases the words of an event and everything by which they were found, when the batch is written; their
    /// digest stays in the chain.
    pub fn erase_words<A: Aggregate + Sync>(
        &mut self,
        stream: Uuid,
        sequence: u32,
    ) -> Result<(), EngineError> {
        let key: [Value; 3] = [self.district.into(), stream.into(), sequence.into()];
        if let Some(row) = self.event(&key)?
            && let Some(said) = row.opt_text(13)?
            && let Some(state) = self.get::<A>(stream)?
        {
            let bad =
                |e: serde_json::Error| EngineError::Other(format!("an event that is to be erased: {e}"));
            let event: A::Event = serde_json::from_str(row.text(9)?).map_err(bad)?;
            let words: Words = serde_json::from_str(said).map_err(bad)?;
            let lost = state.found_by(&event, &words);
            self.own.lost.extend(lost.into_iter().map(|(table, row)| (table, whole(self.district, row))));
        }
        self.own.erasures.push(key);
        Ok(())
    }

    /// Forgets idempotency keys older than a moment. Acts at once.
    pub fn forget_keys(&mut self, before: Instant) -> Result<(), EngineError> {
        self.own.acted = true;
        self.connection.execute(crate::queries::ledger::FORGET_KEYS, &[before.into()]).map(drop)
    }

    /// Forgets a cell of the map in which nothing is left: the columns of its key after the district. Acts at once,
    /// and does nothing when something came into it meanwhile.
    pub fn forget_cell(&mut self, key: &[Value]) -> Result<(), EngineError> {
        self.own.acted = true;
        let parameters: Vec<Value> =
            std::iter::once(self.district.into()).chain(key.iter().cloned()).collect();
        self.connection.execute(crate::queries::map::FORGET_CELL, &parameters).map(drop)
    }

    /// Takes the lease `name` for `holder` until a moment, or keeps it; whether it is held now. Acts at once, so it
    /// comes last in a command.
    pub fn take_lease(&mut self, name: &str, holder: Uuid, until: Instant) -> Result<bool, EngineError> {
        let parameters = [name.into(), holder.into(), until.into(), self.now.into()];
        self.change(sql::TAKE_LEASE, &parameters).map(|rows| rows > 0)
    }

    /// Runs one of the statements of [`crate::queries`] that change rows under a condition; how many it changed. It
    /// acts at once and does not see what the batch writes at its end, so it comes last in a command.
    pub fn change(&mut self, sql: &'static str, parameters: &[Value]) -> Result<u64, EngineError> {
        self.own.acted = true;
        self.connection.execute(sql, parameters)
    }

    /// Reads what was committed before this batch.
    pub fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError> {
        self.connection.query(sql, parameters)
    }

    /// Keeps other writers from what is done under this name until the batch is written; what they did before is seen by
    /// queries from here on. For decisions that hang on several rows, of which two at once would contradict each other.
    pub fn hold(&mut self, name: &str) -> Result<(), EngineError> {
        self.batch.counter(self.connection, &(self.district, name.to_owned())).map(drop)
    }

    /// The next number of a counter without gaps, from 1: a command that is refused has taken none. Writers of
    /// other nodes wait for it, so it comes last in a command.
    pub fn next_number(&mut self, name: &str) -> Result<i64, EngineError> {
        let name = (self.district, name.to_owned());
        let last = match self.own.counters.get(&name) {
            Some(n) => *n,
            None => self.batch.counter(self.connection, &name)?,
        };
        self.own.counters.insert(name, last + 1);
        Ok(last + 1)
    }
}

/// A row with its district before it.
fn whole(district: District, row: Vec<Value>) -> Vec<Value> {
    std::iter::once(district.into()).chain(row).collect()
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
