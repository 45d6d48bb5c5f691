//! `mashang restore`: an installation from a backup, in a new place, on either engine.

use crate::backup::{DATABASE, DISTRICT, KEYS, MANIFEST, Manifest, contents, digest, is_free};
use crate::open::Where;
use crate::out::say;
use crate::verify::{Keys, Look, check, check_photos, sentence};
use crate::{progress, shelf};
use anyhow::{Context, Result, bail};
use clap::Args;
use identity::entropy::OsEntropy;
use identity::keys::KeyRing;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Database;

/// Make an installation from a backup, in an empty directory or an empty PostgreSQL database, and check it
///
/// Backups go from one engine to the other. Keys come from the backup if they are in it, else from --keys, else
/// they have to be put into DIR/keys before the server starts.
/// Exit code: 0 everything is there and verified, 2 it does not fit the backup, 1 it failed.
///
/// Examples:
///   mashang restore --from /backup/2026-11-22 --data /var/lib/mashang --keys /safe/keys.backup
///   mashang restore --from /backup/2026-11-22 --data /var/lib/mashang --database postgres://mashang@db/mashang
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Restore {
    /// The backup's directory
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The keys: keys.backup of another backup, or a copy of a keys directory
    #[arg(long, value_name = "PATH")]
    keys: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

/// Runs the verb.
pub fn run(restore: Restore) -> Result<ExitCode> {
    let (from, place) = (&restore.from, &restore.place);
    let manifest: Manifest = match fs::read(from.join(MANIFEST)) {
        Ok(bytes) => serde_json::from_slice(&bytes).context(MANIFEST)?,
        Err(_) => bail!("{} holds no complete backup: it has no {MANIFEST}", from.display()),
    };
    if manifest.format != 1 {
        bail!("the backup has format {}, which this version does not know", manifest.format);
    }
    for (name, expected) in &manifest.files {
        if digest(&from.join(name))? != *expected {
            bail!("{name} of the backup is damaged: its SHA-256 is not that of the manifest");
        }
    }
    if !is_free(&place.data)? {
        bail!("{} is not empty: restore never overwrites data", place.data.display());
    }
    fs::create_dir_all(&place.data).with_context(|| place.data.display().to_string())?;
    place_database(&restore)?;
    let bar = progress::bar("照片");
    let photos = shelf::copy(&from.join("photos"), &place.photos(), &mut |done| bar.set_position(done))?;
    bar.finish_and_clear();
    let with_keys = place_keys(&restore, &manifest)?;
    let key: [u8; 32] = hex::decode(&manifest.log_key)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .with_context(|| format!("the public key in {MANIFEST}"))?;
    let keys = match with_keys {
        true => Keys::of(&KeyRing::load(&place.keys())?),
        false => Keys::public(key),
    };
    let report = check(&place.database(), &keys)?;
    let mut found = store::verify::Report::default();
    check_photos(&place.database(), &place.photos(), Look::Whole, &mut found)?;
    let (tables, log_size, log_root) = contents(&place.database(), manifest.district)?;
    say!("{}", sentence(&report));
    let fits = report.first.is_none()
        && tables == manifest.tables
        && (log_size, &log_root) == (manifest.log_size, &manifest.log_root)
        && photos == manifest.photos
        && found.faults == manifest.missing_photos;
    if !fits {
        eprintln!("What was restored is not what the manifest says; look before anything is served from it.");
        return Ok(ExitCode::from(2));
    }
    let held = work::notice::hold(place.database().connect(true)?.as_mut())
        .context("what waits to be sent was not held back")?;
    if from.join("demo.json").is_file() {
        fs::copy(from.join("demo.json"), place.data.join("demo.json"))?;
    }
    // Last: a directory with it is an installation.
    fs::copy(from.join(DISTRICT), place.data.join(DISTRICT))?;
    say!("恢复完成: {} ({} 张照片, 日志 {log_size} 条)", place.data.display(), photos.count);
    if held > 0 {
        say!(
            "待发送通知 {held} 条已暂缓：备份之后可能已经发出。请系统管理员在“通知投递”中逐条决定重发或不再发送。"
        );
        eprintln!(
            "{held} messages were waiting when the backup was made and may have been sent since. They are held: the \
             system administrator sends or drops them in the console, under deliveries."
        );
    }
    if manifest.missing_photos > 0 {
        eprintln!("{} photos were missing already when the backup was made.", manifest.missing_photos);
    }
    if !with_keys {
        eprintln!(
            "The keys are not in the backup: put them into {} before the server starts. 请先放回密钥再启动。",
            place.keys().display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn place_database(restore: &Restore) -> Result<()> {
    let source = restore.from.join(DATABASE);
    match restore.place.database() {
        Database::Sqlite(path) => {
            let fresh = path.with_extension("db.new");
            fs::copy(&source, &fresh)?;
            fs::File::open(&fresh)?.sync_all()?;
            fs::rename(&fresh, &path)?;
        }
        database => {
            let mut writing = database.connect(true)?;
            store::copy::create_schema(writing.as_mut())?;
            // Reading an SQLite file may leave files beside it, and a backup stays as it is.
            let copy = restore.place.data.join("restoring.db");
            fs::copy(&source, &copy)?;
            let mut reading = Database::Sqlite(copy.clone()).connect(false)?;
            let bar = progress::bar("数据库");
            let copied =
                store::copy::copy(reading.as_mut(), writing.as_mut(), &mut |done| bar.set_position(done));
            bar.finish_and_clear();
            drop(reading);
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(restore.place.data.join(format!("restoring.db{ending}")));
            }
            copied.context("the database was not copied")?;
        }
    }
    Ok(())
}

/// Puts the keys in place, if there are any; they have to be those that the backup was made with.
fn place_keys(restore: &Restore, manifest: &Manifest) -> Result<bool> {
    let source = match &restore.keys {
        Some(path) => path.clone(),
        None if manifest.keys => restore.from.join(KEYS),
        None => return Ok(false),
    };
    let backup = match source.is_dir() {
        true => KeyRing::load(&source)?.backup(),
        false => fs::read(&source).with_context(|| source.display().to_string())?.into(),
    };
    let keys = KeyRing::from_backup(&backup)?;
    if hex::encode(work::App::log_signer(&keys).public_key()) != manifest.log_key {
        bail!("{} holds the keys of another installation", source.display());
    }
    KeyRing::restore(&restore.place.keys(), &backup, &OsEntropy)?;
    Ok(true)
}
