//! `POST /rules/{subject}`: 发布规则.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use work::judging::{self, RulesInput, Subject};

/// Puts a new version in force from a moment on that has not passed; for the system administrator.
#[utoipa::path(post, path = "/api/v1/rules/{subject}", tag = "judging", request_body = RulesInput,
    params(("subject" = Subject, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_rules(
    State(api): State<Api>,
    signed: Signed,
    Named(subject): Named<Subject>,
    repeatable: Repeatable,
    body: Body<RulesInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    judging::publish_rules(&api.app, signed.actor(), key, subject, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
