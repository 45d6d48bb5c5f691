//! 规则版本 of this room, as they are kept and as they ship.

use crate::Problem;
use crate::rulebook::{self, RulesListed};
use domain::calendar::Instant;
use domain::hazard::{
    Criteria, DoubtRules, EvidenceRules, LookBackRules, RecheckRules, RiskMethods, SupervisionBook,
    SupervisionRules,
};
use domain::ids::District;
use domain::rulebook::{RuleBook, Versioned};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError};

/// Which rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RulesSubject)]
pub enum Subject {
    /// 重大事故隐患判定标准.
    Criteria,
    /// 风险评价方法.
    Risk,
    /// 存疑界限.
    Doubts,
    /// 抽查规则.
    Recheck,
    /// 回头看规则.
    LookBacks,
    /// 照片核对规则.
    Evidence,
}

impl Subject {
    /// Under what its versions are kept.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Criteria => "criteria",
            Subject::Risk => "risk",
            Subject::Doubts => "doubts",
            Subject::Recheck => "recheck",
            Subject::LookBacks => "look_backs",
            Subject::Evidence => "evidence",
        }
    }
}

/// What rules of supervision are kept under; they have pages of their own.
pub(crate) const SUPERVISION: &str = "supervision";

/// Every version of every subject.
#[derive(Clone, Debug)]
pub struct Books {
    /// 重大事故隐患判定标准.
    pub criteria: RuleBook<Criteria>,
    /// 风险评价方法.
    pub risk: RuleBook<RiskMethods>,
    /// 存疑界限.
    pub doubts: RuleBook<DoubtRules>,
    /// 抽查规则.
    pub recheck: RuleBook<RecheckRules>,
    /// 回头看规则.
    pub look_backs: RuleBook<LookBackRules>,
    /// 照片核对规则.
    pub evidence: RuleBook<EvidenceRules>,
    /// 督办规则.
    pub supervision: SupervisionBook,
}

impl Books {
    /// What ships with the product.
    pub fn shipped() -> Self {
        Self {
            criteria: RuleBook::new(Criteria::shipped(), Vec::new()),
            risk: RuleBook::new(RiskMethods::shipped(), Vec::new()),
            doubts: RuleBook::new(DoubtRules::shipped(), Vec::new()),
            recheck: RuleBook::new(RecheckRules::shipped(), Vec::new()),
            look_backs: RuleBook::new(LookBackRules::shipped(), Vec::new()),
            evidence: RuleBook::new(EvidenceRules::shipped(), Vec::new()),
            supervision: SupervisionBook::shipped(),
        }
    }
}

/// A rule book, whatever its rules are.
pub(super) trait AnyBook {
    /// Every version, the newest first.
    fn listed(&self, now: Instant) -> Vec<RulesListed>;
    /// The version of this name, or the one in force, and its rules as a new version gives them.
    fn body(&self, version: Option<&str>, now: Instant) -> Result<(String, Value), Problem>;
    /// The rules of two versions, the older one first.
    fn two(&self, old: &str, new: &str) -> Result<(Value, Value), Problem>;
    /// The version that came with the product.
    fn first(&self) -> &dyn Versioned;
    /// The newest version.
    fn newest(&self) -> &str;
    /// The rules as they would be kept, if they hold together.
    fn check(&self, rules: RuleSet) -> Result<Value, serde_json::Error>;
}

impl<T: Versioned + Serialize + DeserializeOwned + 'static> AnyBook for RuleBook<T> {
    fn listed(&self, now: Instant) -> Vec<RulesListed> {
        rulebook::listed(self, now, |_| None)
    }

    fn body(&self, version: Option<&str>, now: Instant) -> Result<(String, Value), Problem> {
        let rules = rulebook::shown(self, version, now)?;
        let body = written(rules.as_ref()).map_err(|_| Problem::internal())?;
        Ok((rules.version().to_owned(), body))
    }

    fn two(&self, old: &str, new: &str) -> Result<(Value, Value), Problem> {
        let (old, new) = rulebook::two(self, old, new)?;
        let body = |rules| written(rules).map_err(|_| Problem::internal());
        Ok((body(old)?, body(new)?))
    }

    fn first(&self) -> &dyn Versioned {
        self.first().as_ref()
    }

    fn newest(&self) -> &str {
        self.newest().version()
    }

    fn check(&self, rules: RuleSet) -> Result<Value, serde_json::Error> {
        written(&parse::<T>(rules)?)
    }
}

impl Books {
    /// The book of a subject.
    pub(super) fn of(&self, subject: Subject) -> &dyn AnyBook {
        match subject {
            Subject::Criteria => &self.criteria,
            Subject::Risk => &self.risk,
            Subject::Doubts => &self.doubts,
            Subject::Recheck => &self.recheck,
            Subject::LookBacks => &self.look_backs,
            Subject::Evidence => &self.evidence,
        }
    }
}

/// Rules without version and date: the body of a new version.
fn written(rules: &impl Serialize) -> Result<Value, serde_json::Error> {
    let mut body = serde_json::to_value(rules)?;
    if let Some(fields) = body.as_object_mut() {
        ["version", "effective"].iter().for_each(|name| drop(fields.remove(*name)));
    }
    Ok(body)
}

/// One version of some rules from what is kept: its body with version and date put in.
fn parse<T: DeserializeOwned>(rules: RuleSet) -> Result<T, serde_json::Error> {
    let mut body = rules.body;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("version".to_owned(), rules.version.into());
        fields.insert("effective".to_owned(), serde_json::to_value(rules.effective_at)?);
    }
    serde_json::from_value(body)
}

struct Reading<'a> {
    connection: &'a mut dyn Connection,
    district: District,
}

impl Reading<'_> {
    fn of<T: Versioned + DeserializeOwned>(
        &mut self,
        subject: &str,
        shipped: T,
    ) -> Result<RuleBook<T>, EngineError> {
        rulebook::load(self.connection, self.district, subject, shipped, parse)
    }
}

/// Reads every version upon those that ship.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<Arc<Books>, EngineError> {
    let mut book = Reading { connection, district };
    Ok(Arc::new(Books {
        criteria: book.of(Subject::Criteria.name(), Criteria::shipped())?,
        risk: book.of(Subject::Risk.name(), RiskMethods::shipped())?,
        doubts: book.of(Subject::Doubts.name(), DoubtRules::shipped())?,
        recheck: book.of(Subject::Recheck.name(), RecheckRules::shipped())?,
        look_backs: book.of(Subject::LookBacks.name(), LookBackRules::shipped())?,
        evidence: book.of(Subject::Evidence.name(), EvidenceRules::shipped())?,
        supervision: book.of(SUPERVISION, SupervisionRules::shipped())?,
    }))
}
