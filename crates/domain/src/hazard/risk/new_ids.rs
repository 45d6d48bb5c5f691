//! 编号: ids for methods that are new. What was graded names its method, so none is given twice.

use super::{RiskMethod, RiskMethods};
use crate::rulebook::RuleBook;
use std::collections::BTreeSet;

/// Gives an id that no method ever had to everything that came without one.
pub fn give_method_ids<V>(methods: &mut [RiskMethod<V>], book: &RuleBook<RiskMethods>) {
    let ever = book.versions().flat_map(|version| version.methods()).map(|method| method.id.clone());
    let mut taken: BTreeSet<String> = ever.chain(methods.iter().map(|method| method.id.clone())).collect();
    for method in methods.iter_mut().filter(|method| method.id.is_empty()) {
        let mut all = (1..).map(|nth: u32| format!("m{nth}"));
        method.id = all.find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(method.id.clone());
    }
}
