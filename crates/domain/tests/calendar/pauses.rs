//! Pauses, extensions, rework.

use crate::examples::at;
use domain::calendar::{Calendar, Instant, Length, Limit, LimitUnit, Pace, Pause, PauseCause, Run};

fn pause(from: &str, to: Option<&str>) -> Pause {
    Pause { from: at(from), to: to.map(at), cause: PauseCause::Suspended }
}

fn due(start: &str, limit: Limit, pauses: &[Pause]) -> Option<Instant> {
    Calendar::shipped().due(&Run { pauses, ..Run::new(limit, at(start), None) }).at
}

#[test]
fn the_limit_runs_around_pauses() {
    let march = [pause("2026-03-03 10:00", Some("2026-03-10 15:00"))];
    let from = "2026-03-02 09:00";
    assert_eq!(due(from, Limit::days(3), &march), Some(at("2026-03-12 14:00")));
    assert_eq!(due(from, Limit::working_hours(16), &march), Some(at("2026-03-11 12:00")));
    // The evening of 3 March was within the pause, that of 10 March was not.
    assert_eq!(due(from, Limit::working_days(2), &march), Some(at("2026-03-12 00:00")));
    let short = [pause("2026-03-03 10:00", Some("2026-03-03 15:00"))];
    assert_eq!(due(from, Limit::working_days(2), &short), Some(at("2026-03-05 00:00")));
}

#[test]
fn an_open_pause_has_no_deadline_unless_it_came_too_late() {
    for limit in [Limit::days(3), Limit::working_hours(16), Limit::working_days(2)] {
        assert_eq!(due("2026-03-02 09:00", limit, &[pause("2026-03-03 10:00", None)]), None);
        let late = [pause("2026-03-20 10:00", None)];
        assert_eq!(due("2026-03-02 09:00", limit, &late), due("2026-03-02 09:00", limit, &[]));
    }
}

#[test]
fn what_is_left_runs_on() {
    let calendar = Calendar::shipped();
    let left = |pace, at_: &str, due_: &str| calendar.remaining(pace, at(at_), at(due_), None).amount;
    assert_eq!(left(Pace::Office, "2026-02-14 16:30", "2026-02-24 10:30"), 4 * Instant::HOUR);
    assert_eq!(left(Pace::Clock, "2026-02-14 16:30", "2026-02-15 16:30"), Instant::DAY);
    assert_eq!(left(Pace::WorkingDays, "2026-02-13 10:00", "2026-02-25 00:00"), 2);
    assert_eq!(left(Pace::WorkingDays, "2026-02-24 23:00", "2026-02-25 00:00"), 0);
    assert_eq!(left(Pace::NaturalDays, "2026-03-02 10:00", "2026-03-06 00:00"), 3);
    assert_eq!(left(Pace::Office, "2026-03-02 10:00", "2026-03-01 10:00"), 0);
}

#[test]
fn an_extension_adds_a_whole_limit() {
    let calendar = Calendar::shipped();
    let extended = |limit, due: &str| calendar.extended(limit, at(due), None).at.unwrap();
    assert_eq!(extended(Limit::working_days(2), "2026-02-14 00:00"), at("2026-02-25 00:00"));
    assert_eq!(extended(Limit::working_hours(4), "2026-02-14 16:30"), at("2026-02-24 10:30"));
    assert_eq!(extended(Limit::days(5), "2026-03-02 09:00"), at("2026-03-07 09:00"));
}

#[test]
fn rework_gets_what_was_left_at_least_half_at_most_all() {
    let calendar = Calendar::shipped();
    let rework = |limit, due: &str, submitted: &str| calendar.rework(limit, at(due), at(submitted), None);
    let days = |amount| Length { pace: Pace::WorkingDays, amount };
    let five = Limit::working_days(5);
    // Given on Monday 2 March, due at the end of Monday 9 March.
    assert_eq!(rework(five, "2026-03-10 00:00", "2026-03-03 10:00"), days(4));
    assert_eq!(rework(five, "2026-03-10 00:00", "2026-03-09 10:00"), days(3));
    assert_eq!(rework(five, "2026-03-10 00:00", "2026-03-12 10:00"), days(3), "late is not longer");
    assert_eq!(rework(five, "2026-03-20 00:00", "2026-03-02 10:00"), days(5), "extended is not longer");
    let hours = Limit::working_hours(8);
    let left = rework(hours, "2026-03-03 12:00", "2026-03-03 09:00");
    assert_eq!(left, Length { pace: Pace::Office, amount: 4 * Instant::HOUR });
    let natural = rework(Limit::new(2, LimitUnit::NaturalDay), "2026-03-04 09:00", "2026-03-02 21:00");
    assert_eq!(natural, Length { pace: Pace::Clock, amount: 36 * Instant::HOUR });
}

#[test]
fn used_time_is_the_limits_own_time() {
    let calendar = Calendar::shipped();
    let used = |pace, from: &str, to: &str, pauses: &[Pause]| {
        calendar.elapsed(pace, at(from), at(to), pauses, None) / Instant::HOUR
    };
    assert_eq!(used(Pace::Office, "2026-02-13 17:00", "2026-02-24 10:00", &[]), 1 + 8 + 2);
    assert_eq!(used(Pace::Clock, "2026-02-13 17:00", "2026-02-14 17:00", &[]), 24);
    assert_eq!(used(Pace::WorkingDays, "2026-02-13 12:00", "2026-02-24 12:00", &[]), 12 + 24 + 12);
    let pauses = [pause("2026-02-14 09:00", Some("2026-02-24 09:00"))];
    assert_eq!(used(Pace::Office, "2026-02-13 17:00", "2026-02-24 10:00", &pauses), 1 + 1 + 1);
    assert_eq!(used(Pace::Office, "2026-02-24 10:00", "2026-02-13 17:00", &[]), 0);
}

#[test]
fn each_unit_works_in_its_own_hours() {
    use domain::ids::UnitId;
    let street = UnitId(uuid::Uuid::from_u128(3));
    let mut calendar = Calendar::shipped();
    let mut hours: Vec<_> = calendar.office.versions().to_vec();
    let own = format!(
        r#"{{"unit": "{street}", "effective": "2026-01-01",
            "seasons": [{{"from": "05-01", "slots": ["08:00-12:00", "15:00-18:00"]}}, {{"from": "10-01", "slots": ["09:00-17:00"]}}]}}"#
    );
    hours.push(serde_json::from_str(&own).unwrap());
    calendar.office = domain::calendar::OfficeBook::new(hours).unwrap();
    let due = |start: &str, unit| calendar.due(&Run::new(Limit::working_hours(6), at(start), unit)).at;
    assert_eq!(due("2026-07-01 09:00", Some(street)), Some(at("2026-07-01 18:00")));
    assert_eq!(due("2026-07-01 09:00", None), Some(at("2026-07-01 17:00")));
    assert_eq!(due("2026-03-02 09:00", Some(street)), Some(at("2026-03-02 15:00")), "winter goes on");
    assert_eq!(
        due("2026-09-30 15:00", Some(street)),
        Some(at("2026-10-08 12:00")),
        "over the change of season"
    );
}
