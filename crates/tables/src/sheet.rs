use std::collections::HashMap;

use crate::cell::Cell;

/// A merged range, zero-based and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

impl Merge {
    /// Columns that the merge covers.
    pub fn width(&self) -> u32 {
        self.right.saturating_sub(self.left) + 1
    }

    fn holds(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// One sheet of a workbook, or a whole text file (then its name is the file's stem).
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The sheet's name as its tab shows it.
    pub name: String,
    /// Whether the name is only that of a text file: it then says nothing of the content, and a copy of the file
    /// under another name is still the same table.
    pub named_by_file: bool,
    /// Whether the workbook hides the sheet.
    pub hidden: bool,
    /// Whether bare numbers that stand for dates count from 1904 (old Mac workbooks).
    pub from_1904: bool,
    /// Rows from the sheet's first row on; a row ends with its last filled cell.
    pub rows: Vec<Vec<Cell>>,
    merges: Vec<Merge>,
    by_left: HashMap<u32, Vec<usize>>,
}

static EMPTY: Cell = Cell::Empty;

impl Sheet {
    /// A sheet with its merged ranges.
    pub fn new(name: String, rows: Vec<Vec<Cell>>, mut merges: Vec<Merge>) -> Self {
        merges.retain(|merge| merge.top <= merge.bottom && merge.left <= merge.right);
        merges.sort_by_key(|merge| (merge.top, merge.left));
        let mut by_left: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, merge) in merges.iter().enumerate() {
            by_left.entry(merge.left).or_default().push(index);
        }
        Self { name, named_by_file: false, hidden: false, from_1904: false, rows, merges, by_left }
    }

    /// The merged ranges, by first row and column.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// The cell at a zero-based place; [`Cell::Empty`] outside the sheet.
    pub fn cell(&self, row: u32, column: u32) -> &Cell {
        self.rows.get(row as usize).and_then(|cells| cells.get(column as usize)).unwrap_or(&EMPTY)
    }

    /// The cell as a data row inherits it: an empty cell below the top of a vertical merge takes the merge's
    /// value, in the merge's first column only.
    pub fn inherited(&self, row: u32, column: u32) -> &Cell {
        let own = self.cell(row, column);
        if !own.is_blank() {
            return own;
        }
        let Some(indexes) = self.by_left.get(&column) else { return own };
        let after = indexes.partition_point(|&index| self.merges[index].top <= row);
        match after.checked_sub(1).map(|before| self.merges[indexes[before]]) {
            Some(merge) if merge.bottom >= row => self.cell(merge.top, merge.left),
            _ => own,
        }
    }

    /// The cell as a header spreads it: anywhere in a merge, the value of the merge's corner.
    pub fn spread(&self, row: u32, column: u32) -> &Cell {
        let before = self.merges.partition_point(|merge| merge.top <= row);
        match self.merges[..before].iter().find(|merge| merge.holds(row, column)) {
            Some(merge) => self.cell(merge.top, merge.left),
            None => self.cell(row, column),
        }
    }

    /// Whether the row holds nothing to read.
    pub fn is_blank_row(&self, row: u32) -> bool {
        self.rows.get(row as usize).is_none_or(|cells| cells.iter().all(Cell::is_blank))
    }

    /// Rows up to the last filled one.
    pub fn height(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}

/// The letters of a zero-based column: 0 is `A`, 26 is `AA`.
pub fn column_letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The zero-based column of letters, if they are one to three capital letters.
pub(crate) fn column_index(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let number = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_columns_agree() {
        for column in [0, 1, 25, 26, 51, 52, 701, 702, 16_383] {
            assert_eq!(column_index(&column_letter(column)), Some(column));
        }
        assert_eq!(
            (column_letter(0), column_letter(17), column_letter(26)),
            ("A".into(), "R".into(), "AA".into())
        );
        assert_eq!(column_index("status"), None);
    }

    #[test]
    fn a_vertical_merge_is_inherited_downward_and_a_wide_one_spreads() {
        let rows = vec![
            vec![Cell::Text("责任单位".into())],
            vec![Cell::Text("东街".into()), Cell::Number(1.0)],
            vec![Cell::Empty, Cell::Number(2.0)],
            vec![Cell::Empty, Cell::Number(3.0)],
        ];
        let sheet = Sheet::new(
            "表".into(),
            rows,
            vec![
                Merge { top: 0, bottom: 0, left: 0, right: 3 },
                Merge { top: 1, bottom: 2, left: 0, right: 0 },
            ],
        );
        assert_eq!(sheet.spread(0, 3).text(), "责任单位");
        assert_eq!(sheet.inherited(2, 0).text(), "东街");
        assert_eq!(sheet.inherited(3, 0).text(), "");
    }
}
