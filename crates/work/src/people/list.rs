//! 人员名册.

use super::invite::LIFETIME;
use crate::hazard::Named;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Act, Actor, Person, Resource, Role, may};
use serde::Serialize;
use std::collections::HashMap;
use store::queries;
use uuid::Uuid;

/// A person in the register. What belongs to the account is for those who manage people only.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Person)]
pub struct Listed {
    /// The id.
    pub id: Uuid,
    /// 姓名.
    pub name: String,
    /// 单位.
    pub unit: Named,
    /// What belongs to the account.
    #[serde(flatten)]
    pub account: Option<ListedAccount>,
}

/// What those who manage people see of an account.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PersonAccount)]
pub struct ListedAccount {
    /// 登录名.
    pub login: String,
    /// 所辖街道.
    pub area: Option<String>,
    /// 角色.
    #[schema(value_type = Vec<crate::names::Role>)]
    pub roles: Vec<Role>,
    /// Whether a second factor is confirmed.
    pub second_factor: bool,
    /// Whether a password was set.
    pub has_password: bool,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Instant>,
    /// When the link was made that is still good.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub invited_at: Option<Instant>,
}

struct Row {
    login: String,
    second_factor: bool,
    has_password: bool,
    invite_until: Option<i64>,
}

/// Everybody, for those who manage people and for auditors; for others the names of their own unit.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Listed>, Problem> {
    let registers = app.registers();
    let named = |person: &Person, name: &str| Listed {
        id: person.id.0,
        name: name.to_owned(),
        unit: Named { id: person.unit.to_string(), name: registers.unit_name(person.unit) },
        account: None,
    };
    if may(actor, Act::Read, Resource::People).is_err() {
        let staff = actor.staff().ok_or_else(Problem::forbidden)?;
        let own = |p: &Person| p.unit == staff.unit && p.disabled_at.is_none();
        return Ok(registers
            .people()
            .into_iter()
            .filter(|(p, _)| own(p))
            .map(|(p, n)| named(p, n))
            .collect());
    }
    let (district, now) = (app.district(), app.store().surroundings().now());
    let rows = app.store().read(move |c| {
        let mut all = HashMap::new();
        for row in c.query(queries::people::ACCOUNTS_ALL, &[district.into()])? {
            let account = Row {
                login: row.text(1)?.to_owned(),
                second_factor: row.opt_int(3)?.is_some(),
                invite_until: row.opt_int(4)?,
                has_password: row.int(5)? == 1,
            };
            all.insert(row.id(0)?, account);
        }
        Ok(all)
    });
    let rows = rows.await?;
    let listed = registers.people().into_iter().map(|(person, name)| {
        let account = rows.get(&person.id.0).map(|row| ListedAccount {
            login: row.login.clone(),
            area: person.area.clone(),
            roles: person.roles.clone(),
            second_factor: row.second_factor,
            has_password: row.has_password,
            disabled_at: person.disabled_at,
            invited_at: row
                .invite_until
                .filter(|until| *until > now.0)
                .map(|until| Instant(until - LIFETIME)),
        });
        Listed { account, ..named(person, name) }
    });
    Ok(listed.collect())
}
