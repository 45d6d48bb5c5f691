//! One request out, one short answer in: no redirection is followed, nothing is waited for long, little is read.

use crate::Failure;
use crate::guard::BLOCKED;
use std::time::Duration;
use ureq::config::Config;
use ureq::{Error, Timeout};

/// The most of an answer that is read, in bytes.
const ANSWER: u64 = 64 * 1024;

/// How requests are made.
pub(crate) fn config(patience: Duration) -> Config {
    ureq::Agent::config_builder()
        .timeout_global(Some(patience))
        .timeout_connect(Some(patience / 2))
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_response_header_size(16 * 1024)
        .max_idle_connections(0)
        .user_agent("mashang")
        .build()
}

/// What an answer says: its status and the beginning of its text.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// Reads no more of the answer than there is place for; what is longer or no text counts as empty.
pub(crate) fn read(answer: Result<ureq::http::Response<ureq::Body>, Error>) -> Result<Answer, Failure> {
    let mut answer = answer.map_err(|error| failure(&error))?;
    let status = answer.status().as_u16();
    let bytes = answer.body_mut().with_config().limit(ANSWER).read_to_vec().unwrap_or_default();
    Ok(Answer { status, text: String::from_utf8(bytes).unwrap_or_default() })
}

/// Whether a request that failed can have been heard. Errors of connecting come before anything was said.
fn failure(error: &Error) -> Failure {
    use std::io::ErrorKind as Kind;
    match error {
        Error::HostNotFound => Failure::Later("host_not_found"),
        Error::ConnectionFailed => Failure::Later("no_connection"),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Failure::Later("no_connection"),
        Error::Timeout(_) => Failure::Unknown("timeout"),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => Failure::Later("tls"),
        Error::BadUri(_) | Error::Http(_) => Failure::Never("bad_address"),
        Error::Io(io) if io.kind() == Kind::PermissionDenied && io.to_string() == BLOCKED => {
            Failure::Never("blocked_address")
        }
        Error::Io(io) => match io.kind() {
            Kind::ConnectionRefused
            | Kind::HostUnreachable
            | Kind::NetworkUnreachable
            | Kind::AddrNotAvailable => Failure::Later("no_connection"),
            // A name that does not resolve has no kind of its own in the standard library.
            _ if io.to_string().contains("lookup") => Failure::Later("host_not_found"),
            _ => Failure::Unknown("broken_connection"),
        },
        _ => Failure::Unknown("no_answer"),
    }
}
