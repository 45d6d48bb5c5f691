//! Ledgers as an auditor or a verification reads them: envelopes, checkpoints and events that somebody may have
//! written past the product. The fold never fails, and what does not fit is said.
#![no_main]

use domain::calendar::Instant;
use domain::hazard::{Event, Hazard};
use domain::ids::HazardId;
use domain::ledger::{Chain, Envelope, SignedCheckpoint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut chain = Chain::START;
    let mut hazard: Option<Hazard> = None;
    for line in text.lines().take(64) {
        if let Ok(event) = serde_json::from_str::<Event>(line) {
            match &mut hazard {
                Some(hazard) => hazard.apply(&event, Instant(1_772_413_200_000)),
                None => hazard = Hazard::begin(HazardId(Default::default()), &event, Instant(1_772_413_200_000)),
            }
        }
        if let Ok(envelope) = serde_json::from_str::<Envelope>(line) {
            let fits = chain.follow(&envelope, None).is_ok();
            assert!(!fits || envelope.hash == envelope.expected_hash());
        }
        if let Ok(signed) = serde_json::from_str::<SignedCheckpoint>(line) {
            assert!(signed.verify(&[7; 32]).is_err(), "nobody has that key");
            let _ = signed.note(&[7; 32]);
        }
    }
    if let Some(hazard) = hazard {
        // What was folded is kept as JSON and read again.
        let kept = serde_json::to_string(&hazard).expect("a state is JSON");
        assert_eq!(serde_json::from_str::<Hazard>(&kept).ok().as_ref(), Some(&hazard));
        let _ = (hazard.published(), domain::hazard::awaiting(&hazard));
    }
});
