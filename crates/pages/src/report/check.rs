//! From what was typed to what is reported, or to what is wrong with it.

use super::at::{At, Lane};
use super::form::Typed;
use crate::upload::{Complaint, Form, MOST_ADDRESS, MOST_TEXT};
use crate::words::{With, Words};
use domain::calendar::Instant;
use domain::place::{Position, System};
use identity::vault::Reporter;
use work::Problem;
use work::hazard::NewReport;

/// The longest name that a reporter gives, in characters.
const NAME: usize = 50;
/// How old a report from a queue may be before its own time is not believed, and how far clocks may be ahead.
const OLDEST: i64 = 30 * Instant::DAY;
const AHEAD: i64 = 5 * Instant::MINUTE;

/// The report that a form makes, but for its photos; complaints are added as they are found.
pub(super) fn report(
    w: &'static Words,
    form: &Form,
    at: &At,
    lane: Lane,
    photos: usize,
    now: Instant,
    complaints: &mut Vec<Complaint>,
) -> NewReport {
    let r = &w.report;
    let typed = Typed::of(form);
    let mut complain = |field, say: &str| complaints.push(Complaint::new(field, say));
    if !typed.trap.is_empty() {
        complain("", r.e_trap);
    }
    if typed.text.is_empty() && photos == 0 && form.outcomes.is_empty() {
        complain("text", r.e_nothing);
    }
    if typed.text.chars().count() > MOST_TEXT {
        complain("text", &r.e_text_long.with(MOST_TEXT));
    }
    if typed.address.chars().count() > MOST_ADDRESS {
        complain("address", &r.e_address_long.with(MOST_ADDRESS));
    }
    let fix = match position(&typed) {
        Ok(fix) => fix,
        Err(()) => {
            complain("address", r.e_position);
            None
        }
    };
    let place = at.place();
    if place.is_none() && fix.is_none() && typed.address.is_empty() {
        complain("address", r.e_place);
    }
    if typed.name.chars().count() > NAME {
        complain("name", r.e_name_long);
    }
    if !typed.phone.is_empty() && identity::phone::normalise(&typed.phone).is_none() {
        complain("phone", r.e_phone);
    }
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let reporter =
        Reporter { name: given(&typed.name), phone: given(&typed.phone), contact: None, note: None };
    let captured: Option<Instant> = form.get("captured_at").parse().ok();
    NewReport {
        text: typed.text.clone(),
        address: typed.address.clone(),
        category: given(&typed.category),
        position: if place.is_none() { fix.map(|(position, _)| position) } else { None },
        fix: if place.is_some() { fix } else { None },
        code: at.stem(),
        place,
        life_danger: typed.danger,
        reporter: (!reporter.is_empty()).then_some(reporter),
        whistleblower: lane == Lane::Inside || typed.insider,
        captured_at: captured.filter(|at| (-AHEAD..=OLDEST).contains(&now.since(*at))),
        ..NewReport::default()
    }
}

/// Where the phone says that it is, with its accuracy in metres; browsers speak WGS-84.
fn position(typed: &Typed) -> Result<Option<(Position, u32)>, ()> {
    if typed.lon.is_empty() && typed.lat.is_empty() {
        return Ok(None);
    }
    let (lon, lat) = (typed.lon.parse().map_err(|_| ())?, typed.lat.parse().map_err(|_| ())?);
    let position = Position::from_degrees(lon, lat, System::Wgs84).map_err(|_| ())?;
    // What a phone says that does not know where it is.
    if position.lon_e7 == 0 && position.lat_e7 == 0 {
        return Err(());
    }
    let accuracy: f64 = typed.accuracy.parse().unwrap_or(0.0);
    // Saturates: whoever says that it is accurate to a million kilometres says nothing.
    Ok(Some((position, accuracy.clamp(0.0, 1e6).round() as u32)))
}

/// What the trade's own refusal means beside which field.
pub(super) fn refused(w: &'static Words, problem: &Problem) -> Vec<Complaint> {
    let r = &w.report;
    let errors = problem.errors.iter().map(|(field, code)| match (field.as_str(), code.as_str()) {
        ("text", "too_long") => Complaint::new("text", r.e_text_long.with(MOST_TEXT)),
        ("text", _) => Complaint::new("text", r.e_nothing),
        ("category", _) => Complaint::new("category", r.e_kind),
        ("photos", "too_many") => Complaint::new("photos", r.e_photos_many),
        ("photos", _) => Complaint::new("photos", r.e_photo_kept),
        ("position", _) => Complaint::new("address", r.e_position),
        (_, _) => Complaint::new("address", r.e_place),
    });
    errors.collect()
}
