//! 场所导入: a register that was kept in a spreadsheet. Each row comes in whole or is refused with row, column and
//! reason; the external number, or else name and address, is remembered, so that a second run takes in only what is
//! missing.

use super::contact::ContactEntry;
use super::entry::{GivenPosition, PlaceEntry};
use super::register::Register;
use crate::hazard::Units;
use crate::words::{Lang, word as words_for};
use crate::{App, Problem, Registers};
use domain::hazard::PartyKind;
use domain::ids::PlaceId;
use domain::people::{Act, Actor, Resource, UnitKind, may};
use domain::place::{Place, PlaceKind, System};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::queries;
use tables::{ListRow, NoList, Options, ReadError, Sheet, Wanted, formula_safe, read};

/// Rows that are written in one go.
const AT_ONCE: usize = 200;
/// Rows that a preview shows.
const SHOWN: usize = 200;

/// A column of the register.
const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required, inherited: false }
}

const COLUMNS: [Wanted; 19] = [
    column("external", &["外部编号", "编号", "场所编号", "external number"], false),
    column("name", &["名称", "场所名称", "单位名称", "name"], true),
    column("kind", &["类别", "场所类别", "场所类型", "类型", "kind"], true),
    column("address", &["地址", "详细地址", "场所地址", "address"], false),
    column("street", &["街道", "所属街道", "街道乡镇", "street"], false),
    column("community", &["社区", "所属社区", "村社区", "community"], false),
    column("grid", &["网格", "责任网格", "网格编码", "grid"], false),
    column("lon", &["经度", "longitude", "lon"], false),
    column("lat", &["纬度", "latitude", "lat"], false),
    column("system", &["坐标系", "坐标系统", "coordinate system"], false),
    column("party_kind", &["责任主体类别", "主体类别", "party kind"], false),
    column("party", &["责任主体", "责任单位", "责任主体名称", "responsible party"], false),
    column("credit_code", &["统一社会信用代码", "信用代码", "credit code"], false),
    column("regulator", &["行业主管部门", "行业主管", "监管部门", "regulator"], false),
    column("territory", &["属地单位", "属地", "territorial unit"], false),
    column("phone", &["公示电话", "电话", "public telephone"], false),
    column("contact_name", &["联系人", "现场联系人", "contact"], false),
    column("contact_phone", &["联系电话", "联系人电话", "contact telephone"], false),
    column("note", &["备注", "note"], false),
];

/// A row that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedPlace {
    /// 行, as the spreadsheet program numbers it; 0 when the whole sheet was not understood.
    pub row: u32,
    /// 列, its letters.
    pub column: Option<String>,
    /// The header of the column.
    pub header: Option<String>,
    /// A code for programs.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// What stands there; empty where it would show personal data.
    pub shown: String,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportOutcome {
    /// 新增.
    New,
    /// 已有: it came in before.
    Already,
}

/// A row as it would stand in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedPlace {
    /// 行.
    pub row: u32,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// 街道, by name.
    pub street: Option<String>,
    /// Whether it has a position.
    pub has_position: bool,
    /// What becomes of it.
    pub outcome: ImportOutcome,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedPlaces {
    /// Rows that hold anything.
    pub rows: usize,
    /// Rows that became places now, or would.
    pub imported: usize,
    /// Rows that are places already.
    pub already: usize,
    /// Rows that were not taken in, in the order of the sheet.
    pub refused: Vec<RefusedPlace>,
    /// The first rows as they were understood.
    pub preview: Vec<ImportedPlace>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// The template: the columns, with one row to show how.
pub fn template() -> String {
    let header = COLUMNS.iter().map(|column| match column.required {
        true => format!("{}（必填）", column.names[0]),
        false => column.names[0].to_owned(),
    });
    let example = [
        "JG-0001",
        "示例小学",
        "学校",
        "示例路1号",
        "",
        "示例社区",
        "",
        "112.6154000",
        "26.8894000",
        "CGCS2000",
        "政府兜底",
        "",
        "",
        "",
        "",
        "0734-0000000",
        "",
        "",
        "填写后删除本行",
    ];
    let example = example.iter().map(|cell| formula_safe(cell).into_owned());
    let line = |cells: Vec<String>| cells.join(",");
    // The mark makes spreadsheet programs read it as UTF-8.
    format!("\u{feff}{}\r\n{}\r\n", line(header.collect()), line(example.collect()))
}

/// A refusal before it knows its column.
struct Wrong {
    key: &'static str,
    code: &'static str,
}

fn wrong(key: &'static str, code: &'static str) -> Wrong {
    Wrong { key, code }
}

/// The words for a code; the operator's language is the district's.
fn reason(code: &str) -> &'static str {
    match code {
        "required" => "必填项为空",
        "unknown" => "系统中没有",
        "unknown_kind" => "场所类别无法识别",
        "unknown_system" => "坐标系无法识别",
        "system_required" => "有坐标但没有写明坐标系",
        "incomplete" => "经纬度不完整",
        "not_a_number" => "不是数字",
        "out_of_range" => "超出范围",
        "swapped" => "经纬度颠倒",
        "too_long" => "文字过长",
        "malformed" => "格式不正确",
        "mistyped" => "校验码不符",
        "not_allowed" => "产权人为个人的，姓名请填在联系人列",
        "twice" => "同一文件中重复",
        "no_header" => "没有找到表头",
        "no_column" => "缺少必需的列",
        "unreadable" => "文件无法读取",
        _ => "无法导入",
    }
}

/// Which column a field of an entry stands in.
fn column_of(field: &str) -> &'static str {
    match field {
        "name" => "name",
        "address" => "address",
        "street" => "street",
        "community" => "community",
        "grid" => "grid",
        "position" => "lat",
        "party_name" => "party",
        "credit_code" => "credit_code",
        "regulator_unit" => "regulator",
        "territorial_unit" => "territory",
        "phone" => "phone",
        "contact.name" => "contact_name",
        "contact.phone" => "contact_phone",
        _ => "external",
    }
}

struct Reading<'a> {
    app: &'a App,
    registers: &'a Registers,
    units: Units,
    kinds: HashMap<String, PlaceKind>,
    parties: HashMap<String, PartyKind>,
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Values of a short list by every word for them.
fn by_words<T: Copy + Serialize>(list: &str, values: &[T]) -> HashMap<String, T> {
    let mut all = HashMap::new();
    for value in values {
        let code = crate::problem::word(value);
        for lang in [Lang::Zh, Lang::En] {
            let words = words_for(lang, list, &code).unwrap_or_default();
            // 商场、市场、门店: each of them means the kind.
            for one in words.split(['、', '，', ',']).chain([words]) {
                all.insert(plain(one), *value);
            }
        }
        all.insert(plain(&code), *value);
    }
    all
}

impl<'a> Reading<'a> {
    fn new(app: &'a App, registers: &'a Registers) -> Self {
        let mut kinds = by_words("PlaceKind", &PlaceKind::ALL);
        for (word, kind) in [
            ("小区", PlaceKind::Residence),
            ("住宅小区", PlaceKind::Residence),
            ("商场", PlaceKind::Shop),
            ("门店", PlaceKind::Shop),
            ("餐馆", PlaceKind::Restaurant),
            ("人员密集场所", PlaceKind::Venue),
            ("学校", PlaceKind::School),
            ("幼儿园", PlaceKind::School),
            ("医院", PlaceKind::Care),
            ("养老院", PlaceKind::Care),
            ("工厂", PlaceKind::Factory),
            ("仓库", PlaceKind::Factory),
            ("危化", PlaceKind::Hazardous),
            ("燃气", PlaceKind::Gas),
            ("工地", PlaceKind::Site),
            ("道路", PlaceKind::Road),
            ("桥梁", PlaceKind::Road),
            ("公园", PlaceKind::Open),
            ("危化烟花", PlaceKind::Hazardous),
            ("医院养老", PlaceKind::Care),
            ("道路桥梁", PlaceKind::Road),
            ("公园水域", PlaceKind::Open),
            ("其他", PlaceKind::Other),
        ] {
            kinds.entry(plain(word)).or_insert(kind);
        }
        let mut parties = by_words(
            "PartyKind",
            &[
                PartyKind::Company,
                PartyKind::Property,
                PartyKind::Owner,
                PartyKind::Government,
                PartyKind::Unknown,
            ],
        );
        for (word, party) in
            [("政府兜底", PartyKind::Government), ("产权人", PartyKind::Owner), ("物业", PartyKind::Property)]
        {
            parties.entry(plain(word)).or_insert(party);
        }
        let units = Units::new(registers.units(), &app.district_name());
        Self { app, registers, units, kinds, parties }
    }

    fn unit(&self, entry: &ListRow, key: &'static str) -> Result<Option<domain::ids::UnitId>, Wrong> {
        match entry.text(key) {
            "" => Ok(None),
            name => self.units.find(name).map(Some).ok_or_else(|| wrong(key, "unknown")),
        }
    }

    fn position(entry: &ListRow) -> Result<Option<GivenPosition>, Wrong> {
        let (lon, lat) = (entry.text("lon"), entry.text("lat"));
        match (lon, lat) {
            ("", "") => return Ok(None),
            ("", _) => return Err(wrong("lon", "incomplete")),
            (_, "") => return Err(wrong("lat", "incomplete")),
            _ => {}
        }
        let number = |key, text: &str| text.parse::<f64>().map_err(|_| wrong(key, "not_a_number"));
        let system = match plain(entry.text("system")).as_str() {
            "" => return Err(wrong("system", "system_required")),
            "cgcs2000" | "国家2000" | "2000" | "天地图" => System::Cgcs2000,
            "wgs84" | "gps" => System::Wgs84,
            "gcj02" | "高德" | "腾讯" | "火星坐标" => System::Gcj02,
            "bd09" | "百度" => System::Bd09,
            _ => return Err(wrong("system", "unknown_system")),
        };
        let position =
            GivenPosition { lon: number("lon", lon)?, lat: number("lat", lat)?, system, accuracy_m: None };
        Ok(Some(position))
    }

    /// 街道 by name, by the code of its area or of its unit.
    fn street(&self, entry: &ListRow) -> Result<Option<String>, Wrong> {
        let text = entry.text("street");
        if text.is_empty() || self.registers.street_name(text).is_some() {
            return Ok((!text.is_empty()).then(|| text.to_owned()));
        }
        let unit = self.units.find(text).and_then(|id| self.units.street_of(id));
        unit.map(Some).ok_or_else(|| wrong("street", "unknown"))
    }

    fn place(&self, entry: &ListRow) -> Result<(Place, Option<ContactEntry>), Wrong> {
        for key in ["name", "kind"] {
            if entry.text(key).is_empty() {
                return Err(wrong(key, "required"));
            }
        }
        let kind = self
            .kinds
            .get(&plain(entry.text("kind")))
            .copied()
            .ok_or_else(|| wrong("kind", "unknown_kind"))?;
        let party_unit = self.units.find(entry.text("party")).filter(|_| !entry.text("party").is_empty());
        let party_kind = match entry.text("party_kind") {
            "" => match party_unit.and_then(|u| self.units.kind(u)) {
                Some(UnitKind::Property) => PartyKind::Property,
                Some(UnitKind::Street | UnitKind::Bureau) => PartyKind::Government,
                Some(_) => PartyKind::Company,
                None if entry.text("party").is_empty() => PartyKind::Unknown,
                None => PartyKind::Company,
            },
            text => self.parties.get(&plain(text)).copied().ok_or_else(|| wrong("party_kind", "unknown"))?,
        };
        let optional = |key: &str| Some(entry.text(key)).filter(|t| !t.is_empty()).map(str::to_owned);
        let contact = ContactEntry {
            name: entry.text("contact_name").to_owned(),
            phone: entry.text("contact_phone").to_owned(),
        };
        let external = optional("external").unwrap_or_else(|| by_name_and_address(entry));
        let said = PlaceEntry {
            name: entry.text("name").to_owned(),
            kind,
            address: entry.text("address").to_owned(),
            position: Self::position(entry)?,
            street: self.street(entry)?,
            community: optional("community"),
            grid: optional("grid"),
            party_kind,
            party_unit,
            party_name: if party_unit.is_none() { optional("party") } else { None },
            credit_code: optional("credit_code"),
            regulator_unit: self.unit(entry, "regulator")?,
            territorial_unit: self.unit(entry, "territory")?,
            phone: optional("phone"),
            external: Some(external),
            ..PlaceEntry::default()
        };
        let id = PlaceId(self.app.store().surroundings().new_id());
        let refused = |problem: Problem| {
            let (field, code) = problem.errors.first().cloned().unwrap_or_default();
            let known =
                ["required", "unknown", "too_long", "malformed", "not_a_number", "out_of_range", "swapped"];
            let more = ["mistyped", "not_allowed", "twice"];
            let code = known.iter().chain(&more).find(|c| **c == code).copied().unwrap_or("malformed");
            wrong(column_of(&field), code)
        };
        let place = said.place(self.app, self.registers, id, None).map_err(refused)?;
        let contact = contact.checked().map_err(refused)?;
        Ok((place, contact))
    }
}

/// A number of its own for a row that has none: the same name at the same address is the same place.
fn by_name_and_address(entry: &ListRow) -> String {
    let text = format!(
        "{}\n{}\n{}",
        plain(entry.text("name")),
        plain(entry.text("street")),
        plain(entry.text("address"))
    );
    format!("#{}", &hex::encode(Sha256::digest(text.as_bytes()))[..24])
}

fn whole_sheet(code: &'static str, detail: &str) -> RefusedPlace {
    RefusedPlace {
        row: 0,
        column: None,
        header: None,
        code: code.to_owned(),
        reason: if detail.is_empty() {
            reason(code).to_owned()
        } else {
            format!("{}：{detail}", reason(code))
        },
        shown: String::new(),
    }
}

/// The first visible sheet that is such a list, or why none is.
fn list(sheets: &[Sheet]) -> Result<Vec<ListRow>, Box<RefusedPlace>> {
    let mut why = None;
    for sheet in sheets.iter().filter(|s| !s.hidden) {
        match tables::list(sheet, &COLUMNS) {
            Ok(list) => return Ok(list),
            Err(NoList::Missing(keys)) => {
                let names = COLUMNS.iter().filter(|c| keys.contains(&c.key)).map(|c| c.names[0]);
                why = Some(whole_sheet("no_column", &names.collect::<Vec<_>>().join("、")));
            }
            Err(NoList::NoHeader) => {}
        }
    }
    Err(Box::new(why.unwrap_or_else(|| whole_sheet("no_header", ""))))
}

/// Imports a register of places from the bytes of a spreadsheet. Blocks. An `operator`'s own file may be of a format that
/// is read whole (.xls, .ods). With `dry_run` nothing is changed.
pub fn import_places(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    name: &str,
    operator: bool,
    dry_run: bool,
) -> Result<ImportedPlaces, Problem> {
    may(actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let mut report = ImportedPlaces { dry_run, ..ImportedPlaces::default() };
    let options = Options { whole_file_formats: operator, ..Options::default() };
    let sheets = match read(bytes, name, &options) {
        Ok(sheets) => sheets,
        Err(ReadError::TooLarge { .. }) => return Err(Problem::new(413, "too_large")),
        Err(error) => {
            report.refused.push(whole_sheet("unreadable", &error.to_string()));
            return Ok(report);
        }
    };
    let list = match list(&sheets) {
        Ok(list) => list,
        Err(refused) => {
            report.refused.push(*refused);
            return Ok(report);
        }
    };
    report.rows = list.len();
    let registers = app.registers();
    let reading = Reading::new(app, &registers);
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut clean = Vec::new();
    for entry in &list {
        let taken = reading.place(entry).and_then(|(place, contact)| {
            let external = place.external.clone().unwrap_or_default();
            match seen.insert(external, entry.row) {
                None => Ok((entry.row, place, contact)),
                Some(_) => {
                    Err(wrong(if entry.text("external").is_empty() { "name" } else { "external" }, "twice"))
                }
            }
        });
        match taken {
            Ok(taken) => clean.push(taken),
            Err(Wrong { key, code }) => {
                let column = entry.column(key);
                let personal = matches!(key, "contact_name" | "contact_phone" | "party");
                report.refused.push(RefusedPlace {
                    row: entry.row,
                    column: column.map(|c| c.letter.clone()),
                    header: column.map(|c| c.header.clone()),
                    code: code.to_owned(),
                    reason: reason(code).to_owned(),
                    shown: if personal { String::new() } else { entry.text(key).chars().take(80).collect() },
                });
            }
        }
    }
    write(app, actor, clean, &registers, report)
}

type Clean = Vec<(u32, Place, Option<ContactEntry>)>;

fn write(
    app: &App,
    actor: &Actor,
    clean: Clean,
    registers: &Registers,
    mut report: ImportedPlaces,
) -> Result<ImportedPlaces, Problem> {
    let district = app.district();
    for chunk in clean.chunks(AT_ONCE) {
        let known = app.store().read_blocking(|c| {
            let known = chunk.iter().map(|(_, place, _)| {
                let key = [district.into(), place.external.clone().into()];
                Ok(!c.query(queries::place::BY_EXTERNAL, &key)?.is_empty())
            });
            known.collect::<Result<Vec<bool>, store::EngineError>>()
        })?;
        for ((row, place, _), known) in chunk.iter().zip(&known) {
            if report.preview.len() < SHOWN {
                report.preview.push(ImportedPlace {
                    row: *row,
                    name: place.name.clone(),
                    kind: crate::problem::word(&place.kind),
                    address: place.address.clone(),
                    street: place.street.as_deref().and_then(|s| registers.street_name(s)).map(str::to_owned),
                    has_position: place.position.is_some(),
                    outcome: if *known { ImportOutcome::Already } else { ImportOutcome::New },
                });
            }
        }
        let new = known.iter().filter(|known| !**known).count();
        if report.dry_run {
            report.imported += new;
            report.already += chunk.len() - new;
            continue;
        }
        let places = chunk.iter().map(|(_, place, contact)| (place.clone(), contact.clone())).collect();
        let command = Register { places, passes_known: true };
        let made =
            app.store().execute_blocking(district, actor.clone(), None, command).map_err(Problem::from)?;
        report.imported += made.len();
        report.already += chunk.len() - made.len();
    }
    Ok(report)
}
