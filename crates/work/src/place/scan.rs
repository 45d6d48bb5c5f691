//! 扫码: what the public sees of a place. What was not made here is refused before any database is asked.

use super::find::{code as record, place};
use super::plate::address;
use crate::photo::Size;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::{FileId, PlaceId};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeError, CodeRecord, CodeState, Place, PlaceCode, PlaceKind, RevokeReason};
use store::{Connection, EngineError, queries};

/// How many closed hazards are shown.
const CLOSED: i64 = 5;

/// What a scanned or typed text turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Scanned {
    /// A code of a place.
    Valid(Box<Spot>),
    /// 已作废.
    Revoked(Retired),
    /// Made with our keys, but not in the register.
    Unknown,
    /// 输错.
    Mistyped(Mistyped),
    /// 伪造: well-formed, but not made by us.
    Forged,
}

/// What is wrong with a text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistyped {
    /// Too short or too long.
    Length,
    /// A character that no code has.
    Character(char),
    /// The check character does not fit.
    Check,
}

/// A place as the public sees it: no names of people.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The code that was scanned.
    pub code: PlaceCode,
    /// The place.
    pub place: PlaceId,
    /// 名称.
    pub name: String,
    /// 场所类别.
    pub kind: PlaceKind,
    /// 地址.
    pub address: String,
    /// 所属街道.
    pub street: Option<String>,
    /// 责任单位.
    pub party: Option<String>,
    /// 公示电话.
    pub phone: Option<String>,
    /// Whether there is a picture.
    pub has_picture: bool,
    /// 停用.
    pub ended: bool,
    /// 在办隐患数, of those that stand in the list for everybody.
    pub open: i64,
    /// 近期办结, newest first.
    pub closed: Vec<Closed>,
}

/// A hazard that was closed: what it was and when, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// 小类 code.
    pub category: Option<String>,
    /// When it was closed.
    pub at: Instant,
}

/// A code that is out of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: RevokeReason,
    /// The name of its place.
    pub place: String,
    /// The address of the page of the code that hangs there now.
    pub replaced_by: Option<String>,
}

fn read(app: &App, text: &str) -> Result<PlaceCode, Scanned> {
    PlaceCode::parse(text, &app.inner().code_keys).map_err(|error| match error {
        CodeError::Length => Scanned::Mistyped(Mistyped::Length),
        CodeError::Character(c) => Scanned::Mistyped(Mistyped::Character(c)),
        CodeError::Typo => Scanned::Mistyped(Mistyped::Check),
        CodeError::Forged => Scanned::Forged,
    })
}

fn look_up(
    connection: &mut dyn Connection,
    district: domain::ids::District,
    stem: &str,
) -> Result<Option<(CodeRecord, Place)>, EngineError> {
    let rows = connection.query(queries::place::CODE, &[district.into(), stem.into()])?;
    let Some(code) = rows.first().map(|row| record(row, 1)).transpose()? else { return Ok(None) };
    let rows = connection.query(queries::place::PLACE, &[district.into(), code.place.into()])?;
    Ok(rows.first().map(|row| place(row, 0)).transpose()?.map(|place| (code, place)))
}

/// What stands behind a scanned or typed code.
pub async fn scan(app: &App, text: &str) -> Result<Scanned, Problem> {
    let code = match read(app, text) {
        Ok(code) => code,
        Err(scanned) => return Ok(scanned),
    };
    let (district, stem) = (app.district(), code.stem().to_owned());
    let found = app.store().read(move |c| {
        let Some((record, place)) = look_up(c, district, &stem)? else { return Ok(None) };
        let key = [district.into(), place.id.into()];
        let open =
            c.query(queries::place::PUBLISHED_OPEN_AT, &key)?.first().map_or(Ok(0), |row| row.int(0))?;
        let closed =
            c.query(queries::place::CLOSED_AT, &[district.into(), place.id.into(), CLOSED.into()])?;
        let closed: Result<Vec<Closed>, EngineError> = closed
            .iter()
            .map(|row| Ok(Closed { category: row.opt_text(0)?.map(str::to_owned), at: Instant(row.int(1)?) }))
            .collect();
        Ok(Some((record, place, open, closed?)))
    });
    let Some((record, place, open, closed)) = found.await? else { return Ok(Scanned::Unknown) };
    if let CodeState::Revoked { at, reason, replaced_by } = record.state {
        let next = replaced_by.and_then(|stem| PlaceCode::of_stem(&stem, &app.inner().code_keys).ok());
        let replaced_by = next.map(|code| address(app, &code));
        return Ok(Scanned::Revoked(Retired { at, reason, place: place.name, replaced_by }));
    }
    let registers = app.registers();
    Ok(Scanned::Valid(Box::new(Spot {
        code,
        place: place.id,
        kind: place.kind,
        street: place.street.as_deref().and_then(|s| registers.street_name(s)).map(str::to_owned),
        party: place.party_unit.and_then(|u| registers.unit(u)).map(|u| u.name.clone()).or(place.party_name),
        has_picture: place.photo.is_some(),
        ended: place.ended_at.is_some(),
        name: place.name,
        address: place.address,
        phone: place.phone,
        open,
        closed,
    })))
}

/// The picture of the place behind a code, a JPEG without metadata. Public.
pub async fn picture(app: &App, text: &str, size: Size) -> Result<Vec<u8>, Problem> {
    let code = read(app, text).map_err(|_| Problem::not_found())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let found = look_up(c, district, code.stem())?;
        Ok(found.filter(|(code, _)| code.is_valid()).and_then(|(_, place)| place.photo))
    });
    let FileId(photo) = found.await?.ok_or_else(Problem::not_found)?;
    crate::photo::read(app, photo, size).await
}

/// The picture of a place, for staff.
pub async fn staff_picture(app: &App, actor: &Actor, place: PlaceId, size: Size) -> Result<Vec<u8>, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let found = super::find(app, place).await?.ok_or_else(Problem::not_found)?;
    let FileId(photo) = found.photo.ok_or_else(Problem::not_found)?;
    crate::photo::read(app, photo, size).await
}
