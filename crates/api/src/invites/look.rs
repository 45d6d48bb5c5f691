//! `GET /invites/{token}`: for whom a link is.

use crate::address::Caller;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::people::{self, Invitee};

/// For whom a link is, if it is still good.
#[utoipa::path(get, path = "/api/v1/invites/{token}", tag = "session", params(("token" = String, Path)),
    responses((status = 200, body = Invitee), (status = "default", body = ProblemBody)))]
pub(crate) async fn look_at_invite(
    State(api): State<Api>,
    Caller(address): Caller,
    Named(token): Named<String>,
) -> Answer<Json<Invitee>> {
    Ok(Json(people::look_at_invite(&api.app, address, &token).await?))
}
