//! The working calendar: published examples, counts, explanations, and a slow oracle beside it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod counts;
mod examples;
mod explained;
mod officials;
mod oracle;
mod pauses;
