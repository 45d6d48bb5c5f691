//! The public pages, asked as browsers and strangers ask them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod closing;
mod codes;
mod faces;
mod hostile;
mod inside;
mod leftovers;
mod look;
mod proof;
mod receipts;
mod reports;
mod town;
