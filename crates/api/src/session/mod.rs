//! 登录会话.

mod device;
mod me;
mod password;
mod second_factor;
mod sign_in;
mod sign_out;

pub(crate) use me::Coded;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(sign_in::sign_in, me::read_session, sign_out::sign_out))
        .routes(routes!(device::read_device_keys))
        .routes(routes!(password::change_password))
        .routes(routes!(second_factor::enrol_second_factor))
        .routes(routes!(second_factor::confirm_second_factor))
}
