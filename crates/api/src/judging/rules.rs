//! `GET /rules/{subject}`: one of the rules in a version.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, Named};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::judging::{self, RulesView, Subject};

/// In which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RulesQuery {
    /// A version; the one in force otherwise.
    version: Option<String>,
}

/// The rules of a subject, and which versions there are.
#[utoipa::path(get, path = "/api/v1/rules/{subject}", tag = "judging",
    params(("subject" = Subject, Path), RulesQuery),
    responses((status = 200, body = RulesView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_rules(
    State(api): State<Api>,
    signed: Signed,
    Named(subject): Named<Subject>,
    Asked(query): Asked<RulesQuery>,
) -> Answer<Json<RulesView>> {
    let version = query.version.filter(|v| !v.trim().is_empty());
    Ok(Json(judging::read_rules(&api.app, &signed.actor(), subject, version.as_deref())?))
}
