//! 待同意: what concerns an account that takes two waits for another administrator (docs/decisions/0019). Whoever works
//! at the machine is asked for nobody's consent.

use super::account::{Account, Link, end_sessions};
use super::appoint::rule;
use super::invite::LIFETIME;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Note, Recorded};
use domain::people::{
    Access, Act, Actor, Consent, ConsentRefusal, Gated, Outcome, Person, Post, Resource, Role, Staff,
    consenting, may,
};
use identity::confirm::ConfirmCode;
use serde::{Deserialize, Serialize};
use store::{Command, EngineError, Halt, Tx, queries, tables};
use uuid::Uuid;

/// How long a request waits, in milliseconds: as long as a link does.
const PATIENCE: i64 = LIFETIME;

/// 待同意: nothing is done yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AwaitedConsent)]
pub struct Awaited {
    /// The request.
    pub id: Uuid,
    /// 由谁同意: the kind of administrator.
    #[schema(value_type = crate::names::Role)]
    pub by: Role,
    /// 失效时间.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
}

impl Awaited {
    pub(super) fn of(person: &Person, now: Instant) -> Option<Self> {
        person.pending(now).map(|c| Self { id: c.id, by: c.asks, until: c.until })
    }
}

/// What was asked for, where another administrator has to consent first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskedForConsent)]
pub struct Asked {
    /// What it waits for.
    pub consent: Awaited,
    /// The link, for whoever the account is for; it opens once it was consented to, together with the code that the
    /// one who consents is shown. Shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_link: Option<String>,
}

/// 同意.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GivenConsent)]
pub struct Given {
    /// 确认码: goes with the link that whoever asked has; to be said to the person that the account is for, and to
    /// nobody else. Shown this once; nothing where there is no link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl From<ConsentRefusal> for Problem {
    fn from(refusal: ConsentRefusal) -> Self {
        match refusal {
            ConsentRefusal::Pending => rule("consent_pending"),
            ConsentRefusal::Gone => Problem::not_found(),
            ConsentRefusal::Lapsed => rule("consent_lapsed"),
            ConsentRefusal::NotYours(_) => Problem::forbidden(),
            ConsentRefusal::Own => rule("consent_own"),
        }
    }
}

fn refused(refusal: ConsentRefusal) -> Halt<Problem> {
    Halt::Refused(refusal.into())
}

/// The person with a request, where what is done needs somebody's consent; nothing where it is done at once.
pub(super) fn asked(
    tx: &mut Tx<'_>,
    act: Gated,
    person: &Person,
    post: Post,
) -> Result<Option<Person>, Halt<Problem>> {
    let Some(by) = tx.actor().staff().map(|staff| staff.person) else { return Ok(None) };
    let Some(asks) = consenting(act, &person.roles, &post.roles) else { return Ok(None) };
    if person.pending(tx.now()).is_some() {
        return Err(refused(ConsentRefusal::Pending));
    }
    if !somebody_answers(tx, asks, [by, person.id])? {
        return Err(Halt::Refused(rule("no_consenter").with("role", crate::problem::word(&asks))));
    }
    let (id, at) = (tx.new_id(), tx.now());
    let consent = Consent { id, act, post, by, asks, at, until: at.plus(PATIENCE), settled: None };
    person.asked(consent).map(Some).map_err(refused)
}

/// Whether somebody other than these holds the role and can sign in: without, a request would wait for nobody.
fn somebody_answers(tx: &mut Tx<'_>, role: Role, but: [PersonId; 2]) -> Result<bool, Halt<Problem>> {
    for row in tx.query(queries::people::PEOPLE_ALL, &[tx.district().into()])? {
        let listed = state(row.text(0)?)?;
        if but.contains(&listed.id) || !listed.roles.contains(&role) {
            continue;
        }
        let holds = |p: Person| p.disabled_at.is_none() && p.roles.contains(&role);
        if tx.get::<Person>(listed.id.0)?.is_some_and(holds) && Account::has_password(tx, listed.id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn state(json: &str) -> Result<Person, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a person: {e}")))
}

/// Records a request, with the link that waits with it.
pub(super) fn record(
    tx: &mut Tx<'_>,
    now: Person,
    account: &mut Account,
    link: Option<Link>,
) -> Result<Option<Awaited>, Halt<Problem>> {
    if let Some(link) = link {
        account.invite = Some(link);
    }
    account.save(tx);
    let awaited = Awaited::of(&now, tx.now());
    let event = Recorded::Noted { what: Note::ConsentAsked, now };
    tx.record::<Person>(account.person.0, &event, &Words::default())?;
    Ok(awaited)
}

/// Nothing else is done to an account while something waits for it, so that what is consented to is what was asked for.
pub(super) fn nothing_waits(tx: &Tx<'_>, person: &Person) -> Result<(), Halt<Problem>> {
    match person.pending(tx.now()) {
        // Who works at the machine does not wait for a request.
        Some(_) if tx.actor().staff().is_some() => Err(refused(ConsentRefusal::Pending)),
        _ => Ok(()),
    }
}

/// Ends a request that waits; the person as it stands then. Where the account was only asked for, there is none left.
pub(super) fn withdraw_first(
    tx: &mut Tx<'_>,
    person: Person,
    account: &mut Account,
) -> Result<Option<Person>, Halt<Problem>> {
    let by = tx.actor().staff().map(|staff| staff.person);
    let Some((after, access)) = person.withdrawn(by, tx.now()) else { return Ok(Some(person)) };
    apply(tx, access, account, None)?;
    let event = Recorded::Noted { what: Note::ConsentWithdrawn, now: after.clone() };
    tx.record::<Person>(after.id.0, &event, &Words::default())?;
    Ok((access != Access::AccountEnds).then_some(after))
}

fn apply(
    tx: &mut Tx<'_>,
    access: Access,
    account: &mut Account,
    code: Option<[u8; 32]>,
) -> Result<(), Halt<Problem>> {
    match access {
        Access::Kept => return Ok(()),
        Access::AccountEnds => {
            tx.delete(&tables::ACCOUNTS, vec![tx.district().into(), account.person.into()]);
            return Ok(());
        }
        Access::LinkEnds => account.invite = None,
        Access::LinkOpens => {}
        Access::SecondFactorEnds => {
            account.forget_second_factor();
            end_sessions(tx, account.person, None)?;
        }
        Access::BeginsAnew => {
            account.forget_second_factor();
            account.password = None;
            account.forgive();
            end_sessions(tx, account.person, None)?;
        }
    }
    if let (Access::LinkOpens | Access::BeginsAnew, Some(link)) = (access, &mut account.invite) {
        (link.until, link.code) = (tx.now().0.saturating_add(LIFETIME), code);
    }
    account.save(tx);
    Ok(())
}

/// Whom a request is about.
async fn concerned(app: &App, id: Uuid) -> Result<PersonId, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        for row in c.query(queries::people::PEOPLE_ALL, &[district.into()])? {
            let person = state(row.text(0)?)?;
            if person.consent.as_ref().is_some_and(|c| c.id == id) {
                return Ok(Some(person.id));
            }
        }
        Ok(None)
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// 同意: what was asked for is done now.
pub async fn consent(app: &App, actor: Actor, id: Uuid) -> Result<Given, Problem> {
    let code = ConfirmCode::generate(app.inner().entropy.as_ref()).map_err(|_| Problem::internal())?;
    let given = Some(code.hash);
    let linked = answer(app, actor, id, Outcome::Given, given).await?;
    Ok(Given { code: linked.then(|| code.text.to_string()) })
}

/// 不同意: everything stays as it is.
pub async fn decline(app: &App, actor: Actor, id: Uuid) -> Result<(), Problem> {
    answer(app, actor, id, Outcome::Declined, None).await.map(drop)
}

/// 撤回, by a security administrator.
pub async fn withdraw(app: &App, actor: Actor, id: Uuid) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::People).map_err(|_| Problem::forbidden())?;
    answer(app, actor, id, Outcome::Withdrawn, None).await.map(drop)
}

async fn answer(
    app: &App,
    actor: Actor,
    id: Uuid,
    how: Outcome,
    code: Option<[u8; 32]>,
) -> Result<bool, Problem> {
    let by = actor.staff().cloned().ok_or_else(Problem::forbidden)?;
    if how != Outcome::Withdrawn {
        may(&actor, Act::Consent, Resource::People).map_err(|_| Problem::forbidden())?;
    }
    let person = concerned(app, id).await?;
    let login = Account::of(app, person).await?.login;
    let _turn = app.inner().gate.turn(app, &login).await;
    let command = Answer { person, id, by, how, code };
    let linked = app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    super::refresh(app).await?;
    Ok(linked)
}

struct Answer {
    person: PersonId,
    id: Uuid,
    by: Staff,
    how: Outcome,
    code: Option<[u8; 32]>,
}

impl Command for Answer {
    /// Whether there is a link that the code goes with.
    type Output = bool;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let gone = || refused(ConsentRefusal::Gone);
        let before: Person = tx.get(self.person.0)?.ok_or_else(gone)?;
        let mut account = Account::load(tx, self.person)?.ok_or_else(gone)?;
        let now = tx.now();
        let (what, (after, access)) = match self.how {
            Outcome::Given => (Note::ConsentGiven, before.agreed(self.id, &self.by, now).map_err(refused)?),
            Outcome::Declined => {
                (Note::ConsentDeclined, before.declined(self.id, &self.by, now).map_err(refused)?)
            }
            Outcome::Withdrawn | Outcome::Lapsed => {
                let waits = before.pending(now).is_some_and(|c| c.id == self.id);
                let withdrawn = before.withdrawn(Some(self.by.person), now);
                (Note::ConsentWithdrawn, withdrawn.filter(|_| waits).ok_or_else(gone)?)
            }
        };
        if self.how == Outcome::Given {
            super::appoint::unit_takes(tx, after.unit, &after.roles)?;
            super::standing::administrators_remain(tx, &before, &after)?;
        }
        apply(tx, access, &mut account, self.code)?;
        tx.record::<Person>(self.person.0, &Recorded::Noted { what, now: after }, &Words::default())?;
        let opens = matches!(access, Access::LinkOpens | Access::BeginsAnew);
        Ok(opens && account.invite.is_some())
    }
}

/// 过期: ends what nobody answered in time; how many that were. Any node may, the second finds it done.
pub async fn lapse_consents(app: &App) -> Result<usize, Problem> {
    let now = app.store().surroundings().now();
    let late: Vec<PersonId> = {
        let registers = app.registers();
        let people = registers.people().into_iter();
        people.filter(|(person, _)| person.lapsed(now).is_some()).map(|(person, _)| person.id).collect()
    };
    for person in &late {
        let command = Lapse { person: *person };
        app.store().execute(app.district(), Actor::System, None, command).await.map_err(Problem::from)?;
    }
    if !late.is_empty() {
        super::refresh(app).await?;
    }
    Ok(late.len())
}

struct Lapse {
    person: PersonId,
}

impl Command for Lapse {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let Some(person) = tx.get::<Person>(self.person.0)? else { return Ok(()) };
        let Some((after, access)) = person.lapsed(tx.now()) else { return Ok(()) };
        if let Some(mut account) = Account::load(tx, self.person)? {
            apply(tx, access, &mut account, None)?;
        }
        let event = Recorded::Noted { what: Note::ConsentLapsed, now: after };
        tx.record::<Person>(self.person.0, &event, &Words::default())?;
        Ok(())
    }
}
