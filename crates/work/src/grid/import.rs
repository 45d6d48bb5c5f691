//! 网格导入: a list from a spreadsheet. New codes are registered, known ones brought up to date; a boundary that is not
//! in the list stays.

use super::list::all;
use super::write::{Checked, GridInput, Write, allowed};
use crate::spreadsheet::{Listing, RefusedCell, several};
use crate::wrongs::Wrongs;
use crate::{App, Problem, Registers};
use domain::ids::{GridId, PersonId};
use domain::people::Actor;
use domain::place::{Grid, GridKind};
use serde::Serialize;
use std::collections::BTreeSet;
use tables::{ListRow, Wanted};

static WANTED: [Wanted; 8] = [
    column("code", &["网格编码", "编码", "代码", "网格代码", "code"], true),
    column("name", &["网格名称", "名称", "name"], true),
    column("kind", &["类别", "网格类别", "kind"], false),
    column("street", &["街道", "所属街道", "street"], false),
    column("community", &["社区", "村社区", "社区村", "community"], false),
    column("unit", &["责任单位", "单位", "unit"], false),
    column("people", &["网格员", "责任人", "网格长", "people"], false),
    column("boundary", &["边界", "boundary", "geojson"], false),
];

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required, inherited: false }
}

/// One grid of the list, as it is or would be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedGrid {
    /// Row of the list.
    pub row: u32,
    /// 网格编码.
    pub code: String,
    /// 名称.
    pub name: String,
    /// Whether it is new here.
    pub added: bool,
}

/// 导入结果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GridImport {
    /// Rows of the list.
    pub rows: u32,
    /// Whether it was done, or only tried.
    pub done: bool,
    /// The rows that are taken.
    pub grids: Vec<ImportedGrid>,
    /// The cells that are not.
    pub refused: Vec<RefusedCell>,
}

/// Takes a list of grids. With `dry_run` it says what would become of each row and changes nothing; without, a list
/// with a refused row is not taken at all.
pub async fn import_grids(
    app: &App,
    actor: Actor,
    bytes: Vec<u8>,
    name: &str,
    dry_run: bool,
) -> Result<GridImport, Problem> {
    allowed(&actor)?;
    let listing = Listing::read(&bytes, name, &WANTED)?;
    let known = all(app).await?;
    let (mut commands, mut refused, mut codes) = (Vec::new(), Vec::new(), BTreeSet::new());
    let registers = app.registers();
    for row in &listing.rows {
        let before = known.iter().find(|g| g.code == row.text("code"));
        match input(app, &registers, row, before) {
            Ok(_) if !codes.insert(row.text("code")) => refused.push(listing.refuse(row, "code", "twice")),
            Ok(new) => {
                let id = before.map_or_else(|| GridId(app.store().surroundings().new_id()), |g| g.id);
                commands.push((row.row, Write { id, new, fresh: before.is_none() }));
            }
            Err(problem) => {
                refused.extend(listing.refuse_all(row, &problem));
                if codes.contains(row.text("code")) && !problem.names("code") {
                    refused.push(listing.refuse(row, "code", "twice"));
                }
            }
        }
    }
    let mut import = GridImport {
        rows: u32::try_from(listing.rows.len()).unwrap_or(u32::MAX),
        done: false,
        grids: commands
            .iter()
            .map(|(row, command)| ImportedGrid {
                row: *row,
                code: command.new.input.code.clone(),
                name: command.new.input.name.clone(),
                added: command.fresh,
            })
            .collect(),
        refused,
    };
    if dry_run || !import.refused.is_empty() {
        return Ok(import);
    }
    for (_, command) in commands {
        app.store().execute(app.district(), actor.clone(), None, command).await.map_err(Problem::from)?;
    }
    import.done = true;
    Ok(import)
}

fn input(app: &App, registers: &Registers, row: &ListRow, before: Option<&Grid>) -> Result<Checked, Problem> {
    let mut wrongs = Wrongs::default();
    let unknown = |field: &str| Problem::invalid(field, "unknown");
    let kind = match row.text("kind") {
        "" => before.map_or(GridKind::Duty, |g| g.kind),
        "单元网格" | "单元" | "cell" => GridKind::Cell,
        text => {
            if !matches!(text, "责任网格" | "责任" | "duty") {
                wrongs.add(unknown("kind"));
            }
            GridKind::Duty
        }
    };
    let street = match row.text("street") {
        "" => before.and_then(|g| g.street.clone()),
        text => {
            let plain = |t: &str| t.trim_end_matches("办事处").to_owned();
            let streets = registers.streets();
            let found = streets.iter().find(|(area, name)| area == text || plain(name) == plain(text));
            wrongs.sift(found.map(|(area, _)| Some(area.clone())).ok_or_else(|| unknown("street")))
        }
    };
    let unit = match row.text("unit") {
        "" => before.and_then(|g| g.unit),
        text => {
            let all = registers.units();
            let found = all.iter().find(|u| (u.code == text || u.name == text) && u.ended_at.is_none());
            wrongs.sift(found.map(|u| Some(u.id)).ok_or_else(|| unknown("unit")))
        }
    };
    // Which of several people of one name is meant, the unit says.
    let unit_is_known = !wrongs.has("unit");
    let named = |name: &str| -> Result<Option<PersonId>, Problem> {
        let of = |(p, n): &(&domain::people::Person, &str)| *n == name && p.disabled_at.is_none();
        let all: Vec<_> = registers.people().into_iter().filter(of).collect();
        let own: Vec<_> = all.iter().filter(|(p, _)| Some(p.unit) == unit).collect();
        match (own.as_slice(), all.as_slice()) {
            ([one], _) => Ok(Some(one.0.id)),
            ([], [one]) => Ok(Some(one.0.id)),
            ([], []) => Err(unknown("people")),
            _ if unit_is_known => Err(Problem::invalid("people", "several_of_that_name")),
            _ => Ok(None),
        }
    };
    let people = match row.text("people") {
        "" => before.map(|g| g.people.clone()).unwrap_or_default(),
        text => several(text).filter_map(|name| wrongs.sift(named(name))).collect(),
    };
    let boundary = match row.text("boundary") {
        "" => before.and_then(|g| g.boundary.as_ref().map(super::boundary::write)),
        text => {
            let read = serde_json::from_str(text).map(Some);
            wrongs.sift(read.map_err(|_| Problem::invalid("boundary", "malformed")))
        }
    };
    let text = |key: &str| Some(row.text(key).to_owned()).filter(|t| !t.is_empty());
    let community = text("community").or_else(|| before.and_then(|g| g.community.clone()));
    let (code, name) = (row.text("code").to_owned(), row.text("name").to_owned());
    let input = GridInput { code, name, kind, street, community, unit, people, boundary, since: None };
    let checked = wrongs.sift(input.checked(app).map(Some));
    wrongs.done()?;
    checked.ok_or_else(Problem::internal)
}
