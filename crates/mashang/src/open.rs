//! Where the data are, and how a command line verb opens them.

use crate::base_url::base_url;
use crate::lang::both;
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::calendar::Instant;
use domain::ids::District;
use domain::place::Extent;
use identity::entropy::OsEntropy;
use identity::keys::KeyRing;
use identity::password::{Argon2Cost, Passwords};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Connection, Database, Options, Store, Surroundings};
use work::{App, Setup};

/// Where the data are.
#[derive(Args, Clone, Debug)]
pub struct Where {
    /// 数据目录 The data directory: embedded database, photos, keys, district.toml
    #[arg(long, value_name = "DIR", default_value = "data", env = "MASHANG_DATA")]
    pub data: PathBuf,
    /// 改用 PostgreSQL，例如 PostgreSQL instead of the embedded database, for example postgres://user@host/mashang
    #[arg(long, value_name = "URL", env = "MASHANG_DATABASE", hide_env_values = true, value_parser = postgres)]
    pub database: Option<String>,
}

/// Of two servers on one embedded database only one may run, and the lock for that lies in the data directory: so its
/// file is not for choosing.
fn postgres(url: &str) -> Result<String, String> {
    match url.starts_with("postgres://") || url.starts_with("postgresql://") {
        true => Ok(url.to_owned()),
        false => Err(both!(
            "PostgreSQL 写成 postgres://用户@主机/库名；内置数据库用 --data 指定目录",
            "PostgreSQL is named as postgres://user@host/name; the embedded database lies in --data"
        )),
    }
}

/// `district.toml`: what an installation is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictFile {
    /// GB/T 2260 code of six digits.
    pub code: i64,
    /// Name in words.
    pub name: String,
    /// The address under which the public reaches it, without a slash at the end.
    pub base_url: String,
    /// Whether the data are made up.
    #[serde(default)]
    pub demo: bool,
    /// Where it lies; nothing is refused for its position without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<Extent>,
    /// By which ways notices leave the house; see `outlets.rs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<toml::Table>,
}

/// The code of an installation that nobody has named: the country as a whole in GB/T 2260.
const UNNAMED: i64 = 100_000;

impl Where {
    /// The embedded database's file.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("mashang.db")
    }

    /// Which database.
    pub fn database(&self) -> Database {
        match &self.database {
            Some(url) => Database::parse(url),
            None => Database::Sqlite(self.database_file()),
        }
    }

    /// The folder of photos.
    pub fn photos(&self) -> PathBuf {
        self.data.join("photos")
    }

    /// The folder of keys.
    pub fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// Whether its database holds events and its folder of keys nothing: gone, or a disk that was not mounted. New keys
    /// would open nothing of it.
    pub fn lacks_keys(&self) -> bool {
        let empty = match std::fs::read_dir(self.keys()) {
            Ok(mut files) => files.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        empty && holds_events(&self.database())
    }

    /// The folder of base maps and the district's drawing.
    pub fn maps(&self) -> PathBuf {
        self.data.join("map")
    }

    fn district_file(&self) -> PathBuf {
        self.data.join("district.toml")
    }

    /// A file in the place of the data directory is somebody's, and a mistake.
    pub fn not_a_file(&self) -> Result<()> {
        if self.data.exists() && !self.data.is_dir() {
            let data = self.data.display();
            bail!(both!("{data} 是文件，--data 要写目录", "{data} is a file: --data takes a directory"));
        }
        Ok(())
    }

    /// Reads `district.toml`; `None` in a new directory.
    pub fn district(&self) -> Result<Option<DistrictFile>> {
        self.not_a_file()?;
        let path = self.district_file();
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let known: DistrictFile = toml::from_str(&text).with_context(|| {
                    let path = path.display();
                    both!(
                        "{path} 写法有误，请照 docs/operating.zh-CN.md 改正",
                        "{path} is not readable: correct it as docs/operating.md says"
                    )
                })?;
                if known.extent.is_some_and(|extent| !extent.is_box()) {
                    let path = path.display();
                    bail!(both!(
                        "{path}：[extent] 的范围不对，west 须小于 east，south 须小于 north，单位是度",
                        "{path}: the extent is no box: west < east and south < north, in degrees"
                    ));
                }
                if let Err(why) = base_url(&known.base_url) {
                    bail!("{}: base_url: {why}", path.display());
                }
                if let Some(held) = another_district(&self.database(), known.code) {
                    let (path, code) = (path.display(), known.code);
                    bail!(both!(
                        "{path} 写的区划代码是 {code}，数据库里的是 {held}：代码不能改，请改回 code = {held}",
                        "{path} says district {code}, the database holds {held}: the code never changes, write code = {held} again"
                    ));
                }
                Ok(Some(known))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).with_context(|| path.display().to_string()),
        }
    }

    /// Begins an installation that nobody has named, and says so.
    pub fn begin_unnamed(&self, base_url: Option<String>) -> Result<DistrictFile> {
        self.refuse_nameless_data()?;
        let fresh = DistrictFile {
            code: UNNAMED,
            name: "未命名区".into(),
            base_url: base_url.unwrap_or_else(|| "http://127.0.0.1:8311".into()),
            demo: false,
            extent: None,
            notices: None,
        };
        self.write_district(&fresh)?;
        let data = self.data.display();
        eprintln!(
            "{}",
            both!(
                "mashang: 已在 {data} 新建一套未命名的系统，只供试用。区划代码会写进每条记录，正式启用请换一个空目录运行\n  \
             mashang serve --data 目录 --district 430406 --name 雁峰区 --base-url https://…",
                "mashang: new installation in {data}, not named yet. For a real one begin again in an empty directory with \
             `mashang serve --data DIR --district 430406 --name 雁峰区 --base-url https://…`: the district's code \
             becomes part of every record."
            )
        );
        Ok(fresh)
    }

    /// An empty installation in the system's temporary folder, for a trial; whoever asks for it removes it.
    pub fn empty_trial() -> Result<Self> {
        let data = std::env::temp_dir().join(format!("mashang-trial-{}", Machine.new_id().simple()));
        let trial = Self { data, database: None };
        let (name, base_url) = ("试导".into(), "http://127.0.0.1".into());
        trial.write_district(&DistrictFile {
            code: UNNAMED,
            name,
            base_url,
            demo: false,
            extent: None,
            notices: None,
        })?;
        Ok(trial)
    }

    /// Data without `district.toml` are somebody's: another district must not begin among them.
    pub fn refuse_nameless_data(&self) -> Result<()> {
        if holds_events(&self.database()) {
            let file = self.district_file();
            let file = file.display();
            bail!(both!(
                "数据库里已有数据，但缺少 {file}：请照 docs/operating.zh-CN.md 补上，或从备份取回",
                "the database holds an installation, but {file} is missing: take it from a backup, or write it again \
                 as docs/operating.md says"
            ));
        }
        Ok(())
    }

    /// Writes `district.toml` for a new installation.
    pub fn write_district(&self, district: &DistrictFile) -> Result<()> {
        let text = toml::to_string_pretty(district)?;
        let at = || self.district_file().display().to_string();
        std::fs::create_dir_all(&self.data).with_context(|| self.data.display().to_string())?;
        // Beside it first: a power cut leaves the old file or the new one.
        let fresh = self.data.join("district.toml.new");
        std::fs::write(&fresh, text).with_context(at)?;
        std::fs::File::open(&fresh).and_then(|file| file.sync_all()).with_context(at)?;
        std::fs::rename(fresh, self.district_file()).with_context(at)
    }
}

/// The clock and randomness of the machine: the one place where they come in.
pub struct Machine;

impl Surroundings for Machine {
    #[allow(clippy::disallowed_methods, reason = "this is where time comes in")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(since.as_millis() as i64)
    }

    #[allow(clippy::disallowed_methods, reason = "this is where randomness comes in")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without randomness ids and tokens could be guessed: better no service than that.
            eprintln!("the machine gives no randomness");
            std::process::abort();
        }
    }
}

/// The machine's surroundings with a clock that is ahead: what falls due in a month is seen at once.
pub struct Ahead {
    /// By how many minutes.
    pub minutes: i64,
}

impl Surroundings for Ahead {
    fn now(&self) -> Instant {
        Machine.now().plus(self.minutes * Instant::MINUTE)
    }

    fn fill(&self, bytes: &mut [u8]) {
        Machine.fill(bytes);
    }
}

/// How a verb opens the data.
pub struct Opening {
    /// Commands that may wait.
    pub queue: usize,
    /// Connections that read.
    pub readers: usize,
    /// Called when the disk fails.
    pub on_fatal: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Default for Opening {
    fn default() -> Self {
        Self {
            queue: 4_096,
            readers: 8,
            on_fatal: Arc::new(|error| {
                eprintln!(
                    "{}",
                    both!(
                        "mashang: 磁盘出错，已停止：{error}。已答复的上报都在；请检查磁盘后再启动",
                        "mashang: the disk failed, stopping: {error}. What was acknowledged is there: look at the disk, then \
                     start again"
                    )
                );
                std::process::exit(74);
            }),
        }
    }
}

/// There is nothing there, and how to begin.
pub fn no_installation(place: &Where) -> String {
    let data = place.data.display();
    both!(
        "{data} 里还没有数据：先运行 mashang serve --data {data}；数据在别处的，用 --data 指明",
        "there is no installation in {data} yet: start `mashang serve --data {data}` first, or say with --data where it is"
    )
}

/// The keys are not where they belong, and how to go on.
pub fn no_keys(place: &Where) -> String {
    let (data, keys) = (place.data.display(), place.keys());
    let keys = keys.display();
    both!(
        "数据库里有数据，但 {keys} 里没有密钥，不能新造：新密钥打不开举报人信息，旧码、旧回执也对不上。\n  \
         有原来的 keys 目录：复制到 {keys}\n  \
         有密钥备份 keys.backup：mashang keys put --from keys.backup --data {data}\n  \
         然后再运行一次",
        "the database holds an installation, but its keys are not in {keys}, and new keys would open no reporter's \
         contact, fit no printed code and no receipt. Put the keys back:\n  \
         a keys directory: copy it to {keys}\n  \
         a keys.backup: mashang keys put --from keys.backup --data {data}\n  \
         Then run this again"
    )
}

/// Opens data that exist already.
pub fn open(place: &Where) -> Result<App> {
    let Some(district) = place.district()? else {
        bail!(no_installation(place));
    };
    open_as(place, &district, Opening::default(), Arc::new(Machine))
}

/// Opens data, or begins an installation that is not named yet: an import may come before the first `serve`.
pub fn open_or_begin(place: &Where) -> Result<App> {
    let district = match place.district()? {
        Some(known) => known,
        None => place.begin_unnamed(None)?,
    };
    open_as(place, &district, Opening::default(), Arc::new(Machine))
}

/// Whether somebody already recorded something there; a database that cannot be asked is found out at opening.
pub fn holds_events(database: &Database) -> bool {
    let found = standing(database).and_then(|mut c| c.query("select 1 from events limit 1", &[]).ok());
    found.is_some_and(|rows| !rows.is_empty())
}

/// A connection to a database that is there already.
fn standing(database: &Database) -> Option<Box<dyn Connection>> {
    match database {
        Database::Sqlite(file) if !file.exists() => None,
        there => there.connect(true).ok(),
    }
}

/// The district whose events the database holds, if there are none of the one that is asked for: a second one must not
/// begin among them because of a slip of the pen.
fn another_district(database: &Database, own: i64) -> Option<i64> {
    let mut connection = standing(database)?;
    if !connection.query("select 1 from events where district = $1 limit 1", &[own.into()]).ok()?.is_empty() {
        return None;
    }
    let first = connection.query("select district from events order by district limit 1", &[]).ok()?;
    first.first()?.int(0).ok()
}

/// Opens data, creating what is missing, with the surroundings given.
pub fn open_as(
    place: &Where,
    district: &DistrictFile,
    opening: Opening,
    surroundings: Arc<dyn Surroundings>,
) -> Result<App> {
    std::fs::create_dir_all(&place.data).with_context(|| place.data.display().to_string())?;
    if place.lacks_keys() {
        bail!(no_keys(place));
    }
    let keys = KeyRing::open_or_create(&place.keys(), &OsEntropy).with_context(|| keys_in(place))?;
    let store = Store::open(
        place.database(),
        Options {
            surroundings: Arc::clone(&surroundings),
            signer: App::log_signer(&keys),
            queue: opening.queue,
            readers: opening.readers,
            on_fatal: opening.on_fatal,
        },
    )
    .with_context(|| both!("数据库打不开", "the database does not open"))?;
    let shelf = files::Shelf::open(place.photos()).with_context(|| place.photos().display().to_string())?;
    let setup = Setup {
        store,
        shelf,
        keys,
        district: District(district.code),
        district_name: district.name.clone(),
        base_url: district.base_url.clone(),
        demo: district.demo,
        passwords: Passwords::new(Argon2Cost::default(), &OsEntropy).context("passwords")?,
        rates: work::Rates::default(),
    };
    App::open(setup, surroundings).map_err(|problem| {
        let (title, detail) = work::words::say(crate::lang::reader(), &problem);
        anyhow::anyhow!(both!("读不出名册：{title} {detail}", "the registers do not load: {title} {detail}"))
    })
}

/// Where a mistake with the keys is.
pub fn keys_in(place: &Where) -> String {
    let keys = place.keys();
    let keys = keys.display();
    both!("{keys} 里的密钥", "the keys in {keys}")
}
