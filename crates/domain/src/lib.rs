//! The trade itself: pure rules. No async, no SQL, no HTTP, no clock, no randomness: time and ids are arguments.
//!
//! One folder per part of the product. Whatever happens is an event ([`ledger`]); what may happen next is
//! decided here and nowhere else.

pub mod calendar;
pub mod hazard;
pub mod ids;
pub mod ledger;
pub mod people;
pub mod place;
pub mod rulebook;
pub mod text;
