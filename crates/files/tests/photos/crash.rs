//! A process that is killed while it keeps photos leaves whole photos and drafts, nothing between.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use files::{FileId, Keep, Shelf, Variant};

use crate::pictures::{jpeg, scene, take};
use crate::shelf::{Room, far_ahead};

const DIRECTORY: &str = "FILES_CRASH_DIRECTORY";
const ROUND: &str = "FILES_CRASH_ROUND";

#[test]
#[ignore = "the child of the test below; runs until it is killed"]
fn keeps_until_killed() {
    let (Ok(directory), Ok(round)) = (std::env::var(DIRECTORY), std::env::var(ROUND)) else {
        return;
    };
    let round: u32 = round.parse().unwrap();
    let shelf = Shelf::open(directory).unwrap();
    let photo = take(&jpeg(&scene(1, 96, 64), 85)).unwrap();
    for number in 0u32.. {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&round.to_be_bytes());
        bytes[12..].copy_from_slice(&number.to_be_bytes());
        let id = FileId::from_bytes(bytes);
        shelf.put(id, &photo).unwrap();
        writeln!(std::io::stdout().lock(), "kept {id}").unwrap();
    }
}

#[test]
fn kept_photos_survive_a_kill_and_the_rest_is_swept() {
    let room = Room::new("crash");
    let photo = take(&jpeg(&scene(1, 96, 64), 85)).unwrap();
    let mut promised = Vec::new();
    for round in 0..12u32 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::keeps_until_killed", "--ignored", "--nocapture", "--test-threads=1"])
            .env(DIRECTORY, &room.0)
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let kept = |line: String| line.split("kept ").nth(1).and_then(FileId::from_hex);
        promised.push(lines.by_ref().find_map(|line| kept(line.unwrap())).unwrap());
        // A different moment of the write each time.
        std::thread::sleep(Duration::from_micros(1700 + u64::from(round) * 830));
        child.kill().unwrap();
        child.wait().unwrap();
        promised.extend(lines.filter_map(|line| kept(line.unwrap())));
    }

    let shelf = Shelf::open(&room.0).unwrap();
    for id in &promised {
        assert!(shelf.get(*id, Variant::View).is_ok(), "{id} was promised");
    }
    let present = shelf.older_than(far_ahead()).unwrap();
    assert!(present.len() >= promised.len() && present.len() <= promised.len() + 12);
    for id in present {
        shelf.check(id, &photo.kept_sha256()).unwrap();
    }
    shelf.sweep_unfinished(far_ahead()).unwrap();
    assert_eq!(std::fs::read_dir(room.0.join("unfinished")).unwrap().count(), 0);
}
