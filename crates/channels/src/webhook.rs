//! Webhooks by the Standard Webhooks scheme: `webhook-id`, `webhook-timestamp`, `webhook-signature`, the last an
//! HMAC-SHA-256 over the other two and the body, so that whoever takes it knows that it is ours, fresh, and once.

use crate::guard::{Allowed, Guarded};
use crate::http::{config, read};
use crate::{Address, BadEnd, Channel, Failure, Message};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::time::Duration;
use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;
use zeroize::Zeroizing;

/// How long another system may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Another system's address and the secret that it checks signatures with.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its address.
    pub url: String,
    /// The secret, as bytes.
    pub secret: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

/// Another system.
pub struct Webhook {
    agent: Agent,
    allowed: Allowed,
}

impl Webhook {
    /// Reaches the public internet over TLS, and the networks that the operator names.
    pub fn new(allowed: Allowed) -> Self {
        let guard = Guarded(allowed.clone());
        Self { agent: Agent::with_parts(config(PATIENCE), DefaultConnector::default(), guard), allowed }
    }
}

/// `v1,` and the signature in base64, over id, time in seconds and body with full stops between.
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    for part in [id, ".", &seconds.to_string(), ".", body] {
        mac.update(part.as_bytes());
    }
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

impl Channel for Webhook {
    fn send(&self, message: &Message) -> Result<(), Failure> {
        let Address::Hook(hook) = &message.to else { return Err(Failure::Never("wrong_address")) };
        let seconds = message.at.div_euclid(1_000);
        let answer = self
            .agent
            .post(&hook.url)
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature(&hook.secret, &message.id, seconds, &message.text))
            .send(message.text.as_bytes());
        match read(answer)?.status {
            200..300 => Ok(()),
            410 => Err(Failure::Never("gone")),
            300..400 => Err(Failure::Later("redirected")),
            400..500 => Err(Failure::Later("refused")),
            _ => Err(Failure::Later("failed")),
        }
    }

    fn takes_repetition(&self) -> bool {
        true
    }

    fn check(&self, url: &str) -> Result<(), BadEnd> {
        self.allowed.check(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn the_signature_is_that_of_the_scheme() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed =
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
