//! Codes as people type them and scanners give them: whatever is taken is a code of ours, and reads the same again.
#![no_main]

use domain::place::{MacKey, MacKeys, PlaceCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let keys = MacKeys::one(1, MacKey([7; 32]));
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(code) = PlaceCode::parse(text, &keys) {
        assert_eq!(PlaceCode::parse(&code.printed(), &keys).as_ref(), Ok(&code));
        assert_eq!(PlaceCode::of_stem(code.stem(), &keys), Ok(code));
    }
    let _ = PlaceCode::of_stem(text, &keys);
    if let Some(random) = data.first_chunk::<8>() {
        let code = PlaceCode::make(*random, 1, &MacKey([7; 32]));
        assert_eq!(PlaceCode::parse(&code.as_str().to_lowercase(), &keys), Ok(code));
    }
});
