//! 规则版本 as they are kept.

use domain::ids::District;
use domain::rulebook::{RuleBook, Versioned};
use std::fmt::Display;
use store::nouns::RuleSet;
use store::{Connection, EngineError, queries};

/// Reads every version of a subject upon the one that ships; `read` makes rules of what is kept.
pub(crate) fn load<T: Versioned, E: Display>(
    connection: &mut dyn Connection,
    district: District,
    subject: &str,
    shipped: T,
    read: impl Fn(RuleSet) -> Result<T, E>,
) -> Result<RuleBook<T>, EngineError> {
    let bad = |error: &dyn Display| EngineError::Other(format!("{subject}: {error}"));
    let mut own = Vec::new();
    for row in connection.query(queries::admin::RULES_OF, &[district.into(), subject.into()])? {
        let kept = serde_json::from_str(row.text(1)?).map_err(|e| bad(&e))?;
        own.push(read(kept).map_err(|e| bad(&e))?);
    }
    Ok(RuleBook::new(shipped, own))
}
