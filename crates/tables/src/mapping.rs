use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;
use serde::Deserialize;
use thiserror::Error;

use crate::coordinates::CoordinateSystem;
use crate::field::Field;
use crate::identify::IdPart;
use crate::sheet::Sheet;
use crate::words::{self, Grade, Status};

/// How the columns of one kind of ledger become fields. [`Map::default`] knows the usual Chinese headers;
/// [`Map::from_toml`] reads what differs (the format is described in `docs/import.md`).
#[derive(Debug, Clone)]
pub struct Map {
    pub(crate) builtin: bool,
    pub(crate) zone: TimeZone,
    pub(crate) required: Vec<Field>,
    pub(crate) max_chars: usize,
    pub(crate) blank: Vec<String>,
    pub(crate) header: Option<HeaderRows>,
    pub(crate) columns: BTreeMap<Field, Vec<String>>,
    pub(crate) personal: Vec<String>,
    pub(crate) constants: BTreeMap<Field, String>,
    pub(crate) formats: Vec<String>,
    pub(crate) year: YearRule,
    pub(crate) system: Option<CoordinateSystem>,
    pub(crate) id_parts: Vec<IdPart>,
    pub(crate) id_with_sheet: bool,
    sheets: Sheets,
    statuses: HashMap<String, Status>,
    grades: HashMap<String, Grade>,
    texts: BTreeMap<Field, HashMap<String, String>>,
}

/// Why a mapping file was not taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum MapError {
    /// Not TOML, or a key or value that the format does not have.
    #[error("{0}")]
    Syntax(String),
    /// A later format than this program knows.
    #[error("mapping format {0} is not known, only 1")]
    Format(u32),
    /// No such time zone in the IANA data base.
    #[error("unknown time zone {0}")]
    TimeZone(String),
    /// A translation to a status or a grade that does not exist.
    #[error("values.{field}: {word} is not one of {allowed}")]
    Word {
        /// `status` or `grade`.
        field: &'static str,
        /// What the file says.
        word: String,
        /// What it may say.
        allowed: &'static str,
    },
    /// The mapping names a sheet that the file does not have.
    #[error("no sheet is called {0}")]
    NoSheet(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderRows {
    /// From 1.
    pub first_row: u32,
    #[serde(default = "one")]
    pub rows: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum YearRule {
    Fixed(i16),
    Word(YearWord),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum YearWord {
    /// The one year that the sheet's name, else its title, speaks of.
    Auto,
    None,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sheets {
    names: Vec<String>,
    all: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    builtin: Option<bool>,
    time_zone: Option<String>,
    required: Option<Vec<Field>>,
    max_chars: Option<usize>,
    blank: Option<Vec<String>>,
    #[serde(default)]
    personal: Vec<String>,
    #[serde(default)]
    sheets: Sheets,
    header: Option<HeaderRows>,
    #[serde(default)]
    columns: BTreeMap<Field, OneOrMany>,
    #[serde(default)]
    constants: BTreeMap<Field, String>,
    #[serde(default)]
    values: BTreeMap<Field, BTreeMap<String, String>>,
    #[serde(default)]
    dates: Dates,
    #[serde(default)]
    coordinates: Coordinates,
    id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Dates {
    formats: Vec<String>,
    year: Option<YearRule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Coordinates {
    system: Option<CoordinateSystem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Id {
    hash: Option<Vec<IdPart>>,
    #[serde(default = "yes")]
    with_sheet: bool,
}

const STATUSES: &str = "open, rectifying, suspended, rectified, fixed_on_spot, closed, referred, cancelled";
const GRADES: &str = "general, serious, major";

impl Default for Map {
    fn default() -> Self {
        Self {
            builtin: true,
            zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::fixed(jiff::tz::offset(8))),
            required: vec![Field::Description, Field::FoundAt],
            max_chars: 10_000,
            blank: ["-", "--", "—", "——", "/", "\\", "无", "N/A"].map(str::to_owned).into(),
            header: None,
            columns: BTreeMap::new(),
            personal: Vec::new(),
            constants: BTreeMap::new(),
            formats: Vec::new(),
            year: YearRule::Word(YearWord::Auto),
            system: None,
            id_parts: IdPart::usual(),
            id_with_sheet: true,
            sheets: Sheets::default(),
            statuses: HashMap::new(),
            grades: HashMap::new(),
            texts: BTreeMap::new(),
        }
    }
}

impl Map {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// See [`MapError`].
    pub fn from_toml(text: &str) -> Result<Self, MapError> {
        let file: File = toml::from_str(text).map_err(|error| MapError::Syntax(error.to_string()))?;
        if file.format != 1 {
            return Err(MapError::Format(file.format));
        }
        let mut map = Self::default();
        if let Some(name) = file.time_zone {
            map.zone = TimeZone::get(&name).map_err(|_| MapError::TimeZone(name))?;
        }
        for (field, words) in file.values {
            for (source, target) in words {
                map.translate_word(field, key(&source), target)?;
            }
        }
        if let Some(id) = file.id {
            map.id_with_sheet = id.with_sheet;
            map.id_parts = id.hash.unwrap_or(map.id_parts);
        }
        let many = |names| match names {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        Ok(Self {
            builtin: file.builtin.unwrap_or(map.builtin),
            required: file.required.unwrap_or(map.required),
            max_chars: file.max_chars.unwrap_or(map.max_chars),
            blank: file.blank.unwrap_or(map.blank),
            header: file.header,
            columns: file.columns.into_iter().map(|(field, names)| (field, many(names))).collect(),
            personal: file.personal,
            constants: file.constants,
            formats: file.dates.formats,
            year: file.dates.year.unwrap_or(map.year),
            system: file.coordinates.system,
            sheets: file.sheets,
            ..map
        })
    }

    /// Says in which system longitudes and latitudes are, whatever the mapping says.
    pub fn set_system(&mut self, system: CoordinateSystem) {
        self.system = Some(system);
    }

    /// The sheets to import: those that the mapping names; else all visible ones if it or the caller says so;
    /// else the first visible one.
    ///
    /// # Errors
    /// [`MapError::NoSheet`] if the mapping names one that is not there.
    pub fn select<'a>(&self, sheets: &'a [Sheet], all: bool) -> Result<Vec<&'a Sheet>, MapError> {
        if !self.sheets.names.is_empty() && !all {
            let find = |name: &String| {
                sheets
                    .iter()
                    .find(|sheet| sheet.name.trim() == name.trim())
                    .ok_or_else(|| MapError::NoSheet(name.clone()))
            };
            return self.sheets.names.iter().map(find).collect();
        }
        let visible = sheets.iter().filter(|sheet| !sheet.hidden);
        Ok(if all || self.sheets.all { visible.collect() } else { visible.take(1).collect() })
    }

    /// The status that a word means to this source.
    pub(crate) fn status(&self, word: &str) -> Option<Status> {
        let own = self.statuses.get(&key(word)).copied();
        own.or_else(|| words::status(word)).or_else(|| self.statuses.get("*").copied())
    }

    /// The grade that a word means to this source.
    pub(crate) fn grade(&self, word: &str) -> Option<Grade> {
        let own = self.grades.get(&key(word)).copied();
        own.or_else(|| words::grade(word)).or_else(|| self.grades.get("*").copied())
    }

    /// The text that stands for another in a field, if the mapping says so.
    pub(crate) fn translation(&self, field: Field, text: &str) -> Option<&str> {
        let words = self.texts.get(&field)?;
        words.get(&key(text)).or_else(|| words.get("*")).map(String::as_str)
    }

    /// Whether the text stands for nothing.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        text.is_empty() || self.blank.iter().any(|blank| blank == text)
    }

    fn translate_word(&mut self, field: Field, source: String, target: String) -> Result<(), MapError> {
        match field {
            Field::Status => {
                let status = named(&target).ok_or(MapError::Word {
                    field: "status",
                    word: target,
                    allowed: STATUSES,
                })?;
                self.statuses.insert(source, status);
            }
            Field::Grade => {
                let grade =
                    named(&target).ok_or(MapError::Word { field: "grade", word: target, allowed: GRADES })?;
                self.grades.insert(source, grade);
            }
            _ => {
                self.texts.entry(field).or_default().insert(source, target);
            }
        }
        Ok(())
    }
}

fn named<'de, T: Deserialize<'de>>(word: &'de str) -> Option<T> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let word: StrDeserializer<'de, Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

fn key(word: &str) -> String {
    word.trim().to_lowercase()
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_example_is_read() {
        let map = Map::from_toml(include_str!("../../../docs/examples/la311.toml")).unwrap();
        assert_eq!(map.zone.iana_name(), Some("America/Los_Angeles"));
        assert_eq!(map.columns[&Field::SourceId], ["srnumber"]);
        assert_eq!(map.status("CLOSED"), Some(Status::Closed));
    }

    #[test]
    fn the_example_in_the_guide_is_read() {
        let guide = include_str!("../../../docs/import.md");
        let example = guide.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let map = Map::from_toml(example).unwrap();
        assert_eq!(map.columns[&Field::Description], ["问题", "补充说明"]);
        assert_eq!(map.id_parts[2], IdPart::Column("点位编码".into()));
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| Map::from_toml(text).unwrap_err();
        assert_eq!(error("format = 2"), MapError::Format(2));
        assert_eq!(
            error("format = 1\ntime_zone = 'Mars/Olympus'"),
            MapError::TimeZone("Mars/Olympus".into())
        );
        assert!(
            matches!(error("format = 1\n[columns]\ncolour = 'C'"), MapError::Syntax(text) if text.contains("colour"))
        );
        assert!(
            matches!(error("format = 1\ntimezone = 'UTC'"), MapError::Syntax(text) if text.contains("timezone"))
        );
        let word = error("format = 1\n[values.status]\nDone = 'done'");
        assert!(matches!(word, MapError::Word { field: "status", word, .. } if word == "done"));
    }

    #[test]
    fn own_words_come_before_the_usual_ones() {
        let map = Map::from_toml(
            "format = 1\n[values.status]\n'已整改' = 'closed'\n'*' = 'open'\n[values.kind]\nPothole = '路面'",
        )
        .unwrap();
        assert_eq!(map.status("已整改"), Some(Status::Closed));
        assert_eq!(map.status("现场处置"), Some(Status::FixedOnSpot));
        assert_eq!(map.status("whatever"), Some(Status::Open));
        assert_eq!(map.translation(Field::Kind, "pothole"), Some("路面"));
    }

    #[test]
    fn sheets_are_chosen() {
        let sheet = |name: &str, hidden| {
            let mut sheet = Sheet::new(name.into(), Vec::new(), Vec::new());
            sheet.hidden = hidden;
            sheet
        };
        let sheets = [sheet("旧", true), sheet("甲", false), sheet("乙", false)];
        let names = |map: &Map, all| {
            map.select(&sheets, all).map(|chosen| chosen.iter().map(|s| s.name.clone()).collect::<Vec<_>>())
        };
        assert_eq!(names(&Map::default(), false).unwrap(), ["甲"]);
        assert_eq!(names(&Map::default(), true).unwrap(), ["甲", "乙"]);
        let map = Map::from_toml("format = 1\nsheets.names = ['乙', '丙']").unwrap();
        assert_eq!(names(&map, false), Err(MapError::NoSheet("丙".into())));
    }
}
