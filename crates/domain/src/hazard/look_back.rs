//! 回头看: some time after a case was closed, somebody who neither put it right nor verified it goes and looks again. Which
//! cases and after how many days is data; what is found again is open again.

use super::kinds::{ClosingKind, Grade};
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::PersonId;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};

/// 计划: planned at the closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLookBack {
    /// So many days after the closing.
    pub days: u32,
    /// From when on it is owed.
    pub at: Instant,
}

/// 结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedBack {
    /// 检查人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 是否反弹.
    pub found: bool,
}

/// 回头看 of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookBack {
    /// 计划.
    #[serde(flatten)]
    pub plan: PlannedLookBack,
    /// 期限, once it is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// 结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<LookedBack>,
}

impl LookBack {
    /// Whether somebody owes it now.
    pub fn is_owed(&self) -> bool {
        self.due.is_some() && self.result.is_none()
    }
}

impl Hazard {
    /// The look-back that is owed now.
    pub fn owed_look_back(&self) -> Option<&LookBack> {
        self.look_backs.iter().find(|l| l.is_owed()).filter(|_| self.closed_at.is_some())
    }

    /// The one whose day comes next. One at a time: while one is owed, the next waits.
    pub(super) fn next_look_back(&self) -> Option<&LookBack> {
        let free = self.closed_at.is_some() && self.owed_look_back().is_none();
        self.look_backs.iter().filter(|l| free && l.due.is_none()).min_by_key(|l| l.plan.at)
    }

    /// Plans of a closing; what was found before stays.
    pub(super) fn plan_look_backs(&mut self, plans: &[PlannedLookBack]) {
        self.drop_look_backs();
        self.look_backs.extend(plans.iter().map(|plan| LookBack { plan: *plan, due: None, result: None }));
    }

    /// A case that is open again is looked back at after its next closing.
    pub(super) fn drop_look_backs(&mut self) {
        self.look_backs.retain(|l| l.result.is_some());
    }

    pub(super) fn with_look_back(&mut self, days: u32, change: impl FnOnce(&mut LookBack)) {
        if let Some(found) = self.look_backs.iter_mut().find(|l| l.plan.days == days && l.result.is_none()) {
            change(found);
        }
    }
}

/// 回头看规则: which cases, and after how many days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookBackRule {
    /// For hazards of this grade only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// For hazards of this 大类 or 小类 only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// So many days after the closing, each once.
    pub days: Vec<u32>,
    /// 依据.
    pub basis: String,
    /// The same for readers of English.
    pub basis_en: String,
}

/// 回头看规则 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct LookBackRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    /// 适用的销号类别.
    pub closings: Vec<ClosingKind>,
    /// The rules; all that fit are added up.
    pub rules: Vec<LookBackRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    closings: Vec<ClosingKind>,
    rules: Vec<LookBackRule>,
}

/// A rule that makes no sense: which, from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rule {0} has no usable days")]
pub struct LookBackRulesError(pub usize);

impl TryFrom<Written> for LookBackRules {
    type Error = LookBackRulesError;
    fn try_from(w: Written) -> Result<Self, Self::Error> {
        let sound = |r: &LookBackRule| !r.days.is_empty() && r.days.iter().all(|d| (1..=730).contains(d));
        match w.rules.iter().position(|r| !sound(r)) {
            Some(bad) => Err(LookBackRulesError(bad)),
            None => {
                Ok(Self { version: w.version, effective: w.effective, closings: w.closings, rules: w.rules })
            }
        }
    }
}

versioned!(LookBackRules);

impl LookBackRules {
    /// What ships with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/look-backs-2026.json")).expect("the rules are well-formed")
    }

    /// What is planned for a case that is closed at `now`.
    pub fn plan(&self, hazard: &Hazard, closing: ClosingKind, now: Instant) -> Vec<PlannedLookBack> {
        let filing = hazard.filing.as_ref();
        let category = filing.map(|f| f.category.as_str()).or(hazard.kind.as_deref());
        let fits = |r: &&LookBackRule| {
            r.grade.is_none_or(|grade| filing.is_some_and(|f| f.grade == grade))
                && r.urgent.is_none_or(|urgent| hazard.life_danger == urgent)
                && r.category.as_deref().is_none_or(|c| category.is_some_and(|m| m.starts_with(c)))
        };
        let here = self.closings.contains(&closing);
        let mut days: Vec<u32> =
            self.rules.iter().filter(|_| here).filter(fits).flat_map(|r| r.days.iter().copied()).collect();
        days.sort_unstable();
        days.dedup();
        let at = |days: u32| now.plus(i64::from(days) * Instant::DAY);
        days.into_iter().map(|days| PlannedLookBack { days, at: at(days) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_sound_and_nonsense_is_refused() {
        let rules = LookBackRules::shipped();
        assert!(rules.rules.iter().any(|r| r.grade == Some(Grade::Major) && r.days == [30, 90]));
        let mut odd = serde_json::to_value(&rules).unwrap();
        odd["rules"][0]["days"] = serde_json::json!([0]);
        assert!(serde_json::from_value::<LookBackRules>(odd.clone()).is_err());
        odd["rules"][0]["days"] = serde_json::json!([]);
        assert!(serde_json::from_value::<LookBackRules>(odd).is_err());
    }
}
