//! The key ring on disk: a directory with one file for each key, readable by its owner only.

use super::{KeyError, KeyName, KeyRing, lines, parse_lines};
use crate::entropy::{Entropy, random};
use crate::suite::SecretKey;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Longest key file that is read, in bytes: some nine hundred versions.
const LONGEST_FILE: u64 = 64 * 1024;

impl KeyRing {
    /// Loads the ring of `dir`, or makes a new one if there is no such directory or it is empty. The caller
    /// makes sure beforehand that a database which already holds data is not given new keys.
    pub fn open_or_create(dir: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        match Self::create(dir, entropy) {
            Err(KeyError::Exists(_)) => Self::load(dir),
            made => made,
        }
    }

    /// Makes a new ring in `dir`. The directory appears with all files or not at all.
    pub fn create(dir: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        refuse_existing(dir)?;
        let ring = Self::generate(entropy)?;
        ring.place(dir, entropy)?;
        Ok(ring)
    }

    /// Puts a backup into `dir`, which must not hold keys.
    pub fn restore(dir: &Path, backup: &[u8], entropy: &dyn Entropy) -> Result<Self, KeyError> {
        refuse_existing(dir)?;
        let ring = Self::from_backup(backup)?;
        ring.place(dir, entropy)?;
        Ok(ring)
    }

    /// Loads the ring of `dir`; refuses if a file is missing, damaged or open to others.
    pub fn load(dir: &Path) -> Result<Self, KeyError> {
        let mode = fs::metadata(dir).map_err(at(dir))?.mode();
        if mode & 0o022 != 0 {
            return Err(KeyError::TooOpen { path: dir.into(), mode: mode & 0o7777 });
        }
        let mut found = Vec::with_capacity(KeyName::ALL.len());
        for name in KeyName::ALL {
            let text = read_private(dir, name)?;
            found.push(parse_lines(text.lines()).ok_or(KeyError::Malformed(name.file()))?);
        }
        let keys = found.try_into().map_err(|_| KeyError::Malformed("keys"))?;
        Ok(Self { keys })
    }

    /// Adds a version of one key to the ring in `dir`. Running servers use it after they load again.
    pub fn rotate(dir: &Path, name: KeyName, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        if !name.rotates() {
            return Err(KeyError::NotRotatable(name.file()));
        }
        let mut ring = Self::load(dir)?;
        ring.keys[name as usize].add(SecretKey::new(random(entropy)?));
        let fresh = dir.join(format!("{}.{}", name.file(), hex::encode(random::<8>(entropy)?)));
        write_private(&fresh, &lines(&ring.keys[name as usize]))?;
        let path = dir.join(name.file());
        fs::rename(&fresh, &path).map_err(at(&path))?;
        sync_directory(dir)?;
        Ok(ring)
    }

    fn place(&self, dir: &Path, entropy: &dyn Entropy) -> Result<(), KeyError> {
        let parent = match dir.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let last = dir.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let fresh = parent.join(format!(".{last}.{}", hex::encode(random::<8>(entropy)?)));
        DirBuilder::new().mode(0o700).create(&fresh).map_err(at(&fresh))?;
        let placed = self.fill(&fresh).and_then(|()| match fs::rename(&fresh, dir) {
            // Another process was faster: its keys stand.
            Err(e) if matches!(e.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => {
                Err(KeyError::Exists(dir.into()))
            }
            renamed => renamed.map_err(at(dir)),
        });
        if placed.is_err() {
            // The error that led here matters more than one of tidying up.
            let _ = fs::remove_dir_all(&fresh);
        }
        placed?;
        sync_directory(parent)
    }

    fn fill(&self, dir: &Path) -> Result<(), KeyError> {
        for name in KeyName::ALL {
            write_private(&dir.join(name.file()), &lines(&self.keys[name as usize]))?;
        }
        sync_directory(dir)
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> KeyError + use<> {
    let path = PathBuf::from(path);
    move |source| KeyError::Io { path, source }
}

fn refuse_existing(dir: &Path) -> Result<(), KeyError> {
    match fs::read_dir(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(at(dir)(e)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(KeyError::Exists(dir.into())),
        },
    }
}

fn read_private(dir: &Path, name: KeyName) -> Result<Zeroizing<String>, KeyError> {
    let path = dir.join(name.file());
    let file = File::open(&path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(name.file()),
        _ => at(&path)(e),
    })?;
    let mode = file.metadata().map_err(at(&path))?.mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::TooOpen { path, mode: mode & 0o7777 });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST_FILE).read_to_string(&mut text).map_err(|e| match e.kind() {
        io::ErrorKind::InvalidData => KeyError::Malformed(name.file()),
        _ => at(&path)(e),
    })?;
    Ok(text)
}

fn write_private(path: &Path, text: &str) -> Result<(), KeyError> {
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at(path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(at(path))
}

fn sync_directory(dir: &Path) -> Result<(), KeyError> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(at(dir))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::{OsEntropy, SeededEntropy};
    use std::os::unix::fs::PermissionsExt;

    /// A directory of its own for one test, removed afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new() -> Self {
            let name = format!("mashang-keys-{}", hex::encode(random::<8>(&OsEntropy).unwrap()));
            let path = std::env::temp_dir().join(name);
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn keys(&self) -> PathBuf {
            self.0.join("keys")
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn the_first_start_makes_private_files_and_the_second_reads_them() {
        let scratch = Scratch::new();
        let made = KeyRing::open_or_create(&scratch.keys(), &SeededEntropy::new(1)).unwrap();
        assert_eq!(mode(&scratch.keys()), 0o700);
        for name in KeyName::ALL {
            assert_eq!(mode(&scratch.keys().join(name.file())), 0o600);
        }
        let loaded = KeyRing::open_or_create(&scratch.keys(), &SeededEntropy::new(2)).unwrap();
        assert_eq!(loaded.key_ids(), made.key_ids());
        assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 1);
    }

    #[test]
    fn files_that_others_may_read_are_refused() {
        let scratch = Scratch::new();
        KeyRing::create(&scratch.keys(), &SeededEntropy::new(1)).unwrap();
        let file = scratch.keys().join("vault-key");
        for open in [0o644, 0o640, 0o604, 0o602] {
            fs::set_permissions(&file, fs::Permissions::from_mode(open)).unwrap();
            let refused = KeyRing::load(&scratch.keys());
            assert!(matches!(refused, Err(KeyError::TooOpen { mode, .. }) if mode == open));
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(KeyRing::load(&scratch.keys()).is_ok());
        fs::set_permissions(scratch.keys(), fs::Permissions::from_mode(0o777)).unwrap();
        assert!(matches!(KeyRing::load(&scratch.keys()), Err(KeyError::TooOpen { .. })));
    }

    #[test]
    fn a_lost_key_is_never_replaced_silently() {
        let scratch = Scratch::new();
        KeyRing::create(&scratch.keys(), &SeededEntropy::new(1)).unwrap();
        fs::remove_file(scratch.keys().join("seal-key")).unwrap();
        let opened = KeyRing::open_or_create(&scratch.keys(), &SeededEntropy::new(2));
        assert!(matches!(opened, Err(KeyError::Missing("seal-key"))));
    }

    #[test]
    fn damaged_files_are_named() {
        let scratch = Scratch::new();
        KeyRing::create(&scratch.keys(), &SeededEntropy::new(1)).unwrap();
        for damage in [&b""[..], b"1 00", b"\xff\xfe", b"garbage\n"] {
            fs::write(scratch.keys().join("code-key"), damage).unwrap();
            assert!(matches!(KeyRing::load(&scratch.keys()), Err(KeyError::Malformed("code-key"))));
        }
    }

    #[test]
    fn rotation_keeps_the_old_version_and_spares_keys_that_are_looked_up() {
        let scratch = Scratch::new();
        let before = KeyRing::create(&scratch.keys(), &SeededEntropy::new(1)).unwrap();
        KeyRing::rotate(&scratch.keys(), KeyName::Vault, &SeededEntropy::new(2)).unwrap();
        let after = KeyRing::load(&scratch.keys()).unwrap();
        assert_eq!(after.current(KeyName::Vault).0, 2);
        assert_eq!(
            after.version(KeyName::Vault, 1).unwrap().expose(),
            before.current(KeyName::Vault).1.expose()
        );
        assert_eq!(mode(&scratch.keys().join("vault-key")), 0o600);
        for name in [KeyName::BlindIndex, KeyName::Receipt] {
            let refused = KeyRing::rotate(&scratch.keys(), name, &SeededEntropy::new(3));
            assert!(matches!(refused, Err(KeyError::NotRotatable(_))));
        }
    }

    #[test]
    fn a_backup_is_restored_but_never_over_other_keys() {
        let scratch = Scratch::new();
        let entropy = SeededEntropy::new(1);
        let ring = KeyRing::create(&scratch.keys(), &entropy).unwrap();
        let backup = ring.backup();
        let over = KeyRing::restore(&scratch.keys(), &backup, &entropy);
        assert!(matches!(over, Err(KeyError::Exists(_))));
        let elsewhere = scratch.0.join("restored");
        KeyRing::restore(&elsewhere, &backup, &entropy).unwrap();
        assert_eq!(KeyRing::load(&elsewhere).unwrap().key_ids(), ring.key_ids());
    }
}
