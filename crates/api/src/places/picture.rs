//! `GET /places/{id}/picture.jpg`: 现场照片.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, Named};
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::ids::PlaceId;
use serde::Deserialize;
use uuid::Uuid;
use work::photo::Size;
use work::place;

/// Which copy.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PictureQuery {
    /// `thumb` for lists.
    size: Option<String>,
    /// Which picture, so that a new one has an address of its own and is not taken from a cache. Not looked at.
    #[param(ignore)]
    #[serde(rename = "v")]
    _version: Option<String>,
}

/// The picture of a place, a JPEG without metadata.
#[utoipa::path(get, path = "/api/v1/places/{id}/picture.jpg", tag = "registers", params(("id" = Uuid, Path), PictureQuery),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_place_picture(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    Asked(query): Asked<PictureQuery>,
) -> Answer<impl IntoResponse> {
    let size = if query.size.as_deref() == Some("thumb") { Size::Thumb } else { Size::View };
    let bytes = place::staff_picture(&api.app, &signed.actor(), PlaceId(id), size).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=600")], bytes))
}
