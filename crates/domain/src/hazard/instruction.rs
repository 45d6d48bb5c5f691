//! 批示: what a leader wants done about a hazard. It is a task with an owner and a clock: the owner replies, and
//! somebody else, the leader or the committee office, takes the reply as enough or sends it back.

use super::stage::{Stage, StageCode};
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{FileId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 批示用语: ready phrases, so that an instruction is one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// 请核实情况并报告.
    Check,
    /// 请加快办理.
    Hasten,
    /// 请先落实安全防护措施.
    MakeSafe,
    /// 请举一反三，排查同类问题.
    LookForMore,
    /// 请报告办理进展.
    Report,
}

impl Phrase {
    /// Every phrase, in the order in which they are offered.
    pub const ALL: [Phrase; 5] =
        [Phrase::Hasten, Phrase::Check, Phrase::MakeSafe, Phrase::LookForMore, Phrase::Report];
}

/// 批示件.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// Which one of this hazard, from 1. While it is open, a further word of a leader goes into the same one.
    pub number: u32,
    /// 批示人: who spoke last.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 承办单位; the shift lead at the desk where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// 批示用语, if a ready one was chosen. What else was said stands with the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<Phrase>,
    /// 反馈期限.
    pub due: Instant,
    /// 反馈: who replied, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied: Option<(PersonId, Instant)>,
    /// 办结: who took the reply as enough, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<(PersonId, Instant)>,
    /// 退回重办次数.
    #[serde(default)]
    pub returns: u32,
    /// 批示附图.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileId>,
}

impl Hazard {
    /// 未办结的批示. None where the hazard itself is put away or follows another one.
    pub fn open_instruction(&self) -> Option<&Instruction> {
        let at_rest = matches!(self.stage.code(), StageCode::Merged | StageCode::Archived);
        self.instructions.last().filter(|i| i.accepted.is_none() && !at_rest)
    }

    /// Who owes the reply if nobody is named: the unit that has the case in hand, else the desk.
    pub(super) fn instructed_by_default(&self) -> Option<UnitId> {
        let in_hand = matches!(
            self.stage,
            Stage::Dispatched
                | Stage::Rectifying
                | Stage::Suspended { .. }
                | Stage::StopOrdered { .. }
                | Stage::Submitted { .. }
                | Stage::Rework
                | Stage::Verified { .. }
                | Stage::Closed
                | Stage::FollowUp
        );
        self.dispatch.as_ref().filter(|_| in_hand).map(|d| d.lead)
    }

    /// Folds a leader's word in: into the open instruction if there is one.
    pub(super) fn instructed(&mut self, said: Instruction) {
        match self.instructions.last_mut() {
            Some(open) if open.accepted.is_none() => {
                let photos = open.photos.iter().chain(&said.photos).copied().collect();
                *open = Instruction { number: open.number, returns: open.returns, photos, ..said };
            }
            _ => self.instructions.push(said),
        }
    }

    /// 反馈.
    pub(super) fn instruction_replied(&mut self, by: PersonId, at: Instant) {
        if let Some(open) = self.instructions.last_mut().filter(|i| i.accepted.is_none()) {
            open.replied = Some((by, at));
        }
    }

    /// 办结 or 退回重办.
    pub(super) fn instruction_settled(
        &mut self,
        by: PersonId,
        accepted: bool,
        due: Option<Instant>,
        at: Instant,
    ) {
        let Some(open) = self.instructions.last_mut().filter(|i| i.accepted.is_none()) else { return };
        if accepted {
            open.accepted = Some((by, at));
        } else {
            open.replied = None;
            open.returns = open.returns.saturating_add(1);
            open.due = due.unwrap_or(open.due);
        }
    }

    /// 改派: what the former lead unit owed, the new one owes.
    pub(super) fn instruction_follows(&mut self, from: Option<UnitId>, to: UnitId) {
        if let Some(open) = self.instructions.last_mut()
            && open.accepted.is_none()
            && open.replied.is_none()
            && open.unit.is_some()
            && open.unit == from
        {
            open.unit = Some(to);
        }
    }
}
