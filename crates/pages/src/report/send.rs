//! POST: takes the report in and leads to its receipt, or shows the form again with all that was typed and sent.

use super::at::{At, Lane};
use super::form::{FormPage, Typed};
use super::{check, confirm};
use crate::answer::{Failed, see_other};
use crate::reader::Reader;
use crate::scan::{local, not_valid};
use crate::state::Pages;
use crate::upload::{Complaint, Form, MOST_PHOTOS, drain};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::hazard::{Photo, PhotoRole};
use domain::people::Actor;
use serde_json::json;
use store::Key;
use uuid::Uuid;
use work::hazard::{NewReport, Receipt};
use work::place::Scanned;

/// Whether the page's own script asks: it wants facts and keeps the form itself.
fn wants_facts(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|a| a.starts_with("application/json"))
}

/// A failure for whoever asks.
fn failed(pages: &Pages, lang: Reader, facts: bool, failed: Failed) -> Response {
    if !facts {
        return failed.page(pages, lang);
    }
    let (title, text) = failed.words(lang);
    (failed.status(), Json(json!({ "say": format!("{title}\u{3000}{text}") }))).into_response()
}

/// Where whoever has sent a report goes on: to its receipt, which says so.
pub(super) fn sent(pages: &Pages, receipt: &Receipt) -> String {
    format!("{}?done=sent", local(pages, &receipt.link(&pages.app)))
}

/// POST /report
pub(crate) async fn send(State(pages): State<Pages>, lang: Reader, request: Request) -> Response {
    take(&pages, lang, At::Anywhere, Lane::Open, request).await
}

/// POST /inside
pub(crate) async fn send_inside(State(pages): State<Pages>, lang: Reader, request: Request) -> Response {
    take(&pages, lang, At::Anywhere, Lane::Inside, request).await
}

/// POST /s/{code}/report
pub(crate) async fn send_at(
    State(pages): State<Pages>,
    lang: Reader,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    let facts = wants_facts(&request);
    match work::place::scan(&pages.app, &code).await {
        Ok(Scanned::Valid(spot)) => take(&pages, lang, At::Code(spot), Lane::Open, request).await,
        Ok(other) => {
            drain(&pages, request).await;
            not_valid(&pages, lang, &code, other)
        }
        Err(problem) => failed(&pages, lang, facts, problem.into()),
    }
}

async fn take(pages: &Pages, lang: Reader, at: At, lane: Lane, request: Request) -> Response {
    let facts = wants_facts(&request);
    let caller = pages.caller(request.extensions(), request.headers());
    if let Err(problem) = pages.app.limiters().report.address(caller) {
        drain(pages, request).await;
        return failed(pages, lang, facts, problem.into());
    }
    let form = match Form::read(pages, *lang, &Actor::Public, request).await {
        Ok(form) => form,
        Err(error) => return failed(pages, lang, facts, error),
    };
    let (at, gone) = match at {
        At::Anywhere => match At::named(pages, form.get("place")).await {
            Ok(at) => (at, false),
            Err(problem) if problem.status == 404 => (At::Anywhere, true),
            Err(problem) => return failed(pages, lang, facts, problem.into()),
        },
        at => (at, false),
    };
    Taking { pages, lang, at, lane, form, facts }.run(gone).await
}

/// One report on its way in.
struct Taking<'a> {
    pages: &'a Pages,
    lang: Reader,
    at: At,
    lane: Lane,
    form: Form,
    facts: bool,
}

impl Taking<'_> {
    /// `gone`: whether the place that the form names is not there any more.
    async fn run(self, gone: bool) -> Response {
        let w = self.lang.words();
        let now = self.pages.app.store().surroundings().now();
        let kept = self.kept();
        let mut complaints = self.form.complaints.clone();
        if gone {
            complaints.push(Complaint::new("address", w.report.e_place_gone));
        }
        if kept.len() + self.form.photos.len() > MOST_PHOTOS {
            complaints.push(Complaint::new("photos", w.report.e_photos_many));
        }
        let count = kept.len() + self.form.photos.len();
        let mut report = check::report(w, &self.form, &self.at, self.lane, count, now, &mut complaints);
        if !complaints.is_empty() {
            return self.again(StatusCode::UNPROCESSABLE_ENTITY, complaints, None);
        }
        if self.form.has("change") {
            return self.again(StatusCode::OK, complaints, None);
        }
        // The script has shown it already.
        if !self.form.has("as_is") && !self.facts {
            let passages = confirm::passages(w, &[&report.text, &report.address]);
            if !passages.is_empty() {
                let (files, action) = (self.tickets(), self.at.action(self.lane));
                return confirm::ask(self.pages, self.lang, action, &self.form, files, passages);
            }
        }
        // Only what is a report counts: else empty forms would shut a plate. Danger to life is never turned away for what
        // others sent.
        if let Some(stem) = report.code.as_ref().filter(|_| !report.life_danger)
            && let Err(problem) = self.pages.app.limiters().place_code.about(stem)
        {
            let failure = Failed::from(problem);
            if self.facts {
                return failed(self.pages, self.lang, true, failure);
            }
            let (_, text) = failure.words(self.lang);
            return self.again(failure.status(), vec![Complaint::new("", text)], None);
        }
        let key = self.key(&report, &kept);
        match self.photos(&kept).await {
            Ok(photos) => report.photos = photos,
            // A ticket is spent by the report that it went into: perhaps by this one, whose answer was lost.
            Err(problem) => match &key {
                Some(key) => match work::hazard::recall(&self.pages.app, Actor::Public, key.clone()).await {
                    Some(receipt) => return self.done(&receipt),
                    None => return self.again(problem.0, vec![problem.1], Some(Vec::new())),
                },
                None => return self.again(problem.0, vec![problem.1], Some(Vec::new())),
            },
        }
        match work::hazard::report(&self.pages.app, Actor::Public, key.clone(), report).await {
            Ok(receipt) => self.done(&receipt),
            Err(problem) if problem.code == "key_reused" => {
                let say = Complaint::new("", w.report.e_sent_before);
                // Whose phone it is need not be who reported: the lane for employees leads to no receipt but the own.
                let before = match (key, self.lane) {
                    (Some(key), Lane::Open) => work::hazard::sent_before(&self.pages.app, &key).await,
                    _ => None,
                };
                self.again_after(StatusCode::CONFLICT, vec![say], None, before)
            }
            Err(problem) if !problem.errors.is_empty() => {
                let complaints = check::refused(w, &problem);
                self.again(StatusCode::UNPROCESSABLE_ENTITY, complaints, None)
            }
            Err(problem) => {
                let failure = Failed::from(problem);
                let (_, text) = failure.words(self.lang);
                self.again(failure.status(), vec![Complaint::new("", text)], None)
            }
        }
    }

    /// Photos of an earlier attempt that the sender still wants.
    fn kept(&self) -> Vec<Uuid> {
        let dropped: Vec<&str> = self.form.all("drop").collect();
        let tickets = self.form.all("kept").filter(|t| !dropped.contains(t));
        let mut kept: Vec<Uuid> = tickets.filter_map(|t| work::photo::redeem(&self.pages.app, t)).collect();
        kept.sort();
        kept.dedup();
        kept
    }

    /// Who repeats the same report with the same id gets the same receipt.
    fn key(&self, report: &NewReport, kept: &[Uuid]) -> Option<Key> {
        let id = client_id(&self.form)?;
        // The time at which the device says that it was written may differ between two attempts.
        let content = NewReport { captured_at: None, reporter: None, ..report.clone() };
        // Whether there is a contact, not which: a digest of a telephone number can be guessed.
        let reporter = report.reporter.as_ref().map(|r| (r.name.is_some(), r.phone.is_some()));
        let photos: Vec<&str> = self.form.photos.iter().map(|p| p.sha256.as_str()).collect();
        let content = format!("{content:?} {reporter:?} {kept:?} {photos:?}");
        Some(Key::new("pages/report", id, content.as_bytes()))
    }

    async fn photos(&self, kept: &[Uuid]) -> Result<Vec<Photo>, (StatusCode, Complaint)> {
        let files = kept.iter().copied().chain(self.form.photos.iter().map(|p| p.file.0));
        let wanted: Vec<(Uuid, PhotoRole)> = files.map(|f| (f, PhotoRole::Before)).collect();
        work::photo::find(&self.pages.app, &Actor::Public, &wanted).await.map_err(|problem| {
            if problem.errors.is_empty() {
                let failure = Failed::from(problem);
                return (failure.status(), Complaint::new("", failure.words(self.lang).1));
            }
            let say = self.lang.words().report.e_photo_kept;
            (StatusCode::UNPROCESSABLE_ENTITY, Complaint::new("photos", say))
        })
    }

    /// Tickets for the photos that are here already.
    fn tickets(&self) -> Vec<String> {
        let files = self.kept().into_iter().chain(self.form.photos.iter().map(|p| p.file.0));
        files.take(MOST_PHOTOS).map(|file| work::photo::ticket(&self.pages.app, file)).collect()
    }

    fn done(&self, receipt: &Receipt) -> Response {
        let path = sent(self.pages, receipt);
        if self.facts {
            return (StatusCode::CREATED, Json(json!({ "receipt": path }))).into_response();
        }
        see_other(&path)
    }

    /// The form once more. `tickets` replaces those of the photos that are here already.
    fn again(
        &self,
        status: StatusCode,
        complaints: Vec<Complaint>,
        tickets: Option<Vec<String>>,
    ) -> Response {
        self.again_after(status, complaints, tickets, None)
    }

    /// The same, with the way to what was sent from this page before.
    fn again_after(
        &self,
        status: StatusCode,
        complaints: Vec<Complaint>,
        tickets: Option<Vec<String>>,
        before: Option<Receipt>,
    ) -> Response {
        let app = &self.pages.app;
        if self.facts {
            let photos: Vec<Option<String>> = self
                .form
                .outcomes
                .iter()
                .map(|o| o.as_ref().map(|k| work::photo::ticket(app, k.file.0)))
                .collect();
            return (status, Json(json!({ "problems": complaints, "photos": photos }))).into_response();
        }
        let tickets = tickets.unwrap_or_else(|| self.tickets());
        // A used id would be refused again, so a report that differs from what was sent under it gets a new one.
        let id = client_id(&self.form).filter(|_| status != StatusCode::CONFLICT);
        FormPage::new(self.pages, self.lang, &self.at, self.lane)
            .again(id, Typed::of(&self.form), tickets, complaints)
            .after(before.map(|receipt| local(self.pages, &receipt.link(&self.pages.app))))
            .answer(status)
    }
}

/// The id under which the sender repeats itself.
pub(crate) fn client_id(form: &Form) -> Option<&str> {
    let id = form.get("client_id");
    let fits = (16..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fits.then_some(id)
}
