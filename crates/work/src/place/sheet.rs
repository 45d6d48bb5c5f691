//! 标牌打印: sheets of labels for the codes of many places. The page is laid out here, in micrometres; paper is made
//! of it by the browser.

use super::find::{code, place};
use super::plate::{Plate, plate_of, squares};
use crate::problem::word;
use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{LabelSheet, MODULE_MIN_UM, PlaceKind, QUIET_MODULES, qr_modules};
use serde::{Deserialize, Serialize};
use store::{EngineError, queries};
use uuid::Uuid;

/// The most labels of one printing.
const MOST: i64 = 2_000;

/// 标签规格, and how large the modules of this district's codes become on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LabelLayout {
    /// Columns and rows, for example `2x5`.
    pub name: String,
    /// 列.
    pub columns: u32,
    /// 行.
    pub rows: u32,
    /// Width of a label in micrometres.
    pub width_um: u32,
    /// Height of a label in micrometres.
    pub height_um: u32,
    /// Side of the square for the code with its quiet zone, in micrometres.
    pub code_um: u32,
    /// Side of one module in micrometres.
    pub module_um: u32,
    /// Whether phones read it: modules of at least 0.8 mm.
    pub holds: bool,
    /// From the left edge of the page to the first label, in micrometres.
    pub margin_left_um: u32,
    /// From the upper edge, likewise.
    pub margin_top_um: u32,
}

fn layout(sheet: LabelSheet, modules: u32) -> LabelLayout {
    let size = sheet.label();
    LabelLayout {
        name: sheet.name(),
        columns: sheet.columns,
        rows: sheet.rows,
        width_um: size.width_um,
        height_um: size.height_um,
        code_um: size.code_um,
        module_um: sheet.module_um(modules),
        holds: sheet.holds(modules),
        margin_left_um: sheet.corner(0).0,
        margin_top_um: sheet.corner(0).1,
    }
}

/// Modules of every code of this district: all addresses are equally long.
fn modules(app: &App) -> Result<u32, Problem> {
    let code = 24;
    qr_modules(app.base_url().len() + "/s/".len() + code)
        .ok_or_else(|| Problem::new(409, "rule").with("rule", "address_too_long"))
}

/// Every kind of label, and which of them hold a code of this district.
pub fn label_layouts(app: &App, actor: &Actor) -> Result<Vec<LabelLayout>, Problem> {
    may(actor, Act::Read, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let modules = modules(app)?;
    Ok(LabelSheet::ALL.into_iter().map(|sheet| layout(sheet, modules)).collect())
}

/// What is to be printed.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetRequest {
    /// 标签规格, for example `2x5`.
    pub layout: String,
    /// The first label to use, from 0: a sheet that was begun is used up.
    #[serde(default)]
    pub start: u32,
    /// Places by id; all of the district that fit the rest if none is named.
    #[serde(default)]
    pub places: Vec<Uuid>,
    /// 街道: area code.
    #[serde(default)]
    pub street: Option<String>,
    /// 场所类别.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::PlaceKind>)]
    pub kind: Option<PlaceKind>,
    /// Codes that hang already, to print their plates again, beside those that were printed and not activated.
    #[serde(default)]
    pub hanging_too: bool,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Label {
    /// The code's stem.
    pub stem: String,
    /// 场所名称.
    pub place: String,
    /// The code in groups of four, with its check character, and the address in the square.
    #[serde(flatten)]
    pub plate: Plate,
    /// 公示电话 of whoever answers for the place.
    pub phone: Option<String>,
    /// The square as an SVG path in modules, its quiet zone left out.
    pub path: String,
}

/// A printing: how it is laid out, and its labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LabelSheetView {
    /// 标签规格.
    pub layout: LabelLayout,
    /// The first label that is used.
    pub start: u32,
    /// Modules along a side of a code, without its quiet zone.
    pub modules: u32,
    /// Modules of white around it.
    pub quiet: u32,
    /// The district's address in words, as people read it on the plate.
    pub domain: String,
    /// 区县名称.
    pub district: String,
    /// Labels, by the names of their places.
    pub labels: Vec<Label>,
    /// Whether there were more than one printing takes.
    pub cut: bool,
}

/// Lays out the labels of many places. Whoever has them can make plates, so it is for those who make plates.
pub async fn sheet(app: &App, actor: &Actor, request: SheetRequest) -> Result<LabelSheetView, Problem> {
    may(actor, Act::Manage, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let sheet = LabelSheet::named(&request.layout).ok_or_else(|| Problem::invalid("layout", "unknown"))?;
    let modules = modules(app)?;
    if !sheet.holds(modules) {
        let module = f64::from(sheet.module_um(modules)) / 1_000.0;
        return Err(Problem::new(409, "rule")
            .with("rule", "label_too_small")
            .with("module_mm", format!("{module:.2}"))
            .with("least_mm", format!("{:.1}", f64::from(MODULE_MIN_UM) / 1_000.0)));
    }
    if request.start >= sheet.count() {
        return Err(Problem::invalid("start", "out_of_range"));
    }
    let district = app.district();
    let wanted = i64::from(if request.hanging_too { 0u8 } else { 1 });
    let kind = request.kind.map(|k| word(&k)).unwrap_or_default();
    let street = request.street.unwrap_or_default();
    let places = request.places;
    // Single places are few, and picked out of what their street and kind has.
    let most = if places.is_empty() { MOST + 1 } else { i64::from(u32::MAX) };
    let parameters = [district.into(), street.into(), kind.into(), wanted.into(), most.into()];
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::CODES_TO_PRINT, &parameters)?;
        rows.iter().map(|row| Ok((code(row, 0)?, place(row, 1)?))).collect::<Result<Vec<_>, EngineError>>()
    });
    let mut found = found.await?;
    found.retain(|(_, place)| places.is_empty() || places.contains(&place.id.0));
    let cut = found.len() as i64 > MOST;
    found.truncate(MOST as usize);
    let label = |(record, place): (domain::place::CodeRecord, domain::place::Place)| {
        let plate = plate_of(app, &record.stem)?;
        let (_, path) = squares(&plate.url)?;
        Some(Label { stem: record.stem, place: place.name, plate, phone: place.phone, path })
    };
    let shown = app.base_url().split("://").last().unwrap_or_default();
    Ok(LabelSheetView {
        layout: layout(sheet, modules),
        start: request.start,
        modules,
        quiet: QUIET_MODULES,
        domain: shown.to_owned(),
        district: app.district_name().to_owned(),
        labels: found.into_iter().filter_map(label).collect(),
        cut,
    })
}
