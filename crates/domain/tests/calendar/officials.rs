//! The examples in the pages for officials are what the calendar computes.

use crate::examples::at;
use domain::calendar::{Calendar, Instant, Length, Limit, LimitUnit, Pace, Run};

const PAGES: [&str; 2] =
    [include_str!("../../../../docs/clocks.zh-CN.md"), include_str!("../../../../docs/clocks.md")];

/// An end of a day is written as its 24:00, as the code says it.
fn moment(text: &str) -> Instant {
    match text.strip_suffix(" 24:00") {
        Some(day) => at(&format!("{day} 00:00")).plus(Instant::DAY),
        None => at(text),
    }
}

fn limit(text: &str) -> Limit {
    let (amount, unit) = text.split_once(' ').unwrap();
    let unit = match unit {
        "工作时" | "working hours" => LimitUnit::WorkingHour,
        "工作日" | "working day" | "working days" => LimitUnit::WorkingDay,
        "工作日（按时段）" | "working days (by slots)" => LimitUnit::WorkingDaySlots,
        "紧急工作时" | "urgent hours" => LimitUnit::UrgentHour,
        "自然日" | "natural days" => LimitUnit::NaturalDay,
        other => panic!("no unit: {other}"),
    };
    Limit::new(amount.parse().unwrap(), unit)
}

#[test]
fn every_row_is_what_the_calendar_says() {
    for page in PAGES {
        let rows: Vec<Vec<&str>> = page
            .lines()
            .filter(|line| line.starts_with("| 20"))
            .map(|line| line.split('|').map(str::trim).collect())
            .collect();
        assert_eq!(rows.len(), 8);
        for row in rows {
            let due = Calendar::shipped().due(&Run::new(limit(row[2]), at(row[1]), None));
            assert_eq!(due.at, Some(moment(row[3])), "{row:?}");
            assert!(!due.provisional);
        }
    }
}

#[test]
fn the_example_of_rework_and_the_provisional_one_hold() {
    let calendar = Calendar::shipped();
    let submitted = at("2026-03-02 20:00").plus(20 * Instant::HOUR);
    let rework = calendar.rework(Limit::hours(24), at("2026-03-03 20:00"), submitted, None);
    assert_eq!(rework, Length { pace: Pace::Clock, amount: 12 * Instant::HOUR });
    let due = calendar.due(&Run::new(Limit::working_days(3), at("2026-12-30 10:00"), None));
    assert_eq!((due.at, due.provisional), (Some(moment("2027-01-04 24:00")), true));
}
