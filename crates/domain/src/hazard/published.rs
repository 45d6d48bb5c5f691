//! 公开: which hazards anybody may find in a list.

use super::kinds::Source;
use super::{Hazard, Protection, StageCode};

/// How a hazard stands in the list for everybody. The numbers are kept and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Published {
    /// Not at all.
    Not = 0,
    /// As open.
    Open = 1,
    /// As closed.
    Closed = 2,
}

impl Hazard {
    /// 保密: what nobody but its reporter finds, by number or otherwise.
    pub fn is_secret(&self) -> bool {
        self.protection == Protection::Whistleblower || self.source == Source::Employee
    }

    /// How it stands in the list for everybody: not before the desk has judged it, not when it was rejected or follows
    /// another report, not while it endangers life, and never what somebody reported at the own workplace.
    pub fn published(&self) -> Published {
        use StageCode as S;
        match self.stage.code() {
            _ if self.is_secret() => Published::Not,
            S::Reported | S::Supplement | S::Verifying | S::Rejected | S::Merged => Published::Not,
            S::Closed | S::FollowUp | S::Archived => Published::Closed,
            _ if self.life_danger => Published::Not,
            _ => Published::Open,
        }
    }
}
