//! What a decision about one hazard needs to know for judging evidence: the rules of the moment, and of the rest only
//! what this action asks for.

use super::Books;
use domain::calendar::Instant;
use domain::hazard::{ActionKind, Criteria, DoubtRules, Evidence, Hazard, LookBackRules, RiskMethods};
use domain::ids::PersonId;
use std::sync::Arc;
use store::{EngineError, Tx, queries};

/// Rules and facts, for as long as it is decided.
pub(crate) struct Known {
    criteria: Arc<Criteria>,
    risk: Arc<RiskMethods>,
    doubts: Arc<DoubtRules>,
    look_backs: Arc<LookBackRules>,
    said: String,
    recent: Vec<PersonId>,
}

impl Known {
    /// The rules in force, without facts: enough to say what would be refused.
    pub(crate) fn rules(books: &Books, now: Instant) -> Self {
        Self {
            criteria: Arc::clone(books.criteria.at(now)),
            risk: Arc::clone(books.risk.at(now)),
            doubts: Arc::clone(books.doubts.at(now)),
            look_backs: Arc::clone(books.look_backs.at(now)),
            said: String::new(),
            recent: Vec::new(),
        }
    }

    /// With what an action of this kind has to know about the hazard.
    pub(crate) fn of(
        books: &Books,
        tx: &mut Tx<'_>,
        hazard: &Hazard,
        kind: ActionKind,
    ) -> Result<Self, EngineError> {
        let mut this = Self::rules(books, tx.now());
        match kind {
            ActionKind::File | ActionKind::Judge => {
                let said = tx.said(hazard.id.0, 1)?.unwrap_or_default();
                this.said = said.get("text").unwrap_or_default().to_owned();
            }
            ActionKind::ApproveClosing => {
                if let Some(lead) = hazard.dispatch.as_ref().map(|d| d.lead) {
                    let last = i64::from(this.doubts.same_verifier.of_last);
                    let key = [tx.district().into(), lead.into(), last.into()];
                    for row in tx.query(queries::judging::LAST_VERIFIERS, &key)? {
                        this.recent.push(PersonId(row.id(0)?));
                    }
                }
            }
            _ => {}
        }
        Ok(this)
    }

    /// As a decision takes it.
    pub(crate) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            criteria: Some(&self.criteria),
            risk: Some(&self.risk),
            doubts: Some(&self.doubts),
            look_backs: Some(&self.look_backs),
            said: &self.said,
            recent: &self.recent,
        }
    }
}
