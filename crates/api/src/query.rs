//! What stands in an address: ids and parameters, refused as problems.

use crate::problem::{Answer, Refused};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use domain::calendar::{Instant, ParseInstantError};
use serde::de::{DeserializeOwned, Visitor};
use work::{Problem, expected};

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

/// Parameters behind the question mark: every one is known, and what is wrong is named.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let known = fields::<T>();
        let unreadable = |_| Problem::new(400, "bad_request");
        let Query(given) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(unreadable)?;
        for (nth, (name, _)) in given.iter().enumerate() {
            if known.is_some_and(|known| !known.contains(&name.as_str())) {
                let known = known.unwrap_or_default().iter().copied();
                return Err(Problem::unknown_field(name.as_str()).known(known).into());
            }
            if given[..nth].iter().any(|(other, _)| other == name) {
                return Err(Problem::invalid(name.as_str(), "twice").into());
            }
        }
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => Err(wrong(&error.body_text(), known.unwrap_or_default()).into()),
        }
    }
}

/// The parameter that an error of the framework is about; the error's own words are not for the reader.
fn wrong(text: &str, known: &[&str]) -> Problem {
    if text.contains("missing field")
        && let Some(name) = text.split('`').nth(1)
    {
        return Problem::invalid(name, "required");
    }
    let named = known.iter().find(|name| text.contains(&format!(": {name}: ")));
    Problem::invalid(named.copied().unwrap_or("content"), "malformed").like(text)
}

/// The names of the fields of a struct, which it tells whoever reads it.
fn fields<T: DeserializeOwned>() -> Option<&'static [&'static str]> {
    struct Probe<'a>(&'a mut Option<&'static [&'static str]>);

    impl<'de> serde::Deserializer<'de> for Probe<'_> {
        type Error = serde::de::value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(serde::de::Error::custom("only its fields are asked for"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = Some(fields);
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    let mut fields = None;
    let _ = T::deserialize(Probe(&mut fields));
    fields
}

/// An enum by the name under which it travels.
pub(crate) fn word<T: DeserializeOwned>(field: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(text.trim().to_owned()))
        .map_err(|error| Problem::invalid(field, "unknown").known(expected(&error.to_string())))
}

/// A list of such names, with commas between.
pub(crate) fn words<T: DeserializeOwned>(field: &str, text: &str) -> Result<Vec<T>, Problem> {
    text.split(',').filter(|part| !part.trim().is_empty()).map(|part| word(field, part)).collect()
}

/// A moment with its zone.
pub(crate) fn moment(field: &str, text: Option<&str>) -> Result<Option<Instant>, Problem> {
    let filled = text.filter(|t| !t.is_empty());
    let malformed = |error: ParseInstantError| Problem::invalid(field, "malformed").like(&error.to_string());
    filled.map(|t| t.parse().map_err(malformed)).transpose()
}

/// An id.
pub(crate) fn id<T: std::str::FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let filled = text.filter(|t| !t.is_empty());
    filled.map(|t| t.parse().map_err(|_| Problem::invalid(field, "malformed"))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    #[derive(Debug, serde::Deserialize)]
    struct Wanted {
        old: u64,
        late: Option<bool>,
    }

    async fn ask(query: &str) -> Result<Wanted, (u16, Vec<(String, String)>)> {
        let request = Request::builder().uri(format!("/x?{query}")).body(()).unwrap();
        let (mut parts, ()) = request.into_parts();
        let asked = Asked::<Wanted>::from_request_parts(&mut parts, &()).await;
        asked.map(|Asked(w)| w).map_err(|Refused(p)| (p.status, p.errors))
    }

    #[tokio::test]
    async fn every_parameter_is_known_and_what_is_wrong_is_named() {
        let error = |status, name: &str, code: &str| (status, vec![(name.to_owned(), code.to_owned())]);
        assert_eq!(ask("old=1&late=true").await.map(|w| (w.old, w.late)), Ok((1, Some(true))));
        assert_eq!(ask("old=1&lat=true").await.unwrap_err(), error(400, "lat", "unknown_field"));
        assert_eq!(ask("old=1&old=2").await.unwrap_err(), error(422, "old", "twice"));
        assert_eq!(ask("old=x").await.unwrap_err(), error(422, "old", "malformed"));
        assert_eq!(ask("old=1&late=maybe").await.unwrap_err(), error(422, "late", "malformed"));
        assert_eq!(ask("late=true").await.unwrap_err(), error(422, "old", "required"));
        let hint = async |query: &str, name: &str| -> Option<String> {
            let request = Request::builder().uri(format!("/x?{query}")).body(()).unwrap();
            let (mut parts, ()) = request.into_parts();
            let asked = Asked::<Wanted>::from_request_parts(&mut parts, &()).await;
            asked.err().and_then(|Refused(p)| p.params.get(name).cloned())
        };
        assert_eq!(hint("old=1&lat=true", "known").await.as_deref(), Some("old late"));
        assert_eq!(hint("old=x", "example").await.as_deref(), Some("20"));
        assert_eq!(hint("old=1&late=maybe", "example").await.as_deref(), Some("true"));
    }
}
