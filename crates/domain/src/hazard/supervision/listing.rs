//! 挂牌督办: a major hazard is hung out in public, with a number and a term of at most a year, until it is accepted
//! as put right; then its removal (摘牌) is published in the same medium.

use crate::calendar::Instant;
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};

/// 挂牌层级: which authority hangs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingLevel {
    /// 区县级 (三级).
    County,
    /// 市级 (二级).
    City,
    /// 省级 (一级).
    Province,
}

impl ListingLevel {
    /// Every level.
    pub const ALL: [ListingLevel; 3] = [ListingLevel::County, ListingLevel::City, ListingLevel::Province];
}

/// 公告: where and when it was made public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// 公告地址 or medium.
    pub address: String,
    /// 公告时间.
    pub published_at: Instant,
    /// Who recorded it.
    pub by: PersonId,
    /// When that was.
    pub at: Instant,
}

/// 挂牌延期申请.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingExtension {
    /// End asked for.
    pub until: Instant,
    /// 申请人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Until when it is to be decided.
    pub due: Instant,
}

/// 提请挂牌: the rules say that it is time; a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// When it was proposed.
    pub at: Instant,
    /// Until when it is to be decided.
    pub due: Instant,
}

/// 挂牌.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// 挂牌编号.
    pub number: String,
    /// 挂牌层级.
    pub level: ListingLevel,
    /// 签发人.
    pub by: PersonId,
    /// 挂牌时间.
    pub hung_at: Instant,
    /// 挂牌期限, with what was granted since; at most a year after hanging.
    pub until: Instant,
    /// 最迟申请延期时间.
    pub ask_by: Instant,
    /// 公告期限.
    pub publish_by: Instant,
    /// 挂牌公告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Publication>,
    /// 延期申请, while nobody decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ListingExtension>,
    /// 已批准延期次数.
    #[serde(default)]
    pub extensions: u32,
    /// 摘牌时间: with the acceptance and closing of the hazard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Instant>,
    /// 摘牌公告期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_removal_by: Option<Instant>,
    /// 摘牌公告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal: Option<Publication>,
}

impl Listing {
    /// Whether its beginning or its end is still to be published. What ended before it was published need not be
    /// published at all.
    pub fn owes_publication(&self) -> bool {
        match (&self.published, self.removed_at) {
            (None, None) => true,
            (Some(_), Some(_)) => self.removal.is_none(),
            _ => false,
        }
    }
}
