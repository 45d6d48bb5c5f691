//! 导出文件: the present filter as a file. Asking for it is an event with its reason, and so is that it was made.

use super::Filter;
use super::export::{COLUMNS, Exported, count_filtered, export_filtered};
use super::export_words::{filter_in_words, header, in_words};
use super::view::Lookups;
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Hash, Recorded};
use domain::people::{Act, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Seek;
use store::nouns::Export;
use store::{Command, Halt, Key, Tx, queries};
use tables::{Kind, Outgoing};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How long a file may be fetched after it was asked for.
const FETCHABLE: i64 = Instant::HOUR;
/// 导出原因 in characters, at most.
const REASON: usize = 500;
/// Files that are made at a time; the others wait for their turn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// XLSX.
    Xlsx,
    /// CSV.
    Csv,
}

impl ExportFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    fn of(name: &str) -> Self {
        if name == "csv" { Self::Csv } else { Self::Xlsx }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Xlsx => Kind::Xlsx,
            Self::Csv => Kind::Csv,
        }
    }

    /// The media type of the file.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What is to leave the house, and why.
pub struct Wanted {
    /// Which hazards.
    pub filter: Filter,
    /// As what kind of file.
    pub format: ExportFormat,
    /// 列: names of [`COLUMNS`] in the order wanted; none for all of them.
    pub columns: Vec<String>,
    /// 导出原因.
    pub reason: String,
}

/// An export that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Export)]
pub struct Asked {
    /// Its id.
    pub id: Uuid,
    /// How many rows it will have, as things stand.
    pub count: u64,
}

/// A file that was made.
pub struct Made {
    /// The file, at its beginning; nobody else can open it, and it is gone when it is closed.
    pub file: File,
    /// Its length in bytes.
    pub length: u64,
    /// The name under which it is kept.
    pub name: String,
    /// What kind it is.
    pub format: ExportFormat,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of its rows.
    pub sha256: Hash,
}

/// How many rows an export would have now.
pub async fn count(app: &App, actor: &Actor, filter: Filter) -> Result<u64, Problem> {
    may(actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (app, actor, filter) = (app.clone(), actor.clone(), filter.tidied()?);
    let counted = tokio::task::spawn_blocking(move || count_filtered(&app, &actor, &filter));
    counted.await.map_err(|_| Problem::internal())?
}

struct Ask {
    id: Uuid,
    now: Export,
    words: Words,
    count: u64,
}

impl Command for Ask {
    type Output = Asked;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Asked, Halt<Problem>> {
        let now = Export { asked_at: tx.now(), ..self.now.clone() };
        tx.record::<Export>(self.id, &Recorded::Registered { now }, &self.words)?;
        Ok(Asked { id: self.id, count: self.count })
    }
}

/// Asks for a file of what fits the filter. Why is said in words and stands in the ledger.
pub async fn ask(app: &App, actor: Actor, key: Option<Key>, wanted: Wanted) -> Result<Asked, Problem> {
    let Wanted { filter, format, columns, reason } = wanted;
    may(&actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let staff = actor.staff().ok_or_else(Problem::forbidden)?.clone();
    let (filter, reason) = (filter.tidied()?, reason.trim().to_owned());
    match reason.chars().count() {
        0 => return Err(Problem::invalid("reason", "required")),
        1..=REASON => {}
        _ => return Err(Problem::invalid("reason", "too_long")),
    }
    let known = |name: &String| COLUMNS.iter().any(|(column, _, _)| column == name);
    if let Some(at) = columns.iter().position(|name| !known(name)) {
        return Err(Problem::invalid(format!("columns[{at}]"), "unknown"));
    }
    if (1..columns.len()).any(|n| columns[..n].contains(&columns[n])) {
        return Err(Problem::invalid("columns", "twice"));
    }
    let count = count(app, &actor, filter.clone()).await?;
    // What was looked for are words: they stand beside the event.
    let words = Words::text(reason).with("q", filter.q.clone().unwrap_or_default());
    let filter = serde_json::to_value(Filter { q: None, ..filter }).map_err(|_| Problem::internal())?;
    let now = Export {
        person: staff.person,
        unit: staff.unit,
        asked_at: Instant(0),
        format: format.name().to_owned(),
        filter,
        columns,
        rows: None,
        sha256: None,
    };
    let id = app.store().surroundings().new_id();
    app.store()
        .execute(app.district(), actor, key, Ask { id, now, words, count })
        .await
        .map_err(Problem::from)
}

struct Finish {
    id: Uuid,
    rows: u64,
    sha256: Hash,
}

impl Command for Finish {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let asked: Export = tx.get(self.id)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        let now = Export { rows: Some(self.rows), sha256: Some(self.sha256), ..asked };
        tx.record::<Export>(self.id, &Recorded::Changed { now }, &Words::none())?;
        Ok(())
    }
}

/// Makes the file that was asked for, for whoever asked, within an hour. It leaves the house when its digest is in
/// the ledger.
pub async fn make(app: &App, actor: Actor, id: Uuid, lang: Lang) -> Result<Made, Problem> {
    may(&actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let person = actor.staff().map(|s| s.person);
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::desk::EXPORT, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let said = c.query(queries::ledger::EVENT, &[district.into(), id.into(), 1i64.into()])?;
        let said = super::words(said.first().map(|r| r.opt_text(13)).transpose()?.flatten());
        Ok(serde_json::from_str::<Export>(row.text(0)?).ok().map(|export| (export, said)))
    });
    let now = app.store().surroundings().now();
    let (asked, said) = found
        .await?
        .filter(|(asked, _)| Some(asked.person) == person && now.since(asked.asked_at) <= FETCHABLE)
        .ok_or_else(Problem::not_found)?;
    let turn = AT_ONCE.acquire().await.map_err(|_| Problem::internal())?;
    let writing = Writing { app: app.clone(), actor: actor.clone(), asked, said, now, lang };
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        writing.write()
    });
    let made = made.await.map_err(|_| Problem::internal())??;
    let finish = Finish { id, rows: made.rows, sha256: made.sha256 };
    app.store().execute(district, actor, None, finish).await.map_err(Problem::from)?;
    Ok(made)
}

/// Everything that a file is written from.
struct Writing {
    app: App,
    actor: Actor,
    asked: Export,
    said: Words,
    now: Instant,
    lang: Lang,
}

impl Writing {
    fn write(self) -> Result<Made, Problem> {
        let failed = |error: std::io::Error| {
            tracing::error!(%error, "an export could not be written");
            Problem::new(507, "no_space")
        };
        let (chinese, format) = (self.lang == Lang::Zh, ExportFormat::of(&self.asked.format));
        let mut filter: Filter =
            serde_json::from_value(self.asked.filter.clone()).map_err(|_| Problem::internal())?;
        filter.q = self.said.get("q").map(str::to_owned);
        // By name: columns that came since the file was asked for change nothing.
        let chosen: Vec<usize> = match self.asked.columns.as_slice() {
            [] => (0..COLUMNS.len()).collect(),
            names => names.iter().filter_map(|n| COLUMNS.iter().position(|(c, _, _)| c == n)).collect(),
        };
        let headers: Vec<&str> = chosen.iter().map(|n| header(self.lang, *n)).collect();
        let title = if chinese { "隐患台账" } else { "hazards" };
        let file = tempfile::tempfile().map_err(failed)?;
        let mut out = Outgoing::begin(format.kind(), file, title, &headers).map_err(failed)?;
        let lang = self.lang;
        let mut each = |Exported(values): Exported| {
            let cells: Vec<String> = chosen.iter().map(|n| in_words(lang, *n, values[*n].clone())).collect();
            out.row(&cells)
        };
        export_filtered(&self.app, &self.actor, &filter, lang, &mut each)?;
        let name = if chinese { "校验" } else { "checksum" };
        let (sum, mut file) = out.finish(name, |sum| self.trailer(&filter, sum)).map_err(failed)?;
        file.rewind().map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let stamp = self.now.beijing().strftime("%Y%m%d-%H%M");
        Ok(Made {
            file,
            length,
            name: format!("{title}-{stamp}.{}", format.name()),
            format,
            rows: sum.rows,
            sha256: Hash(sum.sha256),
        })
    }

    /// What the file says about itself.
    fn trailer(&self, filter: &Filter, sum: &tables::Checksum) -> Vec<[String; 2]> {
        let registers = self.app.registers();
        let who = |person: PersonId| registers.person_name(person).unwrap_or_default().to_owned();
        let said = filter_in_words(self.lang, filter, &Lookups::of(&self.app, self.lang), self.now);
        let covered = match self.lang {
            Lang::Zh => "不含表头的各行，按 CSV 格式（UTF-8，行末 CR LF）",
            Lang::En => "CSV lines without the heading, UTF-8, CR LF",
        };
        let pairs = [
            ("行数", "rows", sum.rows.to_string()),
            ("SHA-256", "SHA-256", hex::encode(sum.sha256)),
            ("校验范围", "digest of", covered.to_owned()),
            ("筛选条件", "filter", said),
            ("导出时间", "made at", self.now.to_string()),
            ("导出人", "made by", who(self.asked.person)),
            ("单位", "unit", registers.unit_name(self.asked.unit)),
            ("导出原因", "reason", self.said.get("text").unwrap_or_default().to_owned()),
        ];
        let chinese = self.lang == Lang::Zh;
        pairs.map(|(zh, en, value)| [(if chinese { zh } else { en }).to_owned(), value]).to_vec()
    }
}
