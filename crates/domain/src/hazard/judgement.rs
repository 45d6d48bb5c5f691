//! 判定: whether a hazard is a major one. The catalogue hints; a named person judges and signs. Upwards one person is
//! enough; to stay below what the catalogue points to, or to come down from major, takes a second one.

use super::kinds::Grade;
use crate::calendar::Instant;
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};

/// 复核: the second pair of eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Second {
    /// 无需复核.
    NotNeeded,
    /// 待复核: the hazard is not closed before.
    Awaited,
    /// 已复核.
    Done {
        /// 复核人: somebody else than who judged.
        by: PersonId,
        /// When.
        at: Instant,
    },
}

/// 判定.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// 判定等级. While a second person is awaited the filing keeps the grade that it had.
    pub grade: Grade,
    /// 判定依据: ids of clauses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// 提示: clauses to which category and words pointed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinted: Vec<String>,
    /// Version of the criteria in force then.
    pub version: String,
    /// 判定人: who judged and signs.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 复核.
    pub second: Second,
}

impl Judgement {
    /// Whether somebody else still has to agree.
    pub fn awaits_second(&self) -> bool {
        self.second == Second::Awaited
    }
}
