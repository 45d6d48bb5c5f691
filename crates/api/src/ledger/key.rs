//! `GET /ledger/key`: the key that checks checkpoints and promises.

use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Serialize;

/// The log's key.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct LogKey {
    /// The log's name.
    origin: String,
    /// The algorithm.
    algorithm: &'static str,
    /// The public key, hexadecimal.
    public_key: String,
}

/// The published key.
#[utoipa::path(get, path = "/api/v1/ledger/key", tag = "ledger", responses((status = 200, body = LogKey)))]
pub(crate) async fn read_log_key(State(api): State<Api>) -> Json<LogKey> {
    Json(LogKey {
        origin: store::origin(api.app.district()),
        algorithm: "Ed25519",
        public_key: hex::encode(api.app.log_key()),
    })
}
