//! 督办规则: versions, a new one, and trying one out.

mod publish;
mod trial;
mod versions;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(versions::read_ladders))
        .routes(routes!(versions::list_ladder_versions, publish::publish_ladders))
        .routes(routes!(versions::compare_ladders))
        .routes(routes!(publish::preview_ladders))
        .routes(routes!(trial::try_ladder))
}
