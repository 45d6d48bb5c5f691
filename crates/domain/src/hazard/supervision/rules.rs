//! 督办规则: which level follows which, and how soon, as data with a version and an effective date.

use super::SupervisionLevel;
use crate::calendar::{Instant, Limit};
use crate::hazard::kinds::Grade;
use crate::hazard::limits::{LimitStage, Matter};
use crate::rulebook::{RuleBook, Versioned};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// One rung of a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Which level.
    pub level: SupervisionLevel,
    /// How long after the rung before it was owed; nothing on the first rung, which is owed at the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Limit>,
}

/// 督办阶梯 for the clocks that it fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// For this clock only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LimitStage>,
    /// For hazards of this grade only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// The rungs, lowest first.
    pub rungs: Vec<Rung>,
    /// 依据.
    pub basis: String,
}

impl Ladder {
    fn fits(&self, stage: LimitStage, matter: &Matter<'_>) -> bool {
        self.stage.is_none_or(|own| own == stage)
            && self.grade.is_none_or(|grade| matter.grade == Some(grade))
            && self.urgent.is_none_or(|urgent| urgent == matter.urgent)
    }

    /// Danger to life before everything, then the clock, then the grade.
    fn closeness(&self) -> (bool, bool, bool, bool) {
        (self.urgent == Some(true), self.stage.is_some(), self.grade.is_some(), self.urgent.is_some())
    }

    fn is_unconditional(&self) -> bool {
        self.stage.is_none() && self.grade.is_none()
    }

    fn fault(&self) -> Option<SupervisionRulesError> {
        let rungs = &self.rungs;
        let first = rungs.first().is_some_and(|rung| rung.after.is_none());
        let rest = rungs.iter().skip(1).all(|rung| rung.after.is_some_and(|after| after.amount > 0));
        if !first || !rest || rungs.windows(2).any(|two| two[0].level >= two[1].level) {
            return Some(SupervisionRulesError::Rungs(self.stage));
        }
        if rungs.iter().any(|rung| rung.level == SupervisionLevel::Listing)
            && self.grade != Some(Grade::Major)
        {
            return Some(SupervisionRulesError::Listing(self.stage));
        }
        let waits = |rung: &Rung| rung.after.is_some_and(|after| !after.is_around_the_clock());
        (self.urgent == Some(true) && rungs.iter().any(waits))
            .then_some(SupervisionRulesError::LifeDanger(self.stage))
    }
}

/// 返工督办: so many times of rework lead to a letter of this level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReworkRung {
    /// 返工次数 from which on.
    pub times: u32,
    /// Which letter.
    pub level: SupervisionLevel,
}

/// 督办规则 of one version. Every clock has a ladder, and none for danger to life waits for an office to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct SupervisionRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    ladders: Vec<Ladder>,
    rework: Vec<ReworkRung>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    ladders: Vec<Ladder>,
    #[serde(default)]
    rework: Vec<ReworkRung>,
}

/// Why rules of supervision are not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupervisionRulesError {
    /// No ladder fits everything, or none fits all danger to life.
    #[error("no ladder without conditions, or none for danger to life")]
    Gap,
    /// Two ladders with the same conditions.
    #[error("two ladders for {0:?} with the same conditions")]
    Twice(Option<LimitStage>),
    /// The first rung is owed at the deadline, the others later, and each is a higher level.
    #[error("the rungs for {0:?} do not rise")]
    Rungs(Option<LimitStage>),
    /// 挂牌督办 is for major hazards.
    #[error("the ladder for {0:?} ends in a listing, but is not for major hazards only")]
    Listing(Option<LimitStage>),
    /// 危及生命的督办不得按工作时间计算.
    #[error("the ladder for {0:?} counts danger to life in working time")]
    LifeDanger(Option<LimitStage>),
    /// Rework leads to a letter.
    #[error("rework leads to a letter of a level that wants a reply, after at least one time")]
    Rework,
}

impl TryFrom<Written> for SupervisionRules {
    type Error = SupervisionRulesError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.ladders, written.rework)
    }
}

impl Versioned for SupervisionRules {
    fn version(&self) -> &str {
        &self.version
    }

    fn effective(&self) -> Instant {
        self.effective
    }
}

impl SupervisionRules {
    /// Rules that leave no gap and never let danger to life wait for an office to open.
    pub fn new(
        version: String,
        effective: Instant,
        ladders: Vec<Ladder>,
        rework: Vec<ReworkRung>,
    ) -> Result<Self, SupervisionRulesError> {
        let covers =
            |urgent: Option<bool>| ladders.iter().any(|l| l.is_unconditional() && l.urgent == urgent);
        if !covers(None) || !covers(Some(true)) {
            return Err(SupervisionRulesError::Gap);
        }
        for (i, ladder) in ladders.iter().enumerate() {
            if let Some(fault) = ladder.fault() {
                return Err(fault);
            }
            let conditions = |l: &Ladder| (l.stage, l.grade, l.urgent);
            if ladders[..i].iter().any(|other| conditions(other) == conditions(ladder)) {
                return Err(SupervisionRulesError::Twice(ladder.stage));
            }
        }
        if rework.iter().any(|rung| rung.times == 0 || !rung.level.wants_reply()) {
            return Err(SupervisionRulesError::Rework);
        }
        Ok(Self { version, effective, ladders, rework })
    }

    /// The rules that ship with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("../data/supervision-2026.json"))
            .expect("the rules that ship are well-formed")
    }

    /// The version in force at `moment`, of those that ship.
    pub fn at(moment: Instant) -> &'static Self {
        static BOOK: LazyLock<RuleBook<SupervisionRules>> =
            LazyLock::new(|| RuleBook::new(SupervisionRules::shipped(), Vec::new()));
        BOOK.at(moment)
    }

    /// The ladders, in the order in which they are written.
    pub fn ladders(&self) -> &[Ladder] {
        &self.ladders
    }

    /// 督办阶梯 of a clock: of those that fit, the closest.
    pub fn ladder(&self, stage: LimitStage, matter: &Matter<'_>) -> &[Rung] {
        let fitting = self.ladders.iter().filter(|ladder| ladder.fits(stage, matter));
        fitting.max_by_key(|ladder| ladder.closeness()).map_or(&[], |ladder| &ladder.rungs)
    }

    /// The letter that so many times of rework lead to.
    pub fn for_rework(&self, times: u32) -> Option<SupervisionLevel> {
        self.rework.iter().filter(|rung| times >= rung.times).map(|rung| rung.level).max()
    }
}
