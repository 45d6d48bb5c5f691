//! 导出审计记录: what a search finds, as a table for whoever audits elsewhere.

use super::{Filter, search};
use crate::words::{self, Lang};
use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, may};
use tables::formula_safe;

/// The most events of one file.
const MOST: usize = 50_000;

/// A file.
pub struct Exported {
    /// UTF-8 with a mark, so that spreadsheet programs read it right.
    pub csv: Vec<u8>,
    /// Events in it.
    pub rows: usize,
    /// Whether there are more than a file takes; the filter has to be narrower then.
    pub more: bool,
}

const HEAD: [&str; 11] =
    ["index", "recorded_at", "at", "person", "unit", "by", "noun", "called", "words", "facts", "hash"];

/// A code in words; the code itself where there are none.
fn said(lang: Lang, list: &str, code: &str) -> String {
    words::word(lang, list, code).unwrap_or(code).to_owned()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", formula_safe(text).replace('"', "\"\""))
}

/// Everything that a search finds, the newest first.
pub async fn export(app: &App, actor: &Actor, filter: Filter, lang: Lang) -> Result<Exported, Problem> {
    may(actor, Act::Export, Resource::Ledger).map_err(|_| Problem::forbidden())?;
    let mut text = String::from("\u{feff}");
    text.push_str(&HEAD.map(|column| quoted(&said(lang, "AuditColumn", column))).join(","));
    text.push_str("\r\n");
    let (mut rows, mut before) = (0, None);
    loop {
        let page = search(app, actor, filter.clone(), before, 200, lang).await?;
        for item in &page.items {
            let name = |named: &Option<crate::hazard::Named>| {
                named.as_ref().map(|n| n.name.clone()).unwrap_or_default()
            };
            let cells = [
                item.index.to_string(),
                item.recorded_at.to_string(),
                item.at.to_string(),
                name(&item.by.person),
                name(&item.by.unit),
                said(lang, "ActorKind", &item.by.kind),
                said(lang, "Noun", &item.noun),
                item.called.clone().unwrap_or_default(),
                item.words.clone(),
                item.facts.to_string(),
                item.hash.to_string(),
            ];
            text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
            text.push_str("\r\n");
        }
        rows += page.items.len();
        before = page.next;
        if before.is_none() || rows >= MOST {
            return Ok(Exported { csv: text.into_bytes(), rows, more: before.is_some() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_runs_and_never_breaks_out() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
