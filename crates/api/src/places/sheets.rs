//! `GET /codes/layouts`, `POST /codes/sheet`, `POST /codes/missing`: 批量制码与打印.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::place::PlaceKind;
use serde::{Deserialize, Serialize};
use work::place::{self, LabelLayout, LabelSheetView, SheetRequest};

/// Every kind of label, with the size that a module of this district's codes has on it.
#[utoipa::path(get, path = "/api/v1/codes/layouts", tag = "registers",
    responses((status = 200, body = Vec<LabelLayout>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_label_layouts(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<LabelLayout>>> {
    Ok(Json(place::label_layouts(&api.app, &signed.actor())?))
}

/// Lays out sheets of labels for many places. A label on which phones could not read the code is refused.
#[utoipa::path(post, path = "/api/v1/codes/sheet", tag = "registers", request_body = SheetRequest,
    responses((status = 200, body = LabelSheetView), (status = "default", body = ProblemBody)))]
pub(crate) async fn lay_out_sheet(
    State(api): State<Api>,
    signed: Signed,
    body: Body<SheetRequest>,
) -> Answer<Json<LabelSheetView>> {
    Ok(Json(place::sheet(&api.app, &signed.actor(), body.value).await?))
}

/// For which places.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingCodes {
    /// 街道: area code.
    #[serde(default)]
    street: Option<String>,
    /// 场所类别.
    #[serde(default)]
    #[schema(value_type = Option<work::names::PlaceKind>)]
    kind: Option<PlaceKind>,
}

/// How many codes were made.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct CodesMade {
    /// Codes.
    made: usize,
}

/// Makes a code for each place that has none, 2,000 at most at once.
#[utoipa::path(post, path = "/api/v1/codes/missing", tag = "registers", request_body = MissingCodes,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CodesMade), (status = "default", body = ProblemBody)))]
pub(crate) async fn make_missing_codes(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<MissingCodes>,
) -> Answer<Json<CodesMade>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let MissingCodes { street, kind } = body.value;
    let made = place::make_missing(&api.app, signed.actor(), key, street, kind).await?;
    Ok(Json(CodesMade { made }))
}
