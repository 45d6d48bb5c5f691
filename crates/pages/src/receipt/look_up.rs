//! GET /r?number=: how far it is, no more.

use super::{StepView, steps};
use crate::answer::{Failed, page};
use crate::moment::{day, moment};
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::{With, stage};
use askama::Template;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use work::hazard::Progress;

#[derive(Template)]
#[template(path = "lookup.html")]
struct LookUpPage {
    frame: Frame,
    typed: String,
    trouble: Option<&'static str>,
    found: Option<Found>,
    steps: Vec<StepView>,
}

struct Found {
    number: String,
    stage: &'static str,
    reported_at: String,
    updated_at: String,
}

/// The form of `/r?number=`.
#[derive(Deserialize)]
pub(crate) struct Asked {
    number: Option<String>,
}

/// The form, and what was found.
pub(crate) async fn look_up(
    State(pages): State<Pages>,
    lang: Reader,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let typed: String = asked.number.unwrap_or_default().trim().chars().take(40).collect();
    let w = &lang.words().receipt;
    let mut frame = pages.frame(lang, w.lookup_title);
    if !typed.is_empty() {
        let number = form_urlencoded::Serializer::new(String::new()).append_pair("number", &typed).finish();
        frame.query = format!("{number}&");
    }
    let mut template = LookUpPage { frame, typed, trouble: None, found: None, steps: Vec::new() };
    if template.typed.is_empty() {
        return page(StatusCode::OK, &template);
    }
    let caller = pages.caller(request.extensions(), request.headers());
    if let Err(problem) = pages.app.limiters().receipt.address(caller) {
        return Failed::from(problem).page(&pages, lang);
    }
    let status = match work::hazard::find_receipt(&pages.app, &template.typed).await {
        Ok(Progress { number, stage: code, reported_at, updated_at }) => {
            template.steps = steps(lang, &code);
            template.found = Some(Found {
                number,
                // Rating needs the receipt itself, and whether one was given is not for whoever knows a number.
                stage: stage(*lang, if code == "follow_up" { "closed" } else { &code }),
                // The day only: whoever knows a number learns no hour at which somebody stood there.
                reported_at: day(*lang, reported_at),
                updated_at: moment(*lang, updated_at),
            });
            StatusCode::OK
        }
        Err(problem) => {
            template.trouble = Some(match (problem.status, problem.code) {
                (404, _) => w.lookup_none,
                (_, "receipt_mistyped") => w.lookup_mistyped,
                (422, _) => w.lookup_malformed,
                _ => return Failed::from(problem).page(&pages, lang),
            });
            StatusCode::NOT_FOUND
        }
    };
    page(status, &template)
}
