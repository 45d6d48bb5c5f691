//! A form with photos, read part by part; each photo is taken in as soon as it is here.

use super::guard::{Cut, Guard, Told, throw_away};
use crate::answer::Failed;
use crate::state::Pages;
use crate::words::{Lang, With, Words};
use axum::body::to_bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header;
use domain::people::Actor;
use domain::text::clean;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};
use work::Problem;
use work::photo::Kept;

/// The most photos of one report.
pub(crate) const MOST_PHOTOS: usize = 9;
/// The longest description of a report and the longest address, in characters.
pub(crate) const MOST_TEXT: usize = 4_000;
pub(crate) const MOST_ADDRESS: usize = 500;
/// The most bytes of one photo, as `files` has it.
const PHOTO: usize = 20_000_000;
/// The most bytes of a whole form.
const WHOLE: u64 = 60_000_000;
/// The most bytes of one field of text that is given back to be shortened, and of all of them.
const TEXT: usize = 256_000;
const TEXTS: usize = 512_000;

/// What is wrong with one field, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Complaint {
    /// The field's name in the form.
    pub(crate) field: &'static str,
    /// How to put it right.
    pub(crate) say: String,
}

impl Complaint {
    pub(crate) fn new(field: &'static str, say: impl Into<String>) -> Self {
        Self { field, say: say.into() }
    }
}

/// A form as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    /// Photos that came with it and were taken in.
    pub(crate) photos: Vec<Kept>,
    /// For each photo that came with it, in order, whether it was taken in.
    pub(crate) outcomes: Vec<Option<Kept>>,
    /// What is wrong with the photos.
    pub(crate) complaints: Vec<Complaint>,
}

impl Form {
    /// The trimmed text of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// Every text of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// Whether a box was ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Every field with its name, in the order in which they were sent.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Reads a form with photos.
    pub(crate) async fn read(
        pages: &Pages,
        lang: Lang,
        actor: &Actor,
        request: Request,
    ) -> Result<Self, Failed> {
        let (parts, body) = request.into_parts();
        let (body, told) = Guard::body(body, WHOLE, pages.settings.patience, pages.settings.longest);
        let mut request = Request::from_parts(parts, body);
        // The guard measures instead.
        DefaultBodyLimit::disable().apply(&mut request);
        let broken = |error: &dyn std::fmt::Display| {
            tracing::debug!(%error, "a form broke off");
            match told.cut() {
                Some(Cut::TooLarge) => Failed::TooLarge,
                Some(Cut::Slow) => Failed::Slow,
                Some(Cut::Shapeless) => Failed::Shape,
                None => Failed::Broken,
            }
        };
        if is_urlencoded(&request) {
            let body = to_bytes(request.into_body(), TEXTS).await.map_err(|e| match told.cut() {
                Some(_) => broken(&e),
                None => Failed::TooLarge,
            })?;
            // What is no UTF-8 comes out of the parser as U+FFFD, which nobody types.
            let typed = body.to_ascii_uppercase().windows(9).any(|w| w == b"%EF%BF%BD");
            let fields = form_urlencoded::parse(&body).into_owned();
            return Ok(Self::of_fields(lang, fields, |text| typed || !text.contains('\u{fffd}')));
        }
        if !is_multipart(&request) {
            throw_away(request.into_body(), pages.settings.patience, pages.settings.longest).await;
            return Err(Failed::Shape);
        }
        let mut parts = Multipart::from_request(request, &()).await.map_err(|e| broken(&e))?;
        let mut form = Self::default();
        let mut texts = 0;
        while let Some(mut part) = parts.next_field().await.map_err(|e| broken(&e))? {
            told.goes_on();
            let name = part.name().unwrap_or_default().to_owned();
            if name == "photos" {
                let named = part.file_name().is_some_and(|n| !n.is_empty());
                let part = Part::collect(&mut part, PHOTO, &pages.memory, &told)
                    .await
                    .map_err(|s| s.failed(&broken))?;
                form.take_photo(pages, lang, actor, part, named).await?;
                continue;
            }
            let part =
                Part::collect(&mut part, TEXT, &pages.memory, &told).await.map_err(|s| s.failed(&broken))?;
            texts += part.bytes.len() + name.len();
            if texts > TEXTS {
                return Err(Failed::TooLarge);
            }
            match part.fits && std::str::from_utf8(&part.bytes).is_err() {
                true => form.take_foreign(lang, name),
                false => form.take_text(lang, name, part.fits.then_some(&part.bytes)),
            }
        }
        Ok(form)
    }

    fn of_fields(
        lang: Lang,
        fields: impl Iterator<Item = (String, String)>,
        readable: impl Fn(&str) -> bool,
    ) -> Self {
        let mut form = Self::default();
        for (name, text) in fields {
            if !readable(&text) {
                form.take_foreign(lang, name);
                continue;
            }
            form.take_text(lang, name, (text.len() <= TEXT).then_some(text.as_bytes()));
        }
        form
    }

    /// Takes a field of text in, [cleaned](domain::text::clean); one that is too long for that is left out and said.
    fn take_text(&mut self, lang: Lang, name: String, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else {
            let w = &lang.words().report;
            let (field, say) = match name.as_str() {
                "text" => ("text", w.e_text_long.with(MOST_TEXT)),
                "address" => ("address", w.e_address_long.with(MOST_ADDRESS)),
                "name" => ("name", w.e_name_long.to_owned()),
                "phone" => ("phone", w.e_phone.to_owned()),
                _ => ("", w.e_field_long.with(name.chars().take(40).collect::<String>())),
            };
            self.complaints.push(Complaint::new(field, say));
            return;
        };
        let text = clean(&String::from_utf8_lossy(bytes)).into_owned();
        // No browser sends the words twice; whoever does means all of them.
        if matches!(name.as_str(), "text" | "address")
            && let Some((_, known)) = self.fields.iter_mut().find(|(n, known)| *n == name && *known != text)
        {
            known.push(if name == "text" { '\n' } else { ' ' });
            known.push_str(&text);
            return;
        }
        self.fields.push((name, text));
    }

    /// A field in an encoding that is not ours, GBK for example: taken as it is, its words would be lost.
    fn take_foreign(&mut self, lang: Lang, name: String) {
        let w = &lang.words().report;
        let field = match name.as_str() {
            "text" => "text",
            "address" => "address",
            "name" => "name",
            "phone" => "phone",
            _ => "",
        };
        self.complaints.push(Complaint::new(field, w.e_encoding));
    }

    async fn take_photo(
        &mut self,
        pages: &Pages,
        lang: Lang,
        actor: &Actor,
        part: Part<'_>,
        named: bool,
    ) -> Result<(), Failed> {
        let w = lang.words();
        // What browsers send for an empty file field.
        if !named && part.fits && part.bytes.is_empty() {
            return Ok(());
        }
        if self.outcomes.len() >= MOST_PHOTOS {
            if !self.complaints.iter().any(|c| c.say == w.report.e_photos_many) {
                self.complaints.push(Complaint::new("photos", w.report.e_photos_many));
            }
            return Ok(());
        }
        let name = w.report.photo_n.with(self.outcomes.len() + 1);
        let kept = match part.fits {
            true => work::photo::keep(&pages.app, actor, part.bytes).await,
            false => Err(Problem::new(413, "photo_too_large")),
        };
        match kept {
            Ok(kept) => {
                self.photos.push(kept.clone());
                self.outcomes.push(Some(kept));
            }
            Err(problem) => {
                let say = photo_words(w, &problem).ok_or_else(|| Failed::from(problem))?;
                self.complaints.push(Complaint::new("photos", say.with(name)));
                self.outcomes.push(None);
            }
        }
        Ok(())
    }
}

fn content_type(request: &Request) -> &str {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

fn is_urlencoded(request: &Request) -> bool {
    content_type(request).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn is_multipart(request: &Request) -> bool {
    content_type(request).eq_ignore_ascii_case("multipart/form-data")
}

/// A part of a form in memory, and the room there that it takes.
struct Part<'a> {
    bytes: Vec<u8>,
    /// Whether it has no more bytes than it may; otherwise none are kept.
    fits: bool,
    _room: Option<SemaphorePermit<'a>>,
}

/// Why a part could not be read.
enum Stop {
    Broken(MultipartError),
    /// Too many senders at once.
    NoRoom,
}

impl Stop {
    fn failed(self, broken: &impl Fn(&dyn std::fmt::Display) -> Failed) -> Failed {
        match self {
            Stop::Broken(error) => broken(&error),
            Stop::NoRoom => Failed::Busy,
        }
    }
}

impl<'a> Part<'a> {
    /// Reads a part to its end.
    async fn collect(
        field: &mut Field<'_>,
        most: usize,
        memory: &'a Semaphore,
        told: &Told,
    ) -> Result<Self, Stop> {
        let mut part = Self { bytes: Vec::new(), fits: true, _room: None };
        while let Some(chunk) = field.chunk().await.map_err(Stop::Broken)? {
            told.goes_on();
            part.fits = part.fits && part.bytes.len() + chunk.len() <= most;
            if !part.fits {
                part = Self { bytes: Vec::new(), fits: false, _room: None };
                continue;
            }
            let size = u32::try_from(chunk.len()).map_err(|_| Stop::NoRoom)?;
            let more = memory.try_acquire_many(size).map_err(|_| Stop::NoRoom)?;
            match &mut part._room {
                Some(room) => room.merge(more),
                none => *none = Some(more),
            }
            part.bytes.extend_from_slice(&chunk);
        }
        Ok(part)
    }
}

/// What the sender can do about a photo that was not taken; nothing when it is not the sender's to mend.
fn photo_words(w: &'static Words, problem: &Problem) -> Option<&'static str> {
    let r = &w.report;
    Some(match problem.code {
        "photo_too_large" => r.e_photo_large,
        "photo_heic" => r.e_photo_heic,
        "photo_type_unsupported" => r.e_photo_type,
        "photo_too_many_pixels" | "photo_too_heavy" => r.e_photo_pixels,
        "photo_too_small" => r.e_photo_small,
        "photo_empty" | "photo_damaged" => r.e_photo_damaged,
        _ => return None,
    })
}

/// Lets a sender finish before it hears that the form is not wanted: a browser shows no answer before that.
pub(crate) async fn drain(pages: &Pages, request: Request) {
    throw_away(request.into_body(), pages.settings.patience, pages.settings.longest).await;
}
