//! What comes of something that may need another administrator's consent.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use work::people::Asked;

/// Done, or asked for.
pub(crate) struct Done(pub(crate) Option<Asked>);

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        match self.0 {
            Some(asked) => (StatusCode::ACCEPTED, Json(asked)).into_response(),
            None => StatusCode::NO_CONTENT.into_response(),
        }
    }
}
