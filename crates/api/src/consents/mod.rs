//! 待同意: what another administrator's word is asked for.

mod decline;
mod give;
mod list;
mod withdraw;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(list::list_consents))
        .routes(routes!(give::give_consent))
        .routes(routes!(decline::decline_consent))
        .routes(routes!(withdraw::withdraw_consent))
}
