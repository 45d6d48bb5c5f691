//! `/checklists`: 检查表 in versions.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::place::{self, CheckListBook, CheckListsCompared, CheckListsInput};

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VersionQuery {
    /// Its name; the newest without one.
    version: Option<String>,
}

/// Every version of the check lists, and the lists of one of them.
#[utoipa::path(get, path = "/api/v1/checklists", tag = "inspections", params(VersionQuery),
    responses((status = 200, body = CheckListBook), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_check_list_book(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<VersionQuery>,
) -> Answer<Json<CheckListBook>> {
    Ok(Json(place::check_list_book(&api.app, &signed.actor(), query.version.as_deref())?))
}

/// Says how check lists differ from the newest version and, unless it is a dry run, puts them in force from a moment
/// on. No version that was in force changes.
#[utoipa::path(post, path = "/api/v1/checklists", tag = "inspections", request_body = CheckListsInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CheckListsCompared), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_check_lists(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<CheckListsInput>,
) -> Answer<Json<CheckListsCompared>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    Ok(Json(place::publish_check_lists(&api.app, signed.actor(), key, body.value).await?))
}
