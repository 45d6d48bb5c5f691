//! 网格: registering, changing, ending.

use super::boundary;
use crate::people::typed;
use crate::wrongs::Wrongs;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{GridId, PersonId, UnitId};
use domain::ledger::{Note, Recorded};
use domain::people::{Act, Actor, Person, Resource, Unit, may};
use domain::place::{Boundary, Grid, GridKind};
use serde::Deserialize;
use store::{Command, Halt, Key, Tx, queries};

/// The most persons who answer for one grid.
const PEOPLE: usize = 20;

/// A grid as somebody wants it to be.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridInput {
    /// 网格编码.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别.
    #[schema(value_type = crate::names::GridKind)]
    pub kind: GridKind,
    /// 街道: its area code.
    #[serde(default)]
    pub street: Option<String>,
    /// 社区.
    #[serde(default)]
    pub community: Option<String>,
    /// 责任单位.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub unit: Option<UnitId>,
    /// 网格员.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub people: Vec<PersonId>,
    /// 边界: a GeoJSON polygon in CGCS2000.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub boundary: Option<serde_json::Value>,
    /// 启用时间.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Instant>,
}

/// What was typed, checked.
pub(super) struct Checked {
    pub(super) input: GridInput,
    boundary: Option<Boundary>,
}

impl GridInput {
    pub(super) fn checked(mut self, app: &App) -> Result<Checked, Problem> {
        let mut wrongs = Wrongs::default();
        self.code = wrongs.sift(typed::line("code", &self.code, 40));
        self.name = wrongs.sift(typed::line("name", &self.name, 100));
        self.community = wrongs.sift(typed::maybe_line("community", self.community.as_deref(), 60));
        self.street = wrongs.sift(typed::maybe_line("street", self.street.as_deref(), 20));
        if !self.code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            wrongs.add(Problem::invalid("code", "malformed"));
        }
        if self.street.as_ref().is_some_and(|s| app.registers().street_name(s).is_none()) {
            wrongs.add(Problem::invalid("street", "unknown"));
        }
        self.people.sort();
        self.people.dedup();
        if self.people.len() > PEOPLE {
            wrongs.add(Problem::invalid("people", "too_many"));
        }
        let boundary = self.boundary.as_ref().filter(|b| !b.is_null());
        let boundary = wrongs.sift(boundary.map(boundary::read).transpose());
        wrongs.done()?;
        Ok(Checked { input: self, boundary })
    }
}

impl Checked {
    pub(super) fn grid(&self, id: GridId, before: Option<&Grid>) -> Grid {
        let new = &self.input;
        Grid {
            id,
            code: new.code.clone(),
            name: new.name.clone(),
            kind: new.kind,
            street: new.street.clone(),
            community: new.community.clone(),
            boundary: self.boundary.clone(),
            unit: new.unit,
            people: new.people.clone(),
            since: new.since.or(before.and_then(|g| g.since)),
            ended_at: before.and_then(|g| g.ended_at),
        }
    }
}

pub(super) fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())
}

/// Registers a grid.
pub async fn register_grid(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: GridInput,
) -> Result<GridId, Problem> {
    allowed(&actor)?;
    let id = GridId(app.store().surroundings().new_id());
    let command = Write { id, new: new.checked(app)?, fresh: true };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

/// Changes a grid; history keeps who answered for it before.
pub async fn change_grid(app: &App, actor: Actor, id: GridId, new: GridInput) -> Result<(), Problem> {
    allowed(&actor)?;
    let command = Write { id, new: new.checked(app)?, fresh: false };
    app.store().execute(app.district(), actor, None, command).await.map(drop).map_err(Problem::from)
}

pub(super) struct Write {
    pub(super) id: GridId,
    pub(super) new: Checked,
    pub(super) fresh: bool,
}

impl Command for Write {
    type Output = GridId;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<GridId, Halt<Problem>> {
        let refuse = |field, problem| Halt::Refused(Problem::invalid(field, problem));
        let before: Option<Grid> = tx.get(self.id.0)?;
        if !self.fresh && before.is_none() {
            return Err(Halt::Refused(Problem::not_found()));
        }
        let now = self.new.grid(self.id, before.as_ref());
        let key = [tx.district().into(), now.code.as_str().into()];
        for row in tx.query(queries::admin::GRID_BY_CODE, &key)? {
            if row.id(0)? != self.id.0 {
                return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "code_taken")));
            }
        }
        if let Some(unit) = now.unit {
            tx.get::<Unit>(unit.0)?.filter(|u| u.ended_at.is_none()).ok_or(refuse("unit", "unknown"))?;
        }
        for person in &now.people {
            tx.get::<Person>(person.0)?.ok_or(refuse("people", "unknown"))?;
        }
        if let (Some(since), Some(end)) = (now.since, now.ended_at)
            && end <= since
        {
            return Err(refuse("since", "contradiction"));
        }
        match before {
            Some(before) if before == now => {}
            Some(_) => drop(tx.record::<Grid>(self.id.0, &Recorded::Changed { now }, &Words::default())?),
            None => drop(tx.record::<Grid>(self.id.0, &Recorded::Registered { now }, &Words::default())?),
        }
        Ok(self.id)
    }
}

/// 停用: from then on the grid no longer holds; history keeps it. Without a moment it ends now.
pub async fn end_grid(app: &App, actor: Actor, id: GridId, at: Option<Instant>) -> Result<(), Problem> {
    allowed(&actor)?;
    app.store().execute(app.district(), actor, None, End { id, at }).await.map_err(Problem::from)
}

struct End {
    id: GridId,
    at: Option<Instant>,
}

impl Command for End {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let grid: Grid = tx.get(self.id.0)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        let end = self.at.unwrap_or(tx.now());
        if grid.since.is_some_and(|since| end <= since) {
            return Err(Halt::Refused(Problem::invalid("at", "contradiction")));
        }
        let now = Grid { ended_at: Some(end), ..grid };
        tx.record::<Grid>(self.id.0, &Recorded::Noted { what: Note::Ended, now }, &Words::default())?;
        Ok(())
    }
}
