//! 查看举报人信息的审批: whose contact a second person has to agree to open. One asks with a purpose, another one decides
//! within a limit, and who asked may then open it once, within a short time. Every step is an event that the reporter
//! sees.
//!
//! Who decides: 应安委办 or a leader. They read every case of the district and stand above both the desk that asks and the
//! units that handle, but neither call reporters back nor put anything right, so the contact is of no use to their own
//! work. Not a security administrator: the three administrators see no case, and who cannot read a case cannot weigh a
//! purpose. Nobody of a unit that handles the case or answers for it, whatever the role.

use super::event::{Event, OpenPurpose};
use super::guard::grade;
use super::kinds::Grade;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::people::Actor;
use serde::{Deserialize, Serialize};

/// 查看申请, the last one of a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// 申请人.
    pub by: PersonId,
    /// For which unit.
    pub unit: UnitId,
    /// 目的; the reason in words stands with the event.
    pub purpose: OpenPurpose,
    /// When it was asked for.
    pub at: Instant,
    /// 审批期限.
    pub due: Instant,
    /// 审批.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<OpeningDecision>,
    /// 查看时间: once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Instant>,
    /// 失效时间: nobody decided in time, or it was not opened in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapsed: Option<Instant>,
}

/// 审批.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningDecision {
    /// 审批人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Until when it may be opened; nothing where it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Opening {
    /// 待审批.
    pub fn is_pending(&self) -> bool {
        self.decided.is_none() && self.lapsed.is_none()
    }

    /// When it ends by itself, if it is still open: a request when nobody decided, an approval when it was not used.
    pub fn ends(&self) -> Option<Instant> {
        match &self.decided {
            _ if self.opened.is_some() || self.lapsed.is_some() => None,
            None => Some(self.due),
            Some(decision) => decision.until,
        }
    }

    /// Whether `person` may open the contact at `now`.
    pub fn lets(&self, person: PersonId, now: Instant) -> bool {
        self.decided.is_some() && self.by == person && self.ends().is_some_and(|until| now < until)
    }
}

impl Hazard {
    /// Whether a second person has to agree before the contact is opened: where the party responsible would gain most
    /// from knowing who it was.
    pub fn opening_needs_second(&self) -> bool {
        self.is_confidential() || grade(self) == Some(Grade::Major)
    }

    /// 获准: whether this actor may open the contact now, with whatever approval it takes.
    pub(super) fn is_opening_approved(&self, actor: &Actor, now: Instant) -> bool {
        let lets = |opening: &Opening| actor.staff().is_some_and(|staff| opening.lets(staff.person, now));
        !self.opening_needs_second() || self.opening.as_ref().is_some_and(lets)
    }

    pub(super) fn fold_opening(&mut self, event: &Event, at: Instant) {
        match event {
            Event::OpeningAsked { by, unit, purpose, due } => {
                self.opening = Some(Opening {
                    by: *by,
                    unit: *unit,
                    purpose: *purpose,
                    at,
                    due: due.at,
                    decided: None,
                    opened: None,
                    lapsed: None,
                });
            }
            Event::OpeningDecided { by, until, .. } => self.with_opening(|opening| {
                opening.decided = Some(OpeningDecision { by: *by, at, until: until.as_ref().map(|u| u.at) });
            }),
            Event::ReporterOpened { by, .. } => self.with_opening(|opening| {
                if opening.lets(*by, at) {
                    opening.opened = Some(at);
                }
            }),
            Event::OpeningLapsed => self.with_opening(|opening| opening.lapsed = Some(at)),
            // There is nothing left to open.
            Event::ReporterErased => self.opening = None,
            _ => {}
        }
    }

    fn with_opening(&mut self, change: impl FnOnce(&mut Opening)) {
        if let Some(opening) = &mut self.opening {
            change(opening);
        }
    }
}
