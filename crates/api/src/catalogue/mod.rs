//! 目录: categories and streets: what forms are made of.

mod categories;
mod publish;
mod streets;
mod versions;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(categories::read_catalogue))
        .routes(routes!(streets::list_streets))
        .routes(routes!(versions::list_catalogue_versions, publish::publish_catalogue))
        .routes(routes!(versions::compare_catalogues))
        .routes(routes!(versions::read_catalogue_sheet))
        .routes(routes!(publish::preview_catalogue))
}
