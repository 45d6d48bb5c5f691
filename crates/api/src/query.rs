//! What stands in an address: ids and parameters, refused as problems.

use crate::problem::{Answer, Refused};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use domain::calendar::Instant;
use serde::de::DeserializeOwned;
use work::Problem;

/// Parts of the path; one that is no id is like one that nobody has.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found().into()),
        }
    }
}

/// Parameters behind the question mark.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => {
                Err(Problem::invalid("query", "malformed").with("detail", error.body_text()).into())
            }
        }
    }
}

/// An enum by the name under which it travels.
pub(crate) fn word<T: DeserializeOwned>(field: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(text.trim().to_owned()))
        .map_err(|_| Problem::invalid(field, "unknown"))
}

/// A list of such names, with commas between.
pub(crate) fn words<T: DeserializeOwned>(field: &str, text: &str) -> Result<Vec<T>, Problem> {
    text.split(',').filter(|part| !part.trim().is_empty()).map(|part| word(field, part)).collect()
}

/// A moment with its zone.
pub(crate) fn moment(field: &str, text: Option<&str>) -> Result<Option<Instant>, Problem> {
    let filled = text.filter(|t| !t.is_empty());
    filled.map(|t| t.parse().map_err(|_| Problem::invalid(field, "malformed"))).transpose()
}

/// An id.
pub(crate) fn id<T: std::str::FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let filled = text.filter(|t| !t.is_empty());
    filled.map(|t| t.parse().map_err(|_| Problem::invalid(field, "malformed"))).transpose()
}
