//! 并行任务: what somebody owes beside the stage. A stage awaits its own people ([`super::awaiting`]); this is what
//! runs in parallel to it, each with an owner and a deadline of its own.

use super::action::ActionKind;
use super::awaiting::Awaits;
use super::guard::{barred, conflict};
use super::limits::LimitStage;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::ledger::Hash;
use crate::people::{Actor, Staff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

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

    /// The move with which it is done.
    pub fn action(self) -> ActionKind {
        match self {
            Duty::InstructionReply => ActionKind::ReplyInstruction,
            Duty::InstructionSettlement => ActionKind::SettleInstruction,
            Duty::SupervisionReply => ActionKind::ReplySupervision,
            Duty::ReplyReview => ActionKind::DecideReply,
            Duty::ListingDecision => ActionKind::List,
            Duty::ListingPublication => ActionKind::PublishListing,
            Duty::ListingExtension => ActionKind::DecideListingExtension,
            Duty::ReleaseReview => ActionKind::ReleaseStop,
            Duty::EnforcementReceipt => ActionKind::ReceiveEnforcement,
            Duty::EnforcementAnswer => ActionKind::AnswerEnforcement,
            Duty::EnforcementDecision => ActionKind::DecideEnforcement,
            Duty::OvertimeReview => ActionKind::ReviewOvertime,
            Duty::LookBack => ActionKind::LookBack,
            Duty::OpeningDecision => ActionKind::DecideOpening,
        }
    }
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
    /// Whether it is this member of staff who owes it for `hazard`: called, and not barred by another part in it.
    pub fn is_of(&self, hazard: &Hazard, staff: &Staff) -> bool {
        let actor = Actor::Staff(staff.clone());
        Awaits::of(staff).contains(&self.who)
            && owners(staff).contains(&self.owner(hazard))
            && conflict(hazard, &actor, self.duty.action()).is_none()
    }

    /// 责任人: the unit, the person, or for inspectors of no unit in particular the street; nil for everybody whom `who`
    /// names. What inboxes are asked by.
    pub fn owner(&self, hazard: &Hazard) -> Uuid {
        match (self.unit, self.person, &hazard.street) {
            (Some(unit), ..) => unit.0,
            (None, Some(person), _) => person.0,
            (None, None, Some(street)) if self.who == Awaits::Inspectors => of_street(street),
            (None, None, _) => Uuid::nil(),
        }
    }
}

/// As which owners a member of staff is meant.
pub fn owners(staff: &Staff) -> Vec<Uuid> {
    let street = staff.area.as_deref().map(of_street);
    [staff.unit.0, staff.person.0, Uuid::nil()].into_iter().chain(street).collect()
}

/// Stands for the people of a street where ids stand for units and persons.
fn of_street(code: &str) -> Uuid {
    let hash = Hash::of(&[b"mashang.street.owner.v1\n", code.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.0.split_at(16).0);
    Uuid::from_bytes(bytes)
}

impl Hazard {
    /// 回避: the persons and units that may not do what is owed, because of another part that they have in the case.
    pub fn barred_from(&self, duty: Duty) -> BTreeSet<Uuid> {
        barred(self, duty.action())
    }

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
