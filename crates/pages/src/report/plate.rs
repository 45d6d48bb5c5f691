//! POST /plate: 牌子被遮挡、移动、损坏或丢失, in one tap from the page of a place.

use super::at::At;
use super::send::sent;
use crate::answer::{Failed, see_other};
use crate::reader::Reader;
use crate::report_key;
use crate::scan::not_valid;
use crate::state::Pages;
use crate::upload::{Form, drain};
use crate::words::{Lang, Words};
use axum::extract::{Request, State};
use axum::response::Response;
use domain::people::Actor;
use work::hazard::NewReport;
use work::place::Scanned;

/// What is wrong with the plate, in the words in which it is reported.
fn wrong(w: &'static Words, what: &str) -> Option<&'static str> {
    let p = &w.place;
    Some(match what {
        "covered" => p.plate_covered_text,
        "moved" => p.plate_moved_text,
        "damaged" => p.plate_damaged_text,
        "lost" => p.plate_lost_text,
        _ => return None,
    })
}

/// The desk reads Chinese; the reporter also finds the own language again.
fn text(lang: Lang, what: &str) -> Option<String> {
    let chinese = wrong(Lang::Zh.words(), what)?;
    match lang {
        Lang::Zh => Some(chinese.to_owned()),
        Lang::En => Some(format!("{chinese}\n{}", wrong(lang.words(), what)?)),
    }
}

/// The report, and on to its receipt.
pub(crate) async fn report_plate(State(pages): State<Pages>, lang: Reader, request: Request) -> Response {
    let caller = pages.caller(request.extensions(), request.headers());
    if let Err(problem) = pages.app.limiters().report.address(caller) {
        drain(&pages, request).await;
        return Failed::from(problem).page(&pages, lang);
    }
    let form = match Form::read(&pages, *lang, &Actor::Public, request).await {
        Ok(form) => form,
        Err(failed) => return failed.page(&pages, lang),
    };
    let Some(text) = text(*lang, form.get("what")) else { return Failed::NotFound.page(&pages, lang) };
    let at = match form.get("code") {
        "" => At::named(&pages, form.get("place")).await,
        code => match work::place::scan(&pages.app, code).await {
            Ok(Scanned::Valid(spot)) => Ok(At::Code(spot)),
            Ok(other) => return not_valid(&pages, lang, code, other),
            Err(problem) => Err(problem),
        },
    };
    let report = match at {
        Ok(at) if at.place().is_some() => {
            NewReport { text, place: at.place(), code: at.stem(), ..NewReport::default() }
        }
        Ok(_) => return Failed::NotFound.page(&pages, lang),
        Err(problem) => return Failed::from(problem).page(&pages, lang),
    };
    if let Some(stem) = &report.code
        && let Err(problem) = pages.app.limiters().place_code.about(stem)
    {
        return Failed::from(problem).page(&pages, lang);
    }
    let key = report_key("pages/plate", &form);
    match work::hazard::report(&pages.app, Actor::Public, key, report).await {
        Ok(receipt) => see_other(&sent(&pages, &receipt)),
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}
