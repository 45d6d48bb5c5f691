//! What went wrong, for whoever asked: a code and parameters; words are chosen in the reader's language.

use domain::hazard::{ActionKind, Refusal};
use domain::ledger::WrongDoneAt;
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

/// More names than these nobody reads in a sentence.
const MOST_KNOWN: usize = 24;

/// The names that a reader of values says it had expected.
pub fn expected(text: &str) -> impl Iterator<Item = &str> {
    let list = text.rsplit_once(", expected ").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2)
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

    /// Whether a field is among those that are wrong.
    pub fn names(&self, field: &str) -> bool {
        self.errors.iter().any(|(wrong, _)| wrong == field)
    }

    /// There is no such field or parameter: a misspelt filter must not be taken for none.
    pub fn unknown_field(name: impl Into<String>) -> Self {
        Self { status: 400, ..Self::invalid(name, "unknown_field") }
    }

    /// Too much at once.
    pub fn overloaded() -> Self {
        Self::new(503, "overloaded")
    }

    /// JSON that does not fit: names the field that the error is about by its path, and nothing of how it was read.
    pub fn malformed(error: &serde_path_to_error::Error<serde_json::Error>, is_json: bool) -> Self {
        let (path, text) = (error.path().to_string(), error.inner().to_string());
        let within = |field: &str| match path.as_str() {
            "." | "?" => field.to_owned(),
            // The path of what is missing or unknown ends with its own name, or at what it is missing from.
            path if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
            path => format!("{path}.{field}"),
        };
        match text.split('`').nth(1) {
            Some(field) if text.starts_with("missing field") => Self::invalid(within(field), "required"),
            Some(field) if text.starts_with("unknown field") => {
                Self::unknown_field(within(field)).known(expected(&text))
            }
            _ if is_json => {
                let field = match path.as_str() {
                    "." | "?" => "content",
                    path if path.starts_with('[') => "content",
                    path => path,
                };
                match text.starts_with("unknown variant") {
                    true => Self::invalid(field, "unknown").known(expected(&text)),
                    false => Self::invalid(field, "malformed").like(&text),
                }
            }
            _ => Self::new(400, "not_json"),
        }
    }

    /// Adds what might stand there instead, if it is not too much to read.
    pub fn known<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        match (1..=MOST_KNOWN).contains(&names.len()) {
            true => self.with("known", names.join(" ")),
            false => self,
        }
    }

    /// Adds an example of what is wanted, by what the reader of a value said of it.
    pub fn like(self, text: &str) -> Self {
        let number = ["expected u", "expected i", "expected f", "invalid digit", "invalid float"];
        let example = match text {
            _ if text.contains("not a moment") => "2026-03-02T09:00:00+08:00",
            _ if text.contains("UUID") => "019357bb-64ae-76f2-b997-ef771e5a3065",
            _ if text.contains("boolean") || text.contains("`true` or `false`") => "true",
            _ if number.iter().any(|said| text.contains(said)) => "20",
            _ => return self,
        };
        self.with("example", example)
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
            Refusal::TooSoon { action, again } => {
                Self::new(409, "too_soon").with("action", action.name()).with("until", again)
            }
            Refusal::Invalid { field, problem } => Self::invalid(field, problem),
            Refusal::Rule { rule } => Self::new(409, "rule").with("rule", rule),
        }
    }
}

impl From<WrongDoneAt> for Problem {
    fn from(wrong: WrongDoneAt) -> Self {
        Self::invalid(
            "done_at",
            match wrong {
                WrongDoneAt::Future => "in_the_future",
                WrongDoneAt::TooEarly => "too_early",
            },
        )
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
