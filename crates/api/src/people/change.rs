//! `PUT /people/{id}`: changing name, login, unit or roles.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people::{self, PersonInput};

/// Changes a person; it holds from the person's next request on. Nobody changes themselves.
#[utoipa::path(put, path = "/api/v1/people/{id}", tag = "registers", request_body = PersonInput,
    params(("id" = Uuid, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    body: Body<PersonInput>,
) -> Answer<StatusCode> {
    people::change_person(&api.app, signed.actor(), PersonId(id), body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
