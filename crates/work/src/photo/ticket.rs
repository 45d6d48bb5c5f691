//! 照片凭条: proof that somebody without a name sent a photo, so that a form can come back without sending it again.

use crate::App;
use identity::suite::Mac;
use uuid::Uuid;

fn tag(app: &App, file: Uuid) -> String {
    let text = format!("mashang.photo.v1\n{}\n{file}", app.district());
    hex::encode(&app.inner().receipt_mac.tag(text.as_bytes())[..16])
}

/// A ticket for a photo that was kept; travels through the sender's hands.
pub fn ticket(app: &App, file: Uuid) -> String {
    format!("{}.{}", file.simple(), tag(app, file))
}

/// The photo that a ticket is for, if we gave it.
pub fn redeem(app: &App, ticket: &str) -> Option<Uuid> {
    let (file, given) = ticket.trim().split_once('.')?;
    let file: Uuid = file.parse().ok()?;
    let expected = tag(app, file);
    let same = given.len() == expected.len()
        && given.bytes().zip(expected.bytes()).fold(0u8, |sum, (a, b)| sum | (a ^ b)) == 0;
    same.then_some(file)
}
