use crate::amount;
use crate::cell::Cell;
use crate::coordinates::{self, Position};
use crate::dates::Moment;
use crate::field::Field;
use crate::header::Column;
use crate::notes::short;
use crate::refused::{Code, Refused};
use crate::row::{DoubtCode, Funds, HazardRow, Personal, ResponsibleUnit};
use crate::taking::{Filled, Taking, name_of};
use crate::words::{self, Grade, Status};
use jiff::Timestamp;

/// A status longer than this is a sentence.
const STATUS_WORD_CHARS: usize = 12;

impl<'a> Taking<'a> {
    /// The row, or everything that is wrong with it, in the order of the columns; each cell as far as it can be judged
    /// without the others.
    pub(crate) fn finish(
        mut self,
        (source_id, id_is_own): (String, bool),
    ) -> Result<HazardRow, Vec<Refused>> {
        for field in &self.map.required {
            if !self.filled.contains_key(field) && !self.faulty.contains(field) {
                let params = vec![("field", field.name())];
                let column = self.columns.iter().find(|column| column.fields.contains(field));
                self.wrong.push(self.refused(column, Code::Missing, params, &Cell::Empty));
                self.faulty.insert(*field);
            }
        }
        let found_at = self.moment(Field::FoundAt, None).0;
        // Dates that count from the finding are read from any day, where that of the finding is at fault.
        let day = Moment { at: Timestamp::UNIX_EPOCH, day_only: true };
        let from = found_at.or(self.faulty.contains(&Field::FoundAt).then_some(day));
        let (due_at, _) = self.moment(Field::DueAt, from);
        let due_at = due_at.filter(|due| !self.is_due_before(*due, found_at));
        let (finished_at, finished_word) = self.moment(Field::FinishedAt, from);
        let (closed_at, closed_word) = self.moment(Field::ClosedAt, from);
        for (field, moment) in [(Field::FinishedAt, finished_at), (Field::ClosedAt, closed_at)] {
            if let (Some(found), Some(moment)) = (found_at, moment)
                && self.is_before(moment, found)
            {
                self.refuse(field, Code::FinishedBeforeFound);
            }
        }
        if let (Some(finished), Some(closed), Some(column)) =
            (finished_at, closed_at, self.column_of(Field::ClosedAt))
            && self.is_before(closed, finished)
        {
            self.doubt(column, DoubtCode::ClosedBeforeFinished);
        }
        let implied = match (closed_at, finished_at) {
            (Some(_), _) => Status::Closed,
            (None, Some(_)) => Status::Rectified,
            (None, None) => Status::Open,
        };
        let status = self.status().or(closed_word).or(finished_word).unwrap_or(implied);
        let grade_text = self.joined(Field::Grade, "\n");
        let grade = self.grade();
        let position = self.position();
        if !self.wrong.is_empty() {
            let place = |refused: &Refused| {
                refused.column.as_ref().map(|column| (column.letter.len(), column.letter.clone()))
            };
            self.wrong.sort_by_key(|refused| (refused.column.is_none(), place(refused)));
            return Err(self.wrong);
        }
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
        let dates = [Field::FoundAt, Field::DueAt, Field::FinishedAt, Field::ClosedAt];
        let dated =
            dates.into_iter().filter_map(|field| Some((field, name_of(self.column_of(field)?)))).collect();
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
            dated,
            doubts: self.doubts,
            at: self.at,
        })
    }

    fn joined(&self, field: Field, between: &str) -> Option<String> {
        let texts: Vec<&str> = self.filled.get(&field)?.iter().map(|filled| filled.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join(between))
    }

    /// The date of a field, or the status that stands in its place.
    fn moment(&mut self, field: Field, found: Option<Moment>) -> (Option<Moment>, Option<Status>) {
        let Some(filled) = self.filled.get(&field).and_then(|filled| filled.first()) else {
            return (None, None);
        };
        if let Some(moment) = self.reader.read(&filled.cell, found) {
            return (Some(moment), None);
        }
        if field == Field::DueAt && words::means_at_once(&filled.text) && found.is_some() {
            return (found.map(|found| Moment { day_only: true, ..found }), None);
        }
        let ends = matches!(field, Field::FinishedAt | Field::ClosedAt);
        match (words::status(&filled.text).filter(|_| ends), filled.column) {
            (Some(status), Some(column)) => {
                self.extra.push((column.header.clone(), filled.text.clone()));
                self.doubt(column, DoubtCode::StatusInDateColumn);
                (None, Some(status))
            }
            // When it was found is where its history begins; without another date it still is a hazard.
            (None, Some(column)) if field != Field::FoundAt && !self.map.required.contains(&field) => {
                let text = filled.text.clone();
                self.set_aside(column, &text);
                self.doubt(column, DoubtCode::UnreadableDate);
                (None, None)
            }
            _ => {
                self.refuse(field, Code::UnreadableDate);
                (None, None)
            }
        }
    }

    pub(crate) fn column_of(&self, field: Field) -> Option<&'a Column> {
        self.filled.get(&field)?.first()?.column
    }

    /// Whether a deadline lies before the finding: a slip of the pen, which is no deadline.
    fn is_due_before(&mut self, due: Moment, found: Option<Moment>) -> bool {
        let before = found.is_some_and(|found| self.is_before(due, found));
        if let (true, Some(column)) = (before, self.column_of(Field::DueAt)) {
            let text = self.joined(Field::DueAt, "\n").unwrap_or_default();
            self.set_aside(column, &text);
            self.doubt(column, DoubtCode::DueBeforeFound);
        }
        before
    }

    /// Whether one moment lies before another, as far as both are known.
    fn is_before(&self, one: Moment, other: Moment) -> bool {
        let day = |moment: Moment| moment.at.to_zoned(self.reader.zone.clone()).date();
        if one.day_only || other.day_only { day(one) < day(other) } else { one.at < other.at }
    }

    fn status(&mut self) -> Option<Status> {
        let filled = self.filled.get(&Field::Status).and_then(|filled| filled.first())?;
        let text = filled.text.as_str();
        let sentence =
            |character| matches!(character, '，' | ',' | '。' | '；' | ';' | '\n' | '：' | ':' | '（' | '(');
        if let Some(status) = self.map.status(text) {
            return Some(status);
        }
        if text.chars().count() <= STATUS_WORD_CHARS && !text.contains(sentence) {
            self.refuse(Field::Status, Code::UnknownStatus);
            return None;
        }
        // 整改情况 is often told in sentences; the first or the last clause may be a status word.
        let clauses: Vec<&str> =
            text.split(sentence).map(str::trim).filter(|clause| !clause.is_empty()).collect();
        let told =
            clauses.last().and_then(|last| words::status(last)).or_else(|| words::status(clauses.first()?));
        if let (None, Some(column)) = (told, filled.column) {
            self.doubt(column, DoubtCode::StatusInSentences);
        }
        told
    }

    /// The grade of the grade column, or the one that stands in the kind column; the two must agree.
    fn grade(&mut self) -> Option<Grade> {
        let written = self.filled.get(&Field::Grade).and_then(|filled| filled.first());
        let stated = written.and_then(|filled| self.map.grade(&filled.text));
        if written.is_some() && stated.is_none() {
            self.refuse(Field::Grade, Code::UnknownGrade);
        }
        let Some(Filled { column: Some(column), text, .. }) =
            self.filled.get(&Field::Kind).and_then(|kind| kind.first())
        else {
            return stated;
        };
        let named =
            text.starts_with(['一', '较', '重', '突', '特', '轻']).then(|| words::grade(text)).flatten();
        let Some(in_kind) = named else { return stated };
        if stated.is_some_and(|stated| stated != in_kind) {
            self.refuse(Field::Kind, Code::GradesDisagree);
            return stated;
        }
        let (column, text) = (*column, text.clone());
        self.filled.remove(&Field::Kind);
        self.extra.push((column.header.clone(), text));
        self.doubt(column, DoubtCode::GradeInKindColumn);
        stated.or(Some(in_kind))
    }

    fn position(&mut self) -> Option<Position> {
        if [Field::Longitude, Field::Latitude, Field::LonLat].iter().any(|field| self.faulty.contains(field))
        {
            return None;
        }
        let first = |field| self.filled.get(&field).and_then(|filled: &Vec<Filled>| filled.first());
        let (longitude, latitude, field, column) =
            match (first(Field::Longitude), first(Field::Latitude), first(Field::LonLat)) {
                (Some(longitude), Some(latitude), _) => {
                    (longitude.text.as_str(), latitude.text.as_str(), Field::Latitude, latitude.column)
                }
                (Some(_), None, _) => {
                    self.refuse(Field::Longitude, Code::CoordinatesIncomplete);
                    return None;
                }
                (None, Some(_), _) => {
                    self.refuse(Field::Latitude, Code::CoordinatesIncomplete);
                    return None;
                }
                (None, None, None) => return None,
                (None, None, Some(both)) => match coordinates::split(&both.text) {
                    Some((longitude, latitude)) => (longitude, latitude, Field::LonLat, both.column),
                    None => {
                        self.refuse(Field::LonLat, Code::CoordinatesNotNumbers);
                        return None;
                    }
                },
            };
        let position = match coordinates::position(longitude, latitude, self.map.system) {
            Ok(position) => position,
            Err(code) => {
                let shown = short(&format!("{longitude}, {latitude}"), 80);
                self.refuse(field, code);
                if let Some(refused) = self.wrong.last_mut() {
                    refused.shown = shown;
                }
                return None;
            }
        };
        if position.longitude == 0.0 && position.latitude == 0.0 {
            if let Some(column) = column {
                self.doubt(column, DoubtCode::ZeroCoordinates);
            }
            return None;
        }
        Some(position)
    }

    fn funds(&self) -> Option<Funds> {
        let filled = self.filled.get(&Field::Funds)?.first()?;
        let ten_thousands = filled.column.is_some_and(|column| column.header.contains('万'));
        Some(Funds { text: filled.text.clone(), cents: amount::cents(&filled.text, ten_thousands) })
    }
}
