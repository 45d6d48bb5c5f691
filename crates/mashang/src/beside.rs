//! What an installation consists of beside its database, photos and keys: the map's files, and the files of secrets
//! that the settings name. A backup takes the first, and the second with the keys; a restore names what is missing.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Where secrets are named: the file, the tables down to the setting, the folder that its path begins from.
const NAMED: [(&str, &[&str], &str); 4] = [
    ("district.toml", &["notices", "mail", "password_file"], ""),
    ("district.toml", &["notices", "mail", "ca_file"], ""),
    ("district.toml", &["notices", "sms", "secret_file"], ""),
    ("map/map.toml", &["key_file"], "map"),
];

/// The files that the settings of a data directory name, as paths in it (or absolute ones), whether they are there or
/// not.
///
/// # Errors
/// Settings that cannot be read.
pub fn named(data: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for (file, setting, folder) in NAMED {
        let at = data.join(file);
        let text = match fs::read_to_string(&at) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| at.display().to_string()),
        };
        let settings: toml::Table = toml::from_str(&text).with_context(|| at.display().to_string())?;
        let (last, tables) = setting.split_last().unwrap_or((&"", &[]));
        let mut table = Some(&settings);
        for name in tables {
            table = table.and_then(|t| t.get(*name)).and_then(toml::Value::as_table);
        }
        if let Some(path) = table.and_then(|t| t.get(*last)).and_then(toml::Value::as_str) {
            found.insert(Path::new(folder).join(path));
        }
    }
    Ok(found)
}

/// Whether a path leads to a place below the folder that it begins from, and nowhere else.
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// The files that go into a backup: those of the map, and with the keys the secrets that lie in the data directory.
/// Fetched tiles (`map/cache`) are fetched again.
///
/// # Errors
/// A folder or settings that cannot be read.
pub fn of_backup(data: &Path, with_keys: bool) -> Result<Vec<PathBuf>> {
    let named = named(data)?;
    let mut files: BTreeSet<PathBuf> =
        named.iter().filter(|path| with_keys && is_below(path)).cloned().collect();
    match fs::read_dir(data.join("map")) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry?;
                let path = Path::new("map").join(entry.file_name());
                if entry.file_type()?.is_file() && !named.contains(&path) {
                    files.insert(path);
                }
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).context("map"),
    }
    Ok(files.into_iter().filter(|path| data.join(path).is_file()).collect())
}

/// Copies one file with its rights to the same place below another folder.
///
/// # Errors
/// A path that leads elsewhere; what the disk refuses.
pub fn copy(from: &Path, to: &Path, path: &Path) -> Result<()> {
    anyhow::ensure!(is_below(path), "{}", path.display());
    let target = to.join(path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from.join(path), &target).with_context(|| target.display().to_string())?;
    Ok(())
}

/// The files that the settings name and that are not there, one line each; `None` when all are.
///
/// # Errors
/// Settings that cannot be read.
pub fn missing(data: &Path, there: &Path) -> Result<Option<String>> {
    let lines: Vec<String> = named(data)?
        .iter()
        .filter(|path| !there.join(path).is_file())
        .map(|path| format!("  {}", path.display()))
        .collect();
    Ok((!lines.is_empty()).then(|| lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_go_along_secrets_only_with_the_keys_and_never_from_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let (data, copy_of) = (folder.path().join("data"), folder.path().join("copy"));
        fs::create_dir_all(data.join("map/cache")).unwrap();
        let write = |name: &str, text: &str| fs::write(data.join(name), text).unwrap();
        write(
            "district.toml",
            "[notices.mail]\npassword_file = \"mail.password\"\nca_file = \"/etc/ca.pem\"\n",
        );
        write("mail.password", "s3cret");
        write("map/map.toml", "key_file = \"key\"\n");
        write("map/key", "abc");
        write("map/district.geojson", "{}");
        write("map/cache/tile.png", "-");
        let names = |with_keys| {
            let files = of_backup(&data, with_keys).unwrap();
            files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(false), ["map/district.geojson", "map/map.toml"]);
        assert_eq!(names(true), ["mail.password", "map/district.geojson", "map/key", "map/map.toml"]);
        copy(&data, &copy_of, Path::new("map/key")).unwrap();
        copy(&data, &copy_of, Path::new("../key")).unwrap_err();
        let said = missing(&data, &copy_of).unwrap().unwrap();
        assert!(said.contains("mail.password") && !said.contains("map/key"), "{said}");
    }
}
