//! Takes a photo in: checked, copied, sealed, hashed and on the disk before its row is.

use crate::{App, Problem};
use domain::hazard::{Photo, PhotoRole};
use domain::ids::FileId;
use domain::ledger::Hash;
use domain::people::Actor;
use files::{Keep, Limits, PhotoError};
use identity::sealing::Sealer;
use serde::{Deserialize, Serialize};
use store::{Command, Failure, Halt, Key, Tx, queries, tables};

/// A photo that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Kept {
    /// Its id; actions name it.
    #[schema(value_type = String)]
    pub file: FileId,
    /// SHA-256 of the original, hexadecimal.
    pub sha256: String,
    /// SHA-256 over the files as they are kept, hexadecimal.
    #[serde(skip)]
    pub on_disk: String,
    /// Perceptual hash.
    #[serde(skip)]
    pub phash: i64,
    /// The same without the margins.
    #[serde(skip)]
    pub middle: i64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

pub(crate) struct SealWith<'a>(pub(crate) &'a Sealer);

impl files::Seal for SealWith<'_> {
    fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, files::SealError> {
        self.0.seal(plaintext).map_err(|_| files::SealError)
    }

    fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, files::SealError> {
        self.0.open(sealed).map_err(|_| files::SealError)
    }
}

impl Kept {
    /// As evidence in an action.
    pub fn as_photo(&self, role: PhotoRole) -> Photo {
        let (sha256, kept) = (self.sha256.clone(), self.on_disk.clone());
        let (phash, middle) = (self.phash, Some(self.middle));
        Photo { file: self.file, role, sha256, kept, phash, middle, taken: None, distance_m: None }
    }
}

struct Record {
    kept: Kept,
    sha256: [u8; 32],
    on_disk: [u8; 32],
}

impl Command for Record {
    type Output = Kept;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Kept, Halt<Problem>> {
        let uploader = tx.actor().staff().map(|s| s.person);
        let row = vec![
            tx.district().into(),
            self.kept.file.into(),
            self.sha256.into(),
            self.on_disk.into(),
            self.kept.phash.into(),
            self.kept.middle.into(),
            self.kept.width.into(),
            self.kept.height.into(),
            uploader.into(),
            tx.now().into(),
        ];
        tx.write(&tables::UPLOADS, row);
        Ok(self.kept.clone())
    }
}

impl From<PhotoError> for Problem {
    fn from(error: PhotoError) -> Self {
        let status = match (error.code(), error.is_senders()) {
            ("photo_too_large", _) => 413,
            (_, true) => 422,
            (_, false) => 500,
        };
        let mut problem = Problem::new(status, error.code());
        problem.params.extend(error.parameters());
        problem
    }
}

/// 同时处理的照片数: one may take some 256 MB while it is decoded; the others wait for their turn.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(4);

async fn is_there(app: &App, file: FileId) -> Result<bool, Problem> {
    let key = [app.district().into(), file.into()];
    Ok(app.store().read(move |c| Ok(!c.query(queries::beside::KEPT, &key)?.is_empty())).await?)
}

/// The key for the same once more, after what it led to has gone.
fn again(key: &Key, gone: FileId) -> Key {
    let Key { key, fingerprint } = key;
    Key { key: Hash::of(&[b"mashang.key.again.v1\n", key, gone.0.as_bytes()]).0, fingerprint: *fingerprint }
}

/// Takes a photo in.
pub async fn keep(app: &App, actor: &Actor, bytes: Vec<u8>) -> Result<Kept, Problem> {
    keep_once(app, actor, bytes, None).await
}

/// Takes a photo in; who repeats it with the same key gets the same answer, and nothing is kept twice. A device may have
/// waited so long that what it sent first was thrown away since: then the photo is taken in again.
pub async fn keep_once(
    app: &App,
    actor: &Actor,
    bytes: Vec<u8>,
    mut key: Option<Key>,
) -> Result<Kept, Problem> {
    while let Some(done) = crate::answered::answered::<Kept>(app, key.as_ref()).await? {
        if is_there(app, done.file).await? {
            return Ok(done);
        }
        key = key.map(|key| again(&key, done.file));
    }
    let file = FileId(app.store().surroundings().new_id());
    let busy = app.clone();
    let turn = AT_ONCE.acquire().await.map_err(|_| Problem::internal())?;
    let work = tokio::task::spawn_blocking(move || -> Result<Record, Problem> {
        let _turn = turn;
        let photo = files::process(&bytes, &Limits::default(), &SealWith(&busy.inner().sealer))?;
        busy.inner().shelf.put(file.0.into(), &photo).map_err(|error| {
            tracing::error!(%error, "a photo could not be kept");
            if error.is_fatal() {
                busy.store().fail(&error.to_string());
            }
            Problem::new(507, "no_space")
        })?;
        let (sha256, on_disk) = (photo.original_sha256, photo.kept_sha256());
        let kept = Kept {
            file,
            sha256: hex::encode(sha256),
            on_disk: hex::encode(on_disk),
            phash: photo.phash,
            middle: photo.middle,
            width: photo.width,
            height: photo.height,
        };
        Ok(Record { kept, sha256, on_disk })
    });
    let command = work.await.map_err(|_| Problem::new(500, "internal"))??;
    let own = command.kept.clone();
    let kept = match app.store().execute(app.district(), actor.clone(), key, command).await {
        Ok(kept) if kept.file == own.file => return Ok(own),
        // Whether its row was written is not known: the sweep of the disk will see.
        Err(failure @ Failure::Unavailable(_)) => return Err(failure.into()),
        kept => kept,
    };
    // It was turned away, or the same request was faster on another line: nothing will ever name this one.
    let busy = app.clone();
    let gone = tokio::task::spawn_blocking(move || busy.inner().shelf.remove(own.file.0.into())).await;
    if !matches!(gone, Ok(Ok(()))) {
        tracing::warn!("a photo that nothing names lies on the disk until it is swept");
    }
    Ok(kept?)
}
