//! 一次性链接.

mod look;
mod redeem;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(look::look_at_invite, redeem::redeem_invite))
}
