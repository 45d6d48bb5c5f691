//! 大屏令牌: what lets a screen in a hall show figures for months without anybody signed in at it. It opens figures,
//! the map and the stream of nothing else; the system administrator gives it out and takes it back, both in the
//! ledger.

use crate::client::{Put, Revoke};
use crate::people::typed;
use crate::place::{date, day};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PersonId;
use domain::ledger::Hash;
use domain::people::{Act, Actor, Resource, Role, Staff, may};
use identity::token::SecretToken;
use serde::Serialize;
use std::collections::HashMap;
use store::{Command, Halt, Tx, nouns, queries, tables};
use uuid::Uuid;

/// The longest name, in characters.
const NAME: usize = 60;

/// 大屏.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Display {
    /// Its id.
    pub id: Uuid,
    /// Where it hangs.
    pub name: String,
    /// 最近使用: the last day on which it looked; the day only.
    #[schema(value_type = Option<String>, format = Date)]
    pub used_on: Option<String>,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Instant>,
}

/// A new display. Its token is shown now and never again; `Debug` hides it.
pub struct NewDisplay {
    /// Its id.
    pub id: Uuid,
    token: SecretToken,
}

impl NewDisplay {
    /// The address that is opened once on the screen. What stands behind `#` reaches no server and no log.
    pub fn link(&self, app: &App) -> String {
        format!("{}/console/wall#display={}", app.base_url(), *self.token.expose())
    }
}

fn manages(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// 发放显示令牌.
pub async fn make_display(app: &App, actor: Actor, name: &str) -> Result<NewDisplay, Problem> {
    manages(&actor)?;
    let name = typed::line("name", name, NAME)?;
    let unit = actor.staff().map(|s| s.unit).ok_or_else(Problem::forbidden)?;
    let token = SecretToken::generate(app.inner().entropy.as_ref()).map_err(|_| Problem::internal())?;
    let id = app.store().surroundings().new_id();
    let key_hash = Hash(token.hash());
    let client = nouns::Client { name, unit, key_hash, display: true, webhook: None, revoked_at: None };
    app.store().execute(app.district(), actor, None, Put { id, client }).await.map_err(Problem::from)?;
    Ok(NewDisplay { id, token })
}

/// 停用显示令牌: the screen goes dark with its next look, within a minute.
pub async fn revoke_display(app: &App, actor: Actor, id: Uuid) -> Result<(), Problem> {
    manages(&actor)?;
    app.store()
        .execute(app.district(), actor, None, Revoke { id, display: true })
        .await
        .map_err(Problem::from)
}

/// Every display, those taken back included.
pub async fn displays(app: &App, actor: &Actor) -> Result<Vec<Display>, Problem> {
    manages(actor)?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let mut days = HashMap::new();
        for row in c.query(queries::people::DISPLAY_DAYS, &[district.into()])? {
            days.insert(row.id(0)?, date(row.int(1)?));
        }
        let mut all = Vec::new();
        for row in c.query(queries::people::CLIENTS_ALL, &[district.into()])? {
            let (id, client) = (row.id(0)?, state(row.text(1)?)?);
            if client.display {
                let used_on = days.remove(&id);
                all.push(Display { id, name: client.name, used_on, revoked_at: client.revoked_at });
            }
        }
        Ok(all)
    });
    Ok(found.await?)
}

struct Used {
    display: Uuid,
    day: i64,
}

impl Command for Used {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        tx.write(&tables::DISPLAY_DAYS, vec![tx.district().into(), self.display.into(), self.day.into()]);
        Ok(())
    }
}

/// As whom a display looks: a seat that sees the district's figures, and nobody. Only for endpoints of figures. On
/// which day it looked last is kept, so that a screen that hangs nowhere any more is found.
pub async fn display_actor(app: &App, token: &str) -> Result<Option<Actor>, Problem> {
    let Some(token) = SecretToken::parse(token) else { return Ok(None) };
    let (digest, district) = (Hash(token.hash()), app.district());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::people::CLIENT_BY_KEY, &[digest.into(), district.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let id = row.id(0)?;
        let used = c.query(queries::people::DISPLAY_DAY, &[district.into(), id.into()])?;
        let used = used.first().map(|row| row.int(0)).transpose()?;
        Ok(Some((id, state(row.text(1)?)?, used)))
    });
    let in_force =
        |(_, client, _): &(Uuid, nouns::Client, Option<i64>)| client.display && client.revoked_at.is_none();
    let Some((id, client, used)) = found.await?.filter(in_force) else { return Ok(None) };
    let today = day(app.store().surroundings().now());
    if used != Some(today) {
        let noted =
            app.store().execute(district, Actor::System, None, Used { display: id, day: today }).await;
        if let Err(failure) = noted.map_err(Problem::from) {
            // A screen shows its figures whether or not this day is noted.
            tracing::debug!(%failure, "the day of a display could not be noted");
        }
    }
    Ok(Some(Actor::Staff(Staff {
        person: PersonId(id),
        unit: client.unit,
        area: None,
        roles: vec![Role::Leader],
    })))
}

fn state(json: &str) -> Result<nouns::Client, store::EngineError> {
    serde_json::from_str(json).map_err(|e| store::EngineError::Other(format!("state of a client: {e}")))
}
