//! 核验状态: how long the ledger is, what was last signed, and what the last check of it found.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use store::queries;

/// The check that runs or ran last in this process.
#[derive(Default)]
pub(crate) struct Checking {
    last: Mutex<Option<LastCheck>>,
    read: AtomicU64,
}

/// 核验: what the last check in this process found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LastCheck {
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Instant,
    /// When it ended; nothing while it runs.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Instant>,
    /// Events read so far.
    pub events: u64,
    /// Checkpoints whose root and signature fit.
    pub checkpoints: u64,
    /// Things that do not fit; nothing while it runs.
    pub faults: Option<u64>,
    /// The code of the first one.
    pub first: Option<String>,
    /// Whether it could not be done at all.
    pub failed: bool,
}

/// How the ledger stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerStatus {
    /// Events in the log.
    pub size: u64,
    /// Events that are recorded and wait for their number.
    pub waiting: u64,
    /// Length of the log at the newest checkpoint.
    pub checkpoint_size: Option<u64>,
    /// Its root, hexadecimal.
    pub checkpoint_root: Option<String>,
    /// When it was signed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checkpoint_at: Option<Instant>,
    /// The key that it is checked with, hexadecimal.
    pub key: String,
    /// The last check in this process.
    pub check: Option<LastCheck>,
}

fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Ledger).map_err(|_| Problem::forbidden())
}

fn held(checking: &Checking) -> std::sync::MutexGuard<'_, Option<LastCheck>> {
    checking.last.lock().unwrap_or_else(|p| p.into_inner())
}

/// How the ledger stands now.
pub async fn status(app: &App, actor: &Actor) -> Result<LedgerStatus, Problem> {
    allowed(actor)?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let one = |row: Option<&store::Row>| row.map_or(Ok(0), |r| r.int(0));
        let size = one(c.query(queries::ledger::LOG_SIZE, &[district.into()])?.first())?;
        let waiting = one(c.query(queries::ledger::WAITING_COUNT, &[])?.first())?;
        Ok((size as u64, waiting as u64, store::latest_checkpoint(c, district)?))
    });
    let (size, waiting, signed) = found.await?;
    let checking = &app.inner().checking;
    let check = held(checking).clone().map(|mut last| {
        if last.finished_at.is_none() {
            last.events = checking.read.load(Ordering::Relaxed);
        }
        last
    });
    Ok(LedgerStatus {
        size,
        waiting,
        checkpoint_size: signed.as_ref().map(|s| s.checkpoint.size),
        checkpoint_root: signed.as_ref().map(|s| s.checkpoint.root.to_string()),
        checkpoint_at: signed.as_ref().map(|s| s.checkpoint.at),
        key: hex::encode(app.log_key()),
        check,
    })
}

/// Begins to check everything that is kept against the events, beside the requests; one check at a time.
pub fn check_ledger(app: &App, actor: &Actor) -> Result<(), Problem> {
    allowed(actor)?;
    let started_at = app.store().surroundings().now();
    {
        let mut last = held(&app.inner().checking);
        if last.as_ref().is_some_and(|l| l.finished_at.is_none()) {
            return Ok(());
        }
        app.inner().checking.read.store(0, Ordering::Relaxed);
        *last = Some(LastCheck {
            started_at,
            finished_at: None,
            events: 0,
            checkpoints: 0,
            faults: None,
            first: None,
            failed: false,
        });
    }
    let app = app.clone();
    let work = move || {
        let checking: &Checking = &app.inner().checking;
        let key = app.log_key();
        let found = app.store().database().connect(false).and_then(|mut c| {
            store::verify::verify(c.as_mut(), &key, &mut |n| checking.read.store(n, Ordering::Relaxed))
        });
        let mut last = held(checking);
        let Some(last) = last.as_mut() else { return };
        last.finished_at = Some(app.store().surroundings().now());
        match found {
            Ok(report) => {
                (last.events, last.checkpoints) = (report.events, report.checkpoints);
                last.faults = Some(report.faults);
                last.first = report.first.map(|fault| crate::problem::word(&fault.what));
                if last.first.is_some() {
                    tracing::error!(target: "audit", first = ?last.first, "the ledger does not hold together");
                }
            }
            Err(error) => {
                tracing::error!(%error, "the ledger could not be checked");
                last.failed = true;
            }
        }
    };
    drop(tokio::task::spawn_blocking(work));
    Ok(())
}
