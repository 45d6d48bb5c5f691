//! `PUT /people/{id}`: changing name, login, unit or roles.

use crate::actor::Signed;
use crate::body::Body;
use crate::people::done::Done;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people::{self, Asked, PersonInput};

/// Changes a person; it holds from the person's next request on. Nobody changes themselves. What makes an administrator
/// of the person waits for another administrator's consent; the account then begins anew with the link in the answer.
#[utoipa::path(put, path = "/api/v1/people/{id}", tag = "registers", request_body = PersonInput,
    params(("id" = Uuid, Path)), responses((status = 204), (status = 202, body = Asked),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn change_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    body: Body<PersonInput>,
) -> Answer<Done> {
    Ok(Done(people::change_person(&api.app, signed.actor(), PersonId(id), body.value).await?))
}
