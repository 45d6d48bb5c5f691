//! `GET /places`: 场所台账.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::place::{self, ListedPlaces, PlaceFilter};

/// What to show.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlacesQuery {
    /// A part of the name or address, or a whole code.
    q: Option<String>,
    /// 街道 code.
    street: Option<String>,
    /// 场所类别.
    #[param(value_type = Option<work::names::PlaceKind>)]
    kind: Option<String>,
    /// 停用: `true` those that ended, `false` those in use, nothing both.
    ended: Option<bool>,
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

/// Places, by name.
#[utoipa::path(get, path = "/api/v1/places", tag = "registers", params(PlacesQuery),
    responses((status = 200, body = ListedPlaces), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_places(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<PlacesQuery>,
) -> Answer<Json<ListedPlaces>> {
    let text = |t: Option<String>| t.filter(|t| !t.trim().is_empty());
    let filter = PlaceFilter {
        q: text(query.q),
        street: text(query.street),
        kind: text(query.kind).map(|k| word("kind", &k)).transpose()?,
        ended: query.ended,
        after: text(query.after),
        limit: query.limit.unwrap_or(50),
    };
    Ok(Json(place::list(&api.app, &signed.actor(), filter).await?))
}
