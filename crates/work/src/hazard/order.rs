//! 排序: in which order a list is read. Only orders that an index serves: a list of a million begins as fast as one of
//! ten.

use super::Filter;
use serde::{Deserialize, Serialize};

/// 排序.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListOrder {
    /// 最新上报: newest first.
    #[default]
    Newest,
    /// 最早上报: oldest first.
    Oldest,
    /// 期限最近: what is due longest first; only what has a deadline or waits for somebody.
    Due,
}

/// An order as it is asked of the database.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) column: &'static str,
    pub(super) descending: bool,
}

impl Order {
    pub(super) fn direction(self) -> &'static str {
        if self.descending { "desc" } else { "asc" }
    }
}

impl ListOrder {
    /// What is late is read by when it was due, whatever else is asked for.
    pub(super) fn of(self, filter: &Filter) -> Order {
        match self {
            _ if filter.late => Order { column: "due_at", descending: false },
            Self::Newest => Order { column: "reported_at", descending: true },
            Self::Oldest => Order { column: "reported_at", descending: false },
            Self::Due => Order { column: "due_at", descending: false },
        }
    }
}
