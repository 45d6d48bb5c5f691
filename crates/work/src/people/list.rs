//! 人员名册.

use super::consent::Awaited;
use super::invite::LIFETIME;
use crate::hazard::Named;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Act, Actor, Person, Resource, Role, may};
use serde::Serialize;
use std::collections::HashMap;
use store::queries;
use uuid::Uuid;

/// A person in the register. What belongs to the account is for those who manage people and for auditors; others
/// see who it is.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Person)]
pub struct Listed {
    /// The id.
    pub id: Uuid,
    /// 姓名.
    pub name: String,
    /// 单位.
    pub unit: Named,
    /// 登录名.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// 所辖街道.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// 角色.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<crate::names::Role>>)]
    pub roles: Option<Vec<Role>>,
    /// Whether a second factor is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<bool>,
    /// Whether a password was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_password: Option<bool>,
    /// 停用时间.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Instant>,
    /// When the link was made that is still good.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub invited_at: Option<Instant>,
    /// 待同意: what was asked for about this account waits for another administrator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Awaited>,
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
        login: None,
        area: None,
        roles: None,
        second_factor: None,
        has_password: None,
        disabled_at: None,
        invited_at: None,
        consent: None,
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
    let listed = registers.people().into_iter().filter_map(|(person, name)| {
        let Some(row) = rows.get(&person.id.0) else {
            // Nobody consented to an account that was asked for: there is none.
            return person.disabled_at.is_none().then(|| named(person, name));
        };
        Some(Listed {
            login: Some(row.login.clone()),
            area: person.area.clone(),
            roles: Some(person.roles.clone()),
            second_factor: Some(row.second_factor),
            has_password: Some(row.has_password),
            disabled_at: person.disabled_at,
            invited_at: row
                .invite_until
                .filter(|until| *until > now.0)
                .map(|until| Instant(until - LIFETIME)),
            consent: Awaited::of(person, now),
            ..named(person, name)
        })
    });
    Ok(listed.collect())
}
