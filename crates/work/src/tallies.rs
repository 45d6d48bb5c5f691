//! 统计: figures without a case behind them, from the tallies that every write keeps up.

use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::StageCode;
use domain::people::{Act, Actor, Resource, Staff, may};
use jiff::civil::Date;
use serde::Serialize;
use store::{Dimension, Measure, queries};

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tally {
    /// The value of the dimension: an id, a code, or empty for the whole district.
    pub value: String,
    /// The same in words, in the reader's language where it has them.
    pub name: String,
    /// The figure.
    pub n: i64,
}

/// Which figures.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// By what.
    pub dimension: Dimension,
    /// Of what.
    pub measure: Measure,
    /// From that day on, in Beijing.
    pub from: Option<Date>,
    /// To that day, inclusive.
    pub to: Option<Date>,
}

/// Day zero of the tallies.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

pub(crate) fn day(date: Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

/// What is counted as it stands now, regardless of the day.
fn is_standing(measure: Measure) -> bool {
    measure == Measure::Open
}

/// Figures, for the desk and leaders of everything, for others of their own unit.
pub async fn tallies(app: &App, actor: &Actor, wanted: Wanted, lang: Lang) -> Result<Vec<Tally>, Problem> {
    let own_unit = match actor.staff() {
        _ if may(actor, Act::Read, Resource::Statistics).is_ok() => None,
        Some(Staff { unit, .. }) if may(actor, Act::Read, Resource::Hazards).is_ok() => {
            if wanted.dimension != Dimension::Unit {
                return Err(Problem::forbidden());
            }
            Some(unit.to_string())
        }
        _ => return Err(Problem::forbidden()),
    };
    // Day 0 holds what stands now; the days of history begin after it.
    let (first, last) = match is_standing(wanted.measure) {
        true => (0, 0),
        false => (wanted.from.map_or(1, day), wanted.to.map_or(i64::from(i32::MAX), day)),
    };
    let (district, dimension, measure) = (app.district(), wanted.dimension as i64, wanted.measure as i64);
    let rows = app.store().read(move |c| {
        let key = [district.into(), first.into(), last.into(), dimension.into(), measure.into()];
        let rows = c.query(queries::ledger::TALLY, &key)?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect::<Result<Vec<_>, _>>()
    });
    let mut all: Vec<Tally> = rows
        .await?
        .into_iter()
        .filter(|(value, _)| own_unit.as_ref().is_none_or(|own| own == value))
        .map(|(value, n)| named(app, lang, wanted.dimension, value, n))
        .filter(|tally| tally.n != 0)
        .collect();
    all.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
    Ok(all)
}

/// A figure with the name of what it is of.
pub(crate) fn named(app: &App, lang: Lang, dimension: Dimension, value: String, n: i64) -> Tally {
    let registers = app.registers();
    match dimension {
        Dimension::District => Tally { value, name: app.district_name().to_owned(), n },
        Dimension::Unit => {
            let name = value.parse().map_or_else(|_| value.clone(), |id| registers.unit_name(id));
            Tally { name, value, n }
        }
        Dimension::Street => {
            Tally { name: registers.street_name(&value).unwrap_or(&value).to_owned(), value, n }
        }
        Dimension::Category => {
            let catalogue = app.catalogue();
            let minor = catalogue.minor(&value);
            let name = minor.map_or(value.as_str(), |m| crate::words::either(lang, &m.name, &m.name_en));
            Tally { name: name.to_owned(), value, n }
        }
        Dimension::Stage => {
            let stage = value.parse().ok().and_then(StageCode::from_number);
            let value = stage.map_or(value, |s| word(&s));
            Tally { name: crate::words::stage(lang, &value).to_owned(), value, n }
        }
        Dimension::Practice => Tally { name: value.clone(), value, n },
        Dimension::Hour => Tally { name: format!("{value}:00"), value, n },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_store_counts_them() {
        assert_eq!(day(jiff::civil::date(1970, 1, 2)), 1);
        assert_eq!(day(jiff::civil::date(2026, 11, 22)), 20_779);
    }
}
