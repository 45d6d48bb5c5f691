//! Rows beside the ledger against the hazards that refer to them: 举报人信息库, imports, photos.
//!
//! What is erased as the law wants (`reporter_erased`) and photos that were sent and belong to nothing are in order.

use super::{Report, What};
use crate::engine::{Connection, EngineError, Row, Value};
use crate::queries::{beside as sql, in_batches};
use domain::calendar::Instant;
use domain::hazard::{Event, Hazard, Photo, imported_row};
use domain::ids::District;
use domain::ledger::{Noun, Origin};
use domain::place::Place;
use std::collections::HashMap;
use uuid::Uuid;

/// Hazards that are compared with one query per table: memory stays flat at any size.
const PAGE: i64 = 500;

/// 举报人信息: a record of the vault as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct SealedRow<'a> {
    /// The district.
    pub district: District,
    /// The record.
    pub id: Uuid,
    /// The sealed record, JSON.
    pub sealed: &'a str,
    /// The blind index of its phone number.
    pub phone_index: Option<&'a [u8]>,
}

/// Says whether a record of the vault is what was sealed.
pub type Authentic<'a> = dyn FnMut(&SealedRow<'_>) -> bool + 'a;

/// Compares the rows beside the ledger with the states in one consistent moment; the states themselves are compared
/// with the events by [`super::verify`]. `progress` hears how many hazards have been compared.
pub fn beside(
    connection: &mut dyn Connection,
    report: &mut Report,
    authentic: &mut Authentic<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), EngineError> {
    connection.begin_snapshot()?;
    let done = Comparing { connection, report: &mut *report, authentic, matched: [0; 3] }.all(progress);
    connection.rollback();
    super::shaped(done, report)
}

struct Comparing<'a, 'b> {
    connection: &'a mut dyn Connection,
    report: &'a mut Report,
    authentic: &'a mut Authentic<'b>,
    /// Rows of the vault, of imports and of photos that a hazard refers to.
    matched: [i64; 3],
}

/// A hazard with what is known of its first event.
struct Known {
    id: Uuid,
    hazard: Hazard,
    recorded_at: Instant,
    imported: bool,
}

fn known(row: &Row) -> Result<Option<Known>, EngineError> {
    // A state that cannot be read was reported with the events.
    let Some(hazard) = row.text(2).ok().and_then(|state| serde_json::from_str(state).ok()) else {
        return Ok(None);
    };
    let imported = row.int(4)? == Origin::Imported as i64;
    Ok(Some(Known { id: row.id(1)?, hazard, recorded_at: Instant(row.int(3)?), imported }))
}

impl Comparing<'_, '_> {
    fn all(mut self, progress: &mut dyn FnMut(u64)) -> Result<(), EngineError> {
        let mut from = [Value::Int(i64::MIN), Value::Bytes(Vec::new()), Value::Int(PAGE)];
        let mut done = 0;
        loop {
            let rows = self.connection.query(sql::HAZARDS_FROM, &from)?;
            for of_one in rows.chunk_by(|a, b| a.0[0] == b.0[0]) {
                let Some(first) = of_one.first() else { continue };
                let district = District(first.int(0)?);
                let hazards: Vec<Known> =
                    of_one.iter().filter_map(|row| known(row).transpose()).collect::<Result<_, _>>()?;
                self.vault(district, &hazards)?;
                self.imports(district, &hazards)?;
                self.photos(district, &hazards)?;
            }
            done += rows.len() as u64;
            progress(done);
            match rows.last() {
                Some(last) if rows.len() as i64 == PAGE => {
                    [from[0], from[1]] = [last.0[0].clone(), last.0[1].clone()];
                }
                _ => break,
            }
        }
        self.too_many()
    }

    fn rows_of(&mut self, head: &str, district: District, ids: Vec<Value>) -> Result<Vec<Row>, EngineError> {
        let mut all = Vec::with_capacity(ids.len());
        in_batches(self.connection, head, district, ids, |c, sql, parameters| {
            all.extend(c.query(sql, parameters)?);
            Ok(())
        })?;
        Ok(all)
    }

    fn fault(&mut self, district: District, hazard: Uuid, sequence: u32, what: What) {
        self.report.fault(district, Some((Noun::Hazard, hazard, sequence)), what);
    }

    fn vault(&mut self, district: District, hazards: &[Known]) -> Result<(), EngineError> {
        let named: Vec<(&Known, Uuid)> =
            hazards.iter().filter_map(|h| Some((h, h.hazard.reporter?.0))).collect();
        let ids = named.iter().map(|(_, id)| (*id).into()).collect();
        let rows: HashMap<Uuid, Row> = self
            .rows_of(sql::VAULT_OF, district, ids)?
            .into_iter()
            .map(|row| Ok((row.id(0)?, row)))
            .collect::<Result<_, EngineError>>()?;
        for (known, id) in named {
            let fits = match rows.get(&id) {
                None => false,
                Some(row) => {
                    self.matched[0] += 1;
                    let record = row.text(3).ok().zip(row.opt_bytes(4).ok());
                    row.id(1).is_ok_and(|hazard| hazard == known.id)
                        && row.int(2).is_ok_and(|at| at == known.recorded_at.0)
                        && record.is_some_and(|(sealed, phone_index)| {
                            (self.authentic)(&SealedRow { district, id, sealed, phone_index })
                        })
                }
            };
            match fits {
                true => self.report.contacts += 1,
                false => self.fault(district, known.id, 1, What::Reporter),
            }
        }
        Ok(())
    }

    fn imports(&mut self, district: District, hazards: &[Known]) -> Result<(), EngineError> {
        let imported: Vec<&Known> = hazards.iter().filter(|h| h.imported).collect();
        let ids = imported.iter().map(|h| h.id.into()).collect();
        let mut rows: HashMap<Uuid, Vec<bool>> = HashMap::new();
        for row in self.rows_of(sql::IMPORTS_OF, district, ids)? {
            let told = row.opt_text(4)?.and_then(|body| match serde_json::from_str(body) {
                Ok(Event::Reported { row, .. }) => row,
                _ => None,
            });
            let kept = imported_row(row.bytes(3)?, row.text(1)?, row.text(2)?).to_string();
            rows.entry(row.id(0)?).or_default().push(told.as_ref() == Some(&kept));
        }
        for known in imported {
            let found = rows.remove(&known.id).unwrap_or_default();
            self.matched[1] += found.len() as i64;
            match found.as_slice() {
                [true] => self.report.imports += 1,
                _ => self.fault(district, known.id, 1, What::Import),
            }
        }
        Ok(())
    }

    fn photos(&mut self, district: District, hazards: &[Known]) -> Result<(), EngineError> {
        let named: Vec<(&Known, &Photo)> =
            hazards.iter().flat_map(|h| h.hazard.photos.iter().map(move |p| (h, p))).collect();
        let files: Vec<Value> = named.iter().map(|(_, photo)| photo.file.into()).collect();
        let owners: HashMap<Uuid, Uuid> = self
            .rows_of(sql::PHOTOS_OF, district, files.clone())?
            .iter()
            .map(|row| Ok((row.id(0)?, row.id(1)?)))
            .collect::<Result<_, EngineError>>()?;
        let sent: HashMap<Uuid, Row> = self
            .rows_of(sql::UPLOADS_OF, district, files)?
            .into_iter()
            .map(|row| Ok((row.id(0)?, row)))
            .collect::<Result<_, EngineError>>()?;
        for (known, photo) in named {
            let file = photo.file.0;
            let owner = owners.get(&file);
            self.matched[2] += i64::from(owner.is_some());
            let noted = match sent.get(&file) {
                Some(row) => {
                    row.hash(1)?.to_string() == photo.sha256
                        && row.hash(2)?.to_string() == photo.kept
                        && row.int(3)? == photo.phash
                        && row.opt_int(4)? == photo.middle
                }
                None => false,
            };
            let what = match (noted, owner == Some(&known.id)) {
                (true, true) => continue,
                (false, _) => What::Upload,
                (true, false) => What::PhotoOwner,
            };
            let sequence = super::naming(self.connection, district, known.id, file)?;
            self.fault(district, known.id, sequence, what);
        }
        Ok(())
    }

    /// Rows that no hazard refers to. A record of the vault without a hazard should have been erased.
    fn too_many(mut self) -> Result<(), EngineError> {
        let counts = self.connection.query(sql::BESIDE_COUNTS, &[])?;
        let Some(counts) = counts.first() else { return Ok(()) };
        let tables = [
            (sql::VAULT_ALL, What::Reporter),
            (sql::IMPORTS_ALL, What::Import),
            (sql::PHOTOS_ALL, What::PhotoOwner),
        ];
        for (nth, (all, what)) in tables.into_iter().enumerate() {
            if counts.int(nth)? == self.matched[nth] {
                continue;
            }
            let mut strangers = Vec::new();
            self.connection.each(all, &[], &mut |row| {
                if !belongs(&row, what)? {
                    strangers.push((District(row.int(0)?), row.id(1)?));
                }
                Ok(())
            })?;
            for (district, hazard) in strangers {
                self.fault(district, hazard, 0, what);
            }
        }
        Ok(())
    }
}

/// Whether the hazard that a row says refers to it.
fn belongs(row: &Row, what: What) -> Result<bool, EngineError> {
    if what == What::Import {
        return Ok(row.opt_int(2)? == Some(Origin::Imported as i64));
    }
    let id = row.id(2)?;
    let hazard: Option<Hazard> = row.opt_text(3)?.and_then(|state| serde_json::from_str(state).ok());
    Ok(hazard.is_some_and(|hazard| match what {
        What::Reporter => hazard.reporter.is_some_and(|reporter| reporter.0 == id),
        _ => hazard.photos.iter().any(|photo| photo.file.0 == id),
    }))
}

/// A photo that should be kept, and the stream that refers to it.
#[derive(Clone, Copy, Debug)]
pub struct KeptPhoto {
    /// Its id.
    pub file: Uuid,
    /// The digest of its files.
    pub kept: [u8; 32],
}

/// Asks about every photo that a hazard or a place refers to whether it is on the disk as it was taken in: `look`
/// answers [`What::PhotoMissing`], [`What::PhotoAltered`], or nothing. Reads on while others write: photos never
/// change. `progress` hears how many of how many have been looked at.
pub fn photos(
    connection: &mut dyn Connection,
    report: &mut Report,
    look: &mut dyn FnMut(&KeptPhoto) -> Result<Option<What>, EngineError>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), EngineError> {
    let count = connection.query(sql::BESIDE_COUNTS, &[])?.first().map_or(Ok(0), |row| row.int(2))?;
    let mut from = [Value::Int(i64::MIN), Value::Bytes(Vec::new()), Value::Int(PAGE)];
    let mut done = 0;
    loop {
        let rows = connection.query(sql::KEPT_FROM, &from)?;
        for row in &rows {
            let photo = KeptPhoto { file: row.id(1)?, kept: row.hash(3)?.0 };
            let stream = (District(row.int(0)?), Noun::Hazard, row.id(2)?);
            one(connection, report, look, stream, &photo)?;
            done += 1;
            progress(done, count.unsigned_abs());
        }
        match rows.last() {
            Some(last) if rows.len() as i64 == PAGE => {
                [from[0], from[1]] = [last.0[0].clone(), last.0[1].clone()];
            }
            _ => break,
        }
    }
    for row in connection.query(sql::PLACES_ALL, &[])? {
        let Ok(Place { photo: Some(file), photo_kept, .. }) = serde_json::from_str(row.text(2)?) else {
            continue;
        };
        let stream = (District(row.int(0)?), Noun::Place, row.id(1)?);
        let noted = connection.query(sql::KEPT, &[stream.0.into(), file.into()])?;
        let noted = noted.first().map(|row| row.hash(0)).transpose()?;
        match noted.filter(|noted| photo_kept == Some(noted.to_string())) {
            Some(noted) => {
                let photo = KeptPhoto { file: file.0, kept: noted.0 };
                one(connection, report, look, stream, &photo)?;
            }
            // Not there, or not what the event says: another picture with a row to go with it.
            None => {
                let sequence = super::naming(connection, stream.0, stream.2, file.0)?;
                report.fault(stream.0, Some((stream.1, stream.2, sequence)), What::Upload);
            }
        }
    }
    Ok(())
}

fn one(
    connection: &mut dyn Connection,
    report: &mut Report,
    look: &mut dyn FnMut(&KeptPhoto) -> Result<Option<What>, EngineError>,
    (district, noun, stream): (District, Noun, Uuid),
    photo: &KeptPhoto,
) -> Result<(), EngineError> {
    match look(photo)? {
        Some(what) => {
            let sequence = super::naming(connection, district, stream, photo.file)?;
            report.fault(district, Some((noun, stream, sequence)), what);
        }
        None => report.photos += 1,
    }
    Ok(())
}
