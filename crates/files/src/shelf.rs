use std::ffi::OsStr;
use std::fs::{self, DirBuilder, DirEntry, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::SystemTime;

use crate::{FileId, Keep, KeepError, Photo, Variant};

/// Photos in a directory: one folder for each, under two levels named by the last two bytes of its id.
///
/// ```text
/// 3f/a1/018f…3fa1/view.jpg thumb.jpg original.sealed
/// unfinished/…                                        being written or taken away
/// ```
///
/// A photo is written in `unfinished`, flushed file by file, and moved into place by renaming its folder:
/// whoever looks sees all of it or nothing, also after a crash at any instruction. Several processes may
/// share the directory. The last bytes of an id name the levels because the first ones of a time-ordered id
/// are the same for weeks.
pub struct Shelf {
    root: PathBuf,
    unfinished: PathBuf,
    sequence: AtomicU64,
    failed: AtomicBool,
    flush: fn(&File) -> io::Result<()>,
}

impl Shelf {
    /// Opens the directory, making it when it is not there.
    ///
    /// # Errors
    /// [`KeepError::Io`] and [`KeepError::NotDurable`].
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, KeepError> {
        Self::open_flushing(root.into(), File::sync_all)
    }

    /// The directory as it is, for looking only: nothing is made in it.
    #[must_use]
    pub fn look(root: impl Into<PathBuf>) -> Self {
        Self::of(root.into(), File::sync_all)
    }

    /// The directory.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether all files of a photo are there; does not look into them.
    #[must_use]
    pub fn holds(&self, id: FileId) -> bool {
        let folder = self.folder(id);
        Variant::ALL.iter().all(|variant| folder.join(variant.file_name()).is_file())
    }

    fn of(root: PathBuf, flush: fn(&File) -> io::Result<()>) -> Self {
        let unfinished = root.join("unfinished");
        Self { root, unfinished, sequence: AtomicU64::new(0), failed: AtomicBool::new(false), flush }
    }

    fn open_flushing(root: PathBuf, flush: fn(&File) -> io::Result<()>) -> Result<Self, KeepError> {
        let shelf = Self::of(root, flush);
        let made = folder_builder().recursive(true).create(&shelf.unfinished);
        made.map_err(io_error("make the photo directory"))?;
        shelf.flush_folder(&shelf.root)?;
        Ok(shelf)
    }

    fn levels(&self, id: FileId) -> (PathBuf, PathBuf) {
        let [.., first, second] = *id.as_bytes();
        let upper = self.root.join(format!("{first:02x}"));
        let lower = upper.join(format!("{second:02x}"));
        (upper, lower)
    }

    fn folder(&self, id: FileId) -> PathBuf {
        self.levels(id).1.join(id.to_string())
    }

    /// A fresh folder in `unfinished` that no other call and no other process uses. A crashed process of the
    /// same number may have left one; then the next name is free.
    fn start(&self, id: FileId) -> Result<PathBuf, KeepError> {
        loop {
            let number = self.sequence.fetch_add(1, Ordering::Relaxed);
            let path = self.unfinished.join(format!("{id}-{}-{number}", std::process::id()));
            match folder_builder().create(&path) {
                Ok(()) => return Ok(path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(source) => return Err(KeepError::Io { doing: "start a photo", source }),
            }
        }
    }

    fn write_all(&self, at: &Path, photo: &Photo) -> Result<(), KeepError> {
        for variant in Variant::ALL {
            let bytes = match variant {
                Variant::View => &photo.view,
                Variant::Thumb => &photo.thumb,
                Variant::Sealed => &photo.sealed_original,
            };
            let mut file =
                create_file(&at.join(variant.file_name())).map_err(io_error("create a photo file"))?;
            file.write_all(bytes).map_err(io_error("write a photo file"))?;
            self.flush(&file)?;
        }
        self.flush_folder(at)
    }

    fn move_into_place(&self, from: &Path, id: FileId) -> Result<(), KeepError> {
        let (upper, lower) = self.levels(id);
        folder_builder().recursive(true).create(&lower).map_err(io_error("make a photo folder"))?;
        fs::rename(from, lower.join(id.to_string())).map_err(|source| match source.kind() {
            ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists => KeepError::AlreadyKept(id),
            _ => KeepError::Io { doing: "move a photo into place", source },
        })?;
        // Another call may have made a level just now and not have flushed it yet, so all are flushed.
        for level in [&lower, &upper, &self.root] {
            self.flush_folder(level)?;
        }
        Ok(())
    }

    fn flush_folder(&self, path: &Path) -> Result<(), KeepError> {
        let folder = File::open(path).map_err(io_error("open a photo folder"))?;
        self.flush(&folder)
    }

    fn flush(&self, file: &File) -> Result<(), KeepError> {
        (self.flush)(file).map_err(|source| {
            self.failed.store(true, Ordering::SeqCst);
            KeepError::NotDurable { source }
        })
    }

    fn refuse_after_failure(&self) -> Result<(), KeepError> {
        if self.failed.load(Ordering::SeqCst) {
            return Err(KeepError::NotDurable { source: io::Error::other("an earlier flush failed") });
        }
        Ok(())
    }
}

impl Keep for Shelf {
    fn put(&self, id: FileId, photo: &Photo) -> Result<(), KeepError> {
        self.refuse_after_failure()?;
        if self.folder(id).exists() {
            return Err(KeepError::AlreadyKept(id));
        }
        let draft = self.start(id)?;
        let kept = self.write_all(&draft, photo).and_then(|()| self.move_into_place(&draft, id));
        if kept.is_err() {
            // Gives a full disk its room back; what cannot be removed now is for the sweep.
            let _ = fs::remove_dir_all(&draft);
        }
        kept
    }

    fn get(&self, id: FileId, variant: Variant) -> Result<Vec<u8>, KeepError> {
        fs::read(self.folder(id).join(variant.file_name())).map_err(|source| match source.kind() {
            ErrorKind::NotFound => KeepError::Missing(id),
            _ => KeepError::Io { doing: "read a photo", source },
        })
    }

    fn older_than(&self, instant: SystemTime) -> Result<Vec<FileId>, KeepError> {
        let mut found = Vec::new();
        for upper in entries(&self.root)?.into_iter().filter(|entry| is_level(&entry.file_name())) {
            for lower in entries(&upper.path())?.into_iter().filter(|entry| is_level(&entry.file_name())) {
                for photo in entries(&lower.path())? {
                    let id = photo.file_name().to_str().and_then(FileId::from_hex);
                    if let Some(id) = id
                        && is_older(&photo, instant)?
                    {
                        found.push(id);
                    }
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    fn remove(&self, id: FileId) -> Result<(), KeepError> {
        let away = self.start(id)?;
        let moved = fs::rename(self.folder(id), &away);
        if moved.is_ok() {
            self.flush_folder(&self.levels(id).1)?;
        }
        delete(&away)?;
        match moved {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                Err(KeepError::Io { doing: "take a photo away", source })
            }
            _ => Ok(()),
        }
    }

    fn sweep_unfinished(&self, instant: SystemTime) -> Result<usize, KeepError> {
        let mut swept = 0;
        for entry in entries(&self.unfinished)? {
            if is_older(&entry, instant)? {
                delete(&entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// Deletes a folder; one that another process swept meanwhile is gone as wanted.
fn delete(folder: &Path) -> Result<(), KeepError> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(KeepError::Io { doing: "delete a photo folder", source })
        }
        _ => Ok(()),
    }
}

/// The entries of a folder that is there; a level that vanished meanwhile is empty.
fn entries(path: &Path) -> Result<Vec<DirEntry>, KeepError> {
    match fs::read_dir(path) {
        Ok(listed) => listed.collect::<io::Result<_>>().map_err(io_error("list photos")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(KeepError::Io { doing: "list photos", source }),
    }
}

/// By the time of the last file that was put into the folder; moving it does not change that.
fn is_older(entry: &DirEntry, instant: SystemTime) -> Result<bool, KeepError> {
    match entry.metadata().and_then(|metadata| metadata.modified()) {
        Ok(modified) => Ok(modified < instant),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(source) => Err(KeepError::Io { doing: "look at a photo folder", source }),
    }
}

fn is_level(name: &OsStr) -> bool {
    name.len() == 2 && name.as_encoded_bytes().iter().all(u8::is_ascii_hexdigit)
}

fn io_error(doing: &'static str) -> impl FnOnce(io::Error) -> KeepError {
    move |source| KeepError::Io { doing, source }
}

/// Folders that only the server's own user may enter.
fn folder_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// A new file that only the server's own user may read.
fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
