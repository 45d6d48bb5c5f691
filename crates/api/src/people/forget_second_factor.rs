//! `POST /people/{id}/forget-second-factor`: 复位两步验证.

use crate::actor::Signed;
use crate::people::done::Done;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people::{self, Asked};

/// Takes a lost second factor back: sessions end, and an administrator enrols a new one at the next sign-in. Nobody
/// takes back one's own. An administrator's account waits for another administrator's consent.
#[utoipa::path(post, path = "/api/v1/people/{id}/forget-second-factor", tag = "registers",
    params(("id" = Uuid, Path)), responses((status = 204), (status = 202, body = Asked),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn forget_second_factor(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Done> {
    Ok(Done(people::forget_second_factor(&api.app, signed.actor(), PersonId(id)).await?))
}
