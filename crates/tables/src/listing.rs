use crate::field::plain_header;
use crate::notes::{self, Note};
use crate::refused::ColumnName;
use crate::sheet::{Sheet, column_letter};
use thiserror::Error;

/// A header stands near the top.
const SEARCHED_ROWS: u32 = 30;

/// A column that a simple list may have, and how people head it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What the program calls it.
    pub key: &'static str,
    /// Headers that mean it; brackets, blanks and stars around them do not matter.
    pub names: &'static [&'static str],
    /// Whether the list makes no sense without the column.
    pub required: bool,
    /// Whether an empty cell means the same as the one above it, as in tables with merged cells.
    pub inherited: bool,
}

/// Why a sheet is no such list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoList {
    /// No row near the top has these headers.
    #[error("no header was found")]
    NoHeader,
    /// Columns that the list must have are not there.
    #[error("missing columns: {0:?}")]
    Missing(Vec<&'static str>),
}

/// One row of a simple list: one line of text for each column that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Row as the spreadsheet program numbers it, from 1.
    pub row: u32,
    cells: Vec<(&'static str, ColumnName, String)>,
}

impl ListRow {
    /// What stands in a column; nothing where it is not there.
    pub fn text(&self, key: &str) -> &str {
        self.cells.iter().find(|(k, _, _)| *k == key).map_or("", |(_, _, text)| text)
    }

    /// How the spreadsheet calls a column.
    pub fn column(&self, key: &str) -> Option<&ColumnName> {
        self.cells.iter().find(|(k, _, _)| *k == key).map(|(_, column, _)| column)
    }
}

/// A simple list, and what of its sheet is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Rows below the header that are no things of the list: sums, and who filled it in.
    pub left_out: Vec<Note>,
    /// Columns that nobody wants and in which something stands.
    pub ignored: Vec<ColumnName>,
}

/// Reads a simple list like [`list`], tells sums and signatures from rows, and names the columns that are left out.
///
/// # Errors
/// See [`NoList`].
pub fn listed(sheet: &Sheet, wanted: &[Wanted]) -> Result<Listed, NoList> {
    let (header, columns) = heading(sheet, wanted)?;
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for row in list(sheet, wanted)? {
        let words = notes::words(sheet, row.row - 1);
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        match notes::closing(&words) {
            Some(kind) => {
                left_out.push(Note { row: row.row, kind, text: notes::short(&words.join(" "), 200) });
            }
            None => rows.push(row),
        }
    }
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let ignored = (0..u32::try_from(width).unwrap_or(u32::MAX)).filter(|column| {
        let filled = |row: &ListRow| !sheet.cell(row.row - 1, *column).is_blank();
        !columns.iter().any(|(_, taken, _)| taken == column) && rows.iter().any(filled)
    });
    let named = |column: u32| ColumnName {
        letter: column_letter(column),
        header: sheet.cell(header, column).text().into_owned(),
    };
    Ok(Listed { ignored: ignored.map(named).collect(), rows, left_out })
}

/// Reads a simple list: a header in one row, below it one thing a row, in any order of columns. Columns that nobody
/// wants are left out, blank rows too.
///
/// # Errors
/// See [`NoList`].
pub fn list(sheet: &Sheet, wanted: &[Wanted]) -> Result<Vec<ListRow>, NoList> {
    let (header, columns) = heading(sheet, wanted)?;
    let mut above: Vec<String> = vec![String::new(); columns.len()];
    let mut list = Vec::new();
    for row in header + 1..sheet.height() {
        if sheet.is_blank_row(row) {
            continue;
        }
        let mut cells = Vec::with_capacity(columns.len());
        for ((wanted, column, name), above) in columns.iter().zip(&mut above) {
            let mut text = one_line(&sheet.inherited(row, *column).text());
            if wanted.inherited {
                if text.is_empty() {
                    text.clone_from(above);
                } else {
                    above.clone_from(&text);
                }
            }
            cells.push((wanted.key, name.clone(), text));
        }
        list.push(ListRow { row: row + 1, cells });
    }
    Ok(list)
}

/// A column that is wanted, where it stands and how it is headed.
type Headed<'a> = (&'a Wanted, u32, ColumnName);

/// The row of the header, and the columns that are wanted.
fn heading<'a>(sheet: &Sheet, wanted: &'a [Wanted]) -> Result<(u32, Vec<Headed<'a>>), NoList> {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    let key_at = |row: u32, column: u32| {
        let text = plain_header(&sheet.cell(row, column).text());
        let known = |w: &&Wanted| w.names.iter().any(|name| plain_header(name) == text);
        (!text.is_empty()).then(|| wanted.iter().find(known)).flatten()
    };
    let score = |row: u32| {
        let mut keys: Vec<&str> = (0..width).filter_map(|c| key_at(row, c)).map(|w| w.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let rows = (0..sheet.height().min(SEARCHED_ROWS)).map(|row| (score(row), std::cmp::Reverse(row)));
    let (found, std::cmp::Reverse(header)) = rows.max().ok_or(NoList::NoHeader)?;
    // One known word in a row is chance, unless the list is one column and that is all that it must have.
    let whole = |row: u32| {
        let key = key_at(row, 0).map(|w| w.key);
        width == 1 && wanted.iter().all(|w| !w.required || Some(w.key) == key)
    };
    if found == 0 || (found == 1 && wanted.len() > 1 && !whole(header)) {
        return Err(NoList::NoHeader);
    }
    let mut columns: Vec<Headed<'a>> = Vec::new();
    for column in 0..width {
        if let Some(w) = key_at(header, column)
            && !columns.iter().any(|(taken, _, _)| taken.key == w.key)
        {
            let text = sheet.cell(header, column).text().into_owned();
            columns.push((w, column, ColumnName { letter: column_letter(column), header: text }));
        }
    }
    let has = |w: &&Wanted| columns.iter().any(|(c, _, _)| c.key == w.key);
    let missing: Vec<&str> = wanted.iter().filter(|w| w.required && !has(w)).map(|w| w.key).collect();
    if !missing.is_empty() {
        return Err(NoList::Missing(missing));
    }
    Ok((header, columns))
}

/// Breaks of lines inside of a cell are blanks to a list.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, read};

    const WANTED: [Wanted; 3] = [
        Wanted { key: "major", names: &["大类"], required: false, inherited: true },
        Wanted { key: "name", names: &["姓名", "名字"], required: true, inherited: false },
        Wanted { key: "unit", names: &["单位", "所在单位"], required: true, inherited: false },
    ];

    fn of(text: &str) -> Result<Vec<ListRow>, NoList> {
        list(&read(text.as_bytes(), "表.csv", &Options::default()).unwrap()[0], &WANTED)
    }

    #[test]
    fn columns_are_found_by_their_headers_in_any_order() {
        let rows = of("人员名单,,\n所在单位（全称）,备注,姓名*\n园林局,x,王五\n,,\n水务局,,李 四\n").unwrap();
        let seen: Vec<(u32, &str, &str)> =
            rows.iter().map(|r| (r.row, r.text("name"), r.text("unit"))).collect();
        assert_eq!(seen, [(3, "王五", "园林局"), (5, "李 四", "水务局")]);
        assert_eq!(rows[0].column("unit").unwrap().letter, "A");
        assert_eq!(rows[0].text("major"), "");
    }

    #[test]
    fn sums_signatures_and_unwanted_columns_are_named() {
        let text = "姓名,单位,生日,空\n王五,园林局,1990,\n合计,1,,\n制表人：甲,,,\n";
        let sheet = &read(text.as_bytes(), "表.csv", &Options::default()).unwrap()[0];
        let found = listed(sheet, &WANTED).unwrap();
        assert_eq!(found.rows.iter().map(|r| r.text("name")).collect::<Vec<_>>(), ["王五"]);
        assert_eq!(
            found.left_out.iter().map(|n| (n.row, n.shown())).collect::<Vec<_>>(),
            [(3, "合计 1"), (4, "制表人")]
        );
        assert_eq!(found.ignored, [ColumnName { letter: "C".into(), header: "生日".into() }]);
    }

    #[test]
    fn what_stands_above_is_inherited_where_it_is_wanted() {
        let rows = of("大类,姓名,单位\n甲,一,x\n,二,\n乙,三,y\n,四,z\n").unwrap();
        let seen: Vec<(&str, &str)> = rows.iter().map(|r| (r.text("major"), r.text("unit"))).collect();
        assert_eq!(seen, [("甲", "x"), ("甲", ""), ("乙", "y"), ("乙", "z")]);
    }

    #[test]
    fn a_sheet_without_the_columns_says_which() {
        assert_eq!(of("大类,姓名\n甲,一\n"), Err(NoList::Missing(vec!["unit"])));
        assert_eq!(of("a,b\n1,2\n"), Err(NoList::NoHeader));
    }

    #[test]
    fn names_alone_are_a_list_where_names_are_all_that_it_must_have() {
        let wanted = [
            Wanted { key: "name", names: &["名称"], required: true, inherited: false },
            Wanted { key: "phone", names: &["电话"], required: false, inherited: false },
        ];
        let read =
            |text: &str| list(&read(text.as_bytes(), "pasted.txt", &Options::default()).unwrap()[0], &wanted);
        let rows = read("名称\n东风街道\n西渡街道\n").unwrap();
        assert_eq!(rows.iter().map(|r| r.text("name")).collect::<Vec<_>>(), ["东风街道", "西渡街道"]);
        assert_eq!(read("电话\n1\n"), Err(NoList::NoHeader));
        assert_eq!(read("东风街道\n西渡街道\n"), Err(NoList::NoHeader));
        assert_eq!(of("姓名\n王五\n"), Err(NoList::NoHeader), "a unit must be there, too");
    }
}
