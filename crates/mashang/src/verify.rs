//! `mashang verify`: whether everything that is kept follows from the events.

use crate::fault;
use crate::lang::both;
use crate::open::{Where, keys_in, no_keys};
use crate::out::say;
use crate::progress;
use anyhow::{Context, Result, bail};
use clap::Args;
use files::{Keep, KeepError, Shelf};
use identity::entropy::OsEntropy;
use identity::keys::KeyRing;
use identity::vault::Vault;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use store::verify::{KeptPhoto, Report, SealedRow, What};
use store::{Connection, Database, EngineError};
use work::App;

/// 核验数据没有被改动 Check everything that is kept against the events
///
/// Hash chains, the Merkle log and its signed checkpoints; every state row and
/// every tally; the reporter vault, the origin of imported rows; that the
/// embedded database's file is whole, and that every photo lies on the disk as it
/// came in (--quick leaves these two out). Contacts erased as the law wants and
/// photos that belong to nothing are in order. Names, sign-ins and passwords are
/// not part of the record. Reads consistent moments, also while a server runs;
/// changes nothing.
/// Exit code: 0 everything fits, 2 something does not (the first event that does
/// not fit is named), 1 it could not be checked.
///
/// Examples:
///   mashang verify --data /var/lib/mashang
///   mashang verify --data /var/lib/mashang --quick
///   mashang verify --data /var/lib/mashang --database postgres://mashang@db/mashang --json
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Verify {
    #[command(flatten)]
    place: Where,
    /// Do not read the whole database file and the photos on the disk
    #[arg(long)]
    quick: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

/// The keys on the disk.
pub fn keys(place: &Where) -> Result<KeyRing> {
    place.not_a_file()?;
    match std::fs::metadata(&place.data) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let data = place.data.display();
            bail!(both!(
                "没有数据目录 {data}：用 --data 指明在哪里",
                "there is no data directory {data}: say with --data where it is"
            ))
        }
        // Without the right to look, nobody knows whether there is one.
        known => known.with_context(|| place.data.display().to_string())?,
    };
    if place.lacks_keys() {
        bail!(no_keys(place));
    }
    KeyRing::load(&place.keys()).with_context(|| keys_in(place))
}

/// A connection that reads; never makes a database where there is none.
pub fn reader(database: &Database) -> Result<Box<dyn Connection>> {
    if let Database::Sqlite(path) = database
        && !path.is_file()
    {
        let path = path.display();
        bail!(both!(
            "没有数据库 {path}：用 --data 指明数据目录；用 PostgreSQL 的，还要写 --database",
            "there is no database at {path}: say with --data where it is, and with --database if it is PostgreSQL"
        ));
    }
    Ok(database.connect(false)?)
}

/// What a check is made with.
pub struct Keys {
    log: [u8; 32],
    vault: Option<Vault>,
}

impl Keys {
    /// All of them.
    pub fn of(ring: &KeyRing) -> Self {
        let vault = Vault::new(ring, Arc::new(OsEntropy));
        Self { log: App::log_signer(ring).public_key(), vault: Some(vault) }
    }

    /// The public key alone: the records of the vault cannot be checked, only that they are there.
    pub fn public(log: [u8; 32]) -> Self {
        Self { log, vault: None }
    }

    fn fits(&self, row: &SealedRow<'_>) -> bool {
        let Some(vault) = &self.vault else { return true };
        serde_json::from_str(row.sealed).is_ok_and(|sealed| {
            vault.fits(row.id, &row.district.to_string(), &sealed, row.phone_index).is_ok()
        })
    }
}

/// For the bar alone: where the table is gone, the check says so.
fn count(connection: &mut dyn Connection, sql: &str) -> u64 {
    let rows = connection.query(sql, &[]).unwrap_or_default();
    rows.first().and_then(|row| row.int(0).ok()).unwrap_or_default().unsigned_abs()
}

/// Verifies everything in the database, with a bar on a terminal.
pub fn check(database: &Database, keys: &Keys) -> Result<Report> {
    let mut connection = reader(database)?;
    let events = count(connection.as_mut(), "select count(*) from events");
    let bar = progress::bar(&both!("核验", "checking"));
    let report = store::verify::verify(connection.as_mut(), &keys.log, &mut |done| {
        progress::show(&bar, done, events);
    });
    bar.finish_and_clear();
    let mut report = report?;
    let hazards = count(connection.as_mut(), "select count(*) from hazards");
    let bar = progress::bar(&both!("核对来源", "checking what lies beside"));
    let done =
        store::verify::beside(connection.as_mut(), &mut report, &mut |row| keys.fits(row), &mut |done| {
            progress::show(&bar, done, hazards);
        });
    bar.finish_and_clear();
    done?;
    Ok(report)
}

/// How closely photos are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Whether they are there.
    Present,
    /// Whether they are what came in: reads all of them.
    Whole,
}

/// Looks at every photo that the database refers to, with a bar on a terminal.
pub fn check_photos(database: &Database, folder: &Path, how: Look, report: &mut Report) -> Result<()> {
    let mut connection = reader(database)?;
    let shelf = Shelf::look(folder);
    let bar = progress::bar(&both!("照片", "photos"));
    let mut look = |photo: &KeptPhoto| match how {
        Look::Present => Ok((!shelf.holds(photo.file.into())).then_some(What::PhotoMissing)),
        Look::Whole => match shelf.check(photo.file.into(), &photo.kept) {
            Ok(()) => Ok(None),
            Err(KeepError::Missing(_)) => Ok(Some(What::PhotoMissing)),
            Err(KeepError::Altered(_)) => Ok(Some(What::PhotoAltered)),
            Err(error) => Err(EngineError::Other(error.to_string())),
        },
    };
    let done = store::verify::photos(connection.as_mut(), report, &mut look, &mut |done, total| {
        progress::show(&bar, done, total);
    });
    bar.finish_and_clear();
    Ok(done?)
}

/// One line about what was found.
pub fn sentence(report: &Report) -> String {
    let Report { events, streams, logged, checkpoints, .. } = report;
    let Report { erased_words, contacts, imports, photos, faults, .. } = report;
    let checked = both!(
        "{events} 个事件，{streams} 条链，日志 {logged} 条，检查点 {checkpoints} 个，已删除文字 {erased_words} 处，\
         联系方式 {contacts} 份，导入 {imports} 行，照片 {photos} 张",
        "{events} events, {streams} chains, {logged} in the log, {checkpoints} checkpoints, {erased_words} texts erased, \
         {contacts} contacts, {imports} imported rows, {photos} photos"
    );
    let Some(first) = &report.first else {
        return both!("核验通过：{checked}", "everything fits: {checked}");
    };
    let at = fault::words(first);
    both!(
        "核验不符：{faults} 处（{checked}）。第一处：{at}。请停止服务、保留现场，用最近的备份比对（docs/operating.zh-CN.md）",
        "{faults} things do not fit ({checked}); the first: {at}. Stop the server, keep the data as they are, and compare \
         with the last backup (docs/operating.md)"
    )
}

/// Runs the verb.
pub fn run(verify: Verify) -> Result<ExitCode> {
    let (place, database) = (&verify.place, verify.place.database());
    let mut report = check(&database, &Keys::of(&keys(place)?))?;
    if !verify.quick {
        store::verify::pages(reader(&database)?.as_mut(), &mut report)?;
        check_photos(&database, &place.photos(), Look::Whole, &mut report)?;
    }
    if verify.json {
        say!("{}", serde_json::to_string(&report)?);
    } else {
        let unread = both!("（数据库文件和照片未读）", " (the database's file and the photos were not read)");
        say!("{}{}", sentence(&report), if verify.quick { unread } else { String::new() });
    }
    Ok(if report.first.is_none() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
