//! The store, each story on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

mod base;
mod closing;
mod encrypted;
mod failing;
mod histories;
mod keys;
mod log;
mod prepared;
mod resemblance;
mod rows;
mod shared;
mod tampering;
mod town;
mod writing;
