//! 未用照片: what was sent and became part of nothing goes after two days, as the privacy notice says. So does what lies on
//! the disk without a row: left by a crash, or by somebody who was gone before it could be written down.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::FileId;
use domain::people::Actor;
use domain::place::{CodeRecord, CodeState, Place};
use files::Keep;
use std::collections::HashSet;
use std::time::{Duration, SystemTime};
use store::{Command, EngineError, Halt, Tx, queries, tables};
use uuid::Uuid;

/// How long a photo may wait to become part of something.
const WAITS: i64 = 2 * Instant::DAY;
/// Rows that are read, and photos that are removed, in one go.
const AT_ONCE: i64 = 200;

struct ForgetUploads(Vec<Uuid>);

impl Command for ForgetUploads {
    /// Those that are forgotten: a report may have taken one along since it was looked up.
    type Output = Vec<Uuid>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<Uuid>, Halt<Problem>> {
        let mut gone = Vec::with_capacity(self.0.len());
        for file in &self.0 {
            if !super::is_taken(tx, FileId(*file))? {
                tx.delete(&tables::UPLOADS, vec![tx.district().into(), (*file).into()]);
                gone.push(*file);
            }
        }
        Ok(gone)
    }
}

/// Removes photos that belong to nothing; how many.
pub(crate) async fn remove_loose(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let before = app.store().surroundings().now().plus(-WAITS);
    let loose = app.store().read(move |c| {
        let mut hung: HashSet<Uuid> = HashSet::new();
        c.each(queries::place::ALL_STATES, &[district.into()], &mut |row| {
            let place: Place = serde_json::from_str(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a place: {e}")))?;
            hung.extend(place.photo.map(|photo| photo.0));
            Ok(())
        })?;
        // What shows that a plate was mounted where it belongs stays, too.
        c.each(queries::place::CODE_STATES, &[district.into()], &mut |row| {
            let code: CodeRecord = serde_json::from_str(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a code: {e}")))?;
            if let CodeState::Active { mounted, .. } = code.state {
                hung.extend(mounted.photo.map(|photo| photo.0));
            }
            Ok(())
        })?;
        let (mut loose, mut last) = (Vec::new(), Uuid::nil());
        // Page by page: those of places and plates may be more than one.
        while (loose.len() as i64) < AT_ONCE {
            let page = [district.into(), before.into(), last.into(), AT_ONCE.into()];
            let sent = c.query(queries::hazard::LOOSE_UPLOADS, &page)?;
            for row in &sent {
                last = row.id(0)?;
                if !hung.contains(&last) {
                    loose.push(last);
                }
            }
            if (sent.len() as i64) < AT_ONCE {
                break;
            }
        }
        Ok(loose)
    });
    let loose = loose.await?;
    if loose.is_empty() {
        return Ok(0);
    }
    // The rows first: a row without a picture would be a broken promise, a picture without a row goes with the others.
    let forget = ForgetUploads(loose);
    let gone = app.store().execute(district, Actor::System, None, forget).await.map_err(Problem::from)?;
    let busy = app.clone();
    let removed =
        tokio::task::spawn_blocking(move || remove(&busy, gone.into_iter().map(files::FileId::from)));
    removed.await.map_err(|_| Problem::internal())
}

/// Removes what lies on the disk without a row, and what was begun and never finished; how many that were. When more lies
/// there without a row than with one, it is another installation's folder or database, and nothing is touched.
pub(crate) async fn remove_orphans(app: &App) -> Result<usize, Problem> {
    let busy = app.clone();
    let removed = tokio::task::spawn_blocking(move || -> Result<usize, Problem> {
        let shelf = &busy.inner().shelf;
        let before = now() - Duration::from_millis(WAITS.unsigned_abs());
        let unfinished = shelf.sweep_unfinished(before).map_err(unread)?;
        let kept = shelf.older_than(before).map_err(unread)?;
        let mut named = vec![false; kept.len()];
        busy.store().read_blocking(|c| {
            c.each(queries::hazard::UPLOADS_ALL, &[], &mut |row| {
                if let Ok(place) = kept.binary_search(&row.id(0)?.into()) {
                    named[place] = true;
                }
                Ok(())
            })
        })?;
        let known = named.iter().filter(|named| **named).count();
        let orphans = kept.len() - known;
        if orphans > known {
            tracing::warn!(
                orphans,
                known,
                "most photos on the disk are not in the database: none is removed"
            );
            return Ok(unfinished);
        }
        let orphans = kept.into_iter().zip(named).filter(|(_, named)| !named).map(|(file, _)| file);
        Ok(unfinished + remove(&busy, orphans))
    });
    removed.await.map_err(|_| Problem::internal())?
}

fn unread(error: files::KeepError) -> Problem {
    tracing::warn!(%error, "the folder of photos cannot be looked through");
    Problem::internal()
}

/// Takes photos off the disk; how many. One that cannot be removed is no reason to keep the others.
fn remove(app: &App, files: impl Iterator<Item = files::FileId>) -> usize {
    let removed = files.map(|file| app.inner().shelf.remove(file));
    removed
        .filter_map(|removed| {
            removed.inspect_err(|error| tracing::warn!(%error, "a photo could not be removed")).ok()
        })
        .count()
}

#[allow(
    clippy::disallowed_methods,
    reason = "the age of a file on this machine's disk, by this machine's clock"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
