use crate::SealError;

/// Why a photo is not taken. [`code`](Self::code) and [`parameters`](Self::parameters) travel; the words are
/// chosen at the edge in the reader's language.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// No bytes at all: the upload broke off, or the field was left empty.
    #[error("the photo is empty")]
    Empty,
    /// More bytes than allowed.
    #[error("the photo has {bytes} bytes, {max_bytes} are allowed")]
    TooLarge {
        /// Bytes received.
        bytes: usize,
        /// Bytes allowed.
        max_bytes: usize,
    },
    /// HEIC, which no free decoder reads. The phone should send JPEG (iPhone: Settings, Camera, Formats,
    /// Most Compatible); browsers convert when the page accepts `image/jpeg`.
    #[error("HEIC photos cannot be read; let the phone send JPEG")]
    Heic,
    /// Neither JPEG, PNG nor WebP.
    #[error("{found} is not a photo that can be taken; send JPEG, PNG or WebP")]
    TypeUnsupported {
        /// What the content looks like: `gif`, `pdf`, `svg`, `html`, `webp_animated`, `unknown` …
        found: &'static str,
    },
    /// More pixels than allowed.
    #[error("the photo has {width} × {height} pixels, {max_pixels} are allowed in all")]
    TooManyPixels {
        /// Width in pixels, as stored.
        width: u32,
        /// Height in pixels, as stored.
        height: u32,
        /// Pixels allowed.
        max_pixels: u64,
    },
    /// Few enough pixels, but in a form that takes too much memory to decode.
    #[error("decoding the photo would take {memory} bytes of memory, {max_memory} are allowed")]
    TooHeavy {
        /// Bytes of memory needed, estimated from the header.
        memory: u64,
        /// Bytes of memory allowed.
        max_memory: u64,
    },
    /// Too small to show anything.
    #[error("the photo has {width} × {height} pixels; each side needs at least {min_side}")]
    TooSmall {
        /// Width in pixels, as stored.
        width: u32,
        /// Height in pixels, as stored.
        height: u32,
        /// Pixels needed on each side.
        min_side: u32,
    },
    /// Cut short on the way, or not what its first bytes claim. Sending it again often helps.
    #[error("the photo is damaged: {detail}")]
    Damaged {
        /// The decoder's complaint, for the log; not for the reader.
        detail: String,
    },
    /// A copy could not be encoded. Ours to mend, not the sender's.
    #[error("a copy of the photo could not be made: {detail}")]
    Copy {
        /// The encoder's complaint, for the log.
        detail: String,
    },
    /// The original could not be sealed, so nothing is kept.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl PhotoError {
    /// The key of the message.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "photo_empty",
            Self::TooLarge { .. } => "photo_too_large",
            Self::Heic => "photo_heic",
            Self::TypeUnsupported { .. } => "photo_type_unsupported",
            Self::TooManyPixels { .. } => "photo_too_many_pixels",
            Self::TooHeavy { .. } => "photo_too_heavy",
            Self::TooSmall { .. } => "photo_too_small",
            Self::Damaged { .. } => "photo_damaged",
            Self::Copy { .. } => "photo_copy_failed",
            Self::Seal(_) => "photo_seal_failed",
        }
    }

    /// The values that the message names.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge { bytes, max_bytes } => {
                vec![("bytes", bytes.to_string()), ("max_bytes", max_bytes.to_string())]
            }
            Self::TypeUnsupported { found } => vec![("found", (*found).to_owned())],
            Self::TooManyPixels { width, height, max_pixels } => vec![
                ("width", width.to_string()),
                ("height", height.to_string()),
                ("max_pixels", max_pixels.to_string()),
            ],
            Self::TooHeavy { memory, max_memory } => {
                vec![("memory", memory.to_string()), ("max_memory", max_memory.to_string())]
            }
            Self::TooSmall { width, height, min_side } => vec![
                ("width", width.to_string()),
                ("height", height.to_string()),
                ("min_side", min_side.to_string()),
            ],
            Self::Empty | Self::Heic | Self::Damaged { .. } | Self::Copy { .. } | Self::Seal(_) => Vec::new(),
        }
    }

    /// Whether the sender can do something about it (answer 4xx) or we must (5xx).
    #[must_use]
    pub fn is_senders(&self) -> bool {
        !matches!(self, Self::Copy { .. } | Self::Seal(_))
    }
}
