//! 移交执法: a case is handed to those who punish, beside the putting right. It never waits for it and never hastens it:
//! 行政处罚 is a matter of its own, with a receipt, an answer whether a case was filed, a decision within ninety days
//! (行政处罚法 §60; once more by approval, where a law or rule allows it) and a result that comes back.

use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{FileId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 处罚结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnforcementOutcome {
    /// 予以处罚.
    Penalised,
    /// 不予处罚 (行政处罚法 §33).
    NotPenalised,
    /// 移送司法机关 (行政处罚法 §27).
    Transferred,
    /// 撤销案件.
    Withdrawn,
}

impl EnforcementOutcome {
    /// Every outcome.
    pub const ALL: [EnforcementOutcome; 4] = [
        EnforcementOutcome::Penalised,
        EnforcementOutcome::NotPenalised,
        EnforcementOutcome::Transferred,
        EnforcementOutcome::Withdrawn,
    ];
}

/// 立案情况: whether those who punish filed a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnforcementAnswer {
    /// 是否立案.
    pub filed: bool,
    /// 案件编号, of a case that was filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Who said so.
    pub by: PersonId,
    /// When: from here the ninety days run.
    pub at: Instant,
    /// 处罚决定期限, of a case that was filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Instant>,
}

/// 处罚决定, as it came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnforcementResult {
    /// 结果.
    pub outcome: EnforcementOutcome,
    /// 决定书文号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// 罚款, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine_fen: Option<i64>,
    /// Who told it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// 移交执法 of a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforcement {
    /// Which one of this hazard, from 1.
    pub number: u32,
    /// 执法单位.
    pub unit: UnitId,
    /// 移交人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 回告期限: until then the unit says whether it filed a case.
    pub due: Instant,
    /// 回执: who took it in, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<(PersonId, Instant)>,
    /// 立案情况.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<EnforcementAnswer>,
    /// 延长办案期限, once at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<EnforcementExtension>,
    /// 处罚决定.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<EnforcementResult>,
    /// Photos that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileId>,
    /// What the hazard's times say to those from whom it is kept back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen: Option<Unseen>,
}

/// 延长办案期限.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnforcementExtension {
    /// 批准人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The day on which it was due before.
    pub before: Instant,
}

/// 未公开期间: when the case last changed before something of a referral that is still kept back, and when that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// The last change that everybody may know of.
    pub before: Instant,
    /// The last that was kept back.
    pub at: Instant,
}

impl Enforcement {
    /// 未公开: nobody of the party responsible is told before those who punish have filed the case or sent it back. A
    /// referral announced is a referral forestalled.
    pub fn is_kept_back(&self) -> bool {
        self.answer.is_none()
    }

    /// Whether something is still owed: an answer, or the decision of a case that was filed.
    pub fn is_open(&self) -> bool {
        match &self.answer {
            None => true,
            Some(answer) => answer.filed && self.result.is_none(),
        }
    }
}

impl Hazard {
    /// 未办结的移交; only the last one can be.
    pub fn open_enforcement(&self) -> Option<&Enforcement> {
        self.enforcements.last().filter(|e| e.is_open())
    }

    /// 未公开的移交, if there is one.
    pub fn kept_back(&self) -> Option<&Enforcement> {
        self.enforcements.last().filter(|e| e.is_kept_back())
    }

    pub(super) fn with_enforcement(&mut self, change: impl FnOnce(&mut Enforcement)) {
        if let Some(open) = self.enforcements.last_mut() {
            change(open);
        }
    }
}
