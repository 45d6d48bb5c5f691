//! 幂等: a request repeated with the same key is carried out once and answered the same.

use crate::problem::{Answer, Refused};
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use store::Key;
use work::Problem;
use work::people::SignedIn;

/// The `Idempotency-Key` of a request with the path that it is for.
pub(crate) struct Repeatable {
    name: Option<String>,
    path: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Repeatable {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let path = match OriginalUri::from_request_parts(parts, state).await {
            Ok(OriginalUri(uri)) => uri.path().to_owned(),
            Err(never) => match never {},
        };
        let name = match parts.headers.get("idempotency-key") {
            None => None,
            Some(value) => {
                let text = value.to_str().ok().filter(|t| (1..=200).contains(&t.len()));
                Some(text.ok_or_else(|| Problem::invalid("Idempotency-Key", "malformed"))?.to_owned())
            }
        };
        Ok(Self { name, path })
    }
}

impl Repeatable {
    /// The keys of what one request does to many: one for each part of it.
    pub(crate) fn keys(&self, who: &SignedIn) -> Option<impl Fn(&str, &[u8]) -> Key + use<>> {
        let name = self.name.clone()?;
        let scope = format!("{}\n{}", who.person.id, self.path);
        Some(move |part: &str, content: &[u8]| Key::new(&scope, &format!("{name}\n{part}"), content))
    }

    /// The key for this person and content; nobody can meet another's.
    pub(crate) fn key(&self, who: &SignedIn, content: &[u8]) -> Option<Key> {
        let scope = format!("{}\n{}", who.person.id, self.path);
        self.name.as_deref().map(|name| Key::new(&scope, name, content))
    }
}
