//! The life of a hazard, told in the trade's words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod cast;
mod clocks;
mod closing;
mod handling;
mod histories;
mod intake;
mod matrix;
mod protection;
mod requests;
mod town;
