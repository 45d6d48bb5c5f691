//! The same deadlines found by looking at every single minute, with another calendar underneath.

use domain::calendar::*;
use jiff::civil::{Date, DateTime, Weekday, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::collections::BTreeMap;

/// The same 64 cases in each run: a test that fails, fails again.
pub fn repeatable() -> Config {
    Config { cases: 64, rng_seed: RngSeed::Fixed(430_406), failure_persistence: None, ..Config::default() }
}

const MINUTE: i64 = Instant::MINUTE;

/// What the oracle knows: days that are not as their weekday says, and slots in minutes by the month in which they
/// begin to hold.
struct Oracle {
    unusual: BTreeMap<Date, bool>,
    seasons: Vec<(i8, Vec<(i64, i64)>)>,
}

impl Oracle {
    fn of(calendar: &Calendar, seasons: &[(i8, Vec<(i64, i64)>)]) -> Self {
        let mut unusual = BTreeMap::new();
        for year in calendar.holidays.years() {
            for holiday in &year.holidays {
                for span in &holiday.off {
                    let (mut day, last): (Date, Date) =
                        (span.from.to_string().parse().unwrap(), span.to.to_string().parse().unwrap());
                    while day <= last {
                        unusual.insert(day, false);
                        day = day.tomorrow().unwrap();
                    }
                }
                for day in &holiday.work {
                    unusual.insert(day.to_string().parse().unwrap(), true);
                }
            }
        }
        Self { unusual, seasons: seasons.to_vec() }
    }

    fn works(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.unusual.get(&day).copied().unwrap_or(!weekend)
    }

    fn open(&self, day: Date, minute: i64) -> bool {
        let mut begun = self.seasons.iter().filter(|(month, _)| *month <= day.month()).collect::<Vec<_>>();
        begun.sort_by_key(|(month, _)| *month);
        let (_, slots) = begun.last().copied().or(self.seasons.iter().max_by_key(|(m, _)| *m)).unwrap();
        slots.iter().any(|(from, to)| (*from..*to).contains(&minute))
    }

    /// The moment at which the limit has run out; looks at minute after minute.
    fn due(&self, length: Length, start: i64, paused: &[(i64, Option<i64>)]) -> Option<i64> {
        let first = civil(start).date();
        let goal = match length.pace {
            Pace::Clock | Pace::Office => length.amount / MINUTE,
            _ => length.amount,
        };
        let stands = |minute: i64| paused.iter().any(|(a, b)| *a <= minute && b.is_none_or(|b| minute < b));
        let (mut used, mut minute) = (0, start);
        let mut today = first;
        let mut works = self.works(today);
        loop {
            let in_day = (minute + 8 * 60).rem_euclid(1_440);
            if in_day == 0 && minute != start {
                today = today.tomorrow().unwrap();
                works = self.works(today);
            }
            if paused.iter().any(|(a, b)| b.is_none() && *a <= minute) {
                return None;
            }
            if length.pace == Pace::Office && !works {
                // No minute of a day that does not work counts: on to the next day.
                minute += 1_440 - in_day;
                continue;
            }
            used += i64::from(match length.pace {
                Pace::Clock => !stands(minute),
                Pace::Office => !stands(minute) && self.open(today, in_day),
                Pace::WorkingDays => in_day == 1_439 && today != first && works && !stands(minute),
                Pace::NaturalDays => in_day == 1_439 && today != first && !stands(minute),
            });
            minute += 1;
            if used == goal {
                break;
            }
        }
        // 民法典 §203.
        while length.pace == Pace::NaturalDays && !self.works(civil(minute - 1).date()) {
            minute += 1_440;
        }
        Some(minute)
    }
}

fn civil(minute: i64) -> DateTime {
    Instant(minute * MINUTE).beijing()
}

/// Up to three slots of a day that neither touch nor overlap.
fn slots() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::btree_set(0i64..=1_440, 2..=6).prop_map(|marks| {
        let marks: Vec<i64> = marks.into_iter().collect();
        marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn seasons() -> impl Strategy<Value = Vec<(i8, Vec<(i64, i64)>)>> {
    prop::collection::btree_map(1i8..=12, slots(), 1..=3).prop_map(|all| all.into_iter().collect())
}

/// Limits that take hours, days or most of a year.
fn limits() -> impl Strategy<Value = Limit> {
    (1u32..=120, 0usize..6, any::<bool>()).prop_map(|(amount, unit, moves)| Limit {
        amount,
        unit: LimitUnit::ALL[unit],
        rest_day_moves: moves && LimitUnit::ALL[unit] == LimitUnit::NaturalDay,
    })
}

/// Pauses from some minutes after the start on, of up to forty days; the last one may not end.
fn pauses() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    prop::collection::vec((0i64..60_000, prop::option::weighted(0.9, 0i64..60_000)), 0..4)
}

fn time(minute: i64) -> TimeOfDay {
    TimeOfDay::new(minute as u16).unwrap()
}

fn calendar(seasons: &[(i8, Vec<(i64, i64)>)]) -> Calendar {
    let seasons = seasons
        .iter()
        .map(|(month, slots)| Season {
            from: format!("{month:02}-01").parse().unwrap(),
            slots: slots.iter().map(|(from, to)| Slot { from: time(*from), to: time(*to) }).collect(),
        })
        .collect();
    let hours = OfficeHours {
        unit: None,
        effective: "2020-01-01".parse().unwrap(),
        seasons,
        basis: String::new(),
        basis_en: String::new(),
    };
    Calendar { holidays: Holidays::shipped(), office: OfficeBook::new(vec![hours]).unwrap() }
}

proptest! {
    #![proptest_config(repeatable())]

    #[test]
    fn a_slow_oracle_finds_the_same_deadline(
        seasons in seasons(),
        limit in limits(),
        // From the middle of 2022 to the end of 2026, to the minute.
        start in 27_610_000i64..29_970_000,
        pauses in pauses(),
    ) {
        let calendar = calendar(&seasons);
        let oracle = Oracle::of(&calendar, &seasons);
        let paused: Vec<(i64, Option<i64>)> =
            pauses.iter().map(|(a, b)| (start + a, b.map(|b| start + a + b))).collect();
        let expected = oracle.due(limit.length(), start, &paused);
        let pauses: Vec<Pause> = paused
            .iter()
            .map(|(a, b)| Pause {
                from: Instant(a * MINUTE),
                to: b.map(|b| Instant(b * MINUTE)),
                cause: PauseCause::Suspended,
            })
            .collect();
        let run = Run { length: limit.length(), start: Instant(start * MINUTE), pauses: &pauses, unit: None };
        let found = calendar.due(&run);
        prop_assert_eq!(found.at, expected.map(|minute| Instant(minute * MINUTE)));
        let deadline = calendar.deadline(&run);
        prop_assert_eq!((deadline.due, deadline.provisional), (found.at, found.provisional));
        let settled = expected.is_none_or(|minute| civil(minute).date() < date(2026, 12, 25));
        if start > civil_minute(date(2023, 1, 1)) && settled {
            prop_assert!(!found.provisional);
        }
        // The time that it took, on the limit's own pace, is the limit.
        if let (Some(at), Pace::Clock | Pace::Office) = (found.at, run.length.pace) {
            prop_assert_eq!(calendar.elapsed(run.length.pace, run.start, at, &pauses, None), run.length.amount);
        }
    }

    /// What is left at any moment, run on from there, ends where the whole would have ended.
    #[test]
    fn what_is_left_ends_where_the_whole_ends(
        seasons in seasons(),
        limit in limits(),
        start in 27_610_000i64..29_970_000,
        later in 0i64..200_000,
    ) {
        let calendar = calendar(&seasons);
        let run = Run::new(limit, Instant(start * MINUTE), None);
        let due = calendar.due(&run).at.unwrap();
        let at = Instant((start + later) * MINUTE);
        let left = calendar.remaining(run.length.pace, at, due, None);
        if at < due && !left.is_zero() && run.length.pace != Pace::NaturalDays {
            prop_assert_eq!(calendar.due(&Run { length: left, start: at, ..run }).at, Some(due));
        }
        prop_assert!(at >= due || left.amount <= run.length.amount || run.length.pace == Pace::NaturalDays);
    }

    /// Who starts later is never due earlier.
    #[test]
    fn a_later_start_is_never_due_earlier(
        seasons in seasons(),
        limit in limits(),
        start in 27_610_000i64..29_970_000,
        later in 0i64..20_000,
    ) {
        let calendar = calendar(&seasons);
        let due = |minute: i64| calendar.due(&Run::new(limit, Instant(minute * MINUTE), None)).at.unwrap();
        prop_assert!(due(start) <= due(start + later));
    }

    /// A notice that is entered later moves nothing earlier than what the weekday rule said, once it is taken at
    /// its latest; and it settles the deadline.
    #[test]
    fn a_missing_notice_makes_it_provisional_and_the_notice_settles_it(limit in limits(), start in 29_700_000i64..29_800_000) {
        let without = Calendar::shipped();
        let next: HolidayYear = serde_json::from_str(
            r#"{"year": 2027, "notice": "made up for this test", "holidays": [
                {"name": "元旦", "off": ["2027-01-01/2027-01-03"]},
                {"name": "春节", "off": ["2027-02-05/2027-02-12"], "work": ["2027-02-14", "2027-01-31"]}]}"#,
        ).unwrap();
        let with = Calendar { holidays: without.holidays.with(next).unwrap(), ..without.clone() };
        let run = Run::new(limit, Instant(start * MINUTE), None);
        let (before, after) = (without.due(&run), with.due(&run));
        prop_assert!(!after.provisional || after.at.unwrap() >= with_day("2027-12-25"));
        if !before.provisional {
            prop_assert_eq!(before, after);
        }
    }
}

fn with_day(day: &str) -> Instant {
    day.parse::<Day>().unwrap().start()
}

fn civil_minute(day: Date) -> i64 {
    Instant::from_beijing(day.at(0, 0, 0, 0)).unwrap().0 / MINUTE
}
