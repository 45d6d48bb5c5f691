//! Idempotency: the answers that were given before, by the client's key.

use crate::engine::{Connection, EngineError, Value};
use crate::pending::Pending;
use crate::queries::{self, ledger as sql};
use domain::ids::District;
use std::collections::HashMap;

/// What was answered to a key, and for which request.
pub(crate) struct Answer {
    pub(crate) fingerprint: [u8; 32],
    pub(crate) answer: String,
}

/// The answers given before, for all keys of the batch in few queries.
pub(crate) fn known_keys(
    connection: &mut dyn Connection,
    commands: &[Box<dyn Pending>],
) -> Result<HashMap<(District, [u8; 32]), Answer>, EngineError> {
    let mut wanted: HashMap<District, Vec<Value>> = HashMap::new();
    for pending in commands {
        if let Some(key) = pending.key() {
            wanted.entry(pending.district()).or_default().push(key.key.into());
        }
    }
    let mut known = HashMap::new();
    for (district, keys) in wanted {
        queries::in_batches(connection, sql::KEYS, district, keys, |connection, text, parameters| {
            for row in connection.query(text, parameters)? {
                let answer = Answer { fingerprint: row.hash(1)?.0, answer: row.text(2)?.to_owned() };
                known.insert((district, row.hash(0)?.0), answer);
            }
            Ok(())
        })?;
    }
    Ok(known)
}
