//! `mashang keys`: which keys there are, and new versions of those that may have one.

use crate::lang::both;
use crate::open::Where;
use crate::out::say;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use domain::ids::District;
use identity::entropy::OsEntropy;
use identity::keys::{KeyId, KeyName, KeyRing};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 密钥：列出、更换、放回 List the keys of an installation by their ids, add a new version of one, or put them back
///
/// A key itself is never printed. Old versions stay: they read what was made with
/// them. Running servers use a new version after their next start, and write down
/// that it is there. Make a backup with --with-keys afterwards.
///
/// Examples:
///   mashang keys list
///   mashang keys rotate vault-key
///   mashang keys put --from /safe/keys.backup --data /var/lib/mashang-new
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 名称、版本和指纹 Names, versions and fingerprints
    ///
    /// Example: mashang keys list --data /var/lib/mashang
    #[command(verbatim_doc_comment)]
    List {
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 更换：增加一个新版本 Add a new version of a key
    ///
    /// Example: mashang keys rotate vault-key --data /var/lib/mashang
    #[command(verbatim_doc_comment)]
    Rotate {
        /// 密钥名称，见 list The key's name, as the list gives it
        name: String,
        #[command(flatten)]
        place: Where,
    },
    /// 恢复后放回密钥 Put the keys back after a restore without them
    ///
    /// Takes a keys.backup, or a copy of a keys directory. Keys that are there are
    /// never overwritten, and keys that did not sign this installation's log are
    /// refused.
    ///
    /// Example: mashang keys put --from /safe/keys.backup --data /var/lib/mashang-new
    #[command(verbatim_doc_comment)]
    Put {
        /// keys.backup 文件或 keys 目录 A keys.backup, or a copy of a keys directory
        #[arg(long, value_name = "PATH")]
        from: PathBuf,
        #[command(flatten)]
        place: Where,
    },
}

/// Runs the verb.
pub fn run(keys: Keys) -> Result<ExitCode> {
    match keys.what {
        What::List { json: false, place } => print(&crate::verify::keys(&place)?),
        What::List { json: true, place } => {
            let ring = crate::verify::keys(&place)?;
            let key = |id: KeyId| json!({ "name": id.name.file(), "version": id.version, "fingerprint": id.fingerprint });
            say!("{}", Value::from_iter(ring.key_ids().into_iter().map(key)));
        }
        What::Rotate { name, place } => {
            let known = KeyName::ALL.into_iter().find(|key| key.file() == name);
            let Some(key) = known else {
                bail!(both!(
                    "没有叫“{name}”的密钥，名称见 mashang keys list",
                    "there is no key {name:?}; `mashang keys list` names them"
                ))
            };
            if !work::system::rotates(key) {
                bail!(both!(
                    "{name} 不能更换：用它生成的内容要靠它的值来查找或核对。可更换的是 vault-key、seal-key、code-key",
                    "{name} cannot have a second version: what was made with it is found or checked by its value. \
                     vault-key, seal-key and code-key can"
                ));
            }
            crate::verify::keys(&place)?;
            print(&KeyRing::rotate(&place.keys(), key, &OsEntropy)?);
            eprintln!(
                "{}",
                both!(
                    "新版本在服务重新启动后使用；请再做一次含密钥的备份（mashang backup --with-keys）。",
                    "Servers use the new version after their next start; make a backup with --with-keys now."
                )
            );
        }
        What::Put { from, place } => {
            let Some(district) = place.district()? else { bail!(crate::open::no_installation(&place)) };
            let mut reading = crate::verify::reader(&place.database())?;
            let newest = store::latest_checkpoint(reading.as_mut(), District(district.code))?;
            put(&from, &place, |key| newest.as_ref().is_none_or(|signed| signed.verify(key).is_ok()))?;
            print(&crate::verify::keys(&place)?);
            let data = place.data.display();
            eprintln!(
                "{}",
                both!(
                    "密钥已放回。请接着运行 mashang verify --data {data}",
                    "The keys are back. Run mashang verify --data {data} now"
                )
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts keys in their place, from a backup of them or a copy of their directory, if `belongs` takes their log's key.
pub fn put(source: &Path, place: &Where, belongs: impl FnOnce(&[u8; 32]) -> bool) -> Result<()> {
    let at = || source.display().to_string();
    let backup = match source.is_dir() {
        true => KeyRing::load(source).with_context(at)?.backup(),
        false => std::fs::read(source).with_context(at)?.into(),
    };
    let ring = KeyRing::from_backup(&backup).with_context(at)?;
    if !belongs(&work::App::log_signer(&ring).public_key()) {
        let source = source.display();
        bail!(both!(
            "{source} 是另一套系统的密钥：请找本系统的密钥",
            "{source} holds the keys of another installation: find those of this one"
        ));
    }
    KeyRing::restore(&place.keys(), &backup, &OsEntropy)?;
    Ok(())
}

fn print(ring: &KeyRing) {
    for id in ring.key_ids() {
        say!("{:<18} {:>3}  {}", id.name.file(), id.version, id.fingerprint);
    }
}
