//! 三员互相制约: what makes an administrator's account or one that reaches reporters, or loosens the way into one, needs
//! the word of a second administrator of another of the three kinds (docs/decisions/0019). One asks, another one consents
//! or declines within a time; who asked holds the link, who consented holds the code that goes with it, and only whoever
//! the account is for has both.

use super::{Person, Role, Staff};
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// 须经同意的事项: what is done to an account that takes two ([`Role::takes_two`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gated {
    /// 新设: an account is made.
    Appoint,
    /// 任命: an account that is there becomes an administrator's, one of another kind, or one that reaches reporters.
    Promote,
    /// 重发链接: a link with which the password is set anew.
    Invite,
    /// 恢复启用.
    Enable,
    /// 复位两步验证.
    ForgetSecondFactor,
}

impl Gated {
    /// Every one.
    pub const ALL: [Gated; 5] =
        [Gated::Appoint, Gated::Promote, Gated::Invite, Gated::Enable, Gated::ForgetSecondFactor];

    /// Whether a link comes of it, for whoever the account is for.
    pub fn makes_link(self) -> bool {
        matches!(self, Gated::Appoint | Gated::Promote | Gated::Invite)
    }
}

/// 任职: for which unit and street, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// 单位.
    pub unit: UnitId,
    /// 所辖街道.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// 角色.
    pub roles: Vec<Role>,
}

/// 申请: the last request about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its id.
    pub id: Uuid,
    /// What is asked for.
    pub act: Gated,
    /// How the person is appointed when it is given; without a change, as before.
    pub post: Post,
    /// 申请人.
    pub by: PersonId,
    /// 由谁同意: the kind of administrator whose word it needs.
    pub asks: Role,
    /// When it was asked for.
    pub at: Instant,
    /// 失效时间, while nobody has decided.
    pub until: Instant,
    /// 结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// 结果 of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// How it ended.
    pub how: Outcome,
    /// Who ended it; nobody where the time did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When.
    pub at: Instant,
}

/// 结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 同意.
    Given,
    /// 不同意.
    Declined,
    /// 撤回: by the side that asked, or overtaken at the terminal.
    Withdrawn,
    /// 过期.
    Lapsed,
}

/// What becomes of the ways into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// They stay.
    Kept,
    /// The link that waited opens, together with a code; the present password and second factor stay until then.
    LinkOpens,
    /// Password, second factor and sessions end: whoever could get in before cannot any more. The link opens, together
    /// with a code.
    BeginsAnew,
    /// Second factor and sessions end.
    SecondFactorEnds,
    /// The link that waited ends.
    LinkEnds,
    /// The account was never made, and ends.
    AccountEnds,
}

/// Why a request, or the answer to one, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ConsentRefusal {
    /// Something waits for an answer about this account already.
    #[error("a request about this account is waiting")]
    Pending,
    /// There is no such request, or it was answered.
    #[error("there is no such request")]
    Gone,
    /// 已过期.
    #[error("nobody answered the request in time")]
    Lapsed,
    /// Another kind of administrator answers this.
    #[error("{0:?} answers this")]
    NotYours(Role),
    /// Nobody answers a request of one's own, or one about one's own account.
    #[error("one's own request")]
    Own,
}

/// Whose word it takes: of the audit administrator, who reads every trace and has no account to give; of the system
/// administrator where the audit administrator's own account is concerned. Nothing where nobody's is that takes two.
pub fn consenting(act: Gated, before: &[Role], after: &[Role]) -> Option<Role> {
    let concerned = match act {
        Gated::Appoint | Gated::Promote => {
            let administers = after.iter().any(|role| role.is_administrator() && !before.contains(role));
            // Who reached reporters before gains no way to them.
            let reaches = |roles: &[Role]| roles.iter().any(|role| role.reaches_reporters());
            administers || (reaches(after) && !reaches(before))
        }
        Gated::Invite | Gated::Enable | Gated::ForgetSecondFactor => {
            before.iter().any(|role| role.takes_two())
        }
    };
    let audit = before.contains(&Role::AuditAdmin) || after.contains(&Role::AuditAdmin);
    concerned.then_some(if audit { Role::SystemAdmin } else { Role::AuditAdmin })
}

impl Consent {
    /// 待同意: nobody has answered, and there is still time.
    pub fn is_pending(&self, now: Instant) -> bool {
        self.settled.is_none() && now < self.until
    }

    /// Whether this person may answer, at whatever time.
    pub fn is_for(&self, concerned: PersonId, staff: &Staff) -> Result<(), ConsentRefusal> {
        match () {
            () if staff.person == self.by || staff.person == concerned => Err(ConsentRefusal::Own),
            () if !staff.has(self.asks) => Err(ConsentRefusal::NotYours(self.asks)),
            () => Ok(()),
        }
    }
}

impl Person {
    /// 三员之一.
    pub fn is_administrator(&self) -> bool {
        self.roles.iter().any(|role| role.is_administrator())
    }

    /// 须两人设立.
    pub fn takes_two(&self) -> bool {
        self.roles.iter().any(|role| role.takes_two())
    }

    /// The request that waits for an answer.
    pub fn pending(&self, now: Instant) -> Option<&Consent> {
        self.consent.as_ref().filter(|consent| consent.is_pending(now))
    }

    /// Whether the link of the account waits for an answer, in time or not: it opens nothing.
    pub fn link_waits(&self) -> bool {
        self.consent.as_ref().is_some_and(|c| c.settled.is_none() && c.act.makes_link())
    }

    /// How the person is appointed.
    pub fn post(&self) -> Post {
        Post { unit: self.unit, area: self.area.clone(), roles: self.roles.clone() }
    }

    /// The person with a request that waits; one at a time.
    pub fn asked(&self, consent: Consent) -> Result<Person, ConsentRefusal> {
        if self.pending(consent.at).is_some() {
            return Err(ConsentRefusal::Pending);
        }
        Ok(Person { consent: Some(consent), ..self.clone() })
    }

    /// 同意: the person as it stands from then on, and what becomes of the ways into the account.
    pub fn agreed(&self, id: Uuid, by: &Staff, now: Instant) -> Result<(Person, Access), ConsentRefusal> {
        let consent = self.to_answer(id, by, now)?.clone();
        let mut after = self.settle(Outcome::Given, Some(by.person), now);
        Post { unit: after.unit, area: after.area, roles: after.roles } = consent.post;
        let access = match consent.act {
            // Whoever made an account, or could set its password while it was an ordinary one, must not keep the way in.
            Gated::Appoint | Gated::Promote => Access::BeginsAnew,
            Gated::Invite => Access::LinkOpens,
            Gated::Enable => {
                after.disabled_at = None;
                Access::Kept
            }
            Gated::ForgetSecondFactor => Access::SecondFactorEnds,
        };
        Ok((after, access))
    }

    /// 不同意.
    pub fn declined(&self, id: Uuid, by: &Staff, now: Instant) -> Result<(Person, Access), ConsentRefusal> {
        let act = self.to_answer(id, by, now)?.act;
        Ok((self.settle(Outcome::Declined, Some(by.person), now), ended(act)))
    }

    /// 撤回, by the side that asked; nothing when nothing waits.
    pub fn withdrawn(&self, by: Option<PersonId>, now: Instant) -> Option<(Person, Access)> {
        let act = self.pending(now)?.act;
        Some((self.settle(Outcome::Withdrawn, by, now), ended(act)))
    }

    /// 过期: nothing while there is time, or when it was answered.
    pub fn lapsed(&self, now: Instant) -> Option<(Person, Access)> {
        let consent = self.consent.as_ref().filter(|c| c.settled.is_none() && c.until <= now)?;
        Some((self.settle(Outcome::Lapsed, None, now), ended(consent.act)))
    }

    fn to_answer(&self, id: Uuid, by: &Staff, now: Instant) -> Result<&Consent, ConsentRefusal> {
        let open = |c: &&Consent| c.id == id && c.settled.is_none();
        let consent = self.consent.as_ref().filter(open).ok_or(ConsentRefusal::Gone)?;
        consent.is_for(self.id, by)?;
        if consent.is_pending(now) { Ok(consent) } else { Err(ConsentRefusal::Lapsed) }
    }

    fn settle(&self, how: Outcome, by: Option<PersonId>, at: Instant) -> Person {
        let settled = Some(Settled { how, by, at });
        let mut after = self.clone();
        let unmade = how != Outcome::Given && self.consent.as_ref().is_some_and(|c| c.act == Gated::Appoint);
        if unmade {
            after.disabled_at = Some(at);
        }
        after.consent = after.consent.map(|consent| Consent { settled, ..consent });
        after
    }
}

/// What a request that comes to nothing leaves.
fn ended(act: Gated) -> Access {
    match act {
        Gated::Appoint => Access::AccountEnds,
        Gated::Promote | Gated::Invite => Access::LinkEnds,
        Gated::Enable | Gated::ForgetSecondFactor => Access::Kept,
    }
}
