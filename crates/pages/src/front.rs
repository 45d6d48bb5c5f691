//! GET / and GET /privacy

use crate::answer::page;
use crate::state::{Frame, Pages};
use crate::words::{Lang, With};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    frame: Frame,
    months: u32,
}

/// What this is, and where to begin.
pub(crate) async fn front(State(pages): State<Pages>, lang: Lang) -> Response {
    let frame = pages.frame(lang, lang.words().front.title).with_scripts();
    page(StatusCode::OK, &FrontPage { frame })
}

/// 个人信息处理告知 (个人信息保护法 §17).
pub(crate) async fn privacy(State(pages): State<Pages>, lang: Lang) -> Response {
    let frame = pages.frame(lang, lang.words().front.privacy_title);
    page(StatusCode::OK, &PrivacyPage { frame, months: pages.settings.contact_months })
}
