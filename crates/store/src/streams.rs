//! Streams as a batch has them in memory: where each ends and what it adds up to.

use crate::aggregate::Aggregate;
use crate::batch::Batch;
use crate::engine::{Connection, EngineError, Value};
use crate::queries;
use crate::tables::Table;
use domain::ids::District;
use domain::ledger::{Chain, Noun};
use std::any::Any;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) type StreamKey = (District, Noun, Uuid);
type State = Arc<dyn Any + Send + Sync>;

/// A loaded stream: its end and the fold of it.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub(crate) chain: Chain,
    pub(crate) state: Option<State>,
    /// It has no row yet: it begins in this batch.
    pub(crate) fresh: bool,
}

/// A stream that the batch changed, and how its row is made: a function, because each noun has a type.
#[derive(Clone)]
pub(crate) struct Changed {
    pub(crate) loaded: Loaded,
    pub(crate) table: &'static Table,
    pub(crate) row: fn(&StreamKey, &Loaded) -> Result<Vec<Value>, EngineError>,
}

impl Loaded {
    /// A stream without events.
    pub(crate) const NEW: Loaded = Loaded { chain: Chain::START, state: None, fresh: true };

    pub(crate) fn state<A: Aggregate + Sync>(&self) -> Result<Option<&A>, EngineError> {
        let wrong = || EngineError::Other("a stream was loaded as another noun".into());
        self.state.as_ref().map(|s| s.downcast_ref::<A>().ok_or_else(wrong)).transpose()
    }
}

/// The row of a stream: district, id, version, head, state as JSON, then the columns of its noun.
pub(crate) fn row<A: Aggregate + Sync>(key: &StreamKey, loaded: &Loaded) -> Result<Vec<Value>, EngineError> {
    let state = loaded.state::<A>()?.ok_or_else(|| EngineError::Other("a stream without state".into()))?;
    let json = serde_json::to_string(state).map_err(|e| EngineError::Other(e.to_string()))?;
    let mut row = Vec::with_capacity(A::table().columns.len());
    row.extend([key.0.into(), key.2.into(), loaded.chain.sequence.into(), loaded.chain.hash.into()]);
    row.push(Value::Text(json));
    row.extend(state.columns());
    Ok(row)
}

/// Streams that a command is about to begin, under ids made just now: nothing is looked up. If one did exist, the
/// unique key of its first event would turn the batch away.
pub(crate) fn expect_new(batch: &mut Batch, district: District, ids: &[(Noun, Uuid)]) {
    for (noun, id) in ids {
        batch.loaded.entry((district, *noun, *id)).or_insert(Loaded::NEW);
    }
}

/// Loads streams into the batch, many at a time.
pub(crate) fn load<A: Aggregate + Sync>(
    connection: &mut dyn Connection,
    batch: &mut Batch,
    district: District,
    ids: impl Iterator<Item = Uuid>,
) -> Result<(), EngineError> {
    let mut wanted: Vec<Uuid> =
        ids.filter(|id| !batch.loaded.contains_key(&(district, A::NOUN, *id))).collect();
    wanted.sort();
    wanted.dedup();
    for id in &wanted {
        batch.loaded.insert((district, A::NOUN, *id), Loaded::NEW);
    }
    let ids = wanted.into_iter().map(Value::from).collect();
    let sql = format!("select id, version, head, state from {} where district = $1 and id", A::table().name);
    queries::in_batches(connection, &sql, district, ids, |connection, text, parameters| {
        for row in connection.query(text, parameters)? {
            let state: A = serde_json::from_str(row.text(3)?)
                .map_err(|e| EngineError::Other(format!("state of {}: {e}", A::table().name)))?;
            let chain = Chain { sequence: row.int(1)? as u32, hash: row.hash(2)? };
            let loaded = Loaded { chain, state: Some(Arc::new(state)), fresh: false };
            batch.loaded.insert((district, A::NOUN, row.id(0)?), loaded);
        }
        Ok(())
    })
}
