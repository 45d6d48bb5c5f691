//! Reports through the store itself, without HTTP.

use crate::figures::Figures;
use crate::report::Send;
use crate::surroundings::{Machine, open};
use anyhow::Result;
use domain::hazard::LimitRules;
use domain::ids::District;
use domain::people::Actor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Database;

/// The district of every measurement.
pub const DISTRICT: District = District(430_406);

/// So many reports in flight for a while.
pub fn measure(database: &Database, in_flight: usize, span: Duration) -> Result<Figures> {
    let store = open(database.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let rules = Arc::new(LimitRules::default_2026());
    let count = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let figures = runtime.block_on(async {
        let clients: Vec<_> = (0..in_flight)
            .map(|_| {
                let (store, rules, count) = (store.clone(), Arc::clone(&rules), Arc::clone(&count));
                tokio::spawn(async move {
                    let (mut latencies, mut wrong) = (Vec::new(), 0);
                    while started.elapsed() < span {
                        let send = Send::new(&Machine, &rules, count.fetch_add(1, Ordering::Relaxed));
                        let key = send.key();
                        let begun = Instant::now();
                        match store.execute(DISTRICT, Actor::Public, Some(key), send).await {
                            Ok(_) => latencies.push(begun.elapsed()),
                            Err(_) => wrong += 1,
                        }
                    }
                    (latencies, wrong)
                })
            })
            .collect();
        let (mut latencies, mut wrong) = (Vec::new(), 0);
        for client in clients {
            let (own, bad) = client.await?;
            latencies.extend(own);
            wrong += bad;
        }
        anyhow::Ok(Figures::of(latencies, wrong, started.elapsed()))
    })?;
    store.close();
    Ok(figures)
}
