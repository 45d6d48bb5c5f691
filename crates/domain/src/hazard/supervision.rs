//! 督办: what is done about somebody who lets a limit run out. Every clock that runs past its deadline climbs a
//! ladder of levels; from 督办单 on, whoever is supervised owes a written reply, and somebody else takes it as enough
//! or sends it back. 督办 runs beside the stages and never moves one.

mod compare;
mod follow;
mod listing;
mod rules;

pub use compare::{LadderDifference, compare_ladders};
pub use listing::{Listing, ListingExtension, ListingLevel, Proposal, Publication};
pub use rules::{
    Ladder, ReworkRung, Rung, SupervisionBook, SupervisionRules, SupervisionRulesError, ladder_faults,
    outlasting_replies, rework_faults,
};

use super::awaiting::{Awaits, awaiting};
use super::clocks::StageClock;
use super::kinds::Grade;
use super::limits::LimitStage;
use super::stage::Stage;
use super::stage_group::StageGroup;
use super::state::{Hazard, Request};
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::people::Staff;
use serde::{Deserialize, Serialize};

/// 督办层级. The numbers are kept in a column and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum SupervisionLevel {
    /// 提醒: pointed out; nothing is owed in return.
    Reminder = 1,
    /// 督办单: a reply is owed.
    Letter = 2,
    /// 交办函（约谈）: a reply is owed, and whoever answers for the unit is asked in.
    Handover = 3,
    /// 挂牌督办: for major hazards only. The system proposes it, a person decides.
    Listing = 4,
}

impl SupervisionLevel {
    /// Every level, the mildest first.
    pub const ALL: [SupervisionLevel; 4] = [
        SupervisionLevel::Reminder,
        SupervisionLevel::Letter,
        SupervisionLevel::Handover,
        SupervisionLevel::Listing,
    ];

    /// Whether a reply is owed.
    pub fn wants_reply(self) -> bool {
        matches!(self, SupervisionLevel::Letter | SupervisionLevel::Handover)
    }
}

/// 督办原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionCause {
    /// 超期: a limit ran out.
    Overdue,
    /// 逾期未回复: the letter before was not answered in time.
    NoReply,
    /// 多次返工.
    Rework,
    /// 人工督办: by a leader or the committee office.
    ByHand,
}

/// 督办对象: a seat of the desk, or a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// As whom.
    pub seat: Awaits,
    /// Of which unit, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

impl Addressee {
    /// Whether this member of staff is among them.
    pub fn is(&self, staff: &Staff) -> bool {
        Awaits::of(staff).contains(&self.seat) && self.unit.is_none_or(|unit| unit == staff.unit)
    }
}

/// 时钟标识: which clock of a hazard is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRef {
    /// For what it runs.
    pub stage: LimitStage,
    /// 起算.
    pub started: Instant,
    /// Which letter, for the clocks of letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<u32>,
}

impl ClockRef {
    /// The name of a clock.
    pub fn of(clock: &StageClock) -> Self {
        Self { stage: clock.stage, started: clock.started, about: clock.about }
    }
}

/// 下一级: what follows if nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextLevel {
    /// Which level.
    pub level: SupervisionLevel,
    /// When it is owed.
    pub at: Instant,
}

/// How far one clock has climbed. Gone when the clock stops; what happened stands in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Climb {
    /// Which clock.
    pub clock: ClockRef,
    /// The level that it reached.
    pub level: SupervisionLevel,
    /// The next one, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextLevel>,
}

/// 督办回复.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// 回复人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 审核期限.
    pub review_due: Instant,
    /// 审核结果, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<ReplyDecision>,
}

/// 回复审核.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyDecision {
    /// 通过 or 退回重报.
    pub accepted: bool,
    /// 审核人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// How a letter came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterEnd {
    /// 办结: what it was about was done, or is nobody's any more.
    Done,
    /// 撤销督办, with a reason in the history.
    Withdrawn,
    /// 升级: a letter of a higher level took its place.
    Raised,
}

/// 督办函件: a 督办单 or 交办函 to one addressee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionLetter {
    /// Which one of this hazard, from 1.
    pub number: u32,
    /// 督办单 or 交办函.
    pub level: SupervisionLevel,
    /// Why.
    pub cause: SupervisionCause,
    /// 签发人; nobody where the rules did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// To whom.
    pub to: Addressee,
    /// Which clock it is about, if about one: the letter ends with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockRef>,
    /// 应发时间: when it was owed; later is how long the product itself was down.
    pub owed: Instant,
    /// 签发时间.
    pub issued: Instant,
    /// 回复期限, of the reply that is or was last asked for.
    pub reply_due: Instant,
    /// 回复, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
    /// When and how it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Instant, LetterEnd)>,
}

impl SupervisionLetter {
    /// Whether it is in force.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether a reply is owed now.
    pub fn awaits_reply(&self) -> bool {
        self.is_open()
            && self.replies.last().is_none_or(|reply| reply.decided.is_some_and(|decided| !decided.accepted))
    }

    /// The reply that nobody has decided about yet.
    pub fn undecided(&self) -> Option<&Reply> {
        self.replies.last().filter(|reply| self.is_open() && reply.decided.is_none())
    }

    /// 审核席: who takes the reply as enough, beside whoever signed the letter; never who was supervised.
    pub fn reviewers(&self) -> Awaits {
        match (self.to.seat, self.level) {
            (Awaits::CommitteeOffice, _) => Awaits::Leaders,
            (Awaits::ShiftLead | Awaits::SuspensionApprovers, _) => Awaits::CommitteeOffice,
            (_, SupervisionLevel::Handover | SupervisionLevel::Listing) => Awaits::CommitteeOffice,
            _ => Awaits::ShiftLead,
        }
    }

    /// Whether this member of staff decides about replies to it.
    pub fn is_reviewed_by(&self, staff: &Staff) -> bool {
        let seat = Addressee { seat: self.reviewers(), unit: None };
        self.by == Some(staff.person) || seat.is(staff)
    }
}

/// 复查恢复申请: the unit says that work may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRequest {
    /// 申请人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// 督办 of one hazard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supervision {
    /// How far its clocks have climbed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub climbs: Vec<Climb>,
    /// 督办单 and 交办函, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<SupervisionLetter>,
    /// 提请挂牌, while nobody decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// 挂牌督办, oldest first; only the last one can be in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listings: Vec<Listing>,
    /// 申请复查恢复, while work is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseRequest>,
}

impl Supervision {
    /// Whether nothing was ever supervised.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Letters in force.
    pub fn open_letters(&self) -> impl Iterator<Item = &SupervisionLetter> {
        self.letters.iter().filter(|letter| letter.is_open())
    }

    /// The letter with this number.
    pub fn letter(&self, number: u32) -> Option<&SupervisionLetter> {
        self.letters.iter().find(|letter| letter.number == number)
    }

    /// 挂牌督办 in force.
    pub fn listing(&self) -> Option<&Listing> {
        self.listings.last().filter(|listing| listing.removed_at.is_none())
    }

    /// The listing whose beginning or end is still to be published.
    pub fn unpublished(&self) -> Option<&Listing> {
        self.listings.last().filter(|listing| listing.owes_publication())
    }

    /// 督办中: the highest level in force; reminders do not count.
    pub fn level(&self) -> Option<SupervisionLevel> {
        if self.listing().is_some() {
            return Some(SupervisionLevel::Listing);
        }
        self.open_letters().map(|letter| letter.level).max()
    }

    /// How far a clock has climbed.
    pub fn climb(&self, clock: ClockRef) -> Option<&Climb> {
        self.climbs.iter().find(|climb| climb.clock == clock)
    }
}

impl Hazard {
    /// 升级到期: which level of which clock is owed next, and when. A clock that is paused owes nothing.
    pub fn escalations(&self) -> impl Iterator<Item = (&StageClock, Instant)> {
        self.clocks.iter().filter(|clock| self.may_climb(clock.stage)).filter_map(|clock| {
            let due = clock.due().filter(|_| clock.is_running())?;
            match self.supervision.climb(ClockRef::of(clock)) {
                None => Some((clock, self.pressed_from(clock).map_or(due, |from| due.max(from)))),
                Some(climb) => climb.next.map(|next| (clock, next.at)),
            }
        })
    }

    /// 督办起算 of a clock that ran elsewhere before the case came here.
    fn pressed_from(&self, clock: &StageClock) -> Option<Instant> {
        let takeover = self.takeover.filter(|takeover| clock.started <= takeover.at)?;
        // Danger to life waits for no office.
        Some(if self.life_danger { takeover.at } else { takeover.opens })
    }

    /// Whether anybody can be told: what lapses by itself and what waits for the reporter is no duty of an office.
    fn may_climb(&self, stage: LimitStage) -> bool {
        match stage {
            LimitStage::FollowUp => false,
            LimitStage::Supplement => self.life_danger || !self.children.is_empty(),
            _ => true,
        }
    }

    /// 责任方: who lets this clock run out.
    pub fn answers_for(&self, clock: ClockRef) -> Addressee {
        use LimitStage as L;
        let seat = |seat| Addressee { seat, unit: None };
        let letter = clock.about.and_then(|number| self.supervision.letter(number));
        let lead = || match &self.dispatch {
            Some(dispatch) => Addressee { seat: Awaits::Unit, unit: Some(dispatch.lead) },
            None => seat(Awaits::Dispatcher),
        };
        match (clock.stage, letter) {
            (L::SupervisionReply, Some(letter)) => letter.to,
            (L::ReplyReview, Some(letter)) => seat(letter.reviewers()),
            (L::Sign | L::Rectify, _) => lead(),
            (L::Inspect, _) => match self.stage {
                Stage::Verifying { unit } => Addressee { seat: Awaits::Inspectors, unit: Some(unit) },
                _ => seat(Awaits::Desk),
            },
            (L::ConfirmSpotFix, _) => seat(Awaits::Confirmers),
            (L::DecideAppeal | L::Supplement, _) => seat(Awaits::ShiftLead),
            (L::Dispatch | L::SuspensionReview, _) => seat(Awaits::Dispatcher),
            (L::Reopened | L::DecideReturn | L::ApproveClosing, _) => self.awaited(),
            (L::DecideRequest, _) => match (awaiting(self).second, &self.request) {
                (Some(second), _) => seat(second),
                (None, Some(Request::Suspension { .. })) => seat(Awaits::SuspensionApprovers),
                _ => seat(Awaits::Dispatcher),
            },
            (L::Verify, _) => seat(Awaits::Verifiers),
            (L::ResumeReview, _) => seat(Awaits::Enforcers),
            (L::Recheck, _) => {
                Addressee { seat: Awaits::Recheckers, unit: self.clock_of(clock).and_then(|c| c.unit) }
            }
            (L::Listing, _) => lead(),
            (L::DecideListing | L::PublishListing | L::DecideListingExtension | L::PublishRemoval, _) => {
                seat(Awaits::CommitteeOffice)
            }
            (L::Enforcement | L::EnforcementDecision, _) => {
                Addressee { seat: Awaits::Enforcers, unit: self.enforcements.last().map(|e| e.unit) }
            }
            (L::DecideOvertime, _) => seat(Awaits::CommitteeOffice),
            (L::LookBack, _) => seat(Awaits::Verifiers),
            (L::Instruction, _) => match self.open_instruction().map(|open| open.unit) {
                Some(Some(unit)) => Addressee { seat: Awaits::Unit, unit: Some(unit) },
                _ => seat(Awaits::ShiftLead),
            },
            _ => seat(Awaits::Desk),
        }
    }

    /// Who has the case in hand, as far as an office has it.
    pub fn awaited(&self) -> Addressee {
        let awaiting = awaiting(self);
        if self.stage.code().group() == StageGroup::Rectifying
            && let Some(dispatch) = &self.dispatch
            && !matches!(self.stage, Stage::ReturnRequested { .. })
        {
            return Addressee { seat: Awaits::Unit, unit: Some(dispatch.lead) };
        }
        match awaiting.first {
            Awaits::Nobody | Awaits::Reporter | Awaits::Elsewhere => {
                Addressee { seat: Awaits::Desk, unit: None }
            }
            seat => Addressee { seat, unit: awaiting.unit },
        }
    }

    /// Whether this level is open to the hazard.
    pub(super) fn may_reach(&self, level: SupervisionLevel) -> bool {
        level != SupervisionLevel::Listing
            || (super::guard::grade(self) == Some(Grade::Major)
                && self.supervision.listing().is_none()
                && self.supervision.proposal.is_none())
    }
}
