//! `mashang restore`: an installation from a backup, in a new place, on either engine.

use crate::backup::{
    DATABASE, DISTRICT, KEYS, MANIFEST, Manifest, contents, digest, is_free, photos_in_words,
};
use crate::lang::both;
use crate::open::Where;
use crate::out::say;
use crate::verify::{Keys, Look, check, check_photos, sentence};
use crate::{beside, progress, shelf};
use anyhow::{Context, Result, bail};
use clap::Args;
use identity::keys::KeyRing;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Database;
use store::verify::Report;

/// 从备份恢复到空目录或空库，并核验 Make an installation from a backup, in an empty directory or an empty PostgreSQL database, and check it
///
/// Backups go from one engine to the other. Keys come from the backup if they are
/// in it, else from --keys, else they have to be put into DIR/keys before the
/// server starts (`mashang keys put`).
/// Exit code: 0 everything is there and verified, 2 it does not fit the backup, 1
/// it failed.
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
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Where,
}

/// What came of it, for programs.
#[derive(Serialize)]
struct Restored<'a> {
    /// Whether everything is as the backup's manifest says.
    fits: bool,
    /// What the verification found.
    verified: &'a Report,
    /// Photos in place.
    photos: u64,
    /// Entries of the log.
    log_size: u64,
    /// Whether the keys are in place.
    keys: bool,
    /// Messages that waited to be sent and are held.
    held: u64,
}

/// Runs the verb.
pub fn run(restore: Restore) -> Result<ExitCode> {
    let (from, place) = (&restore.from, &restore.place);
    let manifest: Manifest = match fs::read(from.join(MANIFEST)) {
        Ok(bytes) => serde_json::from_slice(&bytes).context(MANIFEST)?,
        Err(_) => {
            let from = from.display();
            bail!(both!(
                "{from} 里没有完整的备份（缺少 {MANIFEST}）：--from 要写 mashang backup 生成的目录",
                "{from} holds no complete backup: it has no {MANIFEST}. --from takes a directory that mashang backup made"
            ))
        }
    };
    if manifest.format != 1 {
        let format = manifest.format;
        bail!(both!(
            "备份的格式是 {format}，本版本不认识：请用新版本恢复",
            "the backup has format {format}, which this version does not know: restore it with a newer one"
        ));
    }
    for (name, expected) in &manifest.files {
        if digest(&from.join(name))? != *expected {
            bail!(both!(
                "备份中的 {name} 已损坏（SHA-256 与清单不符）：请换一份备份",
                "{name} of the backup is damaged: its SHA-256 is not that of the manifest. Take another backup"
            ));
        }
    }
    if !is_free(&place.data)? {
        let data = place.data.display();
        bail!(both!(
            "{data} 不是空目录：恢复不会覆盖已有数据，请用 --data 指一个空目录",
            "{data} is not empty: restore never overwrites data. Take an empty directory with --data"
        ));
    }
    fs::create_dir_all(&place.data).with_context(|| place.data.display().to_string())?;
    place_database(&restore)?;
    let bar = progress::bar(&both!("照片", "photos"));
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
    let mut report = check(&place.database(), &keys)?;
    // Counted apart: what was missing already in the backup is no fault of the restore.
    let mut found = store::verify::Report::default();
    check_photos(&place.database(), &place.photos(), Look::Whole, &mut found)?;
    report.photos = found.photos;
    let (tables, log_size, log_root) = contents(&place.database(), manifest.district)?;
    if !restore.json {
        say!("{}", sentence(&report));
    }
    let fits = report.first.is_none()
        && tables == manifest.tables
        && (log_size, &log_root) == (manifest.log_size, &manifest.log_root)
        && photos == manifest.photos
        && found.faults == manifest.missing_photos;
    let mut restored =
        Restored { fits, verified: &report, photos: report.photos, log_size, keys: with_keys, held: 0 };
    if !fits {
        if restore.json {
            say!("{}", serde_json::to_string(&restored)?);
        }
        eprintln!(
            "{}",
            both!(
                "恢复出来的数据与备份清单不符：查明之前不要用它启动服务。",
                "What was restored is not what the manifest says; look before anything is served from it."
            )
        );
        return Ok(ExitCode::from(2));
    }
    let held = work::notice::hold(place.database().connect(true)?.as_mut())
        .with_context(|| both!("待发送的通知没有暂缓", "what waits to be sent was not held back"))?;
    if from.join("demo.json").is_file() {
        fs::copy(from.join("demo.json"), place.data.join("demo.json"))?;
    }
    for path in manifest.files.keys().filter(|name| ![DATABASE, DISTRICT, KEYS].contains(&name.as_str())) {
        beside::copy(from, &place.data, Path::new(path))?;
    }
    // Last: a directory with it is an installation.
    fs::copy(from.join(DISTRICT), place.data.join(DISTRICT))?;
    let (data, counted) = (place.data.display(), photos_in_words(photos.count, report.photos));
    restored.held = held;
    if restore.json {
        say!("{}", serde_json::to_string(&restored)?);
    } else {
        say!(
            "{}",
            both!(
                "恢复完成：{data}（{counted}，日志 {log_size} 条）",
                "restored: {data} ({counted}, {log_size} in the log)"
            )
        );
    }
    if held > 0 && !restore.json {
        say!(
            "{}",
            both!(
                "待发送通知 {held} 条已暂缓：备份之后可能已经发出。请系统管理员在“通知投递”中逐条决定重发或不再发送。",
                "{held} messages were waiting when the backup was made and may have been sent since. They are held: the \
             system administrator sends or drops them in the console, under deliveries."
            )
        );
    }
    if manifest.missing_photos > 0 {
        let missing = manifest.missing_photos;
        eprintln!(
            "{}",
            both!(
                "有 {missing} 张照片在备份时就已缺失。",
                "{missing} photos were missing already when the backup was made."
            )
        );
    }
    if let Some(missing) = beside::missing(&place.data, &place.data)? {
        eprintln!(
            "{}",
            both!(
                "配置里写到的这些文件不在备份里，启动前请放到 {data} 下：\n{missing}",
                "Files that the settings name and that were not in the backup; put them into {data} before anything is served:\n\
             {missing}"
            )
        );
    }
    if !with_keys {
        let keys = place.keys();
        let keys = keys.display();
        eprintln!(
            "{}",
            both!(
                "备份里没有密钥，核验和启动前请先放回：\n  \
             有原来的 keys 目录：复制到 {keys}\n  \
             有密钥备份 keys.backup：mashang keys put --from keys.backup --data {data}",
                "The keys are not in the backup; put them back before anything is verified or served:\n  \
             a keys directory: copy it to {keys}\n  \
             a keys.backup: mashang keys put --from keys.backup --data {data}"
            )
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
            let bar = progress::bar(&both!("数据库", "database"));
            let copied =
                store::copy::copy(reading.as_mut(), writing.as_mut(), &mut |done| bar.set_position(done));
            bar.finish_and_clear();
            drop(reading);
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(restore.place.data.join(format!("restoring.db{ending}")));
            }
            copied.with_context(|| both!("数据库没有复制成", "the database was not copied"))?;
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
    crate::keys::put(&source, &restore.place, |log_key| hex::encode(log_key) == manifest.log_key)?;
    Ok(true)
}
