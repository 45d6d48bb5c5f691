//! The form.

use super::at::{At, Lane};
use crate::answer::{Failed, page};
use crate::reader::Reader;
use crate::scan::not_valid;
use crate::state::{Frame, Pages};
use crate::upload::{Complaint, Form};
use crate::words::With;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::hazard::Catalogue;
use serde::Deserialize;
use work::place::Scanned;

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct FormPage {
    frame: Frame,
    action: String,
    place: Option<Where>,
    /// The place that was picked.
    hidden: Option<String>,
    inside: bool,
    /// The place for the form of people who work there.
    lane_place: Option<String>,
    client_id: String,
    typed: Typed,
    tickets: Vec<String>,
    kinds: Vec<Group>,
    complaints: Vec<Complaint>,
    /// The receipt of another report that was sent from the same page.
    before: Option<String>,
    months: u32,
}

struct Where {
    name: String,
    address: String,
}

struct Group {
    name: String,
    kinds: Vec<Kind>,
}

struct Kind {
    code: String,
    name: String,
}

/// What somebody typed, to be shown again.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) address: String,
    pub(super) category: String,
    pub(super) danger: bool,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) insider: bool,
    pub(super) lon: String,
    pub(super) lat: String,
    pub(super) accuracy: String,
    pub(super) trap: String,
}

impl Typed {
    pub(super) fn of(form: &Form) -> Self {
        let text = |name| form.get(name).to_owned();
        Self {
            text: text("text"),
            address: text("address"),
            category: text("category"),
            danger: form.has("danger"),
            name: text("name"),
            phone: text("phone"),
            insider: form.has("insider"),
            lon: text("lon"),
            lat: text("lat"),
            accuracy: text("accuracy"),
            trap: text("website"),
        }
    }
}

impl FormPage {
    pub(super) fn new(pages: &Pages, lang: Reader, at: &At, lane: Lane) -> Self {
        let w = &lang.words().report;
        let inside = lane == Lane::Inside;
        let title = if inside { lang.words().inside.title } else { w.title };
        let title = match at.words() {
            Some((name, _)) => format!("{title} – {name}"),
            None => title.to_owned(),
        };
        let mut frame = pages.frame(lang, title);
        if let At::Picked(place) = at {
            frame.query = format!("place={}&", place.id.0.simple());
        }
        Self {
            // The script keeps what has no signal on the phone, which may be the employer's.
            frame: if inside { frame } else { frame.with_scripts() },
            action: at.action(lane),
            place: at.words().map(|(name, address)| Where { name: name.into(), address: address.into() }),
            hidden: at.hidden(),
            inside,
            lane_place: at.place().map(|id| id.0.simple().to_string()),
            client_id: pages.app.store().surroundings().new_id().to_string(),
            typed: Typed::default(),
            tickets: Vec::new(),
            kinds: groups(lang, &pages.app.catalogue()),
            complaints: Vec::new(),
            before: None,
            months: pages.settings.contact_months,
        }
    }

    /// The form as it was sent, with what is wrong.
    pub(super) fn again(
        mut self,
        client_id: Option<&str>,
        typed: Typed,
        tickets: Vec<String>,
        complaints: Vec<Complaint>,
    ) -> Self {
        if let Some(client_id) = client_id {
            self.client_id = client_id.to_owned();
        }
        self.frame = self.frame.stay();
        self.frame.title = format!("{}{}", self.frame.w.frame.error_prefix, self.frame.title);
        (self.typed, self.tickets, self.complaints) = (typed, tickets, complaints);
        self
    }

    pub(super) fn answer(&self, status: StatusCode) -> Response {
        page(status, self)
    }

    fn wrong(&self, field: &str) -> bool {
        self.complaints.iter().any(|c| c.field == field)
    }

    fn said<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.complaints.iter().filter(move |c| c.field == field).map(|c| c.say.as_str())
    }

    /// Which texts describe a field, for those who hear the page.
    fn described(&self, field: &str, hint: bool) -> String {
        match (hint, self.wrong(field)) {
            (true, false) => format!(" aria-describedby=\"{field}-hint\""),
            (true, true) => format!(" aria-describedby=\"{field}-hint {field}-error\" aria-invalid=\"true\""),
            (false, true) => format!(" aria-describedby=\"{field}-error\" aria-invalid=\"true\""),
            (false, false) => String::new(),
        }
    }

    /// Leads to what was sent from this page before.
    pub(super) fn after(mut self, before: Option<String>) -> Self {
        self.before = before;
        self
    }

    fn contact_open(&self) -> bool {
        !self.typed.name.is_empty()
            || !self.typed.phone.is_empty()
            || self.wrong("phone")
            || self.wrong("name")
    }
}

fn groups(lang: Reader, catalogue: &Catalogue) -> Vec<Group> {
    let name = |zh: &str, en: &str| lang.either(zh, en).to_owned();
    let majors = catalogue.majors().iter();
    majors
        .map(|major| Group {
            name: name(&major.name, &major.name_en),
            kinds: major
                .minors
                .iter()
                .map(|m| Kind { code: m.code.clone(), name: name(&m.name, &m.name_en) })
                .collect(),
        })
        .collect()
}

/// What the form is opened for.
#[derive(Deserialize)]
pub(crate) struct About {
    about: Option<String>,
    /// The place that was picked.
    place: Option<String>,
}

async fn open(pages: &Pages, lang: Reader, about: About, lane: Lane) -> Response {
    match At::named(pages, about.place.as_deref().unwrap_or_default()).await {
        Ok(at) => {
            let mut form = FormPage::new(pages, lang, &at, lane);
            if about.about.as_deref() == Some("plate") {
                form.typed.text = lang.words().report.text_plate.to_owned();
                form.frame.query.push_str("about=plate&");
            }
            form.answer(StatusCode::OK)
        }
        Err(problem) => Failed::from(problem).page(pages, lang),
    }
}

/// The form without a code.
pub(crate) async fn show(State(pages): State<Pages>, lang: Reader, Query(about): Query<About>) -> Response {
    open(&pages, lang, about, Lane::Open).await
}

/// The form for people who work there.
pub(crate) async fn show_inside(
    State(pages): State<Pages>,
    lang: Reader,
    Query(about): Query<About>,
) -> Response {
    open(&pages, lang, about, Lane::Inside).await
}

/// The form behind a code.
pub(crate) async fn show_at(State(pages): State<Pages>, lang: Reader, Path(code): Path<String>) -> Response {
    match work::place::scan(&pages.app, &code).await {
        Ok(Scanned::Valid(spot)) => {
            FormPage::new(&pages, lang, &At::Code(spot), Lane::Open).answer(StatusCode::OK)
        }
        Ok(other) => not_valid(&pages, lang, &code, other),
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}
