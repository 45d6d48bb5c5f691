//! Mashang: one binary, many roles.
fn main() {}
