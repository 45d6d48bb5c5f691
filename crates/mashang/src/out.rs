//! Standard output of verbs: a reader who goes away (`| head`) is no failure, a full disk is one.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};

/// Prints a line on standard output.
macro_rules! say {
    ($($part:tt)*) => { $crate::out::line(format_args!($($part)*)) };
}
pub(crate) use say;

/// What [`say!`] does.
pub fn line(text: Arguments<'_>) {
    let mut out = stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!(
                "{}",
                crate::lang::both!(
                    "mashang: 结果没能写出：{error}",
                    "mashang: the outcome could not be written: {error}"
                )
            );
            std::process::exit(1);
        }
        _ => {}
    }
}
