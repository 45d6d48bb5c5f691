//! `POST /rules/{subject}/preview` and `POST /rules/{subject}`: new rules, looked at first.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use work::judging::{self, RulesDraft, RulesInput, Subject};

/// Says what is wrong with new rules, each fault beside its field, and how they differ from the newest ones; changes
/// nothing.
#[utoipa::path(post, path = "/api/v1/rules/{subject}/preview", tag = "judging", request_body = RulesInput,
    params(("subject" = Subject, Path)),
    responses((status = 200, body = RulesDraft), (status = "default", body = ProblemBody)))]
pub(crate) async fn preview_rules(
    State(api): State<Api>,
    signed: Signed,
    Named(subject): Named<Subject>,
    headers: HeaderMap,
    body: Body<RulesInput>,
) -> Answer<Json<RulesDraft>> {
    Ok(Json(judging::preview_rules(&api.app, &signed.actor(), subject, body.value, lang(&headers))?))
}

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
