//! What a row says in words, erasable like all words. Columns that name people are not among them: they are not kept.

use domain::calendar::Instant;
use domain::hazard::Words;
use identity::scrub::scrub;
use tables::HazardRow;

/// What a ledger says besides its description, with whatever looks like a telephone number or a name masked: ledgers put
/// those everywhere.
fn masked(text: &str) -> String {
    scrub(text).masked
}

/// Everything that is kept of the words of a row.
pub(super) fn words(row: &HazardRow) -> Words {
    let place: Vec<&str> =
        [row.address.as_deref(), row.place_text.as_deref()].into_iter().flatten().collect();
    let units: Vec<String> = row
        .responsible_units
        .iter()
        .map(|unit| match &unit.part {
            Some(part) => format!("{part}: {}", unit.name),
            None => unit.name.clone(),
        })
        .collect();
    let others: Vec<String> = row.extra.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    let mut words = Words::text(&row.description)
        .with("address", place.join(" "))
        .with("responsible_units", masked(&units.join("\n")))
        .with("other_columns", masked(&others.join("\n")))
        .with("ledger_row", format!("{} {}", row.at.sheet, row.at.row));
    if let Some(position) = row.position.filter(|p| p.system.is_none()) {
        words = words.with("coordinates", format!("{}, {}", position.longitude, position.latitude));
    }
    if let Some(due) = row.due_at {
        words = words.with("due_at", Instant(due.at.as_millisecond()).beijing().date().to_string());
    }
    let named = [
        ("kind", &row.kind),
        ("grade", &row.grade_text),
        ("status", &row.status_text),
        ("project", &row.project),
        ("party", &row.party),
        ("finder_unit", &row.finder_unit),
        ("measures", &row.measures),
        ("emergency_plan", &row.emergency_plan),
        ("remarks", &row.remarks),
    ];
    for (name, text) in named {
        words = words.with(name, masked(text.as_deref().unwrap_or_default()));
    }
    words.with("funds", row.funds.as_ref().map_or("", |f| f.text.as_str()))
}
