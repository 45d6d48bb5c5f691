//! A district to measure in: an office, a member of staff with a session, another system with a key, and as many
//! hazards as wanted, written through the real store.

use crate::machine::{Machine, open};
use crate::report::Send;
use crate::through_store::DISTRICT;
use anyhow::{Context, Result, anyhow};
use domain::calendar::Instant;
use domain::hazard::{Event, Filing, Grade, Hazard, LimitRules, PartyKind, Term, Words};
use domain::ids::{PersonId, UnitId};
use domain::ledger::{Hash, Recorded};
use domain::people::{Actor, Person, Role, Unit, UnitKind};
use identity::entropy::OsEntropy;
use identity::session::Transport;
use identity::token::SecretToken;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use store::{Command, Database, Halt, Tx, Value, nouns, tables};
use uuid::Uuid;

const OFFICE: UnitId = UnitId(Uuid::from_u128(0x7001));
const DESK: PersonId = PersonId(Uuid::from_u128(0x7002));
/// The unit of the one who sees only what the unit has a part in: the office to which everything is dispatched.
pub const HANDLER_UNIT: UnitId = OFFICE;
const HANDLER: PersonId = PersonId(Uuid::from_u128(0x7003));
/// Hazards in one command of the seeding.
const TOGETHER: u64 = 50;

/// What a client of the prepared district shows.
#[derive(Serialize, Deserialize)]
pub struct Pass {
    /// The header with the session of a member of staff who sees everything.
    pub cookie: String,
    /// The same of somebody who sees what their unit has a part in.
    #[serde(default)]
    pub handler: String,
    /// The API key of another system.
    pub api_key: String,
}

struct Founding {
    client: [u8; 32],
}

impl Command for Founding {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        let none = Words::none();
        let unit = Unit {
            id: OFFICE,
            code: "desk".into(),
            name: "值守中心".into(),
            kind: UnitKind::Desk,
            parent: None,
            area: None,
            phone: None,
            since: None,
            ended_at: None,
        };
        tx.record::<Unit>(OFFICE.0, &Recorded::Registered { now: unit }, &none)?;
        let client = nouns::Client {
            name: "bench".into(),
            unit: OFFICE,
            key_hash: Hash(self.client),
            revoked_at: None,
            display: false,
            webhook: None,
        };
        let id = tx.new_id();
        tx.record::<nouns::Client>(id, &Recorded::Registered { now: client }, &none)?;
        let district: Value = tx.district().into();
        let people = [
            (DESK, "bench", vec![Role::ShiftLead, Role::Acceptor]),
            (HANDLER, "handler", vec![Role::Handler]),
        ];
        for (id, login, roles) in people {
            let person = Person { id, unit: OFFICE, area: None, roles, disabled_at: None, consent: None };
            tx.record::<Person>(id.0, &Recorded::Registered { now: person }, &none)?;
            let mut account = vec![district.clone(), id.into(), login.into(), "测量员".into()];
            account.resize(tables::ACCOUNTS.columns.len() - 2, Value::Null);
            account.extend(["[]".into(), "[]".into()]);
            tx.write(&tables::ACCOUNTS, account);
        }
        Ok(())
    }
}

/// Both are signed in, from now on.
struct SignIn {
    /// Of the desk, and of the handler.
    sessions: [[u8; 32]; 2],
}

impl Command for SignIn {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        let (district, now): (Value, Value) = (tx.district().into(), tx.now().into());
        for (id, session) in [DESK, HANDLER].into_iter().zip(self.sessions) {
            let row =
                vec![session.into(), district.clone(), id.into(), now.clone(), now.clone(), 0i64.into()];
            tx.write(&tables::SESSIONS, row);
        }
        Ok(())
    }
}

/// So many hazards at once, spread over two years, most of them further along than the report.
struct Seeds {
    from: u64,
    to: u64,
    of: u64,
    rules: Arc<LimitRules>,
}

impl Command for Seeds {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        let now = tx.now();
        for n in self.from..self.to {
            let age = 730 * Instant::DAY * (self.of - n) as i64 / self.of as i64;
            let at = now.plus(-age);
            let send = Send::at(&Machine, &self.rules, n, at);
            let (event, words) = send.decided(at).ok_or(Halt::Refused(()))?;
            let id = send.id().0;
            tx.record_imported::<Hazard>(id, &event, &words, at)?;
            let due = Term::from(at.plus(Instant::DAY));
            if n % 10 < 7 {
                let accepted = Event::Accepted { by: DESK, due: due.clone() };
                tx.record_imported::<Hazard>(id, &accepted, &Words::none(), at.plus(Instant::HOUR))?;
            }
            if n % 10 < 5 {
                let filing = Filing {
                    number: format!("43040620260101{n:08}"),
                    category: "0102".into(),
                    grade: Grade::General,
                    standard: "010201".into(),
                    party: PartyKind::Unknown,
                    party_unit: None,
                    clause: None,
                    limit: None,
                    by: DESK,
                    at,
                };
                tx.record_imported::<Hazard>(
                    id,
                    &Event::Filed { filing, due: due.clone(), judgement: None },
                    &Words::none(),
                    at.plus(2 * Instant::HOUR),
                )?;
                let sent = Event::Dispatched { lead: OFFICE, co: vec![], copies: vec![], by: DESK, due };
                tx.record_imported::<Hazard>(id, &sent, &Words::none(), at.plus(3 * Instant::HOUR))?;
            }
        }
        Ok(())
    }
}

/// Makes the district in a new data directory (or on PostgreSQL, with its keys there) with so many hazards.
pub fn prepare(data: &Path, database: &Database, hazards: u64) -> Result<Pass> {
    std::fs::create_dir_all(data)?;
    std::fs::write(
        data.join("district.toml"),
        format!("code = {}\nname = \"雁峰区\"\nbase_url = \"http://127.0.0.1\"\ndemo = false\n", DISTRICT.0),
    )?;
    let (store, _) = open(database.clone(), data)?;
    let secret = || SecretToken::generate(&OsEntropy).map_err(|_| anyhow!("no randomness"));
    let client = secret()?;
    let founding = Founding { client: client.hash() };
    store
        .execute_blocking(DISTRICT, Actor::System, None, founding)
        .map_err(|e| anyhow!("founding: {e:?}"))?;
    let rules = Arc::new(LimitRules::default_2026());
    let mut waiting = VecDeque::new();
    for from in (0..hazards).step_by(TOGETHER as usize) {
        let seeds =
            Seeds { from, to: (from + TOGETHER).min(hazards), of: hazards, rules: Arc::clone(&rules) };
        let answer =
            store.submit(DISTRICT, Actor::Import, None, seeds).map_err(|e| anyhow!("seeding: {e:?}"))?;
        waiting.push_back(answer);
        if waiting.len() > 8 {
            let first: tokio::sync::oneshot::Receiver<_> = waiting.pop_front().context("waiting")?;
            first.blocking_recv()?.map_err(|e| anyhow!("seeding: {e:?}"))?;
        }
    }
    for answer in waiting {
        answer.blocking_recv()?.map_err(|e| anyhow!("seeding: {e:?}"))?;
    }
    store.close();
    sign_in(data, database, client.expose().to_string())
}

/// Signs both in, in a district that is there: sessions do not last.
pub fn sign_in(data: &Path, database: &Database, api_key: String) -> Result<Pass> {
    let (store, _) = open(database.clone(), data)?;
    let secret = || SecretToken::generate(&OsEntropy).map_err(|_| anyhow!("no randomness"));
    let (desk, handler) = (secret()?, secret()?);
    let signing = SignIn { sessions: [desk.hash(), handler.hash()] };
    store
        .execute_blocking(DISTRICT, Actor::System, None, signing)
        .map_err(|e| anyhow!("signing in: {e:?}"))?;
    store.close();
    let cookie = |session: &SecretToken| {
        format!("cookie: {}={}\r\n", Transport::LoopbackHttp.cookie_name(), *session.expose())
    };
    Ok(Pass { cookie: cookie(&desk), handler: cookie(&handler), api_key })
}
