//! What lists and details show of a hazard. Names are added here, from the registers, at the moment of reading.

use super::clocks::{DueCount, due_count};
use super::marks::Marks;
use crate::problem::word;
use crate::words::{Lang, either};
use crate::{App, Registers};
use domain::calendar::{Calendar, Instant};
use domain::hazard::{ActionKind, CatalogueBook, Hazard, PhotoRole, why};
use domain::people::{Actor, Staff};
use serde::Serialize;
use uuid::Uuid;

/// Whether the actor may see the hazard at all; asked before anything about it is said.
pub(super) fn may_see(actor: &Actor, hazard: &Hazard) -> bool {
    domain::people::may_see(actor, hazard)
}

/// An id with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Named {
    /// The id or code.
    pub id: String,
    /// The name in words.
    pub name: String,
}

/// A position in degrees, CGCS2000.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Position)]
pub struct Point {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

/// A place by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceName)]
pub struct Place {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// 列表行: a hazard in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = HazardSummary)]
pub struct Summary {
    /// Its id.
    pub id: Uuid,
    /// 回执编号.
    pub receipt: String,
    /// 案号.
    pub number: Option<String>,
    /// 环节.
    #[schema(value_type = crate::names::Stage)]
    pub stage: String,
    /// The first words of the description.
    pub text: String,
    /// Where, in words.
    pub address: String,
    /// The place.
    pub place: Option<Place>,
    /// 街道.
    pub street: Option<Named>,
    /// 类别.
    pub category: Option<Named>,
    /// 等级.
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<String>,
    /// 危及生命.
    pub life_danger: bool,
    /// 来源.
    #[schema(value_type = crate::names::Source)]
    pub source: String,
    /// 主办单位.
    pub lead: Option<Named>,
    /// When it was reported.
    #[schema(value_type = String, format = DateTime)]
    pub reported_at: Instant,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
    /// When the present stage is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Instant>,
    /// How that is counted down; nothing where a date was set, or nothing runs.
    pub due_count: Option<DueCount>,
    /// 督办中: the highest level in force.
    #[schema(value_type = Option<crate::names::SupervisionLevel>)]
    pub supervised: Option<String>,
    /// 风险颜色, as it was graded last.
    #[schema(value_type = Option<crate::names::RiskColour>)]
    pub risk_colour: Option<String>,
    /// 超期: whether it is due and past.
    pub late: bool,
    /// 曾超时: whether the unit was late with a case that is closed; an appeal that was granted does not undo it.
    #[schema(value_type = Option<crate::names::OvertimeMark>)]
    pub overtime: Option<String>,
    /// 重复隐患: it repeats a case that was closed within a year.
    pub is_repeat: bool,
    /// 重复次数: so many cases of this kind at this place were closed within the year before.
    pub repeats: u32,
    /// 复发: it came back within a year after its closing.
    pub came_back: bool,
    /// 复发次数 of this kind at this place, within a year after its closing.
    pub recurrences: u32,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Instant>,
    /// The first photo of the report.
    pub photo: Option<Uuid>,
    /// 催办次数.
    pub urges: u32,
    /// Its version.
    pub version: u32,
    /// 办理缘由: why this viewer must act, what is to be done and by when; empty where others must, and in lists
    /// that are not one's own work.
    pub why: Vec<WhyView>,
}

/// 办理缘由.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WhyMe)]
pub struct WhyView {
    /// As whom: the lead unit, the desk …
    #[schema(value_type = crate::names::Awaits)]
    pub role: String,
    /// Whether it is this viewer in particular, not anybody of that role.
    pub mine: bool,
    /// The move that is expected.
    #[schema(value_type = crate::names::ActionName)]
    pub what: ActionKind,
    /// By when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Instant>,
    /// How that is counted down.
    pub due_count: Option<DueCount>,
}

/// Why the viewer must act on a hazard.
pub(super) fn why_me(hazard: &Hazard, staff: Option<&Staff>) -> Vec<WhyView> {
    let all = staff.map(|staff| why(hazard, staff)).unwrap_or_default();
    let view = |w: domain::hazard::Why| WhyView {
        role: word(&w.role),
        mine: w.mine,
        what: w.what,
        due_at: w.due,
        due_count: None,
    };
    all.into_iter().map(view).collect()
}

/// The same with how it is counted down, as far as whoever sees `hazard` knows its clocks.
pub(super) fn counted(
    mut why: Vec<WhyView>,
    hazard: &Hazard,
    names: &Names<'_>,
    now: Instant,
) -> Vec<WhyView> {
    for one in &mut why {
        one.due_count = one.due_at.and_then(|due| due_count(hazard, due, names.calendar, now));
    }
    why
}

/// How many characters of the description a list shows.
const SNIPPET: usize = 120;

/// The named words of an event from their JSON text; nothing when they were erased.
pub(crate) fn words(json: Option<&str>) -> domain::hazard::Words {
    json.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

pub(crate) struct Names<'a> {
    pub(crate) registers: &'a Registers,
    pub(super) catalogue: &'a CatalogueBook,
    pub(super) calendar: &'a Calendar,
    lang: Lang,
}

impl Names<'_> {
    pub(super) fn unit(&self, id: domain::ids::UnitId) -> Named {
        Named { id: id.to_string(), name: self.registers.unit_name(id) }
    }

    pub(super) fn street(&self, code: &str) -> Named {
        Named { id: code.to_owned(), name: self.registers.street_name(code).unwrap_or(code).to_owned() }
    }

    /// The category as the catalogue in force at a moment calls it, in the reader's language.
    pub(super) fn category(&self, code: &str, moment: Instant) -> Named {
        let minor = self.catalogue.minor(code, moment);
        let name = minor.map_or(code, |m| either(self.lang, &m.name, &m.name_en));
        Named { id: code.to_owned(), name: name.to_owned() }
    }
}

/// A list row from the state, the words of the report and the name of the place.
pub(crate) fn summary(
    hazard: &Hazard,
    said: &domain::hazard::Words,
    place_name: Option<&str>,
    names: &Names<'_>,
    now: Instant,
) -> Summary {
    let text = said.get("text").unwrap_or_default();
    let due_at = hazard.clock.map(|c| c.due);
    Summary {
        id: hazard.id.0,
        receipt: hazard.receipt.clone(),
        number: hazard.filing.as_ref().map(|f| f.number.clone()),
        stage: word(&hazard.stage.code()),
        text: text.chars().take(SNIPPET).collect(),
        address: said.get("address").or(place_name).unwrap_or_default().to_owned(),
        place: hazard
            .place
            .as_ref()
            .map(|p| Place { id: p.place.0, name: place_name.unwrap_or_default().to_owned() }),
        street: hazard.street.as_deref().map(|s| names.street(s)),
        category: hazard
            .filing
            .as_ref()
            .map(|f| f.category.as_str())
            .or(hazard.kind.as_deref())
            .map(|c| names.category(c, hazard.filing.as_ref().map_or(hazard.reported_at, |f| f.at))),
        grade: hazard.filing.as_ref().map(|f| word(&f.grade)),
        life_danger: hazard.life_danger,
        source: word(&hazard.source),
        lead: hazard.dispatch.as_ref().map(|d| names.unit(d.lead)),
        reported_at: hazard.reported_at,
        updated_at: hazard.updated_at,
        due_at,
        due_count: due_at.and_then(|due| due_count(hazard, due, names.calendar, now)),
        supervised: hazard.supervision.level().map(|level| word(&level)),
        risk_colour: hazard.risk.as_ref().map(|risk| word(&risk.colour)),
        late: due_at.is_some_and(|due| due < now) && hazard.stage.code().is_open(),
        overtime: super::beside::overtime_mark(hazard).map(str::to_owned),
        is_repeat: !hazard.repeats.is_empty(),
        repeats: hazard.repeats.len() as u32,
        came_back: !hazard.recurred.is_empty(),
        recurrences: hazard.recurred.len() as u32,
        closed_at: hazard.closed_at,
        photo: hazard.photos.iter().find(|p| p.role == PhotoRole::Before).map(|p| p.file.0),
        urges: hazard.urges,
        version: hazard.version,
        why: Vec::new(),
    }
}

/// The registers and catalogue of a moment, for one page and its reader.
pub(crate) struct Lookups {
    registers: std::sync::Arc<Registers>,
    catalogue: std::sync::Arc<CatalogueBook>,
    calendar: std::sync::Arc<Calendar>,
    marks: Marks,
    lang: Lang,
}

impl Lookups {
    pub(crate) fn of(app: &App, lang: Lang) -> Self {
        let (registers, catalogue) = (app.registers(), app.catalogue_book());
        Self { registers, catalogue, calendar: app.calendar(), marks: Marks::of(app), lang }
    }

    /// For where pages end.
    pub(super) fn marks(&self) -> &Marks {
        &self.marks
    }

    pub(crate) fn names(&self) -> Names<'_> {
        Names {
            registers: &self.registers,
            catalogue: &self.catalogue,
            calendar: &self.calendar,
            lang: self.lang,
        }
    }
}
