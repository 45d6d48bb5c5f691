//! 缺陷: everything that is wrong in criteria, each beside its field.

use super::{Clause, CriteriaDocument};
use std::collections::BTreeSet;

/// Why a catalogue of criteria is not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CriteriaError {
    /// No document, or something without what everybody has to know about it.
    #[error("{0} is empty")]
    Empty(String),
    /// A document or clause that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
    /// A clause whose id does not begin with its document's.
    #[error("clause {0} is not of its document")]
    Elsewhere(String),
    /// A supplement to a document that is not there.
    #[error("{0} supplements nothing")]
    Orphan(String),
    /// A category that is no code, or a keyword of less than two characters.
    #[error("clause {0} would match anything")]
    Loose(String),
    /// A document that ends before it begins.
    #[error("{0} ends before it begins")]
    Backward(String),
}

impl CriteriaError {
    /// Its name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty(_) => "empty",
            Self::Twice(_) => "twice",
            Self::Elsewhere(_) => "elsewhere",
            Self::Orphan(_) => "orphan",
            Self::Loose(_) => "loose",
            Self::Backward(_) => "backward",
        }
    }
}

/// One fault, and in which field it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaFault {
    /// The way to the field, counted from 0: `documents.0.clauses.2.words`.
    pub path: String,
    /// What is wrong.
    pub error: CriteriaError,
}

/// Everything that is wrong, in the order in which it is written.
pub fn criteria_faults(documents: &[CriteriaDocument]) -> Vec<CriteriaFault> {
    let mut found = Vec::new();
    if documents.is_empty() {
        let error = CriteriaError::Empty("documents".to_owned());
        found.push(CriteriaFault { path: "documents".to_owned(), error });
    }
    let mut ids = BTreeSet::new();
    for (nth, document) in documents.iter().enumerate() {
        let path = format!("documents.{nth}");
        found.extend(failed(&path, in_document(document, documents, &mut ids)));
        for (nth, clause) in document.clauses.iter().enumerate() {
            found.extend(failed(&format!("{path}.clauses.{nth}"), in_clause(clause, document, &mut ids)));
        }
    }
    found
}

/// A field, whether something is wrong with it, and what that would be.
type Check = (&'static str, bool, CriteriaError);

fn failed(path: &str, checks: impl IntoIterator<Item = Check>) -> impl Iterator<Item = CriteriaFault> {
    let wrong = checks.into_iter().filter(|(_, is_wrong, _)| *is_wrong);
    wrong.map(move |(field, _, error)| CriteriaFault { path: format!("{path}.{field}"), error })
}

fn in_document<'a>(
    document: &'a CriteriaDocument,
    all: &[CriteriaDocument],
    ids: &mut BTreeSet<&'a str>,
) -> [Check; 8] {
    use CriteriaError as E;
    let id = || document.id.clone();
    let empty = |text: &str| text.trim().is_empty();
    let is_new = ids.insert(&document.id);
    let is_orphan = |of: &String| *of == document.id || !all.iter().any(|other| other.id == *of);
    let is_backward = document.effective.zip(document.ended).is_some_and(|(from, end)| end <= from);
    [
        ("title", empty(&document.title), E::Empty(id())),
        ("number", empty(&document.number), E::Empty(id())),
        // What has no number has no id either, and that was said.
        ("id", !empty(&document.number) && empty(&document.id), E::Empty(id())),
        ("id", !empty(&document.id) && !is_new, E::Twice(id())),
        ("field", empty(&document.field), E::Empty(id())),
        // An unknown date needs a word.
        ("note", document.effective.is_none() && empty(&document.note), E::Empty(id())),
        ("ended", is_backward, E::Backward(id())),
        ("supplements", document.supplements.as_ref().is_some_and(is_orphan), E::Orphan(id())),
    ]
}

fn in_clause<'a>(clause: &'a Clause, document: &CriteriaDocument, ids: &mut BTreeSet<&'a str>) -> [Check; 5] {
    use CriteriaError as E;
    let id = || clause.id.clone();
    // A document that lacks its id was told so already.
    let is_new = document.id.is_empty() || ids.insert(&clause.id);
    let is_own = clause.id.strip_prefix(&document.id).is_some_and(|rest| rest.starts_with('/'));
    let is_code = |code: &String| matches!(code.len(), 2 | 4) && code.bytes().all(|b| b.is_ascii_digit());
    let is_loose = |word: &String| word.split('+').any(str::is_empty) || word.chars().count() < 2;
    [
        ("id", !is_new, E::Twice(id())),
        ("id", is_new && !document.id.is_empty() && !is_own, E::Elsewhere(id())),
        ("text", clause.text.trim().is_empty(), E::Empty(id())),
        ("categories", !clause.categories.iter().all(is_code), E::Loose(id())),
        ("words", clause.words.iter().any(is_loose), E::Loose(id())),
    ]
}
