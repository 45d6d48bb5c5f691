//! 九列表 out: a version as the spreadsheet that it can be brought back from.

use super::limit_words;
use super::sheet_in::WANTED;
use crate::{App, Problem};
use domain::hazard::Catalogue;
use domain::people::{Act, Actor, Resource, may};

/// How wide the nine columns are, in characters.
const WIDTHS: [u16; 9] = [9, 18, 9, 26, 18, 18, 46, 32, 14];

/// A version of the catalogue as a workbook, with the name of its file. For whoever reads rules.
pub fn catalogue_sheet(app: &App, actor: &Actor, version: &str) -> Result<(String, Vec<u8>), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())?;
    let book = app.catalogue_book();
    let catalogue = book.version(version).ok_or_else(Problem::not_found)?;
    let header: Vec<(&str, u16)> = WANTED.iter().zip(WIDTHS).map(|(w, width)| (w.names[0], width)).collect();
    let title = format!("{}隐患目录与立案标准（{}）", app.district_name(), catalogue.version);
    let bytes = tables::written("隐患目录", &title, &header, rows(catalogue)).map_err(|error| {
        tracing::error!(%error, "a catalogue could not be written");
        Problem::internal()
    })?;
    Ok((format!("隐患目录-{}.xlsx", catalogue.version), bytes))
}

/// One row for each standard; every cell is filled, so that rows can be sorted and filtered.
fn rows(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for major in catalogue.majors() {
        for minor in &major.minors {
            for s in &minor.standards {
                let cells = [
                    &major.code,
                    &major.name,
                    &minor.code,
                    &minor.name,
                    &s.handler,
                    &s.regulator,
                    &s.condition,
                    &s.closing,
                ];
                let mut row: Vec<String> = cells.into_iter().cloned().collect();
                row.push(limit_words::say(s.limit));
                rows.push(row);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::sheet_in::read;
    use super::*;
    use crate::spreadsheet::Listing;
    use domain::calendar::Instant;
    use domain::hazard::catalogue::compare;

    #[test]
    fn what_goes_out_comes_back_the_same() {
        let before = Catalogue::demo_2026();
        let header: Vec<(&str, u16)> =
            WANTED.iter().zip(WIDTHS).map(|(w, width)| (w.names[0], width)).collect();
        let bytes = tables::written("隐患目录", "标题", &header, rows(&before)).unwrap();
        let listing = Listing::read(&bytes, "x.xlsx", &WANTED).unwrap();
        let found = read(&listing, &before);
        assert_eq!((found.refused.len(), found.given.len()), (0, 0));
        let after = Catalogue::new("again".into(), Instant(1), found.majors).unwrap();
        assert_eq!(compare(&before, &after), []);
    }
}
