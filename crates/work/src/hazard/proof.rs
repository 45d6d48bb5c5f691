//! 存证: what an outsider needs to check that a hazard's history is in the log as it is shown.

use super::Looker;
use super::view::may_see;
use crate::{App, Problem};
use domain::hazard::Event;
use domain::ids::HazardId;
use domain::ledger::Hash;
use domain::people::Actor;
use serde::Serialize;
use store::{Inclusion, queries, verify};

/// One event's place in the log.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ProvenEvent {
    /// Its number in the history.
    pub sequence: u32,
    /// What happened.
    pub kind: String,
    /// Its hash.
    #[schema(value_type = String)]
    pub hash: Hash,
    /// Its number in the log; nothing for a moment after it happened.
    pub index: Option<u64>,
}

/// The proof for a hazard.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Proof {
    /// Every event.
    pub events: Vec<ProvenEvent>,
    /// The proof that the newest event is in the log.
    #[schema(value_type = Option<Object>)]
    pub inclusion: Option<Inclusion>,
    /// The key that checks the checkpoint, hexadecimal.
    pub public_key: String,
}

/// The hashes of a hazard's events and the proof for the newest one.
pub async fn proof(app: &App, actor: &Actor, id: HazardId) -> Result<Proof, Problem> {
    let (district, actor) = (app.district(), actor.clone());
    let looker = Looker::of(&actor, &app.registers());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = super::state(row.text(0)?)?;
        if !may_see(&actor, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        // To whoever answers for it a case begins with its filing, whoever reported it: the log knows when everything was
        // recorded, and a case without a proof among others with one would tell, too.
        let party = looker.answers_for(&hazard);
        let (mut events, mut worked, mut newest) = (Vec::new(), 0, 0);
        for row in c.query(queries::ledger::EVENTS_OF, &[district.into(), id.into()])? {
            let (envelope, _) = verify::envelope(&row)?;
            // What this viewer is not told of is in the log, but not in this proof.
            let event = serde_json::from_str::<Event>(&envelope.body).ok();
            let is_work = event.as_ref().is_some_and(Event::is_work);
            worked += u32::from(is_work);
            if (party && !is_work) || event.is_some_and(|event| !looker.is_told(&hazard, &event, envelope.at))
            {
                continue;
            }
            newest = envelope.sequence;
            let key = [district.into(), id.into(), envelope.sequence.into()];
            let numbered = c.query(queries::ledger::LOG_INDEX, &key)?;
            let index = numbered.first().map(|row| row.int(0)).transpose()?.map(|index| index as u64);
            events.push(ProvenEvent {
                sequence: if party { worked } else { envelope.sequence },
                kind: envelope.kind,
                hash: envelope.hash,
                index,
            });
        }
        Ok(Some((events, store::inclusion(c, district, id.0, newest)?)))
    });
    let (events, inclusion) = found.await?.ok_or_else(Problem::not_found)?;
    Ok(Proof { events, inclusion, public_key: hex::encode(app.log_key()) })
}
