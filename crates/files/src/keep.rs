use std::io;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Photo;
use crate::photo::digest_of;

/// The name of a kept photo: sixteen bytes that the caller draws, never taken from the upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(Uuid);

impl FileId {
    /// The id of these sixteen bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The sixteen bytes, as the database keeps them.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Reads exactly what `Display` writes, and nothing else.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let id = Self(Uuid::try_parse(text).ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl From<Uuid> for FileId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<FileId> for Uuid {
    fn from(id: FileId) -> Self {
        id.0
    }
}

/// Thirty-two lower-case hexadecimal digits.
impl std::fmt::Display for FileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.simple().fmt(f)
    }
}

/// Which file of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// The copy for reading.
    View,
    /// The copy for lists.
    Thumb,
    /// The encrypted upload.
    Sealed,
}

impl Variant {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::View, Self::Thumb, Self::Sealed];

    /// The name of the file inside the photo's folder.
    pub(crate) const fn file_name(self) -> &'static str {
        match self {
            Self::View => "view.jpg",
            Self::Thumb => "thumb.jpg",
            Self::Sealed => "original.sealed",
        }
    }
}

/// Why a photo could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// No photo of this id, or not this variant of it.
    #[error("photo {0} is not here")]
    Missing(FileId),
    /// The id is taken. Nothing that is kept is ever written over.
    #[error("photo {0} is kept already")]
    AlreadyKept(FileId),
    /// The bytes on the disk are not those that were kept.
    #[error("photo {0} was altered")]
    Altered(FileId),
    /// The disk refused, before anything was promised: full, no permission, too many open files. Trying
    /// again later may succeed.
    #[error("cannot {doing}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// The disk did not confirm a flush. The system may have thrown the data away and will report success
    /// next time, so this store takes nothing more until the process starts anew.
    #[error("the disk did not confirm what was written: {source}")]
    NotDurable {
        /// The system's answer.
        source: io::Error,
    },
}

impl KeepError {
    /// The key of the message.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "photo_missing",
            Self::AlreadyKept(_) => "photo_already_kept",
            Self::Altered(_) => "photo_altered",
            Self::Io { .. } => "photo_not_kept",
            Self::NotDurable { .. } => "photo_disk_failed",
        }
    }

    /// Whether the process has to stop accepting and exit.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::NotDurable { .. })
    }
}

/// A durable place for photos.
///
/// Keep first, then write the row that names the photo: what was kept without a row is an orphan, which
/// [`older_than`](Self::older_than) lists and [`remove`](Self::remove) takes away; the other order would
/// lose a picture that somebody was promised.
pub trait Keep: Send + Sync {
    /// Stores all variants of a photo, or none. When this returns, a power cut no longer loses them.
    ///
    /// # Errors
    /// [`KeepError::AlreadyKept`], [`KeepError::Io`], and [`KeepError::NotDurable`], after which every
    /// further call of this method fails alike.
    fn put(&self, id: FileId, photo: &Photo) -> Result<(), KeepError>;

    /// Reads one variant.
    ///
    /// # Errors
    /// [`KeepError::Missing`] and [`KeepError::Io`].
    fn get(&self, id: FileId, variant: Variant) -> Result<Vec<u8>, KeepError>;

    /// The photos kept before `instant`, of which the caller knows which still have a row. Leave a day
    /// between, so that a photo whose row is being written is not among them.
    ///
    /// # Errors
    /// [`KeepError::Io`].
    fn older_than(&self, instant: SystemTime) -> Result<Vec<FileId>, KeepError>;

    /// Takes a photo away, all variants. A photo that is not here is no error.
    ///
    /// # Errors
    /// [`KeepError::Io`] and [`KeepError::NotDurable`].
    fn remove(&self, id: FileId) -> Result<(), KeepError>;

    /// Clears what unfinished writes before `instant` left behind; tells how many there were.
    ///
    /// # Errors
    /// [`KeepError::Io`].
    fn sweep_unfinished(&self, instant: SystemTime) -> Result<usize, KeepError>;

    /// Reads all variants and compares them with the digest that was noted when the photo came in
    /// ([`Photo::kept_sha256`]).
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`KeepError::Altered`].
    fn check(&self, id: FileId, kept_sha256: &[u8; 32]) -> Result<(), KeepError> {
        let mut files = [[0; 32]; 3];
        for (file, variant) in files.iter_mut().zip(Variant::ALL) {
            *file = Sha256::digest(self.get(id, variant)?).into();
        }
        if digest_of(files) == *kept_sha256 { Ok(()) } else { Err(KeepError::Altered(id)) }
    }
}
