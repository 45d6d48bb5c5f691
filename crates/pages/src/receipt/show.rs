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
use domain::calendar::Instant;
use domain::hazard::Rating;
use domain::ids::HazardId;
use serde::Deserialize;
use work::hazard::{Look, Looked, PublicStep, ReceiptView, Rectification};

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
    /// 不予受理理由, as it was written to the reporter.
    why: Option<String>,
    where_: Option<String>,
    history: Vec<HistoryRow>,
    looks: Vec<String>,
    times_opened: usize,
    rated: Option<Rated>,
    stars: [Star; 5],
    done: Option<&'static str>,
    /// Whether it was sent a moment ago: then keeping the receipt comes first.
    sent: bool,
    printed: String,
    complaints: Vec<Complaint>,
    typed: Typed,
}

/// What was typed and not taken, to be shown again.
#[derive(Default)]
pub(super) struct Typed {
    /// Which of the forms it was.
    pub(super) verb: &'static str,
    pub(super) text: String,
    pub(super) solved: String,
    pub(super) stars: String,
}

impl Typed {
    fn of(&self, verb: &str) -> &str {
        if self.verb == verb { &self.text } else { "" }
    }
}

/// 评价, as it was given.
struct Rated {
    title: &'static str,
    said: String,
    at: String,
}

struct Star {
    value: u8,
    digit: &'static str,
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

    fn said<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.complaints.iter().filter(move |c| c.field == field).map(|c| c.say.as_str())
    }

    /// The state of a choice: as it was typed, or else as it was rated before; and whether its group is wrong.
    fn chosen(&self, group: &str, value: &str) -> String {
        let typed = if group == "solved" { &self.typed.solved } else { &self.typed.stars };
        let checked = if typed == value { " checked" } else { "" };
        let wrong = match self.wrong(group) {
            true => format!(" aria-invalid=\"true\" aria-describedby=\"{group}-error\""),
            false => String::new(),
        };
        format!("{checked}{wrong}")
    }

    fn moment(&self, at: &Instant) -> String {
        moment(self.frame.lang, *at)
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
        "sent" => w.done_sent,
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
    let all = [
        (5, "5", w.stars_5),
        (4, "4", w.stars_4),
        (3, "3", w.stars_3),
        (2, "2", w.stars_2),
        (1, "1", w.stars_1),
    ];
    all.map(|(value, digit, name)| Star { value, digit, name })
}

fn purpose(w: &'static Words, code: &str) -> &'static str {
    let w = &w.receipt;
    match code {
        "call_back" => w.purpose_call_back,
        "clarify" => w.purpose_clarify,
        _ => w.purpose_life_danger,
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

/// 整改期限, as long as it says something.
fn due_line(lang: Reader, told: Rectification, now: Instant) -> String {
    let w = &lang.words().receipt;
    match told {
        Rectification::Until(due) => {
            let line = w.due.with(moment(*lang, due));
            match now.since(due) {
                ..=0 => line,
                late if late < Instant::DAY => format!("{line}{}", w.due_past),
                late if late < 2 * Instant::DAY => format!("{line}{}", w.due_past_day),
                late => format!("{line}{}", w.due_past_days.with(late / Instant::DAY)),
            }
        }
        Rectification::Kept => w.due_kept.to_owned(),
        Rectification::Missed(late) if late < Instant::DAY => w.due_missed.to_owned(),
        Rectification::Missed(late) if late < 2 * Instant::DAY => w.due_missed_day.to_owned(),
        Rectification::Missed(late) => w.due_missed_days.with(late / Instant::DAY),
    }
}

/// 申诉 against the rejection under which it stands: whether it still waits to be reviewed. `None` without one.
fn appeal_waits(r: &ReceiptView) -> Option<bool> {
    let told = |s: &&PublicStep| matches!(s.kind.as_str(), "rejected" | "appealed" | "appeal_decided");
    let last = r.steps.iter().rev().find(told)?;
    (r.stage == "rejected" && last.kind != "rejected").then(|| last.kind == "appealed")
}

/// Where it stands, with the rating that was given after closing and the objection to a rejection.
fn stage_line(lang: Reader, r: &ReceiptView, appeal_waits: Option<bool>) -> &'static str {
    let w = &lang.words().receipt;
    match (r.stage.as_str(), r.rating.as_ref(), appeal_waits) {
        ("follow_up", Some(rating), _) if rating.solved => w.stage_rated,
        ("follow_up", Some(_), _) => w.stage_unsolved,
        ("rejected", _, Some(true)) => w.stage_appealed,
        ("rejected", _, Some(false)) => w.stage_dismissed,
        (code, ..) => stage(*lang, code),
    }
}

fn rated(lang: Reader, rating: &Rating) -> Rated {
    let w = &lang.words().receipt;
    let solved = if rating.solved { w.rated_solved } else { w.rated_unsolved };
    let star = stars(lang.words()).into_iter().find(|s| s.value == rating.stars);
    let parts: Vec<&str> = std::iter::once(solved).chain(star.map(|s| s.name)).collect();
    Rated {
        title: if rating.by_desk { w.rated_by_desk } else { w.rated },
        said: parts.join(" · "),
        at: moment(*lang, rating.at),
    }
}

/// The page of a receipt, with what is to be said about what was just tried.
pub(super) async fn draw(
    pages: &Pages,
    lang: Reader,
    id: HazardId,
    done: Option<&str>,
    complaints: Vec<Complaint>,
    typed: Typed,
) -> Result<ReceiptPageOf, Failed> {
    let r = ReceiptView::of(&pages.app, id).await?;
    let w = lang.words();
    let told = |stage: &str, kind: &str| {
        let last = r.steps.iter().rev().find(|s| r.stage == stage && s.kind == kind);
        last.and_then(|s| s.text.clone())
    };
    let appeal_waits = appeal_waits(&r);
    let decided = if appeal_waits == Some(false) { "appeal_decided" } else { "rejected" };
    let (question, why) = (told("supplement", "supplement_asked"), told("rejected", decided));
    let where_ = match (&r.place, &r.address) {
        // An address that begins with the place's name says it already.
        (Some(place), Some(address)) if !address.starts_with(place) => Some(format!("{place} {address}")),
        (_, Some(address)) => Some(address.clone()),
        (place, None) => place.clone(),
    };
    let done_said = done_words(w, done);
    let title = format!("{} {}", w.receipt.title, r.number);
    // What a screen reader says first is what just happened.
    let mut frame = match (complaints.is_empty(), done_said) {
        (false, _) => pages.frame(lang, format!("{}{title}", w.frame.error_prefix)).stay(),
        (true, Some(said)) => pages.frame(lang, format!("{said} {title}")),
        (true, None) => pages.frame(lang, title),
    };
    frame = frame.with_scripts();
    let now = pages.app.store().surroundings().now();
    Ok(ReceiptPageOf(Box::new(ReceiptPage {
        frame,
        path: local(pages, &r.link),
        client_id: pages.app.store().surroundings().new_id().to_string(),
        stage: stage_line(lang, &r, appeal_waits),
        urge_again: r.urge_again.map(|again| w.receipt.urge_again.with(moment(*lang, again))),
        due: r.rectification.map(|told| due_line(lang, told, now)),
        // Whether it is taken up is open again.
        steps: steps(lang, if appeal_waits == Some(true) { "accepted" } else { &r.stage }),
        question,
        why,
        where_,
        history: r.steps.iter().map(|s| history_row(lang, s)).collect(),
        looks: r.looks.iter().map(|look| look_line(lang, look)).collect(),
        times_opened: r.times_opened(),
        rated: r.rating.as_ref().map(|rating| rated(lang, rating)),
        stars: stars(w),
        printed: w.receipt.printed.with(moment(*lang, now)),
        done: done_said,
        sent: done == Some("sent"),
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
        draw(&pages, lang, id, done.done.as_deref(), Vec::new(), Typed::default()).await
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
