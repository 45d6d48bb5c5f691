//! 工作日历: holidays and office hours.

mod holidays;
mod office_hours;
mod read;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(read::read_calendar))
        .routes(routes!(holidays::change_holidays))
        .routes(routes!(office_hours::change_office_hours))
}
