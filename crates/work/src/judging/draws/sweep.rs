//! What the product does by itself: a seed is committed when a month begins, revealed when the next one's stands in the
//! log, and the cases that it draws go to units that had no part in them. Any node may do it; the second finds it done.

use super::{Kept, assign, load};
use crate::{App, Problem};
use domain::hazard::draw::{self, Draw, Revealed, Seed};
use domain::hazard::{ClosingKind, Event, Words};
use domain::ids::District;
use domain::ledger::{Hash, Noun, Origin, Recorded};
use domain::people::Actor;
use store::{Command, Connection, EngineError, Halt, Needs, Tx, queries, tables};
use uuid::Uuid;

/// Entries of the log that are read in one go.
const PAGE: i64 = 2_000;

/// For what a seed is sealed: it opens as the seed of this drawing only.
fn purpose(id: Uuid) -> String {
    format!("draw/{id}")
}

/// Commits, reveals and assigns what is due; whether anything was done.
pub async fn sweep_draws(app: &App) -> Result<bool, Problem> {
    let district = app.district();
    let mut done = commit(app).await?;
    let kept = app.store().read(move |c| load(c, district)).await?;
    // The oldest first: each ends where the next one begins.
    for (kept, next) in kept.iter().skip(1).zip(&kept).rev() {
        if let (None, Some(from), Some(to)) = (&kept.draw.revealed, kept.index, next.index) {
            done |= reveal(app, kept, from, to).await?;
        }
    }
    let kept = app.store().read(move |c| load(c, district)).await?;
    for kept in kept.iter().rev().filter(|k| k.draw.revealed.is_some() && !k.draw.assigned) {
        done |= assign::assign(app, kept).await?;
    }
    Ok(done)
}

/// A new seed for the month that has begun.
async fn commit(app: &App) -> Result<bool, Problem> {
    let (district, now) = (app.district(), app.store().surroundings().now());
    let period = draw::period(now);
    let newest = app.store().read(move |c| load(c, district)).await?;
    if newest.first().is_some_and(|kept| kept.draw.period >= period) {
        return Ok(false);
    }
    let mut seed = [0; 32];
    app.store().surroundings().fill(&mut seed);
    let (seed, id) = (Hash(seed), draw::stream(district, &period));
    let sealed = app.inner().sealer.seal_for(&purpose(id), &seed.0).map_err(|error| {
        tracing::error!(%error, "a seed could not be sealed");
        Problem::internal()
    })?;
    let books = app.judging();
    let rules = books.recheck.at(now);
    let draw = Draw {
        commitment: draw::commitment(district, &period, seed),
        period,
        percent: rules.percent,
        rules: rules.version.clone(),
        committed_at: now,
        revealed: None,
        assigned: false,
    };
    let command = Commit { id, draw, sealed };
    app.store().execute(district, Actor::System, None, command).await.map_err(Problem::from)
}

struct Commit {
    id: Uuid,
    draw: Draw,
    sealed: Vec<u8>,
}

impl Command for Commit {
    type Output = bool;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Draw, self.id);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        if tx.get::<Draw>(self.id)?.is_some() {
            return Ok(false);
        }
        let event = Recorded::Registered { now: self.draw.clone() };
        tx.record::<Draw>(self.id, &event, &Words::none())?;
        let row = vec![tx.district().into(), self.id.into(), store::Value::Bytes(self.sealed.clone())];
        tx.write(&tables::DRAW_SEEDS, row);
        Ok(true)
    }
}

/// A closing from which is drawn.
struct Closing {
    index: u64,
    hazard: Uuid,
    hash: Hash,
}

/// The closings after rectifying that happened here, from one number of the log to another.
fn closings(
    connection: &mut dyn Connection,
    district: District,
    from: u64,
    to: u64,
) -> Result<Vec<Closing>, EngineError> {
    let mut all = Vec::new();
    let mut next = from as i64;
    loop {
        let page = [district.into(), next.into(), (to as i64).into(), PAGE.into()];
        let rows = connection.query(queries::judging::CLOSINGS, &page)?;
        for row in &rows {
            next = row.int(0)? + 1;
            if row.text(5)? != "closed" || row.int(6)? != Origin::Lived as i64 {
                continue;
            }
            let event: Event = serde_json::from_str(row.text(4)?)
                .map_err(|e| EngineError::Other(format!("a closing in the log: {e}")))?;
            let rectified = matches!(
                event,
                Event::Closed {
                    closing: ClosingKind::Rectified | ClosingKind::FixedOnSpot | ClosingKind::Enforced,
                    ..
                }
            );
            if rectified {
                all.push(Closing { index: row.int(0)? as u64, hazard: row.id(1)?, hash: row.hash(3)? });
            }
        }
        if (rows.len() as i64) < PAGE {
            return Ok(all);
        }
    }
}

async fn reveal(app: &App, kept: &Kept, from: u64, to: u64) -> Result<bool, Problem> {
    let (district, id, percent) = (app.district(), kept.id, kept.draw.percent);
    let busy = app.clone();
    let read = app.store().read(move |c| {
        let rows = c.query(queries::judging::SEED, &[district.into(), id.into()])?;
        let Some(sealed) = rows.first() else { return Ok(None) };
        let opened = busy.inner().sealer.open_for(&purpose(id), sealed.bytes(0)?);
        let Some(seed) = opened.ok().and_then(|plain| Seed::from_slice(&plain)) else { return Ok(None) };
        let root = store::root(c, district, to)?;
        Ok(Some((seed, root, closings(c, district, from, to)?)))
    });
    let Some((seed, root, closings)) = read.await? else {
        // Another node has just revealed it, or the seed is lost: then the commitment stays without an answer, and
        // everybody sees that.
        tracing::error!(period = kept.draw.period, "the seed of a drawing does not open");
        return Ok(false);
    };
    let key = draw::key(seed, root);
    let list: Vec<(u64, Hash)> = closings.iter().map(|c| (c.index, c.hash)).collect();
    let drawn = draw::draw(&key, &list, percent);
    let mut places = vec![0i64; closings.len()];
    for (nth, place) in drawn.iter().enumerate() {
        places[*place] = nth as i64 + 1;
    }
    let revealed = Revealed {
        seed,
        from,
        to,
        root,
        closed: closings.len() as u64,
        drawn: drawn.len() as u64,
        at: app.store().surroundings().now(),
    };
    let rows = closings.into_iter().zip(places).collect();
    let command = Reveal { id, revealed, rows };
    app.store().execute(district, Actor::System, None, command).await.map_err(Problem::from)
}

struct Reveal {
    id: Uuid,
    revealed: Revealed,
    rows: Vec<(Closing, i64)>,
}

impl Command for Reveal {
    type Output = bool;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Draw, self.id);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let Some(draw) = tx.get::<Draw>(self.id)?.filter(|draw| draw.revealed.is_none()) else {
            return Ok(false);
        };
        let now = Draw { revealed: Some(self.revealed.clone()), ..draw };
        tx.record::<Draw>(self.id, &Recorded::Changed { now }, &Words::none())?;
        let district = tx.district();
        for (closing, drawn) in &self.rows {
            let row = vec![
                district.into(),
                self.id.into(),
                (closing.index as i64).into(),
                closing.hash.into(),
                closing.hazard.into(),
                (*drawn).into(),
            ];
            tx.write(&tables::DRAW_CLOSINGS, row);
        }
        tx.delete(&tables::DRAW_SEEDS, vec![district.into(), self.id.into()]);
        Ok(true)
    }
}
