//! 工作日历: holidays and office hours together, and how the time of a limit passes through them.

use super::holidays::{DayKind, Holidays};
use super::office::{Hours, OfficeBook};
use super::pause::{Pause, takes_day, without};
use super::step::{Deadline, Notes, Step};
use super::{Day, Instant, Length, Limit, Pace};
use crate::ids::UnitId;
use serde::{Deserialize, Serialize};

/// 工作日历 of a district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// 节假日.
    pub holidays: Holidays,
    /// 办公时间.
    pub office: OfficeBook,
}

/// What runs: a length from a start, around pauses, in the hours of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// How long.
    pub length: Length,
    /// From when on.
    pub start: Instant,
    /// 暂停, in any order.
    pub pauses: &'a [Pause],
    /// Whose office hours; the district's if nobody's in particular.
    pub unit: Option<UnitId>,
}

impl Run<'static> {
    /// A limit from a moment on, in the hours of a unit.
    pub fn new(limit: Limit, start: Instant, unit: Option<UnitId>) -> Self {
        Self { length: limit.length(), start, pauses: &[], unit }
    }
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When; nothing yet while a pause lasts.
    pub at: Option<Instant>,
    /// 暂定: may move later, and never earlier, when a missing year's notice is entered.
    pub provisional: bool,
}

/// No limit runs longer than this: two centuries. Rules are refused long before ([`Limit`]s of ten years).
const HORIZON: i32 = 73_050;

impl Calendar {
    /// The calendar that ships with the product.
    pub fn shipped() -> Self {
        Self { holidays: Holidays::shipped(), office: OfficeBook::shipped() }
    }

    /// 到期时刻.
    pub fn due(&self, run: &Run<'_>) -> Due {
        let mut walk = Walk::new(self, run, Notes::none());
        let at = walk.go();
        Due { at, provisional: walk.unsettled }
    }

    /// 到期时刻 with how it came about.
    pub fn deadline(&self, run: &Run<'_>) -> Deadline {
        let mut walk = Walk::new(self, run, Notes::kept());
        let kind = self.holidays.kind(Day::of(run.start));
        walk.notes.push(|| Step::Started { at: run.start, day: kind.into() });
        let due = walk.go();
        Deadline { due, provisional: walk.unsettled, steps: walk.notes.finish(run.pauses, due) }
    }

    /// 已用时间: how much of a pace's own time lies between two moments, without the pauses, in milliseconds. Of a pace
    /// that counts days, all 24 hours of a day that works count.
    pub fn elapsed(
        &self,
        pace: Pace,
        from: Instant,
        to: Instant,
        pauses: &[Pause],
        unit: Option<UnitId>,
    ) -> i64 {
        let sum = |from, to| without(from, to, pauses).map(|(a, b)| b.since(a)).sum::<i64>();
        if from >= to {
            return 0;
        }
        match pace {
            Pace::Clock | Pace::NaturalDays => sum(from, to),
            Pace::WorkingDays => days(from, to)
                .filter(|d| self.works(*d))
                .map(|d| sum(d.start().max(from), d.end().min(to)))
                .sum(),
            Pace::Office => {
                let hours = self.office.of(unit);
                let slots = |d: Day| hours.on(d).iter().map(move |s| (d.at(s.from), d.at(s.to)));
                days(from, to)
                    .filter(|d| self.works(*d))
                    .flat_map(slots)
                    .map(|(a, b)| sum(a.max(from), b.min(to).max(a.max(from))))
                    .sum()
            }
        }
    }

    /// 剩余时间: what is left of a deadline at `at`, to run on later. Nothing when it is past.
    pub fn remaining(&self, pace: Pace, at: Instant, due: Instant, unit: Option<UnitId>) -> Length {
        if due <= at {
            return Length { pace, amount: 0 };
        }
        let amount = match pace {
            Pace::Clock | Pace::Office => self.elapsed(pace, at, due, &[], unit),
            // 24:00 is the end of the last day, and the day of `at` counted or not before.
            Pace::NaturalDays => i64::from(Day::of(due.plus(-1)).since(Day::of(at))),
            Pace::WorkingDays => {
                let last = Day::of(due.plus(-1));
                (1..=last.since(Day::of(at))).filter(|n| self.works(Day::of(at).plus(*n))).count() as i64
            }
        };
        Length { pace, amount }
    }

    /// 延期: what a deadline becomes when a whole limit is added to it.
    pub fn extended(&self, limit: Limit, due: Instant, unit: Option<UnitId>) -> Due {
        let length = limit.length();
        let start = match length.pace {
            Pace::Clock | Pace::Office => due,
            // 24:00 of the last day: the next day counts as the first.
            Pace::WorkingDays | Pace::NaturalDays => due.plus(-1),
        };
        self.due(&Run { length, start, pauses: &[], unit })
    }

    /// 返工期限: what was left when it was submitted, at least half of the limit, never more than all of it.
    pub fn rework(&self, limit: Limit, due: Instant, submitted: Instant, unit: Option<UnitId>) -> Length {
        let Length { pace, amount } = limit.length();
        let left = self.remaining(pace, submitted, due, unit);
        let half = match pace {
            Pace::Clock | Pace::Office => amount / 2,
            Pace::WorkingDays | Pace::NaturalDays => (amount + 1) / 2,
        };
        Length { pace, amount: left.amount.max(half).min(amount) }
    }

    /// 上班时刻: `at`, if the office of `unit` is open then; else when it opens next.
    pub fn opens(&self, at: Instant, unit: Option<UnitId>) -> Instant {
        let today = Day::of(at);
        let days = (0..366).map(|n| today.plus(n)).filter(|day| self.works(*day));
        let slots = days.flat_map(|day| self.office.of(unit).on(day).iter().map(move |slot| (day, slot)));
        let open = slots.map(|(day, slot)| (day.at(slot.from), day.at(slot.to)));
        open.into_iter().find(|(_, to)| at < *to).map_or(at, |(from, _)| from.max(at))
    }

    /// Whether the offices work on that day.
    pub fn works(&self, day: Day) -> bool {
        self.holidays.kind(day).works()
    }
}

fn days(from: Instant, to: Instant) -> impl Iterator<Item = Day> {
    let first = Day::of(from);
    (0..=Day::of(to).since(first)).map(move |n| first.plus(n))
}

struct Walk<'a> {
    holidays: &'a Holidays,
    hours: Hours<'a>,
    run: &'a Run<'a>,
    /// From when on an open pause lasts.
    stands_from: Instant,
    notes: Notes,
    unsettled: bool,
}

impl<'a> Walk<'a> {
    fn new(calendar: &'a Calendar, run: &'a Run<'a>, notes: Notes) -> Self {
        let open = run.pauses.iter().filter(|p| p.to.is_none()).map(|p| p.from).min();
        Self {
            holidays: &calendar.holidays,
            hours: calendar.office.of(run.unit),
            run,
            stands_from: open.unwrap_or(Instant(i64::MAX)),
            notes,
            unsettled: false,
        }
    }

    fn go(&mut self) -> Option<Instant> {
        if self.run.length.is_zero() {
            return Some(self.run.start);
        }
        let due = match self.run.length.pace {
            Pace::Clock => self.clock(),
            Pace::Office => self.office(),
            Pace::WorkingDays => self.counted(true),
            Pace::NaturalDays => self.counted(false).map(|end| self.off_rest_days(end)),
        };
        // At the ends of time days no longer have names.
        due.map(|at| at.max(self.run.start))
    }

    fn clock(&mut self) -> Option<Instant> {
        let mut left = self.run.length.amount;
        for (from, to) in without(self.run.start, Instant(i64::MAX), self.run.pauses) {
            let end = from.plus(left);
            if end <= to {
                self.notes.push(|| Step::Ran { from, to: end });
                return Some(end);
            }
            self.notes.push(|| Step::Ran { from, to });
            left -= to.since(from);
        }
        (self.stands_from.0 == i64::MAX).then_some(Instant(i64::MAX))
    }

    fn office(&mut self) -> Option<Instant> {
        let (start, pauses) = (self.run.start, self.run.pauses);
        let mut left = self.run.length.amount;
        let first = Day::of(start);
        for day in (0..HORIZON).map(|n| first.plus(n)) {
            if day.start() >= self.stands_from {
                return None;
            }
            if !self.works(day) {
                continue;
            }
            let (mut time, mut part) = (0, None);
            for slot in self.hours.on(day) {
                let from = day.at(slot.from).max(start);
                for (from, to) in without(from, day.at(slot.to), pauses) {
                    let end = from.plus(left - time);
                    let began = part.map_or(from, |(began, _)| began);
                    if end <= to {
                        time = left;
                        self.notes.push(|| Step::Worked { from: began, to: end, time });
                        return Some(end);
                    }
                    time += to.since(from);
                    part = Some((began, to));
                }
            }
            if let Some((from, to)) = part {
                left -= time;
                match self.is_whole(day, time) && day != first {
                    true => self.notes.whole_day(day, time),
                    false => self.notes.push(|| Step::Worked { from, to, time }),
                }
            }
        }
        Some(first.plus(HORIZON).end())
    }

    /// Whether so much time is all that the offices work on that day.
    fn is_whole(&self, day: Day, time: i64) -> bool {
        self.hours.on(day).iter().map(|s| day.at(s.to).since(day.at(s.from))).sum::<i64>() == time
    }

    /// 24:00 of the n-th day after the first one.
    fn counted(&mut self, working: bool) -> Option<Instant> {
        let first = Day::of(self.run.start);
        self.notes.push(|| Step::FirstDay { day: first });
        let mut nth = 0;
        for day in (1..HORIZON).map(|n| first.plus(n)) {
            if day.start() >= self.stands_from {
                return None;
            }
            if working && !self.works(day) || takes_day(self.run.pauses, day.end()) {
                continue;
            }
            nth += 1;
            self.notes.count(day, nth);
            if nth == self.run.length.amount {
                return Some(day.end());
            }
        }
        Some(first.plus(HORIZON).end())
    }

    /// 民法典 §203: a period whose last day is a statutory rest day ends on the first day after that is none.
    fn off_rest_days(&mut self, end: Instant) -> Instant {
        let last = Day::of(end.plus(-1));
        let day = (0..HORIZON).map(|n| last.plus(n)).find(|day| self.works(*day)).unwrap_or(last);
        if day != last {
            self.notes.push(|| Step::Moved { from: last, to: day });
        }
        day.end()
    }

    /// Whether the offices work on that day, noting why not.
    fn works(&mut self, day: Day) -> bool {
        if let Some(year) = self.holidays.unsettled(day) {
            if !self.unsettled {
                self.notes.push(|| Step::Assumed { day, year });
            }
            self.unsettled = true;
        }
        let kind = self.holidays.kind(day);
        match kind {
            DayKind::Weekend | DayKind::Holiday(_) => self.notes.rest(day, kind),
            _ => self.notes.made_up(day, kind),
        }
        kind.works()
    }
}
