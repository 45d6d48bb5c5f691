//! 人员.

mod appoint;
mod change;
mod disable;
mod done;
mod enable;
mod forget_second_factor;
mod import;
mod invite;
mod list;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_people, appoint::appoint_person))
        .routes(routes!(change::change_person))
        .routes(routes!(disable::disable_person))
        .routes(routes!(enable::enable_person))
        .routes(routes!(forget_second_factor::forget_second_factor))
        .routes(routes!(import::import_people_list))
        .routes(routes!(invite::invite_person))
}
