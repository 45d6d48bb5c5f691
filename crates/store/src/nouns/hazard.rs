//! How a hazard is kept.

use super::map::{self, Cell, Series, Weight};
use crate::aggregate::{Aggregate, Count, Dimension, Measure};
use crate::engine::Value;
use crate::grams;
use crate::tables::{self, Table};
use domain::calendar::Instant;
use domain::hazard::resemblance::bands;
use domain::hazard::{Awaiting, Awaits, Duty, Event, Hazard, Photo, Stage, StageMove, Words, awaiting};
use domain::ids::HazardId;
use domain::ledger::Noun;
use domain::place::Position;
use std::collections::BTreeSet;
use uuid::Uuid;

/// 单位或人员在隐患中的角色. The numbers are kept in `hazard_parties` and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i64)]
pub enum Part {
    /// 主办.
    Lead = 1,
    /// 协办.
    Co = 2,
    /// 抄告.
    Copy = 3,
    /// 曾经承办: dispatched to once, no longer.
    Past = 4,
    /// 核实单位.
    Inspects = 5,
    /// 责任主体.
    Party = 6,
    /// 发现人: a person.
    Finder = 7,
    /// 验收人: a person.
    Verifier = 8,
}

/// Under which keys a photo is found by what looks like it.
fn bands_of(hazard: HazardId, photo: &Photo) -> Vec<(&'static Table, Vec<Value>)> {
    let row = |hash: i64, band: i64| {
        let row = vec![band.into(), hash.into(), photo.file.into(), hazard.into()];
        (&tables::PHOTO_BANDS, row)
    };
    let hashes = [Some(photo.phash), photo.middle];
    hashes.into_iter().flatten().flat_map(|hash| bands(hash).into_iter().map(move |b| row(hash, b))).collect()
}

/// For inboxes that order by due time: what has no clock comes last (the end of the year 9999).
const NEVER: Instant = Instant(253_402_300_799_999);

/// The cell of a grid of 0.001° (about 110 m by 100 m) in which a position lies; neighbours differ by one in
/// either half. For finding what is near.
pub fn cell(position: Position) -> i64 {
    (position.lat_e7.div_euclid(10_000) << 32) + position.lon_e7.div_euclid(10_000)
}

/// 期限 by which a hazard stands in lists: what it waits for now, or a re-check of what is closed.
fn due(hazard: &Hazard, awaiting: &Awaiting) -> Option<Instant> {
    let awaited = awaiting.first != Awaits::Nobody || awaiting.second.is_some();
    let recheck = hazard.recheck.as_ref().filter(|r| r.is_pending() && hazard.closed_at.is_some());
    recheck.map(|r| r.due).or(hazard.clock.map(|c| c.due)).or(awaited.then_some(NEVER))
}

fn parties_of(hazard: &Hazard) -> Vec<(Uuid, Part)> {
    let mut all = Vec::new();
    if let Some(dispatch) = &hazard.dispatch {
        all.push((dispatch.lead.0, Part::Lead));
        all.extend(dispatch.co.iter().map(|u| (u.0, Part::Co)));
        all.extend(dispatch.copies.iter().map(|u| (u.0, Part::Copy)));
    }
    for unit in &hazard.dispatched_to {
        if !all.iter().any(|(u, _)| *u == unit.0) {
            all.push((unit.0, Part::Past));
        }
    }
    if let Stage::Verifying { unit } = &hazard.stage {
        all.push((unit.0, Part::Inspects));
    }
    all.extend(hazard.inspected_by.iter().map(|u| (u.0, Part::Inspects)));
    all.extend(hazard.filing.iter().filter_map(|f| f.party_unit).map(|u| (u.0, Part::Party)));
    all.extend(hazard.finder.iter().map(|p| (p.0, Part::Finder)));
    all.extend(hazard.verifiers.iter().map(|p| (p.0, Part::Verifier)));
    all.sort();
    all.dedup();
    all
}

/// The words of a report by which it is found: 描述, 位置, 场所名称. Where the phone was and what another system's
/// form asked for is not among them.
const FOUND_BY: [&str; 3] = ["text", "address", "place"];

/// 时段.
fn hour(at: Instant) -> String {
    format!("{:02}", (at.0 + 8 * Instant::HOUR).rem_euclid(Instant::DAY) / Instant::HOUR)
}

fn day(at: Instant) -> i64 {
    (at.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY)
}

impl Aggregate for Hazard {
    const NOUN: Noun = Noun::Hazard;
    type Event = Event;

    fn table() -> &'static Table {
        &tables::HAZARDS
    }

    fn name(event: &Event) -> &'static str {
        event.name()
    }

    fn begin(id: Uuid, event: &Event, at: Instant) -> Option<Self> {
        Hazard::begin(HazardId(id), event, at)
    }

    fn apply(&mut self, event: &Event, at: Instant) {
        Hazard::apply(self, event, at);
    }

    fn columns(&self) -> Vec<Value> {
        let awaiting = awaiting(self);
        vec![
            (self.stage.code() as i64).into(),
            self.reported_at.into(),
            self.told_at().into(),
            self.updated_at.into(),
            self.closed_at.into(),
            due(self, &awaiting).into(),
            self.wakes_at().into(),
            (awaiting.first as i64).into(),
            awaiting.unit.map(|u| u.0).or(awaiting.person.map(|p| p.0)).into(),
            awaiting.second.map_or(0, |s| s as i64).into(),
            self.dispatch.as_ref().map(|d| d.lead).into(),
            self.street.clone().into(),
            self.filing.as_ref().map(|f| f.category.clone()).or_else(|| self.kind.clone()).into(),
            self.filing.as_ref().map(|f| f.grade as i64).into(),
            self.life_danger.into(),
            serde_json::to_value(self.source).ok().and_then(|v| v.as_str().map(str::to_owned)).into(),
            self.receipt.as_str().into(),
            self.filing.as_ref().map(|f| f.number.clone()).into(),
            self.place.as_ref().map(|p| p.place).into(),
            self.position.map(|p| p.lon_e7).into(),
            self.position.map(|p| p.lat_e7).into(),
            self.position.map(cell).into(),
            (self.published() as i64).into(),
            self.doubts.as_ref().map_or(0, |d| d.bits()).into(),
            self.closed_at.and(self.passed).map(|passed| passed.by).into(),
            self.supervision.level().map_or(0, |level| level as i64).into(),
            self.risk.as_ref().map(|risk| risk.colour as i64).into(),
        ]
    }

    fn links(&self) -> Vec<(&'static Table, Vec<Value>)> {
        let (stage, due) = (self.stage.code() as i64, due(self, &awaiting(self)));
        let owed = self.owed();
        let barred = |duty: Duty| self.barred_from(duty).into_iter().map(move |who| (duty as i64, who));
        let mut barred: BTreeSet<(i64, Uuid)> = owed.iter().flat_map(|owed| barred(owed.duty)).collect();
        for which in StageMove::ALL {
            barred.extend(self.barred_from_move(which).into_iter().map(|who| (which as i64, who)));
        }
        parties_of(self)
            .into_iter()
            .map(|(party, part)| {
                let (part, told) = ((part as i64).into(), self.told_at().into());
                let row = vec![party.into(), part, told, self.id.into(), stage.into(), due.into()];
                (&tables::HAZARD_PARTIES, row)
            })
            .chain(owed.into_iter().map(|owed| {
                let owner = owed.owner(self);
                let (awaits, duty) = ((owed.who as i64).into(), (owed.duty as i64).into());
                (&tables::HAZARD_OWED, vec![awaits, owner.into(), owed.due.into(), self.id.into(), duty])
            }))
            .chain(
                barred.into_iter().map(|(duty, who)| {
                    (&tables::HAZARD_BARRED, vec![self.id.into(), duty.into(), who.into()])
                }),
            )
            .chain(self.external.iter().map(|(_, number)| {
                (&tables::HAZARD_NUMBERS, vec![grams::number(number).into(), self.id.into()])
            }))
            .chain(self.photos.iter().flat_map(|photo| bands_of(self.id, photo)))
            .collect()
    }

    fn found_by(&self, event: &Event, words: &Words) -> Vec<(&'static Table, Vec<Value>)> {
        if !matches!(event, Event::Reported { .. }) {
            return Vec::new();
        }
        let mut all = BTreeSet::new();
        FOUND_BY.iter().filter_map(|name| words.get(name)).for_each(|text| all.extend(grams::grams(text)));
        let row = |gram: i64| vec![gram.into(), self.reported_at.into(), self.id.into()];
        all.into_iter().map(|gram| (&tables::HAZARD_GRAMS, row(gram))).collect()
    }

    fn cells(&self) -> Vec<(Cell, Weight)> {
        let Some(position) = self.position.filter(|_| self.is_counted()) else { return Vec::new() };
        let mut all = Vec::with_capacity(3);
        let mut add = |series: Series, at: Option<Instant>| {
            let (lat, lon, weight) = map::locate(series, position);
            let filing = self.filing.as_ref();
            let cell = Cell {
                series,
                month: at.map_or(0, map::month),
                lat,
                lon,
                street: self.street.clone().unwrap_or_default(),
                category: filing
                    .map(|f| f.category.clone())
                    .or_else(|| self.kind.clone())
                    .unwrap_or_default(),
                grade: filing.map_or(0, |f| f.grade as i64),
                stages: self.stage.code().group() as i64,
            };
            all.push((cell, weight));
        };
        add(Series::Standing, None);
        add(Series::Reported, Some(self.reported_at));
        if self.closed_at.is_some() {
            add(Series::Closed, self.closed_at);
        }
        all
    }

    fn erases(event: &Event) -> Option<u32> {
        match event {
            Event::WordsErased { sequence } => Some(*sequence),
            _ => None,
        }
    }

    fn counts(&self) -> Vec<Count> {
        let count =
            |day, dimension, value: &str, measure| Count { day, dimension, value: value.to_owned(), measure };
        let mut all = Vec::with_capacity(8);
        if !self.is_counted() {
            return all;
        }
        let lead = self.dispatch.as_ref().map(|d| d.lead.to_string());
        let category = self.filing.as_ref().map(|f| f.category.as_str()).or(self.kind.as_deref());
        let told = self.told_at();
        all.push(count(day(told), Dimension::Hour, &hour(told), Measure::Reported));
        if let Some(closed) = self.closed_at {
            all.push(count(day(closed), Dimension::Hour, &hour(closed), Measure::Closed));
        }
        let mut add = |day: i64, measure: Measure| {
            all.push(count(day, Dimension::District, "", measure));
            // A unit reads its own figures: that a confidential reporter answered is not among them.
            let is_reporters = matches!(measure, Measure::Rated | Measure::Solved) && self.is_confidential();
            if let Some(unit) = lead.as_ref().filter(|_| !is_reporters) {
                all.push(count(day, Dimension::Unit, unit, measure));
            }
            if let Some(street) = &self.street {
                all.push(count(day, Dimension::Street, street, measure));
            }
            if let Some(category) = category {
                all.push(count(day, Dimension::Category, category, measure));
            }
        };
        add(day(told), Measure::Reported);
        if let Some(closed) = self.closed_at {
            add(day(closed), Measure::Closed);
            let on_time = self.rectify_due.is_none_or(|due| self.submitted_at.unwrap_or(closed) <= due);
            if on_time || self.is_overtime_exempt() {
                add(day(closed), Measure::ClosedOnTime);
            }
            if self.is_overtime_exempt() {
                add(day(closed), Measure::Exempted);
            }
            for (days, measure) in [(30, Measure::Recurred30), (90, Measure::Recurred90)] {
                if self.recurred_within(days) {
                    add(day(closed), measure);
                }
            }
            if self.reworks > 0 {
                add(day(closed), Measure::Reworked);
            }
            if let Some(rating) = &self.rating {
                add(day(closed), Measure::Rated);
                if rating.solved {
                    add(day(closed), Measure::Solved);
                }
            }
        }
        if self.stage.code().is_open() {
            add(0, Measure::Open);
        }
        all.push(count(0, Dimension::Stage, &(self.stage.code() as i64).to_string(), Measure::Open));
        if let (Some(_), Some(unit), Some(street), Some(category)) =
            (self.closed_at, &lead, &self.street, category)
        {
            let value = format!("{street}/{category}/{unit}");
            all.push(count(0, Dimension::Practice, &value, Measure::Closed));
        }
        all
    }
}
