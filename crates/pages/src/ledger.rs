//! GET /log: the public key, the newest checkpoint, and how to check a receipt.

use crate::answer::{Failed, page};
use crate::moment::moment;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::With;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use work::Problem;

/// The outsider's program; also in the repository.
const SCRIPT: &str = include_str!("../../../scripts/verify_receipt.py");

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    frame: Frame,
    key: String,
    checkpoint: Option<CheckpointView>,
}

struct CheckpointView {
    size: u64,
    at: String,
    note: String,
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

async fn newest(pages: &Pages, lang: Reader) -> Result<Option<CheckpointView>, Problem> {
    match work::ledger::checkpoint(&pages.app).await {
        Ok(signed) => {
            let note = signed.note(&pages.app.log_key()).map_err(|_| Problem::new(500, "internal"))?;
            let (size, at) = (signed.checkpoint.size, moment(*lang, signed.checkpoint.at));
            Ok(Some(CheckpointView { size, at, note }))
        }
        Err(problem) if problem.status == 404 => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// The page.
pub(crate) async fn log(State(pages): State<Pages>, lang: Reader) -> Response {
    match newest(&pages, lang).await {
        Ok(checkpoint) => {
            let frame = pages.frame(lang, lang.words().ledger.title);
            page(StatusCode::OK, &LogPage { frame, key: hexadecimal(&pages.app.log_key()), checkpoint })
        }
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}

/// The newest checkpoint as a signed note, for programs.
pub(crate) async fn checkpoint(State(pages): State<Pages>, lang: Reader) -> Response {
    match newest(&pages, lang).await {
        Ok(Some(checkpoint)) => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], checkpoint.note).into_response()
        }
        Ok(None) => Failed::NotFound.page(&pages, lang),
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}

/// The program.
pub(crate) async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/x-python; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"verify_receipt.py\""),
    ];
    (headers, SCRIPT).into_response()
}
