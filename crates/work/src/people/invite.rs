//! 一次性链接: for setting or resetting a password. Only the digest of its token is kept.

use super::account::{Account, end_sessions};
use super::password::{check, hash};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Note, Recorded};
use domain::people::{Act, Actor, Person, Resource, may};
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
}

/// For whom a link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Invitee {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
}

/// A fresh token, and what is kept of it.
pub(super) fn issue(app: &App, person: PersonId) -> Result<(SecretToken, ([u8; 32], i64)), Problem> {
    let now = app.store().surroundings().now();
    let entropy = app.inner().entropy.as_ref();
    let (token, invite) = Invite::issue(entropy, Purpose::SetPassword, person.0, now.0, LIFETIME)
        .map_err(|_| Problem::internal())?;
    Ok((token, (invite.token_hash, invite.expires_at)))
}

/// The address of a token's page.
pub(super) fn link(app: &App, token: &SecretToken) -> String {
    format!("{}/console/invite/{}", app.base_url(), *token.expose())
}

/// Makes a link with which a person sets a password. The present password stays good until it is used.
pub async fn invite(app: &App, actor: Actor, person: PersonId) -> Result<Invited, Problem> {
    may(&actor, Act::Manage, Resource::People).map_err(|_| Problem::forbidden())?;
    let account = Account::of(app, person).await?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let (token, invite) = issue(app, person)?;
    app.store()
        .execute(app.district(), actor, None, Issue { person, invite })
        .await
        .map_err(Problem::from)?;
    Ok(Invited { id: person.0, invite_link: link(app, &token) })
}

struct Issue {
    person: PersonId,
    invite: ([u8; 32], i64),
}

impl Command for Issue {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let unknown = || Halt::Refused(Problem::not_found());
        let now: Person = tx.get(self.person.0)?.ok_or_else(unknown)?;
        if now.disabled_at.is_some() {
            return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "person_disabled")));
        }
        let mut account = Account::load(tx, self.person)?.ok_or_else(unknown)?;
        account.invite = Some(self.invite);
        account.save(tx);
        // Whoever can make a link can take the account over: the ledger shows that it was made.
        let event = Recorded::Noted { what: Note::Invited, now };
        tx.record::<Person>(self.person.0, &event, &Words::default())?;
        Ok(())
    }
}

async fn holder(app: &App, token: &SecretToken) -> Result<Account, Problem> {
    let wrong = || Problem::new(404, "invite_invalid");
    let account = Account::by_invite(app, token.hash()).await?.ok_or_else(wrong)?;
    let (token_hash, expires_at) = account.invite.ok_or_else(wrong)?;
    let (purpose, person) = (Purpose::SetPassword, account.person.0);
    let invite = Invite { token_hash, purpose, person, expires_at, used_at: None };
    let now = app.store().surroundings().now();
    invite.check(token, purpose, now.0).map_err(|_| wrong())?;
    Ok(account)
}

/// For whom a link is, if it is still good.
pub async fn look_at_invite(app: &App, address: Option<IpAddr>, token: &str) -> Result<Invitee, Problem> {
    let account = holder(app, &arrived(app, address, token)?).await?;
    Ok(Invitee { login: account.login, name: account.name })
}

fn arrived(app: &App, address: Option<IpAddr>, token: &str) -> Result<SecretToken, Problem> {
    if let Some(address) = address {
        app.limiters().sign_in.address(address)?;
    }
    SecretToken::parse(token).ok_or_else(|| Problem::new(404, "invite_invalid"))
}

/// Sets the password that a link allows, once. Every session of the person ends.
pub async fn redeem_invite(
    app: &App,
    address: Option<IpAddr>,
    token: &str,
    password: String,
) -> Result<(), Problem> {
    let token = arrived(app, address, token)?;
    let account = holder(app, &token).await?;
    check(&password, &account.login)?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let hashed = hash(app, password).await?;
    let command = Redeem { person: account.person, token_hash: token.hash(), hashed };
    Ok(app.store().execute(app.district(), Actor::System, None, command).await?)
}

struct Redeem {
    person: PersonId,
    token_hash: [u8; 32],
    hashed: String,
}

impl Command for Redeem {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let wrong = || Halt::Refused(Problem::new(404, "invite_invalid"));
        let mut account = Account::load(tx, self.person)?.ok_or_else(wrong)?;
        let person: Person = tx.get(self.person.0)?.ok_or_else(wrong)?;
        let good = account.invite.is_some_and(|(hash, until)| hash == self.token_hash && tx.now().0 < until);
        if !good || person.disabled_at.is_some() {
            return Err(wrong());
        }
        account.invite = None;
        account.password = Some(self.hashed.clone());
        account.failures.clear();
        account.save(tx);
        end_sessions(tx, self.person, None)?;
        tracing::info!(target: "audit", person = %self.person, "password set by link");
        Ok(())
    }
}
