//! What of the rows that came in was taken with a doubt, and which units the register does not know.

use super::units::Units;
use crate::words::{Lang, word};
use identity::scrub::scrub;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tables::HazardRow;

/// A cell that was taken with a doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DoubtfulCell {
    /// 工作表.
    pub sheet: String,
    /// 行, as the spreadsheet program numbers it.
    pub row: u32,
    /// 列, its letters.
    pub column: String,
    /// The header of the column.
    pub header: String,
    /// A code for programs.
    pub code: String,
    /// What is doubtful, and how it was taken, in words.
    pub reason: String,
}

impl DoubtfulCell {
    /// The doubtful cells of a row.
    pub(super) fn all(row: &HazardRow, lang: Lang) -> impl Iterator<Item = Self> + '_ {
        row.doubts.iter().map(move |doubt| {
            let code = doubt.code.as_str();
            Self {
                sheet: row.at.sheet.clone(),
                row: row.at.row,
                column: doubt.column.letter.clone(),
                header: doubt.column.header.clone(),
                code: code.to_owned(),
                reason: word(lang, "DoubtfulCell", code).unwrap_or(code).to_owned(),
            }
        })
    }
}

/// A responsible unit that the register does not know: its name stays as text, and nothing was dispatched to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnknownUnit {
    /// As the ledger writes it; what looks like a telephone number or a name is masked.
    pub name: String,
    /// In how many rows.
    pub rows: usize,
}

/// Counts the unknown units of rows.
#[derive(Default)]
pub(super) struct Unknown(BTreeMap<String, usize>);

impl Unknown {
    pub(super) fn note(&mut self, row: &HazardRow, units: &Units) {
        let unknown = row.responsible_units.iter().filter(|unit| units.find(&unit.name).is_none());
        for name in unknown.map(|unit| scrub(&unit.name).masked).collect::<BTreeSet<String>>() {
            *self.0.entry(name).or_default() += 1;
        }
    }

    /// The most frequent first.
    pub(super) fn all(self) -> Vec<UnknownUnit> {
        let mut all: Vec<UnknownUnit> =
            self.0.into_iter().map(|(name, rows)| UnknownUnit { name, rows }).collect();
        all.sort_by_key(|unit| std::cmp::Reverse(unit.rows));
        all
    }
}
