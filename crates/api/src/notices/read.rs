//! `POST /notices/read`: marking what was read.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::Instant;
use serde::Deserialize;
use uuid::Uuid;
use work::{Problem, notice};

/// What was read: one of the three.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticesRead)]
pub(crate) struct ReadInput {
    /// One notice.
    #[serde(default)]
    notice: Option<Uuid>,
    /// Everything about one hazard.
    #[serde(default)]
    hazard: Option<Uuid>,
    /// Everything up to a moment.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
}

/// The viewer has read one notice, everything about one hazard, or everything up to a moment.
#[utoipa::path(post, path = "/api/v1/notices/read", tag = "notices", request_body = ReadInput,
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn mark_notices_read(
    State(api): State<Api>,
    signed: Signed,
    body: Body<ReadInput>,
) -> Answer<StatusCode> {
    let (app, actor) = (&api.app, signed.actor());
    match body.value {
        ReadInput { notice: Some(id), hazard: None, until: None } => {
            notice::read_one(app, &actor, id).await?
        }
        ReadInput { notice: None, hazard: Some(id), until: None } => {
            notice::read_about(app, &actor, id).await?;
        }
        ReadInput { notice: None, hazard: None, until: Some(at) } => {
            notice::read_all(app, &actor, at).await?;
        }
        _ => return Err(Problem::invalid("notice", "contradiction").into()),
    }
    Ok(StatusCode::NO_CONTENT)
}
