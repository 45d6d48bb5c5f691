//! What is wrong with several fields, gathered so that whoever filled them in learns of all at once.

use crate::Problem;

/// The faults found so far; one a field, the first.
#[derive(Debug, Default)]
pub(crate) struct Wrongs {
    fields: Vec<(String, String)>,
    /// What no field is to blame for; said when nothing else is wrong.
    whole: Option<Problem>,
}

impl Wrongs {
    /// The value; where there is none, the fault is kept and an empty one stands in for it until [`Wrongs::done`]
    /// refuses the whole.
    pub(crate) fn sift<T: Default>(&mut self, found: Result<T, Problem>) -> T {
        found.unwrap_or_else(|problem| {
            self.add(problem);
            T::default()
        })
    }

    /// Keeps what is wrong, unless its field is at fault already.
    pub(crate) fn add(&mut self, problem: Problem) {
        if problem.errors.is_empty() {
            self.whole.get_or_insert(problem);
            return;
        }
        for (field, why) in problem.errors {
            if !self.has(&field) {
                self.fields.push((field, why));
            }
        }
    }

    /// Whether something is wrong with a field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == field)
    }

    /// Refuses what has a fault.
    pub(crate) fn done(self) -> Result<(), Problem> {
        match (self.fields.is_empty(), self.whole) {
            (true, None) => Ok(()),
            (true, Some(whole)) => Err(whole),
            (false, _) => Err(Problem { errors: self.fields, ..Problem::new(422, "invalid") }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_named_once_and_the_whole_only_when_no_field_is_at_fault() {
        let mut wrongs = Wrongs::default();
        assert_eq!(wrongs.sift(Ok(7)), 7);
        assert_eq!(wrongs.sift(Err::<u32, _>(Problem::new(409, "rule"))), 0);
        wrongs.add(Problem::invalid("name", "required"));
        wrongs.add(Problem::invalid("name", "too_long"));
        wrongs.add(Problem::invalid("phone", "malformed"));
        let refused = wrongs.done().unwrap_err();
        assert_eq!((refused.status, refused.errors.len()), (422, 2));
        assert_eq!(refused.errors[0].1, "required");

        let mut wrongs = Wrongs::default();
        wrongs.add(Problem::new(409, "rule"));
        assert_eq!(wrongs.done().unwrap_err().code, "rule");
        assert_eq!(Wrongs::default().done(), Ok(()));
    }
}
