//! 照片.

mod fetch;
mod upload;

use crate::settings::Api;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(upload::upload_photo).layer(upload::limit()))
        .routes(routes!(fetch::fetch_photo))
}
