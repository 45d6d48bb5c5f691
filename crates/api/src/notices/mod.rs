//! 通知.

mod deliveries;
mod hooks;
mod list;
mod read;
mod settings;
mod units;
mod unread;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_notices))
        .routes(routes!(unread::read_unread))
        .routes(routes!(read::mark_notices_read))
        .routes(routes!(settings::read_notice_settings, settings::change_notice_settings))
        .routes(routes!(units::read_unit_notices, units::change_unit_notices))
        .routes(routes!(deliveries::read_deliveries))
        .routes(routes!(deliveries::retry_delivery))
        .routes(routes!(deliveries::drop_delivery))
        .routes(routes!(hooks::list_webhooks, hooks::make_webhook))
        .routes(routes!(hooks::drop_webhook))
}
