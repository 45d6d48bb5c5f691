//! 评判: the rules by which evidence is judged (major-hazard criteria, risk methods, limits of what is plausible, the
//! share of re-checks), in versions, and what they bring to light.

mod books;
mod criteria;
mod doubts;
mod draws;
mod known;
mod methods;
mod publish;
mod risk;

pub use books::{Books, Subject};
pub(crate) use books::{SUPERVISION, load};
pub use criteria::{
    ClauseView, CriteriaDocumentView, CriteriaQuery, CriteriaView, HintView, read_criteria, read_hints,
    try_criteria,
};
pub(crate) use doubts::told;
pub use doubts::{DoubtView, Doubtful, Doubtfuls, DoubtsFilter, UnitDoubts, doubtful, doubtful_csv};
pub use draws::{
    DrawCase, DrawClosing, DrawDetail, DrawListed, DrawProof, draws, prove_draw, published_draws, read_draw,
    sweep_draws,
};
pub(crate) use known::Known;
pub use methods::{TriedRisk, try_risk};
pub use publish::{
    RulesDraft, RulesFault, RulesInput, RulesView, compare_rules, preview_rules, publish_rules, read_rules,
};
pub(crate) use risk::graded;
pub use risk::{BandView, FactorView, GradedRisk, LevelView, MethodView, RiskView, read_risk};
