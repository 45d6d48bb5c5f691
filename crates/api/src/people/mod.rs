//! 人员.

mod appoint;
mod change;
mod disable;
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
        .routes(routes!(invite::invite_person))
}
