use std::io::Cursor;

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageError, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::kind::{Kind, sniff};
use crate::{Limits, PhotoError, webp};

/// A decoded upload, as stored: not yet turned upright.
pub(crate) struct Decoded {
    pub(crate) image: DynamicImage,
    /// The raw EXIF block (TIFF structure), when there is one.
    pub(crate) exif: Option<Vec<u8>>,
}

/// Most scans of a progressive JPEG. Cameras and encoders write about ten; each scan visits every block of
/// the picture for a handful of bytes, so that thousands of them keep a processor busy for minutes.
const MAX_SCANS: usize = 64;

/// Most bytes that a PNG may unpack for its side data (colour profile, texts).
const MAX_SIDE_DATA: u64 = 16 << 20;

/// Checks the upload against the limits, from its header first, and decodes it.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(PhotoError::TooLarge { bytes: bytes.len(), max_bytes: limits.max_bytes });
    }
    match sniff(bytes)? {
        Kind::Jpeg => decode_jpeg(bytes, limits),
        Kind::Png => {
            check_png_header(bytes, limits)?;
            let mut allowed = image::Limits::no_limits();
            // The decoder's own side data and row buffers only; the picture itself is checked by us.
            allowed.max_alloc = Some(MAX_SIDE_DATA);
            decode_with(PngDecoder::with_limits(Cursor::new(bytes), allowed).map_err(damaged)?, limits)
        }
        Kind::Webp => {
            webp::check(bytes)?;
            decode_with(WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?, limits)
        }
    }
}

fn decode_jpeg(bytes: &[u8], limits: &Limits) -> Result<Decoded, PhotoError> {
    // Strict: a picture that is grey from the middle on is no evidence; its sender can send it again.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let Some(info) = decoder.info() else {
        return Err(damaged("no header"));
    };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let pixels = u64::from(width) * u64::from(height);
    // A progressive picture, or one stored component by component, is first gathered as 16-bit coefficients;
    // each component has at most as many of them as there are pixels.
    let straight = info.sof.is_sequential_dct() && first_scan(bytes) == Some(info.components);
    let coefficients = if straight { 0 } else { pixels * 2 * u64::from(info.components) };
    check_size(width, height, pixels * 3 + coefficients, limits)?;
    // Each block of 8 × 8 pixels takes at least one bit. A file with fewer was cut, or wants a large picture
    // painted grey for the price of a header; the decoder would oblige.
    if (bytes.len() as u64) < pixels / 512 {
        return Err(damaged("fewer bytes than so many pixels take"));
    }
    let exif = decoder.exif().cloned();
    let pixels = decoder.decode().map_err(damaged)?;
    let image =
        RgbImage::from_raw(width, height, pixels).ok_or_else(|| damaged("fewer pixels than announced"))?;
    Ok(Decoded { image: DynamicImage::ImageRgb8(image), exif })
}

/// The raw EXIF block of a picture that was taken in before.
pub(crate) fn exif(bytes: &[u8]) -> Option<Vec<u8>> {
    match sniff(bytes).ok()? {
        Kind::Jpeg => {
            let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
            decoder.decode_headers().ok()?;
            decoder.exif().cloned()
        }
        Kind::Png => PngDecoder::new(Cursor::new(bytes)).ok()?.exif_metadata().ok()?,
        Kind::Webp => WebPDecoder::new(Cursor::new(bytes)).ok()?.exif_metadata().ok()?,
    }
}

/// How many components the first scan of a JPEG holds (ITU-T T.81, B.2.3); `None` where the segments before
/// it cannot be followed.
fn first_scan(bytes: &[u8]) -> Option<u8> {
    const START_OF_SCAN: u8 = 0xda;
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, after @ ..] = rest else {
            return None;
        };
        if *marker == 0xff {
            rest = &rest[1..];
            continue;
        }
        if *marker == START_OF_SCAN {
            return after.get(2).copied();
        }
        let [high, low, ..] = after else {
            return None;
        };
        rest = after.get(usize::from(u16::from_be_bytes([*high, *low])).max(2)..)?;
    }
}

/// Reads width and height where every PNG has them (ISO/IEC 15948, 11.2.2), before the decoder starts to
/// allocate rows.
fn check_png_header(bytes: &[u8], limits: &Limits) -> Result<(), PhotoError> {
    let side =
        |at: usize| -> Option<u32> { Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)) };
    let (Some(b"IHDR"), Some(width), Some(height)) = (bytes.get(12..16), side(16), side(20)) else {
        return Err(damaged("no header"));
    };
    check_size(width, height, 0, limits)
}

fn decode_with(mut decoder: impl ImageDecoder, limits: &Limits) -> Result<Decoded, PhotoError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, decoder.total_bytes(), limits)?;
    // Unreadable side data are no reason to refuse a picture.
    let exif = decoder.exif_metadata().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| match error {
        ImageError::Limits(_) => PhotoError::TooHeavy {
            memory: limits.max_memory.saturating_add(1),
            max_memory: limits.max_memory,
        },
        other => damaged(other),
    })?;
    Ok(Decoded { image, exif })
}

fn check_size(width: u32, height: u32, memory: u64, limits: &Limits) -> Result<(), PhotoError> {
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(PhotoError::TooManyPixels { width, height, max_pixels: limits.max_pixels });
    }
    if width.min(height) < limits.min_side.max(1) {
        return Err(PhotoError::TooSmall { width, height, min_side: limits.min_side.max(1) });
    }
    if memory > limits.max_memory {
        return Err(PhotoError::TooHeavy { memory, max_memory: limits.max_memory });
    }
    Ok(())
}

fn damaged(detail: impl std::fmt::Display) -> PhotoError {
    PhotoError::Damaged { detail: detail.to_string() }
}
