//! The language of whoever reads the terminal: `--lang`, else `MASHANG_LANG`, else the terminal's own.

use std::ffi::OsString;
use std::sync::OnceLock;
use work::words::Lang;

static READER: OnceLock<Lang> = OnceLock::new();

/// A sentence in the reader's language: the Chinese one, the English one, and what both are filled with.
macro_rules! both {
    ($zh:literal, $en:literal $(, $($more:tt)*)?) => {
        match $crate::lang::reader() {
            work::words::Lang::Zh => format!($zh $(, $($more)*)?),
            work::words::Lang::En => format!($en $(, $($more)*)?),
        }
    };
}
pub(crate) use both;

/// The value of `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Spoken {
    /// 中文
    Zh,
    /// English
    En,
}

/// The reader's language; Chinese before it was found out.
pub fn reader() -> Lang {
    READER.get().copied().unwrap_or_default()
}

/// Finds the reader's language out, once, before anything is said.
pub fn find_out() {
    let _ = READER.set(of(std::env::args_os().skip(1), |name| std::env::var(name).ok()));
}

/// The language that arguments and environment ask for. A machine that was told nothing (`C`, `POSIX`) speaks Chinese.
fn of(arguments: impl Iterator<Item = OsString>, environment: impl Fn(&str) -> Option<String>) -> Lang {
    let arguments: Vec<String> = arguments.map(|a| a.to_string_lossy().into_owned()).collect();
    let given = arguments.iter().enumerate().find_map(|(at, argument)| match argument.as_str() {
        "--lang" => arguments.get(at + 1).cloned(),
        other => other.strip_prefix("--lang=").map(str::to_owned),
    });
    let names = ["MASHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    let asked = given.or_else(|| names.iter().filter_map(|name| environment(name)).find(|v| !v.is_empty()));
    let asked = asked.unwrap_or_default().to_ascii_lowercase();
    let nothing = ["", "c", "posix"].contains(&asked.split('.').next().unwrap_or_default());
    if nothing || asked.starts_with("zh") { Lang::Zh } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_first_counts() {
        let of = |arguments: &[&str], environment: &[(&str, &str)]| {
            let found = |name: &str| {
                let value = environment.iter().find(|(known, _)| *known == name);
                value.map(|(_, value)| (*value).to_owned())
            };
            super::of(arguments.iter().map(OsString::from), found)
        };
        assert_eq!(of(&[], &[]), Lang::Zh);
        assert_eq!(of(&[], &[("LANG", "C.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[], &[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[], &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_US.UTF-8")]), Lang::En);
        assert_eq!(of(&[], &[("LANG", "en_GB"), ("LC_ALL", "")]), Lang::En);
        assert_eq!(of(&[], &[("LANG", "de_DE.UTF-8")]), Lang::En);
        assert_eq!(of(&[], &[("LANG", "en_GB"), ("MASHANG_LANG", "zh")]), Lang::Zh);
        assert_eq!(of(&["verify", "--lang", "en"], &[("LANG", "zh_CN")]), Lang::En);
        assert_eq!(of(&["--lang=zh", "verify"], &[("LANG", "en_GB")]), Lang::Zh);
    }
}
