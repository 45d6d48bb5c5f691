//! 规则版本 of this room, as they are kept and as they ship.

use domain::hazard::{
    Criteria, DoubtRules, EvidenceRules, LookBackRules, RecheckRules, RiskMethods, SupervisionBook,
    SupervisionRules,
};
use domain::ids::District;
use domain::rulebook::{RuleBook, Versioned};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError, queries};

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

/// One version of some rules from what is kept: its body with version and date put in.
pub(super) fn parse<T: DeserializeOwned>(rules: RuleSet) -> Result<T, serde_json::Error> {
    let mut body = rules.body;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("version".to_owned(), rules.version.into());
        fields.insert("effective".to_owned(), serde_json::to_value(rules.effective_at)?);
    }
    serde_json::from_value(body)
}

fn book<T: Versioned + DeserializeOwned>(
    connection: &mut dyn Connection,
    district: District,
    subject: &str,
    shipped: T,
) -> Result<RuleBook<T>, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("{subject}: {e}"));
    let mut own = Vec::new();
    for row in connection.query(queries::admin::RULES_OF, &[district.into(), subject.into()])? {
        own.push(parse(serde_json::from_str(row.text(1)?).map_err(bad)?).map_err(bad)?);
    }
    Ok(RuleBook::new(shipped, own))
}

/// Reads every version upon those that ship.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<Arc<Books>, EngineError> {
    Ok(Arc::new(Books {
        criteria: book(connection, district, Subject::Criteria.name(), Criteria::shipped())?,
        risk: book(connection, district, Subject::Risk.name(), RiskMethods::shipped())?,
        doubts: book(connection, district, Subject::Doubts.name(), DoubtRules::shipped())?,
        recheck: book(connection, district, Subject::Recheck.name(), RecheckRules::shipped())?,
        look_backs: book(connection, district, Subject::LookBacks.name(), LookBackRules::shipped())?,
        evidence: book(connection, district, Subject::Evidence.name(), EvidenceRules::shipped())?,
        supervision: book(connection, district, SUPERVISION, SupervisionRules::shipped())?,
    }))
}
