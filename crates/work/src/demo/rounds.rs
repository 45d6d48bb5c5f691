//! Rounds of the made-up district: inspection plans and what came of them, patrols of plates, scans of codes, and whom
//! to call at a place.

use super::cast::Cast;
use super::dice::Dice;
use super::land::{Plate, Spot};
use super::names;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{InspectionId, PlanId};
use domain::ledger::Recorded;
use domain::people::{Actor, Staff};
use domain::place::{
    CheckLists, CodeRecord, CodeState, Every, Inspection, InspectionResult, Mark, MarkResult, Mounted,
    PlaceKind, Plan, PlateCheck, PlateCondition,
};
use store::{Command, Halt, Tx, Value, tables};
use uuid::Uuid;

/// How far back inspections go.
const LOOKS: i64 = 300;
/// How far back scans go, in days.
const SCANNED: i64 = 150;

enum What {
    Plan(PlanId, Plan),
    Look(InspectionId, Box<Inspection>),
    Check(Uuid, PlateCondition),
}

/// Everything at its own time by whoever did it.
struct Rounds {
    steps: Vec<(Instant, Actor, What)>,
    /// Rows of scans and contacts, without the district.
    scans: Vec<Vec<Value>>,
    contacts: Vec<Vec<Value>>,
}

impl Command for Rounds {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for (at, actor, what) in &self.steps {
            tx.pretend(*at, actor);
            match what {
                What::Plan(id, plan) => {
                    tx.record::<Plan>(id.0, &Recorded::Registered { now: plan.clone() }, &Words::none())?;
                }
                What::Look(id, look) => {
                    let now = Inspection::clone(look);
                    tx.record::<Inspection>(id.0, &Recorded::Registered { now }, &Words::none())?;
                }
                What::Check(id, condition) => {
                    let Some(mut code) = tx.get::<CodeRecord>(*id)? else { continue };
                    if matches!(code.state, CodeState::Active { at: since, .. } if since < *at) {
                        code.checked = Some(PlateCheck { at: *at, condition: *condition, done_at: None });
                        tx.record::<CodeRecord>(*id, &Recorded::Changed { now: code }, &Words::none())?;
                    }
                }
            }
        }
        for (table, rows) in [(&tables::SCANS, &self.scans), (&tables::PLACE_CONTACTS, &self.contacts)] {
            for row in rows {
                let mut whole = vec![tx.district().into()];
                whole.extend(row.iter().cloned());
                tx.write(table, whole);
            }
        }
        Ok(())
    }
}

fn plans(cast: &Cast, now: Instant, new_id: &dyn Fn() -> Uuid) -> Vec<(Instant, Actor, What)> {
    let fire = cast.bureau("FIRE").unit;
    let all: [(&str, &[PlaceKind], Every, bool); 4] = [
        ("学校、医院、养老机构每月一查", &[PlaceKind::School, PlaceKind::Care], Every::Month, false),
        (
            "餐饮、燃气、危化每月一查",
            &[PlaceKind::Restaurant, PlaceKind::Gas, PlaceKind::Hazardous],
            Every::Month,
            false,
        ),
        ("小区、自建房每季度一查", &[PlaceKind::Residence, PlaceKind::SelfBuilt], Every::Quarter, false),
        ("人员密集场所半年联合检查", &[PlaceKind::Venue, PlaceKind::Shop], Every::HalfYear, true),
    ];
    let Some(office) = cast.committee.first() else { return Vec::new() };
    let plan = |(name, kinds, every, joint): (&str, &[PlaceKind], Every, bool)| {
        let from = now.plus(-420 * Instant::DAY);
        let plan = Plan {
            name: name.to_owned(),
            kinds: kinds.to_vec(),
            streets: Vec::new(),
            places: Vec::new(),
            every,
            unit: joint.then_some(fire),
            from,
            ended_at: None,
        };
        (from, Actor::Staff(office.clone()), What::Plan(PlanId(new_id()), plan))
    };
    all.into_iter().map(plan).collect()
}

fn look(spot: &Spot, by: &Staff, at: Instant, lists: &CheckLists, dice: &mut Dice) -> Inspection {
    let list = lists.of(spot.place.kind);
    let found = dice.chance(18);
    let marks = match found {
        false => Vec::new(),
        true => {
            let wrong = dice.pick(&list.items).id.clone();
            list.items
                .iter()
                .map(|item| Mark {
                    item: item.id.clone(),
                    result: if item.id == wrong { MarkResult::Wrong } else { MarkResult::Fine },
                })
                .collect()
        }
    };
    Inspection {
        place: spot.place.id,
        unit: by.unit,
        at,
        done_at: None,
        kind: spot.place.kind,
        list: lists.version.clone(),
        result: if found { InspectionResult::Found } else { InspectionResult::NothingFound },
        marks,
        hazards: Vec::new(),
        evidence: Mounted {
            distance_m: Some(dice.between(2, 40) as u32),
            accuracy_m: Some(dice.between(4, 20) as u32),
            limit_m: 50,
            photo: None,
        },
    }
}

/// A moment in office hours so many days ago; never later than an hour ago.
fn by_day(now: Instant, ago: i64, dice: &mut Dice) -> Instant {
    let midnight = (now.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY) * Instant::DAY - 8 * Instant::HOUR;
    let at = midnight - ago * Instant::DAY + dice.between(9 * 60, 17 * 60) * Instant::MINUTE;
    Instant(at.min(now.0 - Instant::HOUR))
}

/// Lives the rounds of the last months. Everything lies before `now`.
pub(super) fn live(
    app: &App,
    cast: &Cast,
    spots: &[Spot],
    plates: &[Plate],
    seed: u64,
    now: Instant,
) -> Result<(), Problem> {
    let surroundings = app.store().surroundings();
    let new_id = || surroundings.new_id();
    let lists = app.check_lists();
    let fire = cast.bureau("FIRE").handler.clone();
    let mut steps = plans(cast, now, &new_id);
    let (mut scans, mut contacts) = (Vec::new(), Vec::new());
    let today = (now.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY);
    for (nth, spot) in spots.iter().enumerate() {
        let mut dice = Dice::of(seed, 3_000_000 + nth as u64);
        let inspectors = &cast.streets[spot.street].inspectors;
        let joint = matches!(spot.place.kind, PlaceKind::Venue | PlaceKind::Shop);
        // Some streets keep up better than others; one place in twelve was forgotten for months.
        let pace = 20 + 6 * (spot.street as i64 % 4);
        let mut ago = if nth % 12 == 5 { 130 } else { dice.between(0, pace) };
        while ago < LOOKS {
            let at = by_day(now, ago, &mut dice);
            let by = match (&fire, joint, inspectors.is_empty()) {
                (Some(fire), true, _) => fire.clone(),
                (_, _, false) => dice.pick(inspectors).clone(),
                _ => break,
            };
            let inspection = look(spot, &by, at, &lists, &mut dice);
            let id = InspectionId(new_id());
            steps.push((at, Actor::Staff(by), What::Look(id, Box::new(inspection))));
            ago += if joint { dice.between(60, 150) } else { dice.between(pace / 2 + 8, pace + 20) };
        }
        contacts.push(vec![
            spot.place.id.into(),
            names::person(200 + nth).into(),
            format!("0734-000{:04}", 1_000 + nth).into(),
            now.into(),
        ]);
        // 久未扫码: nobody comes by at some places; at some nobody ever did.
        let silent = nth % 9 == 4;
        let from = if nth % 18 == 4 { SCANNED } else { 100 };
        for ago in if silent { from..SCANNED } else { 0..SCANNED } {
            if dice.chance(if silent { 4 } else { 22 }) {
                let n = dice.between(1, 4);
                scans.push(vec![spot.place.id.into(), (today - ago).into(), n.into()]);
            }
        }
    }
    for (nth, plate) in plates.iter().enumerate() {
        let mut dice = Dice::of(seed, 4_000_000 + nth as u64);
        let Some(by) = cast.streets[spots[plate.spot].street].inspectors.first() else { continue };
        if nth % 5 == 3 {
            continue;
        }
        let condition = match nth % 23 {
            6 => PlateCondition::Covered,
            12 => PlateCondition::Damaged,
            19 => PlateCondition::Gone,
            _ => PlateCondition::Fine,
        };
        let ago = dice.between(2, 120);
        let at = by_day(now, ago, &mut dice);
        steps.push((at, Actor::Staff(by.clone()), What::Check(plate.id, condition)));
    }
    steps.sort_by_key(|(at, _, _)| *at);
    let rounds = Rounds { steps, scans, contacts };
    app.store().execute_blocking(app.district(), Actor::System, None, rounds).map_err(Problem::from)
}
