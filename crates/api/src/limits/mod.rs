//! 时限规则: versions, a new one, and trying one out.

mod publish;
mod trial;
mod versions;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(versions::read_limits))
        .routes(routes!(versions::list_limit_versions, publish::publish_limits))
        .routes(routes!(versions::compare_limits))
        .routes(routes!(publish::preview_limits))
        .routes(routes!(trial::try_limit))
}
