//! 评判: criteria, risk methods, closings that look implausible, re-checks, and the versions of their rules.

mod criteria;
mod doubts;
mod draws;
mod hints;
mod publish;
mod risk;
mod rules;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(criteria::read_criteria))
        .routes(routes!(criteria::try_criteria))
        .routes(routes!(hints::read_criteria_hints))
        .routes(routes!(risk::read_risk_methods))
        .routes(routes!(risk::try_risk))
        .routes(routes!(rules::read_rules, publish::publish_rules))
        .routes(routes!(rules::compare_rules))
        .routes(routes!(publish::preview_rules))
        .routes(routes!(doubts::list_doubtful_closings))
        .routes(routes!(doubts::export_doubtful_closings))
        .routes(routes!(draws::list_draws))
        .routes(routes!(draws::read_draw))
        .routes(routes!(draws::prove_draw))
}
