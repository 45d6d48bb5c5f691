//! 重大事故隐患判定标准: the documents that say when a hazard is a major one, with clauses in short words of our own,
//! as data with a version. A match is a hint and never the finding: a named person judges and signs (安全生产法 §118;
//! the criteria are made by the ministries, field by field).

mod faults;
mod hints;
mod new_ids;

pub use faults::{CriteriaError, CriteriaFault, criteria_faults};
pub use hints::Hint;
pub use new_ids::give_ids;

use crate::calendar::{Day, Instant};
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};

/// 判定方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judging {
    /// 直接判定: this clause alone makes it a major hazard.
    Direct,
    /// 综合判定: one element among several that are weighed together.
    Composite,
}

/// 条款, in words of our own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The document's id, a slash and a number of ours.
    pub id: String,
    /// 条款位置: article or chapter, as far as it was checked.
    pub place: String,
    /// What it says, in short words.
    pub text: String,
    /// The same for readers of English.
    pub text_en: String,
    /// 判定方式.
    pub judging: Judging,
    /// 隐患类型 to which it is likely to apply: codes of 大类 or 小类.
    #[serde(default)]
    pub categories: Vec<String>,
    /// 关键词: words in a description that point to it; parts joined by `+` must all be there.
    #[serde(default)]
    pub words: Vec<String>,
}

/// 判定标准文件.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaDocument {
    /// Its id.
    pub id: String,
    /// 名称.
    pub title: String,
    /// The title for readers of English.
    pub title_en: String,
    /// 文号或标准号.
    pub number: String,
    /// 发布机关.
    pub issuer: String,
    /// 文件性质.
    pub nature: String,
    /// The same for readers of English.
    pub nature_en: String,
    /// 行业领域.
    pub field: String,
    /// The same for readers of English.
    pub field_en: String,
    /// 生效日期; nothing where it is not stated or not checked, and then the note says so.
    #[serde(default)]
    pub effective: Option<Day>,
    /// 失效日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// 说明.
    pub note: String,
    /// The same for readers of English.
    pub note_en: String,
    /// The document that this one supplements: the two are used together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplements: Option<String>,
    /// 条款.
    pub clauses: Vec<Clause>,
}

impl CriteriaDocument {
    /// Whether it applies on a day. One without a date is taken to apply.
    pub fn applies(&self, day: Day) -> bool {
        self.effective.is_none_or(|from| from <= day) && self.ended.is_none_or(|end| day < end)
    }
}

/// 判定标准目录 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Criteria {
    /// Version.
    pub version: String,
    /// 生效时间 of this version of the catalogue, not of the documents.
    pub effective: Instant,
    /// 核对日期: when somebody last compared it with the documents.
    pub checked: Day,
    documents: Vec<CriteriaDocument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    checked: Day,
    documents: Vec<CriteriaDocument>,
}

impl TryFrom<Written> for Criteria {
    type Error = CriteriaError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.checked, written.documents)
    }
}

versioned!(Criteria);

impl Criteria {
    /// A catalogue whose documents and clauses are unique and complete; the first of its faults otherwise.
    pub fn new(
        version: String,
        effective: Instant,
        checked: Day,
        documents: Vec<CriteriaDocument>,
    ) -> Result<Self, CriteriaError> {
        match criteria_faults(&documents).into_iter().next() {
            Some(fault) => Err(fault.error),
            None => Ok(Self { version, effective, checked, documents }),
        }
    }

    /// What ships with the product: a snapshot of October 2026, to be completed by the district.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/criteria-2026.json")).expect("the criteria are well-formed")
    }

    /// The documents, in order.
    pub fn documents(&self) -> &[CriteriaDocument] {
        &self.documents
    }

    /// The clause with this id and its document.
    pub fn clause(&self, id: &str) -> Option<(&CriteriaDocument, &Clause)> {
        self.documents.iter().find_map(|d| Some((d, d.clauses.iter().find(|c| c.id == id)?)))
    }

    /// 一并使用: what has to be read together with a document, the document itself left out.
    pub fn companions(&self, document: &CriteriaDocument) -> Vec<&CriteriaDocument> {
        let primary = document.supplements.as_ref().unwrap_or(&document.id);
        let belongs = |d: &&CriteriaDocument| d.id == *primary || d.supplements.as_ref() == Some(primary);
        self.documents.iter().filter(|d| d.id != document.id).filter(belongs).collect()
    }
}

#[cfg(test)]
mod tests;
