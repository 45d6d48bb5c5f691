//! Photos from strangers, made safe to keep and to show.
//!
//! [`process`] takes the bytes of an upload and gives back a [`Photo`], or a [`PhotoError`] that says what
//! the sender can do about it:
//!
//! 1. the type is read from the content (JPEG, PNG, WebP), never from a name or a header;
//! 2. size, pixels and memory are checked from the picture's own header before anything is decoded;
//! 3. two copies are drawn and encoded anew as JPEG, upright and without metadata, so that neither a second
//!    file hidden in the upload nor the place and phone of the reporter leaves with them;
//! 4. the original is sealed by the caller's [`Seal`] before it can reach a disk;
//! 5. every variant gets its SHA-256, and the picture a perceptual hash that finds it again when it is used
//!    a second time.
//!
//! What is shown to somebody who signed in is [`marked`] with the viewer's name, so that a copy which gets out says
//! through whom.
//!
//! A [`Keep`] stores the variants durably under a [`FileId`]; [`Shelf`] is the one on a directory.
//!
//! Everything here is synchronous and busy for tens of milliseconds: call it on a blocking thread. Nothing
//! here reads the clock or draws randomness. This is the only crate that knows image codecs.

mod copies;
mod decode;
mod error;
mod evidence;
mod keep;
mod kind;
mod likeness;
mod limits;
mod mark;
mod photo;
mod seal;
mod shelf;
mod sketch;
mod space;
mod webp;

pub use error::PhotoError;
pub use evidence::{Evidence, Position, Taken, camera};
pub use keep::{FileId, Keep, KeepError, Variant};
pub use likeness::distance;
pub use limits::Limits;
pub use mark::marked;
pub use photo::{Photo, process};
pub use seal::{Seal, SealError};
pub use shelf::Shelf;
pub use sketch::{Scene, sketch};
pub use space::Space;
