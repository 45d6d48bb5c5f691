//! A statement under construction.

use store::Value;

/// Text with numbered parameters.
#[derive(Default)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) parameters: Vec<Value>,
}

impl Query {
    /// A statement whose first parameter is the district.
    pub(super) fn of(district: i64) -> Self {
        Self { text: String::new(), parameters: vec![district.into()] }
    }

    /// The mark of a new parameter.
    pub(super) fn mark(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("${}", self.parameters.len())
    }

    /// The marks of new parameters, with commas between.
    pub(super) fn marks<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let marks: Vec<String> = values.into_iter().map(|v| self.mark(v)).collect();
        marks.join(", ")
    }
}
