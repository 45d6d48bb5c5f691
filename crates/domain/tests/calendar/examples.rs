//! Worked examples of the field's manual, in the hours 08:00–12:00 and 14:00–18:00.

use domain::calendar::{Calendar, Due, Instant, Limit, LimitUnit, Run};
use proptest::prelude::*;

pub fn at(text: &str) -> Instant {
    format!("{}:00+08:00", text.replace(' ', "T")).parse().unwrap()
}

fn due(start: &str, limit: Limit) -> Due {
    Calendar::shipped().due(&Run::new(limit, at(start), None))
}

#[track_caller]
fn falls(start: &str, amount: u32, unit: LimitUnit, expected: &str) {
    let found = due(start, Limit::new(amount, unit));
    assert_eq!(found, Due { at: Some(at(expected)), provisional: false });
}

#[test]
fn working_hours_end_on_a_saturday_that_works() {
    falls("2026-02-13 17:00", 4, LimitUnit::WorkingHour, "2026-02-14 11:00");
    falls("2026-05-08 17:45", 1, LimitUnit::WorkingHour, "2026-05-09 08:45");
}

#[test]
fn working_hours_pass_over_the_spring_festival() {
    falls("2026-02-14 16:30", 4, LimitUnit::WorkingHour, "2026-02-24 10:30");
}

#[test]
fn working_hours_pass_over_the_national_day() {
    falls("2026-09-30 17:30", 2, LimitUnit::WorkingHour, "2026-10-08 09:30");
}

#[test]
fn working_hours_pass_over_noon_on_a_sunday_that_works() {
    falls("2026-01-04 11:30", 4, LimitUnit::WorkingHour, "2026-01-04 17:30");
}

#[test]
fn working_days_have_two_readings() {
    for (start, amount, counted, by_slots) in [
        ("2026-02-12 10:00", 3, "2026-02-25 00:00", "2026-02-24 10:00"),
        ("2026-09-18 09:00", 5, "2026-09-25 00:00", "2026-09-24 09:00"),
        ("2026-04-30 16:00", 1, "2026-05-07 00:00", "2026-05-06 16:00"),
    ] {
        falls(start, amount, LimitUnit::WorkingDay, counted);
        falls(start, amount, LimitUnit::WorkingDaySlots, by_slots);
    }
}

#[test]
fn what_ends_in_a_year_without_a_notice_is_provisional() {
    let counted = due("2026-12-30 10:00", Limit::working_days(3));
    assert_eq!(counted, Due { at: Some(at("2027-01-05 00:00")), provisional: true });
    let by_slots = due("2026-12-30 10:00", Limit::new(3, LimitUnit::WorkingDaySlots));
    assert_eq!(by_slots, Due { at: Some(at("2027-01-04 10:00")), provisional: true });
    // The next notice may still move the days of the last week of the year, and nothing before.
    assert!(due("2026-12-24 10:00", Limit::working_days(1)).provisional);
    assert!(!due("2026-12-23 10:00", Limit::working_days(1)).provisional);
    assert!(!due("2026-12-30 10:00", Limit::hours(24)).provisional, "around the clock nothing can move it");
}

#[test]
fn urgent_and_natural_units_run_around_the_clock() {
    falls("2026-02-14 23:50", 20, LimitUnit::UrgentMinute, "2026-02-15 00:10");
    falls("2026-02-14 23:00", 2, LimitUnit::UrgentHour, "2026-02-15 01:00");
    falls("2026-02-13 10:00", 3, LimitUnit::NaturalDay, "2026-02-16 10:00");
}

/// 民法典 §201, §203: the first day is not counted; what would end on a rest day ends on the next day that is none.
#[test]
fn a_period_of_the_civil_code_does_not_end_on_a_rest_day() {
    let civil = |days| Limit { rest_day_moves: true, ..Limit::days(days) };
    let ends = |start, days| due(start, civil(days)).at.unwrap();
    assert_eq!(ends("2026-03-02 10:00", 3), at("2026-03-06 00:00"), "Thursday 24:00");
    assert_eq!(ends("2026-03-05 10:00", 2), at("2026-03-10 00:00"), "Saturday moves to Monday 24:00");
    assert_eq!(ends("2026-02-11 10:00", 5), at("2026-02-25 00:00"), "over the Spring Festival");
    assert_eq!(ends("2026-02-12 10:00", 2), at("2026-02-15 00:00"), "a Saturday that works is no rest day");
    assert!(!civil(1).is_around_the_clock());
}

#[test]
fn a_limit_ends_with_the_slot_and_not_with_the_next_one() {
    falls("2026-03-02 11:00", 1, LimitUnit::WorkingHour, "2026-03-02 12:00");
    falls("2026-03-02 14:00", 4, LimitUnit::WorkingHour, "2026-03-02 18:00");
    falls("2026-03-06 18:00", 1, LimitUnit::WorkingHour, "2026-03-09 09:00");
    falls("2026-03-02 03:00", 1, LimitUnit::WorkingHour, "2026-03-02 09:00");
}

proptest! {
    #![proptest_config(crate::oracle::repeatable())]

    /// Whatever rules say, an answer comes.
    #[test]
    fn any_limit_from_any_moment_has_an_answer(year in 0i64..300, amount in 0u32..100_000, unit in 0usize..6, moves: bool) {
        let unit = LimitUnit::ALL[unit];
        let limit = Limit { amount, unit, rest_day_moves: moves };
        let run = Run::new(limit, Instant((year - 100) * 365 * Instant::DAY), None);
        let due = Calendar::shipped().due(&run);
        prop_assert!(due.at.is_some_and(|at| at >= run.start));
    }
}

#[test]
fn the_ends_of_time_have_answers_too() {
    let calendar = Calendar::shipped();
    for start in [Instant(i64::MIN), Instant(i64::MAX)] {
        for unit in LimitUnit::ALL {
            let limit = Limit { amount: 1, unit, rest_day_moves: true };
            assert!(calendar.due(&Run::new(limit, start, None)).at.is_some_and(|at| at >= start));
        }
    }
}
