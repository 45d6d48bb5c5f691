//! Working days by month, as they follow from the notices of four years.

use domain::calendar::{Calendar, Day, DayKind, Holidays, HolidaysError, Instant};

fn working_days(year: i32) -> Vec<usize> {
    let calendar = Calendar::shipped();
    (1..=12)
        .map(|month| {
            let days = (1..=31).filter_map(|day| Day::new(year, month, day));
            days.filter(|day| calendar.works(*day)).count()
        })
        .collect()
}

#[test]
fn working_days_of_each_month() {
    assert_eq!(working_days(2023), [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]);
    assert_eq!(working_days(2024), [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]);
    assert_eq!(working_days(2025), [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]);
    assert_eq!(working_days(2026), [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
    let sums: Vec<usize> = (2023..=2026).map(|y| working_days(y).iter().sum()).collect();
    assert_eq!(sums, [249, 251, 248, 248]);
}

#[test]
fn days_have_their_kinds() {
    let holidays = Holidays::shipped();
    let kind = |day: &str| holidays.kind(day.parse().unwrap());
    assert_eq!(kind("2026-02-23"), DayKind::Holiday("春节"));
    assert_eq!(kind("2026-02-14"), DayKind::MadeUp("春节"));
    assert_eq!(kind("2026-02-24"), DayKind::Working);
    assert_eq!(kind("2026-02-22"), DayKind::Holiday("春节"), "a Sunday of the holiday is the holiday");
    assert_eq!(kind("2026-03-01"), DayKind::Weekend);
    assert_eq!(kind("2022-12-31"), DayKind::Holiday("元旦"), "the notice of 2023 names a day of 2022");
    assert_eq!(kind("2027-01-01"), DayKind::Working, "by the weekday, until there is a notice");
}

#[test]
fn says_which_notice_is_missing() {
    let holidays = Holidays::shipped();
    let missing = |at: &str| holidays.missing(at.parse::<Day>().unwrap().start());
    assert_eq!(missing("2026-09-30"), None);
    assert_eq!(missing("2026-10-01"), Some(2027));
    assert_eq!(missing("2027-03-01"), Some(2027));
    assert_eq!(holidays.missing(Instant(0)), Some(1970));
    let unsettled = |day: &str| holidays.unsettled(day.parse().unwrap());
    assert_eq!((unsettled("2026-12-24"), unsettled("2026-12-25")), (None, Some(2027)));
    assert_eq!((unsettled("2025-12-31"), unsettled("2022-12-31")), (None, Some(2022)));
}

#[test]
fn refuses_notices_that_cannot_be() {
    use HolidaysError as E;
    let read = |days: &str| {
        let text = format!(r#"{{"year": 2027, "notice": "x", "holidays": [{days}]}}"#);
        Holidays::shipped().with(serde_json::from_str(&text).unwrap())
    };
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert!(read(r#"{"name": "元旦", "off": ["2026-12-31/2027-01-02"], "work": ["2026-12-27"]}"#).is_ok());
    assert_eq!(read(r#"{"name": "元旦"}"#), Err(E::Empty(2027)));
    assert_eq!(read(r#"{"name": " ", "off": ["2027-01-01"]}"#), Err(E::Name(2027)));
    assert_eq!(
        read(r#"{"name": "a", "off": ["2027-01-01"], "work": ["2027-01-04"]}"#),
        Err(E::NoWeekend(day("2027-01-04")))
    );
    assert_eq!(
        read(r#"{"name": "a", "off": ["2027-01-02"], "work": ["2027-01-02"]}"#),
        Err(E::TwiceDay(day("2027-01-02")))
    );
    assert_eq!(read(r#"{"name": "a", "off": ["2028-01-01"]}"#), Err(E::Elsewhere(day("2028-01-01"))));
    assert_eq!(read(r#"{"name": "a", "off": ["2026-12-24"]}"#), Err(E::Elsewhere(day("2026-12-24"))));
    assert!(matches!(read(r#"{"name": "a", "off": ["2027-02-01/2027-01-01"]}"#), Err(E::Span(_))));
    assert!(matches!(read(r#"{"name": "a", "off": ["0001-01-01/9999-12-31"]}"#), Err(E::Span(_))));
    let known = Holidays::shipped().years()[0].clone();
    assert_eq!(Holidays::new(vec![known.clone(), known]), Err(E::Twice(2023)));
    assert_eq!(
        Holidays::new(vec![]).unwrap().missing(Instant(0)),
        Some(1970),
        "no years at all are no error"
    );
}
