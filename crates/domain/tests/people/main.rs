//! 三员分立 over accounts: no one person ends up with two administrators' accounts, whatever is asked and answered.

#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

mod consent;
mod halves;
