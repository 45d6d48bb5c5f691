//! 人员导入: a list of people from a spreadsheet. Each one taken gets a one-time link; nobody who is here already is
//! changed by a list.

use super::account::normal_login;
use super::appoint::{PersonInput, allowed, appoint, fits};
use super::consent::Awaited;
use crate::spreadsheet::{Listing, RefusedCell, several};
use crate::words::{self, Lang};
use crate::wrongs::Wrongs;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::ids::{PersonId, UnitId};
use domain::people::{Actor, Gated, Person, Role, consenting};
use serde::Serialize;
use std::collections::HashMap;
use store::{EngineError, Row, queries};
use tables::{ListRow, Wanted};
use uuid::Uuid;

static WANTED: [Wanted; 5] = [
    column("name", &["姓名", "名字", "人员", "name"], true),
    column("login", &["登录名", "账号", "用户名", "login"], true),
    column("unit", &["单位", "所在单位", "所属单位", "单位代码", "unit"], true),
    column("roles", &["角色", "岗位", "职责", "roles", "role"], true),
    column("area", &["所辖街道", "街道", "辖区", "area"], false),
];

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required, inherited: false }
}

/// Somebody of the list, as he or she is or would be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedPerson {
    /// Row of the list.
    pub row: u32,
    /// 姓名.
    pub name: String,
    /// 登录名.
    pub login: String,
    /// 单位.
    pub unit: String,
    /// 角色.
    #[schema(value_type = Vec<crate::names::Role>)]
    pub roles: Vec<Role>,
    /// Whether the login is here already; such a row changes nothing.
    pub already: bool,
    /// The link with which the person sets a password; shown this once, and only when it was done.
    pub invite_link: Option<String>,
    /// Whose consent the link waits for, where the appointment takes two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Awaited>,
}

/// 导入结果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PersonImport {
    /// Rows of the list.
    pub rows: u32,
    /// Whether it was done, or only tried.
    pub done: bool,
    /// The rows that are taken.
    pub people: Vec<ImportedPerson>,
    /// The cells that are not.
    pub refused: Vec<RefusedCell>,
}

/// Takes a list of people. With `dry_run` it says what would become of each row and changes nothing; without, a list
/// with a refused row is not taken at all.
pub async fn import_people(
    app: &App,
    actor: Actor,
    bytes: Vec<u8>,
    name: &str,
    dry_run: bool,
) -> Result<PersonImport, Problem> {
    allowed(&actor, None)?;
    let listing = Listing::read(&bytes, name, &WANTED)?;
    let district = app.district();
    let accounts = app.store().read(move |c| {
        let rows = c.query(queries::people::ACCOUNTS_ALL, &[district.into()])?;
        let account = |row: &Row| Ok((PersonId(row.id(0)?), row.text(1)?.to_owned(), row.int(5)? == 1));
        rows.iter().map(account).collect::<Result<Vec<_>, EngineError>>()
    });
    let (planned, refused) = plan(app, &actor, &listing, &accounts.await?);
    let mut import = PersonImport {
        rows: u32::try_from(listing.rows.len()).unwrap_or(u32::MAX),
        done: false,
        people: planned.iter().map(|(_, listed)| listed.clone()).collect(),
        refused,
    };
    if dry_run || !import.refused.is_empty() {
        return Ok(import);
    }
    for ((input, _), listed) in planned.into_iter().zip(&mut import.people) {
        if !listed.already {
            let invited = appoint(app, actor.clone(), None, input).await?;
            (listed.invite_link, listed.consent) = (Some(invited.invite_link), invited.consent);
        }
    }
    import.done = true;
    Ok(import)
}

/// An account: whose, its login, and whether its password is set.
type Kept = (PersonId, String, bool);

fn plan(
    app: &App,
    actor: &Actor,
    listing: &Listing,
    accounts: &[Kept],
) -> (Vec<(PersonInput, ImportedPerson)>, Vec<RefusedCell>) {
    let (registers, now) = (app.registers(), app.store().surroundings().now());
    let mut seen: HashMap<String, u32> = HashMap::new();
    let (mut planned, mut refused) = (Vec::new(), Vec::new());
    for row in &listing.rows {
        let input = match input(app, &registers, row, now) {
            Ok(input) => input,
            Err(problem) => {
                refused.extend(listing.refuse_all(row, &problem));
                let twice = |login: &str| seen.contains_key(login) && !problem.names("login");
                if twice(&normal_login(row.text("login"))) {
                    refused.push(listing.refuse(row, "login", "twice"));
                }
                continue;
            }
        };
        if seen.insert(input.login.clone(), row.row).is_some() {
            refused.push(listing.refuse(row, "login", "twice"));
            continue;
        }
        let already = accounts.iter().any(|(_, login, _)| *login == normal_login(&input.login));
        if let Some(why) = cannot_be(&registers, actor, &input, accounts).filter(|_| !already) {
            refused.push(listing.refuse(row, "roles", why));
            continue;
        }
        let listed = ImportedPerson {
            row: row.row,
            name: input.name.clone(),
            login: input.login.clone(),
            unit: registers.unit_name(input.unit),
            roles: input.roles.clone(),
            already,
            invite_link: None,
            consent: None,
        };
        planned.push((input, listed));
    }
    (planned, refused)
}

/// Why an appointment would be refused that is whole in itself: a list is taken as one, so none of it may be halfway.
fn cannot_be(
    registers: &Registers,
    actor: &Actor,
    input: &PersonInput,
    accounts: &[Kept],
) -> Option<&'static str> {
    let unit = registers.units().into_iter().find(|unit| unit.id == input.unit)?;
    if !fits(unit.kind, &input.roles) {
        return Some("roles_of_offices");
    }
    let by = actor.staff()?.person;
    let asks = consenting(Gated::Appoint, &[], &input.roles)?;
    let enters = |person: PersonId| accounts.iter().any(|(of, _, set)| *of == person && *set);
    let answers = |person: &Person| {
        person.id != by && person.disabled_at.is_none() && person.roles.contains(&asks) && enters(person.id)
    };
    let answered = registers.people().into_iter().any(|(person, _)| answers(person));
    (!answered).then_some("no_consenter")
}

fn input(app: &App, registers: &Registers, row: &ListRow, now: Instant) -> Result<PersonInput, Problem> {
    let mut wrongs = Wrongs::default();
    let unknown = |field: &str| match row.text(field) {
        "" => Problem::invalid(field, "required"),
        _ => Problem::invalid(field, "unknown"),
    };
    let unit = unit_of(registers, row.text("unit"), now).ok_or_else(|| unknown("unit"));
    let roles: Option<Vec<Role>> = several(row.text("roles")).map(role_of).collect();
    let area = Some(row.text("area")).filter(|text| !text.is_empty());
    let area = area.map(|text| area_of(registers, text).ok_or_else(|| unknown("area"))).transpose();
    let input = PersonInput {
        login: row.text("login").to_owned(),
        name: row.text("name").to_owned(),
        unit: wrongs.sift(unit.map(Some)).unwrap_or(UnitId(Uuid::nil())),
        area: wrongs.sift(area),
        roles: wrongs.sift(roles.ok_or_else(|| unknown("roles"))),
    };
    let checked = wrongs.sift(input.checked(app).map(Some));
    wrongs.done()?;
    checked.ok_or_else(Problem::internal)
}

fn unit_of(registers: &Registers, text: &str, now: Instant) -> Option<UnitId> {
    let of = |u: &&domain::people::Unit| (u.code == text || u.name == text) && u.acts_at(now);
    registers.units().into_iter().find(of).map(|u| u.id)
}

fn area_of(registers: &Registers, text: &str) -> Option<String> {
    let plain = |t: &str| t.trim_end_matches("办事处").to_owned();
    let streets = registers.streets();
    let found = streets.iter().find(|(area, name)| area == text || plain(name) == plain(text));
    found.map(|(area, _)| area.clone())
}

/// 角色 by its word in either language or its name in the API.
fn role_of(text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| {
        let name = crate::problem::word(role);
        let said = |lang| words::word(lang, "Role", &name).unwrap_or_default().to_lowercase();
        name == text || said(Lang::Zh) == text || said(Lang::En) == text.to_lowercase()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_by_their_words() {
        for (text, role) in [
            ("受理员", Role::Acceptor),
            ("网格员", Role::Inspector),
            ("shift_lead", Role::ShiftLead),
            ("Handler", Role::Handler),
            ("安全管理员", Role::SecurityAdmin),
        ] {
            assert_eq!(role_of(text), Some(role), "{text}");
        }
        assert_eq!(role_of("国王"), None);
    }
}
