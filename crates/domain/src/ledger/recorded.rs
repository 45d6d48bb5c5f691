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
    /// 事项: something that has a name of its own, whether or not it changes how the thing stands.
    Noted {
        /// What.
        what: Note,
        /// How it stands from then on.
        now: T,
    },
}

/// 登记事项: what happens to an entry of a register and has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// 发放链接: whoever holds it can set the password.
    Invited,
    /// 复位两步验证.
    SecondFactorForgotten,
    /// 停用.
    Disabled,
    /// 恢复启用.
    Enabled,
    /// 终止: a unit or grid no longer acts.
    Ended,
    /// 申请同意: something about an administrator's account waits for another administrator.
    ConsentAsked,
    /// 同意.
    ConsentGiven,
    /// 不同意.
    ConsentDeclined,
    /// 撤回申请.
    ConsentWithdrawn,
    /// 申请过期.
    ConsentLapsed,
}

impl Note {
    /// Every one.
    pub const ALL: [Note; 10] = [
        Note::Invited,
        Note::SecondFactorForgotten,
        Note::Disabled,
        Note::Enabled,
        Note::Ended,
        Note::ConsentAsked,
        Note::ConsentGiven,
        Note::ConsentDeclined,
        Note::ConsentWithdrawn,
        Note::ConsentLapsed,
    ];

    /// The name under which the ledger keeps it.
    pub fn name(self) -> &'static str {
        match self {
            Note::Invited => "invited",
            Note::SecondFactorForgotten => "second_factor_forgotten",
            Note::Disabled => "disabled",
            Note::Enabled => "enabled",
            Note::Ended => "ended",
            Note::ConsentAsked => "consent_asked",
            Note::ConsentGiven => "consent_given",
            Note::ConsentDeclined => "consent_declined",
            Note::ConsentWithdrawn => "consent_withdrawn",
            Note::ConsentLapsed => "consent_lapsed",
        }
    }
}

impl<T> Recorded<T> {
    /// The name under which the ledger keeps this kind of event.
    pub fn name(&self) -> &'static str {
        match self {
            Recorded::Registered { .. } => "registered",
            Recorded::Changed { .. } => "changed",
            Recorded::Noted { what, .. } => what.name(),
        }
    }

    /// How the thing stands after it.
    pub fn now(&self) -> &T {
        match self {
            Recorded::Registered { now } | Recorded::Changed { now } | Recorded::Noted { now, .. } => now,
        }
    }
}
