//! 图上十万点: places and hazards on the ground, and what the map answers when it is asked from far and from near.

use crate::district::{Pass, prepare};
use crate::http::{Client, get, load};
use crate::machine::open;
use crate::scenarios::{Plan, Results};
use crate::server::Server;
use crate::through_store::DISTRICT;
use anyhow::{Result, anyhow};
use domain::hazard::{PartyKind, Words};
use domain::ids::PlaceId;
use domain::ledger::Recorded;
use domain::people::Actor;
use domain::place::{Place, PlaceKind, Position};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{Command, Database, Halt, Tx};
use uuid::Uuid;

/// The small district, against which the large one is measured.
const FEW: u64 = 1_000;
/// The large one: half places, half hazards.
const MANY: u64 = 100_000;
/// Places in one command.
const TOGETHER: u64 = 100;

/// What is asked, by what a reader sees of the district: all of it, a quarter, a street corner.
const QUESTIONS: [(&str, &str); 8] = [
    ("cells, the whole district", "/api/v1/map/cells?bbox=112.59,26.87,112.64,26.91&zoom=12"),
    ("cells, a quarter", "/api/v1/map/cells?bbox=112.605,26.88,112.62,26.89&zoom=14"),
    ("cells, a street corner", "/api/v1/map/cells?bbox=112.61,26.884,112.613,26.886&zoom=17"),
    ("cells, late only", "/api/v1/map/cells?bbox=112.59,26.87,112.64,26.91&zoom=12&late=true"),
    (
        "cells, three months",
        "/api/v1/map/cells?bbox=112.59,26.87,112.64,26.91&zoom=12&from=2026-01-01T00:00:00%2B08:00&to=2026-04-01T00:00:00%2B08:00",
    ),
    ("heat, the whole district", "/api/v1/map/cells?bbox=112.59,26.87,112.64,26.91&zoom=12&heat=true"),
    ("places, the whole district", "/api/v1/map/places?bbox=112.59,26.87,112.64,26.91&zoom=12"),
    ("places, a street corner", "/api/v1/map/places?bbox=112.61,26.884,112.613,26.886&zoom=17"),
];

/// So many places at once, spread over the same ground as the hazards.
struct Places {
    from: u64,
    to: u64,
}

impl Command for Places {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        for n in self.from..self.to {
            let id = PlaceId(Uuid::from_u128(0x9000_0000_0000 + u128::from(n)));
            let now = Place {
                id,
                name: format!("场所{n}"),
                kind: PlaceKind::ALL[n as usize % PlaceKind::ALL.len()],
                address: format!("解放路{n}号"),
                position: Some(Position {
                    lon_e7: 1_126_000_000 + (n as i64 * 6_421) % 300_000,
                    lat_e7: 268_800_000 + (n as i64 * 4_799) % 211_000,
                }),
                survey: None,
                street: Some(format!("43040600{}", n % 8 + 1)),
                community: None,
                grid: None,
                party_kind: PartyKind::Unknown,
                party_unit: None,
                party_name: None,
                credit_code: None,
                regulator_unit: None,
                territorial_unit: None,
                photo: None,
                photo_kept: None,
                phone: None,
                external: None,
                ended_at: None,
            };
            tx.record::<Place>(id.0, &Recorded::Registered { now }, &Words::none())?;
        }
        Ok(())
    }
}

/// A district with so many points: half of them hazards, half places.
fn fill(data: &Path, points: u64) -> Result<Pass> {
    let database = Database::Sqlite(data.join("mashang.db"));
    let pass = prepare(data, &database, points / 2)?;
    let (store, _) = open(database, data)?;
    for from in (0..points / 2).step_by(TOGETHER as usize) {
        let places = Places { from, to: (from + TOGETHER).min(points / 2) };
        store
            .execute_blocking(DISTRICT, Actor::Import, None, places)
            .map_err(|e| anyhow!("places: {e:?}"))?;
    }
    store.close();
    Ok(pass)
}

/// The map at 100,000 points against the same questions at 1,000: p50, p99, how large an answer is.
pub async fn map(plan: &Plan, results: &mut Results) -> Result<()> {
    let mut before: Vec<(f64, usize)> = Vec::new();
    for points in [FEW, MANY] {
        let data = plan.folder.join(format!("map-{points}"));
        let filled = data.clone();
        let pass = tokio::task::spawn_blocking(move || fill(&filled, points)).await??;
        let server = Server::start(&plan.server, &data, None, &[]).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut client = Client::connect(server.address).await?;
        for (nth, (name, path)) in QUESTIONS.into_iter().enumerate() {
            let size = client.send(&get(path, &pass.cookie)).await?.body.len();
            let cookie = pass.cookie.clone();
            let request = Arc::new(move |_| get(path, &cookie));
            let figures = load(server.address, 4, plan.span / 2, 200..201, request).await?;
            let (slower, larger) = match before.get(nth) {
                Some((p99, bytes)) => (figures.p99_ms / p99.max(0.01), size as f64 / (*bytes).max(1) as f64),
                None => {
                    before.push((figures.p99_ms, size));
                    (1.0, 1.0)
                }
            };
            results.load(&format!("{points} points: {name}"), figures, None);
            results.single(
                &format!("  answer (× {larger:.1}; p99 × {slower:.1})"),
                size as f64 / 1024.0,
                "KiB",
            );
        }
    }
    Ok(())
}
