//! `/displays`: 大屏令牌.

use super::watching::cookie_name;
use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use identity::session::Transport;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use work::Problem;
use work::map::{Display, display_actor, displays, make_display, revoke_display};

/// As long as browsers keep a cookie at all: 400 days.
const LONG: u32 = 34_560_000;

/// Where a new display hangs.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisplayInput {
    /// 名称, for example 值班大厅.
    name: String,
}

/// A new display.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MadeDisplay {
    /// Its id.
    id: Uuid,
    /// The address to open on the screen, once; it is shown only now.
    link: String,
}

/// The token of a display.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisplayToken {
    /// What stands in the link behind `#display=`.
    token: String,
}

/// Every display, for the system administrator.
#[utoipa::path(get, path = "/api/v1/displays", tag = "map",
    responses((status = 200, body = Vec<Display>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_displays(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<Display>>> {
    Ok(Json(displays(&api.app, &signed.actor()).await?))
}

/// Gives a screen a token that opens figures and the map, for the system administrator.
#[utoipa::path(post, path = "/api/v1/displays", tag = "map", request_body = DisplayInput,
    responses((status = 201, body = MadeDisplay), (status = "default", body = ProblemBody)))]
pub(crate) async fn make_display_token(
    State(api): State<Api>,
    signed: Signed,
    body: Body<DisplayInput>,
) -> Answer<impl IntoResponse> {
    let made = make_display(&api.app, signed.actor(), &body.value.name).await?;
    let link = made.link(&api.app);
    Ok((StatusCode::CREATED, Json(MadeDisplay { id: made.id, link })))
}

/// Takes a display's token back.
#[utoipa::path(post, path = "/api/v1/displays/{id}/revoke", tag = "map", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn revoke_display_token(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    revoke_display(&api.app, signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A screen shows its token and gets a cookie for it.
#[utoipa::path(post, path = "/api/v1/displays/enter", tag = "map", request_body = DisplayToken,
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn enter_display(
    State(api): State<Api>,
    body: Body<DisplayToken>,
) -> Answer<impl IntoResponse> {
    let token = body.value.token;
    if display_actor(&api.app, &token).await?.is_none() {
        return Err(Problem::not_signed_in().into());
    }
    let transport = api.transport();
    let secure = match transport {
        Transport::Https => "; Secure",
        Transport::LoopbackHttp => "",
    };
    let name = cookie_name(transport);
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={LONG}{secure}");
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)])))
}
