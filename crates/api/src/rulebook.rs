//! 规则版本 in addresses.

use serde::Deserialize;

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OneVersion {
    /// The name of a version; the one in force now, if it is left out.
    pub(crate) version: Option<String>,
}

/// Which two versions.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TwoVersions {
    /// The older one.
    pub(crate) old: String,
    /// The newer one.
    pub(crate) new: String,
}
