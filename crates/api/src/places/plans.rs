//! `GET` and `POST /plans`, `PUT /plans/{id}`: 检查计划.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use crate::units::Made;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PlanId;
use uuid::Uuid;
use work::place::{self, PlanEntry, PlanView};

/// Every inspection plan, those that run first.
#[utoipa::path(get, path = "/api/v1/plans", tag = "inspections",
    responses((status = 200, body = Vec<PlanView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_plans(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<PlanView>>> {
    Ok(Json(place::plans(&api.app, &signed.actor()).await?))
}

/// Makes an inspection plan.
#[utoipa::path(post, path = "/api/v1/plans", tag = "inspections", request_body = PlanEntry,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Made), (status = "default", body = ProblemBody)))]
pub(crate) async fn make_plan(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<PlanEntry>,
) -> Answer<(StatusCode, Json<Made>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let id = place::make_plan(&api.app, signed.actor(), key, body.value).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}

/// Changes or ends an inspection plan.
#[utoipa::path(put, path = "/api/v1/plans/{id}", tag = "inspections", request_body = PlanEntry,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_plan(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<PlanEntry>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    place::change_plan(&api.app, signed.actor(), key, PlanId(id), body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
