//! `GET /ledger/search` and `GET /ledger/search.csv`: 查账.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, id, moment, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use work::Problem;
use work::audit::{Filter, Found, export, search};

/// What is searched for; everything that is left out fits.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Who did it: a person's id.
    person: Option<String>,
    /// What it was done to: `hazard`, `unit`, `person`, `place`, `code`, `rules`, `client`, `grid` …
    noun: Option<String>,
    /// What was done, by the name that the ledger keeps: `accepted`, `changed`, `invited` …
    kind: Option<String>,
    /// The stream: the id of a hazard, unit, person …
    stream: Option<String>,
    /// Recorded at or after this moment.
    from: Option<String>,
    /// Recorded before this moment.
    to: Option<String>,
    /// Only openings of the reporter vault.
    openings: Option<bool>,
    /// The number in the log below which the page begins.
    before: Option<u64>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

impl SearchQuery {
    fn filter(&self) -> Result<Filter, Problem> {
        let filled = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
        Ok(Filter {
            person: id("person", self.person.as_deref())?,
            noun: filled(&self.noun).map(|noun| word("noun", &noun)).transpose()?,
            kind: filled(&self.kind).map(|kind| kind.trim().to_owned()),
            stream: id("stream", self.stream.as_deref())?,
            from: moment("from", self.from.as_deref())?,
            to: moment("to", self.to.as_deref())?,
            openings: self.openings.unwrap_or(false),
        })
    }
}

/// Searches the ledger, the newest events first. A page may hold fewer events than asked for, even none, and still have
/// a `next`.
#[utoipa::path(get, path = "/api/v1/ledger/search", tag = "ledger", params(SearchQuery),
    responses((status = 200, body = Found), (status = "default", body = ProblemBody)))]
pub(crate) async fn search_ledger(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<SearchQuery>,
    headers: HeaderMap,
) -> Answer<Json<Found>> {
    let (before, limit) = (query.before, query.limit.unwrap_or(50));
    let found = search(&api.app, &signed.actor(), query.filter()?, before, limit, lang(&headers)).await?;
    Ok(Json(found))
}

/// The same as a table, whole; `X-Rows` says how many events, `X-More` whether there are more than a file takes.
#[utoipa::path(get, path = "/api/v1/ledger/search.csv", tag = "ledger", params(SearchQuery),
    responses((status = 200, content_type = "text/csv"), (status = "default", body = ProblemBody)))]
pub(crate) async fn export_ledger_search(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<SearchQuery>,
    headers: HeaderMap,
) -> Answer<impl IntoResponse + use<>> {
    let file = export(&api.app, &signed.actor(), query.filter()?, lang(&headers)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"".to_owned()),
        (HeaderName::from_static("x-rows"), file.rows.to_string()),
        (HeaderName::from_static("x-more"), file.more.to_string()),
    ];
    Ok((headers, file.csv))
}
