//! 区划图: the district's own drawing, for when there are no tiles at all: its boundary, streets, communities, grids,
//! roads and waters as GeoJSON, in whatever system the surveyors kept them.

use crate::Bounds;
use domain::place::{CoordinateError, Position, System};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// 图层: what a feature shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// 区界.
    District,
    /// 街道、乡镇.
    Street,
    /// 社区、村.
    Community,
    /// 网格.
    Grid,
    /// 道路.
    Road,
    /// 江河湖塘.
    Water,
    /// 公园绿地.
    Green,
}

/// A drawing that was checked, in CGCS2000.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    text: String,
    bounds: Bounds,
    features: usize,
}

/// Why a file is no drawing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawingError {
    /// Not JSON, or not shaped like GeoJSON with the members that a drawing needs.
    #[error("not a GeoJSON FeatureCollection: {0}")]
    Shape(String),
    /// `system` is missing: a drawing 500 m off is worse than none.
    #[error("the member \"system\" must say cgcs2000, wgs84, gcj02 or bd09")]
    System,
    /// A corner that is no position.
    #[error("feature {feature}: {error}")]
    Corner {
        /// Which feature, from 0.
        feature: usize,
        /// What is wrong.
        error: CoordinateError,
    },
    /// A line or ring that is too short, or a ring that is not closed.
    #[error("feature {0}: a line needs two points, a ring four of which the last is the first")]
    Line(usize),
    /// Nothing to draw.
    #[error("no features")]
    Empty,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    system: Option<System>,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Clone, Deserialize, Serialize)]
struct Properties {
    layer: Layer,
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    /// 道路等级: 1 main road, 2 street, 3 lane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rank: Option<u8>,
}

type Point = [f64; 2];

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    LineString(Vec<Point>),
    MultiLineString(Vec<Vec<Point>>),
    Polygon(Vec<Vec<Point>>),
    MultiPolygon(Vec<Vec<Vec<Point>>>),
}

/// Reads lines into CGCS2000 and notices what cannot be drawn.
struct Reader {
    system: System,
    feature: usize,
    seen: Vec<Position>,
    /// What belongs to the district's own boundary: roads and rivers go on beyond it.
    own: Vec<Position>,
    is_own: bool,
}

impl Reader {
    fn line(&mut self, points: &[Point], ring: bool) -> Result<Vec<Position>, DrawingError> {
        let closed = !ring || (points.len() >= 4 && points.first() == points.last());
        if points.len() < 2 || !closed {
            return Err(DrawingError::Line(self.feature));
        }
        let feature = self.feature;
        let read = |p: &Point| Position::from_degrees(p[0], p[1], self.system);
        let line: Result<Vec<Position>, CoordinateError> = points.iter().map(read).collect();
        let line = line.map_err(|error| DrawingError::Corner { feature, error })?;
        self.seen.extend(&line);
        if self.is_own {
            self.own.extend(&line);
        }
        Ok(line)
    }

    fn lines(&mut self, lines: &[Vec<Point>], ring: bool) -> Result<Vec<Vec<Position>>, DrawingError> {
        lines.iter().map(|line| self.line(line, ring)).collect()
    }
}

fn degrees(at: &Position) -> Value {
    json!([at.lon(), at.lat()])
}

fn written(lines: &[Vec<Position>]) -> Value {
    lines.iter().map(|line| line.iter().map(degrees).collect::<Value>()).collect()
}

/// Where the name of an area is written: its centre of gravity.
fn middle(ring: &[Position]) -> Option<Position> {
    let origin = *ring.first()?;
    let (mut area, mut x, mut y) = (0i128, 0i128, 0i128);
    for pair in ring.windows(2) {
        let at = |p: Position| (i128::from(p.lon_e7 - origin.lon_e7), i128::from(p.lat_e7 - origin.lat_e7));
        let ((ax, ay), (bx, by)) = (at(pair[0]), at(pair[1]));
        let cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    if area == 0 {
        return None;
    }
    let (lon, lat) = ((x / (3 * area)) as i64, (y / (3 * area)) as i64);
    Some(Position { lon_e7: origin.lon_e7 + lon, lat_e7: origin.lat_e7 + lat })
}

fn feature(properties: &impl Serialize, kind: &str, coordinates: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": { "type": kind, "coordinates": coordinates } })
}

impl Drawing {
    /// Reads GeoJSON: a FeatureCollection with a member `system`, whose features have `properties.layer` and, if
    /// they have any, `name` and `code`.
    pub fn read(text: &str) -> Result<Self, DrawingError> {
        let shape = |e: serde_json::Error| DrawingError::Shape(e.to_string());
        let all: Collection = serde_json::from_str(text).map_err(shape)?;
        if all.kind != "FeatureCollection" {
            return Err(DrawingError::Shape(format!("type {}", all.kind)));
        }
        let mut reader = Reader {
            system: all.system.ok_or(DrawingError::System)?,
            feature: 0,
            seen: Vec::new(),
            own: Vec::new(),
            is_own: false,
        };
        let mut features = Vec::with_capacity(all.features.len());
        let mut labels = Vec::new();
        for (nth, one) in all.features.iter().enumerate() {
            reader.feature = nth;
            reader.is_own = one.properties.layer == Layer::District;
            let mut name = |outer: Option<&Vec<Position>>| {
                if let Some(at) =
                    outer.and_then(|ring| middle(ring)).filter(|_| !one.properties.name.is_empty())
                {
                    let of = one.properties.layer;
                    let label = json!({
                        "layer": "label", "of": of, "name": one.properties.name, "code": one.properties.code,
                    });
                    labels.push(feature(&label, "Point", degrees(&at)));
                }
            };
            let (kind, coordinates) = match &one.geometry {
                Geometry::LineString(line) => {
                    let line = reader.line(line, false)?;
                    ("LineString", line.iter().map(degrees).collect())
                }
                Geometry::MultiLineString(lines) => {
                    ("MultiLineString", written(&reader.lines(lines, false)?))
                }
                Geometry::Polygon(rings) => {
                    let rings = reader.lines(rings, true)?;
                    name(rings.first());
                    ("Polygon", written(&rings))
                }
                Geometry::MultiPolygon(parts) => {
                    let read = parts.iter().map(|rings| reader.lines(rings, true));
                    let parts: Vec<Vec<Vec<Position>>> = read.collect::<Result<_, _>>()?;
                    name(parts.iter().filter_map(|rings| rings.first()).max_by_key(|ring| ring.len()));
                    ("MultiPolygon", parts.iter().map(|rings| written(rings)).collect())
                }
            };
            features.push(feature(&one.properties, kind, coordinates));
        }
        let bounds = Bounds::around(reader.own).or(Bounds::around(reader.seen)).ok_or(DrawingError::Empty)?;
        let count = features.len();
        features.extend(labels);
        let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
        Ok(Self { text, bounds, features: count })
    }

    /// The drawing as GeoJSON (RFC 7946), in CGCS2000, with a point for each name of an area (`layer: label`).
    pub fn geojson(&self) -> &str {
        &self.text
    }

    /// What it covers: the district, or all of it when the district has no boundary.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// How many features it has, names not counted.
    pub fn features(&self) -> usize {
        self.features
    }
}

/// 登记的网格边界 for the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct GridOutline {
    /// 网格编码.
    pub code: String,
    /// 名称.
    pub name: String,
    /// A GeoJSON polygon in CGCS2000.
    pub boundary: Value,
}

/// A drawing with the grids of the register in it: theirs is the later word, so a grid of the same code in the file
/// is left out. Nothing when there is neither.
pub fn with_grids(drawing: Option<&Drawing>, grids: Vec<GridOutline>) -> Option<String> {
    if grids.is_empty() {
        return drawing.map(|d| d.text.clone());
    }
    let kept: Option<Value> = drawing.and_then(|d| serde_json::from_str(&d.text).ok());
    let registered = |feature: &Value| {
        let about = &feature["properties"];
        about["layer"] == "grid" && grids.iter().any(|g| about["code"] == g.code.as_str())
    };
    let mut features: Vec<Value> = match kept {
        Some(mut all) => all["features"].as_array_mut().map(std::mem::take).unwrap_or_default(),
        None => Vec::new(),
    };
    features.retain(|feature| !registered(feature));
    features.extend(grids.into_iter().map(|grid| {
        let properties = json!({ "layer": "grid", "code": grid.code, "name": grid.name });
        json!({ "type": "Feature", "properties": properties, "geometry": grid.boundary })
    }));
    Some(json!({ "type": "FeatureCollection", "features": features }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(system: &str, at: [f64; 2]) -> String {
        let [x, y] = at;
        let more = |degrees: f64| ((degrees + 0.01) * 1e7).round() / 1e7;
        let ring = [[x, y], [more(x), y], [more(x), more(y)], [x, more(y)], [x, y]];
        json!({
            "type": "FeatureCollection", "system": system,
            "features": [
                { "type": "Feature", "properties": { "layer": "street", "code": "430406-XF", "name": "先锋街道" },
                  "geometry": { "type": "Polygon", "coordinates": [ring] } },
                { "type": "Feature", "properties": { "layer": "road", "rank": 1 },
                  "geometry": { "type": "LineString", "coordinates": [[x, y], [more(x), more(y)]] } },
            ],
        })
        .to_string()
    }

    #[test]
    fn areas_get_their_name_in_the_middle() {
        let drawing = Drawing::read(&square("cgcs2000", [112.61, 26.88])).unwrap();
        assert_eq!(drawing.features(), 2);
        let all: Value = serde_json::from_str(drawing.geojson()).unwrap();
        let label = &all["features"][2];
        assert_eq!(label["properties"]["name"], "先锋街道");
        let (lon, lat) =
            (label["geometry"]["coordinates"][0].as_f64().unwrap(), &label["geometry"]["coordinates"][1]);
        assert!((lon - 112.615).abs() < 1e-6 && (lat.as_f64().unwrap() - 26.885).abs() < 1e-6);
        assert_eq!(drawing.bounds().width_e7(), 100_000);
        assert_eq!(all["features"][1]["properties"]["rank"], 1);
    }

    /// Survey data in the shifted system end where the same data unshifted do.
    #[test]
    fn a_shifted_drawing_comes_to_lie_where_things_are() {
        let at = Position::from_degrees(112.6206318, 26.8858054, System::Gcj02).unwrap();
        let drawing = Drawing::read(&square("gcj02", [112.6206318, 26.8858054])).unwrap();
        let all: Value = serde_json::from_str(drawing.geojson()).unwrap();
        assert_eq!(all["features"][0]["geometry"]["coordinates"][0][0], json!([at.lon(), at.lat()]));
        // The shift bends the square, so that another corner reaches a little farther.
        assert!(drawing.bounds().south_west.distance_m(at) < 30.0);
        assert!((at.lon() - 112.6154).abs() < 1e-6 && (at.lat() - 26.8894).abs() < 1e-6);
    }

    #[test]
    fn grids_of_the_register_have_the_later_word() {
        let drawing = Drawing::read(&square("cgcs2000", [112.61, 26.88]).replace("street", "grid")).unwrap();
        let boundary = json!({ "type": "Polygon", "coordinates": [] });
        let grid =
            |code: &str| GridOutline { code: code.into(), name: "甲".into(), boundary: boundary.clone() };
        let layers = |text: Option<String>| {
            let all: Value = serde_json::from_str(&text.unwrap()).unwrap();
            let features = all["features"].as_array().unwrap().clone();
            features.iter().filter(|f| f["properties"]["layer"] == "grid").count()
        };
        assert_eq!(layers(with_grids(Some(&drawing), vec![])), 1);
        assert_eq!(layers(with_grids(Some(&drawing), vec![grid("430406-XF")])), 1);
        assert_eq!(layers(with_grids(Some(&drawing), vec![grid("XF-01"), grid("XF-02")])), 3);
        assert_eq!(layers(with_grids(None, vec![grid("XF-01")])), 1);
        assert_eq!(with_grids(None, vec![]), None);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let whole = square("cgcs2000", [112.61, 26.88]);
        let with = |from: &str, to: &str| Drawing::read(&whole.replace(from, to)).unwrap_err();
        assert!(matches!(Drawing::read("{"), Err(DrawingError::Shape(_))));
        assert!(matches!(with("FeatureCollection", "Feature"), DrawingError::Shape(_)));
        assert!(matches!(with("street", "people"), DrawingError::Shape(_)));
        assert!(matches!(with("cgcs2000", "mercator"), DrawingError::Shape(_)));
        assert_eq!(with("\"system\":\"cgcs2000\",", ""), DrawingError::System);
        let swapped = square("cgcs2000", [26.88, 112.61]);
        let error = CoordinateError::Swapped;
        assert_eq!(Drawing::read(&swapped), Err(DrawingError::Corner { feature: 0, error }));
        let open = whole.replace("[112.61,26.89],[112.61,26.88]", "[112.61,26.89]");
        assert_eq!(Drawing::read(&open), Err(DrawingError::Line(0)));
        let none = r#"{"type":"FeatureCollection","system":"wgs84","features":[]}"#;
        assert_eq!(Drawing::read(none), Err(DrawingError::Empty));
    }
}
