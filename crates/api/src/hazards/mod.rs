//! 隐患.

mod act;
mod detail;
mod duplicates;
mod inbox;
mod list;
mod proof;
mod report;
mod reporter;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_hazards, report::report_hazard))
        .routes(routes!(inbox::read_inbox))
        .routes(routes!(detail::read_hazard))
        .routes(routes!(act::act_on_hazard))
        .routes(routes!(duplicates::find_duplicates))
        .routes(routes!(reporter::open_reporter))
        .routes(routes!(proof::prove_hazard))
}
