//! `GET /rules/{subject}` and `GET /rules/{subject}/compare`: one of the rules in a version, and what two versions say.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, Named};
use crate::rulebook::{OneVersion, TwoVersions};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::judging::{self, RulesView, Subject};
use work::rulebook::Differs;

/// The rules of a subject, and which versions there are.
#[utoipa::path(get, path = "/api/v1/rules/{subject}", tag = "judging",
    params(("subject" = Subject, Path), OneVersion),
    responses((status = 200, body = RulesView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_rules(
    State(api): State<Api>,
    signed: Signed,
    Named(subject): Named<Subject>,
    Asked(query): Asked<OneVersion>,
) -> Answer<Json<RulesView>> {
    let version = query.version.filter(|v| !v.trim().is_empty());
    Ok(Json(judging::read_rules(&api.app, &signed.actor(), subject, version.as_deref())?))
}

/// What one version of the rules has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/rules/{subject}/compare", tag = "judging",
    params(("subject" = Subject, Path), TwoVersions),
    responses((status = 200, body = Vec<Differs>), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_rules(
    State(api): State<Api>,
    signed: Signed,
    Named(subject): Named<Subject>,
    Asked(query): Asked<TwoVersions>,
    headers: HeaderMap,
) -> Answer<Json<Vec<Differs>>> {
    let (old, new) = (&query.old, &query.new);
    Ok(Json(judging::compare_rules(&api.app, &signed.actor(), subject, old, new, lang(&headers))?))
}
