//! Photos of strangers: whatever is taken comes out as two clean JPEGs within bounds.
#![no_main]

use files::{Limits, Seal, SealError};
use libfuzzer_sys::fuzz_target;

struct Open;

impl Seal for Open {
    fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(plaintext.to_vec())
    }

    fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(sealed.to_vec())
    }
}

fuzz_target!(|data: &[u8]| {
    let limits = Limits {
        max_bytes: 1 << 20,
        max_pixels: 1 << 20,
        max_memory: 32 << 20,
        view_side: 160,
        thumb_side: 32,
        ..Limits::default()
    };
    let Ok(photo) = files::process(data, &limits, &Open) else { return };
    assert!(u64::from(photo.width) * u64::from(photo.height) <= limits.max_pixels);
    for copy in [&photo.view, &photo.thumb] {
        assert!(copy.starts_with(&[0xff, 0xd8]) && copy.ends_with(&[0xff, 0xd9]));
        assert!(!copy.windows(4).any(|bytes| bytes == b"Exif"), "metadata stayed");
    }
});
