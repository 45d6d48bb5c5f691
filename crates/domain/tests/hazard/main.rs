//! The life of a hazard, told in the trade's words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod beside;
mod cast;
mod clocks;
mod closing;
mod evidence;
mod handling;
mod histories;
mod inspection_first;
mod instructions;
mod intake;
mod judging;
mod matrix;
mod moves;
mod protection;
mod requests;
mod supervision;
mod timers;
mod town;
