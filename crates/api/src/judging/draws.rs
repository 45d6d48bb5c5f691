//! `GET /draws`, `GET /draws/{period}` and its proof: 抽查复核.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::judging::{self, DrawDetail, DrawListed, DrawProof};

/// The drawings, the newest first.
#[utoipa::path(get, path = "/api/v1/draws", tag = "judging",
    responses((status = 200, body = Vec<DrawListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_draws(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<DrawListed>>> {
    Ok(Json(judging::draws(&api.app, &signed.actor()).await?))
}

/// One drawing with what became of its cases; for supervisors.
#[utoipa::path(get, path = "/api/v1/draws/{period}", tag = "judging", params(("period" = String, Path)),
    responses((status = 200, body = DrawDetail), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_draw(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named(period): Named<String>,
) -> Answer<Json<DrawDetail>> {
    Ok(Json(judging::read_draw(&api.app, &signed.actor(), &period, lang(&headers)).await?))
}

/// Everything that repeats a drawing that was revealed; for everybody, with `scripts/verify_draw.py`.
#[utoipa::path(get, path = "/api/v1/draws/{period}/proof", tag = "judging", params(("period" = String, Path)),
    responses((status = 200, body = DrawProof), (status = "default", body = ProblemBody)))]
pub(crate) async fn prove_draw(
    State(api): State<Api>,
    Named(period): Named<String>,
) -> Answer<Json<DrawProof>> {
    Ok(Json(judging::prove_draw(&api.app, &period).await?))
}
