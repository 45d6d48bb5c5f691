use crate::field::Field;
use crate::header::Recognised;
use crate::notes::{Note, NoteKind};
use crate::refused::ColumnName;
use crate::sheet::Sheet;

/// A column whose content comes into no field that people see, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// Which.
    pub column: ColumnName,
    /// Why.
    pub why: WhyUntaken,
    /// Data rows in which something stands there.
    pub cells: usize,
}

/// Why a column is not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyUntaken {
    /// It names who reported: into the vault, sealed.
    Reporter,
    /// It names other living persons.
    Personal,
    /// Another column fills its field already.
    Second(Field),
    /// Its header is not known.
    Unknown,
}

impl WhyUntaken {
    /// The reason as machines read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Personal => "personal",
            Self::Second(_) => "second",
            Self::Unknown => "unknown",
        }
    }
}

impl Recognised {
    /// The columns that hold something and come into no field that people see. The number of a row in the list is no
    /// content.
    pub fn untaken(&self, sheet: &Sheet) -> Vec<Untaken> {
        let columns = self.columns.iter().filter_map(|column| {
            let why = match (&column.fields[..], column.second) {
                ([Field::Reporter | Field::ReporterPhone, ..], _) => WhyUntaken::Reporter,
                _ if column.personal => WhyUntaken::Personal,
                ([], Some(field)) => WhyUntaken::Second(field),
                ([], None) => WhyUntaken::Unknown,
                _ => return None,
            };
            let filled = |row: &&u32| !sheet.inherited(**row, column.index).is_blank();
            let cells = self.data_rows.iter().filter(filled).count();
            let column = ColumnName { letter: column.letter(), header: column.header.clone() };
            (cells > 0).then_some(Untaken { column, why, cells })
        });
        columns.collect()
    }

    /// Rows below the header that are no hazards: sums, notes, signatures, examples, the header once more.
    pub fn left_out(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.row > self.header_rows.1)
    }
}

impl Note {
    /// What may be shown of it: who signed is named behind a colon, or in the next cell.
    pub fn shown(&self) -> &str {
        let end = match self.kind {
            NoteKind::Note => self.text.find(['：', ':', ' ']),
            _ => None,
        };
        end.map_or(self.text.as_str(), |end| &self.text[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Map, Options, Seen, plan, read, rows};

    #[test]
    fn what_is_not_taken_over_is_named_with_its_reason() {
        let csv = "序号,检查时间,存在问题,手机,记录人,举报人,天气,整改情况,复查情况,评语\n\
            1,2025.3.5,通道堵塞,13900000000,甲,乙,晴,已整改,合格,\n\
            2,２０２５年３月６日,灯不亮,,,,,未整改,,\n\
            合计,,共2项,,,,,,,\n\
            填表人：丙,,审核人：丁,,,,,,,\n";
        let sheet = &read(csv.as_bytes(), "台账.csv", &Options::default()).unwrap()[0];
        let map = Map::default();
        let recognised = plan(sheet, &map).unwrap();
        let named: Vec<(String, &str, usize)> = recognised
            .untaken(sheet)
            .into_iter()
            .map(|u| (u.column.header, u.why.as_str(), u.cells))
            .collect();
        let expected = [
            ("手机", "personal", 1),
            ("记录人", "personal", 1),
            ("举报人", "reporter", 1),
            ("天气", "unknown", 1),
            ("复查情况", "second", 1),
        ];
        assert_eq!(named, expected.map(|(header, why, cells)| (header.to_owned(), why, cells)));
        let left: Vec<(u32, NoteKind, &str)> =
            recognised.left_out().map(|note| (note.row, note.kind, note.shown())).collect();
        assert_eq!(left, [(4, NoteKind::Total, "合计 共2项"), (5, NoteKind::Note, "填表人")]);
        let taken: Vec<_> = rows(sheet, &recognised, &map, &mut Seen::default()).collect();
        assert_eq!(taken.len(), 2);
        assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    }
}
