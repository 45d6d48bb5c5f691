//! GET and POST /report, GET and POST /s/{code}/report

mod check;
mod form;
mod send;

pub(crate) use form::{show, show_at};
pub(crate) use send::{client_id, send, send_at};
