//! Reads the tables that people keep: merged headers, notes, several sheets, odd encodings.
//!
//! Three steps, each of which can be looked at before the next is taken:
//!
//! 1. [`read`] turns a workbook or a text file into [`Sheet`]s, under [`Limits`];
//! 2. [`plan`] finds the header block, the columns that mean something and the notes of a sheet, and says
//!    what it [`Recognised`];
//! 3. [`rows`] yields, for each data row, a clean [`HazardRow`] or every [`Refused`] cell of it, each with
//!    sheet, row, column and reason. There is no half row.
//!
//! This crate knows nothing of events, databases or the web, and has no clock: a date without a year stays
//! unread unless the sheet, its title or the mapping names one.

mod amount;
mod cell;
mod coordinates;
mod dates;
mod delimited;
mod field;
mod finishing;
mod formula;
mod header;
mod identify;
mod listing;
mod mapping;
mod notes;
mod outgoing;
mod read;
mod refused;
mod row;
mod rows;
mod sheet;
mod taking;
mod untaken;
mod usual_headers;
mod words;
mod workbook;
mod written;

pub use cell::Cell;
pub use coordinates::{CoordinateSystem, Position};
pub use dates::Moment;
pub use field::Field;
pub use formula::formula_safe;
pub use header::{Column, Recognised, Unrecognised, plan};
pub use listing::{ListRow, Listed, NoList, Wanted, list, listed};
pub use mapping::{Map, MapError};
pub use notes::{Note, NoteKind};
pub use outgoing::{Checksum, Kind, Outgoing};
pub use read::{Limits, Options, ReadError, read, read_path};
pub use refused::{Code, ColumnName, Refused};
pub use row::{Doubt, DoubtCode, Funds, HazardRow, Location, Personal, ResponsibleUnit};
pub use rows::{Rows, Seen, rows};
pub use sheet::{Merge, Sheet, column_letter};
pub use untaken::{Untaken, WhyUntaken};
pub use words::{Grade, Status};
pub use written::{WriteError, written};
