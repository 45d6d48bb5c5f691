//! `POST /people`: appointing.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::people::{self, Invited, PersonInput};

/// Appoints a person. The link in the answer sets the password; it is shown this once. An administrator waits for
/// another administrator's consent: until then there are no roles, and the link opens nothing.
#[utoipa::path(post, path = "/api/v1/people", tag = "registers", request_body = PersonInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Invited), (status = "default", body = ProblemBody)))]
pub(crate) async fn appoint_person(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<PersonInput>,
) -> Answer<(StatusCode, Json<Invited>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let invited = people::appoint(&api.app, signed.actor(), key, body.value).await?;
    Ok((StatusCode::CREATED, Json(invited)))
}
