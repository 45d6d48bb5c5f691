use crate::PhotoError;

/// Refuses a WebP whose chunks reach beyond the file, or whose picture is larger than the canvas that its
/// header announces: the decoder would believe both, and allocate and decode before it finds out.
pub(crate) fn check(bytes: &[u8]) -> Result<(), PhotoError> {
    let mut canvas = None;
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((header, body)) = rest.split_at_checked(8) {
        let (name, size) = header.split_at(4);
        let size = little_endian(size) as usize;
        let Some(chunk) = body.get(..size) else {
            return Err(damaged("a chunk of the WebP file reaches beyond its end"));
        };
        match name {
            b"VP8X" => {
                canvas = chunk
                    .get(4..10)
                    .map(|sides| (little_endian(&sides[..3]) + 1, little_endian(&sides[3..]) + 1));
            }
            b"ANIM" | b"ANMF" => return Err(PhotoError::TypeUnsupported { found: "webp_animated" }),
            b"VP8 " | b"VP8L" => {
                let Some(picture) = picture_size(name, chunk) else {
                    return Err(damaged("the WebP picture has no header"));
                };
                if canvas.is_some_and(|canvas| canvas != picture) {
                    return Err(damaged("the WebP picture and its canvas differ in size"));
                }
            }
            _ => {}
        }
        rest = body.get(size + size % 2..).unwrap_or_default();
    }
    Ok(())
}

/// Width and height from the key frame header of VP8 (RFC 6386 §9.1) or the header of VP8L (RFC 9649 §3.4).
fn picture_size(name: &[u8], chunk: &[u8]) -> Option<(u32, u32)> {
    if name == b"VP8 " {
        let sides = chunk.get(6..10)?;
        Some((little_endian(&sides[..2]) & 0x3fff, little_endian(&sides[2..]) & 0x3fff))
    } else {
        let bits = little_endian(chunk.get(1..5)?);
        Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
    }
}

/// Up to four bytes, least significant first.
fn little_endian(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn damaged(detail: &str) -> PhotoError {
    PhotoError::Damaged { detail: detail.to_owned() }
}
