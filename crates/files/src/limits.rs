use serde::{Deserialize, Serialize};

/// What an upload may cost, and how large the copies are. Missing fields take the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest upload in bytes.
    pub max_bytes: usize,
    /// Most pixels, from the header before decoding; a phone's 48 MP mode passes.
    pub max_pixels: u64,
    /// Most memory in bytes that the decoded picture and its decoder's tables may take, estimated from the
    /// header. Sixteen-bit PNG and progressive JPEG need several times more than their pixels suggest.
    pub max_memory: u64,
    /// Shortest side in pixels that can still show something.
    pub min_side: u32,
    /// Long side of the copy for reading, in pixels.
    pub view_side: u32,
    /// Long side of the copy for lists, in pixels.
    pub thumb_side: u32,
    /// JPEG quality of the copy for reading, 1–100.
    pub view_quality: u8,
    /// JPEG quality of the copy for lists, 1–100.
    pub thumb_quality: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 20_000_000,
            max_pixels: 50_000_000,
            max_memory: 256 << 20,
            min_side: 32,
            view_side: 1600,
            thumb_side: 320,
            view_quality: 80,
            thumb_quality: 75,
        }
    }
}
