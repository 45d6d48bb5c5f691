//! `mashang keys`: which keys there are, and new versions of those that may have one.

use crate::open::Where;
use crate::out::say;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use identity::entropy::OsEntropy;
use identity::keys::{KeyName, KeyRing};
use std::process::ExitCode;

/// List the keys of an installation by their ids, or add a new version of one
///
/// A key itself is never printed. Old versions stay: they read what was made with them. Running servers use a new
/// version after their next start, and write down that it is there. Make a backup with --with-keys afterwards.
///
/// Examples:
///   mashang keys list
///   mashang keys rotate vault-key
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Names, versions and fingerprints
    List {
        #[command(flatten)]
        place: Where,
    },
    /// Add a new version of a key
    Rotate {
        /// The key's name, as the list gives it
        name: String,
        #[command(flatten)]
        place: Where,
    },
}

/// Runs the verb.
pub fn run(keys: Keys) -> Result<ExitCode> {
    match keys.what {
        What::List { place } => print(&crate::verify::keys(&place)?),
        What::Rotate { name, place } => {
            let known = KeyName::ALL.into_iter().find(|key| key.file() == name);
            let Some(key) = known else { bail!("there is no key {name:?}; `mashang keys list` names them") };
            if !work::system::rotates(key) {
                bail!(
                    "{name} cannot have a second version: what was made with it is found or checked by its value"
                );
            }
            crate::verify::keys(&place)?;
            print(&KeyRing::rotate(&place.keys(), key, &OsEntropy).context("the keys")?);
            eprintln!("新版本在服务重新启动后使用; 请再做一次含密钥的备份。");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(ring: &KeyRing) {
    for id in ring.key_ids() {
        say!("{:<18} {:>3}  {}", id.name.file(), id.version, id.fingerprint);
    }
}
