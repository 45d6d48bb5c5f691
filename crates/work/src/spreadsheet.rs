//! 表格导入: lists that people keep in spreadsheets and bring here, with a report of what is wrong in which cell.

use crate::Problem;
use serde::Serialize;
use tables::{Limits, ListRow, NoList, Options, ReadError, Wanted};

/// The longest file, in bytes.
pub const LONGEST: usize = 8 << 20;
/// The most rows of one list.
const ROWS: u32 = 20_000;
/// How much of a refused cell is shown, in characters.
const SHOWN: usize = 60;

/// A cell that was refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedCell {
    /// The sheet.
    pub sheet: String,
    /// Row as the spreadsheet program numbers it, from 1.
    pub row: u32,
    /// Letters of the column, if the column is there.
    pub column: Option<String>,
    /// The column's header, else what it would be called.
    pub header: String,
    /// What the program calls it.
    pub field: String,
    /// The code of what is wrong with it.
    pub problem: String,
    /// The beginning of what stands there.
    pub shown: String,
}

/// How a file that somebody brought is read: of formats whose size is known beforehand, and not more than this.
pub(crate) fn brought() -> Options {
    let limits =
        Limits { file_bytes: LONGEST as u64, inflated_bytes: 64 << 20, rows: ROWS, ..Limits::default() };
    Options { limits, whole_file_formats: false }
}

/// One sheet of a file that somebody brought: its name and its rows.
pub(crate) struct Listing {
    name: String,
    wanted: &'static [Wanted],
    pub(crate) rows: Vec<ListRow>,
}

impl Listing {
    /// Reads the first sheet that is such a list.
    pub(crate) fn read(bytes: &[u8], name: &str, wanted: &'static [Wanted]) -> Result<Self, Problem> {
        let sheets = tables::read(bytes, name, &brought()).map_err(|error| unreadable(&error))?;
        let mut missing = None;
        for sheet in sheets.iter().filter(|s| !s.hidden) {
            match tables::list(sheet, wanted) {
                Ok(rows) => return Ok(Self { name: sheet.name.clone(), wanted, rows }),
                Err(NoList::Missing(keys)) => drop(missing.get_or_insert(keys)),
                Err(NoList::NoHeader) => {}
            }
        }
        let code = if missing.is_some() { "table_without_columns" } else { "table_without_header" };
        let asked = |w: &&Wanted| missing.as_ref().is_none_or(|keys| keys.contains(&w.key));
        let names: Vec<&str> = wanted.iter().filter(asked).filter_map(|w| w.names.first()).copied().collect();
        Err(Problem::new(422, code).with("columns", names.join("、")))
    }

    /// The cell of a row that is at fault.
    pub(crate) fn refuse(&self, row: &ListRow, field: &str, problem: &str) -> RefusedCell {
        let column = row.column(field);
        let called = || self.wanted.iter().find(|w| w.key == field).and_then(|w| w.names.first().copied());
        RefusedCell {
            sheet: self.name.clone(),
            row: row.row,
            column: column.map(|c| c.letter.clone()),
            header: column.map_or_else(|| called().unwrap_or(field).to_owned(), |c| c.header.clone()),
            field: field.to_owned(),
            problem: problem.to_owned(),
            shown: row.text(field).chars().take(SHOWN).collect(),
        }
    }

    /// The cells that a problem is about; the whole row, if it is about none.
    pub(crate) fn refuse_all(&self, row: &ListRow, problem: &Problem) -> Vec<RefusedCell> {
        if problem.errors.is_empty() {
            let why = problem.params.get("rule").map_or(problem.code, String::as_str);
            let field = match why {
                "code_taken" => "code",
                "login_taken" => "login",
                "roles_not_separate" | "roles_of_offices" => "roles",
                _ => "name",
            };
            return vec![self.refuse(row, field, why)];
        }
        problem.errors.iter().map(|(field, why)| self.refuse(row, field, why)).collect()
    }
}

/// Why a file could not be read.
pub(crate) fn unreadable(error: &ReadError) -> Problem {
    match error {
        ReadError::TooLarge { limit, .. } => Problem::new(413, "table_too_large").with("limit", limit),
        ReadError::Encrypted => Problem::new(422, "table_protected"),
        ReadError::Empty => Problem::new(422, "table_empty"),
        _ => {
            tracing::debug!(%error, "a table that somebody brought could not be read");
            Problem::new(422, "table_unreadable")
        }
    }
}

/// What people put between several things in one cell.
pub(crate) fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '/', '|', '\n']).map(str::trim).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [Wanted; 2] = [
        Wanted { key: "code", names: &["代码"], required: false, inherited: false },
        Wanted { key: "name", names: &["名称"], required: true, inherited: false },
    ];

    #[test]
    fn a_refusal_names_the_cell() {
        let listing = Listing::read("名称,代码\n园林局,x y\n".as_bytes(), "单位.csv", &WANTED).unwrap();
        let cell = listing.refuse(&listing.rows[0], "code", "malformed");
        assert_eq!((cell.sheet.as_str(), cell.row, cell.column.as_deref()), ("单位", 2, Some("B")));
        assert_eq!((cell.header.as_str(), cell.shown.as_str()), ("代码", "x y"));
    }

    #[test]
    fn what_is_no_list_is_told_in_words_of_its_own() {
        let code = |text: &[u8]| Listing::read(text, "x.csv", &WANTED).map(|_| ()).unwrap_err().code;
        assert_eq!(code("代码,备注\n1,2\n".as_bytes()), "table_without_header");
        assert_eq!(code(b""), "table_empty");
        assert_eq!(code(b"PK\x03\x04nonsense"), "table_unreadable");
        let only: &'static [Wanted] = &[
            Wanted { key: "a", names: &["甲"], required: false, inherited: false },
            Wanted { key: "b", names: &["乙"], required: false, inherited: false },
            Wanted { key: "c", names: &["丙"], required: true, inherited: false },
        ];
        let problem = Listing::read("甲,乙\n1,2\n".as_bytes(), "x.csv", only).map(|_| ()).unwrap_err();
        assert_eq!((problem.code, problem.params["columns"].as_str()), ("table_without_columns", "丙"));
    }

    #[test]
    fn several_things_in_one_cell_are_told_apart() {
        assert_eq!(several("受理员、派遣员，值班长; ").collect::<Vec<_>>(), ["受理员", "派遣员", "值班长"]);
    }
}
