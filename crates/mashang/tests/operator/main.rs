//! What an operator does with the program, and what the program bears.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod beside;
mod house;
mod keeping;
mod kill;
mod mistakes;
mod paper;
mod server;
mod slow;
mod verbs;
