//! `PUT /hazards/views/{id}`: changing a view.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;
use work::hazard::{self, Filter, Kept, ListOrder, ViewInput};

/// What the view shows from now on, and the version that its owner saw.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ViewChange {
    /// The version that is changed.
    version: u32,
    /// 名称.
    name: String,
    /// Which hazards.
    filter: Filter,
    /// In which order.
    #[serde(default)]
    order: ListOrder,
    /// Which columns, as the console calls them.
    #[serde(default)]
    columns: Vec<String>,
    /// Whether the own unit sees it too.
    #[serde(default)]
    shared: bool,
}

/// Changes one's own view.
#[utoipa::path(put, path = "/api/v1/hazards/views/{id}", tag = "hazards", request_body = ViewChange,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Kept), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_view(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<ViewChange>,
) -> Answer<Json<Kept>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let ViewChange { version, name, filter, order, columns, shared } = body.value;
    let input = ViewInput { name, filter, order, columns, shared };
    Ok(Json(hazard::keep_view(&api.app, signed.actor(), key, Some((id, version)), input).await?))
}
