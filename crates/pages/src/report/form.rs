//! The form.

use crate::answer::{Failed, page};
use crate::scan::not_valid;
use crate::state::{Frame, Pages};
use crate::upload::{Complaint, Form};
use crate::words::{Lang, With};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::hazard::Catalogue;
use serde::Deserialize;
use work::place::{Scanned, Spot};

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct FormPage {
    frame: Frame,
    action: String,
    place: Option<Where>,
    client_id: String,
    typed: Typed,
    tickets: Vec<String>,
    kinds: Vec<Group>,
    complaints: Vec<Complaint>,
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
    pub(super) fn new(pages: &Pages, lang: Lang, spot: Option<&Spot>) -> Self {
        let w = &lang.words().report;
        let title = match spot {
            Some(spot) => format!("{} – {}", w.title, spot.name),
            None => w.title.to_owned(),
        };
        Self {
            frame: pages.frame(lang, title).with_scripts(),
            action: spot.map_or_else(|| "/report".to_owned(), |s| format!("/s/{}/report", s.code)),
            place: spot.map(|s| Where { name: s.name.clone(), address: s.address.clone() }),
            client_id: pages.app.store().surroundings().new_id().to_string(),
            typed: Typed::default(),
            tickets: Vec::new(),
            kinds: groups(lang, &pages.app.catalogue()),
            complaints: Vec::new(),
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

    fn contact_open(&self) -> bool {
        !self.typed.name.is_empty()
            || !self.typed.phone.is_empty()
            || self.wrong("phone")
            || self.wrong("name")
    }
}

fn groups(lang: Lang, catalogue: &Catalogue) -> Vec<Group> {
    let name = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
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
}

/// The form without a code.
pub(crate) async fn show(State(pages): State<Pages>, lang: Lang, Query(about): Query<About>) -> Response {
    let mut form = FormPage::new(&pages, lang, None);
    if about.about.as_deref() == Some("plate") {
        form.typed.text = lang.words().report.text_plate.to_owned();
    }
    form.answer(StatusCode::OK)
}

/// The form behind a code.
pub(crate) async fn show_at(State(pages): State<Pages>, lang: Lang, Path(code): Path<String>) -> Response {
    match work::place::scan(&pages.app, &code).await {
        Ok(Scanned::Valid(spot)) => FormPage::new(&pages, lang, Some(&spot)).answer(StatusCode::OK),
        Ok(other) => not_valid(&pages, lang, &code, other),
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}
