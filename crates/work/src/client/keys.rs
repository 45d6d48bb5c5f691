//! Keys of other systems: shown once, kept as a digest, looked up in memory.

use crate::people::typed;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::UnitId;
use domain::ledger::{Hash, Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use identity::token::SecretToken;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use store::{Command, Halt, Needs, Tx, nouns, queries};
use uuid::Uuid;

/// How long a look-up is remembered, in milliseconds: so long may another node still take a revoked key.
const REMEMBERED: i64 = 5_000;
/// How many keys are remembered; invented ones count too.
const MOST: usize = 4_096;
/// The longest name, in characters.
const NAME: usize = 100;

/// Another system that showed a key in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: Uuid,
    /// Its unit in the register.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
}

impl Client {
    /// As whom it acts.
    pub fn actor(&self) -> Actor {
        Actor::Client { unit: self.unit, name: self.name.clone() }
    }
}

/// A client as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// The unit that it acts for.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Instant>,
}

/// A new client. The key is shown now and never again; `Debug` hides it.
pub struct Created {
    /// Its id.
    pub id: Uuid,
    key: SecretToken,
}

impl Created {
    /// The key in letters, for the one time that it is shown.
    pub fn expose_key(&self) -> String {
        self.key.expose().to_string()
    }
}

/// What is remembered of a key: the client, or that there is none, and when that was looked up.
type Remembered = (Option<Arc<Client>>, Instant);

/// Keys looked up lately, by their digests.
#[derive(Default)]
pub(crate) struct Keys(RwLock<HashMap<[u8; 32], Remembered>>);

impl Keys {
    fn recall(&self, digest: &[u8; 32], now: Instant) -> Option<Option<Arc<Client>>> {
        let known = self.0.read().unwrap_or_else(|p| p.into_inner());
        let (client, at) = known.get(digest)?;
        (now.since(*at).abs() < REMEMBERED).then(|| client.clone())
    }

    fn remember(&self, digest: [u8; 32], client: Option<Arc<Client>>, now: Instant) {
        let mut known = self.0.write().unwrap_or_else(|p| p.into_inner());
        if known.len() >= MOST && !known.contains_key(&digest) {
            known.clear();
        }
        known.insert(digest, (client, now));
    }

    fn forget(&self) {
        self.0.write().unwrap_or_else(|p| p.into_inner()).clear();
    }
}

/// Writes a key of a system or of a display down.
pub(crate) struct Put {
    pub(crate) id: Uuid,
    pub(crate) client: nouns::Client,
}

impl Command for Put {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Client, self.id);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let event = Recorded::Registered { now: self.client.clone() };
        tx.record::<nouns::Client>(self.id, &event, &Words::none())?;
        Ok(())
    }
}

/// Takes a key back, of a display if it is one that is asked for.
pub(crate) struct Revoke {
    pub(crate) id: Uuid,
    pub(crate) display: bool,
}

impl Command for Revoke {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Client, self.id);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let Some(mut client) = tx.get::<nouns::Client>(self.id)?.filter(|c| c.display == self.display) else {
            return Err(Halt::Refused(Problem::not_found()));
        };
        if client.revoked_at.is_none() {
            client.revoked_at = Some(tx.now());
            tx.record::<nouns::Client>(self.id, &Recorded::Changed { now: client }, &Words::none())?;
        }
        Ok(())
    }
}

/// 登记接口用户: gives another system a key to act for a unit. For the security administrator or an operator at
/// the machine ([`Actor::System`]). Several keys of one unit see the same reports, so that a key can be replaced.
pub async fn create(app: &App, actor: Actor, name: &str, unit: UnitId) -> Result<Created, Problem> {
    may(&actor, Act::Manage, Resource::Keys).map_err(|_| Problem::forbidden())?;
    let name = typed::line("name", name, NAME)?;
    if app.registers().unit(unit).is_none_or(|u| u.ended_at.is_some()) {
        return Err(Problem::invalid("unit", "unknown"));
    }
    let key = SecretToken::generate(app.inner().entropy.as_ref()).map_err(|_| Problem::internal())?;
    let id = app.store().surroundings().new_id();
    let client = nouns::Client {
        name,
        unit,
        key_hash: Hash(key.hash()),
        display: false,
        webhook: None,
        revoked_at: None,
    };
    app.store().execute(app.district(), actor, None, Put { id, client }).await.map_err(Problem::from)?;
    app.inner().clients.forget();
    Ok(Created { id, key })
}

/// 停用接口用户: takes a key back. At once on this node, within seconds on others.
pub async fn revoke(app: &App, actor: Actor, id: Uuid) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Keys).map_err(|_| Problem::forbidden())?;
    app.store()
        .execute(app.district(), actor, None, Revoke { id, display: false })
        .await
        .map_err(Problem::from)?;
    app.inner().clients.forget();
    Ok(())
}

/// Every client, those taken back included, in the order in which they came.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Listed>, Problem> {
    may(actor, Act::Read, Resource::Keys).map_err(|_| Problem::forbidden())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::people::CLIENTS_ALL, &[district.into()])?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let client = state(row.text(1)?)?;
            if !client.display && client.webhook.is_none() {
                let (name, unit, revoked_at) = (client.name, client.unit, client.revoked_at);
                all.push(Listed { id: row.id(0)?, name, unit, revoked_at });
            }
        }
        Ok(all)
    });
    Ok(found.await?)
}

/// The client that a key belongs to, if it is in force. From memory when it was looked up lately.
pub async fn find_by_key(app: &App, key: &str) -> Result<Option<Arc<Client>>, Problem> {
    let Some(token) = SecretToken::parse(key) else { return Ok(None) };
    let digest = token.hash();
    let (keys, now) = (&app.inner().clients, app.store().surroundings().now());
    if let Some(client) = keys.recall(&digest, now) {
        return Ok(client);
    }
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::people::CLIENT_BY_KEY, &[Hash(digest).into(), district.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let client = state(row.text(1)?)?;
        Ok((client.revoked_at.is_none() && !client.display).then_some(Client {
            id: row.id(0)?,
            unit: client.unit,
            name: client.name,
        }))
    });
    let client = found.await?.map(Arc::new);
    keys.remember(digest, client.clone(), now);
    Ok(client)
}

fn state(json: &str) -> Result<nouns::Client, store::EngineError> {
    serde_json::from_str(json).map_err(|e| store::EngineError::Other(format!("state of a client: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_short_and_bounded() {
        let keys = Keys::default();
        let now = Instant(1_790_000_000_000);
        let client = Arc::new(Client { id: Uuid::nil(), unit: UnitId(Uuid::nil()), name: "x".into() });
        keys.remember([1; 32], Some(Arc::clone(&client)), now);
        assert_eq!(keys.recall(&[1; 32], now.plus(REMEMBERED - 1)), Some(Some(client)));
        assert_eq!(keys.recall(&[1; 32], now.plus(REMEMBERED)), None);
        assert_eq!(keys.recall(&[1; 32], now.plus(-REMEMBERED)), None, "a clock that was set back");
        for n in 0..=MOST as u32 {
            let mut digest = [9; 32];
            digest[..4].copy_from_slice(&n.to_be_bytes());
            keys.remember(digest, None, now);
        }
        assert!(keys.0.read().unwrap().len() <= MOST);
    }
}
