//! What went wrong, for whoever asked: a code and parameters; words are chosen in the reader's language.

use domain::hazard::{ActionKind, Refusal};
use std::collections::BTreeMap;
use store::{EngineError, Failure};

/// A refusal or failure on its way to the reader. Constructors read as sentences.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Problem {
    /// The code that programs read and words are found by.
    pub code: &'static str,
    /// The HTTP status that fits.
    pub status: u16,
    /// What the words need.
    pub params: BTreeMap<&'static str, String>,
    /// What is possible instead, for illegal moves.
    pub allowed: Vec<ActionKind>,
    /// Fields that are wrong, each with a code.
    pub errors: Vec<(String, String)>,
}

impl Problem {
    /// A problem with a status and a code.
    pub fn new(status: u16, code: &'static str) -> Self {
        Self { code, status, params: BTreeMap::new(), allowed: Vec::new(), errors: Vec::new() }
    }

    /// Adds a parameter for the words.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// There is no such thing, or not for this viewer: nobody learns which.
    pub fn not_found() -> Self {
        Self::new(404, "not_found")
    }

    /// Nobody is signed in.
    pub fn not_signed_in() -> Self {
        Self::new(401, "not_signed_in")
    }

    /// Signed in, but not for this.
    pub fn forbidden() -> Self {
        Self::new(403, "forbidden")
    }

    /// One field is wrong.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let mut this = Self::new(422, "invalid");
        this.errors.push((field.into(), problem.into()));
        this
    }

    /// Too much at once.
    pub fn overloaded() -> Self {
        Self::new(503, "overloaded")
    }

    /// JSON that does not fit: names the field that the error is about, if it says.
    pub fn malformed(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        match text.split('`').nth(1) {
            Some(field) if text.starts_with("missing field") => Self::invalid(field, "required"),
            Some(field) if text.starts_with("unknown field") => Self::invalid(field, "unknown_field"),
            _ if error.is_data() => Self::invalid("body", "malformed").with("detail", text),
            _ => Self::new(400, "not_json").with("detail", text),
        }
    }

    /// Too often; again after so many seconds.
    pub fn too_many(seconds: i64) -> Self {
        Self::new(429, "too_many").with("seconds", seconds)
    }

    /// Something went wrong that the caller cannot help; the cause was logged where it happened.
    pub fn internal() -> Self {
        Self::new(500, "internal")
    }

    /// After how many seconds it is worth trying again, if it is a matter of time.
    pub fn retry_after(&self) -> Option<i64> {
        match self.params.get("seconds") {
            Some(seconds) => seconds.parse().ok(),
            None => (self.status == 503).then_some(1),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::IllegalMove { action, stage, allowed } => {
                let mut this = Self::new(409, "illegal_move").with("action", action.name());
                this.params.insert("stage", word(&stage));
                this.allowed = allowed;
                this
            }
            Refusal::Stale { expected, actual } => {
                Self::new(409, "stale").with("expected", expected).with("actual", actual)
            }
            Refusal::Forbidden { action } => Self::forbidden().with("action", action.name()),
            Refusal::NoReporter => Self::forbidden(),
            Refusal::SeparationOfDuties { action, conflict } => Self::new(403, "separation_of_duties")
                .with("action", action.name())
                .with("part", word(&conflict)),
            Refusal::Invalid { field, problem } => Self::invalid(field, problem),
            Refusal::Rule { rule } => Self::new(409, "rule").with("rule", rule),
        }
    }
}

/// The name under which an enum travels in JSON.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Object(fields)) => {
            fields.get("code").and_then(|c| c.as_str()).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Full(_) => Self::new(507, "no_space"),
            EngineError::Conflict(_) | EngineError::Lost(_) | EngineError::Io(_) => {
                tracing::error!(%error, "the store failed");
                Self::new(503, "unavailable")
            }
            EngineError::Other(_) => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}

impl<R: Into<Problem>> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::KeyReused => Self::new(409, "key_reused"),
            Failure::Overloaded => Self::overloaded(),
            Failure::Full => Self::new(507, "no_space"),
            Failure::Unavailable(_) => Self::new(503, "unavailable"),
        }
    }
}
