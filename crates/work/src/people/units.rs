//! 单位: the register, read and written.

use super::appoint::rule;
use super::typed;
use crate::wrongs::Wrongs;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::UnitId;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, Unit, UnitKind, may};
use serde::{Deserialize, Serialize};
use store::{Command, Halt, Key, Tx, queries};
use uuid::Uuid;

/// The longest name, in characters.
const LONGEST: usize = 100;
/// How deep units may stand below one another.
const DEPTH: usize = 16;

/// A unit as somebody wants it to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitInput {
    /// Its short code.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别.
    #[schema(value_type = crate::names::UnitKind)]
    pub kind: UnitKind,
    /// 上级单位.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub parent: Option<UnitId>,
    /// 区域代码, for streets.
    #[serde(default)]
    pub area: Option<String>,
    /// 值班电话.
    #[serde(default)]
    pub phone: Option<String>,
    /// 启用时间; what stands there, if it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Instant>,
}

/// A unit of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Unit)]
pub struct UnitView {
    /// Its id.
    pub id: Uuid,
    /// Its short code.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别.
    #[schema(value_type = crate::names::UnitKind)]
    pub kind: UnitKind,
    /// 上级单位.
    pub parent: Option<Uuid>,
    /// 区域代码.
    pub area: Option<String>,
    /// 值班电话.
    pub phone: Option<String>,
    /// 启用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Instant>,
    /// 停用时间; may lie ahead.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
}

impl UnitInput {
    /// Trims, and refuses what cannot be.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        let mut wrongs = Wrongs::default();
        self.code = wrongs.sift(typed::line("code", &self.code, 40));
        self.name = wrongs.sift(typed::line("name", &self.name, LONGEST));
        self.area = wrongs.sift(typed::maybe_line("area", self.area.as_deref(), 20));
        self.phone = wrongs.sift(typed::phone("phone", self.phone.as_deref()));
        let code_character = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if !self.code.chars().all(code_character) {
            wrongs.add(Problem::invalid("code", "malformed"));
        }
        if self.area.as_ref().is_some_and(|area| !area.chars().all(code_character)) {
            wrongs.add(Problem::invalid("area", "malformed"));
        }
        if self.kind == UnitKind::Street && self.area.is_none() {
            wrongs.add(Problem::invalid("area", "required"));
        }
        wrongs.done().map(|()| self)
    }

    fn unit(&self, id: UnitId, before: Option<&Unit>) -> Unit {
        Unit {
            id,
            code: self.code.clone(),
            name: self.name.clone(),
            kind: self.kind,
            parent: self.parent,
            area: self.area.clone(),
            phone: self.phone.clone(),
            since: self.since.or(before.and_then(|u| u.since)),
            ended_at: before.and_then(|u| u.ended_at),
        }
    }
}

pub(super) fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Units).map_err(|_| Problem::forbidden())
}

/// Every unit, by code.
pub fn units(app: &App, actor: &Actor) -> Result<Vec<UnitView>, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let registers = app.registers();
    let view = |u: &Unit| UnitView {
        id: u.id.0,
        code: u.code.clone(),
        name: u.name.clone(),
        kind: u.kind,
        parent: u.parent.map(|p| p.0),
        area: u.area.clone(),
        phone: u.phone.clone(),
        since: u.since,
        ended_at: u.ended_at,
    };
    Ok(registers.units().into_iter().map(view).collect())
}

/// Registers a unit.
pub async fn register_unit(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: UnitInput,
) -> Result<UnitId, Problem> {
    allowed(&actor)?;
    let command = Write::registering(app, new.checked()?);
    let id = app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    super::refresh(app).await?;
    Ok(id)
}

/// The same from a thread that may block, for made-up districts and operators.
pub fn register_unit_blocking(app: &App, actor: Actor, new: UnitInput) -> Result<UnitId, Problem> {
    allowed(&actor)?;
    let command = Write::registering(app, new.checked()?);
    let id = app.store().execute_blocking(app.district(), actor, None, command).map_err(Problem::from)?;
    app.refresh_registers()?;
    Ok(id)
}

/// Changes a unit; a new parent moves it. History keeps how it stood before.
pub async fn change_unit(app: &App, actor: Actor, id: UnitId, new: UnitInput) -> Result<(), Problem> {
    allowed(&actor)?;
    let command = Write { id, new: new.checked()?, fresh: false };
    app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    super::refresh(app).await
}

pub(super) struct Write {
    pub(super) id: UnitId,
    pub(super) new: UnitInput,
    pub(super) fresh: bool,
}

impl Write {
    fn registering(app: &App, new: UnitInput) -> Self {
        Self { id: UnitId(app.store().surroundings().new_id()), new, fresh: true }
    }
}

impl Command for Write {
    type Output = UnitId;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<UnitId, Halt<Problem>> {
        let before: Option<Unit> = tx.get(self.id.0)?;
        if !self.fresh && before.is_none() {
            return Err(Halt::Refused(Problem::not_found()));
        }
        let key = [tx.district().into(), self.new.code.as_str().into()];
        for row in tx.query(queries::people::UNIT_BY_CODE, &key)? {
            if row.id(0)? != self.id.0 {
                return Err(Halt::Refused(rule("code_taken")));
            }
        }
        self.parent_is_above(tx)?;
        let now = self.new.unit(self.id, before.as_ref());
        if let (Some(since), Some(end)) = (now.since, now.ended_at)
            && end <= since
        {
            return Err(Halt::Refused(Problem::invalid("since", "contradiction")));
        }
        match before {
            Some(before) if before == now => {}
            Some(_) => drop(tx.record::<Unit>(self.id.0, &Recorded::Changed { now }, &Words::default())?),
            None => drop(tx.record::<Unit>(self.id.0, &Recorded::Registered { now }, &Words::default())?),
        }
        Ok(self.id)
    }
}

impl Write {
    /// The unit above exists and acts, and the way up does not come back here.
    fn parent_is_above(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let wrong = || Halt::Refused(Problem::invalid("parent", "unknown"));
        let mut above = self.new.parent;
        for _ in 0..DEPTH {
            let Some(id) = above else { return Ok(()) };
            if id == self.id {
                return Err(wrong());
            }
            above = tx.get::<Unit>(id.0)?.ok_or_else(wrong)?.parent;
        }
        Err(wrong())
    }
}
