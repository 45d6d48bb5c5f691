//! 单位导入: a list of units from a spreadsheet or pasted, new ones registered and known ones brought up to date.

use super::units::{UnitInput, Write, allowed};
use crate::spreadsheet::{Listing, RefusedCell};
use crate::words::{self, Lang};
use crate::wrongs::Wrongs;
use crate::{App, Problem};
use domain::ids::UnitId;
use domain::people::{Actor, Unit, UnitKind};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use tables::{ListRow, Wanted};

static WANTED: [Wanted; 6] = [
    column("name", &["名称", "单位名称", "单位", "name"], true),
    column("code", &["代码", "单位代码", "编码", "单位编码", "code"], false),
    column("kind", &["类别", "单位类别", "类型", "单位类型", "kind"], false),
    column("parent", &["上级单位", "上级", "主管单位", "parent"], false),
    column("area", &["区域代码", "街道代码", "行政区划代码", "area"], false),
    column("phone", &["值班电话", "电话", "联系电话", "phone"], false),
];

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required, inherited: false }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// 新增.
    Added,
    /// 更新.
    Changed,
    /// 已有, the same as here.
    Same,
}

/// One unit of the list, as it is or would be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedUnit {
    /// Row of the list.
    pub row: u32,
    /// Its code, given or made.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别, given or read off the name.
    #[schema(value_type = crate::names::UnitKind)]
    pub kind: UnitKind,
    /// 上级单位 by name.
    pub parent: Option<String>,
    /// 区域代码.
    pub area: Option<String>,
    /// What becomes of it.
    pub taken: Taken,
}

/// 导入结果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitImport {
    /// Rows of the list.
    pub rows: u32,
    /// Whether it was done, or only tried.
    pub done: bool,
    /// The rows that are taken.
    pub units: Vec<ImportedUnit>,
    /// The cells that are not.
    pub refused: Vec<RefusedCell>,
}

struct Planned {
    id: UnitId,
    fresh: bool,
    input: UnitInput,
    /// 上级单位 as it stands in the list.
    parent: String,
    listed: ImportedUnit,
}

/// Takes a list of units. With `dry_run` it says what would become of each row and changes nothing; without, a list
/// with a refused row is not taken at all.
pub async fn import_units(
    app: &App,
    actor: Actor,
    bytes: Vec<u8>,
    name: &str,
    dry_run: bool,
) -> Result<UnitImport, Problem> {
    allowed(&actor)?;
    let listing = Listing::read(&bytes, name, &WANTED)?;
    let (planned, refused) = plan(app, &listing);
    let mut import = UnitImport {
        rows: u32::try_from(listing.rows.len()).unwrap_or(u32::MAX),
        done: false,
        units: planned.iter().map(|p| p.listed.clone()).collect(),
        refused,
    };
    if dry_run || !import.refused.is_empty() {
        return Ok(import);
    }
    for Planned { id, fresh, input, listed, .. } in planned {
        if listed.taken == Taken::Same {
            continue;
        }
        let command = Write { id, new: input, fresh };
        app.store().execute(app.district(), actor.clone(), None, command).await.map_err(Problem::from)?;
    }
    import.done = true;
    super::refresh(app).await?;
    Ok(import)
}

fn plan(app: &App, listing: &Listing) -> (Vec<Planned>, Vec<RefusedCell>) {
    let registers = app.registers();
    let known = registers.units();
    let mut codes: BTreeSet<String> = known.iter().map(|u| u.code.clone()).collect();
    codes.extend(listing.rows.iter().map(|r| r.text("code").to_owned()));
    let mut areas: BTreeSet<String> = registers.streets().into_iter().map(|(area, _)| area).collect();
    areas.extend(listing.rows.iter().map(|r| r.text("area").to_owned()));
    let (mut planned, mut refused) = (Vec::<Planned>::new(), Vec::new());
    let mut names: HashMap<String, UnitId> = HashMap::new();
    // A parent is named by any row, also by one that is refused for something else: what is wrong with that one is
    // said there, and once.
    let listed = |wanted: &str| {
        let is = |row: &&ListRow| row.text("name") == wanted || row.text("code") == wanted;
        known.iter().any(|u| u.code == wanted || u.name == wanted) || listing.rows.iter().any(|row| is(&row))
    };
    for row in &listing.rows {
        let of_code = |u: &&&Unit| !row.text("code").is_empty() && u.code == row.text("code");
        let of_name = |u: &&&Unit| row.text("code").is_empty() && u.name == row.text("name");
        let before = known.iter().find(of_code).or_else(|| known.iter().find(of_name)).copied();
        let input = match input(app, row, before, &mut codes, &mut areas) {
            Ok(input) => input,
            Err(problem) => {
                refused.extend(listing.refuse_all(row, &problem));
                let parent = row.text("parent");
                if !parent.is_empty() && (!listed(parent) || is_itself(row, parent)) {
                    refused.push(listing.refuse(row, "parent", "unknown"));
                }
                let code = row.text("code");
                let twice = !code.is_empty() && planned.iter().any(|p| p.input.code == code);
                if twice && !problem.names("code") {
                    refused.push(listing.refuse(row, "code", "twice"));
                }
                continue;
            }
        };
        let id = before.map_or_else(|| UnitId(app.store().surroundings().new_id()), |u| u.id);
        if planned.iter().any(|p| p.input.code == input.code) {
            refused.push(listing.refuse(
                row,
                if row.text("code").is_empty() { "name" } else { "code" },
                "twice",
            ));
            continue;
        }
        names.insert(input.name.clone(), id);
        names.insert(input.code.clone(), id);
        let listed = ImportedUnit {
            row: row.row,
            code: input.code.clone(),
            name: input.name.clone(),
            kind: input.kind,
            parent: None,
            area: input.area.clone(),
            taken: Taken::Added,
        };
        let parent = row.text("parent").to_owned();
        planned.push(Planned { id, fresh: before.is_none(), input, parent, listed });
    }
    let named = |wanted: &str| {
        let found = known.iter().find(|u| u.code == wanted || u.name == wanted).map(|u| u.id);
        names.get(wanted).copied().or(found)
    };
    for p in &mut planned {
        let before = known.iter().find(|u| u.id == p.id);
        p.input.parent = match p.parent.as_str() {
            "" => before.and_then(|u| u.parent),
            wanted => named(wanted),
        };
        let missing = p.input.parent.is_none() && !listed(&p.parent);
        if !p.parent.is_empty() && (missing || p.input.parent == Some(p.id)) {
            let row = listing.rows.iter().find(|r| r.row == p.listed.row);
            refused.extend(row.map(|r| listing.refuse(r, "parent", "unknown")));
        }
        p.listed.parent = (!p.parent.is_empty()).then(|| p.parent.clone());
        p.listed.taken = match before {
            None => Taken::Added,
            Some(u) if is_same(u, &p.input) => Taken::Same,
            Some(_) => Taken::Changed,
        };
    }
    for at in in_circles(&planned, &known) {
        let row = listing.rows.iter().find(|r| r.row == planned[at].listed.row);
        refused.extend(row.map(|r| listing.refuse(r, "parent", "contradiction")));
    }
    refused.sort_by_key(|cell| cell.row);
    (parents_first(planned), refused)
}

fn is_itself(row: &ListRow, parent: &str) -> bool {
    row.text("name") == parent || row.text("code") == parent
}

/// The rows that would stand above themselves, by way of others.
fn in_circles(planned: &[Planned], known: &[&Unit]) -> Vec<usize> {
    let mut above: HashMap<UnitId, UnitId> = known.iter().filter_map(|u| Some((u.id, u.parent?))).collect();
    for p in planned {
        match p.input.parent.filter(|parent| *parent != p.id) {
            Some(parent) => drop(above.insert(p.id, parent)),
            None => drop(above.remove(&p.id)),
        }
    }
    let returns = |start: UnitId| {
        let mut at = start;
        // No way up is longer than there are units.
        for _ in 0..above.len() {
            match above.get(&at) {
                Some(parent) if *parent == start => return true,
                Some(parent) => at = *parent,
                None => return false,
            }
        }
        false
    };
    let round = planned.iter().enumerate().filter(|(_, p)| above.contains_key(&p.id) && returns(p.id));
    round.map(|(at, _)| at).collect()
}

fn is_same(u: &Unit, new: &UnitInput) -> bool {
    (&u.code, &u.name, u.kind, u.parent, &u.area, &u.phone)
        == (&new.code, &new.name, new.kind, new.parent, &new.area, &new.phone)
}

/// What stands above comes before what stands below it; circles, which are refused, keep their order.
fn parents_first(mut rest: Vec<Planned>) -> Vec<Planned> {
    let mut sorted: Vec<Planned> = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let waiting: BTreeSet<UnitId> = rest.iter().map(|p| p.id).collect();
        let (ready, later): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|p| p.input.parent.is_none_or(|parent| !waiting.contains(&parent)));
        if ready.is_empty() {
            sorted.extend(later);
            break;
        }
        sorted.extend(ready);
        rest = later;
    }
    sorted
}

fn input(
    app: &App,
    row: &ListRow,
    before: Option<&Unit>,
    codes: &mut BTreeSet<String>,
    areas: &mut BTreeSet<String>,
) -> Result<UnitInput, Problem> {
    let text = |key: &str| row.text(key).to_owned();
    let filled = |key: &str| Some(text(key)).filter(|t| !t.is_empty());
    let mut wrongs = Wrongs::default();
    let known = match (text("kind").as_str(), before) {
        ("", Some(unit)) => Ok(Some(unit.kind)),
        ("", None) => Ok(None),
        (word, _) => kind_of(word).map(Some).ok_or_else(|| Problem::invalid("kind", "unknown")),
    };
    let kind = wrongs.sift(known).unwrap_or_else(|| guess(row.text("name")));
    let code = match (filled("code"), before) {
        (Some(code), _) => code,
        (None, Some(unit)) => unit.code.clone(),
        (None, None) => fresh_code(kind, codes),
    };
    let area = filled("area").or_else(|| before.and_then(|u| u.area.clone()));
    let area = match (area, kind) {
        (None, UnitKind::Street) => Some(fresh_area(app, row.text("name"), areas)),
        (area, _) => area,
    };
    let phone = filled("phone").or_else(|| before.and_then(|u| u.phone.clone()));
    let input = UnitInput { code, name: text("name"), kind, parent: None, area, phone, since: None };
    let checked = wrongs.sift(input.checked().map(Some));
    wrongs.done()?;
    checked.ok_or_else(Problem::internal)
}

/// 类别 by its word in either language or its name in the API.
fn kind_of(word: &str) -> Option<UnitKind> {
    let plain = |t: &str| t.replace(['（', '）', '(', ')', '/', ' '], "").to_lowercase();
    KINDS.into_iter().find(|kind| {
        let name = crate::problem::word(kind);
        let words = [Lang::Zh, Lang::En].map(|lang| words::word(lang, "UnitKind", &name).unwrap_or_default());
        name == word || words.iter().any(|known| plain(known) == plain(word)) || ALSO.contains(&(word, *kind))
    })
}

const KINDS: [UnitKind; 7] = [
    UnitKind::Desk,
    UnitKind::CommitteeOffice,
    UnitKind::Street,
    UnitKind::Bureau,
    UnitKind::Company,
    UnitKind::Property,
    UnitKind::System,
];
/// What lists call them, too.
const ALSO: [(&str, UnitKind); 8] = [
    ("街道", UnitKind::Street),
    ("镇", UnitKind::Street),
    ("乡镇", UnitKind::Street),
    ("街道办事处", UnitKind::Street),
    ("局", UnitKind::Bureau),
    ("区直部门", UnitKind::Bureau),
    ("公司", UnitKind::Company),
    ("物业", UnitKind::Property),
];
/// What a name ends with says what the body is.
const ENDINGS: [(&str, UnitKind); 12] = [
    ("街道办事处", UnitKind::Street),
    ("街道", UnitKind::Street),
    ("镇人民政府", UnitKind::Street),
    ("镇", UnitKind::Street),
    ("乡", UnitKind::Street),
    ("应安委办", UnitKind::CommitteeOffice),
    ("安委办", UnitKind::CommitteeOffice),
    ("值守中心", UnitKind::Desk),
    ("指挥中心", UnitKind::Desk),
    ("值班室", UnitKind::Desk),
    ("公司", UnitKind::Company),
    ("厂", UnitKind::Company),
];

fn guess(name: &str) -> UnitKind {
    if name.contains("物业") {
        return UnitKind::Property;
    }
    ENDINGS.iter().find(|(end, _)| name.ends_with(end)).map_or(UnitKind::Bureau, |(_, kind)| *kind)
}

fn fresh_code(kind: UnitKind, codes: &mut BTreeSet<String>) -> String {
    let letters = match kind {
        UnitKind::Desk => "ZS",
        UnitKind::CommitteeOffice => "AWB",
        UnitKind::Street => "JD",
        UnitKind::Bureau => "BM",
        UnitKind::Company => "QY",
        UnitKind::Property => "WY",
        UnitKind::System => "XT",
    };
    let free = (1..).map(|n| format!("{letters}-{n:03}")).find(|code| !codes.contains(code));
    let code = free.unwrap_or_default();
    codes.insert(code.clone());
    code
}

/// 街道 001–099, 镇 100–199, 乡 200–399 under the district's six digits (GB/T 10114): a proposal, to be replaced by
/// the official one where it is known.
fn fresh_area(app: &App, name: &str, areas: &mut BTreeSet<String>) -> String {
    let from = match name {
        n if n.contains('镇') => 100,
        n if n.ends_with('乡') => 200,
        _ => 1,
    };
    let free = (from..1_000).map(|n| format!("{}{n:03}", app.district())).find(|area| !areas.contains(area));
    let area = free.unwrap_or_default();
    areas.insert(area.clone());
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_the_body_is() {
        for (name, kind) in [
            ("先锋街道办事处", UnitKind::Street),
            ("岳屏镇", UnitKind::Street),
            ("区应急管理局", UnitKind::Bureau),
            ("安心物业服务有限公司", UnitKind::Property),
            ("示例机械厂", UnitKind::Company),
            ("区应安委办", UnitKind::CommitteeOffice),
        ] {
            assert_eq!(guess(name), kind, "{name}");
        }
    }

    #[test]
    fn kinds_are_known_by_their_words() {
        for (word, kind) in [
            ("街道", UnitKind::Street),
            ("街道（镇）", UnitKind::Street),
            ("Bureau", UnitKind::Bureau),
            ("property", UnitKind::Property),
            ("企业", UnitKind::Company),
        ] {
            assert_eq!(kind_of(word), Some(kind), "{word}");
        }
        assert_eq!(kind_of("月球"), None);
    }

    #[test]
    fn codes_that_are_made_are_new() {
        let mut codes = BTreeSet::from(["BM-001".to_owned()]);
        assert_eq!(fresh_code(UnitKind::Bureau, &mut codes), "BM-002");
        assert_eq!(fresh_code(UnitKind::Bureau, &mut codes), "BM-003");
        assert_eq!(fresh_code(UnitKind::Street, &mut codes), "JD-001");
    }
}
