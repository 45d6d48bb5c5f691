//! 账号: what a person signs in with. The row is no fold of events: it holds personal data and secrets.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::{District, PersonId};
use identity::lockout::{Ladder, Verdict, judge};
use store::{Command, Connection, EngineError, Halt, Row, Tx, Value, queries, tables};

/// Failures that are remembered: more than the ladder has rungs for.
const REMEMBERED: usize = 64;

/// 一次性链接, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The digest of its token.
    pub(super) hash: [u8; 32],
    /// Until when it is good.
    pub(super) until: i64,
    /// The digest of the code that goes with it; nothing where the link alone is enough.
    pub(super) code: Option<[u8; 32]>,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) person: PersonId,
    pub(super) login: String,
    pub(super) name: String,
    /// The argon2id string.
    pub(super) password: Option<String>,
    /// 一次性链接. While the person's request waits for consent it opens nothing.
    pub(super) invite: Option<Link>,
    /// The sealed secret of the second factor.
    pub(super) totp: Option<Vec<u8>>,
    /// The last step that was used; nothing until the second factor is confirmed.
    pub(super) totp_step: Option<i64>,
    /// A sealed secret that waits to be confirmed.
    pub(super) totp_pending: Option<Vec<u8>>,
    /// Digests of the recovery codes that are left.
    pub(super) recovery: Vec<[u8; 32]>,
    /// When sign-ins failed since the last one that succeeded, milliseconds since the epoch.
    pub(super) failures: Vec<i64>,
    /// The same for browsers that are known: strangers' failures do not count there, nor theirs elsewhere.
    pub(super) known_failures: Vec<i64>,
}

impl Account {
    pub(super) fn new(person: PersonId, login: String, name: String) -> Self {
        Self {
            person,
            login,
            name,
            password: None,
            invite: None,
            totp: None,
            totp_step: None,
            totp_pending: None,
            recovery: Vec::new(),
            failures: Vec::new(),
            known_failures: Vec::new(),
        }
    }

    /// From the columns of the table after the district.
    fn from_row(row: &Row) -> Result<Self, EngineError> {
        let bad = |what: &str| EngineError::Other(format!("account: {what}"));
        let invite = match (row.opt_bytes(4)?, row.opt_int(5)?) {
            (Some(hash), Some(until)) => Some(Link {
                hash: hash.try_into().map_err(|_| bad("invite"))?,
                until,
                code: row.opt_bytes(6)?.map(|code| code.try_into().map_err(|_| bad("invite"))).transpose()?,
            }),
            _ => None,
        };
        let recovery: Vec<String> =
            row.opt_text(10)?.map_or(Ok(Vec::new()), serde_json::from_str).map_err(|_| bad("recovery"))?;
        let digest = |text: &String| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text, &mut bytes).map_err(|_| bad("recovery")).map(|()| bytes)
        };
        Ok(Self {
            person: PersonId(row.id(0)?),
            login: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            password: row.opt_text(3)?.map(str::to_owned),
            invite,
            totp: row.opt_bytes(7)?.map(<[u8]>::to_vec),
            totp_step: row.opt_int(8)?,
            totp_pending: row.opt_bytes(9)?.map(<[u8]>::to_vec),
            recovery: recovery.iter().map(digest).collect::<Result<_, _>>()?,
            failures: serde_json::from_str(row.text(11)?).map_err(|_| bad("failures"))?,
            known_failures: serde_json::from_str(row.text(12)?).map_err(|_| bad("known failures"))?,
        })
    }

    fn row(&self, district: District) -> Vec<Value> {
        let recovery: Vec<String> = self.recovery.iter().map(hex::encode).collect();
        let numbers = |list: &[i64]| serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned());
        vec![
            district.into(),
            self.person.into(),
            self.login.as_str().into(),
            self.name.as_str().into(),
            self.password.clone().into(),
            self.invite.map(|link| link.hash).into(),
            self.invite.map(|link| link.until).into(),
            self.invite.and_then(|link| link.code).into(),
            self.totp.clone().into(),
            self.totp_step.into(),
            self.totp_pending.clone().into(),
            serde_json::to_string(&recovery).ok().into(),
            numbers(&self.failures).into(),
            numbers(&self.known_failures).into(),
        ]
    }

    fn find(
        connection: &mut dyn Connection,
        sql: &str,
        key: [Value; 2],
    ) -> Result<Option<Self>, EngineError> {
        connection.query(sql, &key)?.first().map(Self::from_row).transpose()
    }

    /// The account with a login name.
    pub(super) async fn by_login(app: &App, login: &str) -> Result<Option<Self>, Problem> {
        let key = [app.district().into(), login.into()];
        Ok(app.store().read(move |c| Self::find(c, queries::people::ACCOUNT_BY_LOGIN, key)).await?)
    }

    /// The account to which a one-time link belongs.
    pub(super) async fn by_invite(app: &App, hash: [u8; 32]) -> Result<Option<Self>, Problem> {
        let key = [app.district().into(), hash.into()];
        Ok(app.store().read(move |c| Self::find(c, queries::people::ACCOUNT_BY_INVITE, key)).await?)
    }

    /// The account of a person.
    pub(super) async fn of(app: &App, person: PersonId) -> Result<Self, Problem> {
        let key = [app.district().into(), person.into()];
        let found = app.store().read(move |c| Self::find(c, queries::people::ACCOUNT, key)).await?;
        found.ok_or_else(Problem::not_found)
    }

    /// The account of a person, inside a command that may change it: as the commands before it left it, and kept from
    /// other writers until the batch is written. Without that, what one of them changed would be written over.
    pub(super) fn load(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Self>, EngineError> {
        let key = [tx.district().into(), person.into()];
        tx.change(queries::people::HOLD_ACCOUNT, &key)?;
        Self::look(tx, &key)
    }

    /// 能否登录: whether a password was set, inside a command that leaves this account as it is.
    pub(super) fn has_password(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, EngineError> {
        let key = [tx.district().into(), person.into()];
        Ok(Self::look(tx, &key)?.is_some_and(|account| account.password.is_some()))
    }

    fn look(tx: &mut Tx<'_>, key: &[Value; 2]) -> Result<Option<Self>, EngineError> {
        if let Some(waiting) = tx.waiting(&tables::ACCOUNTS, key) {
            return waiting.map(|row| Self::from_row(&Row(row[1..].to_vec()))).transpose();
        }
        tx.query(queries::people::ACCOUNT, key)?.first().map(Self::from_row).transpose()
    }

    pub(super) fn save(&self, tx: &mut Tx<'_>) {
        tx.write(&tables::ACCOUNTS, self.row(tx.district()));
    }

    /// Nothing that was shown to the second factor's device counts any more.
    pub(super) fn forget_second_factor(&mut self) {
        self.totp = None;
        self.totp_step = None;
        self.totp_pending = None;
        self.recovery.clear();
    }

    /// Whether a second factor is asked for.
    pub(super) fn has_second_factor(&self) -> bool {
        self.totp.is_some() && self.totp_step.is_some()
    }

    /// Whether another attempt may be made, from a browser that is known or from any other.
    pub(super) fn verdict(&self, now: Instant, known: bool) -> Verdict {
        let failures = if known { &self.known_failures } else { &self.failures };
        judge(&Ladder::per_account(), failures, now.0)
    }

    /// Nothing that failed before counts any more.
    pub(super) fn forgive(&mut self) {
        self.failures.clear();
        self.known_failures.clear();
    }

    /// The purpose for which the secret of the second factor is sealed: this person's, no other's.
    pub(super) fn totp_purpose(person: PersonId) -> String {
        format!("totp/{}", person.0)
    }
}

/// Adds a failure to a history, forgetting the oldest beyond what counts.
fn remember(failures: &mut Vec<i64>, now: Instant) {
    failures.push(now.0);
    if failures.len() > REMEMBERED {
        failures.remove(0);
    }
}

/// 登录名: as it is kept and compared.
pub(super) fn normal_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Ends every session of a person, except one.
pub(super) fn end_sessions(
    tx: &mut Tx<'_>,
    person: PersonId,
    except: Option<[u8; 32]>,
) -> Result<(), EngineError> {
    let key = [tx.district().into(), person.into()];
    for row in tx.query(queries::people::SESSIONS_OF, &key)? {
        let hash = row.hash(0)?.0;
        if Some(hash) != except {
            tx.delete(&tables::SESSIONS, vec![hash.into()]);
        }
    }
    Ok(())
}

/// Counts one failure more.
pub(super) struct CountFailure {
    pub(super) person: PersonId,
    /// Whether the browser is known.
    pub(super) known: bool,
}

impl Command for CountFailure {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        if let Some(mut account) = Account::load(tx, self.person)? {
            let failures = if self.known { &mut account.known_failures } else { &mut account.failures };
            remember(failures, tx.now());
            account.save(tx);
        }
        Ok(())
    }
}
