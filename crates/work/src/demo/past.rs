//! The ledger that the made-up district kept before: imported in one go, like anybody's spreadsheet.

use super::cast::Cast;
use super::dice::Dice;
use super::texts::STORIES;
use domain::calendar::Instant;
use tables::{Grade, HazardRow, Location, Moment, Personal, ResponsibleUnit, Status};

/// 来源 of the made-up ledger.
pub(super) const SOURCE: &str = "演示旧台账";

/// So many rows found between two moments.
pub(super) fn rows(cast: &Cast, seed: u64, count: usize, from: Instant, to: Instant) -> Vec<HazardRow> {
    (0..count).filter_map(|nth| row(cast, Dice::of(seed, 2_000_000 + nth as u64), nth, from, to)).collect()
}

fn day(at: Instant) -> Option<Moment> {
    let midnight = Instant::from_beijing(at.beijing().date().to_datetime(jiff::civil::Time::midnight()))?;
    Some(Moment { at: jiff::Timestamp::from_millisecond(midnight.0).ok()?, day_only: true })
}

fn row(cast: &Cast, mut dice: Dice, nth: usize, from: Instant, to: Instant) -> Option<HazardRow> {
    let story = dice.pick(STORIES);
    let found = Instant(dice.between(from.0, to.plus(-20 * Instant::DAY).0));
    let length = dice.between(1, 10);
    let taken = if dice.chance(14) { length + dice.between(1, 9) } else { dice.between(0, length) };
    let status = match dice.between(0, 99) {
        0..=89 => Status::Closed,
        90..=93 => Status::FixedOnSpot,
        94..=95 => Status::Rectified,
        96..=97 => Status::Cancelled,
        _ => Status::Rectifying,
    };
    let grade = match dice.weighted(&[86, 9, 5]) {
        0 => Some(Grade::General),
        1 => None,
        _ => Some(Grade::Serious),
    };
    let street = dice.pick(&cast.streets);
    let unit = if dice.chance(60) { street.name.to_owned() } else { cast.bureau(story.bureau).name.clone() };
    let seen = *dice.pick(story.seen);
    let done = (status != Status::Rectifying).then(|| *dice.pick(story.done));
    let finished = found.plus(taken * Instant::DAY);
    let over = matches!(status, Status::Closed | Status::Rectified | Status::FixedOnSpot);
    Some(HazardRow {
        source_id: format!("YS-{:05}", nth + 1),
        id_is_own: true,
        description: seen.to_owned(),
        // Half of the old ledger words its kinds as the catalogue does.
        kind: dice.chance(55).then(|| story.category.to_owned()),
        grade,
        grade_text: None,
        project: Some("演示排查整治行动".to_owned()),
        party: None,
        place_text: Some(format!("{}演示路{}号", street.name, dice.between(1, 200))),
        address: None,
        position: None,
        found_at: day(found),
        due_at: day(found.plus(length * Instant::DAY)),
        finished_at: if over { day(finished) } else { None },
        closed_at: if status == Status::Closed { day(finished.plus(Instant::DAY)) } else { None },
        status,
        status_text: None,
        finder_unit: Some("区应安委办督查组（演示）".to_owned()),
        responsible_units: vec![ResponsibleUnit { part: None, name: unit }],
        measures: done.map(str::to_owned),
        funds: None,
        emergency_plan: None,
        remarks: None,
        extra: Vec::new(),
        personal: Personal {
            finder: Some(super::names::person(nth % 60)),
            responsible_person: Some(super::names::person((nth + 17) % 60)),
            ..Personal::default()
        },
        dated: Vec::new(),
        doubts: Vec::new(),
        at: Location { sheet: SOURCE.to_owned(), row: nth as u32 + 3 },
    })
}
