//! 时钟: the clocks of a hazard. Several run side by side, each by its own rule, and none overrules another.

use super::event::Event;
use super::limits::{LimitStage, Term};
use super::state::Hazard;
use crate::calendar::{Calendar, Deadline, Instant, Length, Pace, Pause, PauseCause, Run, Step};
use crate::ids::UnitId;
use serde::{Deserialize, Serialize};

/// 时钟: one limit that runs or ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageClock {
    /// For what.
    pub stage: LimitStage,
    /// 起算.
    pub started: Instant,
    /// 期限 as it stands; while it is paused, as it stood before.
    pub term: Term,
    /// Whose office hours it runs in; the district's if nobody's in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// 暂停.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// 延期.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// When it stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Instant>,
    /// Which letter of 督办 it is about, if about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<u32>,
    /// Whether what it was for was done; otherwise it fell away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub met: bool,
}

/// 延期, as it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it was decided.
    pub at: Instant,
    /// Until when.
    pub until: Instant,
}

/// 红黄绿灯.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 绿灯: less than 70 % of the limit is used.
    Green,
    /// 黄灯: 70 % or more.
    Yellow,
    /// 红灯: overdue.
    Red,
    /// 深红: overdue, and twice the limit or more is used.
    DarkRed,
}

/// 读数: what a clock says at a moment, in milliseconds of its own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// 已用.
    pub used: i64,
    /// 限时: from the start to the deadline.
    pub total: i64,
    /// 超期.
    pub overdue: i64,
    /// 红黄绿灯.
    pub light: Light,
}

/// From so many per cent of the limit on the light is yellow.
const YELLOW: i128 = 70;

/// 黄灯: whether so much used time of so much in all is that much.
pub(super) fn is_yellow(used: i64, total: i64) -> bool {
    total > 0 && i128::from(used) * 100 >= i128::from(total) * YELLOW
}

/// 红黄绿灯 of so much used time of so much in all.
fn light(used: i64, total: i64, late: bool) -> Light {
    match late {
        true if total > 0 && i128::from(used) >= 2 * i128::from(total) => Light::DarkRed,
        true => Light::Red,
        false if is_yellow(used, total) => Light::Yellow,
        false => Light::Green,
    }
}

impl StageClock {
    /// 到期时刻; none while it is paused.
    pub fn due(&self) -> Option<Instant> {
        (!self.is_paused()).then_some(self.term.at)
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.finished.is_none() && self.paused_from().is_some()
    }

    /// Whether it has not stopped.
    pub fn is_running(&self) -> bool {
        self.finished.is_none()
    }

    pub(super) fn paused_from(&self) -> Option<Instant> {
        self.pauses.iter().find(|p| p.to.is_none()).map(|p| p.from)
    }

    /// What was run; nothing where a date was set.
    fn length(&self) -> Option<Length> {
        self.term.length.or(self.term.limit.map(|l| l.length()))
    }

    /// How its time passes.
    pub fn pace(&self) -> Pace {
        self.length().map_or(Pace::Clock, |l| l.pace)
    }

    /// Whether it was late at `now`, or when it stopped.
    pub fn is_late(&self, now: Instant) -> bool {
        let end = self.finished.unwrap_or(now);
        end > self.term.at && self.paused_from().is_none_or(|from| from >= self.term.at)
    }

    /// What it says at `now`; what it said when it stopped, if it did.
    pub fn reading(&self, calendar: &Calendar, now: Instant) -> Reading {
        let end = self.finished.unwrap_or(now);
        let time = |from, to| calendar.elapsed(self.pace(), from, to, &self.pauses, self.unit);
        let used = time(self.started, end);
        // An open pause is no part of what remains after it.
        let total = match self.paused_from().filter(|from| *from < self.term.at) {
            Some(from) => used + calendar.elapsed(self.pace(), from, self.term.at, &[], self.unit),
            None => time(self.started, self.term.at),
        };
        let late = self.is_late(now);
        let overdue = if late { time(self.term.at, end) } else { 0 };
        Reading { used, total, overdue, light: light(used, total, late) }
    }

    /// 期限 when it goes on at `now` after a pause: the limit run around it. What was overdue before stays so.
    pub fn resumed(&self, calendar: &Calendar, now: Instant) -> Term {
        let Some(from) = self.paused_from() else { return self.term.clone() };
        if self.term.at <= from {
            return self.term.clone();
        }
        let closed = |p: &Pause| Pause { to: p.to.or(Some(now)), ..*p };
        let pauses: Vec<Pause> = self.pauses.iter().map(closed).collect();
        let due = match self.length() {
            Some(length) if self.extensions.is_empty() => {
                calendar.due(&Run { length, start: self.started, pauses: &pauses, unit: self.unit })
            }
            _ => {
                let length = calendar.remaining(self.pace(), from, self.term.at, self.unit);
                calendar.due(&Run { length, start: now, pauses: &[], unit: self.unit })
            }
        };
        let at = due.at.unwrap_or(now).max(self.term.at);
        Term { at, provisional: due.provisional, ..self.term.clone() }
    }

    /// 期限 by the calendar as it is now, for a provisional one: never earlier than it stood.
    pub fn settled(&self, calendar: &Calendar) -> Option<Term> {
        if !self.term.provisional || !self.is_running() || self.is_paused() {
            return None;
        }
        let again = self.length().filter(|_| self.extensions.is_empty()).map(|length| {
            calendar.due(&Run { length, start: self.started, pauses: &self.pauses, unit: self.unit })
        });
        let at = again.and_then(|due| due.at).unwrap_or(self.term.at).max(self.term.at);
        let provisional = again.is_some_and(|due| due.provisional);
        let term = Term { at, provisional, ..self.term.clone() };
        (term != self.term).then_some(term)
    }

    /// 计算过程 of the deadline as it stands.
    pub fn explained(&self, calendar: &Calendar) -> Deadline {
        let extended = self.extensions.first().map_or(Instant(i64::MAX), |e| e.at);
        let (before, after): (Vec<Pause>, Vec<Pause>) = self.pauses.iter().partition(|p| p.from < extended);
        let mut deadline = match self.length() {
            Some(length) => {
                calendar.deadline(&Run { length, start: self.started, pauses: &before, unit: self.unit })
            }
            None => Deadline {
                due: Some(self.term.at),
                provisional: false,
                steps: vec![Step::Set { to: self.term.at }, Step::Due { at: self.term.at }],
            },
        };
        deadline.provisional = self.term.provisional;
        let last = deadline.steps.pop();
        deadline.steps.extend(self.extensions.iter().map(|e| Step::Extended { at: e.at, to: e.until }));
        deadline.steps.extend(after.iter().map(|p| Step::Paused { from: p.from, to: p.to, cause: p.cause }));
        match self.due() {
            None => deadline.steps.extend(last.filter(|s| *s == Step::Standing).or(Some(Step::Standing))),
            Some(at) => {
                let found = deadline.due.filter(|_| self.extensions.is_empty());
                if self.extensions.is_empty() && found != Some(at) {
                    deadline.steps.push(Step::Kept { to: at });
                }
                deadline.steps.push(Step::Due { at });
            }
        }
        deadline.due = self.due();
        deadline
    }
}

/// Everything that the desk's own decisions end.
const DESK: &[LimitStage] =
    &[LimitStage::Response, LimitStage::Accept, LimitStage::Inspect, LimitStage::Reopened];

/// What goes on after closing and reopening.
const OUTLIVES: &[LimitStage] = &[
    LimitStage::Instruction,
    LimitStage::PublishRemoval,
    LimitStage::Enforcement,
    LimitStage::EnforcementDecision,
    LimitStage::DecideOvertime,
];
/// What goes on when a case is put away.
const OUTLASTS: &[LimitStage] = &[
    LimitStage::Recheck,
    LimitStage::PublishRemoval,
    LimitStage::Enforcement,
    LimitStage::EnforcementDecision,
    LimitStage::DecideOvertime,
    LimitStage::LookBack,
];

impl Hazard {
    /// The clock for `stage` that runs now.
    pub fn running(&self, stage: LimitStage) -> Option<&StageClock> {
        self.clocks.iter().rev().find(|c| c.stage == stage && c.is_running())
    }

    /// 整改时限 as it was first given to the unit that has it now: rework and extensions refer to it.
    pub fn rectify_given(&self) -> Option<&StageClock> {
        let since = self.dispatch.as_ref().map_or(self.reported_at, |d| d.at);
        self.clocks.iter().find(|c| c.stage == LimitStage::Rectify && c.started >= since)
    }

    pub(super) fn run(&mut self, stage: LimitStage, at: Instant, term: &Term, unit: Option<UnitId>) {
        self.clocks.push(StageClock {
            stage,
            started: at,
            term: term.clone(),
            unit,
            pauses: Vec::new(),
            extensions: Vec::new(),
            finished: None,
            about: None,
            met: false,
        });
    }

    /// A clock of a letter.
    pub(super) fn run_about(
        &mut self,
        stage: LimitStage,
        at: Instant,
        term: &Term,
        unit: Option<UnitId>,
        letter: u32,
    ) {
        self.run(stage, at, term, unit);
        if let Some(clock) = self.clocks.last_mut() {
            clock.about = Some(letter);
        }
    }

    /// Stops the clocks of one letter.
    pub(super) fn stop_about(&mut self, stages: &[LimitStage], letter: u32, at: Instant, met: bool) {
        let of = |c: &&mut StageClock| c.is_running() && c.about == Some(letter) && stages.contains(&c.stage);
        for clock in self.clocks.iter_mut().filter(of) {
            clock.finished = Some(at);
            clock.met = met;
        }
    }

    fn stop(&mut self, stages: &[LimitStage], at: Instant, met: bool) {
        for clock in self.clocks.iter_mut().filter(|c| c.is_running() && stages.contains(&c.stage)) {
            for pause in clock.pauses.iter_mut().filter(|p| p.to.is_none()) {
                pause.to = Some(at);
            }
            clock.finished = Some(at);
            clock.met = met;
        }
    }

    /// What they were for is done.
    pub(super) fn done(&mut self, stages: &[LimitStage], at: Instant) {
        self.stop(stages, at, true);
    }

    /// They fall away.
    pub(super) fn fall(&mut self, stages: &[LimitStage], at: Instant) {
        self.stop(stages, at, false);
    }

    fn hold(&mut self, stages: &[LimitStage], at: Instant, cause: PauseCause) {
        let running = self.clocks.iter_mut().filter(|c| c.is_running() && stages.contains(&c.stage));
        for clock in running.filter(|c| c.paused_from().is_none()) {
            clock.pauses.push(Pause { from: at, to: None, cause });
        }
    }

    /// Goes on with a clock that was paused; whether there was one.
    fn go_on(&mut self, stages: &[LimitStage], at: Instant, term: &Term) -> bool {
        let mut found = false;
        let running = self.clocks.iter_mut().filter(|c| c.is_running() && stages.contains(&c.stage));
        for clock in running {
            for pause in clock.pauses.iter_mut().filter(|p| p.to.is_none()) {
                pause.to = Some(at);
                clock.term = term.clone();
                found = true;
            }
        }
        found
    }

    /// The clock of the desk that decides about what came back to it.
    fn at_desk(&self) -> LimitStage {
        if self.filing.is_some() { LimitStage::Reopened } else { LimitStage::Accept }
    }

    /// Starts, pauses and stops clocks as an event that is about to be folded says.
    pub(super) fn turn_clocks(&mut self, event: &Event, at: Instant) {
        use LimitStage as L;
        let lead = self.dispatch.as_ref().map(|d| d.lead);
        match event {
            Event::Accepted { due, .. } => {
                self.done(&[L::Response], at);
                self.fall(&[L::Accept], at);
                self.run(L::Accept, at, due, None);
            }
            Event::SupplementAsked { until } => {
                self.done(&[L::Response, L::FirstReply, L::UrgeAnswer], at);
                self.hold(&[L::Accept], at, PauseCause::WaitingForReporter);
                self.run(L::Supplement, at, until, None);
            }
            Event::Supplemented { due: Some(due), .. } => {
                self.done(&[L::Supplement], at);
                if !self.go_on(&[L::Accept], at, due) {
                    self.run(L::Accept, at, due, None);
                }
            }
            Event::InspectionOrdered { unit, due } => {
                self.done(&[L::Response, L::Accept, L::Reopened], at);
                self.fall(&[L::Inspect], at);
                self.run(L::Inspect, at, due, Some(*unit));
            }
            Event::Inspected { due, .. } | Event::Unmerged { due } | Event::ReferralBounced { due } => {
                self.done(&[L::Inspect, L::Referral], at);
                self.run(self.at_desk(), at, due, None);
            }
            Event::FixedOnSpot { due, .. } => {
                self.done(DESK, at);
                self.run(L::ConfirmSpotFix, at, due, None);
            }
            Event::Rejected { by, .. } => {
                self.stop(DESK, at, by.is_some());
                self.done(&[L::FirstReply, L::Dispatch, L::UrgeAnswer], at);
                self.fall(&[L::Supplement], at);
            }
            Event::Appealed { due } => self.run(L::DecideAppeal, at, due, None),
            Event::AppealDecided { due, .. } => {
                self.done(&[L::DecideAppeal], at);
                if let Some(due) = due {
                    self.run(L::Reopened, at, due, None);
                }
            }
            Event::Merged { .. } => self.fall(&L::ALL, at),
            Event::ReferredOut { due, .. } => {
                self.done(DESK, at);
                self.run(L::Referral, at, due, None);
            }
            Event::Filed { due, .. } => {
                self.done(DESK, at);
                self.done(&[L::ConfirmSpotFix], at);
                self.run(L::Dispatch, at, due, None);
            }
            Event::Dispatched { lead, due, .. } => {
                self.done(&[L::Dispatch, L::Reopened], at);
                self.fall(&[L::Sign, L::Rectify, L::DecideRequest], at);
                self.run(L::Sign, at, due, Some(*lead));
            }
            Event::Signed { rectify_due, .. } => {
                self.done(&[L::Sign], at);
                // After rework it runs already.
                if self.running(L::Rectify).is_none() {
                    self.run(L::Rectify, at, rectify_due, lead);
                }
            }
            Event::ReturnRequested { due, .. } => {
                self.fall(&[L::Sign], at);
                self.run(L::DecideReturn, at, due, None);
            }
            Event::ReturnDecided { granted: true, due, .. } => {
                self.done(&[L::DecideReturn], at);
                self.run(L::Dispatch, at, due, None);
            }
            Event::ReturnDecided { granted: false, due, .. } => {
                self.done(&[L::DecideReturn], at);
                self.run(L::Sign, at, due, lead);
            }
            Event::ExtensionRequested { due, .. } | Event::SuspensionRequested { due, .. } => {
                self.run(L::DecideRequest, at, due, None);
            }
            Event::ExtensionDecided { granted, rectify_due } => {
                self.done(&[L::DecideRequest], at);
                if *granted {
                    self.extend(L::Rectify, at, *rectify_due);
                }
            }
            Event::SuspensionDecided { granted, .. } => {
                self.done(&[L::DecideRequest], at);
                if *granted {
                    self.hold(&[L::Rectify], at, PauseCause::Suspended);
                }
            }
            Event::Resumed { rectify_due, .. } => {
                self.go_on(&[L::Rectify], at, rectify_due);
            }
            Event::Submitted { due, .. } => {
                self.done(&[L::Rectify], at);
                // Imported history may be done without ever having been dispatched or signed.
                self.fall(&[L::DecideRequest, L::Dispatch, L::Sign], at);
                self.run(L::Verify, at, due, None);
            }
            Event::Verified { due, .. } => {
                self.done(&[L::Verify], at);
                self.run(L::ApproveClosing, at, due, None);
            }
            Event::ReworkOrdered { rectify_due, .. } => {
                self.done(&[L::Verify, L::ApproveClosing], at);
                self.run(L::Rectify, at, rectify_due, lead);
            }
            Event::Closed { follow_up_due, tell_due, .. } => {
                self.done(&[L::ConfirmSpotFix, L::ApproveClosing, L::Referral], at);
                let unanswered = self.running(L::FirstReply).is_some();
                let stays = |s: &L| OUTLIVES.contains(s) || (unanswered && *s == L::FirstReply);
                let rest: Vec<L> = L::ALL.into_iter().filter(|s| !stays(s)).collect();
                self.fall(&rest, at);
                for (stage, due) in [(L::FollowUp, follow_up_due), (L::TellReporter, tell_due)] {
                    if let Some(due) = due {
                        self.run(stage, at, due, None);
                    }
                }
            }
            Event::Urged { due: Some(due), .. } => self.run(L::UrgeAnswer, at, due, None),
            Event::Replied => {
                self.done(&[L::Response, L::FirstReply, L::TellReporter, L::UrgeAnswer], at);
            }
            Event::Rated { .. } | Event::CalledBack { reached: true, .. } => {
                self.done(&[L::FirstReply, L::TellReporter, L::FollowUp], at);
            }
            Event::Reopened { due, .. } => {
                let rest: Vec<L> = L::ALL.into_iter().filter(|s| !OUTLIVES.contains(s)).collect();
                self.fall(&rest, at);
                self.run(L::Reopened, at, due, None);
            }
            Event::Archived => {
                let rest: Vec<L> = L::ALL.into_iter().filter(|s| !OUTLASTS.contains(s)).collect();
                self.fall(&rest, at);
            }
            Event::Instructed { unit, due, .. } => {
                self.fall(&[L::Instruction], at);
                self.run(L::Instruction, at, due, *unit);
            }
            Event::InstructionReplied { .. } => self.done(&[L::Instruction], at),
            Event::InstructionSettled { accepted: true, .. } => self.done(&[L::Instruction], at),
            Event::InstructionSettled { accepted: false, due, .. } => {
                if let Some(due) = due {
                    let unit = self.open_instruction().and_then(|open| open.unit);
                    self.fall(&[L::Instruction], at);
                    self.run(L::Instruction, at, due, unit);
                }
            }
            Event::RecheckDrawn { unit, due, .. } => {
                self.fall(&[L::Recheck], at);
                self.run(L::Recheck, at, due, Some(*unit));
            }
            Event::Rechecked { .. } => self.done(&[L::Recheck], at),
            Event::DeadlinesSettled { clocks } => {
                for (stage, term) in clocks {
                    self.settle_clock(*stage, term);
                }
            }
            _ => self.turn_clocks_beside(event, at),
        }
    }

    pub(super) fn extend(&mut self, stage: LimitStage, at: Instant, until: Instant) {
        let running = |c: &&mut StageClock| c.is_running() && c.stage == stage;
        for clock in self.clocks.iter_mut().filter(running) {
            clock.extensions.push(Extension { at, until });
            clock.term.at = until;
            clock.term.provisional = false;
        }
    }

    /// A deadline that was provisional stands now; the present stage's clock and 整改期限 follow it.
    fn settle_clock(&mut self, stage: LimitStage, term: &Term) {
        let Some(clock) = self.clocks.iter_mut().rev().find(|c| c.stage == stage && c.is_running()) else {
            return;
        };
        let stood = std::mem::replace(&mut clock.term, term.clone()).at;
        let started = clock.started;
        if let Some(present) = self.clock.as_mut().filter(|c| (c.started, c.due) == (started, stood)) {
            present.due = term.at;
        }
        if self.rectify_due == Some(stood) && stage == LimitStage::Rectify {
            self.rectify_due = Some(term.at);
        }
        if let super::stage::Stage::Supplement { until } = &mut self.stage
            && stage == LimitStage::Supplement
        {
            *until = term.at;
        }
    }
}
