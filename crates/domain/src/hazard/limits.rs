//! 时限规则: how long each stage may take, as data with a version and an effective date.

use super::kinds::Grade;
use crate::calendar::{Instant, Limit};
use serde::{Deserialize, Serialize};

/// 时限环节: what a limit is for. C1 … C10 are the clocks of the trade's practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitStage {
    /// C1 响应: first human contact with the report.
    Response,
    /// C2 首次答复.
    FirstReply,
    /// C3 受理立案: from acceptance to filing or another decision of the desk.
    Accept,
    /// 补充: how long the reporter's answer is awaited.
    Supplement,
    /// 现场核实 before filing.
    Inspect,
    /// 即查即改确认.
    ConfirmSpotFix,
    /// 申诉处理.
    DecideAppeal,
    /// 移送跟踪: next look at a referral.
    Referral,
    /// C4 派遣.
    Dispatch,
    /// C5 签收.
    Sign,
    /// 退回处理.
    DecideReturn,
    /// C6 整改, where the filing standard names no limit of its own.
    Rectify,
    /// 延期和挂账申请的处理.
    DecideRequest,
    /// C7 验收.
    Verify,
    /// C8 批准销号.
    ApproveClosing,
    /// C9 答复群众 after closing.
    TellReporter,
    /// 回访.
    FollowUp,
    /// 重启后的处置: what becomes of a reopened hazard.
    Reopened,
    /// C10 奖励.
    Reward,
    /// 催办间隔: after one reminder by the reporter, how long until the next is taken.
    Urge,
}

impl LimitStage {
    /// Every stage that has a limit.
    pub const ALL: [LimitStage; 20] = [
        LimitStage::Response,
        LimitStage::FirstReply,
        LimitStage::Accept,
        LimitStage::Supplement,
        LimitStage::Inspect,
        LimitStage::ConfirmSpotFix,
        LimitStage::DecideAppeal,
        LimitStage::Referral,
        LimitStage::Dispatch,
        LimitStage::Sign,
        LimitStage::DecideReturn,
        LimitStage::Rectify,
        LimitStage::DecideRequest,
        LimitStage::Verify,
        LimitStage::ApproveClosing,
        LimitStage::TellReporter,
        LimitStage::FollowUp,
        LimitStage::Reopened,
        LimitStage::Reward,
        LimitStage::Urge,
    ];
}

/// One line of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// For what.
    pub stage: LimitStage,
    /// For hazards of this grade only.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default)]
    pub urgent: Option<bool>,
    /// How long.
    pub limit: Limit,
    /// 依据: the law, the published practice or the proposal that it rests on.
    pub basis: String,
}

/// 时限规则 of one version. Every stage has a rule without conditions, so that every question has an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct LimitRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    rules: Vec<LimitRule>,
}

/// The rules as they stand in a file, unchecked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    rules: Vec<LimitRule>,
}

/// Why limit rules are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitRulesError {
    /// A stage has no rule without conditions.
    #[error("no rule without conditions for {0:?}")]
    Gap(LimitStage),
    /// Two rules have the same conditions.
    #[error("two rules for {0:?} with the same conditions")]
    Twice(LimitStage),
    /// A limit of nothing.
    #[error("a limit of zero for {0:?}")]
    Zero(LimitStage),
    /// A book without any rules.
    #[error("no rules at all")]
    Empty,
    /// Two versions take effect at the same moment.
    #[error("versions {0} and {1} take effect at the same moment")]
    SameMoment(String, String),
}

impl TryFrom<Written> for LimitRules {
    type Error = LimitRulesError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.rules)
    }
}

impl LimitRules {
    /// Rules that leave no gap and say nothing twice.
    pub fn new(version: String, effective: Instant, rules: Vec<LimitRule>) -> Result<Self, LimitRulesError> {
        for stage in LimitStage::ALL {
            if !rules.iter().any(|r| r.stage == stage && r.grade.is_none() && r.urgent.is_none()) {
                return Err(LimitRulesError::Gap(stage));
            }
        }
        for (i, rule) in rules.iter().enumerate() {
            if rule.limit.amount == 0 {
                return Err(LimitRulesError::Zero(rule.stage));
            }
            let same = |r: &LimitRule| (r.stage, r.grade, r.urgent) == (rule.stage, rule.grade, rule.urgent);
            if rules[..i].iter().any(same) {
                return Err(LimitRulesError::Twice(rule.stage));
            }
        }
        Ok(Self { version, effective, rules })
    }

    /// The rules that ship with the product. Where practice counts in working hours they are hours around the
    /// clock, where it counts in working days they are natural days: never more time than practice gives.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn default_2026() -> Self {
        serde_json::from_str(include_str!("data/limits-2026.json"))
            .expect("the rules that ship are well-formed")
    }

    /// The rules, in the order in which they are written.
    pub fn rules(&self) -> &[LimitRule] {
        &self.rules
    }

    /// The limit for `stage`: the rule with the most conditions that fit; of equals the shorter.
    pub fn limit(&self, stage: LimitStage, grade: Option<Grade>, urgent: bool) -> Limit {
        self.rules
            .iter()
            .filter(|r| r.stage == stage)
            .filter(|r| r.grade.is_none() || r.grade == grade)
            .filter(|r| r.urgent.is_none_or(|u| u == urgent))
            .min_by_key(|r| {
                let conditions = u8::from(r.grade.is_some()) + u8::from(r.urgent.is_some());
                (std::cmp::Reverse(conditions), r.limit.milliseconds())
            })
            // `new` leaves no gap; a day is what most of practice starts from.
            .map_or(Limit::days(1), |r| r.limit)
    }
}

/// 规则版本: several versions of the rules; what applied then judges what happened then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitBook {
    versions: Vec<LimitRules>,
}

impl LimitBook {
    /// A book of at least one version, no two of them effective from the same moment.
    pub fn new(mut versions: Vec<LimitRules>) -> Result<Self, LimitRulesError> {
        if versions.is_empty() {
            return Err(LimitRulesError::Empty);
        }
        versions.sort_by_key(|v| v.effective);
        match versions.windows(2).find(|w| w[0].effective == w[1].effective) {
            Some(w) => Err(LimitRulesError::SameMoment(w[0].version.clone(), w[1].version.clone())),
            None => Ok(Self { versions }),
        }
    }

    /// The book that ships with the product.
    pub fn shipped() -> Self {
        Self { versions: vec![LimitRules::default_2026()] }
    }

    /// The rules in force at `moment`; before the first version, the first.
    pub fn at(&self, moment: Instant) -> &LimitRules {
        let after = self.versions.partition_point(|v| v.effective <= moment);
        &self.versions[after.saturating_sub(1)]
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> &[LimitRules] {
        &self.versions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(version: &str, effective: &str) -> LimitRules {
        LimitRules::new(version.into(), effective.parse().unwrap(), LimitRules::default_2026().rules).unwrap()
    }

    #[test]
    fn the_rule_with_most_conditions_wins() {
        let rules = LimitRules::default_2026();
        assert_eq!(rules.limit(LimitStage::Response, None, false), Limit::minutes(20));
        assert_eq!(rules.limit(LimitStage::Inspect, None, true), Limit::hours(2));
        assert_eq!(rules.limit(LimitStage::Inspect, None, false), Limit::hours(24));
        assert_eq!(rules.limit(LimitStage::Sign, Some(Grade::General), true), Limit::minutes(30));
        assert_eq!(rules.limit(LimitStage::ApproveClosing, Some(Grade::Major), false), Limit::days(5));
    }

    #[test]
    fn urgent_is_never_slower_than_not_urgent() {
        let rules = LimitRules::default_2026();
        for stage in LimitStage::ALL {
            for grade in [None, Some(Grade::General), Some(Grade::Larger), Some(Grade::Major)] {
                let urgent = rules.limit(stage, grade, true).milliseconds();
                assert!(urgent <= rules.limit(stage, grade, false).milliseconds(), "{stage:?} {grade:?}");
            }
        }
    }

    #[test]
    fn refuses_gaps_repetitions_and_nothing() {
        let all = LimitRules::default_2026().rules;
        let new = |rules| LimitRules::new("x".into(), Instant(0), rules);
        let without: Vec<_> = all.iter().filter(|r| r.stage != LimitStage::Sign).cloned().collect();
        assert_eq!(new(without), Err(LimitRulesError::Gap(LimitStage::Sign)));
        let mut twice = all.clone();
        twice.push(all[0].clone());
        assert_eq!(new(twice), Err(LimitRulesError::Twice(all[0].stage)));
        let mut zero = all.clone();
        zero[0].limit.amount = 0;
        assert_eq!(new(zero), Err(LimitRulesError::Zero(all[0].stage)));
        assert!(
            serde_json::from_str::<LimitRules>(
                r#"{"version":"x","effective":"2026-01-01T00:00:00Z","rules":[]}"#
            )
            .is_err()
        );
    }

    #[test]
    fn what_applied_then_judges_what_happened_then() {
        let book = LimitBook::new(vec![
            rules("second", "2026-07-01T00:00:00+08:00"),
            rules("first", "2026-01-01T00:00:00+08:00"),
        ])
        .unwrap();
        let version = |at: &str| book.at(at.parse().unwrap()).version.clone();
        assert_eq!(version("2020-01-01T00:00:00+08:00"), "first");
        assert_eq!(version("2026-06-30T23:59:59+08:00"), "first");
        assert_eq!(version("2026-07-01T00:00:00+08:00"), "second");
        assert_eq!(LimitBook::new(vec![]), Err(LimitRulesError::Empty));
        let one = rules("one", "2026-01-01T00:00:00+08:00");
        assert!(matches!(LimitBook::new(vec![one.clone(), one]), Err(LimitRulesError::SameMoment(..))));
    }
}
