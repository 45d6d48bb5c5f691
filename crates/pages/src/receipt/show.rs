//! GET /r/{receipt}, its photos and its QR code

use super::{StepView, open, steps};
use crate::answer::{Failed, page};
use crate::moment::moment;
use crate::reader::Reader;
use crate::scan::{Which, local};
use crate::state::{Frame, Pages};
use crate::upload::Complaint;
use crate::words::{With, Words, event, stage};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::HazardId;
use serde::Deserialize;
use work::hazard::{Look, Looked, PublicStep, ReceiptView};

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    r: ReceiptView,
    path: String,
    client_id: String,
    stage: &'static str,
    due: Option<String>,
    urge_again: Option<String>,
    steps: Vec<StepView>,
    question: Option<String>,
    where_: Option<String>,
    history: Vec<HistoryRow>,
    looks: Vec<String>,
    times_opened: usize,
    rated: Option<&'static str>,
    rated_unsolved: bool,
    stars: [Star; 5],
    done: Option<&'static str>,
    printed: String,
    complaints: Vec<Complaint>,
    typed: String,
}

struct Star {
    value: u8,
    name: &'static str,
}

struct HistoryRow {
    what: &'static str,
    who: String,
    at: String,
    text: Option<String>,
    photos: Vec<String>,
}

impl ReceiptPage {
    fn may(&self, action: &str) -> bool {
        self.r.allowed.iter().any(|kind| kind.name() == action)
    }

    fn wrong(&self, field: &str) -> bool {
        self.complaints.iter().any(|c| c.field == field)
    }
}

/// What just happened, for the line at the top.
#[derive(Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

fn done_words(w: &'static Words, done: Option<&str>) -> Option<&'static str> {
    let w = &w.receipt;
    Some(match done? {
        "add" => w.done_add,
        "urge" => w.done_urge,
        "appeal" => w.done_appeal,
        "rate" => w.done_rate,
        "erase" => w.done_erase,
        _ => return None,
    })
}

fn stars(w: &'static Words) -> [Star; 5] {
    let w = &w.receipt;
    [(5, w.stars_5), (4, w.stars_4), (3, w.stars_3), (2, w.stars_2), (1, w.stars_1)]
        .map(|(value, name)| Star { value, name })
}

fn purpose(w: &'static Words, code: &str) -> &'static str {
    let w = &w.receipt;
    match code {
        "call_back" => w.purpose_call_back,
        "clarify" => w.purpose_clarify,
        "life_danger" => w.purpose_life_danger,
        _ => w.purpose_reward,
    }
}

/// A step towards the contact: when, what, which office, for what.
fn look_line(lang: Reader, look: &Look) -> String {
    let w = &lang.words().receipt;
    let what = match look.what {
        Looked::Asked => w.look_asked,
        Looked::Granted => w.look_granted,
        Looked::Refused => w.look_refused,
        Looked::Lapsed => w.look_lapsed,
        Looked::Opened => w.look_opened,
    };
    let about = [look.office.as_deref(), look.purpose.as_deref().map(|code| purpose(lang.words(), code))];
    let parts = [moment(*lang, look.at), what.to_owned()].into_iter();
    parts.chain(about.into_iter().flatten().map(str::to_owned)).collect::<Vec<_>>().join(" · ")
}

fn history_row(lang: Reader, step: &PublicStep) -> HistoryRow {
    let w = &lang.words().receipt;
    let who = match (&step.office, step.by_reporter) {
        (Some(office), _) => office.clone(),
        (None, true) => w.by_you.to_owned(),
        (None, false) => w.by_system.to_owned(),
    };
    HistoryRow {
        what: event(*lang, &step.kind),
        who,
        at: moment(*lang, step.at),
        text: step.text.clone(),
        photos: step.photos.iter().map(ToString::to_string).collect(),
    }
}

/// The page of a receipt, with what is to be said about what was just tried.
pub(super) async fn draw(
    pages: &Pages,
    lang: Reader,
    id: HazardId,
    done: Option<&str>,
    complaints: Vec<Complaint>,
    typed: String,
) -> Result<ReceiptPageOf, Failed> {
    let r = ReceiptView::of(&pages.app, id).await?;
    let w = lang.words();
    let question = (r.stage == "supplement")
        .then(|| r.steps.iter().rev().find(|s| s.kind == "supplement_asked").and_then(|s| s.text.clone()))
        .flatten();
    let where_ = match (&r.place, &r.address) {
        (Some(place), Some(address)) => Some(format!("{place} {address}")),
        (place, address) => place.clone().or_else(|| address.clone()),
    };
    let rated = r.rating.as_ref().and_then(|rating| stars(w).into_iter().find(|s| s.value == rating.stars));
    let mut frame = pages.frame(lang, format!("{} {}", w.receipt.title, r.number)).with_scripts();
    if !complaints.is_empty() {
        frame = frame.stay();
    }
    Ok(ReceiptPageOf(Box::new(ReceiptPage {
        frame,
        path: local(pages, &r.link),
        client_id: pages.app.store().surroundings().new_id().to_string(),
        stage: stage(*lang, &r.stage),
        urge_again: r.urge_again.map(|again| w.receipt.urge_again.with(moment(*lang, again))),
        due: r.due_at.map(|due| moment(*lang, due)),
        steps: steps(lang, &r.stage),
        question,
        where_,
        history: r.steps.iter().map(|s| history_row(lang, s)).collect(),
        looks: r.looks.iter().map(|look| look_line(lang, look)).collect(),
        times_opened: r.times_opened(),
        rated: rated.map(|s| s.name),
        rated_unsolved: r.rating.as_ref().is_some_and(|rating| !rating.solved),
        stars: stars(w),
        printed: w.receipt.printed.with(moment(*lang, pages.app.store().surroundings().now())),
        done: done_words(w, done),
        complaints,
        typed,
        r,
    })))
}

/// A drawn page, ready to be answered.
pub(super) struct ReceiptPageOf(Box<ReceiptPage>);

impl ReceiptPageOf {
    pub(super) fn answer(&self, status: StatusCode) -> Response {
        page(status, self.0.as_ref())
    }
}

/// The receipt.
pub(crate) async fn show(
    State(pages): State<Pages>,
    lang: Reader,
    Path(receipt): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let drawn = async {
        let (id, _) = open(&pages, &receipt).await?;
        draw(&pages, lang, id, done.done.as_deref(), Vec::new(), String::new()).await
    };
    match drawn.await {
        Ok(drawn) => drawn.answer(StatusCode::OK),
        Err(failed) => failed.page(&pages, lang),
    }
}

/// A photo of the reporter or of the result.
pub(crate) async fn photo(
    State(pages): State<Pages>,
    Path((receipt, photo)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Response {
    let found = async {
        let (_, actor) = open(&pages, &receipt).await?;
        let file = photo.strip_suffix(".jpg").and_then(|id| id.parse().ok()).ok_or(Failed::NotFound)?;
        Ok::<_, Failed>(work::photo::fetch(&pages.app, &actor, file, which.size()).await?)
    };
    match found.await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response(),
        Err(failed) => failed.status().into_response(),
    }
}

/// The address of the receipt as a QR code. No look-up: the address itself is what is drawn, once it is right.
pub(crate) async fn qr(State(pages): State<Pages>, Path(receipt): Path<String>) -> Response {
    let number = receipt.split_once('-').map(|(number, _)| number);
    let link = number.map(|number| work::hazard::receipt_link(&pages.app, number));
    let svg = link.filter(|link| local(&pages, link) == format!("/r/{receipt}"));
    match svg.and_then(|link| work::place::qr_svg(&link)) {
        Some(svg) => ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
