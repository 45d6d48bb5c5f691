//! 密钥与备份: what an operator has to know of the machine, and which keys there are. Never a key itself.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::District;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, may};
use identity::keys::{KeyId, KeyName};
use serde::{Deserialize, Serialize};
use store::nouns::RuleSet;
use store::{Command, Connection, EngineError, Halt, Tx, queries, tables};

/// Under what the ids of keys are kept.
const SUBJECT: &str = "keys";
/// Backups that are shown.
const SHOWN: i64 = 20;

/// One version of a key, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    name: String,
    version: u32,
    fingerprint: String,
}

/// One version of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct KeyListed {
    /// Which key: `vault-key`, `blind-index-key`, `code-key`, `log-signing-key`, `seal-key`, `receipt-key`.
    pub name: String,
    /// Which version.
    pub version: u32,
    /// 16 hexadecimal digits of a digest, to compare two rings by eye.
    pub fingerprint: String,
    /// When this installation first saw it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Instant>,
    /// Whether new work uses it.
    pub newest: bool,
    /// Whether a new version may be added.
    pub rotates: bool,
}

/// A backup that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BackupListed {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Events in it.
    pub events: u64,
    /// Length of its log.
    pub log_size: u64,
    /// The program's version.
    pub version: String,
    /// Whether the keys are in it.
    pub keys: bool,
}

/// The installation as its operators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SystemView {
    /// The program's version.
    pub version: String,
    /// The database engine and its version.
    pub engine: Option<String>,
    /// Room on the disk that holds the photos, in bytes.
    pub disk_free: Option<u64>,
    /// The whole disk, in bytes.
    pub disk_total: Option<u64>,
    /// Keys, for security and audit administrators; nothing for others.
    pub keys: Option<Vec<KeyListed>>,
    /// Backups, the newest first.
    pub backups: Vec<BackupListed>,
    /// Length of the log at the newest checkpoint.
    pub checkpoint_size: Option<u64>,
    /// When it was signed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checkpoint_at: Option<Instant>,
}

/// The installation, for the three administrators; keys for those two whom they concern.
pub async fn system(app: &App, actor: &Actor) -> Result<SystemView, Problem> {
    let sees_keys = may(actor, Act::Read, Resource::Keys).is_ok();
    if !sees_keys && may(actor, Act::Read, Resource::Configuration).is_err() {
        return Err(Problem::forbidden());
    }
    let district = app.district();
    let found = app.store().read(move |c| {
        let backups = c.query(queries::admin::BACKUPS, &[district.into(), SHOWN.into()])?;
        let backups = backups.iter().map(backup).collect::<Result<Vec<_>, _>>()?;
        Ok((c.engine()?, backups, store::latest_checkpoint(c, district)?, known(c, district)?))
    });
    let (engine, backups, signed, known) = found.await?;
    let space = app.inner().shelf.space().ok();
    Ok(SystemView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: Some(engine),
        disk_free: space.map(|s| s.free),
        disk_total: space.map(|s| s.total),
        keys: sees_keys.then(|| listed(&app.inner().keys.key_ids(), &known)),
        backups,
        checkpoint_size: signed.as_ref().map(|s| s.checkpoint.size),
        checkpoint_at: signed.as_ref().map(|s| s.checkpoint.at),
    })
}

fn backup(row: &store::Row) -> Result<BackupListed, EngineError> {
    Ok(BackupListed {
        at: Instant(row.int(0)?),
        events: row.int(1)? as u64,
        log_size: row.int(2)? as u64,
        version: row.text(3)?.to_owned(),
        keys: row.int(4)? == 1,
    })
}

fn listed(ids: &[KeyId], known: &[(Instant, Vec<Known>)]) -> Vec<KeyListed> {
    let since = |id: &KeyId| {
        let has = |all: &Vec<Known>| all.iter().any(|k| k.fingerprint == id.fingerprint);
        known.iter().find(|(_, all)| has(all)).map(|(at, _)| *at)
    };
    let newest = |name: KeyName| ids.iter().filter(|i| i.name == name).map(|i| i.version).max();
    ids.iter()
        .map(|id| KeyListed {
            name: id.name.file().to_owned(),
            version: id.version,
            fingerprint: id.fingerprint.clone(),
            since: since(id),
            newest: newest(id.name) == Some(id.version),
            rotates: rotates(id.name),
        })
        .collect()
}

/// Whether a new version of a key may be added to a running installation: not of those that are looked up by value, and
/// not of the one whose public half others already check with.
pub fn rotates(name: KeyName) -> bool {
    name.rotates() && name != KeyName::LogSigning
}

/// Which keys were there from when on, oldest first.
fn known(c: &mut dyn Connection, district: District) -> Result<Vec<(Instant, Vec<Known>)>, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("keys: {e}"));
    let rows = c.query(queries::admin::RULES_OF, &[district.into(), SUBJECT.into()])?;
    let read = |row: &store::Row| {
        let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(bad)?;
        Ok((rules.effective_at, serde_json::from_value(rules.body).map_err(bad)?))
    };
    rows.iter().map(read).collect()
}

/// Writes down which keys there are, if they are not those of the last time: a new version is an event. Blocks.
pub fn remember_keys(app: &App) -> Result<(), Problem> {
    let ids: Vec<Known> = app
        .inner()
        .keys
        .key_ids()
        .iter()
        .map(|id| Known {
            name: id.name.file().to_owned(),
            version: id.version,
            fingerprint: id.fingerprint.clone(),
        })
        .collect();
    let district = app.district();
    let known = app.store().read_blocking(move |c| known(c, district))?;
    if known.last().is_some_and(|(_, last)| *last == ids) {
        return Ok(());
    }
    let body = serde_json::to_value(&ids).map_err(|_| Problem::internal())?;
    let command = Remember { id: app.store().surroundings().new_id(), version: known.len() + 1, body };
    app.store().execute_blocking(district, Actor::System, None, command).map_err(Problem::from)
}

struct Remember {
    id: uuid::Uuid,
    version: usize,
    body: serde_json::Value,
}

impl Command for Remember {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let now = RuleSet {
            subject: SUBJECT.to_owned(),
            version: self.version.to_string(),
            effective_at: tx.now(),
            body: self.body.clone(),
        };
        tx.record::<RuleSet>(self.id, &Recorded::Registered { now }, &Words::default())?;
        Ok(())
    }
}

/// Writes down that a backup was made and checked.
pub fn remember_backup(
    connection: &mut dyn Connection,
    district: District,
    made: &BackupListed,
) -> Result<(), EngineError> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let row = vec![
        district.into(),
        made.at.into(),
        number(made.events).into(),
        number(made.log_size).into(),
        made.version.as_str().into(),
        made.keys.into(),
    ];
    connection.begin()?;
    connection.write(&tables::BACKUPS, &[row])?;
    connection.commit()
}
