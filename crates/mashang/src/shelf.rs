//! The photo directory as files: for backups, which do not look into photos.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// What lies in a photo directory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Photos, each a folder of three files.
    pub count: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// SHA-256 over the names and sizes of all files, in order.
    pub digest: String,
}

/// Every file below a photo directory by its path in it, in order; what is being written is left out.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| root.join(&folder).display().to_string()),
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                if path != Path::new("unfinished") {
                    waiting.push(path);
                }
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn inventory(root: &Path, files: &[PathBuf]) -> Result<Inventory> {
    let mut digest = Sha256::new();
    let (mut bytes, mut folders) = (0, std::collections::BTreeSet::new());
    for file in files {
        let size = fs::metadata(root.join(file))?.len();
        bytes += size;
        folders.extend(file.parent());
        digest.update(format!("{} {size}\n", file.display()));
    }
    Ok(Inventory { count: folders.len() as u64, bytes, digest: hex::encode(digest.finalize()) })
}

/// Links every photo into another directory, or copies it where links are not possible. Photos never change, so
/// a link is as good as a copy as long as the disk holds.
pub fn copy(from: &Path, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<Inventory> {
    let files = files(from)?;
    fs::create_dir_all(to)?;
    let mut made = PathBuf::new();
    for (done, file) in files.iter().enumerate() {
        progress(done as u64);
        let target = to.join(file);
        if let Some(folder) = target.parent().filter(|f| *f != made) {
            fs::create_dir_all(folder)?;
            made = folder.to_owned();
        }
        if fs::hard_link(from.join(file), &target).is_err() {
            fs::copy(from.join(file), &target).with_context(|| target.display().to_string())?;
        }
    }
    inventory(to, &files)
}
