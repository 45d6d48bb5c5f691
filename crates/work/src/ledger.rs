//! 存证: promises, checkpoints and the published key.

use crate::app::LogSigner;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ledger::{Envelope, Hash, Noun, SignedCheckpoint};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::{Sign, queries};
use uuid::Uuid;

/// What a promise signs: `mashang.promise.v1`, a line feed, the hash in hexadecimal, a space, the time recorded.
pub fn promise_text(envelope: &Envelope) -> String {
    format!("mashang.promise.v1\n{} {}\n", envelope.hash, envelope.recorded_at)
}

/// 承诺: the log's signature under an event that is durable but not numbered yet, in hexadecimal.
pub(crate) fn promise(app: &App, envelope: &Envelope) -> String {
    let signer = LogSigner(app.inner().keys.log_signer());
    hex::encode(signer.sign(promise_text(envelope).as_bytes()))
}

/// The newest checkpoint of the district.
pub async fn checkpoint(app: &App) -> Result<SignedCheckpoint, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| store::latest_checkpoint(c, district)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The proof that the log at `old` events is the beginning of the log at `new` events.
pub async fn consistency(app: &App, old: u64, new: u64) -> Result<Vec<Hash>, Problem> {
    let size = checkpoint(app).await?.checkpoint.size;
    if old == 0 || old > new || new > size {
        return Err(Problem::invalid("old", "out_of_range"));
    }
    let district = app.district();
    Ok(app.store().read(move |c| store::consistency(c, district, old, new)).await?)
}

/// One event of the ledger, for auditors.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LedgerEntry)]
pub struct Listed {
    /// Its number in the log.
    pub index: u64,
    /// What its stream is the history of.
    pub noun: &'static str,
    /// The stream.
    pub stream: Uuid,
    /// Its number in the stream.
    pub sequence: u32,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// The event's own fields.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    /// Its hash.
    #[schema(value_type = String)]
    pub hash: Hash,
}

/// One page of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LedgerPage)]
pub struct Page {
    /// The entries, in the order of the log.
    pub items: Vec<Listed>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<u64>,
}

/// The longest page.
const MOST: u32 = 200;

fn noun_name(noun: Noun) -> &'static str {
    match noun {
        Noun::Hazard => "hazard",
        Noun::Unit => "unit",
        Noun::Person => "person",
        Noun::Place => "place",
        Noun::Code => "code",
        Noun::Rules => "rules",
        Noun::Client => "client",
        Noun::Grid => "grid",
        Noun::Export => "export",
        Noun::Inspection => "inspection",
        Noun::Plan => "plan",
        Noun::Draw => "draw",
    }
}

/// The ledger from a number on, for auditors.
pub async fn events(app: &App, actor: &Actor, from: u64, limit: u32) -> Result<Page, Problem> {
    may(actor, Act::Read, Resource::Ledger).map_err(|_| Problem::forbidden())?;
    let (district, rows) = (app.district(), i64::from(limit.clamp(1, MOST)));
    let from = i64::try_from(from).map_err(|_| Problem::invalid("after", "out_of_range"))?;
    let found = app.store().read(move |c| {
        let mut items = Vec::new();
        for entry in c.query(queries::ledger::LOG_FROM, &[district.into(), from.into(), (rows + 1).into()])? {
            let key = [district.into(), entry.id(2)?.into(), entry.int(3)?.into()];
            let Some(row) = c.query(queries::ledger::EVENT, &key)?.into_iter().next() else { continue };
            let (envelope, _) = store::verify::envelope(&row)?;
            items.push(Listed {
                index: entry.int(0)? as u64,
                noun: noun_name(envelope.noun),
                stream: envelope.stream.0,
                sequence: envelope.sequence,
                at: envelope.at,
                recorded_at: envelope.recorded_at,
                actor: envelope.actor.0,
                kind: envelope.kind,
                facts: serde_json::from_str(&envelope.body).unwrap_or_default(),
                hash: envelope.hash,
            });
        }
        Ok(items)
    });
    let mut items = found.await?;
    let more = items.len() as i64 > rows;
    items.truncate(rows as usize);
    let next = items.last().map(|last| last.index + 1).filter(|_| more);
    Ok(Page { items, next })
}
