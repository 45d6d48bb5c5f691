//! `GET /overview`: 晨报.

use crate::map::Watching;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use work::overview::{Overview, overview};

/// What is late and whose, what waits for the viewer, how the days went: of the whole district for the desk and
/// leaders, of their own unit for others.
#[utoipa::path(get, path = "/api/v1/overview", tag = "figures",
    responses((status = 200, body = Overview), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_overview(
    State(api): State<Api>,
    watching: Watching,
    headers: HeaderMap,
) -> Answer<Json<Overview>> {
    let mut all = overview(&api.app, &watching.actor(), lang(&headers)).await?;
    if watching.is_display() {
        // On a wall everybody reads along: no words of reporters, and nothing that waits for one person.
        all.mine.items.clear();
        // Nor what leads to a reporter.
        all.late.items.retain(|item| item.source != "employee");
        for item in &mut all.late.items {
            item.text.clear();
            item.receipt.clear();
        }
    }
    Ok(Json(all))
}

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(read_overview))
}
