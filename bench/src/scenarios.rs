//! What is measured, and against what.

use crate::bare::{self, Bare};
use crate::district::{Pass, prepare, sign_in};
use crate::figures::Figures;
use crate::http::{Client, get, load, post};
use crate::server::{Server, free_address};
use crate::through_store;
use anyhow::{Context, Result};
use serde::Serialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::Database;

/// Connections of the load.
const CONNECTIONS: usize = 64;

/// How a run is made.
pub struct Plan {
    /// The server's binary.
    pub server: PathBuf,
    /// A PostgreSQL to work on, in schemas of its own.
    pub postgres: Option<String>,
    /// Where data go: a real disk.
    pub folder: PathBuf,
    /// How long each load lasts.
    pub span: Duration,
    /// How often the intake is measured, yardstick and product in turn; the medians count.
    pub rounds: usize,
    /// Hazards in the large district.
    pub hazards: u64,
    /// Where the large district is kept for another run; made when it is not there.
    pub district: Option<PathBuf>,
}

/// One line of the result.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// What was measured.
    pub name: String,
    /// The figures.
    pub figures: Figures,
    /// Against the yardstick beside it, if there is one.
    pub ratio: Option<f64>,
}

/// One single figure.
#[derive(Debug, Serialize)]
pub struct Single {
    /// What was measured.
    pub name: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
}

/// Everything that a run gave.
#[derive(Debug, Default, Serialize)]
pub struct Results {
    /// Rates and latencies.
    pub loads: Vec<Measured>,
    /// Single figures.
    pub singles: Vec<Single>,
}

impl Results {
    pub(crate) fn load(&mut self, name: &str, figures: Figures, against: Option<&Figures>) {
        let ratio = against.map(|a| figures.per_second / a.per_second.max(1.0));
        let ratio_text = ratio.map(|r| format!("   × {r:.2}")).unwrap_or_default();
        println!("{}{ratio_text}", figures.line(name));
        self.loads.push(Measured { name: name.to_owned(), figures, ratio });
    }

    pub(crate) fn single(&mut self, name: &str, value: f64, unit: &'static str) {
        println!("{name:<44} {value:>9.1} {unit}");
        self.singles.push(Single { name: name.to_owned(), value, unit });
    }
}

/// The run in the middle by rate.
fn median(mut runs: Vec<Figures>) -> Figures {
    runs.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    let middle = runs.len() / 2;
    runs.into_iter().nth(middle).unwrap_or_default()
}

/// The store blocks, so a thread of its own prepares the district.
async fn prepared(data: &Path, database: &Database, hazards: u64) -> Result<Pass> {
    let (data, database) = (data.to_owned(), database.clone());
    tokio::task::spawn_blocking(move || prepare(&data, &database, hazards)).await?
}

fn open311(pass: &Pass) -> impl Fn(u64) -> Vec<u8> + Send + Sync + use<> {
    let head = format!("x-api-key: {}\r\n", pass.api_key);
    move |n| {
        let (lon, lat) = (112.60 + (n % 300) as f64 / 10_000.0, 26.88 + (n % 211) as f64 / 10_000.0);
        let body = format!(
            "service_code=0102&lat={lat:.6}&long={lon:.6}&client_request_id={n}\
             &description=%E6%B6%88%E9%98%B2%E8%BD%A6%E9%80%9A%E9%81%93%E8%A2%AB%E5%A0%B5&address_string=%E8%A7%A3%E6%94%BE%E8%B7%AF"
        );
        post("/open311/v2/requests.json", "application/x-www-form-urlencoded", &head, &body)
    }
}

async fn bare_server(bare: Bare) -> Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(free_address()?).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, bare::router(bare)).await });
    Ok(address)
}

fn bare_report() -> Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync> {
    Arc::new(|n| {
        let body = format!(r#"{{"description":"消防车通道被货车堵住","address_string":"解放路","n":{n}}}"#);
        post("/report", "application/json", "", &body)
    })
}

/// 上报: durable reports over HTTP, against the bare handler over the bare group commit of the same rows.
async fn intake(plan: &Plan, results: &mut Results) -> Result<()> {
    let data = plan.folder.join("intake");
    let database = Database::Sqlite(data.join("mashang.db"));
    let pass = prepared(&data, &database, 0).await?;
    let server = Server::start(&plan.server, &data, None, &[]).await?;
    let (mut hello, mut yardstick, mut product) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        let address = bare_server(Bare::start(&plan.folder.join(format!("bare-{round}.db")))?).await?;
        hello.push(
            load(address, CONNECTIONS, plan.span / 2, 200..201, Arc::new(|_| get("/hello", ""))).await?,
        );
        yardstick.push(load(address, CONNECTIONS, plan.span, 200..201, bare_report()).await?);
        let numbers = open311(&pass);
        let request = move |n| numbers(n + ((round as u64) << 50));
        product.push(load(server.address, CONNECTIONS, plan.span, 200..202, Arc::new(request)).await?);
    }
    results.load("hello world", median(hello), None);
    let yardstick = median(yardstick);
    results.load("bare handler, bare group commit", yardstick.clone(), None);
    results.load("POST /open311/v2/requests.json, SQLite", median(product), Some(&yardstick));
    results.single("resident after the load", server.resident_mib().unwrap_or(0.0), "MiB");
    Ok(())
}

/// The same on PostgreSQL, against what its own batches of the same rows can do.
async fn intake_postgres(plan: &Plan, url: &str, results: &mut Results) -> Result<()> {
    let joint = if url.contains('?') { '&' } else { '?' };
    let url = |name: &str| format!("{url}{joint}schema=bench_{}_{name}", std::process::id());
    let (own, raw, whole) = (url("own"), url("raw"), url("store"));
    let data = plan.folder.join("intake-postgres");
    let pass = prepared(&data, &Database::parse(&own), 0).await?;
    let server = Server::start(&plan.server, &data, Some(&own), &[]).await?;
    let (mut limit, mut yardstick, mut store, mut product) = (vec![], vec![], vec![], vec![]);
    for round in 0..plan.rounds {
        let (database, data, span) = (Database::parse(&raw), plan.folder.join("raw"), plan.span);
        let run = move || through_store::batch_limit(&database, &data, span);
        limit.push(tokio::task::spawn_blocking(run).await??);
        let database = Database::parse(&raw);
        let bare = tokio::task::spawn_blocking(move || Bare::start_shared(&database)).await??;
        yardstick.push(load(bare_server(bare).await?, CONNECTIONS, span, 200..201, bare_report()).await?);
        let (database, data) = (Database::parse(&whole), plan.folder.join("store-postgres"));
        let run = move || through_store::measure(&database, &data, CONNECTIONS, span);
        store.push(tokio::task::spawn_blocking(run).await??);
        let numbers = open311(&pass);
        let request = move |n| numbers(n + ((round as u64) << 50));
        product.push(load(server.address, CONNECTIONS, plan.span, 200..202, Arc::new(request)).await?);
    }
    let limit = median(limit);
    results.load("PostgreSQL, batches of 64 of the same rows", limit.clone(), None);
    let yardstick = median(yardstick);
    results.load("bare handler, bare group commit, PostgreSQL", yardstick.clone(), Some(&limit));
    results.load("the store, no HTTP, PostgreSQL", median(store), Some(&limit));
    let product = median(product);
    results.load("POST /open311/v2/requests.json, PostgreSQL", product.clone(), Some(&limit));
    results.load("  the same against the bare handler", product, Some(&yardstick));
    drop(server);
    tokio::task::spawn_blocking(move || [own, raw, whole].iter().try_for_each(|url| drop_schema(url))).await?
}

fn drop_schema(url: &str) -> Result<()> {
    let (base, schema) = url.rsplit_once("schema=").context("no schema in the URL")?;
    let base = base.trim_end_matches(['?', '&']);
    Ok(Database::parse(base).connect(true)?.script(&format!("drop schema if exists \"{schema}\" cascade"))?)
}

/// Lists, inbox and detail in a district with so many hazards; start and memory.
async fn reading(plan: &Plan, hazards: u64, results: &mut Results) -> Result<()> {
    let kept = plan.district.clone().filter(|_| hazards == plan.hazards);
    let data = kept.clone().unwrap_or_else(|| plan.folder.join(format!("district-{hazards}")));
    let database = Database::Sqlite(data.join("mashang.db"));
    let seeding = std::time::Instant::now();
    let known = std::fs::read(data.join("pass.json")).ok().filter(|_| kept.is_some());
    let pass = match known {
        Some(pass) => {
            let (pass, data, database): (Pass, _, _) =
                (serde_json::from_slice(&pass)?, data.clone(), database.clone());
            tokio::task::spawn_blocking(move || sign_in(&data, &database, pass.api_key)).await??
        }
        None => prepared(&data, &database, hazards).await?,
    };
    if kept.is_some() {
        std::fs::write(data.join("pass.json"), serde_json::to_vec(&pass)?)?;
    }
    results.single(
        &format!("{hazards} hazards: written through the store in"),
        seeding.elapsed().as_secs_f64(),
        "s",
    );
    let server = Server::start(&plan.server, &data, None, &[]).await?;
    results.single(
        &format!("{hazards} hazards: healthy after"),
        server.ready_after.as_secs_f64() * 1e3,
        "ms",
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    results.single(
        &format!("{hazards} hazards: resident, idle"),
        server.resident_mib().unwrap_or(0.0),
        "MiB",
    );
    let ids: Vec<String> = database
        .connect(false)?
        .query("select id from hazards order by id limit 1000", &[])?
        .iter()
        .map(|row| row.id(0).map(|id| id.to_string()))
        .collect::<Result<_, _>>()?;
    let pages: Vec<(&str, Address)> = vec![
        ("newest list", Arc::new(|_| "/api/v1/hazards?limit=50".into())),
        ("list by stage", Arc::new(|_| "/api/v1/hazards?stage=reported&limit=50".into())),
        ("list by street", Arc::new(|n| format!("/api/v1/hazards?street=43040600{}&limit=50", n % 8 + 1))),
        ("inbox", Arc::new(|_| "/api/v1/hazards/inbox?limit=50".into())),
        ("detail", Arc::new(move |n| format!("/api/v1/hazards/{}", ids[n as usize % ids.len()]))),
    ];
    for (name, path) in pages {
        let cookie = pass.cookie.clone();
        let request = move |n: u64| get(&path(n), &cookie);
        // Four at a time: what one reader waits for, not what the machine could serve at most.
        let figures = load(server.address, 4, plan.span / 2, 200..201, Arc::new(request)).await?;
        results.load(&format!("{hazards} hazards: {name}"), figures, None);
    }
    Ok(())
}

/// Where the n-th request of a load goes.
type Address = Arc<dyn Fn(u64) -> String + Send + Sync>;

/// The first page that a resident sees.
async fn public_page(plan: &Plan, results: &mut Results) -> Result<()> {
    let data = plan.folder.join("page");
    prepared(&data, &Database::Sqlite(data.join("mashang.db")), 0).await?;
    let server = Server::start(&plan.server, &data, None, &[]).await?;
    results.single("empty district: healthy after", server.ready_after.as_secs_f64() * 1e3, "ms");
    results.single("empty district: resident, idle", server.resident_mib().unwrap_or(0.0), "MiB");
    let mut client = Client::connect(server.address).await?;
    for path in ["/", "/report"] {
        let page = client.send(&get(path, "")).await?;
        if page.status == 200 {
            results.single(&format!("public page {path}"), page.body.len() as f64 / 1024.0, "KiB");
        }
    }
    Ok(())
}

/// Runs those whose name begins with one of `only`; all when nothing is named.
pub async fn run(plan: &Plan, only: &[String]) -> Result<Results> {
    std::fs::create_dir_all(&plan.folder)?;
    let wanted = |name: &str| only.is_empty() || only.iter().any(|o| name.starts_with(o.as_str()));
    let mut results = Results::default();
    if wanted("page") {
        public_page(plan, &mut results).await?;
    }
    if wanted("store") {
        store(plan, &mut results).await?;
    }
    if wanted("intake") {
        intake(plan, &mut results).await?;
    }
    if let Some(url) = plan.postgres.as_deref().filter(|_| wanted("postgres")) {
        intake_postgres(plan, url, &mut results).await?;
    }
    if wanted("map") {
        crate::ground::map(plan, &mut results).await?;
    }
    if wanted("parties") {
        crate::parties::parties(plan, &mut results).await?;
    }
    if wanted("reading") {
        reading(plan, 10_000, &mut results).await?;
        reading(plan, plan.hazards, &mut results).await?;
    }
    Ok(results)
}

/// The store without HTTP, against the bare group commit without HTTP.
async fn store(plan: &Plan, results: &mut Results) -> Result<()> {
    let (mut yardstick, mut product) = (Vec::new(), Vec::new());
    for round in 0..plan.rounds {
        let (folder, span) = (plan.folder.clone(), plan.span);
        let run = move || {
            let bare = bare::measure(&folder.join(format!("bare-store-{round}.db")), CONNECTIONS, span)?;
            let database = Database::Sqlite(folder.join(format!("store-{round}/mashang.db")));
            let own = through_store::measure(&database, &folder.join("store-keys"), CONNECTIONS, span)?;
            anyhow::Ok((bare, own))
        };
        let (bare, own) = tokio::task::spawn_blocking(run).await??;
        yardstick.push(bare);
        product.push(own);
    }
    let yardstick = median(yardstick);
    results.load("bare group commit, no HTTP", yardstick.clone(), None);
    results.load("the store, no HTTP", median(product), Some(&yardstick));
    Ok(())
}
