//! `GET` and `POST /places/{id}/inspections`: 检查记录.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use crate::units::Made;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::ids::PlaceId;
use uuid::Uuid;
use work::place::{self, InspectionEntry, InspectionView};

/// The latest looks at a place, newest first.
#[utoipa::path(get, path = "/api/v1/places/{id}/inspections", tag = "inspections", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<InspectionView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_inspections(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    headers: HeaderMap,
) -> Answer<Json<Vec<InspectionView>>> {
    Ok(Json(place::inspections(&api.app, &signed.actor(), PlaceId(id), lang(&headers)).await?))
}

/// Records a look at a place: nothing found, or what was.
#[utoipa::path(post, path = "/api/v1/places/{id}/inspections", tag = "inspections", request_body = InspectionEntry,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Made), (status = "default", body = ProblemBody)))]
pub(crate) async fn record_inspection(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<InspectionEntry>,
) -> Answer<(StatusCode, Json<Made>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let id = place::inspect(&api.app, signed.actor(), key, PlaceId(id), body.value).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}
