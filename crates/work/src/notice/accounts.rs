//! 账号变动: whom it tells what when somebody's way in is changed by another one: who the account is for, and of an
//! account that takes two the administrators, too (docs/decisions/0019).

use super::audience::staff;
use super::telling::Params;
use crate::Registers;
use crate::problem::word;
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::ledger::{ActorRef, Note, Noun, Origin, Recorded};
use domain::people::{Gated, Person, Role, Staff};
use store::{EngineError, Row};
use uuid::Uuid;

/// Something that happened to an account.
pub(super) struct Happened {
    pub(super) stream: Uuid,
    pub(super) sequence: u32,
    pub(super) at: Instant,
    actor: ActorRef,
    what: Note,
    now: Person,
}

/// What one person is told of it.
pub(super) struct Told {
    pub(super) to: Staff,
    pub(super) says: &'static str,
    pub(super) params: Params,
}

/// What an entry of the log says about an account, if that is news for anybody.
pub(super) fn happened(row: &Row, since: Instant) -> Result<Option<Happened>, EngineError> {
    let at = Instant(row.int(4)?);
    let lived = row.int(5)? == Origin::Lived as i64;
    if row.int(1)? != Noun::Person as i64 || !lived || at < since {
        return Ok(None);
    }
    // What a newer version of the product wrote tells nobody anything here.
    let Ok(Recorded::Noted { what, now }) = serde_json::from_str::<Recorded<Person>>(row.text(7)?) else {
        return Ok(None);
    };
    let (stream, sequence) = (row.id(2)?, row.int(3)? as u32);
    Ok(Some(Happened { stream, sequence, at, actor: ActorRef(row.text(6)?.to_owned()), what, now }))
}

impl Happened {
    /// What was done, or asked for, and whose account it then is.
    fn about(&self) -> Option<(Gated, Vec<Role>)> {
        let of_account = |act| Some((act, self.now.roles.clone()));
        match self.what {
            Note::Invited => of_account(Gated::Invite),
            Note::SecondFactorForgotten => of_account(Gated::ForgetSecondFactor),
            Note::Enabled => of_account(Gated::Enable),
            Note::ConsentAsked
            | Note::ConsentGiven
            | Note::ConsentDeclined
            | Note::ConsentWithdrawn
            | Note::ConsentLapsed => self.now.consent.as_ref().map(|c| (c.act, c.post.roles.clone())),
            Note::Disabled | Note::Ended => None,
        }
    }

    /// Who is told what, by the register as it stands. Whoever did it knows.
    pub(super) fn told(&self, registers: &Registers) -> Vec<Told> {
        let Some((act, roles)) = self.about() else { return Vec::new() };
        let takes_two = roles.iter().any(|role| role.takes_two());
        let params =
            Params { act: Some(word(&act)), roles: roles.iter().map(word).collect(), ..Params::default() };
        let enabled = |person: &&Person| person.disabled_at.is_none();
        let people = registers.people().into_iter().map(|(person, _)| person).filter(enabled);
        people
            .filter(|person| Some(person.id) != self.actor.person())
            .filter_map(|person| {
                let says = match person.id == PersonId(self.stream) {
                    // A new account's own cannot have known it otherwise.
                    true if act == Gated::Appoint => None,
                    true => Some(self.says_to_its_own()),
                    false if takes_two && person.is_administrator() => Some(self.says_to(person)),
                    false => None,
                };
                Some(Told { to: staff(person), says: says?, params: params.clone() })
            })
            .collect()
    }

    fn says_to_its_own(&self) -> &'static str {
        match self.what {
            Note::ConsentAsked => "consent_about_you",
            Note::ConsentGiven => "consent_given_about_you",
            Note::ConsentDeclined => "consent_declined",
            Note::ConsentWithdrawn => "consent_withdrawn",
            Note::ConsentLapsed => "consent_lapsed",
            Note::Invited | Note::SecondFactorForgotten | Note::Enabled | Note::Disabled | Note::Ended => {
                "done_about_you"
            }
        }
    }

    fn says_to(&self, administrator: &Person) -> &'static str {
        let answers = |person: &Person| {
            self.now.consent.as_ref().is_some_and(|c| c.is_for(self.now.id, &staff(person)).is_ok())
        };
        match self.what {
            Note::ConsentAsked if answers(administrator) => "consent_to_decide",
            Note::ConsentAsked => "consent_asked",
            Note::ConsentGiven => "consent_given",
            Note::ConsentDeclined => "consent_declined",
            Note::ConsentWithdrawn => "consent_withdrawn",
            Note::ConsentLapsed => "consent_lapsed",
            // Such an account is touched without consent only at the machine.
            Note::Invited | Note::SecondFactorForgotten | Note::Enabled | Note::Disabled | Note::Ended => {
                "done_at_terminal"
            }
        }
    }
}
