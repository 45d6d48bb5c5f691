use crate::amount;
use crate::cell::Cell;
use crate::coordinates::{self, Position};
use crate::dates::Moment;
use crate::field::Field;
use crate::notes::short;
use crate::refused::{Code, Refused};
use crate::row::{DoubtCode, Funds, HazardRow, Personal, ResponsibleUnit};
use crate::taking::{Filled, Taking};
use crate::words::{self, Grade, Status};

/// A status longer than this is a sentence.
const STATUS_WORD_CHARS: usize = 12;

impl Taking<'_> {
    /// The row, or the first thing that is wrong with it.
    pub(crate) fn finish(
        mut self,
        (source_id, id_is_own): (String, bool),
    ) -> Result<HazardRow, Box<Refused>> {
        if let Some(field) = self.map.required.iter().find(|field| !self.filled.contains_key(field)) {
            let params = vec![("field", field.name())];
            let column = self.columns.iter().find(|column| column.fields.contains(field));
            return Err(self.refused(column, Code::Missing, params, &Cell::Empty));
        }
        let found_at = self.moment(Field::FoundAt, None)?.0;
        let (due_at, _) = self.moment(Field::DueAt, found_at)?;
        let (finished_at, finished_word) = self.moment(Field::FinishedAt, found_at)?;
        let (closed_at, closed_word) = self.moment(Field::ClosedAt, found_at)?;
        for (field, moment) in [(Field::FinishedAt, finished_at), (Field::ClosedAt, closed_at)] {
            if let (Some(found), Some(moment)) = (found_at, moment)
                && self.is_before(moment, found)
            {
                return Err(self.refused_field(field, Code::FinishedBeforeFound));
            }
        }
        let implied = match (closed_at, finished_at) {
            (Some(_), _) => Status::Closed,
            (None, Some(_)) => Status::Rectified,
            (None, None) => Status::Open,
        };
        let status = self.status()?.or(closed_word).or(finished_word).unwrap_or(implied);
        let grade_text = self.joined(Field::Grade, "\n");
        let grade = self.grade()?;
        let position = self.position()?;
        let funds = self.funds();
        let responsible_units =
            self.filled.get(&Field::ResponsibleUnit).map(Vec::as_slice).unwrap_or_default();
        let responsible_units = responsible_units
            .iter()
            .map(|filled| ResponsibleUnit {
                part: filled.column.and_then(|column| column.part.clone()),
                name: filled.text.clone(),
            })
            .collect();
        let description = self.joined(Field::Description, "\n").unwrap_or_default();
        Ok(HazardRow {
            source_id,
            id_is_own,
            description,
            kind: self.joined(Field::Kind, "、"),
            grade,
            grade_text,
            project: self.joined(Field::Project, " "),
            party: self.joined(Field::Party, " "),
            place_text: self.joined(Field::Place, " "),
            address: self.joined(Field::Address, " "),
            position,
            found_at,
            due_at,
            finished_at,
            closed_at,
            status,
            status_text: self.joined(Field::Status, "\n"),
            finder_unit: self.joined(Field::FinderUnit, "、"),
            responsible_units,
            measures: self.joined(Field::Measures, "\n"),
            funds,
            emergency_plan: self.joined(Field::EmergencyPlan, "\n"),
            remarks: self.joined(Field::Remarks, "\n"),
            personal: Personal {
                finder: self.joined(Field::Finder, "、"),
                responsible_person: self.joined(Field::ResponsiblePerson, "、"),
                responsible_phone: self.joined(Field::ResponsiblePhone, "、"),
                verifier: self.joined(Field::Verifier, "、"),
                reporter: self.joined(Field::Reporter, "、"),
                reporter_phone: self.joined(Field::ReporterPhone, "、"),
                extra: self.personal_extra,
            },
            extra: self.extra,
            doubts: self.doubts,
            at: self.at,
        })
    }

    fn joined(&self, field: Field, between: &str) -> Option<String> {
        let texts: Vec<&str> = self.filled.get(&field)?.iter().map(|filled| filled.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join(between))
    }

    /// The date of a field, or the status that stands in its place.
    fn moment(
        &mut self,
        field: Field,
        found: Option<Moment>,
    ) -> Result<(Option<Moment>, Option<Status>), Box<Refused>> {
        let Some(filled) = self.filled.get(&field).and_then(|filled| filled.first()) else {
            return Ok((None, None));
        };
        if let Some(moment) = self.reader.read(&filled.cell, found) {
            return Ok((Some(moment), None));
        }
        if field == Field::DueAt && words::means_at_once(&filled.text) && found.is_some() {
            return Ok((found.map(|found| Moment { day_only: true, ..found }), None));
        }
        let ends = matches!(field, Field::FinishedAt | Field::ClosedAt);
        match (words::status(&filled.text).filter(|_| ends), filled.column) {
            (Some(status), Some(column)) => {
                self.extra.push((column.header.clone(), filled.text.clone()));
                self.doubt(column, DoubtCode::StatusInDateColumn);
                Ok((None, Some(status)))
            }
            _ => Err(self.refused_field(field, Code::UnreadableDate)),
        }
    }

    /// Whether one moment lies before another, as far as both are known.
    fn is_before(&self, one: Moment, other: Moment) -> bool {
        let day = |moment: Moment| moment.at.to_zoned(self.reader.zone.clone()).date();
        if one.day_only || other.day_only { day(one) < day(other) } else { one.at < other.at }
    }

    fn status(&mut self) -> Result<Option<Status>, Box<Refused>> {
        let Some(filled) = self.filled.get(&Field::Status).and_then(|filled| filled.first()) else {
            return Ok(None);
        };
        let text = filled.text.as_str();
        let sentence =
            |character| matches!(character, '，' | ',' | '。' | '；' | ';' | '\n' | '：' | ':' | '（' | '(');
        if let Some(status) = self.map.status(text) {
            return Ok(Some(status));
        }
        if text.chars().count() <= STATUS_WORD_CHARS && !text.contains(sentence) {
            return Err(self.refused_field(Field::Status, Code::UnknownStatus));
        }
        // 整改情况 is often told in sentences; the first or the last clause may be a status word.
        let clauses: Vec<&str> =
            text.split(sentence).map(str::trim).filter(|clause| !clause.is_empty()).collect();
        let told =
            clauses.last().and_then(|last| words::status(last)).or_else(|| words::status(clauses.first()?));
        if let (None, Some(column)) = (told, filled.column) {
            self.doubt(column, DoubtCode::StatusInSentences);
        }
        Ok(told)
    }

    /// The grade of the grade column, or the one that stands in the kind column; the two must agree.
    fn grade(&mut self) -> Result<Option<Grade>, Box<Refused>> {
        let stated = match self.filled.get(&Field::Grade).and_then(|filled| filled.first()) {
            None => None,
            Some(filled) => match self.map.grade(&filled.text) {
                Some(grade) => Some(grade),
                None => return Err(self.refused_field(Field::Grade, Code::UnknownGrade)),
            },
        };
        let Some(Filled { column: Some(column), text, .. }) =
            self.filled.get(&Field::Kind).and_then(|kind| kind.first())
        else {
            return Ok(stated);
        };
        let named =
            text.starts_with(['一', '较', '重', '突', '特', '轻']).then(|| words::grade(text)).flatten();
        let Some(in_kind) = named else { return Ok(stated) };
        if stated.is_some_and(|stated| stated != in_kind) {
            return Err(self.refused_field(Field::Kind, Code::GradesDisagree));
        }
        let (column, text) = (*column, text.clone());
        self.filled.remove(&Field::Kind);
        self.extra.push((column.header.clone(), text));
        self.doubt(column, DoubtCode::GradeInKindColumn);
        Ok(stated.or(Some(in_kind)))
    }

    fn position(&mut self) -> Result<Option<Position>, Box<Refused>> {
        let first = |field| self.filled.get(&field).and_then(|filled: &Vec<Filled>| filled.first());
        let (longitude, latitude, field, column) =
            match (first(Field::Longitude), first(Field::Latitude), first(Field::LonLat)) {
                (Some(longitude), Some(latitude), _) => {
                    (longitude.text.as_str(), latitude.text.as_str(), Field::Latitude, latitude.column)
                }
                (Some(_), None, _) => {
                    return Err(self.refused_field(Field::Longitude, Code::CoordinatesIncomplete));
                }
                (None, Some(_), _) => {
                    return Err(self.refused_field(Field::Latitude, Code::CoordinatesIncomplete));
                }
                (None, None, None) => return Ok(None),
                (None, None, Some(both)) => match coordinates::split(&both.text) {
                    Some((longitude, latitude)) => (longitude, latitude, Field::LonLat, both.column),
                    None => return Err(self.refused_field(Field::LonLat, Code::CoordinatesNotNumbers)),
                },
            };
        let position = match coordinates::position(longitude, latitude, self.map.system) {
            Ok(position) => position,
            Err(code) => {
                let shown = format!("{longitude}, {latitude}");
                return Err(Box::new(Refused {
                    shown: short(&shown, 80),
                    ..*self.refused_field(field, code)
                }));
            }
        };
        if position.longitude == 0.0 && position.latitude == 0.0 {
            if let Some(column) = column {
                self.doubt(column, DoubtCode::ZeroCoordinates);
            }
            return Ok(None);
        }
        Ok(Some(position))
    }

    fn funds(&self) -> Option<Funds> {
        let filled = self.filled.get(&Field::Funds)?.first()?;
        let ten_thousands = filled.column.is_some_and(|column| column.header.contains('万'));
        Some(Funds { text: filled.text.clone(), cents: amount::cents(&filled.text, ten_thousands) })
    }
}
