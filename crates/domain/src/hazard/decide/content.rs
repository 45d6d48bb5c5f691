//! What an action may contain: words, photos, numbers.

use crate::hazard::event::Words;
use crate::hazard::kinds::PhotoRole;
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;

/// The longest text, in characters.
const TEXT: usize = 4_000;
/// The longest number, code or title, in characters.
const LINE: usize = 200;
/// The most photos with one action.
const PHOTOS: usize = 9;

pub(super) fn invalid(field: &'static str, problem: &'static str) -> Refusal {
    Refusal::Invalid { field, problem }
}

pub(super) fn rule<T>(rule: &'static str) -> Result<T, Refusal> {
    Err(Refusal::Rule { rule })
}

/// Words that may be left out.
pub(super) fn said(text: &str) -> Result<Words, Refusal> {
    within("text", text, TEXT)?;
    Ok(Words::text(text))
}

/// Words that have to be there.
pub(super) fn told(text: &str) -> Result<Words, Refusal> {
    required("text", text, TEXT)?;
    Ok(Words::text(text))
}

/// Named words that may be left out.
pub(super) fn with(words: Words, field: &'static str, text: &str) -> Result<Words, Refusal> {
    within(field, text, TEXT)?;
    Ok(words.with(field, text))
}

/// A code, number or title that has to be there.
pub(super) fn line(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.chars().any(char::is_control) {
        return Err(invalid(field, "malformed"));
    }
    required(field, text, LINE)
}

/// A code, number or title that may be left out.
pub(super) fn optional_line(field: &'static str, text: Option<&str>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |text| line(field, text))
}

fn required(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if crate::text::clean(text).trim().is_empty() {
        return Err(invalid(field, "required"));
    }
    within(field, text, most)
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    // A character takes at most four bytes, so short texts need no counting.
    if text.len() > most && text.chars().count() > most {
        return Err(invalid(field, "too_long"));
    }
    Ok(())
}

/// Photos with an action: not too many, each with its digests, none twice.
pub(super) fn photos(photos: &[Photo]) -> Result<Vec<Photo>, Refusal> {
    if photos.len() > PHOTOS {
        return Err(invalid("photos", "too_many"));
    }
    for (i, photo) in photos.iter().enumerate() {
        let digest = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !digest(&photo.sha256) || !digest(&photo.kept) {
            return Err(invalid("photos", "malformed"));
        }
        if photos[..i].iter().any(|p| p.file == photo.file) {
            return Err(invalid("photos", "twice"));
        }
    }
    Ok(photos.to_vec())
}

/// Whether one of them shows that.
pub(super) fn shows(photos: &[Photo], role: PhotoRole) -> bool {
    photos.iter().any(|p| p.role == role)
}
