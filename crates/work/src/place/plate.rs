//! 标牌: what is printed for a code.

use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, Place, PlaceCode, QUIET_MODULES};
use fast_qr::{ECL, QRBuilder};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// What stands on the plate of a code. Who has it can make another plate, so it is for those who print only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Plate {
    /// The code in groups of four, for reading out.
    pub printed: String,
    /// The address in the square.
    pub url: String,
}

/// The address of a code's page.
pub(super) fn address(app: &App, code: &PlaceCode) -> String {
    format!("{}/s/{code}", app.base_url())
}

pub(super) fn plate_of(app: &App, stem: &str) -> Option<Plate> {
    let code = PlaceCode::of_stem(stem, &app.inner().code_keys).ok()?;
    Some(Plate { printed: code.printed(), url: address(app, &code) })
}

/// The plate of a stem of the register, for printing it (again).
pub fn plate(app: &App, actor: &Actor, stem: &str) -> Result<Plate, Problem> {
    may(actor, Act::Manage, Resource::Codes).map_err(|_| Problem::forbidden())?;
    plate_of(app, stem).ok_or_else(Problem::not_found)
}

/// A few plates that hang, with the names of their places: for whoever sits at the machine. Places with a picture first.
pub fn some_plates(app: &App, count: usize) -> Result<Vec<(String, Plate)>, Problem> {
    let district = app.district();
    let found = app.store().read_blocking(|c| {
        c.query(store::queries::place::SOME_CODES, &[district.into(), 100i64.into()])?
            .iter()
            .map(|row| {
                let code: CodeRecord = serde_json::from_str(row.text(0)?)
                    .map_err(|e| store::EngineError::Other(format!("state of a code: {e}")))?;
                let place: Place = serde_json::from_str(row.text(2)?)
                    .map_err(|e| store::EngineError::Other(format!("state of a place: {e}")))?;
                Ok((code, row.text(1)?.to_owned(), place.photo.is_none()))
            })
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut hanging: Vec<_> = found.into_iter().filter(|(code, _, _)| code.is_valid()).collect();
    hanging.sort_by_key(|(_, _, without)| *without);
    let plate = |(code, place, _): (CodeRecord, String, bool)| Some((place, plate_of(app, &code.stem)?));
    Ok(hanging.into_iter().filter_map(plate).take(count).collect())
}

/// The black runs of a QR code at error level Q as an SVG path in modules, and how many modules a side has. Nothing
/// for a text that is too long for one.
pub(super) fn squares(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).ecl(ECL::Q).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = code[row][column..].iter().take_while(|m| m.value()).count();
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{column} {row}h{run}v1h-{run}z");
            }
            column += run.max(1);
        }
    }
    Some((code.size, path))
}

/// A QR code at error level Q as SVG: one path of black runs on white, four modules of quiet zone (ISO/IEC 18004).
/// Nothing for a text that is too long for one.
pub fn qr_svg(text: &str) -> Option<String> {
    let (modules, path) = squares(text)?;
    let quiet = QUIET_MODULES as usize;
    let side = modules + 2 * quiet;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path transform=\"translate({quiet} {quiet})\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_a_square_with_quiet_around_it() {
        let svg = qr_svg("https://example.gov.cn/s/1000820C20A1G7B0WDBGG1YS").unwrap();
        // 53 bytes at level Q need version 5: 37 modules and twice four of quiet.
        assert!(svg.contains("viewBox=\"0 0 45 45\""), "{svg}");
        // The finder pattern's upper edge: seven black modules at the corner.
        assert!(svg.contains("translate(4 4)") && svg.contains("M0 0h7v1h-7z"), "{svg}");
        assert!(qr_svg(&"x".repeat(10_000)).is_none());
    }

    /// What labels are measured by is what is drawn on them.
    #[test]
    fn a_code_is_as_large_as_its_label_was_made_for() {
        for length in [20, 32, 33, 46, 47, 60, 61, 74, 75, 130, 300] {
            let text = "https://".chars().chain(std::iter::repeat('a')).take(length).collect::<String>();
            let (modules, _) = squares(&text).unwrap();
            assert_eq!(Some(modules as u32), domain::place::qr_modules(length), "{length}");
        }
    }
}
