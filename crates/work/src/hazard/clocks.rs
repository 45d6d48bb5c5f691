//! 时钟: what the clocks of a hazard say, and how their deadlines came about, in words.

use crate::problem::word;
use crate::words::{Lang, deadline};
use domain::calendar::{Calendar, Day, Instant, Limit, LimitUnit, Pace, Pause, Step};
use domain::hazard::{Hazard, StageClock};
use serde::Serialize;

/// 时钟: one limit that runs or ran.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = HazardClock)]
pub struct ClockView {
    /// For what.
    #[schema(value_type = crate::names::ClockStage)]
    pub clock: String,
    /// The same in words.
    pub name: String,
    /// The rule; nothing where a filing standard, a ledger or a person set the deadline.
    pub rule: Option<RuleView>,
    /// The limit.
    pub limit: Option<LimitView>,
    /// The limit in words.
    pub limit_text: Option<String>,
    /// 起算.
    #[schema(value_type = String, format = DateTime)]
    pub started: Instant,
    /// 到期; nothing while it is paused.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Instant>,
    /// 暂定: may move later, and never earlier, when a missing year's holidays are entered.
    pub provisional: bool,
    /// 暂停.
    pub pauses: Vec<PauseView>,
    /// When it stopped.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished: Option<Instant>,
    /// `done`: what it was for was done. `ended`: it fell away.
    pub outcome: Option<String>,
    /// 已用, in seconds of its own time: working time for working units, without pauses.
    pub used_seconds: i64,
    /// From the start to the deadline, in seconds of its own time.
    pub total_seconds: i64,
    /// 超期, in seconds of its own time.
    pub overdue_seconds: i64,
    /// 红黄绿灯 now, or when it stopped.
    #[schema(value_type = crate::names::Light)]
    pub light: String,
    /// The light in words.
    pub light_text: String,
    /// Whether it is the clock of the present stage: by it inboxes are ordered.
    pub current: bool,
    /// How it is counted down, while it runs.
    pub count: Option<DueCount>,
    /// How the deadline came about.
    pub steps: Vec<StepView>,
}

/// The rule in force when the clock began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LimitRuleRef)]
pub struct RuleView {
    /// The version of the rules.
    pub version: String,
    /// The rule, for example `rectify/major`.
    pub id: String,
}

/// 时限.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Limit)]
pub struct LimitView {
    /// How many.
    pub amount: u32,
    /// Of which unit.
    #[schema(value_type = crate::names::LimitUnit)]
    pub unit: String,
    /// 末日顺延 (民法典 §203).
    pub rest_day_moves: bool,
}

impl From<Limit> for LimitView {
    fn from(limit: Limit) -> Self {
        Self { amount: limit.amount, unit: word(&limit.unit), rest_day_moves: limit.rest_day_moves }
    }
}

/// 余日: how a deadline is counted down, in the unit of its limit, at the moment of reading, and when it turns yellow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DueCount {
    /// In which unit the limit was given; nothing where a date was set instead.
    #[schema(value_type = Option<crate::names::LimitUnit>)]
    pub unit: Option<String>,
    /// 工作日 from today to the deadline, the day of the deadline counted and today not; once it is past, from that
    /// day to today. Nothing for limits around the clock, and for what is past by more than a quarter of a year.
    pub working_days: Option<u32>,
    /// 黄灯时刻: from then on the light is yellow, until the deadline; nothing for what is past.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub warn_at: Option<Instant>,
    /// The day on which it was counted.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
}

/// What is past by more is counted in days and nights: nobody plans by it any more, and a list has many of them.
const PAST: i64 = 92 * Instant::DAY;

/// How a running clock is counted down.
fn count(clock: &StageClock, calendar: &Calendar, now: Instant) -> Option<DueCount> {
    let due = clock.due().filter(|_| clock.is_running())?;
    let unit = clock.term.limit.map(|limit| limit.unit);
    let days = |from, to| u32::try_from(calendar.remaining(Pace::WorkingDays, from, to, None).amount).ok();
    let working_days = match unit {
        None | Some(LimitUnit::UrgentMinute | LimitUnit::UrgentHour | LimitUnit::NaturalDay) => None,
        // 24:00 is the end of the day before.
        _ if due <= now => (now.since(due) <= PAST).then(|| days(due.plus(-1), now)).flatten(),
        _ => days(now, due),
    };
    let warn_at = if due > now { clock.warns_at(calendar) } else { None };
    Some(DueCount { unit: unit.map(|unit| word(&unit)), working_days, warn_at, on: Day::of(now) })
}

/// How the deadline `due` of a hazard is counted down: by the clock that gave it.
pub(super) fn due_count(
    hazard: &Hazard,
    due: Instant,
    calendar: &Calendar,
    now: Instant,
) -> Option<DueCount> {
    let gave = |clock: &&StageClock| clock.is_running() && clock.due() == Some(due);
    hazard.clocks.iter().rev().find(gave).and_then(|clock| count(clock, calendar, now))
}

/// 暂停.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ClockPause)]
pub struct PauseView {
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// Until when; open while it lasts.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub to: Option<Instant>,
    /// Why.
    #[schema(value_type = crate::names::PauseCause)]
    pub cause: String,
}

impl From<&Pause> for PauseView {
    fn from(pause: &Pause) -> Self {
        Self { from: pause.from, to: pause.to, cause: word(&pause.cause) }
    }
}

/// One step of how a deadline came about.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = DeadlineStep)]
pub struct StepView {
    /// Its code.
    pub code: String,
    /// Its values.
    #[schema(value_type = Object)]
    pub params: serde_json::Value,
    /// The step in words.
    pub text: String,
}

impl StepView {
    /// A step in words.
    pub(crate) fn of(step: &Step, lang: Lang) -> Self {
        let mut params = serde_json::to_value(step).unwrap_or_default();
        let code = params.as_object_mut().and_then(|fields| fields.remove("code"));
        Self {
            code: code.as_ref().and_then(|c| c.as_str()).unwrap_or_default().to_owned(),
            params,
            text: deadline::step(lang, step),
        }
    }
}

/// Everything that the clocks say at `now`.
pub(super) fn clocks(hazard: &Hazard, calendar: &Calendar, lang: Lang, now: Instant) -> Vec<ClockView> {
    let due = hazard.clock.map(|c| c.due);
    let current = hazard.clocks.iter().rposition(|c| c.is_running() && c.due().is_some() && c.due() == due);
    let view =
        |(nth, clock): (usize, &StageClock)| clock_view(clock, Some(nth) == current, calendar, lang, now);
    hazard.clocks.iter().enumerate().map(view).collect()
}

fn clock_view(clock: &StageClock, current: bool, calendar: &Calendar, lang: Lang, now: Instant) -> ClockView {
    let reading = clock.reading(calendar, now);
    let deadline = clock.explained(calendar);
    let steps = deadline.steps.iter().map(|step| StepView::of(step, lang));
    let (stage, light) = (word(&clock.stage), word(&reading.light));
    let named = |list, code: &str| crate::words::word(lang, list, code).unwrap_or_default().to_owned();
    ClockView {
        name: named("ClockStage", &stage),
        clock: stage,
        rule: clock.term.rule.clone().map(|r| RuleView { version: r.version, id: r.id }),
        limit: clock.term.limit.map(LimitView::from),
        limit_text: clock.term.limit.map(|l| deadline::limit(lang, l)),
        started: clock.started,
        due: clock.due(),
        provisional: clock.term.provisional && clock.is_running(),
        pauses: clock.pauses.iter().map(PauseView::from).collect(),
        finished: clock.finished,
        outcome: clock.finished.map(|_| if clock.met { "done" } else { "ended" }.to_owned()),
        used_seconds: reading.used / Instant::SECOND,
        total_seconds: reading.total / Instant::SECOND,
        overdue_seconds: reading.overdue / Instant::SECOND,
        light_text: named("Light", &light),
        light,
        current,
        count: count(clock, calendar, now),
        steps: steps.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Run;
    use domain::hazard::{LimitStage, Term};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// A clock that began on Friday, 20 November 2026, at ten.
    fn clock(limit: Limit) -> StageClock {
        let (started, calendar) = (at("2026-11-20T10:00:00+08:00"), Calendar::shipped());
        let due = calendar.due(&Run::new(limit, started, None));
        StageClock {
            stage: LimitStage::Rectify,
            started,
            term: Term { limit: Some(limit), ..Term::from(due.at.unwrap()) },
            unit: None,
            pauses: Vec::new(),
            extensions: Vec::new(),
            finished: None,
            about: None,
            met: false,
        }
    }

    #[test]
    fn working_days_are_counted_down_as_offices_count_them() {
        let (calendar, clock) = (Calendar::shipped(), clock(Limit::working_days(5)));
        assert_eq!(clock.due(), Some(at("2026-11-28T00:00:00+08:00")), "24:00 on Friday");
        let days = |moment: &str| count(&clock, &calendar, at(moment)).unwrap().working_days;
        assert_eq!(days("2026-11-20T10:00:00+08:00"), Some(5));
        assert_eq!(days("2026-11-22T09:00:00+08:00"), Some(5), "a weekend takes none");
        assert_eq!(days("2026-11-26T23:00:00+08:00"), Some(1));
        assert_eq!(days("2026-11-27T09:00:00+08:00"), Some(0), "the last day");
        assert_eq!(days("2026-11-28T09:00:00+08:00"), Some(0), "no office has worked since");
        assert_eq!(days("2026-12-01T09:00:00+08:00"), Some(2));
        assert_eq!(days("2027-06-01T09:00:00+08:00"), None);
    }

    #[test]
    fn limits_around_the_clock_have_no_working_days() {
        let (calendar, now) = (Calendar::shipped(), at("2026-11-21T20:00:00+08:00"));
        let counted = count(&clock(Limit::hours(48)), &calendar, now).unwrap();
        assert_eq!((counted.unit.as_deref(), counted.working_days), (Some("urgent_hour"), None));
        assert_eq!(counted.on.to_string(), "2026-11-21");
        // 70 % of 48 hours after ten on the day before.
        assert_eq!(counted.warn_at, Some(at("2026-11-21T19:36:00+08:00")));
    }

    #[test]
    fn what_stands_is_not_counted_down_and_what_was_set_by_hand_has_no_unit() {
        let (calendar, now) = (Calendar::shipped(), at("2026-11-21T20:00:00+08:00"));
        let clock = clock(Limit::days(3));
        let met = StageClock { finished: Some(now), met: true, ..clock.clone() };
        assert_eq!(count(&met, &calendar, now), None);
        let term = Term::from(clock.started.plus(10 * Instant::HOUR));
        let set = count(&StageClock { term, ..clock.clone() }, &calendar, clock.started).unwrap();
        assert_eq!((set.unit, set.working_days), (None, None));
        assert_eq!(set.warn_at, Some(clock.started.plus(7 * Instant::HOUR)));
    }
}
