//! 单位.

mod change;
mod end;
mod history;
mod import;
mod list;
mod register;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_units, register::register_unit))
        .routes(routes!(change::change_unit))
        .routes(routes!(end::end_unit))
        .routes(routes!(history::read_unit_history))
        .routes(routes!(import::import_units_list))
}

pub(crate) use end::EndQuery;

/// What was made.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: uuid::Uuid,
}
