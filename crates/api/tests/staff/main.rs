//! Staff at the API: who gets in, who may do what, what is refused and how.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod admin;
mod coverage;
mod criteria;
mod desk;
mod guards;
mod hazards;
mod hostile;
mod kinds;
mod ladders;
mod later;
mod ledger;
mod ledgers;
mod lists;
mod map;
mod methods;
mod packed;
mod people;
mod photos;
mod registers;
mod server;
mod session;
