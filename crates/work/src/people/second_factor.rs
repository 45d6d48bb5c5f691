//! 双因素认证: enrolling, confirming, taking away.

use super::account::{Account, end_sessions};
use super::appoint::rule;
use super::consent::{self, Asked, Awaited};
use super::session::SignedIn;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Note, Recorded};
use domain::people::{Act, Actor, Gated, Person, Resource, may};
use identity::totp::{RecoveryCodes, TotpSecret};
use store::{Command, Halt, Tx, tables};

/// How long ago the present second factor may have been shown when it is replaced, in milliseconds.
const FRESH: i64 = 10 * Instant::MINUTE;

/// What goes into the authenticator; shown once.
pub struct Enrolment {
    /// Base32, for typing.
    pub secret: String,
    /// The `otpauth:` address, for a QR code.
    pub uri: String,
}

/// Begins: makes a secret that waits to be confirmed. The present one stays good until then.
pub async fn enrol_second_factor(app: &App, signed_in: &SignedIn) -> Result<Enrolment, Problem> {
    let now = app.store().surroundings().now();
    if signed_in.second_factor && signed_in.shown_at.is_none_or(|at| now.0 - at > FRESH) {
        return Err(Problem::new(403, "second_factor_stale"));
    }
    let _turn = app.inner().gate.turn(app, &signed_in.login).await;
    let secret = TotpSecret::generate(app.inner().entropy.as_ref()).map_err(|_| Problem::internal())?;
    let person = signed_in.person.id;
    let sealed =
        app.inner().sealer.seal_for(&Account::totp_purpose(person), secret.expose()).map_err(|error| {
            tracing::error!(code = error.code(), "a second factor could not be sealed");
            Problem::internal()
        })?;
    let enrolment = Enrolment {
        secret: secret.to_base32().to_string(),
        uri: secret.uri("码上", &format!("{}@{}", signed_in.login, app.district())).to_string(),
    };
    app.store()
        .execute(app.district(), signed_in.actor(), None, Pend { person, sealed })
        .await
        .map_err(Problem::from)?;
    Ok(enrolment)
}

struct Pend {
    person: PersonId,
    sealed: Vec<u8>,
}

impl Command for Pend {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let mut account =
            Account::load(tx, self.person)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        account.totp_pending = Some(self.sealed.clone());
        account.save(tx);
        Ok(())
    }
}

/// Confirms with a code from the authenticator, and gives ten recovery codes, shown once. Other sessions of the
/// person end: they were opened without it.
pub async fn confirm_second_factor(
    app: &App,
    signed_in: &SignedIn,
    code: &str,
) -> Result<Vec<String>, Problem> {
    let wrong = || Problem::new(422, "wrong_code");
    let now = app.store().surroundings().now();
    let _turn = app.inner().gate.turn(app, &signed_in.login).await;
    let account = Account::of(app, signed_in.person.id).await?;
    super::gate::locked(account.verdict(now, true), now)?;
    let pending = account.totp_pending.clone().ok_or_else(wrong)?;
    let opened = app
        .inner()
        .sealer
        .open_for(&Account::totp_purpose(account.person), &pending)
        .map_err(|_| Problem::internal())?;
    let secret = TotpSecret::from_bytes(&opened).ok_or_else(Problem::internal)?;
    let Ok(step) = secret.verify(code, now.0, None) else {
        let command = super::account::CountFailure { person: account.person, known: true };
        app.store().execute(app.district(), signed_in.actor(), None, command).await?;
        return Err(wrong());
    };
    let codes = RecoveryCodes::generate(app.inner().entropy.as_ref()).map_err(|_| Problem::internal())?;
    let command =
        Confirm { signed_in: signed_in.clone(), pending, step, recovery: codes.hashes.clone(), now: now.0 };
    app.store().execute(app.district(), signed_in.actor(), None, command).await.map_err(Problem::from)?;
    Ok(codes.texts.iter().map(|text| text.to_string()).collect())
}

struct Confirm {
    signed_in: SignedIn,
    pending: Vec<u8>,
    step: i64,
    recovery: Vec<[u8; 32]>,
    now: i64,
}

impl Command for Confirm {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let person = self.signed_in.person.id;
        let mut account = Account::load(tx, person)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        if account.totp_pending.as_ref() != Some(&self.pending) {
            return Err(Halt::Refused(Problem::new(422, "wrong_code")));
        }
        account.totp = account.totp_pending.take();
        account.totp_step = Some(self.step);
        account.recovery = self.recovery.clone();
        account.save(tx);
        let own = self.signed_in.token.hash();
        end_sessions(tx, person, Some(own))?;
        let row = vec![
            own.into(),
            tx.district().into(),
            person.into(),
            self.signed_in.created_at.into(),
            self.now.into(),
            self.now.into(),
        ];
        tx.write(&tables::SESSIONS, row);
        tracing::info!(target: "audit", person = %person, "second factor confirmed");
        Ok(())
    }
}

/// 复位两步验证: takes a lost second factor away; the person enrols a new one at the next sign-in. Sessions end. An
/// administrator's is taken away once another administrator consented.
pub async fn forget_second_factor(
    app: &App,
    actor: Actor,
    person: PersonId,
) -> Result<Option<Asked>, Problem> {
    may(&actor, Act::Manage, Resource::People).map_err(|_| Problem::forbidden())?;
    if actor.staff().is_some_and(|s| s.person == person) {
        return Err(rule("own_roles"));
    }
    let account = Account::of(app, person).await?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let command = Forget { person };
    let asked = app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    if asked.is_some() {
        super::refresh(app).await?;
    }
    Ok(asked.map(|consent| Asked { consent, invite_link: None }))
}

struct Forget {
    person: PersonId,
}

impl Command for Forget {
    type Output = Option<Awaited>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Awaited>, Halt<Problem>> {
        let unknown = || Halt::Refused(Problem::not_found());
        let now: Person = tx.get(self.person.0)?.ok_or_else(unknown)?;
        let mut account = Account::load(tx, self.person)?.ok_or_else(unknown)?;
        if !account.has_second_factor() && account.totp_pending.is_none() {
            return Ok(None);
        }
        consent::nothing_waits(tx, &now)?;
        let now = consent::withdraw_first(tx, now, &mut account)?.ok_or_else(unknown)?;
        if let Some(waiting) = consent::asked(tx, Gated::ForgetSecondFactor, &now, now.post())? {
            return consent::record(tx, waiting, &mut account, None);
        }
        account.forget_second_factor();
        account.save(tx);
        end_sessions(tx, self.person, None)?;
        let event = Recorded::Noted { what: Note::SecondFactorForgotten, now };
        tx.record::<Person>(self.person.0, &event, &Words::default())?;
        Ok(None)
    }
}
