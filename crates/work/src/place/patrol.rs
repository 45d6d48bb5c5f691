//! 标牌巡查: a list of plates to walk, one tap for how each hangs; plates in trouble; places that nobody scans. All of
//! places: nobody's way is kept.

use super::find::{code, place, street};
use super::scans::{date, day, scans_are_open_to};
use crate::hazard::{Named, Point, told_later};
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, Place, PlateCheck, PlateCondition};
use serde::{Deserialize, Serialize};
use store::{Command, EngineError, Halt, Key, Needs, Row, Tx, queries};
use uuid::Uuid;

/// The most rows of a page.
const MOST: u32 = 200;

/// How a plate was found.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlateFound {
    /// 标牌情况.
    #[schema(value_type = crate::names::PlateCondition)]
    pub condition: PlateCondition,
    /// 实际查看时间, by the phone, for what is sent later. At most a month back.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
}

struct CheckPlate {
    code: Uuid,
    condition: PlateCondition,
    done_at: Option<Instant>,
}

impl Command for CheckPlate {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Code, self.code);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let mut record: CodeRecord = tx.get(self.code)?.ok_or(Halt::Refused(Problem::not_found()))?;
        if !matches!(record.state, CodeState::Active { .. }) {
            return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "code_not_hanging")));
        }
        let found = PlateCheck { at: tx.now(), condition: self.condition, done_at: self.done_at };
        // What was seen earlier and is told later does not undo what somebody saw since.
        if record.checked.is_some_and(|last| last.looked_at() > found.looked_at()) {
            return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "code_checked_since")));
        }
        record.checked = Some(found);
        tx.record::<CodeRecord>(self.code, &Recorded::Changed { now: record }, &Words::none())?;
        Ok(())
    }
}

/// Records how a plate hangs.
pub async fn check_plate(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    code: Uuid,
    found: PlateFound,
) -> Result<(), Problem> {
    may(&actor, Act::Activate, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let done_at = found.done_at.map(|told| told_later(app, told)).transpose()?.flatten();
    let command = CheckPlate { code, condition: found.condition, done_at };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

/// A plate on a wall, with its place.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HangingPlate {
    /// The code's id.
    pub id: Uuid,
    /// What the register keeps of it.
    pub stem: String,
    /// The place.
    pub place: Uuid,
    /// 名称.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 社区、村.
    pub community: Option<String>,
    /// 所属街道.
    pub street: Option<Named>,
    /// Surveyed position.
    pub position: Option<Point>,
    /// Whether the place has a picture to compare with.
    pub has_picture: bool,
    /// The last look.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checked_at: Option<Instant>,
    /// How it hung then.
    #[schema(value_type = Option<crate::names::PlateCondition>)]
    pub condition: Option<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PlateList {
    /// The rows.
    pub items: Vec<HangingPlate>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
}

fn hanging(row: &Row) -> Result<(Uuid, CodeRecord, Place), EngineError> {
    Ok((row.id(0)?, code(row, 1)?, place(row, 2)?))
}

fn shown(app: &App, (id, record, place): (Uuid, CodeRecord, Place)) -> HangingPlate {
    HangingPlate {
        id,
        stem: record.stem,
        place: place.id.0,
        street: place.street.as_deref().map(|s| street(&app.registers(), s)),
        position: place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        has_picture: place.photo.is_some(),
        name: place.name,
        address: place.address,
        community: place.community,
        checked_at: record.checked.map(|c| c.at),
        condition: record.checked.map(|c| word(&c.condition)),
    }
}

/// Which plates.
#[derive(Clone, Debug, Default)]
pub struct PlateFilter {
    /// 街道: area code; an inspector's own unless said otherwise.
    pub street: Option<String>,
    /// Only those found covered, damaged or gone.
    pub troubled: bool,
    /// Where the last page ended.
    pub after: Option<String>,
    /// Rows, 200 at most.
    pub limit: u32,
}

/// Plates whose patrol is due, those that wait longest first; or those in trouble, the worst first.
pub async fn patrol(app: &App, actor: &Actor, filter: PlateFilter) -> Result<PlateList, Problem> {
    may(actor, Act::Read, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let rows = filter.limit.clamp(1, MOST) as usize;
    let district = app.district();
    let street = filter.street.unwrap_or_default();
    if filter.troubled {
        let parameters = [district.into(), street.into(), i64::from(MOST).into()];
        let found = app.store().read(move |c| {
            c.query(queries::place::TROUBLED, &parameters)?.iter().map(hanging).collect::<Result<Vec<_>, _>>()
        });
        let items = found.await?.into_iter().map(|plate| shown(app, plate)).collect();
        return Ok(PlateList { items, next: None });
    }
    let malformed = || Problem::invalid("after", "malformed");
    let (at, id) = match &filter.after {
        None => (-1i64, Uuid::nil()),
        Some(mark) => {
            let (at, id) = mark.split_once('_').ok_or_else(malformed)?;
            (at.parse().map_err(|_| malformed())?, id.parse().map_err(|_| malformed())?)
        }
    };
    let due = app.store().surroundings().now().plus(-i64::from(app.place_rules().patrol_days) * Instant::DAY);
    let parameters =
        [district.into(), at.into(), id.into(), due.into(), street.into(), (rows as i64 + 1).into()];
    let found = app.store().read(move |c| {
        c.query(queries::place::PATROL, &parameters)?.iter().map(hanging).collect::<Result<Vec<_>, _>>()
    });
    let found = found.await?;
    let last = found.get(rows - 1).filter(|_| found.len() > rows);
    let next =
        last.map(|(id, record, _)| format!("{}_{}", record.checked.map_or(0, |c| c.at.0), id.simple()));
    let items = found.into_iter().take(rows).map(|plate| shown(app, plate)).collect();
    Ok(PlateList { items, next })
}

/// A place whose code nobody scanned for long.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct QuietPlace {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// 所属街道.
    pub street: Option<Named>,
    /// The day of the last scan, if there ever was one.
    pub last_scan: Option<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct QuietList {
    /// The rows, by name.
    pub items: Vec<QuietPlace>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
}

/// Places whose plate hangs and whose code nobody scanned for so many days.
pub async fn quiet(
    app: &App,
    actor: &Actor,
    days: Option<u32>,
    in_street: Option<String>,
    after: Option<String>,
) -> Result<QuietList, Problem> {
    may(actor, Act::Read, Resource::Codes).map_err(|_| Problem::forbidden())?;
    if !scans_are_open_to(app, actor) {
        return Err(Problem::forbidden());
    }
    let days = i64::from(days.unwrap_or(app.place_rules().quiet_days).clamp(1, 3_650));
    let malformed = || Problem::invalid("after", "malformed");
    let (name, id) = match &after {
        None => (String::new(), Uuid::nil()),
        Some(mark) => {
            let (id, name) = mark.split_once('_').ok_or_else(malformed)?;
            (name.to_owned(), id.parse().map_err(|_| malformed())?)
        }
    };
    let district = app.district();
    let since = app.store().surroundings().now().plus(-days * Instant::DAY);
    let rows = 100usize;
    let parameters = [
        district.into(),
        name.into(),
        id.into(),
        in_street.unwrap_or_default().into(),
        since.into(),
        day(since).into(),
        (rows as i64 + 1).into(),
    ];
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::QUIET, &parameters)?;
        rows.iter().map(|row| Ok((place(row, 1)?, row.opt_int(2)?))).collect::<Result<Vec<_>, EngineError>>()
    });
    let found = found.await?;
    let registers = app.registers();
    let next = found.get(rows - 1).filter(|_| found.len() > rows);
    let next = next.map(|(last, _)| format!("{}_{}", last.id.0.simple(), last.name));
    let items = found.into_iter().take(rows).map(|(place, last)| QuietPlace {
        id: place.id.0,
        kind: word(&place.kind),
        street: place.street.as_deref().map(|s| street(&registers, s)),
        last_scan: last.map(date),
        name: place.name,
        address: place.address,
    });
    Ok(QuietList { items: items.collect(), next })
}

/// 点位码完好率: how many plates hang, and of how many somebody has proof that they are in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlateHealth {
    /// Plates that hang.
    pub hanging: i64,
    /// Those scanned, or looked at and found in order, within the patrol's period.
    pub sound: i64,
    /// Those found covered, damaged or gone.
    pub troubled: i64,
    /// The period in days.
    pub days: u32,
}

/// How the plates of the district stand.
pub async fn plate_health(app: &App, actor: &Actor) -> Result<PlateHealth, Problem> {
    may(actor, Act::Read, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let days = app.place_rules().patrol_days;
    let district = app.district();
    let since = app.store().surroundings().now().plus(-i64::from(days) * Instant::DAY);
    let found = app.store().read(move |c| {
        let mut one = |sql: &str, parameters: &[store::Value]| {
            c.query(sql, parameters)?.first().map_or(Ok(0), |row| row.int(0))
        };
        Ok((
            one(queries::place::HANGING, &[district.into()])?,
            one(queries::place::SOUND, &[district.into(), since.into(), day(since).into()])?,
            one(queries::place::IN_TROUBLE, &[district.into()])?,
        ))
    });
    let (hanging, sound, troubled) = found.await?;
    Ok(PlateHealth { hanging, sound, troubled, days })
}
