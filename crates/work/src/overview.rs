//! 晨报: what is late and whose, what waits for this viewer, and how the days went. From the tallies and from what is
//! late at this moment; nothing is scanned.

use crate::hazard::{Filter, ListOrder, Named, Page, Summary, inbox, list};
use crate::map::beyond_cells;
use crate::problem::word;
use crate::tallies::{day, named};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Awaits, StageCode};
use domain::ids::{District, UnitId};
use domain::people::{Act, Actor, Resource, may};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Connection, Dimension, EngineError, Measure, queries};

/// Rows of what is late and of what waits.
const LATE: u32 = 10;
const MINE: u32 = 5;
/// Streets, kinds and units that a span names, the largest first.
const NAMED: usize = 20;
/// Days of the series.
const DAYS: i64 = 90;
/// 同比: so many days earlier.
const YEAR: i64 = 365;

/// 上报、销号、按期销号.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Figures {
    /// 上报数.
    pub reported: i64,
    /// 销号数.
    pub closed: i64,
    /// 按期销号数.
    pub on_time: i64,
}

const MEASURES: [Measure; 3] = [Measure::Reported, Measure::Closed, Measure::ClosedOnTime];

impl Figures {
    fn add(&mut self, measure: Measure, n: i64) {
        match measure {
            Measure::Closed => self.closed += n,
            Measure::ClosedOnTime => self.on_time += n,
            _ => self.reported += n,
        }
    }
}

/// One day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DayFigures)]
pub struct OfDay {
    /// The day in Beijing.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// One hour of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HourFigures)]
pub struct OfHour {
    /// 0 to 23.
    pub hour: u8,
    /// 上报数.
    pub reported: i64,
    /// 销号数.
    pub closed: i64,
}

/// A street, kind or unit over a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GroupFigures)]
pub struct OfGroup {
    /// Its id or code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In the span.
    pub now: Figures,
    /// 环比: in the span before.
    pub before: Figures,
}

/// So many days up to and including today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SpanFigures)]
pub struct OfSpan {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// In the span.
    pub now: Figures,
    /// 环比: in the span before.
    pub before: Figures,
    /// 同比: in the same span 365 days earlier.
    pub year_ago: Figures,
    /// By street.
    pub streets: Vec<OfGroup>,
    /// By kind.
    pub categories: Vec<OfGroup>,
    /// By unit.
    pub units: Vec<OfGroup>,
}

/// Whom something late waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LateGroup)]
pub struct LateBy {
    /// Who has to move.
    #[schema(value_type = crate::names::Awaits)]
    pub awaits: String,
    /// Of which unit.
    pub unit: Option<Named>,
    /// How many.
    pub n: i64,
    /// Since when the first one is due.
    #[schema(value_type = String, format = DateTime)]
    pub oldest_due: Instant,
}

/// 超期.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Late {
    /// In all.
    pub total: i64,
    /// Whose it is, the most first.
    pub by: Vec<LateBy>,
    /// What is due longest.
    pub items: Vec<Summary>,
}

/// What waits for this viewer.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Mine {
    /// In all.
    pub total: i64,
    /// Of it, late.
    pub late: i64,
    /// The first ones.
    pub items: Vec<Summary>,
}

/// How many stand at a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AtStage {
    /// 环节.
    #[schema(value_type = crate::names::Stage)]
    pub stage: String,
    /// How many.
    pub n: i64,
}

/// 晨报.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Overview {
    /// At what moment.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Whether of the whole district; of the viewer's own unit otherwise.
    pub whole: bool,
    /// What waits for this viewer.
    pub mine: Mine,
    /// 在办数.
    pub open: i64,
    /// 其中没有位置的: on no map; of the whole district only.
    pub unplaced: Option<i64>,
    /// 超期.
    pub late: Late,
    /// Today.
    pub today: Figures,
    /// Today by the hour; of the whole district only.
    pub hours: Vec<OfHour>,
    /// 7 days.
    pub week: OfSpan,
    /// 30 days.
    pub month: OfSpan,
    /// The last 90 days, the oldest first.
    pub days: Vec<OfDay>,
    /// How many stand where; of the whole district only.
    pub stages: Vec<AtStage>,
}

/// The morning page of this viewer.
pub async fn overview(app: &App, actor: &Actor, lang: Lang) -> Result<Overview, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let unit = actor.staff().map(|s| s.unit).ok_or_else(Problem::forbidden)?;
    let whole = may(actor, Act::Read, Resource::Statistics).is_ok();
    let page = |limit| Page { after: None, limit, order: ListOrder::Newest };
    let waiting = inbox(app, actor, page(MINE), lang).await?;
    let mine = Mine { total: waiting.counts.total, late: waiting.counts.late, items: waiting.page.items };
    let late = Filter { late: true, ..Filter::default() };
    let late = list(app, actor, late, page(LATE), lang).await?.items;
    let at = app.store().surroundings().now();
    let reading =
        Reading { app: app.clone(), district: app.district(), unit: (!whole).then_some(unit), at, lang };
    Ok(app.store().read(move |c| reading.overview(c, mine, late)).await?)
}

struct Reading {
    app: App,
    district: District,
    /// Of this unit only.
    unit: Option<UnitId>,
    at: Instant,
    lang: Lang,
}

/// Days by number, with figures.
type Series = BTreeMap<i64, Figures>;

fn sum(series: &Series, from: i64, to: i64) -> Figures {
    series.range(from..=to).fold(Figures::default(), |sum, (_, of_day)| Figures {
        reported: sum.reported + of_day.reported,
        closed: sum.closed + of_day.closed,
        on_time: sum.on_time + of_day.on_time,
    })
}

impl Reading {
    fn overview(
        &self,
        c: &mut dyn Connection,
        mine: Mine,
        late: Vec<Summary>,
    ) -> Result<Overview, EngineError> {
        let date = self.at.beijing().date();
        let today = day(date);
        let mut series = self.series(c, today - DAYS + 1, today)?;
        series.extend(self.series(c, today - YEAR - 29, today - YEAR)?);
        let days = (0..DAYS).rev().map(|back| OfDay {
            date: date.saturating_sub(back.days()),
            figures: series.get(&(today - back)).copied().unwrap_or_default(),
        });
        let by = self.late(c)?;
        let open = self.open(c)?;
        let unplaced = match self.unit {
            None => Some(beyond_cells(c, self.district.0, open)?),
            Some(_) => None,
        };
        Ok(Overview {
            at: self.at,
            whole: self.unit.is_none(),
            mine,
            open,
            unplaced,
            late: Late { total: by.iter().map(|l| l.n).sum(), by, items: late },
            today: sum(&series, today, today),
            hours: self.hours(c, today)?,
            week: self.span(c, &series, date, 7)?,
            month: self.span(c, &series, date, 30)?,
            days: days.collect(),
            stages: self.stages(c)?,
        })
    }

    /// What is counted of this viewer's part: of the district, or of the unit.
    fn part(&self) -> (Dimension, String) {
        match self.unit {
            Some(unit) => (Dimension::Unit, unit.to_string()),
            None => (Dimension::District, String::new()),
        }
    }

    fn series(&self, c: &mut dyn Connection, from: i64, to: i64) -> Result<Series, EngineError> {
        let (dimension, value) = self.part();
        let mut series = Series::new();
        for measure in MEASURES {
            let key = [
                self.district.into(),
                from.into(),
                to.into(),
                (dimension as i64).into(),
                (measure as i64).into(),
                value.as_str().into(),
            ];
            for row in c.query(queries::ledger::TALLY_SERIES, &key)? {
                series.entry(row.int(0)?).or_default().add(measure, row.int(1)?);
            }
        }
        Ok(series)
    }

    /// One measure by the values of a dimension over some days.
    fn tally(
        &self,
        c: &mut dyn Connection,
        dimension: Dimension,
        measure: Measure,
        (from, to): (i64, i64),
    ) -> Result<Vec<(String, i64)>, EngineError> {
        let key = [
            self.district.into(),
            from.into(),
            to.into(),
            (dimension as i64).into(),
            (measure as i64).into(),
        ];
        let rows = c.query(queries::ledger::TALLY, &key)?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
    }

    fn open(&self, c: &mut dyn Connection) -> Result<i64, EngineError> {
        let (dimension, value) = self.part();
        let all = self.tally(c, dimension, Measure::Open, (0, 0))?;
        Ok(all.into_iter().find(|(v, _)| *v == value).map_or(0, |(_, n)| n))
    }

    fn hours(&self, c: &mut dyn Connection, today: i64) -> Result<Vec<OfHour>, EngineError> {
        if self.unit.is_some() {
            return Ok(Vec::new());
        }
        let mut hours: Vec<OfHour> = (0..24).map(|hour| OfHour { hour, reported: 0, closed: 0 }).collect();
        for measure in [Measure::Reported, Measure::Closed] {
            for (value, n) in self.tally(c, Dimension::Hour, measure, (today, today))? {
                let Some(hour) = value.parse().ok().and_then(|h: usize| hours.get_mut(h)) else { continue };
                match measure {
                    Measure::Closed => hour.closed = n,
                    _ => hour.reported = n,
                }
            }
        }
        Ok(hours)
    }

    fn stages(&self, c: &mut dyn Connection) -> Result<Vec<AtStage>, EngineError> {
        if self.unit.is_some() {
            return Ok(Vec::new());
        }
        let all = self.tally(c, Dimension::Stage, Measure::Open, (0, 0))?;
        let mut all: Vec<(StageCode, i64)> = all
            .into_iter()
            .filter_map(|(value, n)| Some((StageCode::from_number(value.parse().ok()?)?, n)))
            .filter(|(_, n)| *n != 0)
            .collect();
        all.sort_unstable_by_key(|(stage, _)| *stage);
        Ok(all.into_iter().map(|(stage, n)| AtStage { stage: word(&stage), n }).collect())
    }

    fn span(
        &self,
        c: &mut dyn Connection,
        series: &Series,
        date: Date,
        length: i64,
    ) -> Result<OfSpan, EngineError> {
        let to = day(date);
        let from = to - length + 1;
        let before = (from - length, from - 1);
        let whole = self.unit.is_none();
        let mut by = |dimension| match whole {
            true => self.groups(c, dimension, (from, to), before),
            false => Ok(Vec::new()),
        };
        Ok(OfSpan {
            from: date.saturating_sub((length - 1).days()),
            to: date,
            now: sum(series, from, to),
            before: sum(series, before.0, before.1),
            year_ago: sum(series, from - YEAR, to - YEAR),
            streets: by(Dimension::Street)?,
            categories: by(Dimension::Category)?,
            units: by(Dimension::Unit)?,
        })
    }

    fn groups(
        &self,
        c: &mut dyn Connection,
        dimension: Dimension,
        now: (i64, i64),
        before: (i64, i64),
    ) -> Result<Vec<OfGroup>, EngineError> {
        let mut groups: BTreeMap<String, (Figures, Figures)> = BTreeMap::new();
        for measure in MEASURES {
            for (value, n) in self.tally(c, dimension, measure, now)? {
                groups.entry(value).or_default().0.add(measure, n);
            }
            for (value, n) in self.tally(c, dimension, measure, before)? {
                groups.entry(value).or_default().1.add(measure, n);
            }
        }
        let mut all: Vec<OfGroup> = groups
            .into_iter()
            .filter(|(_, figures)| *figures != Default::default())
            .map(|(id, (now, before))| {
                let name = named(&self.app, self.lang, dimension, id.clone(), 0).name;
                OfGroup { id, name, now, before }
            })
            .collect();
        all.sort_by_key(|g| std::cmp::Reverse((g.now.reported, g.now.closed, g.before.reported)));
        all.truncate(NAMED);
        Ok(all)
    }

    fn late(&self, c: &mut dyn Connection) -> Result<Vec<LateBy>, EngineError> {
        let registers = self.app.registers();
        let unit = |id: UnitId| Named { id: id.to_string(), name: registers.unit_name(id) };
        let mut all = Vec::new();
        match self.unit {
            None => {
                for row in c.query(queries::hazard::LATE_BY, &[self.district.into(), self.at.into()])? {
                    all.push(LateBy {
                        awaits: word(&Awaits::from_number(row.int(0)?).unwrap_or(Awaits::Nobody)),
                        unit: row.opt_id(1)?.map(|id| unit(UnitId(id))),
                        n: row.int(2)?,
                        oldest_due: Instant(row.int(3)?),
                    });
                }
            }
            Some(own) => {
                for awaits in [Awaits::Unit, Awaits::Inspectors, Awaits::Recheckers] {
                    let key = [self.district.into(), (awaits as i64).into(), own.into(), self.at.into()];
                    let rows = c.query(queries::hazard::LATE_OF_UNIT, &key)?;
                    if let Some(row) = rows.first()
                        && let Some(oldest) = row.opt_int(1)?
                    {
                        let (n, oldest_due) = (row.int(0)?, Instant(oldest));
                        all.push(LateBy { awaits: word(&awaits), unit: Some(unit(own)), n, oldest_due });
                    }
                }
            }
        }
        all.sort_by_key(|l| (-l.n, l.oldest_due));
        Ok(all)
    }
}
