use image::metadata::Orientation;
use sha2::{Digest, Sha256};

use crate::copies::{draw, draw_smaller, encode};
use crate::decode::{Decoded, decode};
use crate::evidence::{Evidence, read_exif};
use crate::likeness::{likeness, middle};
#[cfg(doc)]
use crate::{Keep, Variant};
use crate::{Limits, PhotoError, Seal};

/// A photo that was checked and is ready to be kept.
pub struct Photo {
    /// JPEG for reading, upright, without metadata.
    pub view: Vec<u8>,
    /// JPEG for lists, upright, without metadata.
    pub thumb: Vec<u8>,
    /// The upload byte for byte, encrypted by the caller's [`Seal`].
    pub sealed_original: Vec<u8>,
    /// SHA-256 of the upload in the clear; proves later that the opened original is the one received.
    pub original_sha256: [u8; 32],
    /// SHA-256 of `view`.
    pub view_sha256: [u8; 32],
    /// SHA-256 of `thumb`.
    pub thumb_sha256: [u8; 32],
    /// SHA-256 of `sealed_original`.
    pub sealed_sha256: [u8; 32],
    /// Perceptual hash; compare with [`distance`](crate::distance).
    pub phash: i64,
    /// The same without the margins, for copies that were cropped.
    pub middle: i64,
    /// Width of the original seen upright, in pixels.
    pub width: u32,
    /// Height of the original seen upright, in pixels.
    pub height: u32,
    /// Size of the upload in bytes.
    pub bytes: u64,
    /// What the camera wrote about time, place and itself, when it wrote anything. About a person: it
    /// belongs where the reporter's identity belongs, not beside the case.
    pub exif: Option<Evidence>,
}

impl Photo {
    /// SHA-256 over the SHA-256s of the files in the order of [`Variant::ALL`]: what [`Keep::check`] compares with.
    #[must_use]
    pub fn kept_sha256(&self) -> [u8; 32] {
        digest_of([self.view_sha256, self.thumb_sha256, self.sealed_sha256])
    }
}

/// One digest for all files of a photo.
pub(crate) fn digest_of(files: [[u8; 32]; 3]) -> [u8; 32] {
    Sha256::digest(files.concat()).into()
}

/// Sizes only: neither pixels nor what the camera wrote belongs in a log.
impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Photo")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// Checks an upload, draws its copies, seals the original.
///
/// # Errors
/// See [`PhotoError`]; nothing was written anywhere.
pub fn process(bytes: &[u8], limits: &Limits, seal: &dyn Seal) -> Result<Photo, PhotoError> {
    let Decoded { image, exif } = decode(bytes, limits)?;
    let (exif, orientation) = read_exif(exif);
    let (stored_width, stored_height) = (image.width(), image.height());

    let view_image = draw(image, limits.view_side, orientation)?;
    let thumb_image = draw_smaller(&view_image, limits.thumb_side)?;
    let view = encode(&view_image, limits.view_quality)?;
    let thumb = encode(&thumb_image, limits.thumb_quality)?;
    let sealed_original = seal.seal(bytes)?;

    let (width, height) = match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (stored_height, stored_width),
        Orientation::NoTransforms
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical
        | Orientation::Rotate180 => (stored_width, stored_height),
    };
    Ok(Photo {
        original_sha256: Sha256::digest(bytes).into(),
        view_sha256: Sha256::digest(&view).into(),
        thumb_sha256: Sha256::digest(&thumb).into(),
        sealed_sha256: Sha256::digest(&sealed_original).into(),
        phash: likeness(&thumb_image),
        middle: middle(&thumb_image),
        width,
        height,
        bytes: bytes.len() as u64,
        view,
        thumb,
        sealed_original,
        exif,
    })
}
