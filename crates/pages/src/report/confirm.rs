//! 发送前提醒: what in the text looks like a name or a number, shown before it is sent. Nothing is sent anywhere for it.

use crate::answer::page;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::upload::Form;
use crate::words::{With, Words};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use identity::scrub::{FindingKind, scrub};

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    frame: Frame,
    action: String,
    fields: Vec<(String, String)>,
    tickets: Vec<String>,
    texts: Vec<Vec<Passage>>,
}

/// A piece of a text.
pub(super) struct Passage {
    text: String,
    /// What it looks like; nothing for what is harmless.
    looks: Option<&'static str>,
}

fn looks_like(w: &'static Words, kind: FindingKind) -> &'static str {
    let r = &w.report;
    match kind {
        FindingKind::Phone => r.looks_phone,
        FindingKind::IdNumber => r.looks_id,
        FindingKind::Email => r.looks_mail,
        FindingKind::ChatAccount => r.looks_chat,
        FindingKind::SelfIntroduction => r.looks_self,
        FindingKind::NamedContact => r.looks_name,
    }
}

/// The texts in pieces; those without a doubtful passage are left out.
pub(super) fn passages(w: &'static Words, texts: &[&str]) -> Vec<Vec<Passage>> {
    let cut = texts.iter().map(|text| {
        let (mut pieces, mut at) = (Vec::new(), 0);
        for finding in scrub(text).findings {
            let plain = text.get(at..finding.range.start).unwrap_or_default();
            pieces.push(Passage { text: plain.to_owned(), looks: None });
            let found = text.get(finding.range.clone()).unwrap_or_default();
            pieces.push(Passage { text: found.to_owned(), looks: Some(looks_like(w, finding.kind)) });
            at = finding.range.end;
        }
        if !pieces.is_empty() {
            pieces.push(Passage { text: text.get(at..).unwrap_or_default().to_owned(), looks: None });
        }
        pieces
    });
    cut.filter(|pieces| !pieces.is_empty()).collect()
}

/// The question, with everything that was typed and sent on its way through the page.
pub(super) fn ask(
    pages: &Pages,
    lang: Reader,
    action: String,
    form: &Form,
    tickets: Vec<String>,
    texts: Vec<Vec<Passage>>,
) -> Response {
    let fields = form.fields().iter().filter(|(name, text)| {
        !text.is_empty() && !matches!(name.as_str(), "kept" | "drop" | "as_is" | "change")
    });
    let template = ConfirmPage {
        frame: pages.frame(lang, lang.words().report.confirm_title).stay(),
        action,
        fields: fields.cloned().collect(),
        tickets,
        texts,
    };
    page(StatusCode::OK, &template)
}
