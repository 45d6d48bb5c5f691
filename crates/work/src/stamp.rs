//! 印记: the secret half of what strangers carry for us, a link or a ticket. It follows from the other half under a key
//! outside the database, so it is kept nowhere and a copy of the database opens nothing.

use crate::App;
use identity::suite::Mac;
use std::fmt::Display;

/// The stamp for something of a kind (`mashang.receipt.v1`): 128 bits, hexadecimal.
pub(crate) fn stamp(app: &App, kind: &str, of: impl Display) -> String {
    let tag = app.inner().receipt_mac.tag(format!("{kind}\n{}\n{of}", app.district()).as_bytes());
    hex::encode(&tag[..16])
}

/// Whether what somebody shows is the stamp; how long it takes does not tell how much of it is right.
pub(crate) fn is_stamp(app: &App, kind: &str, of: impl Display, shown: &str) -> bool {
    let expected = stamp(app, kind, of);
    shown.len() == expected.len()
        && shown.bytes().zip(expected.bytes()).fold(0u8, |sum, (a, b)| sum | (a ^ b)) == 0
}
