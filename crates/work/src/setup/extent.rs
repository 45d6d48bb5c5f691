//! 辖区范围: a box, said in numbers or read off the places that are known.

use super::facts::{manages, place_district};
use crate::{App, Problem};
use domain::people::Actor;
use domain::place::{CoordinateError, Extent, Position, System};
use serde::{Deserialize, Serialize};
use store::queries;

/// The widest that a district may be, in degrees: whoever means a province has made a mistake.
const WIDEST: f64 = 10.0;
/// How much wider than its places a district is taken to be, in degrees: about a kilometre.
const AROUND: f64 = 0.01;
/// How far beyond the box somebody may still be, at most.
const MARGIN_M: u32 = 50_000;

/// 辖区范围.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ExtentView {
    /// Westernmost longitude.
    pub west: f64,
    /// Southernmost latitude.
    pub south: f64,
    /// Easternmost longitude.
    pub east: f64,
    /// Northernmost latitude.
    pub north: f64,
    /// 容差 in metres.
    pub margin_m: u32,
    /// Whether `district.toml` says so: then nobody changes it here.
    pub fixed: bool,
}

impl ExtentView {
    pub(super) fn of(extent: Extent, fixed: bool) -> Self {
        let Extent { west, south, east, north, margin_m } = extent;
        Self { west, south, east, north, margin_m, fixed }
    }
}

/// 辖区范围 as somebody says it; without bounds it is the box around the places that are known.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtentInput {
    /// West, south, east, north in degrees.
    #[serde(default)]
    #[schema(value_type = Option<Vec<f64>>)]
    pub bounds: Option<[f64; 4]>,
    /// 坐标系 of what was given.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::System>)]
    pub system: Option<System>,
    /// 容差 in metres.
    #[serde(default)]
    pub margin_m: Option<u32>,
}

/// A box of two corners, converted and put in order.
fn boxed([west, south, east, north]: [f64; 4], system: System) -> Result<[f64; 4], Problem> {
    let wrong = |problem: &str| Problem::invalid("bounds", problem);
    let corner = |lon, lat| {
        Position::from_degrees(lon, lat, system).map_err(|error| {
            wrong(match error {
                CoordinateError::NotANumber => "not_a_number",
                CoordinateError::OutOfRange => "out_of_range",
                CoordinateError::Swapped => "swapped",
            })
        })
    };
    let (low, high) = (corner(west, south)?, corner(east, north)?);
    if low.lon_e7 >= high.lon_e7 || low.lat_e7 >= high.lat_e7 {
        return Err(wrong("contradiction"));
    }
    if high.lon() - low.lon() > WIDEST || high.lat() - low.lat() > WIDEST {
        return Err(wrong("too_large"));
    }
    Ok([low.lon(), low.lat(), high.lon(), high.lat()])
}

/// Says where the district lies; what `district.toml` says is not changed here.
pub async fn change_extent(
    app: &App,
    actor: Actor,
    fixed: Option<Extent>,
    new: ExtentInput,
) -> Result<(), Problem> {
    manages(&actor)?;
    if fixed.is_some() {
        return Err(Problem::new(409, "rule").with("rule", "fixed_by_operator"));
    }
    let bounds = match new.bounds {
        Some(bounds) => bounds,
        None => around_places(app).await?,
    };
    let system = new.system.filter(|_| new.bounds.is_some()).unwrap_or(System::Cgcs2000);
    let [west, south, east, north] = boxed(bounds, system)?;
    let margin_m = new.margin_m.unwrap_or(2_000);
    if margin_m > MARGIN_M {
        return Err(Problem::invalid("margin_m", "out_of_range"));
    }
    let extent = Extent { west, south, east, north, margin_m };
    place_district(app, actor, &extent).await
}

/// The box around the places in use, a little wider than they lie.
async fn around_places(app: &App) -> Result<[f64; 4], Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::admin::PLACES_SPAN, &[district.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let sides = [row.opt_int(0)?, row.opt_int(1)?, row.opt_int(2)?, row.opt_int(3)?];
        Ok(sides.into_iter().collect::<Option<Vec<i64>>>())
    });
    let Some(sides) = found.await? else { return Err(Problem::invalid("bounds", "required")) };
    let degrees = |n: usize, more: f64| sides[n] as f64 / 1e7 + more;
    Ok([degrees(0, -AROUND), degrees(1, -AROUND), degrees(2, AROUND), degrees(3, AROUND)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_converted_and_what_is_none_is_refused() {
        let town = [112.5, 26.8, 112.7, 26.95];
        assert_eq!(boxed(town, System::Cgcs2000).unwrap(), town);
        let shifted = boxed(town, System::Gcj02).unwrap();
        assert!((town[0] - shifted[0]).abs() > 0.001 && (town[0] - shifted[0]).abs() < 0.02);
        let code = |bounds| boxed(bounds, System::Cgcs2000).unwrap_err().errors[0].1.clone();
        assert_eq!(code([112.7, 26.8, 112.5, 26.95]), "contradiction");
        assert_eq!(code([26.8, 112.5, 26.95, 112.7]), "swapped");
        assert_eq!(code([f64::NAN, 26.8, 112.5, 26.95]), "not_a_number");
        assert_eq!(code([100.0, 26.8, 112.5, 26.95]), "too_large");
    }
}
