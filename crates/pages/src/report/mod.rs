//! GET and POST /report, /s/{code}/report and /inside, POST /s/{code}/plate

mod at;
mod check;
mod confirm;
mod form;
mod plate;
mod send;

pub(crate) use form::{show, show_at, show_inside};
pub(crate) use plate::report_plate;
pub(crate) use send::{client_id, send, send_at, send_inside};
