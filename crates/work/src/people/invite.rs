//! 一次性链接: for setting or resetting a password. Only the digest of its token is kept.

use super::account::{Account, CountFailure, Link, end_sessions};
use super::appoint::rule;
use super::consent::{self, Awaited};
use super::gate::locked;
use super::password::{check, hash};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Note, Recorded};
use domain::people::{Act, Actor, Gated, Person, Resource, may};
use identity::confirm::is_confirmed;
use identity::invite::{Invite, Purpose};
use identity::token::SecretToken;
use serde::Serialize;
use std::net::IpAddr;
use store::{Command, Halt, Tx};
use uuid::Uuid;

/// How long a link is good, in milliseconds.
pub(super) const LIFETIME: i64 = 72 * Instant::HOUR;

/// A link that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Invited {
    /// For whom.
    pub id: Uuid,
    /// The link; it is shown this once.
    pub invite_link: String,
    /// Whose consent it waits for: until then it opens nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Awaited>,
}

/// For whom a link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Invitee {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 确认码: whether the code is asked for that the administrator who consented says.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub needs_code: bool,
}

/// A fresh token, and what is kept of it.
pub(super) fn issue(app: &App, person: PersonId) -> Result<(SecretToken, Link), Problem> {
    let now = app.store().surroundings().now();
    let entropy = app.inner().entropy.as_ref();
    let (token, invite) = Invite::issue(entropy, Purpose::SetPassword, person.0, now.0, LIFETIME)
        .map_err(|_| Problem::internal())?;
    Ok((token, Link { hash: invite.token_hash, until: invite.expires_at, code: None }))
}

/// The address of a token's page.
pub(super) fn link(app: &App, token: &SecretToken) -> String {
    format!("{}/console/invite/{}", app.base_url(), *token.expose())
}

/// Makes a link with which a person sets a password. The present password stays good until it is used. A link to an
/// account that takes two opens once another administrator consented.
pub async fn invite(app: &App, actor: Actor, person: PersonId) -> Result<Invited, Problem> {
    may(&actor, Act::Manage, Resource::People).map_err(|_| Problem::forbidden())?;
    let account = Account::of(app, person).await?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let (token, invite) = issue(app, person)?;
    let consent = app
        .store()
        .execute(app.district(), actor, None, Issue { person, invite })
        .await
        .map_err(Problem::from)?;
    if consent.is_some() {
        super::refresh(app).await?;
    }
    Ok(Invited { id: person.0, invite_link: link(app, &token), consent })
}

struct Issue {
    person: PersonId,
    invite: Link,
}

impl Command for Issue {
    type Output = Option<Awaited>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Awaited>, Halt<Problem>> {
        let unknown = || Halt::Refused(Problem::not_found());
        let now: Person = tx.get(self.person.0)?.ok_or_else(unknown)?;
        if now.disabled_at.is_some() {
            return Err(Halt::Refused(rule("person_disabled")));
        }
        let mut account = Account::load(tx, self.person)?.ok_or_else(unknown)?;
        if now.link_waits() && now.pending(tx.now()).is_some() && tx.actor().staff().is_some() {
            // The link was lost while it waits: another one waits in its place.
            account.invite = Some(self.invite);
            account.save(tx);
            return Ok(Awaited::of(&now, tx.now()));
        }
        consent::nothing_waits(tx, &now)?;
        let now = consent::withdraw_first(tx, now, &mut account)?.ok_or_else(unknown)?;
        if let Some(waiting) = consent::asked(tx, Gated::Invite, &now, now.post())? {
            return consent::record(tx, waiting, &mut account, Some(self.invite));
        }
        account.invite = Some(self.invite);
        account.save(tx);
        // Whoever can make a link can take the account over: the ledger shows that it was made.
        let event = Recorded::Noted { what: Note::Invited, now };
        tx.record::<Person>(self.person.0, &event, &Words::default())?;
        Ok(None)
    }
}

/// Whose link it is, if it is good and waits for nobody.
async fn holder(app: &App, token: &SecretToken) -> Result<(Account, Link), Problem> {
    let wrong = || Problem::new(404, "invite_invalid");
    let account = Account::by_invite(app, token.hash()).await?.ok_or_else(wrong)?;
    let link = account.invite.ok_or_else(wrong)?;
    let (purpose, person) = (Purpose::SetPassword, account.person.0);
    let invite = Invite { token_hash: link.hash, purpose, person, expires_at: link.until, used_at: None };
    let now = app.store().surroundings().now();
    invite.check(token, purpose, now.0).map_err(|_| wrong())?;
    if app.registers().person(account.person).is_some_and(|person| person.link_waits()) {
        return Err(rule("consent_waits"));
    }
    Ok((account, link))
}

/// For whom a link is, if it is still good.
pub async fn look_at_invite(app: &App, address: Option<IpAddr>, token: &str) -> Result<Invitee, Problem> {
    let (account, link) = holder(app, &arrived(app, address, token)?).await?;
    Ok(Invitee { login: account.login, name: account.name, needs_code: link.code.is_some() })
}

fn arrived(app: &App, address: Option<IpAddr>, token: &str) -> Result<SecretToken, Problem> {
    if let Some(address) = address {
        app.limiters().sign_in.address(address)?;
    }
    SecretToken::parse(token).ok_or_else(|| Problem::new(404, "invite_invalid"))
}

/// Sets the password that a link allows, once, with the code where one goes with it. Every session of the person ends.
/// A wrong code counts as a wrong password.
pub async fn redeem_invite(
    app: &App,
    address: Option<IpAddr>,
    token: &str,
    password: String,
    code: Option<String>,
) -> Result<(), Problem> {
    let token = arrived(app, address, token)?;
    let (account, _) = holder(app, &token).await?;
    check(&password, &account.login)?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    // As it stands now that nobody else tries.
    let (account, link) = holder(app, &token).await?;
    if let Some(kept) = &link.code {
        let now = app.store().surroundings().now();
        locked(account.verdict(now, false), now)?;
        let code =
            code.filter(|c| !c.trim().is_empty()).ok_or_else(|| Problem::invalid("code", "required"))?;
        if !is_confirmed(&code, kept) {
            let command = CountFailure { person: account.person, known: false };
            app.store().execute(app.district(), Actor::System, None, command).await?;
            return Err(Problem::invalid("code", "wrong"));
        }
    }
    let hashed = hash(app, password).await?;
    let command = Redeem { person: account.person, link, hashed };
    Ok(app.store().execute(app.district(), Actor::System, None, command).await?)
}

struct Redeem {
    person: PersonId,
    /// As it was when the code was looked at.
    link: Link,
    hashed: String,
}

impl Command for Redeem {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let wrong = || Halt::Refused(Problem::new(404, "invite_invalid"));
        let mut account = Account::load(tx, self.person)?.ok_or_else(wrong)?;
        let person: Person = tx.get(self.person.0)?.ok_or_else(wrong)?;
        let good = account.invite == Some(self.link) && tx.now().0 < self.link.until;
        if !good || person.link_waits() || person.disabled_at.is_some() {
            return Err(wrong());
        }
        account.invite = None;
        account.password = Some(self.hashed.clone());
        account.forgive();
        account.save(tx);
        end_sessions(tx, self.person, None)?;
        tracing::info!(target: "audit", person = %self.person, "password set by link");
        Ok(())
    }
}
