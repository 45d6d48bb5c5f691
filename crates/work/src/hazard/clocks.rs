//! 时钟: what the clocks of a hazard say, and how their deadlines came about, in words.

use crate::problem::word;
use crate::words::{Lang, deadline};
use domain::calendar::{Calendar, Instant, Limit, Pause, Step};
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
        steps: steps.collect(),
    }
}
