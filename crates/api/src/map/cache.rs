//! Tiles that were fetched once, on the disk, up to a size.

use geo::Tile;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// A tile as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) kind: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// The kinds of picture that tiles are; the name of the file ends with the first.
const KINDS: [(&str, &str); 4] =
    [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp"), ("gif", "image/gif")];

/// What a picture is by how it begins; nothing for anything else, such as a page that says that the quota is used up.
pub(crate) fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        _ => None,
    }
}

pub(crate) struct Cache {
    folder: PathBuf,
    most: u64,
    age: Duration,
    held: AtomicU64,
    clearing: Mutex<()>,
    next: AtomicU64,
}

impl Cache {
    /// A cache in a folder of its own.
    pub(crate) fn open(folder: &Path, most: u64, age: Duration) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let this = Self {
            folder: folder.to_owned(),
            most,
            age,
            held: AtomicU64::new(0),
            clearing: Mutex::new(()),
            next: AtomicU64::new(0),
        };
        let held = this.files()?.iter().map(|(_, _, size)| size).sum();
        this.held.store(held, Ordering::Relaxed);
        Ok(this)
    }

    fn path(&self, layer: &str, tile: Tile, end: &str) -> PathBuf {
        self.folder.join(format!("{layer}-{}-{}-{}.{end}", tile.z, tile.x, tile.y))
    }

    /// A tile that is kept and not too old.
    pub(crate) fn get(&self, layer: &str, tile: Tile, now: SystemTime) -> Option<Picture> {
        KINDS.iter().find_map(|(end, kind)| {
            let path = self.path(layer, tile, end);
            let written = fs::metadata(&path).ok()?.modified().ok()?;
            let fresh = now.duration_since(written).unwrap_or_default() < self.age;
            let bytes = fresh.then(|| fs::read(&path).ok()).flatten()?;
            Some(Picture { kind, bytes })
        })
    }

    /// Keeps a tile; when the cache is full, the oldest ones go. A disk that does not take it is no reason not to
    /// show it.
    pub(crate) fn put(&self, layer: &str, tile: Tile, picture: &Picture) -> io::Result<()> {
        let Some((end, _)) = KINDS.iter().find(|(_, kind)| *kind == picture.kind) else { return Ok(()) };
        let size = picture.bytes.len() as u64;
        if self.held.fetch_add(size, Ordering::Relaxed) + size > self.most {
            self.clear()?;
            // What was counted is forgotten; this one is still to come.
            self.held.fetch_add(size, Ordering::Relaxed);
        }
        // Whoever reads at the same time finds the whole tile or none.
        let fresh = self.folder.join(format!("{}.new", self.next.fetch_add(1, Ordering::Relaxed)));
        fs::write(&fresh, &picture.bytes)?;
        fs::rename(&fresh, self.path(layer, tile, end))
    }

    fn files(&self) -> io::Result<Vec<(SystemTime, PathBuf, u64)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_file() {
                all.push((about.modified()?, entry.path(), about.len()));
            }
        }
        Ok(all)
    }

    /// Removes the oldest tiles until a fifth of the cache is free.
    fn clear(&self) -> io::Result<()> {
        let Ok(_alone) = self.clearing.try_lock() else { return Ok(()) };
        let mut all = self.files()?;
        all.sort();
        let mut held: u64 = all.iter().map(|(_, _, size)| size).sum();
        for (_, path, size) in all {
            if held <= self.most / 5 * 4 {
                break;
            }
            fs::remove_file(path)?;
            held -= size;
        }
        self.held.store(held, Ordering::Relaxed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(size: usize) -> Picture {
        let mut bytes = b"\x89PNG".to_vec();
        bytes.resize(size, 7);
        Picture { kind: kind_of(&bytes).unwrap(), bytes }
    }

    fn tile(x: u32) -> Tile {
        Tile::new(10, x, 1).unwrap()
    }

    #[test]
    fn gives_back_what_was_put_until_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path(), 1 << 20, Duration::from_secs(60)).unwrap();
        let one = picture(1_000);
        cache.put("vec", tile(1), &one).unwrap();
        let written = fs::metadata(folder.path().join("vec-10-1-1.png")).unwrap().modified().unwrap();
        assert_eq!(cache.get("vec", tile(1), written), Some(one));
        assert_eq!(cache.get("vec", tile(2), written), None);
        assert_eq!(cache.get("cva", tile(1), written), None);
        assert_eq!(cache.get("vec", tile(1), written + Duration::from_secs(61)), None);
    }

    #[test]
    fn never_grows_beyond_its_size() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let cache = Cache::open(folder.path(), 10_000, Duration::from_secs(60)).unwrap();
            (0..40).for_each(|x| cache.put("vec", tile(x), &picture(1_000)).unwrap());
            let held: u64 = cache.files().unwrap().iter().map(|(_, _, size)| size).sum();
            assert!((1..=10_000).contains(&held), "{held}");
        }
    }

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(kind_of(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(kind_of(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"{\"code\":301008}"[..], b"<html>", b"", b"RIFF"] {
            assert_eq!(kind_of(other), None);
        }
    }
}
