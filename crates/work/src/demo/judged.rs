//! What is judged in the made-up lives: by which clauses a hazard is a major one, how grave a risk it is, and whether it
//! came back.

use super::life::Life;
use super::texts;
use domain::calendar::{Day, Instant};
use domain::hazard::{Action, Criteria, Grade, LookBackRule, LookBackRules, PhotoRole};
use domain::people::Staff;
use std::sync::LazyLock;

/// Judging in the demo is by what ships.
static CRITERIA: LazyLock<Criteria> = LazyLock::new(Criteria::shipped);
static LOOK_BACKS: LazyLock<LookBackRules> = LazyLock::new(LookBackRules::shipped);

/// 四色: L, E and C of the method LEC with a product in the band of each colour, from blue to red.
const RISKS: [(i64, i64, i64); 4] = [(3, 3, 3), (3, 6, 7), (3, 6, 15), (6, 10, 15)];

impl Life<'_> {
    /// 判定依据 of a major hazard: the document and the clause that the category points to.
    pub(super) fn clauses(&self) -> (Option<String>, Vec<String>) {
        if self.grade != Grade::Major {
            return (None, Vec::new());
        }
        let hints = CRITERIA.hints(self.story.category, &self.said, Day::of(self.at));
        match hints.iter().find(|hint| hint.by_category) {
            Some(hint) => (Some(hint.document.title.clone()), vec![hint.clause.id.clone()]),
            None => (Some(format!("演示判定条款 {}.2", self.story.category)), Vec::new()),
        }
    }

    /// Whether category and words say that it is a major hazard, though it is filed lower.
    pub(super) fn needs_second(&self) -> bool {
        let hints = CRITERIA.hints(self.story.category, &self.said, Day::of(self.at));
        self.grade != Grade::Major && hints.iter().any(|hint| hint.is_strong())
    }

    /// 风险分级 by LEC: the graver, the redder.
    pub(super) fn grade_risk(&mut self) {
        let from = match self.grade {
            Grade::General => 0,
            Grade::Larger => 1,
            Grade::Major => 2,
        };
        let graver = if self.pictured { self.finder.is_some() } else { self.dice.chance(50) };
        let (l, e, c) = RISKS[from + usize::from(graver)];
        let factor = |(name, n): (&str, i64)| Some((name.to_owned(), n.to_string().try_into().ok()?));
        let inputs = [("L", l), ("E", e), ("C", c)].into_iter().filter_map(factor).collect();
        let acceptor = self.acceptor.clone();
        self.by(&acceptor, Action::GradeRisk { method: "lec".into(), inputs, text: String::new() });
    }

    /// Somebody who verifies and did not verify this one.
    pub(super) fn another_verifier(&self) -> Staff {
        let other = self.cast().verifiers.iter().find(|v| v.person != self.verifier.person);
        other.unwrap_or(&self.verifier).clone()
    }

    /// 回头看, as often as the rules ask for.
    pub(super) fn look_back(&mut self) {
        let Some(closed) = self.closed_at else { return };
        let fits = |rule: &&LookBackRule| {
            rule.grade.is_none_or(|grade| grade == self.grade)
                && rule.urgent.is_none_or(|urgent| urgent == self.life_danger)
                && rule.category.as_deref().is_none_or(|own| self.story.category.starts_with(own))
        };
        let rules = LOOK_BACKS.rules.iter().filter(fits);
        let mut days: Vec<u32> = rules.flat_map(|rule| rule.days.iter().copied()).collect();
        days.sort_unstable();
        days.dedup();
        for days in days {
            self.at = closed.plus(i64::from(days) * Instant::DAY);
            self.wait(60, 6 * 1_440);
            let again = self.another_verifier();
            let photos = self.proof(true, PhotoRole::Verification);
            let text = self.say(&texts::LOOKED_BACK);
            self.by(&again, Action::LookBack { found: false, text, photos });
        }
    }
}
