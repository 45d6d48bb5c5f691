//! Places of the made-up district and the codes on their walls.

use super::cast::Cast;
use super::dice::Dice;
use super::names;
use domain::calendar::Instant;
use domain::hazard::PartyKind;
use domain::ids::{FileId, PlaceId};
use domain::people::UnitKind;
use domain::place::{
    CodeRecord, CodeState, CreditCode, Place, PlaceKind, Position, RevokeReason, Survey, System,
};
use uuid::Uuid;

/// A place with where it lies.
pub(super) struct Spot {
    pub(super) place: Place,
    /// The index of its street.
    pub(super) street: usize,
    /// The index of the company that answers for it.
    pub(super) company: Option<usize>,
    pub(super) position: Position,
}

/// A code and what becomes of it.
pub(super) struct Plate {
    pub(super) id: Uuid,
    pub(super) record: CodeRecord,
    /// When it was activated, if it was.
    pub(super) active_at: Option<Instant>,
    /// When and why it was revoked, if it was.
    pub(super) revoked: Option<(Instant, RevokeReason)>,
    /// The index of its place.
    pub(super) spot: usize,
}

/// How many places there are beside those of companies.
const OTHERS: usize = 95;

/// A point within about so many metres.
pub(super) fn near(position: Position, metres: i64, dice: &mut Dice) -> Position {
    // A metre is about 90 steps of 1e-7 degrees.
    let reach = metres * 90;
    Position {
        lon_e7: position.lon_e7 + dice.between(-reach, reach),
        lat_e7: position.lat_e7 + dice.between(-reach, reach),
    }
}

/// Metres around the centre of a street in which its places lie: what is nearer to another centre lies in another
/// street of the drawing.
fn reach(cast: &Cast, street: usize) -> i64 {
    let centre = cast.streets[street].centre;
    let others = cast.streets.iter().enumerate().filter(|(nth, _)| *nth != street);
    let nearest = others.map(|(_, other)| centre.distance_m(other.centre)).fold(f64::INFINITY, f64::min);
    ((nearest * 0.4) as i64).clamp(250, 1_200)
}

/// Plans the places.
pub(super) fn spots(cast: &Cast, dice: &mut Dice, new_id: &mut dyn FnMut() -> Uuid) -> Vec<Spot> {
    let mut all = Vec::new();
    let mut add = |name: String, kind: PlaceKind, street: usize, company: Option<usize>, dice: &mut Dice| {
        let of = &cast.streets[street];
        let position = near(of.centre, reach(cast, street), dice);
        let party = company.map(|c| &cast.companies[c]);
        let number = dice.between(1, 180);
        all.push(Spot {
            place: Place {
                id: PlaceId(new_id()),
                name,
                kind,
                address: format!("{}演示路{number}号", of.name),
                position: Some(position),
                survey: Some(Survey {
                    lon_e7: position.lon_e7,
                    lat_e7: position.lat_e7,
                    system: System::Cgcs2000,
                    accuracy_m: Some(3),
                }),
                street: Some(format!("430406-{}", of.code)),
                community: Some(format!("示例第{}社区", ["一", "二", "三", "四"][all.len() % 4])),
                grid: Some(format!("{}-{:02}", of.code, dice.between(1, 12))),
                party_kind: match party.map(|p| p.kind) {
                    Some(UnitKind::Property) => PartyKind::Property,
                    Some(_) => PartyKind::Company,
                    None => PartyKind::Government,
                },
                party_unit: party.map(|p| p.unit).or(Some(of.unit)),
                party_name: None,
                credit_code: company.and_then(credit_code),
                regulator_unit: Some(cast.bureau(regulator(kind)).unit),
                territorial_unit: Some(of.unit),
                photo: None::<FileId>,
                photo_kept: None,
                phone: Some("0734-0000110".to_owned()),
                external: None,
                ended_at: None,
            },
            street,
            company,
            position,
        });
    };
    for (nth, company) in cast.companies.iter().enumerate() {
        let street = (nth * 3) % cast.streets.len();
        let kind = company.place_kind.unwrap_or(PlaceKind::Other);
        let name = match company.kind {
            UnitKind::Property => format!("{}服务的示例小区", company.name),
            _ => company.name.clone(),
        };
        add(name, kind, street, Some(nth), dice);
    }
    for nth in 0..OTHERS {
        let street = nth % cast.streets.len();
        let round = nth / cast.streets.len();
        let (kind, all) = names::PLACES[round % names::PLACES.len()];
        let name = all[(street + round / names::PLACES.len()) % all.len()];
        let of = cast.streets[street].name.trim_end_matches("街道");
        add(format!("{of}{name}"), kind, street, None, dice);
    }
    all
}

/// 统一社会信用代码 of a made-up company: the one whose check character fits.
fn credit_code(company: usize) -> Option<CreditCode> {
    let checks = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars();
    checks.filter_map(|c| CreditCode::parse(&format!("91430406MA0DEM{company:03}{c}")).ok()).next()
}

/// 行业主管部门 of a kind of place.
fn regulator(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Residence | PlaceKind::Site | PlaceKind::SelfBuilt => "ZJ",
        PlaceKind::Shop => "SW",
        PlaceKind::Restaurant => "SC",
        PlaceKind::Venue => "WL",
        PlaceKind::School => "JY",
        PlaceKind::Care => "WJ",
        PlaceKind::Factory => "GX",
        PlaceKind::Hazardous => "YJ",
        PlaceKind::Gas | PlaceKind::Road | PlaceKind::Open => "CG",
        PlaceKind::Other => "YJ",
    }
}

/// Plans a plate for each place: most hang, some were printed and never scanned, three were revoked.
pub(super) fn plates(
    spots: &[Spot],
    from: Instant,
    dice: &mut Dice,
    new_id: &mut dyn FnMut() -> Uuid,
    stem: &mut dyn FnMut() -> String,
) -> Vec<Plate> {
    let reasons = [RevokeReason::Damaged, RevokeReason::Moved, RevokeReason::Tampered];
    let mut plates = Vec::new();
    for spot in 0..spots.len() {
        let made_at = from.plus(dice.between(1, 20) * Instant::HOUR);
        let hangs = spot % 11 != 7;
        let active_at = hangs.then(|| made_at.plus(dice.between(20, 600) * Instant::HOUR));
        let reason = (spot % 40 == 13).then(|| reasons[(spot / 40) % reasons.len()]);
        let revoked =
            active_at.zip(reason).map(|(at, why)| (at.plus(dice.between(60, 500) * Instant::DAY), why));
        let record = CodeRecord {
            stem: stem(),
            place: spots[spot].place.id,
            state: CodeState::Printed,
            made_at,
            checked: None,
        };
        plates.push(Plate { id: new_id(), record, active_at, revoked, spot });
    }
    plates
}
