//! 公开数字: how many hazards were reported, closed and closed on time, for everybody. No case stands behind a figure
//! that is shown: counts that could point to a person are withheld.

use crate::{App, Problem};
use domain::hazard::Catalogue;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{Connection, Dimension, EngineError, Measure, queries};

/// The least count that is shown; below it one person's report may be recognised.
pub const LEAST: i64 = 3;
/// How many months are shown, the present one included.
const MONTHS: i32 = 12;

/// One figure, or the word that it is too small to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// So many.
    Of(i64),
    /// Withheld: it, or one that follows from it, is below [`LEAST`].
    Few,
}

impl Figure {
    /// The number, if it is shown.
    pub fn number(self) -> Option<i64> {
        match self {
            Figure::Of(n) => Some(n),
            Figure::Few => None,
        }
    }
}

/// One row: of the whole district in a month, of a street, of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<K> {
    /// Which.
    pub of: K,
    /// 新增.
    pub reported: Figure,
    /// 办结.
    pub closed: Figure,
    /// 按期办结.
    pub on_time: Figure,
    /// 在办 now.
    pub open: Figure,
}

/// 公开数字 of the last twelve months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The first day that counts.
    pub from: Date,
    /// The whole district.
    pub all: Line<()>,
    /// By month (its first day), oldest first; 在办 is 0 there.
    pub months: Vec<Line<Date>>,
    /// By street: area code and name.
    pub streets: Vec<Line<(String, String)>>,
    /// By 大类: code.
    pub kinds: Vec<Line<String>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts([i64; 4]);

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

fn day(date: Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

fn date(day: i64) -> Date {
    let days = i32::try_from(day).unwrap_or(i32::MAX);
    EPOCH.checked_add(jiff::Span::new().days(days)).unwrap_or(EPOCH)
}

/// The place of a measure in [`Counts`].
fn at(measure: i64) -> Option<usize> {
    [Measure::Reported, Measure::Closed, Measure::ClosedOnTime, Measure::Open]
        .iter()
        .position(|m| *m as i64 == measure)
}

/// What may be shown of a column: no count from 1 to 2, and where just one is withheld while the sum is known, the
/// next smallest goes with it.
fn shown(column: &[i64]) -> Vec<Figure> {
    let mut few: Vec<bool> = column.iter().map(|n| (1..LEAST).contains(n)).collect();
    if few.iter().filter(|f| **f).count() == 1 {
        let others = column.iter().enumerate().filter(|(i, n)| !few[*i] && **n > 0);
        if let Some((next, _)) = others.min_by_key(|(_, n)| **n) {
            few[next] = true;
        }
    }
    column.iter().zip(few).map(|(n, few)| if few { Figure::Few } else { Figure::Of(*n) }).collect()
}

fn lines<K>(rows: Vec<(K, Counts)>) -> Vec<Line<K>> {
    let mut columns = [0, 1, 2, 3].map(|c| {
        let column: Vec<i64> = rows.iter().map(|(_, counts)| counts.0[c]).collect();
        shown(&column).into_iter()
    });
    let mut next = |c: usize| columns[c].next().unwrap_or(Figure::Few);
    rows.into_iter()
        .map(|(of, _)| Line { of, reported: next(0), closed: next(1), on_time: next(2), open: next(3) })
        .collect()
}

/// The figures, as they stand now.
pub async fn figures(app: &App) -> Result<Figures, Problem> {
    let today = app.store().surroundings().now().beijing().date();
    let back = jiff::Span::new().months(MONTHS - 1);
    let from = today.first_of_month().checked_sub(back).unwrap_or(today);
    let (district, registers, catalogue) = (app.district(), app.registers(), app.catalogue());
    let streets = registers.streets();
    let found = app.store().read(move |c| {
        let mut by = |dimension: Dimension| by_value(c, district.0, dimension, from, today);
        let (all, streets, kinds) =
            (by(Dimension::District)?, by(Dimension::Street)?, by(Dimension::Category)?);
        Ok((all, streets, kinds, months(c, district.0, from, today)?))
    });
    let (all, by_street, by_kind, by_month) = found.await?;
    let of_street = |code: &str| by_street.get(code).copied().unwrap_or_default();
    let streets = streets.into_iter().map(|street| {
        let counts = of_street(&street.0);
        (street, counts)
    });
    let all = lines(vec![((), all.get("").copied().unwrap_or_default())]).remove(0);
    Ok(Figures {
        from,
        all,
        months: lines(by_month),
        streets: lines(streets.collect()),
        kinds: lines(by_major(&catalogue, &by_kind)),
    })
}

fn by_value(
    c: &mut dyn Connection,
    district: i64,
    dimension: Dimension,
    from: Date,
    to: Date,
) -> Result<BTreeMap<String, Counts>, EngineError> {
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for measure in [Measure::Reported, Measure::Closed, Measure::ClosedOnTime, Measure::Open] {
        // Day 0 holds what stands now.
        let (first, last) = if measure == Measure::Open { (0, 0) } else { (day(from), day(to)) };
        let key =
            [district.into(), first.into(), last.into(), (dimension as i64).into(), (measure as i64).into()];
        for row in c.query(queries::ledger::TALLY, &key)? {
            if let Some(at) = at(measure as i64) {
                all.entry(row.text(0)?.to_owned()).or_default().0[at] += row.int(1)?;
            }
        }
    }
    Ok(all)
}

fn months(
    c: &mut dyn Connection,
    district: i64,
    from: Date,
    to: Date,
) -> Result<Vec<(Date, Counts)>, EngineError> {
    let mut all: BTreeMap<Date, Counts> = BTreeMap::new();
    let mut month = from;
    while month <= to {
        all.insert(month, Counts::default());
        month = month.checked_add(jiff::Span::new().months(1)).unwrap_or(Date::MAX);
    }
    for row in c.query(queries::ledger::TALLY_DAYS, &[district.into(), day(from).into(), day(to).into()])? {
        let month = date(row.int(0)?).first_of_month();
        if let (Some(counts), Some(at)) = (all.get_mut(&month), at(row.int(1)?)) {
            counts.0[at] += row.int(2)?;
        }
    }
    Ok(all.into_iter().collect())
}

/// 小类 added up to 大类; those that nothing was reported of are left out.
fn by_major(catalogue: &Catalogue, minors: &BTreeMap<String, Counts>) -> Vec<(String, Counts)> {
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for (code, counts) in minors {
        let major = code.get(..2).filter(|m| catalogue.majors().iter().any(|major| major.code == *m));
        let sum = all.entry(major.unwrap_or_default().to_owned()).or_default();
        for (sum, n) in sum.0.iter_mut().zip(counts.0) {
            *sum += n;
        }
    }
    all.into_iter().filter(|(code, counts)| !code.is_empty() && counts.0 != [0; 4]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_point_to_somebody_is_withheld_and_cannot_be_worked_out() {
        use Figure::{Few, Of};
        assert_eq!(shown(&[0, 3, 40]), [Of(0), Of(3), Of(40)]);
        assert_eq!(shown(&[1, 2, 40]), [Few, Few, Of(40)]);
        assert_eq!(shown(&[1, 0, 7, 40]), [Few, Of(0), Few, Of(40)]);
        assert_eq!(shown(&[2]), [Few]);
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for n in [1, 20_779, 40_000] {
            assert_eq!(day(date(n)), n);
        }
    }
}
