//! 场所 and 点位码.

mod activate;
mod change;
mod list;
mod make_codes;
mod qr;
mod read;
mod register;
mod revoke;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_places, register::register_place))
        .routes(routes!(read::read_place, change::change_place))
        .routes(routes!(make_codes::make_codes))
        .routes(routes!(activate::activate_code))
        .routes(routes!(revoke::revoke_code))
        .routes(routes!(qr::read_qr))
}
