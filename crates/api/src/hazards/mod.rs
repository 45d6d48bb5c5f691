//! 隐患.

mod act;
mod bulk;
mod bulk_preview;
mod count;
mod detail;
mod duplicates;
mod export;
mod export_file;
mod import;
mod inbox;
mod list;
mod lookup;
mod proof;
mod related;
mod report;
mod reporter;
mod slip;
mod suggest;
mod views;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_hazards, report::report_hazard))
        .routes(routes!(inbox::read_inbox))
        .routes(routes!(count::count_hazards))
        .routes(routes!(views::list::list_views, views::keep::keep_view))
        .routes(routes!(views::change::change_view, views::drop::drop_view))
        .routes(routes!(bulk_preview::preview_bulk))
        .routes(routes!(bulk::act_on_many))
        .routes(routes!(lookup::look_up_hazards))
        .routes(routes!(export::ask_for_export))
        .routes(routes!(export_file::fetch_export))
        .routes(routes!(import::import_hazards))
        .routes(routes!(detail::read_hazard))
        .routes(routes!(act::act_on_hazard))
        .routes(routes!(duplicates::find_duplicates))
        .routes(routes!(suggest::suggest_units))
        .routes(routes!(related::find_related))
        .routes(routes!(reporter::open_reporter))
        .routes(routes!(slip::read_slip))
        .routes(routes!(proof::prove_hazard))
}
