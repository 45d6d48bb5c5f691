//! Registers keep their things in streams too: what each event says is how the thing stands from then on.

use serde::{Deserialize, Serialize};

/// 登记: an entry of a register, new or changed. What it holds must not be personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Recorded<T> {
    /// 登记.
    Registered {
        /// How it stands.
        now: T,
    },
    /// 变更.
    Changed {
        /// How it stands from then on.
        now: T,
    },
}

impl<T> Recorded<T> {
    /// The name under which the ledger keeps this kind of event.
    pub fn name(&self) -> &'static str {
        match self {
            Recorded::Registered { .. } => "registered",
            Recorded::Changed { .. } => "changed",
        }
    }

    /// How the thing stands after it.
    pub fn now(&self) -> &T {
        match self {
            Recorded::Registered { now } | Recorded::Changed { now } => now,
        }
    }
}
