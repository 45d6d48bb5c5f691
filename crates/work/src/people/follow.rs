//! What other nodes change in the registers is read here too.

use super::consent::lapse_consents;
use super::session::sweep_sessions;
use crate::{App, Problem};
use domain::ledger::Noun;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout};

/// How long the registers may be out of date when another node changed them.
const AT_LEAST: Duration = Duration::from_secs(30);
/// How often sessions that ended are swept up.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Reads the registers again, beside the request threads.
pub(crate) async fn refresh(app: &App) -> Result<(), Problem> {
    let busy = app.clone();
    tokio::task::spawn_blocking(move || busy.refresh_registers()).await.map_err(|_| Problem::internal())?
}

/// Keeps the registers up to date for as long as the store runs.
pub async fn follow(app: App) {
    let mut entries = app.store().follow();
    let (mut read, mut swept) = (Instant::now(), Instant::now());
    while app.store().is_up() {
        let told = match timeout(AT_LEAST, entries.recv()).await {
            Ok(Ok(entry)) => {
                matches!(entry.noun, Noun::Unit | Noun::Person | Noun::Rules | Noun::Grid)
            }
            Ok(Err(RecvError::Lagged(_))) => true,
            Ok(Err(RecvError::Closed)) => return,
            Err(_) => true,
        };
        if told || read.elapsed() >= AT_LEAST {
            read = Instant::now();
            if let Err(problem) = refresh(&app).await {
                tracing::warn!(%problem, "the registers could not be read again; the old ones stay for now");
            }
            if let Err(problem) = lapse_consents(&app).await {
                tracing::warn!(%problem, "requests that nobody answered could not be ended");
            }
        }
        if swept.elapsed() >= SWEEP {
            swept = Instant::now();
            if let Err(problem) = sweep_sessions(&app).await {
                tracing::warn!(%problem, "old sessions could not be swept up");
            }
        }
    }
}
