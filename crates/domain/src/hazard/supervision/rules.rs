//! 督办规则: which level follows which, and how soon, as data with a version and an effective date.

use super::SupervisionLevel;
use crate::calendar::{Instant, Limit};
use crate::hazard::kinds::{Grade, Source};
use crate::hazard::limits::{LimitRules, LimitStage, Matter};
use crate::rulebook::{RuleBook, versioned};
use serde::{Deserialize, Serialize};

/// Every version of the rules of supervision.
pub type SupervisionBook = RuleBook<SupervisionRules>;

impl SupervisionBook {
    /// The book that ships with the product.
    pub fn shipped() -> Self {
        Self::new(SupervisionRules::shipped(), Vec::new())
    }
}

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
    /// The same in English, where somebody wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis_en: String,
}

/// The most ladders of a version.
const MOST: usize = 200;
/// The longest 依据, in characters.
const BASIS: usize = 400;
/// The longest that one level waits for the next, in milliseconds: a year.
const LONGEST: i64 = 366 * Instant::DAY;
/// The most times of rework that a rule may wait for.
const REWORKS: u32 = 20;

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

    /// For which clocks and hazards it is.
    pub fn conditions(&self) -> (Option<LimitStage>, Option<Grade>, Option<bool>) {
        (self.stage, self.grade, self.urgent)
    }

    fn fault(&self) -> Option<SupervisionRulesError> {
        use SupervisionRulesError as E;
        let (stage, rungs) = (self.stage, &self.rungs);
        let first = rungs.first().is_some_and(|rung| rung.after.is_none());
        let rest = rungs.iter().skip(1).all(|rung| rung.after.is_some_and(|after| after.amount > 0));
        let falls = rungs.windows(2).any(|two| two[0].level >= two[1].level);
        let listed = rungs.iter().any(|rung| rung.level == SupervisionLevel::Listing);
        let waits = |rung: &Rung| rung.after.is_some_and(|after| !after.is_around_the_clock());
        let long = |rung: &Rung| rung.after.is_some_and(|after| after.at_least() > LONGEST);
        let basis = self.basis.trim();
        let is_too_long = [basis, &self.basis_en].iter().any(|text| text.chars().count() > BASIS);
        let found = [
            (!first || !rest || falls, E::Rungs(stage)),
            (listed && self.grade != Some(Grade::Major), E::Listing(stage)),
            (self.urgent == Some(true) && rungs.iter().any(waits), E::LifeDanger(stage)),
            (rungs.iter().any(long), E::TooLong(stage)),
            // A nudge to another authority, or about what is only asked for, goes no further.
            (self.stage == Some(LimitStage::UrgeAnswer) && rungs.len() > 1, E::ReminderOnly(stage)),
            (basis.is_empty() || is_too_long, E::Basis(stage)),
        ];
        found.into_iter().find_map(|(is_wrong, fault)| is_wrong.then_some(fault))
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
    #[error("a clock without a ladder")]
    Gap,
    /// Two ladders have the same conditions.
    #[error("two ladders for {0:?} with the same conditions")]
    Twice(Option<LimitStage>),
    /// The first rung waits, a later one does not, or the levels do not rise.
    #[error("the rungs for {0:?} do not rise")]
    Rungs(Option<LimitStage>),
    /// Listing is for major hazards.
    #[error("the ladder for {0:?} leads to a listing, which is for major hazards only")]
    Listing(Option<LimitStage>),
    /// 危及生命的督办不得按工作时间计算.
    #[error("the ladder for {0:?} counts danger to life in working time")]
    LifeDanger(Option<LimitStage>),
    /// One level waits for the next for more than a year.
    #[error("a rung for {0:?} comes after more than a year")]
    TooLong(Option<LimitStage>),
    /// 回复期限长于下一级: the next level would be owed while the letter before may still be answered in time.
    #[error("the ladder for {0:?} rises before the reply is due")]
    BeforeReply(Option<LimitStage>),
    /// What is owed to a reporter who urges is pointed out and nothing more.
    #[error("the ladder for {0:?} goes beyond a reminder")]
    ReminderOnly(Option<LimitStage>),
    /// A ladder without 依据, or with one that is too long.
    #[error("the ladder for {0:?} has no usable basis")]
    Basis(Option<LimitStage>),
    /// Rework leads to a letter.
    #[error("rework leads to a letter of a level that wants a reply, after at least one time")]
    Rework,
    /// More than 200 ladders.
    #[error("too many ladders")]
    TooMany,
    /// A version without a name.
    #[error("no usable version")]
    Version,
}

impl SupervisionRulesError {
    /// For which clocks the ladder is that it is about.
    pub fn stage(self) -> Option<LimitStage> {
        use SupervisionRulesError as E;
        match self {
            E::Gap | E::Rework | E::TooMany | E::Version => None,
            E::Twice(stage)
            | E::Rungs(stage)
            | E::Listing(stage)
            | E::LifeDanger(stage)
            | E::TooLong(stage)
            | E::BeforeReply(stage)
            | E::ReminderOnly(stage)
            | E::Basis(stage) => stage,
        }
    }
}

impl TryFrom<Written> for SupervisionRules {
    type Error = SupervisionRulesError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.ladders, written.rework)
    }
}

versioned!(SupervisionRules);

/// Everything that is wrong with ladders: at which of them, by its place in the list, and what. What is missing stands
/// nowhere and comes first.
pub fn ladder_faults(ladders: &[Ladder]) -> Vec<(Option<usize>, SupervisionRulesError)> {
    if ladders.len() > MOST {
        return vec![(None, SupervisionRulesError::TooMany)];
    }
    let covers = |urgent: Option<bool>| ladders.iter().any(|l| l.is_unconditional() && l.urgent == urgent);
    let gap = (!covers(None) || !covers(Some(true))).then_some((None, SupervisionRulesError::Gap));
    let each = ladders.iter().enumerate().filter_map(|(i, ladder)| {
        let twin = ladders[..i].iter().any(|other| other.conditions() == ladder.conditions());
        let fault = ladder.fault().or_else(|| twin.then_some(SupervisionRulesError::Twice(ladder.stage)))?;
        Some((Some(i), fault))
    });
    gap.into_iter().chain(each).collect()
}

/// What is wrong with the rules about rework: at which of them.
pub fn rework_faults(rework: &[ReworkRung]) -> Vec<usize> {
    let wrong = |(i, rung): (usize, &ReworkRung)| {
        let twice = rework[..i].iter().any(|other| other.times == rung.times);
        let is_wrong =
            rung.times == 0 || rung.times > REWORKS || !rung.level.wants_reply() || twice || i >= MOST;
        is_wrong.then_some(i)
    };
    rework.iter().enumerate().filter_map(wrong).collect()
}

/// 回复期限长于下一级: ladders that rise past a letter before its reply is due by these limits.
pub fn outlasting_replies(ladders: &[Ladder], limits: &LimitRules) -> Vec<usize> {
    let replies = || limits.rules().iter().filter(|rule| rule.stage == LimitStage::SupervisionReply);
    let longest = |ladder: &Ladder| {
        let grades = match ladder.grade {
            Some(grade) => vec![Some(grade)],
            None => vec![None, Some(Grade::General), Some(Grade::Larger), Some(Grade::Major)],
        };
        let kinds: Vec<(Option<&str>, Source)> = replies()
            .map(|rule| (rule.category.as_deref(), rule.source.unwrap_or(Source::Resident)))
            .chain([(None, Source::Resident)])
            .collect();
        // What is a danger to life has ladders of its own.
        let urgent = ladder.urgent == Some(true);
        let matters = grades.iter().flat_map(|grade| {
            kinds.iter().map(move |(category, source)| Matter {
                grade: *grade,
                urgent,
                category: *category,
                source: *source,
            })
        });
        let limit = |matter| limits.limit(LimitStage::SupervisionReply, &matter).at_least();
        matters.map(limit).max().unwrap_or_default()
    };
    let outlasts = |ladder: &Ladder| {
        let reply = longest(ladder);
        ladder.rungs.windows(2).any(|two| {
            two[0].level.wants_reply() && two[1].after.is_some_and(|after| after.at_least() < reply)
        })
    };
    (0..ladders.len()).filter(|at| outlasts(&ladders[*at])).collect()
}

impl SupervisionRules {
    /// Rules that leave no gap and never let danger to life wait for an office to open.
    pub fn new(
        version: String,
        effective: Instant,
        ladders: Vec<Ladder>,
        rework: Vec<ReworkRung>,
    ) -> Result<Self, SupervisionRulesError> {
        if version.trim().is_empty() || version.len() > 40 || version.contains(':') {
            return Err(SupervisionRulesError::Version);
        }
        if let Some((_, fault)) = ladder_faults(&ladders).into_iter().next() {
            return Err(fault);
        }
        if !rework_faults(&rework).is_empty() {
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

    /// The ladders, in the order in which they are written.
    pub fn ladders(&self) -> &[Ladder] {
        &self.ladders
    }

    /// 返工督办, in the order in which they are written.
    pub fn rework(&self) -> &[ReworkRung] {
        &self.rework
    }

    /// The ladder of a clock: of those that fit, the closest.
    pub fn ladder_of(&self, stage: LimitStage, matter: &Matter<'_>) -> Option<&Ladder> {
        let fitting = self.ladders.iter().filter(|ladder| ladder.fits(stage, matter));
        fitting.max_by_key(|ladder| ladder.closeness())
    }

    /// 督办阶梯 of a clock.
    pub fn ladder(&self, stage: LimitStage, matter: &Matter<'_>) -> &[Rung] {
        self.ladder_of(stage, matter).map_or(&[], |ladder| &ladder.rungs)
    }

    /// The letter that so many times of rework lead to.
    pub fn for_rework(&self, times: u32) -> Option<SupervisionLevel> {
        self.rework.iter().filter(|rung| times >= rung.times).map(|rung| rung.level).max()
    }
}
