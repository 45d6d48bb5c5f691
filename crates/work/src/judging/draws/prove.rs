//! 验证材料: everything that an outsider needs to repeat a drawing with `scripts/verify_draw.py`. It names closings by
//! their place in the log and their hash, so nobody learns from it which hazard it was.

use super::load;
use crate::{App, Problem};
use domain::hazard::draw::Draw;
use domain::ledger::{Envelope, Hash, SignedCheckpoint};
use serde::Serialize;
use store::{EngineError, Inclusion, queries, verify};
use uuid::Uuid;

/// One closing from which was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DrawClosing {
    /// Its number in the log.
    pub index: u64,
    /// The hash of its event.
    #[schema(value_type = String)]
    pub hash: Hash,
    /// As the how manieth it was drawn; 0 if it was not.
    pub drawn: u64,
}

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LoggedEvent {
    /// The event.
    #[schema(value_type = Object)]
    pub event: Envelope,
    /// The proof that the log has it.
    #[schema(value_type = Object)]
    pub inclusion: Inclusion,
}

/// What repeats a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DrawProof {
    /// `mashang.draw.v1`.
    pub format: &'static str,
    /// The district.
    pub district: i64,
    /// What was drawn and how.
    #[schema(value_type = Object)]
    pub draw: Draw,
    /// The commitment, and where the log has it.
    pub committed: LoggedEvent,
    /// The next commitment, with which the period ends.
    pub ended: LoggedEvent,
    /// The proof that the log up to there is the beginning of the log at the checkpoint (RFC 6962, 2.1.2).
    #[schema(value_type = Vec<String>)]
    pub consistency: Vec<Hash>,
    /// The newest checkpoint.
    #[schema(value_type = Object)]
    pub checkpoint: SignedCheckpoint,
    /// The closings, in the order of the log.
    pub closings: Vec<DrawClosing>,
    /// The key that checks the checkpoint, hexadecimal.
    pub log_key: String,
}

/// Closings that are read in one go.
const PAGE: i64 = 5_000;

fn logged(
    connection: &mut dyn store::Connection,
    district: domain::ids::District,
    id: Uuid,
) -> Result<Option<LoggedEvent>, EngineError> {
    let rows = connection.query(queries::ledger::EVENT, &[district.into(), id.into(), 1i64.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (event, _) = verify::envelope(row)?;
    Ok(store::inclusion(connection, district, id, 1)?.map(|inclusion| LoggedEvent { event, inclusion }))
}

/// The proof of a drawing that was revealed; for everybody.
pub async fn prove_draw(app: &App, period: &str) -> Result<DrawProof, Problem> {
    let (district, period) = (app.district(), period.to_owned());
    let log_key = hex::encode(app.log_key());
    let found = app.store().read(move |c| {
        let kept = load(c, district)?;
        let Some(nth) = kept.iter().position(|k| k.draw.period == period) else { return Ok(None) };
        let (kept, next) = match nth.checked_sub(1) {
            Some(next) => (&kept[nth], &kept[next]),
            None => return Ok(None),
        };
        let Some(revealed) = &kept.draw.revealed else { return Ok(None) };
        let (Some(committed), Some(ended)) = (logged(c, district, kept.id)?, logged(c, district, next.id)?)
        else {
            return Ok(None);
        };
        let Some(checkpoint) = store::latest_checkpoint(c, district)? else { return Ok(None) };
        let consistency = store::consistency(c, district, revealed.to, checkpoint.checkpoint.size)?;
        let mut closings: Vec<DrawClosing> = Vec::new();
        loop {
            let after = closings.last().map_or(-1, |last| last.index as i64);
            let page = [district.into(), kept.id.into(), after.into(), PAGE.into()];
            let rows = c.query(queries::judging::DRAWN_FROM, &page)?;
            for row in &rows {
                closings.push(DrawClosing {
                    index: row.int(0)? as u64,
                    hash: row.hash(1)?,
                    drawn: row.int(2)? as u64,
                });
            }
            if (rows.len() as i64) < PAGE {
                break;
            }
        }
        Ok(Some(DrawProof {
            format: "mashang.draw.v1",
            district: district.0,
            draw: kept.draw.clone(),
            committed,
            ended,
            consistency,
            checkpoint,
            closings,
            log_key,
        }))
    });
    found.await?.ok_or_else(Problem::not_found)
}
