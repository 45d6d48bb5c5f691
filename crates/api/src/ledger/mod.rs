//! 存证: what outsiders check with, and what auditors read.

mod checkpoint;
mod consistency;
mod events;
mod key;
mod search;
mod status;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(checkpoint::read_checkpoint))
        .routes(routes!(checkpoint::read_checkpoint_json))
        .routes(routes!(key::read_log_key))
        .routes(routes!(consistency::prove_consistency))
        .routes(routes!(events::list_events))
        .routes(routes!(search::search_ledger))
        .routes(routes!(search::export_ledger_search))
        .routes(routes!(status::read_ledger_status))
        .routes(routes!(status::begin_ledger_check))
}
