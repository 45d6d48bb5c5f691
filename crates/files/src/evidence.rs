use exif::{DateTime, Exif, In, Reader, Tag, Value};
use image::metadata::Orientation;
use serde::{Deserialize, Serialize};

use crate::decode;

/// What the camera wrote into the picture (EXIF, CIPA DC-008). Anyone can write anything there, so it
/// supports a finding and never makes one.
///
/// Personal data: place, time and phone of the person who took the picture. Its `Debug` shows nothing, so
/// that no log can.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// When the picture was taken, by the camera's clock.
    pub taken: Option<Taken>,
    /// Where the camera was, by its own account.
    pub position: Option<Position>,
    /// Maker of the camera.
    pub make: Option<String>,
    /// Model of the camera.
    pub model: Option<String>,
}

/// The camera's clock at the moment of the picture.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Local time as `YYYY-MM-DDTHH:MM:SS`; a day that the calendar may not have, but in range.
    pub local: String,
    /// Minutes east of UTC. Older cameras do not say.
    pub offset_minutes: Option<i16>,
}

/// Degrees as the camera wrote them: WGS-84 by the standard; some phones sold in China write GCJ-02.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Evidence(not shown)")
    }
}

/// What the camera wrote into an original that was taken in before; the picture itself is not decoded.
#[must_use]
pub fn camera(original: &[u8]) -> Option<Evidence> {
    read_exif(decode::exif(original)).0
}

/// A JPEG segment holds 64 KiB; other containers allow more, which no camera needs without its preview.
const MAX_EXIF: usize = 128 << 10;

/// Longest name of a maker or model, in characters.
const MAX_NAME: usize = 64;

/// Reads what is wanted from a raw EXIF block, and how the picture has to be turned. A broken block gives
/// what could be read of it; it is no reason to refuse a picture.
pub(crate) fn read_exif(raw: Option<Vec<u8>>) -> (Option<Evidence>, Orientation) {
    let Some(mut raw) = raw.filter(|raw| raw.len() <= MAX_EXIF) else {
        return (None, Orientation::NoTransforms);
    };
    if raw.starts_with(b"Exif\0\0") {
        raw.drain(..6);
    }
    let read = Reader::new()
        .continue_on_error(true)
        .read_raw(raw)
        .or_else(|error| error.distill_partial_result(|_| ()));
    let Ok(exif) = read else {
        return (None, Orientation::NoTransforms);
    };
    let evidence = Evidence {
        taken: taken(&exif),
        position: position(&exif),
        make: text(&exif, Tag::Make),
        model: text(&exif, Tag::Model),
    };
    let evidence = Some(evidence).filter(|evidence| *evidence != Evidence::default());
    (evidence, orientation(&exif))
}

fn orientation(exif: &Exif) -> Orientation {
    exif.get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms)
}

fn taken(exif: &Exif) -> Option<Taken> {
    [(Tag::DateTimeOriginal, Tag::OffsetTimeOriginal), (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized)]
        .into_iter()
        .find_map(|(time, offset)| {
            let mut at = DateTime::from_ascii(ascii(exif, time)?).ok()?;
            let in_range = (1..=12).contains(&at.month)
                && (1..=31).contains(&at.day)
                && at.hour < 24
                && at.minute < 60
                && at.second < 60
                && at.year > 0;
            if !in_range {
                return None;
            }
            let offset_minutes = ascii(exif, offset)
                .and_then(|offset| at.parse_offset(offset).ok().and(at.offset))
                .filter(|minutes| minutes.abs() <= 14 * 60);
            let DateTime { year, month, day, hour, minute, second, .. } = at;
            let local = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
            Some(Taken { local, offset_minutes })
        })
}

fn position(exif: &Exif) -> Option<Position> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'N', b'S')?;
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'E', b'W')?;
    // Phones without a fix write zeros.
    let fixed = latitude != 0.0 || longitude != 0.0;
    let in_range = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    (fixed && in_range).then_some(Position { latitude, longitude })
}

/// Degrees, minutes and seconds as three rationals, with the half of the globe in a field of its own.
fn degrees(exif: &Exif, value: Tag, half: Tag, positive: u8, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(value, In::PRIMARY)?.value else {
        return None;
    };
    let [degrees, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let degrees = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    if !degrees.is_finite() {
        return None;
    }
    match ascii(exif, half)?.first()?.to_ascii_uppercase() {
        letter if letter == positive => Some(degrees),
        letter if letter == negative => Some(-degrees),
        _ => None,
    }
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let text = String::from_utf8_lossy(ascii(exif, tag)?);
    let clean: String = text.chars().filter(|char| !char.is_control()).take(MAX_NAME).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}
