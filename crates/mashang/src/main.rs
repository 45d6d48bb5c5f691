//! Mashang: one binary, many roles. Configuration and wiring only.

mod open;

fn main() {}
