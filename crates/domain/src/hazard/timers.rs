//! 到期事项: what the product does by itself, and when. It follows from the state and from nothing else, so it
//! survives restarts and exists exactly as long as its cause; the earliest is kept beside the state as `wake_at`,
//! and that column is the queue.
//!
//! Whoever adds an object with a time of its own adds an arm here. What an arm names must be an action that the
//! system may take once `at` has come, and it must lead to a state in which the arm no longer names it: so the sweep
//! always comes to an end.

use super::action::Action;
use super::opening::Opening;
use super::stage::Stage;
use super::state::Hazard;
use super::supervision::ClockRef;
use crate::calendar::Instant;

/// 到期事项.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// When it is owed.
    pub at: Instant,
    /// What [`crate::people::Actor::System`] does then.
    pub action: Action,
}

impl Hazard {
    /// Everything that will be owed if nobody acts before, earliest first.
    pub fn timers(&self) -> Vec<Timer> {
        let mut all = Vec::new();
        self.stage_timers(&mut all);
        let escalate = |(clock, at)| Timer { at, action: Action::Escalate { clock: ClockRef::of(clock) } };
        all.extend(self.escalations().map(escalate));
        if let Some(next) = self.next_look_back() {
            let action = Action::OpenLookBack { days: next.plan.days };
            all.push(Timer { at: next.plan.at, action });
        }
        if let Some(at) = self.opening.as_ref().and_then(Opening::ends) {
            all.push(Timer { at, action: Action::LapseOpening });
        }
        all.sort_by_key(|timer| timer.at);
        all
    }

    /// 唤醒时间: when the first of them is owed.
    pub fn wakes_at(&self) -> Option<Instant> {
        self.timers().first().map(|timer| timer.at)
    }

    fn stage_timers(&self, all: &mut Vec<Timer>) {
        let mut owe = |at: Instant, action: Action| all.push(Timer { at, action });
        match &self.stage {
            // Nobody but a person turns away a claim of danger to life, or what others follow.
            Stage::Supplement { until } if !self.life_danger && self.children.is_empty() => {
                owe(*until, Action::Lapse);
            }
            Stage::Suspended { until, .. } => owe(*until, Action::Resume { text: String::new() }),
            Stage::FollowUp if self.rating.as_ref().is_none_or(|rating| rating.solved) => {
                if let Some(clock) = self.clock {
                    owe(clock.due, Action::Archive);
                }
            }
            _ => {}
        }
    }
}
