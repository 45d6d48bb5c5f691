//! 视图: filters that somebody keeps by name, for themselves or for their unit. Nobody's record, so no events.

use super::view::Named;
use super::{Filter, ListOrder};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::people::{Act, Actor, Resource, Staff, may};
use serde::{Deserialize, Serialize};
use store::{Command, EngineError, Halt, Key, Row, Tx, queries, tables};
use uuid::Uuid;

/// 名称 in characters, at most.
const NAME: usize = 40;
/// Views of one person, at most.
const MOST: i64 = 50;
/// Columns of a view, and characters of a column's name, at most.
const COLUMNS: usize = 40;

/// What a view shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewInput {
    /// 名称.
    pub name: String,
    /// Which hazards.
    pub filter: Filter,
    /// In which order.
    #[serde(default)]
    pub order: ListOrder,
    /// Which columns, as the console calls them; none for the usual ones.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Whether the own unit sees it too.
    #[serde(default)]
    pub shared: bool,
}

/// 视图.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SavedView)]
pub struct View {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// Which hazards.
    pub filter: Filter,
    /// In which order.
    pub order: ListOrder,
    /// Which columns.
    pub columns: Vec<String>,
    /// Whether the unit of its owner sees it.
    pub shared: bool,
    /// Whether it is this viewer's own.
    pub mine: bool,
    /// Whose it is, if it is somebody else's.
    pub owner: Option<Named>,
    /// Its version; a change names the one that its author saw.
    pub version: u32,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

/// A view that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = KeptView)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Its version now.
    pub version: u32,
}

/// What of a view is kept as JSON.
#[derive(Serialize, Deserialize)]
struct Body {
    filter: Filter,
    order: ListOrder,
    columns: Vec<String>,
}

/// A member of staff who reads hazards.
fn reader(actor: &Actor) -> Result<&Staff, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    actor.staff().ok_or_else(Problem::forbidden)
}

fn checked(input: ViewInput) -> Result<ViewInput, Problem> {
    let (name, filter) = (input.name.trim().to_owned(), input.filter.tidied()?);
    match name.chars().count() {
        0 => return Err(Problem::invalid("name", "required")),
        1..=NAME => {}
        _ => return Err(Problem::invalid("name", "too_long")),
    }
    if input.columns.len() > COLUMNS || input.columns.iter().any(|c| c.chars().count() > COLUMNS) {
        return Err(Problem::invalid("columns", "too_many"));
    }
    Ok(ViewInput { name, filter, ..input })
}

/// Own views, then those that colleagues share.
pub async fn views(app: &App, actor: &Actor) -> Result<Vec<View>, Problem> {
    let (district, staff, registers) = (app.district(), reader(actor)?.clone(), app.registers());
    let found = app.store().read(move |c| {
        let mut rows = c.query(queries::desk::VIEWS_OF, &[district.into(), staff.person.into()])?;
        rows.extend(c.query(queries::desk::VIEWS_SHARED, &[district.into(), staff.unit.into()])?);
        let mut all: Vec<View> = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, person) = (row.id(0)?, PersonId(row.id(1)?));
            if all.iter().any(|view| view.id == id) {
                continue;
            }
            let body: Body = serde_json::from_str(row.text(5)?)
                .map_err(|e| EngineError::Other(format!("a view cannot be read: {e}")))?;
            let mine = person == staff.person;
            let name = registers.person_name(person).unwrap_or_default().to_owned();
            all.push(View {
                id,
                name: row.text(4)?.to_owned(),
                filter: body.filter,
                order: body.order,
                columns: body.columns,
                shared: row.int(3)? == 1,
                mine,
                owner: (!mine).then(|| Named { id: person.to_string(), name }),
                version: row.int(6)? as u32,
                updated_at: Instant(row.int(7)?),
            });
        }
        Ok(all)
    });
    Ok(found.await?)
}

struct Keep {
    /// The one to change and the version that its author saw; nothing for a new one.
    changed: Option<(Uuid, u32)>,
    id: Uuid,
    staff: Staff,
    input: ViewInput,
}

/// The row of the actor's own view.
fn own(tx: &mut Tx<'_>, id: Uuid, staff: &Staff) -> Result<Row, Halt<Problem>> {
    let rows = tx.query(queries::desk::VIEW, &[tx.district().into(), id.into()])?;
    match rows.into_iter().next() {
        Some(row) if row.id(1)? == staff.person.0 => Ok(row),
        _ => Err(Halt::Refused(Problem::not_found())),
    }
}

impl Command for Keep {
    type Output = Kept;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Kept, Halt<Problem>> {
        let version = match self.changed {
            None => {
                let key = [tx.district().into(), self.staff.person.into()];
                let n =
                    tx.query(queries::desk::VIEWS_COUNT, &key)?.first().map_or(Ok(0), |row| row.int(0))?;
                if n >= MOST {
                    return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "views_full")));
                }
                1
            }
            Some((id, expected)) => {
                let actual = own(tx, id, &self.staff)?.int(6)? as u32;
                if actual != expected {
                    let stale = Problem::new(409, "stale").with("expected", expected).with("actual", actual);
                    return Err(Halt::Refused(stale));
                }
                actual + 1
            }
        };
        let ViewInput { name, filter, order, columns, shared } = self.input.clone();
        let body = serde_json::to_string(&Body { filter, order, columns })
            .map_err(|e| EngineError::Other(e.to_string()))?;
        let row = vec![
            tx.district().into(),
            self.id.into(),
            self.staff.person.into(),
            self.staff.unit.into(),
            shared.into(),
            name.into(),
            body.into(),
            version.into(),
            tx.now().into(),
        ];
        tx.write(&tables::VIEWS, row);
        Ok(Kept { id: self.id, version })
    }
}

/// Keeps a new view, or changes an own one at the version that its author saw.
pub async fn keep_view(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    changed: Option<(Uuid, u32)>,
    input: ViewInput,
) -> Result<Kept, Problem> {
    let staff = reader(&actor)?.clone();
    let id = changed.map_or_else(|| app.store().surroundings().new_id(), |(id, _)| id);
    let command = Keep { changed, id, staff, input: checked(input)? };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

struct Drop {
    id: Uuid,
    staff: Staff,
}

impl Command for Drop {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        own(tx, self.id, &self.staff)?;
        tx.delete(&tables::VIEWS, vec![tx.district().into(), self.id.into()]);
        Ok(())
    }
}

/// Drops an own view.
pub async fn drop_view(app: &App, actor: Actor, key: Option<Key>, id: Uuid) -> Result<(), Problem> {
    let staff = reader(&actor)?.clone();
    app.store().execute(app.district(), actor, key, Drop { id, staff }).await.map_err(Problem::from)
}
