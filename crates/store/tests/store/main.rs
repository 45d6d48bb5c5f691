//! The store, each story on SQLite and on PostgreSQL.

mod base;
mod closing;
mod histories;
mod keys;
mod log;
mod prepared;
mod shared;
mod tampering;
mod town;
mod writing;
