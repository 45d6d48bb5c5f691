//! 目录版本: every version of the catalogue, so that history is read with the one that was in force then.

use super::{Catalogue, MinorCategory};
use crate::calendar::Instant;
use crate::rulebook::{RuleBook, versioned};

/// Every version of the catalogue.
pub type CatalogueBook = RuleBook<Catalogue>;

versioned!(Catalogue);

impl CatalogueBook {
    /// 小类 as the version in force at `moment` has it, or, where that one does not, the newest that does: a name
    /// is better than a code.
    pub fn minor(&self, code: &str, moment: Instant) -> Option<&MinorCategory> {
        let then = self.at(moment).minor(code);
        then.or_else(|| self.versions().rev().find_map(|c| c.minor(code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(name: &str, at: i64, renamed: &str) -> Catalogue {
        let mut majors = Catalogue::demo_2026().majors().to_vec();
        majors[0].minors[0].name = renamed.to_owned();
        Catalogue::new(name.to_owned(), Instant(at), majors).unwrap()
    }

    #[test]
    fn history_is_read_with_the_version_in_force_then() {
        let book =
            RuleBook::new(version("a", 0, "甲"), vec![version("c", 300, "丙"), version("b", 200, "乙")]);
        let code = book.at(Instant(0)).majors()[0].minors[0].code.clone();
        let name = |at: i64| book.minor(&code, Instant(at)).unwrap().name.clone();
        assert_eq!(
            (name(-5), name(199), name(200), name(299), name(300)),
            ("甲".into(), "甲".into(), "乙".into(), "乙".into(), "丙".into())
        );
    }

    #[test]
    fn a_category_that_is_gone_keeps_its_name() {
        let mut majors = Catalogue::demo_2026().majors().to_vec();
        let gone = majors[0].minors.remove(0);
        let later = Catalogue::new("b".into(), Instant(200), majors).unwrap();
        let book = RuleBook::new(Catalogue::demo_2026(), vec![later]);
        assert_eq!(book.minor(&gone.code, Instant(i64::MAX)), Some(&gone));
        assert_eq!(book.at(Instant(i64::MAX)).minor(&gone.code), None, "but nothing new is filed under it");
    }
}
