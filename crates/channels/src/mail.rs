//! Mail through one relay. The Message-ID is the same for every attempt: servers and programs that look at it show a
//! repetition once.

use crate::{Address, Channel, Failure, Message};
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{SmtpTransport, Transport};
use serde::Deserialize;
use std::time::{Duration, UNIX_EPOCH};

/// How the connection to the relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte, usually at port 465.
    Tls,
    /// STARTTLS, without which nothing is sent, usually at port 587.
    Starttls,
    /// In the clear: for a relay on the same machine or wire.
    None,
}

/// How the relay is reached.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    #[serde(default = "tls")]
    pub security: Security,
    /// The account at the relay; nothing where it asks for none.
    #[serde(default)]
    pub user: Option<String>,
    /// The sender, for example `码上 <notice@example.gov.cn>`.
    pub from: String,
    /// Seconds that it may take.
    #[serde(default = "patience")]
    pub timeout_s: u64,
}

fn tls() -> Security {
    Security::Tls
}

fn patience() -> u64 {
    20
}

/// 邮件.
pub struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Mail {
    /// A relay with the account's password, and certificates in PEM that are trusted beside the usual ones: relays
    /// inside an office often have one of their own. The error is a sentence for the operator.
    pub fn new(
        settings: &MailSettings,
        password: Option<String>,
        trusted: Option<&[u8]>,
    ) -> Result<Self, String> {
        let from: Mailbox = settings.from.parse().map_err(|_| format!("{} is no sender", settings.from))?;
        let parameters = || {
            let mut builder = TlsParameters::builder(settings.host.clone());
            if let Some(pem) = trusted {
                builder =
                    builder.add_root_certificate(Certificate::from_pem(pem).map_err(|e| e.to_string())?);
            }
            builder.build().map_err(|e| e.to_string())
        };
        let security = match settings.security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::Starttls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let mut builder = SmtpTransport::builder_dangerous(settings.host.as_str())
            .port(settings.port)
            .tls(security)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(Duration::from_secs(settings.timeout_s.clamp(1, 120))));
        if let (Some(user), Some(password)) = (&settings.user, password) {
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Whether mail can be sent to this.
    pub fn is_address(text: &str) -> bool {
        text.is_ascii() && text.parse::<lettre::Address>().is_ok()
    }
}

impl Channel for Mail {
    fn send(&self, message: &Message) -> Result<(), Failure> {
        let Address::Mail(to) = &message.to else { return Err(Failure::Never("wrong_address")) };
        let to: lettre::Address = to.parse().map_err(|_| Failure::Never("bad_address"))?;
        let date = UNIX_EPOCH + Duration::from_millis(message.at.max(0).unsigned_abs());
        let id = format!("<{}@{}>", message.id, self.from.email.domain());
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.as_str())
            .message_id(Some(id))
            .date(date)
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(|_| Failure::Never("malformed"))?;
        match self.transport.send(&mail) {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Failure::Never("refused")),
            Err(error) if error.is_transient() => Err(Failure::Later("busy")),
            Err(error) if error.is_tls() => Err(Failure::Later("tls")),
            // It may have been taken just before the connection broke; the same Message-ID goes again.
            Err(_) => Err(Failure::Unknown("no_connection")),
        }
    }

    fn takes_repetition(&self) -> bool {
        true
    }
}
