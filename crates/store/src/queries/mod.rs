//! SQL as text, one file per noun, written once for both engines. A test prepares every statement on both.

use crate::engine::{Connection, EngineError, Value};
use crate::tables::SIZES;
use domain::ids::District;
use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};

pub mod admin;
pub mod beside;
pub mod desk;
pub mod hazard;
pub mod judging;
pub mod ledger;
pub mod map;
pub mod notice;
pub mod open311;
pub mod people;
pub mod place;

/// Every statement, for the test that prepares them.
pub fn all() -> Vec<&'static str> {
    [
        admin::ALL,
        beside::ALL,
        desk::ALL,
        ledger::ALL,
        hazard::ALL,
        judging::ALL,
        map::ALL,
        notice::ALL,
        open311::ALL,
        people::ALL,
        place::ALL,
    ]
    .concat()
}

/// Declares statements by name and lists them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* pub const $name: &str = $sql;)+
        /// Every statement of this file.
        pub const ALL: &[&str] = &[$($name),+];
    };
}
pub(crate) use statements;

/// A statement made of `head` for so many rows, made once and kept: the engines keep it prepared by its text.
pub(crate) fn kept(head: &str, size: usize, make: impl FnOnce() -> String) -> &'static str {
    type Texts = RwLock<HashMap<usize, HashMap<String, &'static str>>>;
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    let texts = TEXTS.get_or_init(Default::default);
    let found = texts.read().unwrap_or_else(|p| p.into_inner()).get(&size).and_then(|t| t.get(head).copied());
    found.unwrap_or_else(|| {
        let text: &'static str = Box::leak(make().into_boxed_str());
        let mut texts = texts.write().unwrap_or_else(|p| p.into_inner());
        texts.entry(size).or_default().insert(head.to_owned(), text).unwrap_or(text)
    })
}

/// Runs `head in (…)` for all `ids` of a district in few statements of fixed sizes, the last one filled up with an id
/// that is in it already; `head` ends with the column and mentions the district as `$1`.
pub(crate) fn in_batches(
    connection: &mut dyn Connection,
    head: &str,
    district: District,
    ids: Vec<Value>,
    mut run: impl FnMut(&mut dyn Connection, &str, &[Value]) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    for piece in ids.chunks(SIZES[0]) {
        let Some(last) = piece.last() else { continue };
        let size = SIZES.into_iter().rev().find(|size| *size >= piece.len()).unwrap_or(piece.len());
        let text = kept(head, size, || {
            let marks: Vec<String> = (0..size).map(|n| format!("${}", n + 2)).collect();
            format!("{head} in ({})", marks.join(", "))
        });
        let mut parameters: Vec<Value> =
            std::iter::once(district.into()).chain(piece.iter().cloned()).collect();
        parameters.resize(size + 1, last.clone());
        run(connection, text, &parameters)?;
    }
    Ok(())
}

/// The districts that `next` finds one after the other, without a scan; it takes the one before as `$1`.
pub(crate) fn districts(connection: &mut dyn Connection, next: &str) -> Result<Vec<District>, EngineError> {
    let mut all = Vec::new();
    let mut last = i64::MIN;
    while let Some(row) = connection.query(next, &[last.into()])?.first()
        && let Some(district) = row.opt_int(0)?
    {
        all.push(District(district));
        last = district;
    }
    Ok(all)
}
