//! What a photo goes through from upload to shelf, with pictures drawn by the tests themselves.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod copies;
mod crash;
mod evidence;
mod hostile;
mod likeness;
mod mark;
mod pictures;
mod shelf;
mod vault;
