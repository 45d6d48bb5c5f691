//! GET /r/{receipt}/proof.json: everything that an outsider needs to check that the log holds the report.

use super::open;
use crate::answer::Failed;
use crate::ledger::hexadecimal;
use crate::reader::Reader;
use crate::state::Pages;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::ledger::Envelope;
use serde::Serialize;
use store::Inclusion;
use work::hazard::ReceiptView;

/// The file. Its fields are read by `scripts/verify_receipt.py`.
#[derive(Serialize)]
struct Proof<'a> {
    format: &'static str,
    receipt: &'a str,
    /// The first event as the ledger holds it.
    event: &'a Envelope,
    /// What was said with it; nothing when it was erased.
    words: Option<Words<'a>>,
    /// Ed25519 over `mashang.promise.v1`, the hash and the time recorded.
    promise: &'a str,
    inclusion: Option<&'a Inclusion>,
    /// The key that the server says is its own; to be compared with one from elsewhere.
    log_key: String,
    published_at: String,
}

#[derive(Serialize)]
struct Words<'a> {
    json: &'a str,
    salt: &'a str,
}

/// The file for a receipt.
pub(crate) async fn proof(State(pages): State<Pages>, lang: Reader, Path(receipt): Path<String>) -> Response {
    let found = async {
        let (id, _) = open(&pages, &receipt).await?;
        Ok::<_, Failed>(ReceiptView::of(&pages.app, id).await?)
    };
    let view = match found.await {
        Ok(view) => view,
        Err(failed) => return failed.page(&pages, lang),
    };
    let proof = Proof {
        format: "mashang.proof.v1",
        receipt: &view.number,
        event: &view.first,
        words: view.first_words.as_ref().map(|(json, salt)| Words { json, salt }),
        promise: &view.promise,
        inclusion: view.proof.as_ref(),
        log_key: hexadecimal(&pages.app.log_key()),
        published_at: format!("{}/log", pages.app.base_url()),
    };
    let name = format!("attachment; filename=\"proof-{}.json\"", view.number);
    ([(header::CONTENT_DISPOSITION, name)], Json(proof)).into_response()
}
