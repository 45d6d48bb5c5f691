//! 网格.

mod at;
mod change;
mod end;
mod import;
mod list;
mod register;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_grids, register::register_grid))
        .routes(routes!(at::find_grid))
        .routes(routes!(import::import_grids_list))
        .routes(routes!(change::change_grid))
        .routes(routes!(end::end_grid))
}
