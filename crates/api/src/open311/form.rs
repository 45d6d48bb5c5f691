//! Bodies of POST: urlencoded as the specification has it, or multipart with pictures as it is done in practice.

use super::params::Params;
use crate::body::{read, unread};
use crate::settings::Api;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use domain::hazard::{Photo, PhotoRole};
use domain::ledger::Hash;
use domain::people::Actor;
use tokio::sync::{Semaphore, SemaphorePermit};
use work::Problem;

/// The longest urlencoded body, in bytes: 4,000 Chinese characters take 36,000.
const LONGEST: usize = 256 * 1024;
/// The longest text part of a multipart body, in bytes.
const LONGEST_PART: usize = 64 * 1024;
/// The most pictures of one report.
const PICTURES: usize = 9;
/// The longest multipart body, in bytes.
pub(super) const LONGEST_WITH_PICTURES: usize = 64 * 1024 * 1024;

/// How many bytes of them are held in memory at the same time. What was received counts, not who sends: a sender
/// that begins and falls silent takes the place of nobody.
static MEMORY: Semaphore = Semaphore::const_new(256_000_000);

/// A body that was read.
pub(super) enum Form {
    /// Urlencoded, not yet taken apart.
    Short(Bytes),
    /// Multipart, taken apart.
    Long { params: Params<'static>, pictures: Vec<Bytes>, _room: Option<SemaphorePermit<'static>> },
}

#[derive(PartialEq, Eq)]
enum Kind {
    Urlencoded,
    Multipart,
}

fn kind(headers: &HeaderMap) -> Result<Kind, Problem> {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return Ok(Kind::Urlencoded) };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(Kind::Urlencoded)
    } else if kind.eq_ignore_ascii_case("multipart/form-data") {
        Ok(Kind::Multipart)
    } else {
        Err(Problem::new(400, "form_expected"))
    }
}

impl Form {
    /// Reads a body to its end or to its limit.
    pub(super) async fn read(request: Request) -> Result<Self, Problem> {
        match kind(request.headers())? {
            Kind::Urlencoded => read(request, LONGEST).await.map(Form::Short),
            Kind::Multipart => Self::read_parts(request).await,
        }
    }

    async fn read_parts(request: Request) -> Result<Self, Problem> {
        let malformed = |_| Problem::invalid("multipart", "malformed");
        let mut parts = Multipart::from_request(request, &()).await.map_err(malformed)?;
        let (mut params, mut pictures, mut room) = (Params::default(), Vec::new(), None);
        loop {
            let part = parts.next_field().await.map_err(|e| cut(&e))?;
            let Some(mut part) = part else { return Ok(Form::Long { params, pictures, _room: room }) };
            let name = part.name().unwrap_or_default().to_owned();
            let is_picture = part.file_name().is_some();
            let is_nameless = part.file_name().is_none_or(str::is_empty);
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(|e| cut(&e))? {
                if !is_picture && bytes.len() + chunk.len() > LONGEST_PART {
                    return Err(Problem::new(413, "too_large"));
                }
                make_room(&mut room, chunk.len())?;
                bytes.extend_from_slice(&chunk);
            }
            if is_picture {
                // An empty field of a browser's form is no picture.
                if !(bytes.is_empty() && is_nameless) {
                    pictures.push(bytes.into());
                }
                if pictures.len() > PICTURES {
                    return Err(Problem::invalid("media", "too_many"));
                }
            } else {
                let text = String::from_utf8(bytes).map_err(|_| Problem::new(400, "not_utf8"))?;
                params.add(name, text)?;
            }
        }
    }

    /// The parameters.
    pub(super) fn params(&self) -> Result<Params<'_>, Problem> {
        match self {
            Form::Short(bytes) => Params::parse(bytes),
            Form::Long { params, .. } => Ok(params.clone()),
        }
    }

    /// What a repeated request is recognised by. Boundaries between parts differ each time, so parts are digested.
    pub(super) fn content(&self) -> Vec<u8> {
        match self {
            Form::Short(bytes) => bytes.to_vec(),
            Form::Long { params, pictures, .. } => {
                let mut all = params.digestible();
                all.extend(pictures.iter().flat_map(|p| Hash::of(&[p]).0));
                all
            }
        }
    }

    /// Keeps the pictures.
    pub(super) async fn keep(self, api: &Api, actor: &Actor, role: PhotoRole) -> Result<Vec<Photo>, Problem> {
        let Form::Long { pictures, _room, .. } = self else { return Ok(Vec::new()) };
        let mut photos = Vec::with_capacity(pictures.len());
        for picture in pictures {
            let kept = work::photo::keep(&api.app, actor, picture.into()).await?;
            photos.push(kept.as_photo(role));
        }
        Ok(photos)
    }

    /// Whether there are pictures to keep.
    pub(super) fn has_pictures(&self) -> bool {
        matches!(self, Form::Long { pictures, .. } if !pictures.is_empty())
    }
}

/// Takes room for so many bytes more.
fn make_room(room: &mut Option<SemaphorePermit<'static>>, bytes: usize) -> Result<(), Problem> {
    let bytes = u32::try_from(bytes).map_err(|_| Problem::overloaded())?;
    let more = MEMORY.try_acquire_many(bytes).map_err(|_| Problem::overloaded())?;
    match room {
        Some(room) => room.merge(more),
        None => *room = Some(more),
    }
    Ok(())
}

fn cut(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status().as_u16() == 413 {
        return Problem::new(413, "too_large");
    }
    match unread(error) {
        problem if problem.status == 400 => Problem::invalid("multipart", "malformed"),
        problem => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    const PARTS: &str = "--b\r\ncontent-disposition: form-data; name=\"service_code\"\r\n\r\n0102\r\n--b\r\n\
        content-disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n\
        \u{7f}pixels\r\n--b--\r\n";
    const FIELDS: &str =
        "service_code=0102&lat=26.89&long=112.61&description=%E4%BA%95+x&attribute[A][]=1&=&%zz&%";

    async fn read(kind: &'static str, body: Vec<u8>) -> Result<Form, Problem> {
        Form::read(Request::post("/").header("content-type", kind).body(Body::from(body)).unwrap()).await
    }

    /// Who begins a form with pictures and falls silent takes the place of nobody.
    #[tokio::test]
    async fn silent_senders_keep_nobody_out() {
        const KIND: &str = "multipart/form-data; boundary=b";
        let silent = || async {
            let begun = Bytes::from_static(&PARTS.as_bytes()[..PARTS.len() - 12]);
            let begun = futures_util::stream::once(async move { Ok::<_, std::io::Error>(begun) });
            let body =
                Body::from_stream(futures_util::StreamExt::chain(begun, futures_util::stream::pending()));
            Form::read(Request::post("/").header("content-type", KIND).body(body).unwrap()).await
        };
        let waiting: Vec<_> = (0..100).map(|_| tokio::spawn(silent())).collect();
        tokio::task::yield_now().await;
        let form = read(KIND, PARTS.into()).await;
        assert!(form.is_ok_and(|form| form.has_pictures()));
        waiting.iter().for_each(tokio::task::JoinHandle::abort);
    }

    /// A photo that was chosen and came without a byte is not passed over in silence; a field left alone is.
    #[tokio::test]
    async fn an_empty_picture_counts_where_it_has_a_name() {
        for (file, counts) in [("x.jpg", true), ("", false)] {
            let body = format!(
                "--b\r\ncontent-disposition: form-data; name=\"media[]\"; filename=\"{file}\"\r\n\r\n\r\n--b--\r\n"
            );
            let form = read("multipart/form-data; boundary=b", body.into()).await;
            assert!(form.is_ok_and(|form| form.has_pictures() == counts), "{file}");
        }
    }

    /// Bytes of a valid body altered, left out, doubled: every outcome is a form or a refusal that helps.
    #[tokio::test]
    async fn whatever_a_body_is_it_is_read_or_refused() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut dice = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let kinds =
            [("multipart/form-data; boundary=b", PARTS), ("application/x-www-form-urlencoded", FIELDS)];
        let (mut read_whole, mut refused) = (0, 0);
        for (kind, valid) in kinds {
            for _ in 0..2_000 {
                let mut body = valid.as_bytes().to_vec();
                for _ in 0..dice(5) {
                    if body.is_empty() {
                        break;
                    }
                    let at = dice(body.len());
                    match dice(4) {
                        0 => body[at] = dice(256) as u8,
                        1 => drop(body.remove(at)),
                        2 => body.insert(at, b"&=%-\r\n\"["[dice(8)]),
                        _ => body.truncate(at + 1),
                    }
                }
                match read(kind, body).await.and_then(|form| form.params().map(|params| params.digestible()))
                {
                    Ok(_) => read_whole += 1,
                    Err(problem) => {
                        assert!((400..500).contains(&problem.status), "{problem}");
                        refused += 1;
                    }
                }
            }
        }
        assert!(read_whole > 500 && refused > 500, "{read_whole} {refused}");
    }
}
