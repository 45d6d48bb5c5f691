//! 照片凭条: proof that somebody without a name sent a photo, so that a form can come back without sending it again.

use crate::App;
use crate::stamp::{is_stamp, stamp};
use uuid::Uuid;

const KIND: &str = "mashang.photo.v1";

/// A ticket for a photo that was kept; travels through the sender's hands.
pub fn ticket(app: &App, file: Uuid) -> String {
    format!("{}.{}", file.simple(), stamp(app, KIND, file))
}

/// The photo that a ticket is for, if we gave it.
pub fn redeem(app: &App, ticket: &str) -> Option<Uuid> {
    let (file, given) = ticket.trim().split_once('.')?;
    let file: Uuid = file.parse().ok()?;
    is_stamp(app, KIND, file, given).then_some(file)
}
