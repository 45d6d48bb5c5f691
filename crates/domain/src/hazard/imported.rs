//! 导入行摘要: which row of another ledger an imported hazard was, as its first event knows it.
//!
//! Whatever a row is known by, its own number or a hash over its cells, stands beside the ledger, so that it can go when
//! what is personal goes. The event holds a digest of it with a salt that stands beside it, too: nobody can try out by
//! the event alone what the row said, and nobody can put another row in its place.

use crate::ledger::Hash;

/// The digest of a row: where it comes from and what it is known by there.
pub fn imported_row(salt: &[u8], source: &str, id: &str) -> Hash {
    let lengths = [salt.len() as u64, source.len() as u64].map(u64::to_be_bytes).concat();
    Hash::of(&[b"mashang.import.v1\n", &lengths, salt, source.as_bytes(), id.as_bytes()])
}
