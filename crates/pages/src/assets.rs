//! The style sheet, the script and the icon: part of the program, under names that change with their content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ledger::Hash;
use std::sync::LazyLock;

const CSS: &str = include_str!("../assets/pages.css");
const SCRIPT: &str = include_str!("../assets/report.js");
const ICON: &str = include_str!("../assets/icon.svg");

fn named(stem: &str, extension: &str, content: &str) -> String {
    let digest = Hash::of(&[content.as_bytes()]).to_string();
    format!("/assets/{stem}-{}.{extension}", &digest[..10])
}

/// The script without indentation and comments, which nobody's phone needs.
static JS: LazyLock<String> = LazyLock::new(|| {
    let lines = SCRIPT.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
});
static CSS_PATH: LazyLock<String> = LazyLock::new(|| named("pages", "css", CSS));
static JS_PATH: LazyLock<String> = LazyLock::new(|| named("report", "js", &JS));

/// Where the style sheet is.
pub(crate) fn css_path() -> &'static str {
    &CSS_PATH
}

/// Where the script is.
pub(crate) fn js_path() -> &'static str {
    &JS_PATH
}

/// GET /assets/{name}
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let path = format!("/assets/{name}");
    let (kind, content) = match path.as_str() {
        p if p == css_path() => ("text/css; charset=utf-8", CSS),
        p if p == js_path() => ("text/javascript; charset=utf-8", JS.as_str()),
        "/assets/icon.svg" => ("image/svg+xml", ICON),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let forever = "public, max-age=31536000, immutable";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, forever)], content).into_response()
}
