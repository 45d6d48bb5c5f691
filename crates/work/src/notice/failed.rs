//! 投递情况, for the system administrator: which ways there are, what was given up, and trying it again.

use super::hooks::subscribed;
use super::outlets::Route;
use super::send::change;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::queries;
use uuid::Uuid;

/// How many failed ones are shown.
const SHOWN: i64 = 200;

/// 未送达: one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FailedDelivery)]
pub struct Failed {
    /// Its id, also in the message itself.
    pub id: Uuid,
    /// Which way.
    pub route: Route,
    /// Who should have got it: a member of staff or a system, by name.
    pub to: String,
    /// 危及生命.
    pub urgent: bool,
    /// Whether nobody knows whether it arrived; otherwise it certainly did not.
    pub unknown: bool,
    /// How often it was tried.
    pub attempts: i64,
    /// Why, as a code.
    pub reason: String,
    /// When the newest thing in it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// How many things it would have told.
    pub things: i64,
}

/// One way out of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NoticeRouteState)]
pub struct RouteState {
    /// Which.
    pub route: Route,
    /// Whether anything can go that way: it is configured, and for webhooks there is a system that wants to be told.
    pub on: bool,
    /// What waits for its time.
    pub waiting: i64,
    /// What is on its way, first or again.
    pub under_way: i64,
    /// What was delivered and is still remembered.
    pub delivered: i64,
    /// What was given up, or of which nobody knows.
    pub failed: i64,
}

/// 投递情况.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NoticeOverview)]
pub struct Overview {
    /// Every way.
    pub routes: Vec<RouteState>,
    /// What did not arrive, newest first.
    pub failed: Vec<Failed>,
}

fn configures(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// What did not arrive.
pub async fn failed(app: &App, actor: &Actor) -> Result<Vec<Failed>, Problem> {
    configures(actor)?;
    let (district, registers) = (app.district(), app.registers());
    let found = app.store().read(move |c| {
        let mut all = Vec::new();
        let clients = c.query(queries::people::CLIENTS_ALL, &[district.into()])?;
        for row in c.query(queries::notice::FAILED, &[district.into(), SHOWN.into()])? {
            let Some(route) = Route::from_number(row.int(2)?) else { continue };
            let owner = row.id(1)?;
            let system = || {
                let row = clients.iter().find(|client| client.id(0).is_ok_and(|id| id == owner))?;
                let client: store::nouns::Client = serde_json::from_str(row.text(1).ok()?).ok()?;
                Some(client.name)
            };
            let person = registers.person_name(PersonId(owner)).map(str::to_owned);
            all.push(Failed {
                id: row.id(0)?,
                route,
                to: person.or_else(system).unwrap_or_default(),
                urgent: row.int(3)? != 0,
                unknown: row.int(4)? == 4,
                attempts: row.int(5)?,
                reason: row.text(6)?.to_owned(),
                at: Instant(row.int(7)?),
                things: row.int(8)?,
            });
        }
        Ok(all)
    });
    Ok(found.await?)
}

/// Everything that an administrator looks at.
pub async fn overview(app: &App, actor: &Actor) -> Result<Overview, Problem> {
    let failed = failed(app, actor).await?;
    let (district, outlets) = (app.district(), app.outlets());
    let counted = app.store().read(move |c| {
        let is_heard = !subscribed(c, district)?.is_empty();
        let mut routes: Vec<RouteState> = Route::ALL
            .into_iter()
            .map(|route| {
                let on = outlets.of(route).is_some() && (route != Route::Webhook || is_heard);
                RouteState { route, on, waiting: 0, under_way: 0, delivered: 0, failed: 0 }
            })
            .collect();
        for row in c.query(queries::notice::BY_STATE, &[district.into()])? {
            let number = row.int(0)?;
            let Some(state) = routes.iter_mut().find(|s| i64::from(s.route as u8) == number) else {
                continue;
            };
            let n = row.int(2)?;
            match row.int(1)? {
                0 => state.waiting += n,
                1 => state.under_way += n,
                2 => state.delivered += n,
                3 | 4 => state.failed += n,
                _ => {}
            }
        }
        Ok(routes)
    });
    Ok(Overview { routes: counted.await?, failed })
}

/// 不再发送: drops one. Whoever asks has looked that it arrived, or that nobody needs it any more.
pub async fn drop_delivery(app: &App, actor: &Actor, batch: Uuid) -> Result<(), Problem> {
    configures(actor)?;
    let row = vec![app.district().into(), batch.into()];
    match change(app, vec![(queries::notice::DROP, row)]).await? {
        0 => Err(Problem::not_found()),
        _ => Ok(()),
    }
}

/// Tries one again: whoever asks has looked that it is not a second time for somebody who has it.
pub async fn retry(app: &App, actor: &Actor, batch: Uuid) -> Result<(), Problem> {
    configures(actor)?;
    let row = vec![app.district().into(), batch.into()];
    match change(app, vec![(queries::notice::RETRY, row)]).await? {
        0 => Err(Problem::not_found()),
        _ => Ok(()),
    }
}
