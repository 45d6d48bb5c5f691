//! GET /log: the public key, the newest checkpoint, the drawings of re-checks, and how to check a receipt and a drawing.

use crate::answer::{Failed, page};
use crate::moment::moment;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::With;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use work::Problem;
use work::judging::DrawListed;

/// The outsider's programs; also in the repository.
const PROGRAMS: [(&str, &str); 2] = [
    ("verify_receipt.py", include_str!("../../../scripts/verify_receipt.py")),
    ("verify_draw.py", include_str!("../../../scripts/verify_draw.py")),
];

/// Drawings of so many months are shown; older ones have the same addresses.
const DRAWS: usize = 12;

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    frame: Frame,
    key: String,
    checkpoint: Option<CheckpointView>,
    draws: Vec<DrawView>,
}

struct DrawView {
    period: String,
    committed: String,
    commitment: String,
    /// The entry of the log that holds the commitment, counted from 1.
    entry: Option<u64>,
    revealed: Option<RevealedView>,
}

struct RevealedView {
    seed: String,
    at: String,
    result: String,
}

fn draw(lang: Reader, listed: DrawListed) -> DrawView {
    let words = &lang.words().ledger;
    let revealed = listed.seed.zip(listed.revealed_at).map(|(seed, at)| RevealedView {
        seed: seed.to_string(),
        at: moment(*lang, at),
        result: words
            .draw_result
            .with(listed.closed.unwrap_or(0))
            .with(listed.drawn.unwrap_or(0))
            .with(listed.percent),
    });
    DrawView {
        committed: moment(*lang, listed.committed_at),
        commitment: listed.commitment.to_string(),
        entry: listed.index.map(|index| index + 1),
        period: listed.period,
        revealed,
    }
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
    let read = async {
        let draws = work::judging::published_draws(&pages.app).await?;
        Ok::<_, Problem>((newest(&pages, lang).await?, draws))
    };
    match read.await {
        Ok((checkpoint, draws)) => {
            let frame = pages.frame(lang, lang.words().ledger.title);
            let draws = draws.into_iter().take(DRAWS).map(|listed| draw(lang, listed)).collect();
            page(
                StatusCode::OK,
                &LogPage { frame, key: hexadecimal(&pages.app.log_key()), checkpoint, draws },
            )
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

/// The programs.
pub(crate) async fn program(State(pages): State<Pages>, lang: Reader, Path(name): Path<String>) -> Response {
    let Some((name, text)) = PROGRAMS.into_iter().find(|(known, _)| *known == name) else {
        return Failed::NotFound.page(&pages, lang);
    };
    let file = format!("attachment; filename=\"{name}\"");
    let kind = "text/x-python; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, file)], text).into_response()
}
