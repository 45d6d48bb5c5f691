//! A deadline says how it came about.

use crate::examples::at;
use domain::calendar::{Calendar, Day, Instant, Limit, LimitUnit, Pause, PauseCause, Run, Step, Word};

fn day(day: Day) -> String {
    day.to_string()[5..].to_owned()
}

fn time(at: &Instant) -> String {
    at.to_string()[5..16].replace('T', " ")
}

fn word(word: &Word) -> String {
    let kind = serde_json::to_value(word.kind).unwrap().as_str().unwrap().to_owned();
    word.holiday.as_ref().map_or(kind.clone(), |name| format!("{kind} {name}"))
}

fn line(step: &Step) -> String {
    let hours = |time: &i64| format!("{} h", *time as f64 / Instant::HOUR as f64);
    match step {
        Step::Started { at, day } => format!("start {} {}", time(at), word(day)),
        Step::FirstDay { day: first } => format!("{} not counted", day(*first)),
        Step::Ran { from, to } => format!("ran {} to {}", time(from), time(to)),
        Step::Worked { from, to, time: h } => format!("worked {} to {}, {}", time(from), time(to), hours(h)),
        Step::WorkedDays { from, to, time } => {
            format!("days {} to {}, {}", day(*from), day(*to), hours(time))
        }
        Step::Counted { from, to, first, last } => {
            format!("{} to {} count {first}-{last}", day(*from), day(*to))
        }
        Step::MadeUp { day: made, holiday } => format!("{} works for {holiday}", day(*made)),
        Step::Rested { from, to, day: why } => format!("{} to {} {}", day(*from), day(*to), word(why)),
        Step::Moved { from, to } => format!("moved {} to {}", day(*from), day(*to)),
        Step::Paused { from, to, .. } => {
            format!("paused {} to {}", time(from), to.as_ref().map_or("…".into(), time))
        }
        Step::Assumed { day: from, year } => format!("{} on: no notice of {year}", day(*from)),
        Step::Set { .. } | Step::Extended { .. } | Step::Kept { .. } => unreachable!("no calendar says that"),
        Step::Due { at } => format!("due {}", time(at)),
        Step::Standing => "standing".into(),
    }
}

fn explained(start: &str, limit: Limit, pauses: &[Pause]) -> Vec<String> {
    let calendar = Calendar::shipped();
    let run = Run { pauses, ..Run::new(limit, at(start), None) };
    let deadline = calendar.deadline(&run);
    let due = calendar.due(&run);
    assert_eq!((deadline.due, deadline.provisional), (due.at, due.provisional));
    let text = serde_json::to_string(&deadline).unwrap();
    assert_eq!(serde_json::from_str::<domain::calendar::Deadline>(&text).unwrap(), deadline);
    deadline.steps.iter().map(line).collect()
}

#[test]
fn over_a_saturday_that_works() {
    assert_eq!(
        explained("2026-02-13 17:00", Limit::working_hours(4), &[]),
        [
            "start 02-13 17:00 working",
            "worked 02-13 17:00 to 02-13 18:00, 1 h",
            "02-14 works for 春节",
            "worked 02-14 08:00 to 02-14 11:00, 3 h",
            "due 02-14 11:00",
        ]
    );
}

#[test]
fn over_a_holiday_and_weekends() {
    assert_eq!(
        explained("2026-02-12 10:00", Limit::new(8, LimitUnit::WorkingDaySlots), &[]),
        [
            "start 02-12 10:00 working",
            "worked 02-12 10:00 to 02-12 18:00, 6 h",
            "days 02-13 to 02-13, 8 h",
            "02-14 works for 春节",
            "days 02-14 to 02-14, 8 h",
            "02-15 to 02-23 holiday 春节",
            "days 02-24 to 02-27, 32 h",
            "02-28 works for 春节",
            "days 02-28 to 02-28, 8 h",
            "03-01 to 03-01 weekend",
            "worked 03-02 08:00 to 03-02 10:00, 2 h",
            "due 03-02 10:00",
        ]
    );
}

#[test]
fn by_day_count_into_a_year_without_a_notice() {
    assert_eq!(
        explained("2026-12-30 10:00", Limit::working_days(3), &[]),
        [
            "start 12-30 10:00 working",
            "12-30 not counted",
            "12-31 on: no notice of 2027",
            "12-31 to 01-01 count 1-2",
            "01-02 to 01-03 weekend",
            "01-04 to 01-04 count 3-3",
            "due 01-05 00:00",
        ]
    );
}

#[test]
fn around_a_pause() {
    let pause = |to: Option<&str>| Pause {
        from: at("2026-03-03 10:00"),
        to: to.map(at),
        cause: PauseCause::WaitingForReporter,
    };
    assert_eq!(
        explained("2026-03-02 17:00", Limit::working_hours(4), &[pause(Some("2026-03-04 15:00"))]),
        [
            "start 03-02 17:00 working",
            "worked 03-02 17:00 to 03-02 18:00, 1 h",
            "worked 03-03 08:00 to 03-03 10:00, 2 h",
            "paused 03-03 10:00 to 03-04 15:00",
            "worked 03-04 15:00 to 03-04 16:00, 1 h",
            "due 03-04 16:00",
        ]
    );
    assert_eq!(
        explained("2026-03-02 17:00", Limit::hours(24), &[pause(None)]),
        [
            "start 03-02 17:00 working",
            "ran 03-02 17:00 to 03-03 10:00",
            "paused 03-03 10:00 to …",
            "standing"
        ]
    );
}

#[test]
fn a_rest_day_at_the_end_moves_it() {
    assert_eq!(
        explained("2026-03-05 10:00", Limit { rest_day_moves: true, ..Limit::days(2) }, &[]),
        [
            "start 03-05 10:00 working",
            "03-05 not counted",
            "03-06 to 03-07 count 1-2",
            "03-07 to 03-08 weekend",
            "moved 03-07 to 03-09",
            "due 03-10 00:00",
        ]
    );
}
