use crate::PhotoError;

/// A type of picture that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Webp,
}

/// Brands of ISO base media files that hold HEVC-coded stills (ISO/IEC 23008-12). Canon's and Apple's
/// cameras use `heic`; `mif1` and `msf1` are the generic image brands that phones write first at times.
const HEIC_BRANDS: [&[u8; 4]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// Tells the type from the first bytes.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Kind, PhotoError> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Kind::Webp);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        if HEIC_BRANDS.iter().any(|heic| heic.as_slice() == brand) {
            return Err(PhotoError::Heic);
        }
        let found = if matches!(brand, b"avif" | b"avis") { "avif" } else { "video" };
        return Err(PhotoError::TypeUnsupported { found });
    }
    Err(PhotoError::TypeUnsupported { found: name_refused(bytes) })
}

/// Names a type that is not taken, so that the sender understands what was sent.
fn name_refused(bytes: &[u8]) -> &'static str {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"GIF8", "gif"),
        (b"%PDF-", "pdf"),
        (b"BM", "bmp"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"PK\x03\x04", "zip"),
        (b"MZ", "program"),
        (b"\x7fELF", "program"),
    ];
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return name;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    if head.contains("<svg") {
        "svg"
    } else if head.contains("<html") || head.contains("<!doctype") || head.contains("<script") {
        "html"
    } else {
        "unknown"
    }
}
