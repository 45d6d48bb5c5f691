//! The style sheets, the scripts and the icon: part of the program, under names that change with their content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ledger::Hash;
use std::sync::LazyLock;

const CSS: &str = include_str!("../assets/pages.css");
const LISTS: &str = include_str!("../assets/lists.css");
const RECEIPT: &str = include_str!("../assets/receipt.css");
const QUEUE: &str = include_str!("../assets/queue.js");
const SCRIPT: &str = include_str!("../assets/report.js");
const SPEAKER: &str = include_str!("../assets/speak.js");
const ICON: &str = include_str!("../assets/icon.svg");

fn named(stem: &str, extension: &str, content: &str) -> String {
    let digest = Hash::of(&[content.as_bytes()]).to_string();
    format!("/assets/{stem}-{}.{extension}", &digest[..10])
}

/// A script without indentation, comments and blanks around signs, which nobody's phone needs. None of these stands in
/// a string of ours: a test looks.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    BLANKS
        .iter()
        .fold(lines.collect::<Vec<_>>().join("\n"), |text, sign| text.replace(&format!(" {sign} "), sign))
}

const BLANKS: [&str; 8] = ["=>", "=", "===", "&&", "||", "?", ":", "+"];

/// A style sheet in one line, without comments, which stand on lines of their own.
fn flat(sheet: &str) -> String {
    sheet.lines().map(str::trim).filter(|line| !line.starts_with("/*")).collect()
}

static SHEET: LazyLock<String> = LazyLock::new(|| flat(CSS));
static LISTS_SHEET: LazyLock<String> = LazyLock::new(|| flat(LISTS));
static RECEIPT_SHEET: LazyLock<String> = LazyLock::new(|| flat(RECEIPT));
static QUEUE_JS: LazyLock<String> = LazyLock::new(|| bare(QUEUE));
static FORM_JS: LazyLock<String> = LazyLock::new(|| bare(SCRIPT));
static SPEAKER_JS: LazyLock<String> = LazyLock::new(|| bare(SPEAKER));
static CSS_PATH: LazyLock<String> = LazyLock::new(|| named("pages", "css", &SHEET));
static LISTS_PATH: LazyLock<String> = LazyLock::new(|| named("lists", "css", &LISTS_SHEET));
static RECEIPT_PATH: LazyLock<String> = LazyLock::new(|| named("receipt", "css", &RECEIPT_SHEET));
static QUEUE_PATH: LazyLock<String> = LazyLock::new(|| named("queue", "js", &QUEUE_JS));
static FORM_PATH: LazyLock<String> = LazyLock::new(|| named("report", "js", &FORM_JS));
static SPEAKER_PATH: LazyLock<String> = LazyLock::new(|| named("speak", "js", &SPEAKER_JS));

/// Where the script for speech is; browsers that have none never ask for it.
pub(crate) fn speaker_path() -> &'static str {
    &SPEAKER_PATH
}

/// Where the style sheet is.
pub(crate) fn css_path() -> &'static str {
    &CSS_PATH
}

/// Where the style sheet for lists and figures is.
pub(crate) fn lists_path() -> &'static str {
    &LISTS_PATH
}

/// Where the style sheet for receipts is.
pub(crate) fn receipt_path() -> &'static str {
    &RECEIPT_PATH
}

/// Where the script is that sends what waits on the phone.
pub(crate) fn queue_path() -> &'static str {
    &QUEUE_PATH
}

/// Where the script of the form is; it needs the other one.
pub(crate) fn form_path() -> &'static str {
    &FORM_PATH
}

/// GET /assets/{name}
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let path = format!("/assets/{name}");
    let (kind, content) = match path.as_str() {
        p if p == css_path() => ("text/css; charset=utf-8", SHEET.as_str()),
        p if p == lists_path() => ("text/css; charset=utf-8", LISTS_SHEET.as_str()),
        p if p == receipt_path() => ("text/css; charset=utf-8", RECEIPT_SHEET.as_str()),
        p if p == queue_path() => ("text/javascript; charset=utf-8", QUEUE_JS.as_str()),
        p if p == form_path() => ("text/javascript; charset=utf-8", FORM_JS.as_str()),
        p if p == speaker_path() => ("text/javascript; charset=utf-8", SPEAKER_JS.as_str()),
        "/assets/icon.svg" => ("image/svg+xml", ICON),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let forever = "public, max-age=31536000, immutable";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, forever)], content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Between quotes of one line nothing is taken out.
    #[test]
    fn what_a_script_says_stays_as_it_is() {
        for script in [QUEUE, SCRIPT, SPEAKER] {
            for line in script.lines().filter(|line| !line.trim().starts_with("//")) {
                let said = line.split(['\'', '"', '`']).skip(1).step_by(2);
                for text in said {
                    assert!(BLANKS.iter().all(|sign| !text.contains(&format!(" {sign} "))), "{line}");
                }
            }
        }
        assert_eq!(bare("  // said\n  var a = 1;\n\n  b => a === 2;\n"), "var a=1;\nb=>a===2;");
    }
}
