//! 隐患目录: major and minor categories with filing standards, as data with a version. A match is never the
//! finding: a named person judges and signs.

mod book;
mod compare;
mod local;

pub use book::CatalogueBook;
pub use compare::{Change, Difference, FieldChange, Level, Said, compare};
pub use local::{is_local, next_local_minor};

use crate::calendar::{Instant, Limit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// 目录 of one version: consistent, so that every code and every standard is found at most once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Catalogue {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    majors: Vec<MajorCategory>,
}

/// The catalogue as it stands in a file, unchecked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    majors: Vec<MajorCategory>,
}

/// 大类.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajorCategory {
    /// Two digits; local ones count down from 99.
    pub code: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// 小类.
    pub minors: Vec<MinorCategory>,
}

/// 小类.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinorCategory {
    /// Four digits: the major's two and two more; local ones count down from 99.
    pub code: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// 立案标准: no standard, no filing.
    pub standards: Vec<FilingStandard>,
}

/// 立案标准.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingStandard {
    /// The minor's code, a dash and a number.
    pub id: String,
    /// 立案条件.
    pub condition: String,
    /// 处置时限.
    pub limit: Limit,
    /// 结案条件.
    pub closing: String,
    /// 处置单位, as the standard names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handler: String,
    /// 主管部门, as the standard names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub regulator: String,
}

/// Why a catalogue is not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// A code that is not two (major) or four (minor) digits under its parent.
    #[error("bad code {0}")]
    Code(String),
    /// A code or a standard that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
    /// A minor category without a filing standard.
    #[error("{0} has no filing standard")]
    NoStandard(String),
    /// A limit of nothing.
    #[error("standard {0} has a limit of zero")]
    Zero(String),
}

impl TryFrom<Written> for Catalogue {
    type Error = CatalogueError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.majors)
    }
}

impl Catalogue {
    /// A catalogue whose codes and standards are well-formed and unique.
    pub fn new(
        version: String,
        effective: Instant,
        majors: Vec<MajorCategory>,
    ) -> Result<Self, CatalogueError> {
        let mut seen = BTreeSet::new();
        let mut once = |code: &str| match seen.insert(code.to_owned()) {
            true => Ok(()),
            false => Err(CatalogueError::Twice(code.to_owned())),
        };
        for major in &majors {
            if !is_code(&major.code, 2) {
                return Err(CatalogueError::Code(major.code.clone()));
            }
            once(&major.code)?;
            for minor in &major.minors {
                if !is_code(&minor.code, 4) || !minor.code.starts_with(&major.code) {
                    return Err(CatalogueError::Code(minor.code.clone()));
                }
                once(&minor.code)?;
                if minor.standards.is_empty() {
                    return Err(CatalogueError::NoStandard(minor.code.clone()));
                }
                for standard in &minor.standards {
                    once(&standard.id)?;
                    if standard.limit.amount == 0 {
                        return Err(CatalogueError::Zero(standard.id.clone()));
                    }
                }
            }
        }
        Ok(Self { version, effective, majors })
    }

    /// 示范目录: the small catalogue of our own that ships with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn demo_2026() -> Self {
        serde_json::from_str(include_str!("data/catalogue-2026.json")).expect("the catalogue is well-formed")
    }

    /// 大类, in the order of the catalogue.
    pub fn majors(&self) -> &[MajorCategory] {
        &self.majors
    }

    /// 小类 of all majors, in order.
    pub fn minors(&self) -> impl Iterator<Item = &MinorCategory> {
        self.majors.iter().flat_map(|m| &m.minors)
    }

    /// The minor category with this code.
    pub fn minor(&self, code: &str) -> Option<&MinorCategory> {
        self.minors().find(|m| m.code == code)
    }

    /// The major category that a minor's code belongs to.
    pub fn major_of(&self, minor: &str) -> Option<&MajorCategory> {
        self.majors.iter().find(|m| m.minors.iter().any(|i| i.code == minor))
    }

    /// The filing standard with this id.
    pub fn standard(&self, id: &str) -> Option<&FilingStandard> {
        self.minors().flat_map(|m| &m.standards).find(|s| s.id == id)
    }
}

fn is_code(code: &str, digits: usize) -> bool {
    code.len() == digits && code.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_catalogue_is_whole() {
        let catalogue = Catalogue::demo_2026();
        assert!(catalogue.majors().len() >= 8);
        assert!(catalogue.minors().count() >= 35);
        for minor in catalogue.minors() {
            assert_eq!(catalogue.major_of(&minor.code).map(|m| &m.code[..]), Some(&minor.code[..2]));
            for standard in &minor.standards {
                assert!(standard.id.starts_with(&minor.code));
                assert!(!standard.condition.is_empty() && !standard.closing.is_empty());
                assert_eq!(catalogue.standard(&standard.id), Some(standard));
            }
        }
    }

    #[test]
    fn refuses_what_is_ambiguous() {
        let whole = Catalogue::demo_2026();
        let new = |majors| Catalogue::new("x".into(), Instant(0), majors);
        let mut majors = whole.majors.clone();
        majors.push(majors[0].clone());
        assert_eq!(new(majors), Err(CatalogueError::Twice(whole.majors[0].code.clone())));
        let mut majors = whole.majors.clone();
        majors[0].minors[0].code = "9901".into();
        assert_eq!(new(majors), Err(CatalogueError::Code("9901".into())));
        let mut majors = whole.majors.clone();
        majors[0].minors[0].standards.clear();
        assert!(matches!(new(majors), Err(CatalogueError::NoStandard(_))));
    }
}
