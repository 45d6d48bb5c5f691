//! 开通向导: what a new district still lacks, read off what is there. It keeps no state of its own: it can be left and
//! continued, by each of the three administrators with the steps that are theirs.

use crate::people::typed;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, Role, UnitKind, may};
use serde::{Deserialize, Serialize};
use store::nouns::RuleSet;
use store::{Command, Connection, EngineError, Halt, Tx, queries};

/// Under what the district's own facts are kept.
const SUBJECT: &str = "district";

/// 区的基本情况.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DistrictFacts {
    pub(crate) name: String,
}

/// The district's name as it was last given; nothing while it is called as at the first start.
pub(crate) fn load(
    connection: &mut dyn Connection,
    district: domain::ids::District,
) -> Result<Option<DistrictFacts>, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("district: {e}"));
    let rows = connection.query(queries::admin::RULES_OF, &[district.into(), SUBJECT.into()])?;
    let Some(row) = rows.last() else { return Ok(None) };
    let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(bad)?;
    serde_json::from_value(rules.body).map(Some).map_err(bad)
}

/// Whose step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// 系统管理员.
    System,
    /// 安全管理员.
    Security,
    /// An operator at the machine.
    Operator,
}

/// One thing that a district needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SetupStep {
    /// Its name: `district`, `units`, `desk`, `streets`, `people`, `catalogue`, `places`, `codes`, `base_url`,
    /// `backup`.
    pub step: &'static str,
    /// Whose it is.
    pub whose: Whose,
    /// Whether it is done, as far as can be seen.
    pub done: bool,
    /// How much of it is there.
    pub count: u64,
    /// What is missing, by code: roles that nobody holds.
    pub missing: Vec<String>,
}

/// How far a new district has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SetupView {
    /// 行政区划代码, as it was given at the first start.
    pub code: i64,
    /// 名称.
    pub name: String,
    /// Whether the code is a real one.
    pub named: bool,
    /// The address under which the public reaches it.
    pub base_url: String,
    /// The steps in the order in which they are best taken.
    pub steps: Vec<SetupStep>,
}

/// GB/T 2260: the country as a whole; an installation that nobody has named.
const UNNAMED: i64 = 100_000;
/// Roles without which no hazard comes to its end.
const NEEDED: [Role; 6] =
    [Role::Acceptor, Role::Dispatcher, Role::ShiftLead, Role::Handler, Role::Verifier, Role::Caller];

/// How far a new district has come, for the three administrators.
pub async fn setup(app: &App, actor: &Actor) -> Result<SetupView, Problem> {
    let people = may(actor, Act::Read, Resource::People).is_ok();
    if !people && may(actor, Act::Read, Resource::Configuration).is_err() {
        return Err(Problem::forbidden());
    }
    let district = app.district();
    let counted = app.store().read(move |c| {
        let mut count = |sql: &str| -> Result<u64, EngineError> {
            c.query(sql, &[district.into()])?.first().map_or(Ok(0), |row| Ok(row.int(0)? as u64))
        };
        Ok((count(queries::admin::PLACES_COUNT)?, count(queries::admin::CODES_COUNT)?))
    });
    let (places, codes) = counted.await?;
    let district = app.district();
    let backups = app
        .store()
        .read(move |c| Ok(c.query(queries::admin::BACKUPS, &[district.into(), 1i64.into()])?.len()));
    let backups = backups.await? as u64;
    let registers = app.registers();
    let acting: Vec<_> = registers.units().into_iter().filter(|u| u.ended_at.is_none()).collect();
    let of = |kind: UnitKind| acting.iter().filter(|u| u.kind == kind).count() as u64;
    let staff: Vec<_> = registers.people().into_iter().filter(|(p, _)| p.disabled_at.is_none()).collect();
    let working = staff.iter().filter(|(p, _)| !p.roles.iter().any(|r| r.is_administrator())).count() as u64;
    let held = |role: &Role| staff.iter().any(|(p, _)| p.roles.contains(role));
    let missing: Vec<String> = NEEDED.iter().filter(|r| !held(r)).map(crate::problem::word).collect();
    let own_catalogue = app.catalogue_book().versions().count() as u64 - 1;
    let named = app.district().0 != UNNAMED;
    let local = app.base_url().contains("//127.") || app.base_url().contains("//localhost");
    let plain = |step, whose, done, count| SetupStep { step, whose, done, count, missing: Vec::new() };
    let steps = vec![
        plain("district", Whose::System, named && app.district_name() != "未命名区", 1),
        plain("base_url", Whose::Operator, !local, 1),
        plain("desk", Whose::System, of(UnitKind::Desk) > 0, of(UnitKind::Desk)),
        plain("streets", Whose::System, of(UnitKind::Street) > 0, of(UnitKind::Street)),
        plain("units", Whose::System, of(UnitKind::Bureau) > 0, acting.len() as u64),
        SetupStep {
            step: "people",
            whose: Whose::Security,
            done: missing.is_empty(),
            count: working,
            missing,
        },
        plain("catalogue", Whose::System, true, own_catalogue),
        plain("places", Whose::System, places > 0, places),
        plain("codes", Whose::System, codes > 0, codes),
        plain("backup", Whose::Operator, backups > 0, backups),
    ];
    Ok(SetupView {
        code: app.district().0,
        name: app.district_name(),
        named,
        base_url: app.base_url().to_owned(),
        steps,
    })
}

/// Names the district. Its code is part of every record and was given at the first start.
pub async fn name_district(app: &App, actor: Actor, name: &str) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())?;
    let name = typed::line("name", name, 40)?;
    let command = Name { id: app.store().surroundings().new_id(), facts: DistrictFacts { name } };
    app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    crate::people::refresh(app).await
}

struct Name {
    id: uuid::Uuid,
    facts: DistrictFacts,
}

impl Command for Name {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let body = serde_json::to_value(&self.facts).unwrap_or_default();
        let now = tx.now();
        let rules =
            RuleSet { subject: SUBJECT.to_owned(), version: now.to_string(), effective_at: now, body };
        tx.record::<RuleSet>(self.id, &Recorded::Registered { now: rules }, &Words::default())?;
        Ok(())
    }
}
