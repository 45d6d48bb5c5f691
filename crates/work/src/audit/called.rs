//! How the things in the ledger are called, and what was done in words.

use super::Audited;
use crate::Registers;
use crate::words::{self, Lang};
use domain::ids::District;
use store::{Connection, EngineError, queries};

/// What was done, in words.
pub(super) fn words(lang: Lang, noun: &str, kind: &str) -> String {
    let said = match noun {
        "hazard" => words::word(lang, "EventKind", kind),
        _ => words::word(lang, "RecordKindOf", &format!("{noun}_{kind}")),
    };
    said.or_else(|| words::word(lang, "RecordKind", kind)).unwrap_or(kind).to_owned()
}

/// How the thing of an event is called.
pub(super) fn name(
    c: &mut dyn Connection,
    district: District,
    registers: &Registers,
    item: &Audited,
    lang: Lang,
) -> Result<Option<String>, EngineError> {
    let key = [district.into(), item.stream.into()];
    let text = |c: &mut dyn Connection, sql: &str| -> Result<Option<String>, EngineError> {
        let rows = c.query(sql, &key)?;
        Ok(rows.first().and_then(|row| row.opt_text(0).ok().flatten()).map(str::to_owned))
    };
    let now = &item.facts["now"];
    let said = |field: &str| now[field].as_str().map(str::to_owned);
    Ok(match item.noun.as_str() {
        "hazard" => {
            let rows = c.query(queries::admin::HAZARD_CALLED, &key)?;
            let Some(row) = rows.first() else { return Ok(None) };
            let number = row.opt_text(1)?.map(str::to_owned);
            Some(number.unwrap_or(row.text(0)?.to_owned()))
        }
        "unit" => registers.unit(item.stream.into()).map(|u| u.name.clone()),
        "person" => registers.person_name(item.stream.into()).map(str::to_owned),
        "place" => text(c, queries::place::NAME)?,
        "code" => text(c, queries::admin::CODE_CALLED)?,
        "rules" => {
            let book = said("subject").map(|subject| {
                words::word(lang, "RuleBook", &subject).map_or(subject.clone(), str::to_owned)
            });
            Some([book, said("version")].into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        _ => said("name").or_else(|| said("code")),
    })
}
