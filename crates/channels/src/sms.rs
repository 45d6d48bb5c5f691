//! Short messages through the HTTP gateway of whoever the district has a contract with: each has a body of its own,
//! so the operator writes it as a template.

use crate::http::{config, read};
use crate::template::{BadTemplate, Form, Values, check, fill};
use crate::{Address, Channel, Failure, Message};
use serde::Deserialize;
use std::time::Duration;
use ureq::Agent;
use zeroize::Zeroizing;

pub use crate::template::Form as Written;

/// How the gateway is reached.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSettings {
    /// Its address.
    pub url: String,
    /// The body of a request, with `{phone}`, `{text}`, `{id}` and `{secret}` to be filled in.
    pub body: String,
    /// How the body is written.
    #[serde(default = "json")]
    pub form: Written,
    /// The header in which the secret travels as `Bearer`, instead of in the body.
    #[serde(default)]
    pub bearer: bool,
    /// What a good answer contains; without it any status of 2xx is good.
    #[serde(default)]
    pub success: Option<String>,
    /// Whether the gateway tells a repetition by `{id}` and sends it once.
    #[serde(default)]
    pub idempotent: bool,
    /// Seconds that it may take.
    #[serde(default = "patience")]
    pub timeout_s: u64,
}

fn json() -> Form {
    Form::Json
}

fn patience() -> u64 {
    10
}

/// 短信.
pub struct Sms {
    settings: SmsSettings,
    secret: Zeroizing<String>,
    agent: Agent,
}

impl Sms {
    /// A gateway with its secret, which stands in no file of settings.
    pub fn new(settings: SmsSettings, secret: String) -> Result<Self, BadTemplate> {
        check(&settings.body, settings.form)?;
        let agent = config(Duration::from_secs(settings.timeout_s.clamp(1, 60))).new_agent();
        Ok(Self { settings, secret: Zeroizing::new(secret), agent })
    }
}

impl Channel for Sms {
    fn send(&self, message: &Message) -> Result<(), Failure> {
        let Address::Phone(phone) = &message.to else { return Err(Failure::Never("wrong_address")) };
        let values = Values { phone, text: &message.text, id: &message.id, secret: self.secret.as_str() };
        let body = fill(&self.settings.body, self.settings.form, values);
        let kind = match self.settings.form {
            Form::Json => "application/json",
            Form::Form => "application/x-www-form-urlencoded; charset=utf-8",
        };
        let mut request = self.agent.post(&self.settings.url).header("content-type", kind);
        if self.settings.bearer {
            request = request.header("authorization", format!("Bearer {}", self.secret.as_str()));
        }
        let answer = read(request.send(body.as_bytes()))?;
        match (answer.status, &self.settings.success) {
            (200..300, Some(good)) if !answer.text.contains(good.as_str()) => Err(Failure::Later("refused")),
            (200..300, _) => Ok(()),
            (408 | 425 | 429 | 503, _) => Err(Failure::Later("busy")),
            // The gateway may have passed it on before it failed.
            (500.., _) => Err(Failure::Unknown("gateway_failed")),
            (401 | 403, _) => Err(Failure::Later("not_authorised")),
            _ => Err(Failure::Never("refused")),
        }
    }

    fn takes_repetition(&self) -> bool {
        self.settings.idempotent
    }
}
