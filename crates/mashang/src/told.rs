//! What went wrong, for whoever reads the terminal: in one language as far as it is our own word, and how to go on.

use crate::lang::{both, reader};
use crate::out::say;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use identity::keys::KeyError;
use std::error::Error;
use std::io::{self, ErrorKind as Io};
use tables::{MapError, ReadError};
use work::words::{Lang, word};

/// Says why a verb failed; where a program was to read the outcome, to that program, too.
pub fn failed(why: &anyhow::Error) {
    let why = error(why);
    if std::env::args_os().any(|argument| argument == "--json") {
        say!("{}", serde_json::json!({ "error": &why }));
    }
    eprintln!("mashang: {why}");
}

/// An error with its causes, from the outermost on.
pub fn error(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        let (text, last) = said(cause);
        if parts.last() != Some(&text) {
            parts.push(text);
        }
        if last {
            break;
        }
    }
    parts.join(if reader() == Lang::Zh { "：" } else { ": " })
}

/// A cause in words, and whether what caused it is in them already.
fn said(cause: &(dyn Error + 'static)) -> (String, bool) {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return (of_the_system(error), true);
    }
    if let Some(error) = cause.downcast_ref::<KeyError>() {
        return (of_keys(error), true);
    }
    if let Some(error) = cause.downcast_ref::<ReadError>() {
        let words = word(reader(), "Unreadable", error.as_str()).unwrap_or_default();
        return (words.to_owned(), true);
    }
    if let Some(error) = cause.downcast_ref::<MapError>() {
        return (of_a_map(error), true);
    }
    (cause.to_string(), false)
}

/// What the operating system said, for what happens most.
fn of_the_system(error: &io::Error) -> String {
    match error.kind() {
        Io::NotFound => both!("没有这个文件或目录", "there is no such file or directory"),
        Io::PermissionDenied => both!(
            "没有权限：请换一个有权读写的用户运行，或改文件的属主和权限",
            "not allowed: run it as a user who may, or change the owner or the mode"
        ),
        Io::ReadOnlyFilesystem => both!(
            "磁盘是只读的：请重新挂载为可写，或用 --data 换一个目录",
            "the file system is read-only: mount it writable, or take another directory with --data"
        ),
        Io::StorageFull => both!("磁盘已满：请先腾出空间", "the disk is full: make room first"),
        Io::IsADirectory => both!("这是目录，不是文件", "it is a directory, not a file"),
        Io::NotADirectory => both!("这是文件，不是目录", "it is a file, not a directory"),
        Io::AddrInUse => both!("端口已被占用", "the port is taken"),
        Io::AddrNotAvailable => both!("本机没有这个地址", "this machine has no such address"),
        _ => error.to_string(),
    }
}

fn of_keys(error: &KeyError) -> String {
    match error {
        KeyError::Io { path, source } => format!("{}: {}", path.display(), of_the_system(source)),
        KeyError::Missing(name) => both!(
            "缺少密钥文件 {name}：请从保管处放回，没有它打不开原来的数据",
            "the key file {name} is missing: put it back from the safe, nothing opens the data without it"
        ),
        KeyError::Malformed(name) => both!(
            "密钥文件 {name} 已损坏：请从保管处放回",
            "the key file {name} is damaged: put it back from the safe"
        ),
        KeyError::TooOpen { path, mode } => {
            let path = path.display();
            both!(
                "{path} 的权限是 {mode:o}，别人也能读：请运行 chmod -R go-rwx {path}",
                "{path} has mode {mode:o}, others than its owner can get at the keys: run chmod -R go-rwx {path}"
            )
        }
        KeyError::Exists(path) => {
            let path = path.display();
            both!("{path} 里已有密钥，不会覆盖", "{path} holds keys already: they are not overwritten")
        }
        KeyError::BackupDamaged => both!(
            "这不是完好的密钥备份：请用 backup --with-keys 生成的 keys.backup",
            "it is no intact backup of keys: take the keys.backup that backup --with-keys makes"
        ),
        KeyError::NotRotatable(_) | KeyError::Entropy(_) => error.to_string(),
    }
}

fn of_a_map(error: &MapError) -> String {
    let how = both!("格式见 docs/import.md", "docs/import.md describes the format");
    match error {
        MapError::Syntax(text) => {
            both!("映射文件写法有误（{how}）：{text}", "the mapping file is wrong ({how}): {text}")
        }
        MapError::Format(format) => both!(
            "映射文件的 format 是 {format}，只支持 1（{how}）",
            "the mapping file has format {format}, only 1 is known ({how})"
        ),
        MapError::TimeZone(zone) => both!(
            "没有 {zone} 这个时区，请写 Asia/Shanghai 这样的名称",
            "there is no time zone {zone}: write a name like Asia/Shanghai"
        ),
        MapError::Word { field, word, allowed } => both!(
            "映射文件 [values.{field}] 里的“{word}”不能用，可用：{allowed}",
            "[values.{field}] of the mapping file: {word} is not one of {allowed}"
        ),
        MapError::NoSheet(name) => both!(
            "文件里没有叫“{name}”的工作表，请改映射文件的 [sheets]",
            "no sheet is called {name}: change [sheets] of the mapping file"
        ),
    }
}

/// Wrong arguments; nothing where the program that reads them says it well enough in the reader's language.
pub fn usage(wrong: &clap::Error) -> Option<String> {
    if reader() == Lang::En || !wrong.use_stderr() {
        return None;
    }
    let about = |kind| match wrong.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (about(ContextKind::InvalidArg), about(ContextKind::InvalidValue));
    let said = match wrong.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", about(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::MissingSubcommand => "缺少子命令".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能和 {} 一起用", about(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue => {
            format!("{argument} 不能是“{value}”，可用：{}", about(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            // Our own words are Chinese; those of the standard library are not.
            let why = wrong.source().map(ToString::to_string).filter(|why| !why.is_ascii());
            let why = why.map_or_else(|| "写法不对".to_owned(), |why| why.trim_end_matches('。').to_owned());
            format!("{argument} 不能是“{value}”：{why}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值的个数不对"),
        _ => return None,
    };
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .map(about)
            .into_iter()
            .find(|text| !text.is_empty());
    let suggested = suggested.map(|text| format!("，是不是“{text}”？")).unwrap_or_default();
    Some(format!("mashang: {said}{suggested}\n用法和例子：mashang --help，或在命令后面加 --help"))
}
