//! 计算过程: how a deadline came about, step by step. Codes and values only; words are chosen where the reader's
//! language is known.

use super::holidays::DayKind;
use super::pause::{Pause, PauseCause};
use super::{Day, Instant};
use serde::{Deserialize, Serialize};

/// 到期时刻 and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// When; nothing yet while a pause lasts.
    pub due: Option<Instant>,
    /// 暂定: the notice of a year on the way is not published yet.
    pub provisional: bool,
    /// How it came about, in the order of time.
    pub steps: Vec<Step>,
}

/// One step on the way from the start to the deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Step {
    /// 起算.
    Started {
        /// When.
        at: Instant,
        /// What kind of day that is.
        day: Word,
    },
    /// 当日不计入 (民法典 §201).
    FirstDay {
        /// The day that does not count.
        day: Day,
    },
    /// Time around the clock.
    Ran {
        /// From when.
        from: Instant,
        /// To when.
        to: Instant,
    },
    /// Office time of one day, or of a part of it.
    Worked {
        /// From when.
        from: Instant,
        /// To when.
        to: Instant,
        /// How much office time lies between, in milliseconds.
        time: i64,
    },
    /// Whole days of office time, one after the other.
    WorkedDays {
        /// The first.
        from: Day,
        /// The last.
        to: Day,
        /// How much office time, in milliseconds.
        time: i64,
    },
    /// Days that count, one after the other.
    Counted {
        /// The first.
        from: Day,
        /// The last.
        to: Day,
        /// Which day of the limit the first one is.
        first: i64,
        /// Which day of the limit the last one is.
        last: i64,
    },
    /// 补班: a day of a weekend that works.
    MadeUp {
        /// The day.
        day: Day,
        /// The holiday that it makes up for.
        holiday: String,
    },
    /// Days that do not work.
    Rested {
        /// The first.
        from: Day,
        /// The last.
        to: Day,
        /// Weekend or holiday.
        day: Word,
    },
    /// 末日顺延 (民法典 §203): the last day is a rest day.
    Moved {
        /// It would have ended on this day.
        from: Day,
        /// It ends on this day.
        to: Day,
    },
    /// 暂停.
    Paused {
        /// From when.
        from: Instant,
        /// Until when; open while it lasts.
        to: Option<Instant>,
        /// Why.
        cause: PauseCause,
    },
    /// 暂按平日推算: from this day on the year's notice is missing, so the weekday decides.
    Assumed {
        /// The day.
        day: Day,
        /// The year whose notice is missing.
        year: i32,
    },
    /// 期限已定: a person, a plan or a ledger set it; nothing was run.
    Set {
        /// Until when.
        to: Instant,
    },
    /// 延期.
    Extended {
        /// When that was decided.
        at: Instant,
        /// Until when.
        to: Instant,
    },
    /// 不提前: by the calendar as it is now it would be earlier or later; what was given stands.
    Kept {
        /// Until when.
        to: Instant,
    },
    /// 到期.
    Due {
        /// When.
        at: Instant,
    },
    /// No deadline yet: a pause lasts.
    Standing,
}

/// The kind of a day: `working`, `made_up`, `weekend` or `holiday`, with the holiday's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The kind.
    pub kind: WordKind,
    /// The holiday, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
}

/// The kind of a day, without the holiday's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// 工作日.
    Working,
    /// 补班.
    MadeUp,
    /// 周末.
    Weekend,
    /// 节假日.
    Holiday,
}

impl From<DayKind<'_>> for Word {
    fn from(kind: DayKind<'_>) -> Self {
        let (kind, holiday) = match kind {
            DayKind::Working => (WordKind::Working, None),
            DayKind::MadeUp(name) => (WordKind::MadeUp, Some(name.to_owned())),
            DayKind::Weekend => (WordKind::Weekend, None),
            DayKind::Holiday(name) => (WordKind::Holiday, Some(name.to_owned())),
        };
        Self { kind, holiday }
    }
}

/// Notes the steps of a walk, or nothing when nobody asked for them.
pub(super) struct Notes(Option<Vec<Step>>);

impl Notes {
    pub(super) fn kept() -> Self {
        Self(Some(Vec::new()))
    }

    pub(super) fn none() -> Self {
        Self(None)
    }

    pub(super) fn push(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.0 {
            steps.push(step());
        }
    }

    /// A day that does not work; joins the days before it that rest for the same reason.
    pub(super) fn rest(&mut self, day: Day, kind: DayKind<'_>) {
        let Some(steps) = &mut self.0 else { return };
        let why = Word::from(kind);
        match steps.last_mut() {
            Some(Step::Rested { to, day: known, .. }) if to.plus(1) == day && *known == why => *to = day,
            _ => steps.push(Step::Rested { from: day, to: day, day: why }),
        }
    }

    /// A day of a weekend that works.
    pub(super) fn made_up(&mut self, day: Day, kind: DayKind<'_>) {
        if let DayKind::MadeUp(holiday) = kind {
            self.push(|| Step::MadeUp { day, holiday: holiday.to_owned() });
        }
    }

    /// A whole day of office time; joins the days before it.
    pub(super) fn whole_day(&mut self, day: Day, more: i64) {
        let Some(steps) = &mut self.0 else { return };
        match steps.last_mut() {
            Some(Step::WorkedDays { to, time, .. }) if to.plus(1) == day => {
                *to = day;
                *time += more;
            }
            _ => steps.push(Step::WorkedDays { from: day, to: day, time: more }),
        }
    }

    /// A day that counts as the `nth`; joins the days before it.
    pub(super) fn count(&mut self, day: Day, nth: i64) {
        let Some(steps) = &mut self.0 else { return };
        match steps.last_mut() {
            Some(Step::Counted { to, last, .. }) if to.plus(1) == day => {
                *to = day;
                *last = nth;
            }
            _ => steps.push(Step::Counted { from: day, to: day, first: nth, last: nth }),
        }
    }

    /// All of them, with the pauses where they belong in time.
    pub(super) fn finish(self, pauses: &[Pause], until: Option<Instant>) -> Vec<Step> {
        let mut steps = self.0.unwrap_or_default();
        let end = until.unwrap_or(Instant(i64::MAX));
        for pause in pauses.iter().filter(|p| p.from < end && p.from != p.end()) {
            let at =
                steps.iter().skip(1).position(|s| begins(s) >= pause.from).map_or(steps.len(), |n| n + 1);
            steps.insert(at, Step::Paused { from: pause.from, to: pause.to, cause: pause.cause });
        }
        steps.push(until.map_or(Step::Standing, |at| Step::Due { at }));
        steps
    }
}

/// Where in time a step stands.
fn begins(step: &Step) -> Instant {
    match step {
        Step::Started { at, .. } | Step::Due { at } => *at,
        Step::Ran { from, .. } | Step::Worked { from, .. } | Step::Paused { from, .. } => *from,
        Step::WorkedDays { from, .. } | Step::Counted { from, .. } | Step::Rested { from, .. } => {
            from.start()
        }
        Step::FirstDay { day } | Step::MadeUp { day, .. } | Step::Assumed { day, .. } => day.start(),
        Step::Moved { to, .. } => to.start(),
        Step::Set { to } | Step::Kept { to } => *to,
        Step::Extended { at, .. } => *at,
        Step::Standing => Instant(i64::MAX),
    }
}
