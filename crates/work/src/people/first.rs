//! 首次启动: the three administrators of a new installation, each with a link of its own.

use super::account::Account;
use super::invite::{issue, link};
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::{PersonId, UnitId};
use domain::ledger::Recorded;
use domain::people::{Actor, Person, Role, Unit, UnitKind};
use store::{Command, Halt, Tx, queries};

/// 三员: login names, names and roles.
const ADMINISTRATORS: [(&str, &str, Role); 3] = [
    ("system", "系统管理员", Role::SystemAdmin),
    ("security", "安全管理员", Role::SecurityAdmin),
    ("audit", "审计管理员", Role::AuditAdmin),
];

/// 值守中心 of a district, as the first start calls it.
pub(crate) fn first_desk(district: &str) -> String {
    format!("{district}值守中心")
}

/// Where there are no accounts yet: makes the desk and the three administrators, and gives each one's login name
/// and link, to be shown on the terminal this once. Otherwise nothing. Blocks.
pub fn first_administrators(app: &App) -> Result<Vec<(String, String)>, Problem> {
    let district = app.district();
    let counted = app.store().read_blocking(move |c| {
        c.query(queries::people::ACCOUNTS_COUNT, &[district.into()])?.first().map_or(Ok(0), |row| row.int(0))
    });
    if counted? > 0 {
        return Ok(Vec::new());
    }
    let surroundings = app.store().surroundings();
    let unit = Unit {
        id: UnitId(surroundings.new_id()),
        code: "desk".to_owned(),
        name: first_desk(&app.district_name()),
        kind: UnitKind::Desk,
        parent: None,
        area: None,
        phone: None,
        since: None,
        ended_at: None,
    };
    let mut links = Vec::new();
    let mut people = Vec::new();
    for (login, name, role) in ADMINISTRATORS {
        let id = PersonId(surroundings.new_id());
        let (token, invite) = issue(app, id)?;
        links.push((login.to_owned(), link(app, &token)));
        let mut account = Account::new(id, login.to_owned(), name.to_owned());
        account.invite = Some(invite);
        let person =
            Person { id, unit: unit.id, area: None, roles: vec![role], disabled_at: None, consent: None };
        people.push((person, account));
    }
    let command = First { unit, people };
    let made =
        app.store().execute_blocking(district, Actor::Terminal, None, command).map_err(Problem::from)?;
    app.refresh_registers()?;
    Ok(if made { links } else { Vec::new() })
}

struct First {
    unit: Unit,
    people: Vec<(Person, Account)>,
}

impl Command for First {
    type Output = bool;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let district = tx.district();
        let counted = tx.query(queries::people::ACCOUNTS_COUNT, &[district.into()])?;
        if counted.first().map_or(Ok(0), |row| row.int(0))? > 0 {
            // Another node was faster.
            return Ok(false);
        }
        let desk =
            tx.query(queries::people::UNIT_BY_CODE, &[district.into(), self.unit.code.as_str().into()])?;
        let unit = match desk.first() {
            Some(row) => UnitId(row.id(0)?),
            None => {
                let now = self.unit.clone();
                tx.record::<Unit>(now.id.0, &Recorded::Registered { now }, &Words::default())?;
                self.unit.id
            }
        };
        for (person, account) in &self.people {
            let now = Person { unit, ..person.clone() };
            tx.record::<Person>(person.id.0, &Recorded::Registered { now }, &Words::default())?;
            account.save(tx);
        }
        Ok(true)
    }
}
