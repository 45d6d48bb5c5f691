//! 登录.

use super::account::{Account, CountFailure, normal_login};
use super::gate::locked;
use super::session::SignedIn;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Actor, Person};
use identity::entropy::Entropy;
use identity::known::KnownDevice;
use identity::password::PasswordError;
use identity::session::Session;
use identity::totp::{TotpSecret, redeem_recovery_code};
use std::net::IpAddr;
use store::{Command, Halt, Tx, tables};

/// Longest password that is looked at, in bytes: hashing is dear.
const LONGEST: usize = 1_024;

/// What somebody types in.
pub struct Credentials {
    /// 登录名.
    pub login: String,
    /// 密码.
    pub password: String,
    /// 动态码 or a recovery code.
    pub code: Option<String>,
    /// 常用设备: what the browser brought that says who signed in there before.
    pub device: Option<KnownDevice>,
}

/// What the second factor was shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Factor {
    /// There is none.
    None,
    /// A one-time code of this step.
    Step(i64),
    /// The recovery code with this digest.
    Recovery([u8; 32]),
}

fn wrong() -> Problem {
    Problem::new(401, "wrong_credentials")
}

/// Signs in. Every refusal but that of a lock or of a missing code reads the same and takes as long, whether or
/// not there is such an account.
/// The browser is known to this person from then on by what comes back beside the session.
pub async fn sign_in(
    app: &App,
    address: Option<IpAddr>,
    typed: Credentials,
) -> Result<(SignedIn, KnownDevice), Problem> {
    let gate = &app.inner().gate;
    let now = app.store().surroundings().now();
    if let Some(address) = address {
        app.limiters().sign_in.address(address)?;
    }
    let login = normal_login(&typed.login);
    if typed.password.len() > LONGEST || login.len() > LONGEST {
        return Err(wrong());
    }
    let _turn = gate.turn(app, &login).await;
    let account = Account::by_login(app, &login).await?;
    let (keys, district) = (&app.inner().keys, app.district().to_string());
    let known = account.as_ref().is_some_and(|account| {
        typed.device.as_ref().is_some_and(|device| device.knows(keys, &district, account.person.0))
    });
    // Where the person signed in before, neither what failed elsewhere counts nor what others failed next to it.
    if let (Some(address), false) = (address, known) {
        locked(gate.of_address(app, address), now)?;
    }
    let verdict = account.as_ref().map_or_else(|| gate.of_unknown(app, &login), |a| a.verdict(now, known));
    locked(verdict, now)?;
    let from = Attempt { address, login: &login, known };
    let stored = account.as_ref().and_then(|a| a.password.clone());
    let verified = match gate.verify(typed.password.clone(), stored).await {
        Ok(verified) => Some(verified),
        Err(PasswordError::Wrong) => None,
        Err(error) => {
            tracing::error!(code = error.code(), "a password could not be checked");
            return Err(Problem::overloaded());
        }
    };
    let (Some(verified), Some(account)) = (verified, account.as_ref()) else {
        return Err(failed(app, from, account).await);
    };
    let factor = match second_factor(app, account, typed.code.as_deref(), now) {
        Ok(factor) => factor,
        Err(problem) if problem.code == "second_factor_required" => return Err(problem),
        Err(_) => return Err(failed(app, from, Some(account.clone())).await),
    };
    let password = match verified.rehash {
        true => Some(super::password::hash(app, typed.password).await?),
        false => None,
    };
    let entropy: &dyn Entropy = app.inner().entropy.as_ref();
    let shown_at = (factor != Factor::None).then_some(now.0);
    let (token, session) =
        Session::start(entropy, account.person.0, shown_at, now.0).map_err(|_| Problem::internal())?;
    let command = SignIn { seen: account.clone(), known, factor, password, session };
    let person =
        app.store().execute(app.district(), Actor::System, None, command).await.map_err(Problem::from);
    let person = match person {
        Err(problem) if problem.code == "wrong_credentials" => {
            return Err(failed(app, from, Some(account.clone())).await);
        }
        other => other?,
    };
    if let Some(address) = address {
        gate.address_succeeded(app, address, &login);
    }
    tracing::info!(target: "audit", person = %account.person, "signed in");
    let device = KnownDevice::after(typed.device, keys, entropy, &district, account.person.0)
        .map_err(|_| Problem::internal())?;
    Ok((SignedIn::new(app, token, person, account, shown_at.is_some()), device))
}

/// Where an attempt came from, and under which name.
#[derive(Clone, Copy)]
struct Attempt<'a> {
    address: Option<IpAddr>,
    login: &'a str,
    known: bool,
}

/// Writes the failure down and answers.
async fn failed(app: &App, from: Attempt<'_>, account: Option<Account>) -> Problem {
    let gate = &app.inner().gate;
    if let (Some(address), false) = (from.address, from.known) {
        gate.address_failed(app, address, from.login);
    }
    match account {
        Some(account) => {
            tracing::warn!(target: "audit", person = %account.person, "a sign-in failed");
            let command = CountFailure { person: account.person, known: from.known };
            let counted = app.store().execute(app.district(), Actor::System, None, command).await;
            if let Err(failure) = counted {
                // Not counted means that the next attempt must not be free either.
                return failure.into();
            }
        }
        None => {
            gate.unknown_failed(app, from.login);
            let counted = app.store().execute(app.district(), Actor::System, None, CountStranger).await;
            if let Err(failure) = counted {
                return failure.into();
            }
        }
    }
    wrong()
}

/// A failure under a name that nobody has. It is written down only because one of a name that somebody has is: else the
/// time of the commit would tell which names there are.
struct CountStranger;

impl Command for CountStranger {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        Ok(tx.next_number("sign-ins/unknown").map(drop)?)
    }
}

fn second_factor(app: &App, account: &Account, code: Option<&str>, now: Instant) -> Result<Factor, Problem> {
    let (Some(sealed), true) = (&account.totp, account.has_second_factor()) else { return Ok(Factor::None) };
    let Some(code) = code.filter(|c| !c.trim().is_empty()) else {
        return Err(Problem::new(401, "second_factor_required"));
    };
    let purpose = Account::totp_purpose(account.person);
    let opened = app.inner().sealer.open_for(&purpose, sealed).map_err(|error| {
        tracing::error!(code = error.code(), "the secret of a second factor does not open");
        wrong()
    })?;
    let secret = TotpSecret::from_bytes(&opened).ok_or_else(wrong)?;
    if let Ok(step) = secret.verify(code, now.0, account.totp_step) {
        return Ok(Factor::Step(step));
    }
    let place = redeem_recovery_code(code, &account.recovery).ok_or_else(wrong)?;
    account.recovery.get(place).copied().map(Factor::Recovery).ok_or_else(wrong)
}

struct SignIn {
    /// The account as it was when the password was checked.
    seen: Account,
    /// Whether the browser is known.
    known: bool,
    factor: Factor,
    password: Option<String>,
    session: Session,
}

impl Command for SignIn {
    type Output = Person;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Person, Halt<Problem>> {
        let refuse = || Halt::Refused(wrong());
        let person: Person = tx.get(self.seen.person.0)?.ok_or_else(refuse)?;
        let mut account = Account::load(tx, self.seen.person)?.ok_or_else(refuse)?;
        if person.disabled_at.is_some() || account.password != self.seen.password {
            return Err(refuse());
        }
        match self.factor {
            Factor::None if account.has_second_factor() => return Err(refuse()),
            Factor::None => {}
            Factor::Step(step) if account.totp_step.is_none_or(|last| last >= step) => return Err(refuse()),
            Factor::Step(step) => account.totp_step = Some(step),
            Factor::Recovery(digest) => {
                let place = account.recovery.iter().position(|d| *d == digest).ok_or_else(refuse)?;
                account.recovery.remove(place);
            }
        }
        if let Some(password) = &self.password {
            account.password = Some(password.clone());
        }
        // Guesses that go on elsewhere stay counted: its owner does not begin them anew every morning.
        match self.known {
            true => account.known_failures.clear(),
            false => account.forgive(),
        }
        account.save(tx);
        let session = &self.session;
        let row = vec![
            session.token_hash.into(),
            tx.district().into(),
            session.person.into(),
            session.created_at.into(),
            session.last_seen_at.into(),
            session.second_factor_at.unwrap_or(0).into(),
        ];
        tx.write(&tables::SESSIONS, row);
        Ok(person)
    }
}
