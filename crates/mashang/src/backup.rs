//! `mashang backup`: everything that an installation is made of, in one consistent moment, while it serves.

use crate::lang::both;
use crate::open::{Where, no_installation};
use crate::out::say;
use crate::verify::{Keys, Look, check, check_photos, keys, reader, sentence};
use crate::{beside, progress, shelf};
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::calendar::Instant;
use identity::keys::KeyRing;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Database, Surroundings};

/// The database in a backup: the embedded engine's, whichever the installation uses.
pub const DATABASE: &str = "mashang.db";
/// What the backup holds, written last: without it, it is none.
pub const MANIFEST: &str = "manifest.json";
/// The keys, if they are in it.
pub const KEYS: &str = "keys.backup";
/// The district's settings.
pub const DISTRICT: &str = "district.toml";

/// 备份到一个新目录，可在服务运行时进行，做完即核验 Copy everything to a new directory, in one consistent moment, also while a server runs; check the copy
///
/// Photos are linked where the file system allows, else copied. Keys, and files
/// of passwords that the settings name, stay where they are unless --with-keys
/// is given: keep them apart from the data, for whoever has both can read who
/// reported. Without the keys a backup opens no reporter record, no sealed photo
/// and no receipt: keep a copy of them somewhere.
/// Exit code: 0 the copy is complete and verified; 2 it does not fit, or photos
/// are missing (the backup is made all the same, and says how many); 1 it failed.
///
/// Examples:
///   mashang backup --data /var/lib/mashang --out /backup/2026-11-22
///   mashang backup --data /var/lib/mashang --database postgres://mashang@db/mashang --out /backup/today --with-keys
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Backup {
    #[command(flatten)]
    place: Where,
    /// A directory that does not exist yet, or is empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Put the keys into the backup, too
    #[arg(long)]
    with_keys: bool,
    /// Print the manifest as JSON
    #[arg(long)]
    json: bool,
}

/// `manifest.json`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the backup.
    pub format: u32,
    /// Version of the program that made it.
    pub version: String,
    /// When.
    pub made_at: Instant,
    /// 行政区划代码.
    pub district: i64,
    /// The engine that it came from.
    pub engine: String,
    /// Rows by table.
    pub tables: BTreeMap<String, u64>,
    /// Events, and how many of them the log had numbered.
    pub events: u64,
    /// Length of the log.
    pub log_size: u64,
    /// The newest root, hexadecimal.
    pub log_root: Option<String>,
    /// The public key of the log, hexadecimal.
    pub log_key: String,
    /// Photos.
    pub photos: shelf::Inventory,
    /// Photos that events refer to and that were not on the disk.
    #[serde(default)]
    pub missing_photos: u64,
    /// SHA-256 by file.
    pub files: BTreeMap<String, String>,
    /// Whether the keys are in it.
    pub keys: bool,
}

/// The SHA-256 of a file, hexadecimal.
pub fn digest(path: &Path) -> Result<String> {
    let mut file = File::open(path).with_context(|| path.display().to_string())?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex::encode(digest.finalize()));
        }
        digest.update(&buffer[..read]);
    }
}

/// Whether there is nothing at a path, or an empty directory.
pub fn is_free(path: &Path) -> Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// What is in a copy of the database, for the manifest.
pub fn contents(database: &Database, district: i64) -> Result<(BTreeMap<String, u64>, u64, Option<String>)> {
    let mut connection = reader(database)?;
    let tables: BTreeMap<String, u64> = store::copy::counts(connection.as_mut())?
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    let newest = store::latest_checkpoint(connection.as_mut(), domain::ids::District(district))?;
    let root = newest.map(|signed| signed.checkpoint.root.to_string());
    let size = tables.get("log").copied().unwrap_or(0);
    Ok((tables, size, root))
}

/// Runs the verb.
pub fn run(backup: Backup) -> Result<ExitCode> {
    let place = &backup.place;
    let ring = keys(place)?;
    let Some(district) = place.district()? else {
        bail!(no_installation(place));
    };
    if !is_free(&backup.out)? {
        let out = backup.out.display();
        bail!(both!(
            "{out} 不是空目录：备份不会覆盖已有文件，请用 --out 指一个新目录",
            "{out} is not empty: a backup never overwrites another. Take a new directory with --out"
        ));
    }
    fs::create_dir_all(&backup.out).with_context(|| backup.out.display().to_string())?;
    let copy = backup.out.join(DATABASE);
    copy_database(&place.database(), &copy)?;
    // After the database: a photo is kept before the row that names it, so none is missing.
    let bar = progress::bar(&both!("照片", "photos"));
    let photos =
        shelf::copy(&place.photos(), &backup.out.join("photos"), &mut |done| bar.set_position(done))?;
    bar.finish_and_clear();
    fs::copy(place.data.join(DISTRICT), backup.out.join(DISTRICT))?;
    let mut files = BTreeMap::new();
    for name in [DATABASE, DISTRICT] {
        files.insert(name.to_owned(), digest(&backup.out.join(name))?);
    }
    if place.data.join("demo.json").is_file() {
        fs::copy(place.data.join("demo.json"), backup.out.join("demo.json"))?;
    }
    for path in beside::of_backup(&place.data, backup.with_keys)? {
        beside::copy(&place.data, &backup.out, &path)?;
        files.insert(path.display().to_string(), digest(&backup.out.join(&path))?);
    }
    if backup.with_keys {
        write_keys(&ring, &backup.out)?;
        files.insert(KEYS.to_owned(), digest(&backup.out.join(KEYS))?);
    }
    let database = Database::Sqlite(copy.clone());
    let mut report = check(&database, &Keys::of(&ring))?;
    // Counted apart: photos that are missing do not stop a backup.
    let mut found = store::verify::Report::default();
    check_photos(&database, &backup.out.join("photos"), Look::Present, &mut found)?;
    report.photos = found.photos;
    tidy(&copy)?;
    let (tables, log_size, log_root) = contents(&database, district.code)?;
    tidy(&copy)?;
    let manifest = Manifest {
        format: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: crate::open::Machine.now(),
        district: district.code,
        engine: match place.database() {
            Database::Sqlite(_) => "sqlite".to_owned(),
            Database::Postgres(_) => "postgres".to_owned(),
        },
        tables,
        events: report.events,
        log_size,
        log_root,
        log_key: hex::encode(work::App::log_signer(&ring).public_key()),
        photos,
        missing_photos: found.faults,
        files,
        keys: backup.with_keys,
    };
    if report.first.is_some() {
        eprintln!("{}", sentence(&report));
        eprintln!(
            "{}",
            both!(
                "副本核验不符，说明原数据也不符：请对原数据运行 mashang verify。没有写清单，这份备份不能用。",
                "The copy does not fit, so neither do the data: run `mashang verify` there. No manifest was written."
            )
        );
        return Ok(ExitCode::from(2));
    }
    write_manifest(&backup.out, &manifest)?;
    let made = work::system::BackupListed {
        at: manifest.made_at,
        events: manifest.events,
        log_size: manifest.log_size,
        version: manifest.version.clone(),
        keys: manifest.keys,
    };
    let mut connection = place.database().connect(true)?;
    if let Err(error) =
        work::system::remember_backup(connection.as_mut(), domain::ids::District(district.code), &made)
    {
        eprintln!(
            "{}",
            both!(
                "备份完整可用，但没能在系统里记下这次备份：{error}",
                "The backup is whole, but the installation could not write down that it was made: {error}"
            )
        );
    }
    if backup.json {
        say!("{}", serde_json::to_string(&manifest)?);
    } else {
        say!("{}", sentence(&report));
        let (out, counted) = (backup.out.display(), photos_in_words(manifest.photos.count, report.photos));
        say!(
            "{}",
            both!(
                "备份完成：{out}（{counted}，日志 {log_size} 条）",
                "backed up: {out} ({counted}, {log_size} in the log)"
            )
        );
    }
    if backup.with_keys {
        eprintln!(
            "\n{}\n",
            both!(
                "！！！这份备份里有密钥：拿到它的人能看到举报人是谁，请离线加密保管 ！！！",
                "!!! THE KEYS ARE IN THIS BACKUP: whoever has it can read who reported. Keep it offline and encrypted !!!"
            )
        );
    }
    if let Some(missing) = beside::missing(&place.data, &backup.out)? {
        eprintln!(
            "{}",
            both!(
                "配置里写到、但不在备份里的文件，请与密钥一起另行保管，恢复时放回：\n{missing}",
                "Files that the settings name and that are not in the backup; keep them with the keys, and put them back after a \
             restore:\n{missing}"
            )
        );
    }
    if manifest.missing_photos > 0 {
        let missing = manifest.missing_photos;
        eprintln!(
            "{}",
            both!(
                "缺少照片 {missing} 张：磁盘上没有，备份里也没有，其余都在。请到更早的备份里找；mashang verify 会列出是哪些事件",
                "{missing} photos that events refer to are not on the disk, nor in this backup: everything else is. Look for \
             them in an older backup; `mashang verify` names the events"
            )
        );
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

/// How many photos lie in a folder, and how many of them belong to a hazard or a place: the others were sent and not
/// used, or not yet.
pub fn photos_in_words(there: u64, belong: u64) -> String {
    match there.saturating_sub(belong) {
        0 => both!("照片 {there} 张", "{there} photos"),
        loose => both!(
            "照片 {there} 张，其中 {loose} 张是传了没有用上的",
            "{there} photos, {loose} of them sent but not used"
        ),
    }
}

fn copy_database(from: &Database, to: &Path) -> Result<()> {
    let bar = progress::bar(&both!("数据库", "database"));
    let done = match from.backup_to(to, &mut |done, total| progress::show(&bar, done, total)) {
        Some(done) => done,
        None => {
            let mut reading = reader(from)?;
            let mut writing = Database::Sqlite(to.to_owned()).connect(true)?;
            store::copy::create_schema(writing.as_mut())?;
            store::copy::copy(reading.as_mut(), writing.as_mut(), &mut |done| bar.set_position(done))
        }
    };
    bar.finish_and_clear();
    done.with_context(|| both!("数据库没有复制成", "the database was not copied"))?;
    let mut copy = Database::Sqlite(to.to_owned()).connect(true)?;
    store::copy::forget_running(copy.as_mut())?;
    drop(copy);
    tidy(to)
}

/// Brings everything into the one file, so that a backup is one file, and its digest stands.
fn tidy(copy: &Path) -> Result<()> {
    let mut connection = Database::Sqlite(copy.to_owned()).connect(true)?;
    connection.query("pragma wal_checkpoint(truncate)", &[]).ok();
    drop(connection);
    File::open(copy)?.sync_all()?;
    Ok(())
}

fn write_keys(keys: &KeyRing, out: &Path) -> Result<()> {
    let path = out.join(KEYS);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(&keys.backup())?;
    file.sync_all()?;
    Ok(())
}

fn write_manifest(out: &Path, manifest: &Manifest) -> Result<()> {
    let fresh = out.join("manifest.json.new");
    fs::write(&fresh, serde_json::to_vec_pretty(manifest)?)?;
    File::open(&fresh)?.sync_all()?;
    fs::rename(&fresh, out.join(MANIFEST))?;
    File::open(out)?.sync_all()?;
    Ok(())
}
