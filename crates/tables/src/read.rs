use std::fs::File;
use std::io::Read;
use std::path::Path;

use thiserror::Error;

use crate::sheet::Sheet;
use crate::{delimited, workbook};

/// How much of a stranger's file is taken in. Beyond a limit the file is refused, never cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of all parts of a zipped workbook after inflating, as declared and as really found.
    pub inflated_bytes: u64,
    /// Parts of a zipped workbook.
    pub parts: usize,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows of one sheet.
    pub rows: u32,
    /// Columns of one sheet.
    pub columns: u32,
    /// Cells of the whole file, counting the gaps before a row's last filled cell.
    pub cells: usize,
    /// Characters of one cell; a longer one is kept as [`crate::Cell::TooLong`], and its row is refused later.
    pub cell_chars: usize,
    /// Bytes of all text cells together (one shared string may stand in many cells).
    pub text_bytes: usize,
    /// Merged ranges of one sheet.
    pub merges: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            inflated_bytes: 128 << 20,
            parts: 2_000,
            sheets: 64,
            rows: 200_000,
            columns: 512,
            cells: 4_000_000,
            cell_chars: 32_767,
            text_bytes: 128 << 20,
            merges: 20_000,
        }
    }
}

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What is taken in at most.
    pub limits: Limits,
    /// Whether `.xls` and `.ods` are read. Their readers hold the whole file before a limit can be checked, and
    /// a small file can ask for much memory: true for an operator's own file, false for an upload.
    pub whole_file_formats: bool,
}

/// Why a file could not be read at all.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// The file could not be opened or read.
    #[error("cannot read the file: {0}")]
    Io(String),
    /// The file holds nothing.
    #[error("the file is empty")]
    Empty,
    /// Larger than a limit; `what` is the name of the field of [`Limits`].
    #[error("more {what} than the limit of {limit}")]
    TooLarge {
        /// Field of [`Limits`].
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The workbook is encrypted with a password.
    #[error("the workbook is protected by a password")]
    Encrypted,
    /// A format that is not read, or not from this source.
    #[error("{0} is not read here: save it as .xlsx or .csv")]
    Unsupported(&'static str),
    /// Text in no encoding that is known (UTF-8, UTF-16 with a mark, GB18030).
    #[error("the text is neither UTF-8 nor GB18030")]
    Encoding,
    /// A cell of a text file begins with a quote that nothing closes: all that follows would become its text.
    #[error("a quote in row {0} is never closed")]
    OpenQuote(u32),
    /// The workbook is damaged.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
}

impl ReadError {
    /// The error as machines read it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Io(_) => "io",
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::Encrypted => "encrypted",
            Self::Unsupported("a web page") => "web_page",
            Self::Unsupported(_) => "unsupported",
            Self::Encoding => "encoding",
            Self::OpenQuote(_) => "open_quote",
            Self::Damaged(_) => "damaged",
        }
    }
}

/// Reads a workbook (`.xlsx`, `.xlsm`; `.xls` and `.ods` if the options allow) or a text file (`.csv`, `.tsv`,
/// `.txt`). The content decides, not the ending; `name` only names the one sheet of a text file.
///
/// # Errors
/// See [`ReadError`].
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Vec<Sheet>, ReadError> {
    let limits = &options.limits;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { what: "file_bytes", limit: limits.file_bytes });
    }
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return workbook::zipped(bytes, options);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return workbook::compound(bytes, options);
    }
    Ok(vec![delimited::read(bytes, stem(name), limits)?])
}

/// Reads a file by its path; never more of it than the limit.
///
/// # Errors
/// See [`ReadError`].
pub fn read_path(path: &Path, options: &Options) -> Result<Vec<Sheet>, ReadError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(options.limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| ReadError::Io(error.to_string()))?;
    read(&bytes, &name, options)
}

fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
