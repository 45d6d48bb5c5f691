//! Identities. Every id is a UUIDv7 made at the edge and handed in; a type for each noun, so that a unit can
//! never stand where a person is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes under which databases keep it.
            pub fn bytes(&self) -> [u8; 16] {
                *self.0.as_bytes()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id! {
    /// 隐患: one hazard, from report to archive.
    HazardId
}
id! {
    /// 单位: a street, bureau, company or office.
    UnitId
}
id! {
    /// 人员: a member of staff. Never a reporter.
    PersonId
}
id! {
    /// 场所/点位: a place in the register.
    PlaceId
}
id! {
    /// 网格: a part of the district that somebody answers for.
    GridId
}
id! {
    /// 附件: a photo kept by the `files` room.
    FileId
}
id! {
    /// 举报人: a record in the reporter vault; says nothing about who it is.
    ReporterId
}
id! {
    /// 检查记录: one look at one place.
    InspectionId
}
id! {
    /// 检查计划.
    PlanId
}
id! {
    /// A stream of the ledger: the history of one thing, whatever it is.
    StreamId
}

/// 行政区划: the district that a record belongs to, by its GB/T 2260 code (for example 430406).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct District(pub i64);

impl fmt::Display for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
