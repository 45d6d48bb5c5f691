//! 边界 as GeoJSON (RFC 7946): a polygon in degrees, CGCS2000.

use crate::Problem;
use domain::place::{Boundary, BoundaryError, CoordinateError, Position, System};
use serde_json::{Value, json};

fn wrong(problem: &str) -> Problem {
    Problem::invalid("boundary", problem)
}

/// Reads a polygon, a collection of one, or a feature around it.
pub(super) fn read(value: &Value) -> Result<Boundary, Problem> {
    match value["type"].as_str() {
        Some("Feature") => read(&value["geometry"]),
        Some("Polygon") => rings(&value["coordinates"]),
        Some("MultiPolygon") => match value["coordinates"].as_array().map(Vec::as_slice) {
            Some([only]) => rings(only),
            _ => Err(wrong("one_polygon")),
        },
        _ => Err(wrong("malformed")),
    }
}

fn rings(coordinates: &Value) -> Result<Boundary, Problem> {
    let point = |pair: &Value| -> Result<Position, Problem> {
        let at = |n: usize| pair[n].as_f64().ok_or_else(|| wrong("malformed"));
        Position::from_degrees(at(0)?, at(1)?, System::Cgcs2000).map_err(|error| {
            wrong(match error {
                CoordinateError::NotANumber => "not_a_number",
                CoordinateError::OutOfRange => "out_of_range",
                CoordinateError::Swapped => "swapped",
            })
        })
    };
    let ring = |ring: &Value| -> Result<Vec<Position>, Problem> {
        ring.as_array().ok_or_else(|| wrong("malformed"))?.iter().map(point).collect()
    };
    let rings = coordinates.as_array().ok_or_else(|| wrong("malformed"))?;
    let rings = rings.iter().map(ring).collect::<Result<Vec<_>, _>>()?;
    Boundary::new(rings).map_err(|error| {
        wrong(match error {
            BoundaryError::TooFew => "malformed",
            BoundaryError::TooMany => "too_long",
            BoundaryError::OutOfRange => "out_of_range",
        })
    })
}

/// Writes a polygon, its rings closed.
pub(super) fn write(boundary: &Boundary) -> Value {
    let ring = |ring: &Vec<Position>| -> Vec<[f64; 2]> {
        ring.iter().chain(ring.first()).map(|p| [p.lon(), p.lat()]).collect()
    };
    json!({"type": "Polygon", "coordinates": boundary.rings().iter().map(ring).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_comes_back_as_it_was() {
        let polygon = json!({"type": "Polygon", "coordinates":
            [[[112.6, 26.88], [112.61, 26.88], [112.61, 26.89], [112.6, 26.88]]]});
        assert_eq!(write(&read(&polygon).unwrap()), polygon);
        assert!(read(&json!({"type": "Feature", "geometry": polygon})).is_ok());
    }

    #[test]
    fn what_is_no_polygon_is_refused() {
        let code = |value: &Value| read(value).unwrap_err().errors[0].1.clone();
        assert_eq!(code(&json!({"type": "Point", "coordinates": [1, 2]})), "malformed");
        assert_eq!(code(&json!({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]})), "malformed");
        assert_eq!(code(&json!({"type": "MultiPolygon", "coordinates": [[], []]})), "one_polygon");
        let swapped =
            json!({"type": "Polygon", "coordinates": [[[26.88, 112.6], [26.9, 112.6], [26.9, 112.7]]]});
        assert_eq!(code(&swapped), "swapped");
    }
}
