use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use files::{FileId, Keep, KeepError, Shelf, Variant};

use crate::pictures::{jpeg, scene, take};

/// A directory of this test's own, gone when the test is.
pub struct Room(pub PathBuf);

impl Room {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("files-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn id(number: u8) -> FileId {
    FileId::from_bytes([number; 16])
}

/// Later than any file of a test, in whatever year it runs.
pub fn far_ahead() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 36)
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH
}

#[test]
fn what_was_put_is_got_by_another_process_too() {
    let room = Room::new("put-get");
    let photo = take(&jpeg(&scene(1, 400, 300), 85)).unwrap();
    Shelf::open(&room.0).unwrap().put(id(1), &photo).unwrap();

    let shelf = Shelf::open(&room.0).unwrap();
    assert_eq!(shelf.get(id(1), Variant::View).unwrap(), photo.view);
    assert_eq!(shelf.get(id(1), Variant::Thumb).unwrap(), photo.thumb);
    assert_eq!(shelf.get(id(1), Variant::Sealed).unwrap(), photo.sealed_original);
    shelf.check(id(1), &photo.kept_sha256()).unwrap();
    assert!(shelf.holds(id(1)) && !shelf.holds(id(2)));
    assert!(matches!(shelf.get(id(2), Variant::View), Err(KeepError::Missing(missing)) if missing == id(2)));
}

#[test]
fn a_kept_photo_is_never_written_over() {
    let room = Room::new("twice");
    let shelf = Shelf::open(&room.0).unwrap();
    let first = take(&jpeg(&scene(1, 64, 64), 85)).unwrap();
    let second = take(&jpeg(&scene(2, 64, 64), 85)).unwrap();
    shelf.put(id(1), &first).unwrap();
    assert_eq!(shelf.put(id(1), &second).unwrap_err().code(), "photo_already_kept");
    assert_eq!(shelf.get(id(1), Variant::View).unwrap(), first.view);
    assert_eq!(shelf.sweep_unfinished(far_ahead()).unwrap(), 0, "the second draft is gone");
}

#[test]
fn an_altered_file_is_noticed() {
    let room = Room::new("altered");
    let shelf = Shelf::open(&room.0).unwrap();
    let photo = take(&jpeg(&scene(1, 64, 64), 85)).unwrap();
    shelf.put(id(0xab), &photo).unwrap();
    for name in ["view.jpg", "thumb.jpg", "original.sealed"] {
        let file = room.0.join("ab/ab").join(id(0xab).to_string()).join(name);
        let bytes = fs::read(&file).unwrap();
        let mut altered = bytes.clone();
        altered[100] ^= 1;
        fs::write(&file, altered).unwrap();
        let error = shelf.check(id(0xab), &photo.kept_sha256()).unwrap_err();
        assert_eq!(error.code(), "photo_altered", "{name}");
        fs::remove_file(&file).unwrap();
        assert_eq!(shelf.check(id(0xab), &photo.kept_sha256()).unwrap_err().code(), "photo_missing");
        assert!(!shelf.holds(id(0xab)), "{name}");
        fs::write(&file, bytes).unwrap();
    }
    shelf.check(id(0xab), &photo.kept_sha256()).unwrap();
}

#[test]
fn the_sweep_lists_by_age_and_removal_is_whole() {
    let room = Room::new("sweep");
    let shelf = Shelf::open(&room.0).unwrap();
    let photo = take(&jpeg(&scene(1, 64, 64), 85)).unwrap();
    for number in [3, 1, 2] {
        shelf.put(id(number), &photo).unwrap();
    }
    fs::write(room.0.join("lost+found"), b"").unwrap();
    assert_eq!(shelf.older_than(far_ahead()).unwrap(), [id(1), id(2), id(3)]);
    assert_eq!(shelf.older_than(long_ago()).unwrap(), []);

    shelf.remove(id(2)).unwrap();
    shelf.remove(id(2)).unwrap();
    assert_eq!(shelf.older_than(far_ahead()).unwrap(), [id(1), id(3)]);
    for variant in Variant::ALL {
        assert!(matches!(shelf.get(id(2), variant), Err(KeepError::Missing(_))));
    }
    assert_eq!(shelf.sweep_unfinished(far_ahead()).unwrap(), 0);
}

#[test]
fn what_a_crash_left_is_swept_when_it_is_old() {
    let room = Room::new("left");
    let shelf = Shelf::open(&room.0).unwrap();
    let draft = room.0.join("unfinished").join(format!("{}-1-0", id(9)));
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join("view.jpg"), b"half a pict").unwrap();
    assert!(matches!(shelf.get(id(9), Variant::View), Err(KeepError::Missing(_))));
    assert_eq!(shelf.older_than(far_ahead()).unwrap(), []);
    assert_eq!(shelf.sweep_unfinished(long_ago()).unwrap(), 0, "it may be another process at work");
    assert_eq!(shelf.sweep_unfinished(far_ahead()).unwrap(), 1);
    assert!(!draft.exists());
}

#[test]
fn time_ordered_ids_spread_over_the_folders() {
    let room = Room::new("spread");
    let shelf = Shelf::open(&room.0).unwrap();
    let photo = take(&jpeg(&scene(1, 64, 64), 85)).unwrap();
    for number in 0..8 {
        let mut bytes = [0x01; 16];
        bytes[14] = number;
        shelf.put(FileId::from_bytes(bytes), &photo).unwrap();
    }
    assert_eq!(fs::read_dir(&room.0).unwrap().count(), 8 + 1, "eight folders and the unfinished");
}

#[test]
fn only_the_servers_own_user_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new("mode");
    let shelf = Shelf::open(&room.0).unwrap();
    shelf.put(id(0xcd), &take(&jpeg(&scene(1, 64, 64), 85)).unwrap()).unwrap();
    let folder = room.0.join("cd/cd").join(id(0xcd).to_string());
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    for file in fs::read_dir(&folder).unwrap() {
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn an_id_is_read_only_as_it_is_written() {
    let text = "0192f3c4d5e67f8091a2b3c4d5e6f708";
    assert_eq!(FileId::from_hex(text).unwrap().to_string(), text);
    for wrong in [
        "",
        "..",
        "../../../../etc/passwd",
        "0192F3C4D5E67F8091A2B3C4D5E6F708",
        "0192f3c4-d5e6-7f80-91a2-b3c4d5e6f708",
        "{0192f3c4d5e67f8091a2b3c4d5e6f708}",
        "0192f3c4d5e67f8091a2b3c4d5e6f70",
        "0192f3c4d5e67f8091a2b3c4d5e6f708/",
    ] {
        assert!(FileId::from_hex(wrong).is_none(), "{wrong}");
    }
}
