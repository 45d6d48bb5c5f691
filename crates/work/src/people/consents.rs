//! 待同意事项: what waits for an administrator's word, for whoever asks, answers or audits.

use crate::hazard::Named;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Act, Actor, Consent, Gated, Person, Resource, Role, may};
use serde::Serialize;
use uuid::Uuid;

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Consent)]
pub struct ConsentView {
    /// Its id.
    pub id: Uuid,
    /// What is asked for.
    #[schema(value_type = crate::names::Gated)]
    pub act: Gated,
    /// Whose account.
    pub person: Named,
    /// 单位, as it will be.
    pub unit: Named,
    /// 现任角色.
    #[schema(value_type = Vec<crate::names::Role>)]
    pub now: Vec<Role>,
    /// 角色, as they will be.
    #[schema(value_type = Vec<crate::names::Role>)]
    pub roles: Vec<Role>,
    /// 申请人.
    pub asked_by: Named,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 失效时间.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// 由谁同意.
    #[schema(value_type = crate::names::Role)]
    pub by: Role,
    /// Whether a code will be shown, which goes with the link that whoever asked has.
    pub makes_link: bool,
    /// Whether this viewer answers it.
    pub may_answer: bool,
    /// Whether this viewer may take it back.
    pub may_withdraw: bool,
}

/// Every request that waits and that this viewer has a part in, the oldest first. The security administrator sees what
/// was asked for, the audit administrator everything, the system administrator what waits for one.
pub fn consents(app: &App, actor: &Actor) -> Result<Vec<ConsentView>, Problem> {
    let reads = may(actor, Act::Read, Resource::People).is_ok();
    if !reads && may(actor, Act::Consent, Resource::People).is_err() {
        return Err(Problem::forbidden());
    }
    let manages = may(actor, Act::Manage, Resource::People).is_ok();
    let (registers, now) = (app.registers(), app.store().surroundings().now());
    let unit = |id: domain::ids::UnitId| Named { id: id.to_string(), name: registers.unit_name(id) };
    let view = |person: &Person, name: &str, consent: &Consent| ConsentView {
        id: consent.id,
        act: consent.act,
        person: Named { id: person.id.to_string(), name: name.to_owned() },
        unit: unit(consent.post.unit),
        now: person.roles.clone(),
        roles: consent.post.roles.clone(),
        asked_by: Named {
            id: consent.by.to_string(),
            name: registers.person_name(consent.by).unwrap_or_default().to_owned(),
        },
        at: consent.at,
        until: consent.until,
        by: consent.asks,
        makes_link: consent.act.makes_link(),
        may_answer: actor.staff().is_some_and(|staff| consent.is_for(person.id, staff).is_ok()),
        may_withdraw: manages,
    };
    let people = registers.people();
    let waiting = people.into_iter().filter_map(|(p, name)| Some((p, name, p.pending(now)?)));
    let mut all: Vec<ConsentView> = waiting
        .map(|(person, name, consent)| view(person, name, consent))
        .filter(|consent| reads || consent.may_answer)
        .collect();
    all.sort_by_key(|consent| (consent.at, consent.id));
    Ok(all)
}
