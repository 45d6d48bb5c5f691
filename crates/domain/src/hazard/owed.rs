//! 并行任务: what somebody owes beside the stage. A stage awaits its own people ([`super::awaiting`]); this is what
//! runs in parallel to it, each with an owner and a deadline of its own.

use super::awaiting::Awaits;
use super::limits::LimitStage;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::people::Staff;
use serde::{Deserialize, Serialize};

/// 任务. The numbers are what databases keep; they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Duty {
    /// 反馈批示.
    InstructionReply = 1,
    /// 审定批示反馈.
    InstructionSettlement = 2,
    /// 督办回复.
    SupervisionReply = 10,
    /// 督办回复审核.
    ReplyReview = 11,
    /// 挂牌决定.
    ListingDecision = 12,
    /// 挂牌或摘牌公告.
    ListingPublication = 13,
    /// 挂牌延期审批.
    ListingExtension = 14,
    /// 停产停业复查.
    ReleaseReview = 15,
    /// 执法回执.
    EnforcementReceipt = 20,
    /// 回告立案情况.
    EnforcementAnswer = 21,
    /// 作出处罚决定.
    EnforcementDecision = 22,
    /// 审核超时申诉.
    OvertimeReview = 23,
    /// 回头看.
    LookBack = 24,
    /// 审批查看举报人信息.
    OpeningDecision = 30,
}

impl Duty {
    /// Every one.
    pub const ALL: [Duty; 14] = [
        Duty::InstructionReply,
        Duty::InstructionSettlement,
        Duty::SupervisionReply,
        Duty::ReplyReview,
        Duty::ListingDecision,
        Duty::ListingPublication,
        Duty::ListingExtension,
        Duty::ReleaseReview,
        Duty::EnforcementReceipt,
        Duty::EnforcementAnswer,
        Duty::EnforcementDecision,
        Duty::OvertimeReview,
        Duty::LookBack,
        Duty::OpeningDecision,
    ];
}

/// One thing owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owed {
    /// What.
    pub duty: Duty,
    /// By whom.
    pub who: Awaits,
    /// Of which unit, if of one.
    pub unit: Option<UnitId>,
    /// Which person, if it is one.
    pub person: Option<PersonId>,
    /// 期限.
    pub due: Instant,
}

impl Owed {
    /// Whether it is this member of staff who owes it.
    pub fn is_of(&self, staff: &Staff) -> bool {
        Awaits::of(staff).contains(&self.who)
            && self.unit.is_none_or(|unit| unit == staff.unit)
            && self.person.is_none_or(|person| person == staff.person)
    }
}

impl Hazard {
    /// What is owed beside the stage, by whom and by when.
    pub fn owed(&self) -> Vec<Owed> {
        let mut all = Vec::new();
        if let Some(open) = self.open_instruction() {
            let owed = |duty, who, unit, person| Owed { duty, who, unit, person, due: open.due };
            match (open.replied, open.unit) {
                (None, Some(unit)) => {
                    all.push(owed(Duty::InstructionReply, Awaits::Unit, Some(unit), None));
                }
                (None, None) => all.push(owed(Duty::InstructionReply, Awaits::ShiftLead, None, None)),
                (Some(_), _) => {
                    all.push(owed(Duty::InstructionSettlement, Awaits::Instructor, None, Some(open.by)));
                    all.push(owed(Duty::InstructionSettlement, Awaits::CommitteeOffice, None, None));
                }
            }
        }
        self.supervision_owed(&mut all);
        self.owed_beside(&mut all);
        if let Some(asked) = self.opening.as_ref().filter(|opening| opening.is_pending()) {
            for who in [Awaits::CommitteeOffice, Awaits::Leaders] {
                let (duty, due) = (Duty::OpeningDecision, asked.due);
                all.push(Owed { duty, who, unit: None, person: None, due });
            }
        }
        all
    }

    fn supervision_owed(&self, all: &mut Vec<Owed>) {
        let mut owe = |duty, who, unit, due| all.push(Owed { duty, who, unit, person: None, due });
        let supervision = &self.supervision;
        for letter in supervision.open_letters() {
            match letter.undecided() {
                Some(reply) => owe(Duty::ReplyReview, letter.reviewers(), None, reply.review_due),
                None if letter.awaits_reply() => {
                    owe(Duty::SupervisionReply, letter.to.seat, letter.to.unit, letter.reply_due);
                }
                None => {}
            }
        }
        if let Some(proposal) = &supervision.proposal {
            owe(Duty::ListingDecision, Awaits::CommitteeOffice, None, proposal.due);
        }
        if let Some(listing) = supervision.unpublished() {
            let due = listing.publish_removal_by.unwrap_or(listing.publish_by);
            owe(Duty::ListingPublication, Awaits::CommitteeOffice, None, due);
        }
        if let Some(asked) = supervision.listing().and_then(|listing| listing.extension) {
            owe(Duty::ListingExtension, Awaits::CommitteeOffice, None, asked.due);
        }
        if let Some(due) = self.running(LimitStage::ResumeReview).and_then(|clock| clock.due()) {
            owe(Duty::ReleaseReview, Awaits::Enforcers, None, due);
        }
    }
}
