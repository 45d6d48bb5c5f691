//! 区的基本情况: what a district is called and where it lies, as its system administrator says.

use crate::people::{UnitInput, change_unit, first_desk, typed};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::District;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, Unit, may};
use domain::place::Extent;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::nouns::RuleSet;
use store::{Command, Connection, EngineError, Halt, Tx, queries};

/// Under what the name is kept.
const NAME: &str = "district";
/// Under what the extent is kept.
const EXTENT: &str = "extent";

/// 区名.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Called {
    pub(crate) name: String,
}

/// What was last said; nothing of what nobody changed.
pub(crate) struct Facts {
    pub(crate) called: Option<Called>,
    pub(crate) extent: Option<Extent>,
}

fn last<T: DeserializeOwned>(
    connection: &mut dyn Connection,
    district: District,
    subject: &str,
) -> Result<Option<T>, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("{subject}: {e}"));
    let rows = connection.query(queries::admin::RULES_OF, &[district.into(), subject.into()])?;
    let Some(row) = rows.last() else { return Ok(None) };
    let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(bad)?;
    serde_json::from_value(rules.body).map(Some).map_err(bad)
}

/// Reads them.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<Facts, EngineError> {
    let called = last(connection, district, NAME)?;
    Ok(Facts { called, extent: last(connection, district, EXTENT)? })
}

pub(super) fn manages(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Names the district. Its code is part of every record and was given at the first start.
pub async fn name_district(app: &App, actor: Actor, name: &str) -> Result<(), Problem> {
    manages(&actor)?;
    let (name, before) = (typed::line("name", name, 40)?, app.district_name());
    say(app, actor.clone(), NAME, &Called { name: name.clone() }).await?;
    rename_desk(app, actor, &before, &name).await
}

/// The desk that the first start made is called after the district, until somebody calls it otherwise.
async fn rename_desk(app: &App, actor: Actor, before: &str, name: &str) -> Result<(), Problem> {
    let Some(desk) = app.registers().unit_by_code("desk").cloned() else { return Ok(()) };
    if desk.name != first_desk(before) {
        return Ok(());
    }
    let Unit { id, code, kind, parent, area, phone, since, .. } = desk;
    let called = UnitInput { code, name: first_desk(name), kind, parent, area, phone, since };
    change_unit(app, actor, id, called).await
}

/// Says where the district lies.
pub(super) async fn place_district(app: &App, actor: Actor, extent: &Extent) -> Result<(), Problem> {
    say(app, actor, EXTENT, extent).await
}

async fn say<T: Serialize>(app: &App, actor: Actor, subject: &'static str, fact: &T) -> Result<(), Problem> {
    let body = serde_json::to_value(fact).map_err(|_| Problem::internal())?;
    let command = Say { id: app.store().surroundings().new_id(), subject, body };
    app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    crate::people::refresh(app).await
}

struct Say {
    id: uuid::Uuid,
    subject: &'static str,
    body: serde_json::Value,
}

impl Command for Say {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let mut latest = Instant(i64::MIN);
        for row in tx.query(queries::admin::RULES_OF, &[tx.district().into(), self.subject.into()])? {
            let known: RuleSet =
                serde_json::from_str(row.text(1)?).map_err(|e| EngineError::Other(format!("rules: {e}")))?;
            latest = known.effective_at;
        }
        // The newest is found by this moment, so it is never that of the one before.
        let at = tx.now().max(latest.plus(1));
        let subject = self.subject.to_owned();
        let rules = RuleSet { subject, version: at.to_string(), effective_at: at, body: self.body.clone() };
        tx.record::<RuleSet>(self.id, &Recorded::Registered { now: rules }, &Words::default())?;
        Ok(())
    }
}
