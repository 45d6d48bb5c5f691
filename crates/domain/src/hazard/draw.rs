//! 抽取: which closed cases are looked at again, by a drawing that nobody can steer and anybody can repeat
//! (docs/decisions/0013-rechecks.md).
//!
//! Before a period begins its seed is drawn and only its fingerprint is published, in the log. The period ends where
//! the fingerprint of the next seed stands in the log; what was closed between the two is drawn from. The key of the
//! drawing is made of the seed and of the root of the log at that place, which nobody knew before. Whoever has the
//! seed, the root and the closings works out the same.

use crate::calendar::Instant;
use crate::ids::District;
use crate::ledger::Hash;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

/// 种子: 32 random bytes; travels as 64 hexadecimal digits once it is revealed.
pub type Seed = Hash;

/// 抽取 of one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// 期: year and month in which its seed was committed, for example `2026-11`.
    pub period: String,
    /// 指纹 of the seed.
    pub commitment: Hash,
    /// 抽查比例 in a hundred: fixed before anything is closed.
    pub percent: u32,
    /// Version of the rules that say so.
    pub rules: String,
    /// When it was committed.
    pub committed_at: Instant,
    /// 揭晓.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revealed: Option<Revealed>,
    /// 已下达: every case that was drawn has its unit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assigned: bool,
}

/// 揭晓: what the drawing was, for anybody to repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// 种子.
    pub seed: Seed,
    /// The first number of the log that belongs to the period: that of the commitment.
    pub from: u64,
    /// The first number after it: that of the next commitment.
    pub to: u64,
    /// The root of the log's first `to` entries.
    pub root: Hash,
    /// Closings in between.
    pub closed: u64,
    /// How many of them were drawn.
    pub drawn: u64,
    /// When.
    pub at: Instant,
}

/// 期: the month of Beijing in which a moment lies.
pub fn period(at: Instant) -> String {
    let date = at.beijing().date();
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The stream of a period's drawing: there is one for each and no other, so that nobody draws twice and keeps the
/// result that pleases.
pub fn stream(district: District, period: &str) -> Uuid {
    let digest = Hash::of(&[b"mashang.draw.stream.v1\n", format!("{district} {period}\n").as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// 指纹: SHA-256 of `mashang.draw.commitment.v1`, a line feed, district, a space, period, a line feed and the seed.
pub fn commitment(district: District, period: &str, seed: Seed) -> Hash {
    Hash::of(&[b"mashang.draw.commitment.v1\n", format!("{district} {period}\n").as_bytes(), &seed.0])
}

fn hmac(key: &Hash, parts: &[&[u8]]) -> Hash {
    // Keys of any length are taken by HMAC; ours has 32 bytes.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) else { return Hash::ZERO };
    parts.iter().for_each(|part| mac.update(part));
    Hash(mac.finalize().into_bytes().into())
}

/// 密钥 of the drawing: HMAC-SHA-256 under the seed over `mashang.draw.key.v1`, a line feed and the root.
pub fn key(seed: Seed, root: Hash) -> Hash {
    hmac(&seed, &[b"mashang.draw.key.v1\n", &root.0])
}

/// 签号 of a closing: HMAC-SHA-256 under the key over its number in the log, in 8 bytes, and the hash of its event.
pub fn ticket(key: &Hash, index: u64, event: &Hash) -> Hash {
    hmac(key, &[&index.to_be_bytes(), &event.0])
}

/// 抽查数: so many in a hundred, rounded up; at least one if there is anything.
pub fn count(closed: u64, percent: u32) -> u64 {
    (u128::from(closed) * u128::from(percent)).div_ceil(100).min(u128::from(closed)) as u64
}

/// Which of the closings (number in the log and hash of the event, in any order) are drawn: the places in the list of
/// those with the smallest tickets, in the order of their tickets.
pub fn draw(key: &Hash, closings: &[(u64, Hash)], percent: u32) -> Vec<usize> {
    let mut tickets: Vec<(Hash, usize)> =
        closings.iter().enumerate().map(|(nth, (index, hash))| (ticket(key, *index, hash), nth)).collect();
    tickets.sort_unstable();
    tickets.truncate(usize::try_from(count(closings.len() as u64, percent)).unwrap_or(usize::MAX));
    tickets.into_iter().map(|(_, nth)| nth).collect()
}

#[cfg(test)]
mod tests;
