//! `POST /hazards/import`: 台账导入, told line by line as it goes.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, word};
use crate::settings::Api;
use crate::upload::{FileBytes, Upload};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::place::System;
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, mpsc};
use work::Problem;
use work::hazard::{Imported, Importing, LedgerFile, LedgerSheet, may_import};

/// One ledger at a time: each may take as much memory as its limits allow, and two that bring the same rows would only
/// get in each other's way.
static ONE: Semaphore = Semaphore::const_new(1);
/// After how many rows progress is told.
const STEP: usize = 100;
/// Lines that wait for a slow reader; progress that finds no room is left out.
const WAITING: usize = 16;

/// How a ledger is taken.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerQuery {
    /// The file's name.
    name: String,
    /// 来源: the ledger's name, under which its rows are known; else the file's name without its ending. The same ledger
    /// must come under the same name again, or its rows come in twice.
    source: Option<String>,
    /// Names of sheets with `/` between, a sign that no sheet's name has; all that are not hidden, if none is given.
    sheets: Option<String>,
    /// 坐标系 of its longitudes and latitudes: `cgcs2000`, `wgs84`, `gcj02`, `bd09`. Without it they are kept as words.
    system: Option<String>,
    /// Only say what would become of each row.
    #[serde(default)]
    dry_run: bool,
}

/// How far it has come.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ImportProgress {
    /// Rows that are done.
    done: usize,
    /// Rows that are to be done.
    total: usize,
}

/// What became of a ledger.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct LedgerReport {
    #[serde(flatten)]
    imported: Imported,
    /// The name under which its rows are known.
    source: String,
    /// The sheets of the file.
    sheets: Vec<LedgerSheet>,
}

/// A line of the answer: `progress` any number of times, then one `report`; or one `problem`, if it stopped. What came in
/// before stays in, and the same file brings the rest.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportLine {
    /// So far.
    Progress(ImportProgress),
    /// The end.
    Report(Box<LedgerReport>),
    /// It stopped.
    Problem(Box<ProblemBody>),
}

impl ImportLine {
    fn bytes(&self) -> Bytes {
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line.into()
    }
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// Takes a hazard ledger from a spreadsheet (.xlsx, .csv), as it is. Each row comes in whole or is named with sheet,
/// row, column and reason; a second run takes in only what is missing. The answer is lines of JSON, the last of which
/// is the report. It goes on to its end also when nobody listens any more.
#[utoipa::path(post, path = "/api/v1/hazards/import", tag = "hazards", params(LedgerQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, content_type = "application/x-ndjson", body = ImportLine),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn import_hazards(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<LedgerQuery>,
    Upload(bytes): Upload,
) -> Answer<Response> {
    let (app, actor, lang) = (api.app.clone(), signed.actor(), lang(&headers));
    let system = query.system.as_deref().map(|text| word::<System>("system", text)).transpose()?;
    let source = query.source.as_deref().map_or_else(|| stem(&query.name), str::trim).to_owned();
    may_import(&actor, &source)?;
    let turn = ONE.try_acquire().map_err(|_| Problem::new(409, "import_running"))?;
    let read = tokio::task::spawn_blocking(move || {
        let LedgerQuery { name, sheets, .. } = &query;
        let named = sheets.as_deref().unwrap_or_default().split('/').filter(|name| !name.trim().is_empty());
        let named: Vec<String> = named.map(str::to_owned).collect();
        let file = LedgerFile::read(&bytes, name, &named, system, lang)?;
        Ok::<_, Problem>((file, query.dry_run))
    });
    let (file, dry_run) = read.await.map_err(|_| Problem::internal())??;
    let (tell, told) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let importing = Importing { source, dry_run, lang };
        let mut progress = |done: usize, total: usize| {
            if done.is_multiple_of(STEP) {
                // Whoever reads too slowly, or no longer, misses it.
                let _ = tell.try_send(ImportLine::Progress(ImportProgress { done, total }).bytes());
            }
        };
        let (done, sheets) = match &file {
            Ok(file) => (file.import(&app, &actor, &importing, &mut progress), file.sheets()),
            Err(unread) => (Ok(Imported { dry_run, ..unread.clone() }), Vec::new()),
        };
        drop(turn);
        let line = match done {
            Ok(imported) => {
                ImportLine::Report(Box::new(LedgerReport { imported, source: importing.source, sheets }))
            }
            Err(problem) => ImportLine::Problem(Box::new(ProblemBody::new(&problem, lang))),
        };
        let _ = tell.blocking_send(line.bytes());
    });
    let lines = futures_util::stream::unfold(told, |mut told| async move {
        told.recv().await.map(|line| (Ok::<_, std::io::Error>(line), told))
    });
    let mut answer = Body::from_stream(lines).into_response();
    let own = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        // Proxies that collect answers before they pass them on would keep progress back.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    answer.headers_mut().extend(own.map(|(name, value)| (name, HeaderValue::from_static(value))));
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_called_like_its_file() {
        for (name, called) in
            [("台账.xlsx", "台账"), ("a/b.c.csv", "b.c"), ("C:\\x\\表", "表"), (".csv", ".csv"), ("", "")]
        {
            assert_eq!(stem(name), called, "{name}");
        }
    }
}
