//! 开通向导: what a new district still lacks, read off what is there. It keeps no state of its own: it can be left and
//! continued, by each of the three administrators with the steps that are theirs.

use super::extent::ExtentView;
use crate::{App, Problem};
use domain::people::{Act, Actor, Person, Resource, Role, UnitKind, may};
use domain::place::Extent;
use serde::Serialize;
use std::collections::BTreeSet;
use store::{EngineError, queries};
use uuid::Uuid;

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
    /// 值守人员.
    Desk,
    /// 应安委办.
    CommitteeOffice,
}

/// One thing that a district needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SetupStep {
    /// Its name: `district`, `base_url`, `extent`, `administrators`, `desk`, `streets`, `units`, `people`, `catalogue`,
    /// `calendar`, `places`, `codes`, `ledger`, `trial`, `backup`.
    pub step: &'static str,
    /// Whose it is.
    pub whose: Whose,
    /// Whether it is done, as far as can be seen.
    pub done: bool,
    /// How much of it is there.
    pub count: u64,
    /// What is missing, by code: roles that nobody holds, years without holidays.
    pub missing: Vec<String>,
    /// 待同意: appointments of this step that another administrator has to consent to first.
    pub waiting: u64,
}

/// How far a new district has come.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SetupView {
    /// 行政区划代码, as it was given at the first start.
    pub code: i64,
    /// 名称.
    pub name: String,
    /// Whether the code is a real one.
    pub named: bool,
    /// The address under which the public reaches it, as `district.toml` says.
    pub base_url: String,
    /// 辖区范围.
    pub extent: Option<ExtentView>,
    /// Places whose position is known: the extent may be taken from them.
    pub placed: u64,
    /// The steps in the order in which they are best taken.
    pub steps: Vec<SetupStep>,
}

/// GB/T 2260: the country as a whole; an installation that nobody has named.
const UNNAMED: i64 = 100_000;
/// Roles without which no hazard comes to its end.
const NEEDED: [Role; 6] =
    [Role::Acceptor, Role::Dispatcher, Role::ShiftLead, Role::Handler, Role::Verifier, Role::Caller];

/// What the tables say.
struct Counted {
    places: u64,
    placed: u64,
    codes: u64,
    backups: u64,
    reported: bool,
    /// Whether a ledger that was kept elsewhere came in.
    brought: bool,
    /// Who has set a password.
    entered: BTreeSet<Uuid>,
}

fn count(app: &App) -> impl Future<Output = Result<Counted, EngineError>> {
    let district = app.district();
    app.store().read(move |c| {
        let key = [district.into()];
        let mut count = |sql: &str| -> Result<u64, EngineError> {
            c.query(sql, &key)?.first().map_or(Ok(0), |row| Ok(row.int(0)? as u64))
        };
        let (places, placed) = (count(queries::admin::PLACES_COUNT)?, count(queries::admin::PLACED_COUNT)?);
        let codes = count(queries::admin::CODES_COUNT)?;
        let mut entered = BTreeSet::new();
        for row in c.query(queries::people::ACCOUNTS_ALL, &key)? {
            if row.int(5)? == 1 {
                entered.insert(row.id(0)?);
            }
        }
        let backups = c.query(queries::admin::BACKUPS, &[district.into(), 1i64.into()])?.len() as u64;
        let reported = !c.query(queries::admin::ANY_REPORT, &key)?.is_empty();
        let brought = !c.query(queries::hazard::ANY_LEDGER, &key)?.is_empty();
        Ok(Counted { places, placed, codes, backups, reported, brought, entered })
    })
}

/// How far a new district has come, for the three administrators. `fixed` is the extent of `district.toml`.
pub async fn setup(app: &App, actor: &Actor, fixed: Option<Extent>) -> Result<SetupView, Problem> {
    let people = may(actor, Act::Read, Resource::People).is_ok();
    if !people && may(actor, Act::Read, Resource::Configuration).is_err() {
        return Err(Problem::forbidden());
    }
    let counted = count(app).await?;
    let registers = app.registers();
    let acting: Vec<_> = registers.units().into_iter().filter(|u| u.ended_at.is_none()).collect();
    let of = |kind: UnitKind| acting.iter().filter(|u| u.kind == kind).count() as u64;
    let staff: Vec<_> = registers.people().into_iter().filter(|(p, _)| p.disabled_at.is_none()).collect();
    let working = staff.iter().filter(|(p, _)| !p.roles.is_empty() && !p.is_administrator()).count() as u64;
    let held = |role: &Role| staff.iter().any(|(p, _)| p.roles.contains(role));
    let missing: Vec<String> = NEEDED.iter().filter(|r| !held(r)).map(crate::problem::word).collect();
    let entered =
        |role: &Role| staff.iter().any(|(p, _)| p.roles.contains(role) && counted.entered.contains(&p.id.0));
    let administrators = Role::ALL.into_iter().filter(|r| r.is_administrator());
    let absent: Vec<String> =
        administrators.filter(|r| !entered(r)).map(|r| crate::problem::word(&r)).collect();
    let year: Vec<String> = app.missing_holidays().iter().map(ToString::to_string).collect();
    let extent = fixed.or_else(|| app.extent());
    let own_catalogue = app.catalogue_book().versions().count() as u64 - 1;
    let named = app.district().0 != UNNAMED;
    let local = app.base_url().contains("//127.") || app.base_url().contains("//localhost");
    let plain =
        |step, whose, done, count| SetupStep { step, whose, done, count, missing: Vec::new(), waiting: 0 };
    let now = app.store().surroundings().now();
    let asked = |administrators: bool| {
        let of = |roles: &[Role]| roles.iter().any(|role| role.is_administrator()) == administrators;
        let waits = |(person, _): &&(&Person, &str)| person.pending(now).is_some_and(|c| of(&c.post.roles));
        staff.iter().filter(waits).count() as u64
    };
    let steps = vec![
        plain("district", Whose::System, named && app.district_name() != "未命名区", 1),
        plain("base_url", Whose::Operator, !local, 1),
        plain("extent", Whose::System, extent.is_some(), 1),
        SetupStep {
            step: "administrators",
            whose: Whose::Security,
            done: absent.is_empty(),
            count: 3 - absent.len() as u64,
            missing: absent,
            waiting: asked(true),
        },
        plain("desk", Whose::System, of(UnitKind::Desk) > 0, of(UnitKind::Desk)),
        plain("streets", Whose::System, of(UnitKind::Street) > 0, of(UnitKind::Street)),
        plain("units", Whose::System, of(UnitKind::Bureau) > 0, of(UnitKind::Bureau)),
        SetupStep {
            step: "people",
            whose: Whose::Security,
            done: missing.is_empty(),
            count: working,
            missing,
            waiting: asked(false),
        },
        plain("catalogue", Whose::System, true, own_catalogue),
        SetupStep {
            step: "calendar",
            whose: Whose::System,
            done: year.is_empty(),
            count: 0,
            missing: year,
            waiting: 0,
        },
        plain("places", Whose::System, counted.places > 0, counted.places),
        plain("codes", Whose::System, counted.codes > 0, counted.codes),
        // Not every district kept one: where work has begun without, none is waited for.
        SetupStep {
            step: "ledger",
            whose: Whose::CommitteeOffice,
            done: counted.brought || counted.reported,
            count: 0,
            missing: (!held(&Role::CommitteeOffice))
                .then(|| crate::problem::word(&Role::CommitteeOffice))
                .into_iter()
                .collect(),
            waiting: 0,
        },
        plain("trial", Whose::Desk, counted.reported, 0),
        plain("backup", Whose::Operator, counted.backups > 0, counted.backups),
    ];
    Ok(SetupView {
        code: app.district().0,
        name: app.district_name(),
        named,
        base_url: app.base_url().to_owned(),
        extent: extent.map(|extent| ExtentView::of(extent, fixed.is_some())),
        placed: counted.placed,
        steps,
    })
}
