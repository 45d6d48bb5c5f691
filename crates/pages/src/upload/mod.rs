//! What strangers send: streamed, measured, and given up on when nothing more comes.

mod form;
mod guard;

pub(crate) use form::{Complaint, Form, MOST_ADDRESS, MOST_PHOTOS, MOST_TEXT, drain};
