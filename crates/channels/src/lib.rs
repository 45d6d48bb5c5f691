//! The ways in which a notice leaves the house.
//!
//! A [`Channel`] takes one [`Message`] and says what became of it: delivered, certainly not delivered, never to be
//! delivered, or unknown. Whether to try again is decided by whoever called. Nothing here knows hazards, people, a
//! database or the clock; nothing here writes an address or a secret into a log.

mod end;
mod guard;
mod http;
mod mail;
mod recorder;
mod sms;
mod template;
mod webhook;

pub use end::{BadEnd, is_end};
pub use guard::{Allowed, NotANetwork};
pub use mail::{Mail, MailSettings, Security};
pub use recorder::{Answered, Recorder, Told};
pub use sms::{Sms, SmsSettings, Written};
pub use template::BadTemplate;
pub use webhook::{Hook, Webhook, signature};

use std::fmt;

/// One message on its way to one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for every attempt: whoever takes it can tell a repetition by it.
    pub id: String,
    /// To whom.
    pub to: Address,
    /// One line; not every channel has one.
    pub subject: String,
    /// What is said; JSON for a webhook.
    pub text: String,
    /// When it is sent, in milliseconds since the Unix epoch.
    pub at: i64,
}

impl fmt::Debug for Message {
    /// An address and what is said to it are nobody's business in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Where a message goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A mailbox.
    Mail(String),
    /// A telephone number.
    Phone(String),
    /// Another system.
    Hook(Hook),
}

/// Why a message was not delivered. The code is short, stable and holds neither address nor secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It was certainly not delivered; later it may be.
    #[error("not delivered: {0}")]
    Later(&'static str),
    /// It will never be delivered like this: trying again changes nothing.
    #[error("never to be delivered: {0}")]
    Never(&'static str),
    /// Nobody knows whether it was delivered: the connection broke after it was sent.
    #[error("unknown: {0}")]
    Unknown(&'static str),
}

impl Failure {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Failure::Later(code) | Failure::Never(code) | Failure::Unknown(code) => code,
        }
    }
}

/// One way out of the house.
pub trait Channel: Send + Sync + 'static {
    /// Sends; blocks until it is known what became of it.
    fn send(&self, message: &Message) -> Result<(), Failure>;

    /// Whether whoever takes the message tells a repetition by its id, so that one of which nobody knows whether it
    /// arrived may be sent again.
    fn takes_repetition(&self) -> bool;

    /// What is certainly wrong with another system's address, before anything is sent there.
    fn check(&self, url: &str) -> Result<(), BadEnd> {
        if is_end(url) { Ok(()) } else { Err(BadEnd::Malformed) }
    }
}
