//! `GET /ledger/consistency`: the proof that the log only grew.

use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ledger::Hash;
use serde::{Deserialize, Serialize};
use work::ledger;

/// Between which sizes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sizes {
    /// The size of the earlier checkpoint.
    first: u64,
    /// The size of the later one.
    second: u64,
}

/// The proof (RFC 6962, 2.1.2).
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Consistency {
    /// The hashes, hexadecimal.
    #[schema(value_type = Vec<String>)]
    path: Vec<Hash>,
}

/// Proves that the earlier log is the beginning of the later one.
#[utoipa::path(get, path = "/api/v1/ledger/consistency", tag = "ledger", params(Sizes),
    responses((status = 200, body = Consistency), (status = "default", body = ProblemBody)))]
pub(crate) async fn prove_consistency(
    State(api): State<Api>,
    Asked(sizes): Asked<Sizes>,
) -> Answer<Json<Consistency>> {
    Ok(Json(Consistency { path: ledger::consistency(&api.app, sizes.first, sizes.second).await? }))
}
