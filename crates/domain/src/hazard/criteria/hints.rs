//! 提示: clauses that category and words of a hazard point to.

use super::{Clause, Criteria, CriteriaDocument};
use crate::calendar::Day;

/// 提示: a clause that may apply, and why it is thought of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint<'a> {
    /// Its document.
    pub document: &'a CriteriaDocument,
    /// The clause.
    pub clause: &'a Clause,
    /// Whether the category points to it.
    pub by_category: bool,
    /// The keyword that was found in the description.
    pub word: Option<&'a str>,
}

impl Hint<'_> {
    /// 应当判定: category and words both point to it. Who files it lower does so before a second pair of eyes.
    pub fn is_strong(&self) -> bool {
        self.by_category && self.word.is_some()
    }
}

/// The most hints that help anybody.
const MOST: usize = 12;

impl Criteria {
    /// What may apply to a hazard of this category with this description, the likeliest first; documents that do not
    /// apply on the day are left out.
    pub fn hints(&self, category: &str, said: &str, day: Day) -> Vec<Hint<'_>> {
        let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let mut all: Vec<Hint<'_>> = self
            .documents
            .iter()
            .filter(|document| document.applies(day))
            .flat_map(|document| document.clauses.iter().map(move |clause| (document, clause)))
            .filter_map(|(document, clause)| {
                let by_category = clause.categories.iter().any(|code| category.starts_with(code.as_str()));
                let found = |word: &&String| word.split('+').all(|part| said.contains(part));
                let word = clause.words.iter().find(found).map(String::as_str);
                (by_category || word.is_some()).then_some(Hint { document, clause, by_category, word })
            })
            .collect();
        all.sort_by_key(|hint| (!hint.is_strong(), hint.word.is_none()));
        all.truncate(MOST);
        all
    }
}
