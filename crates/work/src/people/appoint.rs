//! 人员任免: appointing and changing. Names and login names stay in the account; the event says which unit and
//! roles.

use super::account::{Account, Link};
use super::consent::{self, Asked, Awaited};
use super::invite::{Invited, invite, issue, link};
use super::standing::administrators_remain;
use super::typed;
use crate::wrongs::Wrongs;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::{PersonId, UnitId};
use domain::ledger::{Note, Recorded};
use domain::people::{Act, Actor, Gated, Person, Resource, Role, Unit, UnitKind, may};
use serde::Deserialize;
use store::{Command, Halt, Key, Tx, queries};

/// The longest name, in characters.
const LONGEST: usize = 64;

/// A person as somebody wants it to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonInput {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 单位.
    #[schema(value_type = Uuid)]
    pub unit: UnitId,
    /// 所辖街道: limits the view of inspectors.
    #[serde(default)]
    pub area: Option<String>,
    /// 角色.
    #[schema(value_type = Vec<crate::names::Role>)]
    pub roles: Vec<Role>,
}

pub(super) fn rule(name: &'static str) -> Problem {
    Problem::new(409, "rule").with("rule", name)
}

impl PersonInput {
    /// Trims, and refuses what cannot be.
    pub(super) fn checked(mut self, app: &App) -> Result<Self, Problem> {
        let mut wrongs = Wrongs::default();
        self.login = wrongs.sift(typed::login(&self.login));
        self.name = wrongs.sift(typed::line("name", &self.name, LONGEST));
        self.area = self.area.filter(|a| !a.trim().is_empty());
        if let Some(area) = &self.area
            && app.registers().street_name(area).is_none()
        {
            wrongs.add(Problem::invalid("area", "unknown"));
        }
        self.roles.sort();
        self.roles.dedup();
        if self.roles.is_empty() {
            wrongs.add(Problem::invalid("roles", "required"));
        }
        if !Person::roles_are_separate(&self.roles) {
            wrongs.add(rule("roles_not_separate"));
        }
        wrongs.done().map(|()| self)
    }

    fn person(&self, id: PersonId) -> Person {
        let (area, roles) = (self.area.clone(), self.roles.clone());
        Person { id, unit: self.unit, area, roles, disabled_at: None, consent: None }
    }
}

pub(super) fn allowed(actor: &Actor, whom: Option<PersonId>) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::People).map_err(|_| Problem::forbidden())?;
    if whom.is_some() && actor.staff().map(|s| s.person) == whom {
        return Err(rule("own_roles"));
    }
    Ok(())
}

/// Whether people of such a unit may have these roles: a company's would see the whole district.
pub(super) fn fits(kind: UnitKind, roles: &[Role]) -> bool {
    !kind.is_private() || roles.iter().all(|role| matches!(role, Role::Handler | Role::Inspector))
}

/// Whether the unit is there and people of it may have these roles.
pub(super) fn unit_takes(tx: &mut Tx<'_>, unit: UnitId, roles: &[Role]) -> Result<(), Halt<Problem>> {
    match tx.get::<Unit>(unit.0)? {
        Some(unit) if unit.ended_at.is_none_or(|end| tx.now() < end) => {
            if fits(unit.kind, roles) {
                Ok(())
            } else {
                Err(Halt::Refused(rule("roles_of_offices")))
            }
        }
        _ => Err(Halt::Refused(Problem::invalid("unit", "unknown"))),
    }
}

fn login_is_free(tx: &mut Tx<'_>, login: &str, person: PersonId) -> Result<(), Halt<Problem>> {
    let key = [tx.district().into(), login.into()];
    for row in tx.query(queries::people::ACCOUNT_BY_LOGIN, &key)? {
        if row.id(0)? != person.0 {
            return Err(Halt::Refused(rule("login_taken")));
        }
    }
    Ok(())
}

/// Appoints a person, who sets a password with the link. Who governs the house or reaches reporters is appointed once
/// another administrator consented.
pub async fn appoint(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: PersonInput,
) -> Result<Invited, Problem> {
    allowed(&actor, None)?;
    let new = new.checked(app)?;
    let id = PersonId(app.store().surroundings().new_id());
    let (token, issued) = issue(app, id)?;
    let command = Appoint { id, new, invite: Some(issued), password: None };
    let (appointed, consent) =
        app.store().execute(app.district(), actor.clone(), key, command).await.map_err(Problem::from)?;
    super::refresh(app).await?;
    if appointed != id {
        // A repeated request: the link went out with an answer that may have been lost, so it gets a new one.
        return invite(app, actor, appointed).await;
    }
    Ok(Invited { id: id.0, invite_link: link(app, &token), consent })
}

/// Appoints a person whose password is known already: made-up people, and whom an operator sets up by hand.
/// Blocks while it hashes.
pub fn appoint_with_password(
    app: &App,
    actor: Actor,
    new: PersonInput,
    password: &str,
) -> Result<PersonId, Problem> {
    allowed(&actor, None)?;
    let new = new.checked(app)?;
    if !app.is_demo() {
        super::password::check(password, &new.login)?;
    }
    let id = PersonId(app.store().surroundings().new_id());
    let entropy = app.inner().entropy.as_ref();
    let hashed = app.inner().gate.passwords().hash(password, entropy).map_err(|_| Problem::internal())?;
    let command = Appoint { id, new, invite: None, password: Some(hashed) };
    let done = app.store().execute_blocking(app.district(), actor, None, command).map_err(Problem::from)?;
    app.refresh_registers()?;
    Ok(done.0)
}

pub(super) struct Appoint {
    pub(super) id: PersonId,
    pub(super) new: PersonInput,
    pub(super) invite: Option<Link>,
    pub(super) password: Option<String>,
}

impl Command for Appoint {
    type Output = (PersonId, Option<Awaited>);
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Output, Halt<Problem>> {
        unit_takes(tx, self.new.unit, &self.new.roles)?;
        login_is_free(tx, &self.new.login, self.id)?;
        let now = self.new.person(self.id);
        let mut account = Account::new(self.id, self.new.login.clone(), self.new.name.clone());
        // Until somebody consents, the account stands in the register and may nothing.
        let bare = Person { roles: Vec::new(), ..now.clone() };
        if let Some(waiting) = consent::asked(tx, Gated::Appoint, &bare, now.post())? {
            tx.record::<Person>(self.id.0, &Recorded::Registered { now: bare }, &Words::default())?;
            return Ok((self.id, consent::record(tx, waiting, &mut account, self.invite)?));
        }
        tx.record::<Person>(self.id.0, &Recorded::Registered { now: now.clone() }, &Words::default())?;
        account.invite = self.invite;
        account.password = self.password.clone();
        account.save(tx);
        if now.takes_two() && self.invite.is_some() {
            // At the machine nobody was asked: the other administrators hear of the link.
            let event = Recorded::Noted { what: Note::Invited, now };
            tx.record::<Person>(self.id.0, &event, &Words::default())?;
        }
        Ok((self.id, None))
    }
}

/// Changes a person's name, login name, unit or roles; what follows holds from the next request on. What takes
/// two is asked for; name and login name are changed all the same.
pub async fn change_person(
    app: &App,
    actor: Actor,
    id: PersonId,
    new: PersonInput,
) -> Result<Option<Asked>, Problem> {
    allowed(&actor, Some(id))?;
    let new = new.checked(app)?;
    let account = Account::of(app, id).await?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let (token, issued) = issue(app, id)?;
    let command = Change { id, new, link: issued };
    let asked = app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    super::refresh(app).await?;
    Ok(asked.map(|consent| Asked { consent, invite_link: Some(link(app, &token)) }))
}

struct Change {
    id: PersonId,
    new: PersonInput,
    /// For an account that begins anew.
    link: Link,
}

impl Command for Change {
    type Output = Option<Awaited>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Awaited>, Halt<Problem>> {
        let unknown = || Halt::Refused(Problem::not_found());
        let before: Person = tx.get(self.id.0)?.ok_or_else(unknown)?;
        if before.disabled_at.is_some() {
            return Err(Halt::Refused(rule("person_disabled")));
        }
        consent::nothing_waits(tx, &before)?;
        unit_takes(tx, self.new.unit, &self.new.roles)?;
        login_is_free(tx, &self.new.login, self.id)?;
        let now = Person { consent: before.consent.clone(), ..self.new.person(self.id) };
        administrators_remain(tx, &before, &now)?;
        let mut account = Account::load(tx, self.id)?.ok_or_else(unknown)?;
        (account.login, account.name) = (self.new.login.clone(), self.new.name.clone());
        if let Some(waiting) = consent::asked(tx, Gated::Promote, &before, now.post())? {
            return consent::record(tx, waiting, &mut account, Some(self.link));
        }
        account.save(tx);
        if now != before {
            tx.record::<Person>(self.id.0, &Recorded::Changed { now }, &Words::default())?;
        }
        Ok(None)
    }
}
