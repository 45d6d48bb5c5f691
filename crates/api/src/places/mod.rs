//! 场所, 点位码, 检查.

mod activate;
mod change;
mod check;
mod check_lists;
mod checklist;
mod coverage;
mod distances;
mod history;
mod import;
mod inspections;
mod list;
mod look;
mod make_codes;
mod patrol;
mod picture;
mod plans;
mod qr;
mod read;
mod register;
mod revoke;
mod scans;
mod sheets;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_places, register::register_place))
        .routes(routes!(import::import_places))
        .routes(routes!(import::read_places_template))
        .routes(routes!(read::read_place, change::change_place))
        .routes(routes!(history::read_place_history))
        .routes(routes!(picture::read_place_picture))
        .routes(routes!(scans::read_scans))
        .routes(routes!(inspections::list_inspections, inspections::record_inspection))
        .routes(routes!(make_codes::make_codes))
        .routes(routes!(sheets::list_label_layouts))
        .routes(routes!(sheets::lay_out_sheet))
        .routes(routes!(sheets::make_missing_codes))
        .routes(routes!(patrol::list_patrol))
        .routes(routes!(patrol::list_quiet_places))
        .routes(routes!(patrol::read_plate_health))
        .routes(routes!(look::read_code))
        .routes(routes!(check::check_plate))
        .routes(routes!(activate::activate_code))
        .routes(routes!(revoke::revoke_code))
        .routes(routes!(qr::read_qr))
        .routes(routes!(plans::list_plans, plans::make_plan))
        .routes(routes!(plans::change_plan))
        .routes(routes!(coverage::read_coverage))
        .routes(routes!(coverage::list_due_places))
        .routes(routes!(checklist::read_check_list))
        .routes(routes!(check_lists::read_check_list_book, check_lists::publish_check_lists))
        .routes(routes!(distances::list_distances, distances::publish_distances))
}
