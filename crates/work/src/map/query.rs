//! A statement under construction: text with numbered parameters.

use domain::people::Reason;
use store::Value;
use store::nouns::Part;
use uuid::Uuid;

#[derive(Default)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) parameters: Vec<Value>,
}

impl Query {
    /// The mark of a new parameter.
    pub(super) fn mark(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("${}", self.parameters.len())
    }

    /// The marks of several, with commas between.
    pub(super) fn marks<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let marks: Vec<String> = values.into_iter().map(|v| self.mark(v)).collect();
        marks.join(", ")
    }
}

/// The part of whoever sees a hazard for a reason, as links keep it; nothing when the reason is a column.
pub(super) fn parts(reason: &Reason) -> Option<(Uuid, &'static [Part])> {
    match reason {
        Reason::Unit(unit) => Some((unit.0, &[Part::Lead, Part::Co, Part::Copy, Part::Past, Part::Party])),
        Reason::Asked(unit) => Some((unit.0, &[Part::Inspects])),
        Reason::Finder(person) => Some((person.0, &[Part::Finder])),
        Reason::VerifiedBy(person) => Some((person.0, &[Part::Verifier])),
        Reason::Street(_) | Reason::Submitted => None,
    }
}
