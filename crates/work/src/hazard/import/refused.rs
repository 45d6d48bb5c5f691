//! 未导入的行和列: where, why, in codes for programs and words for people.

use crate::words::{Lang, filled, word};
use domain::place::CoordinateError;
use serde::Serialize;
use tables::{
    ColumnName, Field, HazardRow, Note, NoteKind, Recognised, Refused, Sheet, Unrecognised, WhyUntaken,
};

/// A cell for which its row was not taken in, or the whole row, or a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedRow {
    /// 工作表.
    pub sheet: String,
    /// 行, as the spreadsheet program numbers it; 0 when the whole sheet was not understood.
    pub row: u32,
    /// 列, its letters.
    pub column: Option<String>,
    /// The header of the column.
    pub header: Option<String>,
    /// A code for programs.
    pub code: String,
    /// The reason in words, and what to do about it.
    pub reason: String,
    /// What stands there; empty where it would show personal data.
    pub shown: String,
}

/// A row below the header that is no hazard: 合计, 填表人 and the like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LeftOut {
    /// 工作表.
    pub sheet: String,
    /// 行, as the spreadsheet program numbers it.
    pub row: u32,
    /// What it is, for programs: title, note, total, example.
    pub code: String,
    /// What it is, in words.
    pub reason: String,
    /// The beginning of what stands there, without names of people.
    pub shown: String,
}

/// A column that came into no field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IgnoredColumn {
    /// 工作表.
    pub sheet: String,
    /// 列, its letters.
    pub column: String,
    /// Its header; empty if it has none.
    pub header: String,
    /// Why, for programs.
    pub code: String,
    /// Why, and what became of it, in words.
    pub reason: String,
}

/// Why a row that was read cannot become a hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// No date of finding, so nothing says when the history begins.
    NoDate,
    /// The date of this field has not come yet.
    InTheFuture(Field),
    /// Coordinates that cannot be.
    Position(CoordinateError),
}

impl Reason {
    fn code(self) -> &'static str {
        match self {
            Reason::NoDate => "missing",
            Reason::InTheFuture(_) => "in_the_future",
            Reason::Position(CoordinateError::NotANumber) => "coordinates_not_numbers",
            Reason::Position(CoordinateError::OutOfRange) => "coordinates_out_of_range",
            Reason::Position(CoordinateError::Swapped) => "coordinates_swapped",
        }
    }
}

/// 字段 in words, by its name in a mapping file.
fn field_word(lang: Lang, name: &str) -> String {
    word(lang, "LedgerField", name).unwrap_or(name).to_owned()
}

fn reason(lang: Lang, code: &str, fact: impl Fn(&str) -> String) -> String {
    filled(word(lang, "RefusedRow", code).unwrap_or(code), |name| match name {
        "field" => field_word(lang, &fact("field")),
        name => fact(name),
    })
}

impl RefusedRow {
    pub(super) fn read(refused: &Refused, lang: Lang) -> Self {
        let code = refused.code.as_str();
        let fact = |wanted: &str| {
            let found = refused.params.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Self {
            sheet: refused.sheet.clone(),
            row: refused.row,
            column: refused.column.as_ref().map(|c| c.letter.clone()),
            header: refused.column.as_ref().map(|c| c.header.clone()),
            code: code.to_owned(),
            reason: reason(lang, code, fact),
            shown: refused.shown.clone(),
        }
    }

    pub(super) fn of(why: Reason, of: &HazardRow, lang: Lang) -> Self {
        let field = match why {
            Reason::InTheFuture(field) => field,
            _ => Field::FoundAt,
        };
        let column = of.dated.iter().find(|(dated, _)| *dated == field).map(|(_, column)| column);
        Self {
            sheet: of.at.sheet.clone(),
            row: of.at.row,
            column: column.map(|column| column.letter.clone()),
            header: column.map(|column| column.header.clone()),
            code: why.code().to_owned(),
            reason: reason(lang, why.code(), |_| field.name()),
            shown: String::new(),
        }
    }

    /// A sheet or a file of which nothing is taken in.
    pub(super) fn whole(sheet: &str, code: &str, reason: String) -> Self {
        let (sheet, code) = (sheet.to_owned(), code.to_owned());
        Self { sheet, row: 0, column: None, header: None, code, reason, shown: String::new() }
    }

    /// A sheet whose columns are not understood: nothing of it is taken in.
    pub(super) fn sheet(sheet: &str, why: &Unrecognised, lang: Lang) -> Self {
        let (code, template, column, field) = match why {
            Unrecognised::NoHeader { .. } => ("no_header", "no_header", "", None),
            Unrecognised::NoColumn { column, .. } => ("no_column", "no_column", column.as_str(), None),
            Unrecognised::NoColumnFor { field, .. } => ("no_column", "no_column_for", "", Some(*field)),
        };
        let between = if lang == Lang::Zh { "、" } else { ", " };
        let fact = |name: &str| match name {
            "column" => column.to_owned(),
            "field" => field.map(Field::name).unwrap_or_default(),
            _ => {
                let names = field.map(Field::usual_headers).unwrap_or_default();
                names.iter().take(4).copied().collect::<Vec<_>>().join(between)
            }
        };
        Self::whole(sheet, code, reason(lang, template, fact))
    }
}

impl LeftOut {
    pub(crate) fn of(sheet: &str, note: &Note, lang: Lang) -> Self {
        let code = match note.kind {
            NoteKind::Title => "title",
            NoteKind::Note => "note",
            NoteKind::Total => "total",
            NoteKind::Example => "example",
        };
        Self {
            sheet: sheet.to_owned(),
            row: note.row,
            code: code.to_owned(),
            reason: word(lang, "LeftOut", code).unwrap_or(code).to_owned(),
            shown: note.shown().chars().take(60).collect(),
        }
    }

    /// What a sheet holds beside its hazards.
    pub(super) fn all(plan: &Recognised, lang: Lang) -> impl Iterator<Item = Self> + '_ {
        plan.left_out().map(move |note| Self::of(&plan.sheet, note, lang))
    }
}

impl IgnoredColumn {
    pub(crate) fn of(sheet: &str, column: ColumnName, code: &str, field: Option<Field>, lang: Lang) -> Self {
        let template = word(lang, "IgnoredColumn", code).unwrap_or(code);
        Self {
            sheet: sheet.to_owned(),
            column: column.letter,
            header: column.header,
            code: code.to_owned(),
            reason: filled(template, |_| field_word(lang, &field.map(Field::name).unwrap_or_default())),
        }
    }

    /// The columns of a sheet that come into no field of a hazard.
    pub(super) fn all(plan: &Recognised, sheet: &Sheet, lang: Lang) -> impl Iterator<Item = Self> {
        let columns = plan.untaken(sheet).into_iter().map(move |untaken| {
            let field = match untaken.why {
                WhyUntaken::Second(field) => Some(field),
                _ => None,
            };
            Self::of(&sheet.name, untaken.column, untaken.why.as_str(), field, lang)
        });
        columns.collect::<Vec<_>>().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::Code;

    /// Whether a text is in one language; names of headers, formats and sections stay what they are.
    fn is_wholly(lang: Lang, text: &str) -> bool {
        let mut latin = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
        match lang {
            Lang::Zh => latin.all(|word| matches!(word, "values" | "status" | "grade")),
            Lang::En => !text.contains(['（', '，', '。', '：', '“', '；']),
        }
    }

    #[test]
    fn a_reason_is_wholly_in_the_language_of_its_reader() {
        let column = |header: &str| Some(ColumnName { letter: "B".into(), header: header.into() });
        for lang in [Lang::Zh, Lang::En] {
            let mut said = Vec::new();
            for (code, params) in [
                (Code::Missing, vec![("field", "found_at".to_owned())]),
                (Code::TooLong, vec![("chars", "12000".to_owned()), ("limit", "10000".to_owned())]),
                (Code::DuplicateId, vec![("id", "7".into()), ("sheet", "1".into()), ("row", "3".into())]),
                (Code::UnreadableDate, vec![]),
                (Code::UnknownStatus, vec![]),
                (Code::UnknownGrade, vec![]),
            ] {
                let refused = Refused {
                    sheet: "1".into(),
                    row: 2,
                    column: column("时间"),
                    code,
                    params,
                    shown: String::new(),
                };
                said.push(RefusedRow::read(&refused, lang).reason);
            }
            let sheet = || "1".to_owned();
            for why in [
                Unrecognised::NoHeader { sheet: sheet() },
                Unrecognised::NoColumn { sheet: sheet(), column: "12".into() },
                Unrecognised::NoColumnFor { sheet: sheet(), field: Field::Description },
            ] {
                said.push(RefusedRow::sheet("1", &why, lang).reason);
            }
            for text in &said {
                assert!(is_wholly(lang, text) && !text.contains('{') && !text.contains('_'), "{text}");
            }
            let named = if lang == Lang::Zh { "隐患描述" } else { "description" };
            assert!(said.last().is_some_and(|text| text.contains(named)), "{said:?}");
        }
    }
}
