//! 接口推送: what other systems are told, each only of the hazards that its unit has a part in. Managed with the keys
//! of those systems, so by the security administrator, and every change is in the ledger.

use crate::client::Put;
use crate::hazard::Looker;
use crate::problem::word;
use crate::{App, Problem, Registers};
use channels::{BadEnd, Hook, is_end};
use domain::hazard::{Event, Hazard, Words};
use domain::ids::{District, UnitId};
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, Staff, UnitKind, may};
use identity::entropy::Entropy;
use serde::{Deserialize, Serialize};
use store::{Command, Connection, EngineError, Halt, Tx, nouns, queries};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The longest address, in characters.
const URL: usize = 500;
/// How a secret begins (Standard Webhooks).
const SECRET: &str = "whsec_";

/// A system that wants to be told.
#[derive(Clone, Copy)]
pub(super) struct Subscribed {
    id: Uuid,
    unit: UnitId,
}

/// Every system that wants to be told and may be.
pub(super) fn subscribed(
    connection: &mut dyn Connection,
    district: District,
) -> Result<Vec<Subscribed>, EngineError> {
    let mut all = Vec::new();
    for row in connection.query(queries::people::CLIENTS_ALL, &[district.into()])? {
        let client = state(row.text(1)?)?;
        if client.webhook.is_some() && client.revoked_at.is_none() {
            all.push(Subscribed { id: row.id(0)?, unit: client.unit });
        }
    }
    Ok(all)
}

/// Whether other systems are told of an event at all: of what is done about the hazard. Not of what passes between the
/// offices and whoever reported, nor of what the offices have to settle among themselves.
pub(super) fn is_sent(event: &Event) -> bool {
    matches!(
        event,
        Event::Reported { .. }
            | Event::Accepted { .. }
            | Event::SupplementAsked { .. }
            | Event::InspectionOrdered { .. }
            | Event::Inspected { .. }
            | Event::FixedOnSpot { .. }
            | Event::Rejected { .. }
            | Event::AppealDecided { .. }
            | Event::Merged { .. }
            | Event::Unmerged { .. }
            | Event::ReferredOut { .. }
            | Event::ReferralBounced { .. }
            | Event::Filed { .. }
            | Event::Dispatched { .. }
            | Event::Signed { .. }
            | Event::ReturnDecided { .. }
            | Event::Planned { .. }
            | Event::InterimMeasured { .. }
            | Event::ExtensionDecided { .. }
            | Event::SuspensionDecided { .. }
            | Event::Resumed { .. }
            | Event::StopOrdered { .. }
            | Event::StopReleased { .. }
            | Event::Submitted { .. }
            | Event::Verified { .. }
            | Event::ReworkOrdered { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Archived
    )
}

/// What a webhook says: codes and numbers only.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "type")]
    kind: String,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    hazard: Uuid,
    receipt: &'a str,
    number: Option<&'a str>,
    version: u32,
    stage: String,
    life_danger: bool,
    updated_at: String,
}

fn concerns(hazard: &Hazard, unit: UnitId, registers: &Registers) -> bool {
    let kind = registers.unit(unit).map(|u| u.kind);
    let office = matches!(kind, Some(UnitKind::Desk | UnitKind::CommitteeOffice));
    office
        || hazard.dispatched_to.contains(&unit)
        || hazard.inspected_by.contains(&unit)
        || hazard.filing.as_ref().is_some_and(|f| f.party_unit == Some(unit))
}

/// Whom an event goes to, with what it says to each.
pub(super) fn ends(
    hooks: &[Subscribed],
    hazard: &Hazard,
    event: &Event,
    registers: &Registers,
) -> Vec<(Uuid, String)> {
    if !is_sent(event) {
        return Vec::new();
    }
    let told = |hook: &&Subscribed| concerns(hazard, hook.unit, registers);
    hooks
        .iter()
        .filter(told)
        .filter_map(|hook| Some((hook.id, payload(hook, hazard, event, registers)?)))
        .collect()
}

fn payload(hook: &Subscribed, hazard: &Hazard, event: &Event, registers: &Registers) -> Option<String> {
    // It learns what the people of its unit may learn.
    let staff =
        Staff { person: domain::ids::PersonId(hook.id), unit: hook.unit, area: None, roles: Vec::new() };
    let looker = Looker::of(&Actor::Staff(staff), registers);
    if !looker.is_told(hazard, event, hazard.updated_at) {
        return None;
    }
    let (seen, _) = looker.seen(hazard.clone(), Words::none());
    let payload = Payload {
        kind: format!("hazard.{}", event.name()),
        timestamp: hazard.updated_at.to_string(),
        data: Data {
            hazard: hazard.id.0,
            receipt: &seen.receipt,
            number: seen.filing.as_ref().map(|f| f.number.as_str()),
            version: seen.version,
            stage: word(&seen.stage.code()),
            life_danger: seen.life_danger,
            updated_at: hazard.updated_at.to_string(),
        },
    };
    serde_json::to_string(&payload).ok()
}

/// Where a system is told, with the secret of its signature; nothing when it is not any more.
pub(super) async fn end_of(app: &App, id: Uuid) -> Result<Option<Hook>, Problem> {
    let Some(client) = client(app, id).await?.filter(|c| c.revoked_at.is_none()) else { return Ok(None) };
    let Some(hook) = client.webhook else { return Ok(None) };
    let sealed = hex::decode(&hook.sealed_secret).map_err(|_| Problem::internal())?;
    let opened = app.inner().sealer.open_for(&purpose(id), &sealed).map_err(|error| {
        tracing::error!(%error, "the secret of a webhook does not open");
        Problem::internal()
    })?;
    Ok(Some(Hook { url: hook.url, secret: Zeroizing::new(opened.to_vec()) }))
}

fn purpose(id: Uuid) -> String {
    format!("webhook/{id}")
}

async fn client(app: &App, id: Uuid) -> Result<Option<nouns::Client>, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        for row in c.query(queries::people::CLIENTS_ALL, &[district.into()])? {
            if row.id(0)? == id {
                return state(row.text(1)?).map(Some);
            }
        }
        Ok(None)
    });
    Ok(found.await?)
}

fn state(json: &str) -> Result<nouns::Client, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a client: {e}")))
}

/// A webhook as administrators see it: never with its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Webhook)]
pub struct HookView {
    /// The system.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// 单位.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// Its address.
    pub url: String,
}

/// A webhook to be set up.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookInput)]
pub struct HookInput {
    /// 名称 of the system.
    pub name: String,
    /// The unit in whose hazards it has a part.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// Where it is told: an address of the public internet over TLS, or of a network that the operator named. A literal
    /// address that is neither is refused; what a name leads to is looked at when something is sent.
    pub url: String,
}

/// A webhook that was set up.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookKept)]
pub struct HookKept {
    /// The system.
    pub id: Uuid,
    /// The secret that its signatures are checked with; shown now and never again.
    pub secret: String,
}

fn manages(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Keys).map_err(|_| Problem::forbidden())
}

/// Every system that is told.
pub async fn hooks(app: &App, actor: &Actor) -> Result<Vec<HookView>, Problem> {
    may(actor, Act::Read, Resource::Keys).map_err(|_| Problem::forbidden())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let mut all = Vec::new();
        for row in c.query(queries::people::CLIENTS_ALL, &[district.into()])? {
            let client = state(row.text(1)?)?;
            if let (Some(hook), None) = (client.webhook, client.revoked_at) {
                all.push(HookView { id: row.id(0)?, name: client.name, unit: client.unit, url: hook.url });
            }
        }
        Ok(all)
    });
    Ok(found.await?)
}

/// What is certainly wrong with an address. Names are looked up when something is sent.
fn check(app: &App, url: &str) -> Result<(), Problem> {
    let checked = match &app.outlets().webhook {
        Some(channel) => channel.check(url),
        None if is_end(url) => Ok(()),
        None => Err(BadEnd::Malformed),
    };
    checked.map_err(|bad| {
        let code = match bad {
            BadEnd::Malformed => "malformed",
            BadEnd::NotAllowed => "address_not_allowed",
            BadEnd::InTheClear => "address_in_the_clear",
        };
        Problem::invalid("url", code)
    })
}

/// Sets up a webhook for a new system; the secret is shown once.
pub async fn keep_hook(app: &App, actor: Actor, input: HookInput) -> Result<HookKept, Problem> {
    use base64::Engine;
    manages(&actor)?;
    let name = crate::people::typed::line("name", &input.name, 100)?;
    let url = crate::people::typed::line("url", &input.url, URL)?;
    check(app, &url)?;
    if app.registers().unit(input.unit).is_none_or(|u| u.ended_at.is_some()) {
        return Err(Problem::invalid("unit", "unknown"));
    }
    let entropy: &dyn Entropy = app.inner().entropy.as_ref();
    let (mut secret, mut key) = (Zeroizing::new([0u8; 32]), [0u8; 32]);
    entropy.fill(secret.as_mut_slice()).map_err(|_| Problem::internal())?;
    // It gets no key to call us with; what stands in its place is the digest of nothing that anybody has.
    entropy.fill(&mut key).map_err(|_| Problem::internal())?;
    let id = app.store().surroundings().new_id();
    let sealed = app.inner().sealer.seal_for(&purpose(id), secret.as_slice()).map_err(|error| {
        tracing::error!(%error, "the secret of a webhook could not be sealed");
        Problem::internal()
    })?;
    let client = nouns::Client {
        name,
        unit: input.unit,
        key_hash: domain::ledger::Hash(key),
        display: false,
        webhook: Some(nouns::Webhook { url, sealed_secret: hex::encode(sealed) }),
        revoked_at: None,
    };
    app.store().execute(app.district(), actor, None, Put { id, client }).await.map_err(Problem::from)?;
    let text = base64::engine::general_purpose::STANDARD.encode(secret.as_slice());
    Ok(HookKept { id, secret: format!("{SECRET}{text}") })
}

struct Drop(Uuid);

impl Command for Drop {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let found =
            tx.get::<nouns::Client>(self.0)?.filter(|c| c.webhook.is_some() && c.revoked_at.is_none());
        let Some(client) = found else { return Err(Halt::Refused(Problem::not_found())) };
        let now = nouns::Client { webhook: None, revoked_at: Some(tx.now()), ..client };
        tx.record::<nouns::Client>(self.0, &Recorded::Changed { now }, &Words::none())?;
        Ok(())
    }
}

/// Takes a webhook away; what waits for it is not sent any more.
pub async fn drop_hook(app: &App, actor: Actor, id: Uuid) -> Result<(), Problem> {
    manages(&actor)?;
    app.store().execute(app.district(), actor, None, Drop(id)).await.map_err(Problem::from)
}
