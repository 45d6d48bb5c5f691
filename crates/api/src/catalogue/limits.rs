//! `GET /limits`: 时限规则.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Serialize;

/// The limits in force.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Limits {
    /// Their version.
    version: String,
    /// From when on they apply.
    #[schema(value_type = String, format = DateTime)]
    effective: domain::calendar::Instant,
    /// Stage, grade, urgency, limit and legal basis of each.
    #[schema(value_type = Vec<Object>)]
    rules: Vec<domain::hazard::LimitRule>,
}

/// The limits in force, with their legal basis.
#[utoipa::path(get, path = "/api/v1/limits", tag = "registers",
    responses((status = 200, body = Limits), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_limits(State(api): State<Api>, _: Signed) -> Answer<Json<Limits>> {
    let book = api.app.limits();
    let rules = book.at(api.app.store().surroundings().now());
    Ok(Json(Limits {
        version: rules.version.clone(),
        effective: rules.effective,
        rules: rules.rules().to_vec(),
    }))
}
