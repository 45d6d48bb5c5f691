//! A disk that does not confirm: the n-th flush fails, for every n.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::time::Duration;

use super::*;

thread_local! {
    /// Flushes that still succeed on this thread.
    static GOOD: Cell<usize> = const { Cell::new(usize::MAX) };
}

fn flush(file: &File) -> io::Result<()> {
    match GOOD.get() {
        0 => Err(io::Error::other("the disk is gone")),
        left => {
            GOOD.set(left - 1);
            file.sync_all()
        }
    }
}

fn photo() -> Photo {
    Photo {
        view: b"view".to_vec(),
        thumb: b"thumb".to_vec(),
        sealed_original: b"sealed".to_vec(),
        original_sha256: [0; 32],
        view_sha256: [0; 32],
        thumb_sha256: [0; 32],
        sealed_sha256: [0; 32],
        phash: 0,
        middle: 0,
        width: 1,
        height: 1,
        bytes: 1,
        exif: None,
    }
}

#[test]
fn a_photo_is_promised_only_after_every_flush_and_a_failed_one_is_never_tried_again() {
    let root = std::env::temp_dir().join(format!("files-flush-{}", std::process::id()));
    let id = FileId::from_bytes([5; 16]);
    let mut failures = 0;
    loop {
        let _ = fs::remove_dir_all(&root);
        GOOD.set(usize::MAX);
        let shelf = Shelf::open_flushing(root.clone(), flush).unwrap();
        GOOD.set(failures);
        match shelf.put(id, &photo()) {
            Ok(()) => break,
            Err(error) => assert!(error.is_fatal(), "{error}"),
        }
        failures += 1;

        GOOD.set(usize::MAX);
        let other = FileId::from_bytes([6; 16]);
        assert!(shelf.put(other, &photo()).unwrap_err().is_fatal(), "a store that lost trust takes nothing");
        assert!(matches!(shelf.get(other, Variant::View), Err(KeepError::Missing(_))));

        // What the failed call left is either a whole photo (an orphan) or nothing.
        let again = Shelf::open(root.clone()).unwrap();
        let whole = Variant::ALL.iter().filter(|variant| again.get(id, **variant).is_ok()).count();
        assert!(whole == 0 || whole == 3, "{whole} files after {failures} flushes");
        again.sweep_unfinished(SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 36)).unwrap();
        assert_eq!(fs::read_dir(again.unfinished.clone()).unwrap().count(), 0);
    }
    // Three files, their folder, and the three levels above it.
    assert_eq!(failures, 7);
    let _ = fs::remove_dir_all(&root);
}
