//! 会话: who is signed in, asked anew at every request, so that what changed holds at once.

use super::account::Account;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::people::{Actor, Person, Staff};
use identity::session::{Session, SessionLimits, csrf_matches, csrf_token};
use identity::token::SecretToken;
use store::{Command, Halt, Tx, queries, tables};

/// A signed-in member of staff.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret of the cookie.
    pub token: SecretToken,
    /// The person as the register knows it now.
    pub person: Person,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// Whether the account has a confirmed second factor.
    pub second_factor: bool,
    /// When the session began, milliseconds since the epoch.
    pub created_at: i64,
    /// When the second factor was shown in this session, milliseconds since the epoch.
    pub shown_at: Option<i64>,
    /// 三员: whether a second factor must be enrolled before anything else.
    pub second_factor_due: bool,
}

impl SignedIn {
    pub(super) fn new(app: &App, token: SecretToken, person: Person, account: &Account, shown: bool) -> Self {
        let now = app.store().surroundings().now();
        let shown_at = shown.then_some(now.0);
        Self {
            token,
            created_at: now.0,
            second_factor_due: is_due(&person, shown_at),
            person,
            login: account.login.clone(),
            name: account.name.clone(),
            second_factor: account.has_second_factor(),
            shown_at,
        }
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        Actor::Staff(Staff {
            person: self.person.id,
            unit: self.person.unit,
            area: self.person.area.clone(),
            roles: self.person.roles.clone(),
        })
    }

    /// What must come back with every request that changes something.
    pub fn csrf(&self) -> String {
        csrf_token(&self.token)
    }

    /// Whether this came back.
    pub fn is_csrf(&self, presented: &str) -> bool {
        csrf_matches(&self.token, presented)
    }
}

/// Administrators act only in sessions in which a second factor was shown.
fn is_due(person: &Person, shown_at: Option<i64>) -> bool {
    shown_at.is_none() && person.roles.iter().any(|r| r.is_administrator())
}

/// Who a cookie's secret belongs to.
pub async fn session(app: &App, token: SecretToken) -> Result<SignedIn, Problem> {
    let (district, hash) = (app.district(), token.hash());
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::people::SESSION, &[hash.into(), district.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let person: Person = serde_json::from_str(row.text(4)?)
            .map_err(|e| store::EngineError::Other(format!("state of a person: {e}")))?;
        let kept = Session {
            token_hash: hash,
            person: row.id(0)?,
            created_at: row.int(1)?,
            last_seen_at: row.int(2)?,
            second_factor_at: Some(row.int(3)?).filter(|at| *at > 0),
        };
        Ok(Some((kept, person, row.text(5)?.to_owned(), row.text(6)?.to_owned(), row.opt_int(7)?.is_some())))
    });
    let (kept, person, login, name, second_factor) = found.await?.ok_or_else(Problem::not_signed_in)?;
    let limits = SessionLimits::default();
    if kept.check(&limits, now.0).is_err() || person.disabled_at.is_some() {
        return Err(Problem::not_signed_in());
    }
    if kept.needs_touch(&limits, now.0) {
        let touch = Touch { token_hash: hash };
        // Nobody waits for it: a busy store may skip it, and the next request tries again.
        drop(app.store().submit(district, Actor::System, None, touch));
    }
    let second_factor_due = is_due(&person, kept.second_factor_at);
    let (created_at, shown_at) = (kept.created_at, kept.second_factor_at);
    Ok(SignedIn { token, person, login, name, second_factor, created_at, shown_at, second_factor_due })
}

/// Says that a session was used. It acts at once and only where the session stands, and what ends it in the same batch
/// is written after it: one that has ended never comes back.
struct Touch {
    token_hash: [u8; 32],
}

impl Command for Touch {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let key = [self.token_hash.into(), tx.district().into(), tx.now().into()];
        tx.change(queries::people::TOUCH_SESSION, &key)?;
        Ok(())
    }
}

/// 退出: the session ends here and now.
pub async fn sign_out(app: &App, signed_in: &SignedIn) -> Result<(), Problem> {
    let command = End { token_hash: signed_in.token.hash(), person: signed_in.person.id };
    Ok(app.store().execute(app.district(), signed_in.actor(), None, command).await?)
}

struct End {
    token_hash: [u8; 32],
    person: PersonId,
}

impl Command for End {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        tx.delete(&tables::SESSIONS, vec![self.token_hash.into()]);
        tracing::info!(target: "audit", person = %self.person, "signed out");
        Ok(())
    }
}

/// Forgets sessions that nobody can use any more; called now and then.
pub async fn sweep_sessions(app: &App) -> Result<(), Problem> {
    Ok(app.store().execute(app.district(), Actor::System, None, Sweep).await?)
}

struct Sweep;

impl Command for Sweep {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let limits = SessionLimits::default();
        let before = |length: i64| -> Instant { tx.now().plus(-length) };
        let key = [before(limits.idle_ms).into(), before(limits.absolute_ms).into()];
        for row in tx.query(queries::people::OLD_SESSIONS, &key)? {
            tx.delete(&tables::SESSIONS, vec![row.hash(0)?.0.into()]);
        }
        Ok(())
    }
}
