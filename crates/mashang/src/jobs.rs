//! What a server does by itself.

use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use work::App;

/// After a job has panicked, before it begins anew.
const PAUSE: Duration = Duration::from_secs(1);

/// What runs beside the requests: timers of hazards, registers that changed on another node, notices.
pub fn jobs(app: &App) -> Vec<JoinHandle<()>> {
    let of = |app: &App| app.clone();
    let (registers, notices, clocks) = (of(app), of(app), of(app));
    let mut all = vec![
        lasting("registers", move || work::follow(registers.clone())),
        lasting("notices", move || work::notice::follow(notices.clone())),
        lasting("timers", move || timers(clocks.clone())),
    ];
    all.extend(app.outlets().routes().into_iter().map(|route| {
        let app = app.clone();
        lasting("deliveries", move || work::notice::send(app.clone(), route))
    }));
    all
}

/// A job that begins anew when a defect has ended it: deadlines and letters must not stop while everybody is served.
fn lasting<F>(name: &'static str, life: impl Fn() -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        // A set ends what runs in it when it ends itself.
        let mut running = JoinSet::new();
        loop {
            running.spawn(life());
            match running.join_next().await {
                Some(Err(error)) if error.is_panic() => {
                    tracing::error!(name, "a job panicked; it begins anew");
                    tokio::time::sleep(PAUSE).await;
                }
                _ => return,
            }
        }
    })
}

async fn timers(app: App) {
    let mut tick = tokio::time::interval(Duration::from_secs(20));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0u32;
    loop {
        tick.tick().await;
        // Every hour, and once soon after the start.
        if ticks % 180 == 1 {
            match work::upkeep::tidy(&app).await {
                Ok(tidied) if tidied == work::upkeep::Tidied::default() => {}
                Ok(tidied) => tracing::info!(tidied.contacts, tidied.photos, "tidied up"),
                Err(problem) => tracing::warn!(%problem, "tidying up failed; it will be tried again"),
            }
            if let Err(problem) = work::notice::clean(&app).await {
                tracing::warn!(%problem, "old notices were not removed; it will be tried again");
            }
            if let Err(problem) = work::map::tidy(&app).await {
                tracing::warn!(%problem, "empty cells of the map were not forgotten; it will be tried again");
            }
        }
        // Every day, and once soon after the start.
        if ticks % 4_320 == 2 {
            match work::upkeep::sweep_disk(&app).await {
                Ok(0) => {}
                Ok(photos) => tracing::info!(photos, "photos that nothing names were removed"),
                Err(problem) => tracing::warn!(%problem, "the disk was not swept; it will be tomorrow"),
            }
        }
        ticks = ticks.wrapping_add(1);
        if let Err(problem) = work::place::write_scans(&app).await {
            tracing::warn!(%problem, "scans were not written; they will be with the next ones");
        }
        match work::hazard::sweep(&app).await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "hazards moved on by themselves"),
            Err(problem) => tracing::warn!(%problem, "sweeping failed; it will be tried again"),
        }
        if let Err(problem) = work::judging::sweep_draws(&app).await {
            tracing::warn!(%problem, "drawing for re-checks failed; it will be tried again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn a_job_that_panics_begins_anew_and_one_that_ends_does_not() {
        let lives = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&lives);
        let job = lasting("test", move || {
            let life = count.fetch_add(1, Ordering::SeqCst);
            async move { assert!(life > 0, "the first life ends in a panic") }
        });
        job.await.unwrap();
        assert_eq!(lives.load(Ordering::SeqCst), 2);
    }
}
