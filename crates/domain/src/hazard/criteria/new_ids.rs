//! 编号: ids for documents and clauses that are new. Judgements refer to a clause by its id, so none is given twice.

use super::{Criteria, CriteriaDocument};
use crate::rulebook::RuleBook;
use std::collections::BTreeSet;

/// Gives an id to everything that came without one: to a document after its number, to a clause the number after the
/// last that its document ever had. A document without a number stays without.
pub fn give_ids(documents: &mut [CriteriaDocument], book: &RuleBook<Criteria>) {
    let ever = book.versions().flat_map(|criteria| criteria.documents().iter().cloned());
    let ever: Vec<CriteriaDocument> = ever.chain(documents.iter().cloned()).collect();
    let mut taken: BTreeSet<String> = ever.iter().map(|document| document.id.clone()).collect();
    for document in documents {
        let stem: String = document.number.chars().filter(|c| !c.is_whitespace() && *c != '/').collect();
        if document.id.is_empty() && !stem.is_empty() {
            let others = (2..).map(|nth: u32| format!("{stem}-{nth}"));
            let free = std::iter::once(stem.clone()).chain(others).find(|id| !taken.contains(id));
            document.id = free.unwrap_or_default();
            taken.insert(document.id.clone());
        }
        if document.id.is_empty() {
            continue;
        }
        let prefix = format!("{}/", document.id);
        let numbers =
            ever.iter().flat_map(|d| &d.clauses).filter_map(|c| c.id.strip_prefix(&prefix)?.parse().ok());
        let mut last: u32 = numbers.max().unwrap_or(0);
        for clause in document.clauses.iter_mut().filter(|clause| clause.id.is_empty()) {
            last = last.saturating_add(1);
            clause.id = format!("{prefix}{last}");
        }
    }
}
