//! `mashang serve`: everything on one address.

use crate::open::{Ahead, DistrictFile, Machine, Opening, Where, open_as};
use crate::out::say;
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use clap::Args;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::Surroundings;
use tokio::net::TcpListener;
use tower::ServiceExt;
use work::App;

/// Connections at the same time; the next one waits in the system's queue.
const CONNECTIONS: usize = 4_096;
/// How long requests may take to end when the server stops.
const GRACE: Duration = Duration::from_secs(20);

/// Serve the public pages, the console, the API and Open311
///
/// Examples:
///   mashang serve --demo
///   mashang serve --data /var/lib/mashang --listen 127.0.0.1:8311 --district 430406 --name 雁峰区 \
///       --base-url https://mashang.example.gov.cn
///   mashang serve --data /var/lib/mashang --database postgres://mashang@db/mashang
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Serve {
    #[command(flatten)]
    place: Where,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8311", env = "MASHANG_LISTEN")]
    listen: SocketAddr,
    /// Load a made-up district with demo sign-ins at the first start
    #[arg(long)]
    demo: bool,
    /// Let demo data be reached from other machines too
    #[arg(long, requires = "demo")]
    demo_for_everybody: bool,
    /// First start: the district's code of six digits (GB/T 2260)
    #[arg(long, value_name = "CODE")]
    district: Option<i64>,
    /// First start: the district's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// First start: the address under which the public reaches this server, for codes and receipts
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Addresses of proxies in front whose X-Forwarded-For is believed
    #[arg(long, value_name = "IP", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
    /// Open311: take reports without an API key
    #[arg(long)]
    open311_open: bool,
    /// Token that /metrics asks for from other machines
    #[arg(long, value_name = "TOKEN", env = "MASHANG_METRICS_TOKEN", hide_env_values = true)]
    metrics_token: Option<String>,
    /// Commands that may wait before the next one is answered 503
    #[arg(long, value_name = "N", default_value_t = 4_096)]
    queue: usize,
    /// Tests: milliseconds that a slow client gets for a head and for each piece of a body; four times that for a body
    #[arg(long, value_name = "MS", hide = true)]
    patience: Option<u64>,
    /// Tests: minutes by which the clock is ahead of the machine's; for a made-up district only
    #[arg(long, value_name = "MINUTES", hide = true, requires = "demo")]
    ahead: Option<u32>,
}

impl Serve {
    fn patience(&self) -> api::Patience {
        let Some(milliseconds) = self.patience else { return api::Patience::default() };
        let short = Duration::from_millis(milliseconds);
        api::Patience { head: short, silence: short, body: 4 * short }
    }

    /// What was set up at the first start is not changed by arguments later, and nobody should believe so.
    fn agrees_with(&self, known: &DistrictFile) -> Result<()> {
        let other_code = self.district.is_some_and(|code| code != known.code);
        let other_name = self.name.as_ref().is_some_and(|name| *name != known.name);
        let other_url = self.base_url.as_ref().is_some_and(|url| url.trim_end_matches('/') != known.base_url);
        if other_code || other_name || other_url {
            bail!(
                "{} is the installation of {} ({}) at {}: --district, --name and --base-url matter at the first \
                 start only; name and base_url may be changed in district.toml",
                self.place.data.display(),
                known.name,
                known.code,
                known.base_url
            );
        }
        Ok(())
    }

    /// What the installation is called: as it was first set up, or as the arguments say now.
    fn district(&self) -> Result<DistrictFile> {
        if let Some(known) = self.place.district()? {
            if self.demo && !known.demo {
                bail!(
                    "{} holds real data; demo data go into a directory of their own",
                    self.place.data.display()
                );
            }
            self.agrees_with(&known)?;
            return Ok(known);
        }
        self.place.refuse_nameless_data()?;
        let base_url = self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        let base_url = base_url.trim_end_matches('/').to_owned();
        let fresh = if self.demo {
            DistrictFile {
                code: 430_406,
                name: "雁峰区（演示）".into(),
                base_url,
                demo: true,
                extent: Some(work::demo::extent()),
                notices: None,
            }
        } else {
            let (Some(code), Some(name)) = (self.district, self.name.clone()) else {
                if self.district.is_some() || self.name.is_some() {
                    bail!("--district and --name go together, for example --district 430406 --name 雁峰区");
                }
                return self.place.begin_unnamed(Some(base_url));
            };
            if !(100_000..=999_999).contains(&code) {
                bail!("--district takes the six digits of GB/T 2260, for example 430406");
            }
            DistrictFile { code, name, base_url, demo: false, extent: None, notices: None }
        };
        self.place.write_district(&fresh)?;
        Ok(fresh)
    }
}

/// Runs the server until it is told to stop.
pub fn run(serve: Serve) -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "info,hyper=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    is_free(serve.listen)?;
    let district = serve.district()?;
    if district.demo && !serve.listen.ip().is_loopback() && !serve.demo_for_everybody {
        bail!(
            "demo data have known passwords: they are served on a loopback address only, or with --demo-for-everybody"
        );
    }
    let _alone = alone(&serve.place)?;
    if district.demo {
        crate::demo::load(&serve.place, &district)?;
    }
    let metrics = api::install_metrics();
    let opening = Opening { queue: serve.queue, ..Opening::default() };
    let surroundings: Arc<dyn Surroundings> = match serve.ahead {
        Some(minutes) => Arc::new(Ahead { minutes: i64::from(minutes) }),
        None => Arc::new(Machine),
    };
    let app = open_as(&serve.place, &district, opening, surroundings)?;
    app.set_outlets(crate::outlets::outlets(&serve.place, &district)?);
    work::system::remember_keys(&app).map_err(|p| anyhow::anyhow!("keys: {p}"))?;
    if app.is_demo() {
        print_codes(&app)?;
    } else {
        first_start(&app)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve_until_told(&serve, &app, &district, metrics))?;
    runtime.shutdown_timeout(Duration::from_secs(5));
    app.store().close();
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Whether nobody listens there yet: said before anything is begun, made up or opened.
fn is_free(address: SocketAddr) -> Result<()> {
    std::net::TcpListener::bind(address).map(drop).with_context(|| {
        format!("cannot listen on {address} (is a server running there? --listen takes another address)")
    })
}

/// One server at a time on an embedded database; the lock goes with the process, however it ends.
fn alone(place: &Where) -> Result<Option<std::fs::File>> {
    if place.database.is_some() {
        return Ok(None);
    }
    std::fs::create_dir_all(&place.data)?;
    let file = std::fs::File::create(place.data.join("serve.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(_) => bail!("another server already serves {}", place.data.display()),
    }
}

/// Prints a few codes of the demo district, for whoever has no wall at hand.
fn print_codes(app: &App) -> Result<()> {
    let some = work::place::some_plates(app, 4).map_err(|p| anyhow::anyhow!("codes: {p}"))?;
    eprintln!("扫码演示 (codes to scan):\n");
    for (place, plate) in some {
        eprintln!("  {}  {place}", plate.url);
    }
    eprintln!();
    Ok(())
}

/// Prints the links with which the first administrators set their passwords.
fn first_start(app: &App) -> Result<()> {
    let links =
        work::people::first_administrators(app).map_err(|p| anyhow::anyhow!("first administrators: {p}"))?;
    if !links.is_empty() {
        eprintln!(
            "\nThis installation is new. Each link below sets one administrator's password, once, within 72 hours;"
        );
        eprintln!("give each to a different person (三员分立):\n");
        for (login, link) in links {
            eprintln!("  {login:<10} {link}");
        }
        eprintln!();
    }
    Ok(())
}

async fn serve_until_told(
    serve: &Serve,
    app: &App,
    district: &DistrictFile,
    metrics: api::Metrics,
) -> Result<()> {
    let listener = TcpListener::bind(serve.listen)
        .await
        .with_context(|| format!("cannot listen on {}", serve.listen))?;
    let address = listener.local_addr()?;
    let maps = api::Maps::open(&serve.place.maps())?;
    let router = router(serve, app, district, metrics, maps);
    let jobs = tokio::spawn(jobs(app.clone()));
    // Before the line is printed: whoever read it may ask to stop at once.
    let told = told_to_stop()?;
    say!("mashang listens on http://{address}, data in {}", describe(&serve.place));
    accept(listener, router, serve.patience().head, told, || app.stop()).await?;
    jobs.abort();
    if let Err(problem) = work::place::write_scans(app).await {
        tracing::warn!(%problem, "the last scans were not counted");
    }
    Ok(())
}

fn describe(place: &Where) -> String {
    match &place.database {
        // A password in the address is nobody's business on a terminal.
        Some(url) => {
            let shown = match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &url[..scheme], &url[at..]),
                _ => url.clone(),
            };
            format!("{shown}, photos and keys in {}", place.data.display())
        }
        None => place.data.display().to_string(),
    }
}

fn router(
    serve: &Serve,
    app: &App,
    district: &DistrictFile,
    metrics: api::Metrics,
    maps: api::Maps,
) -> Router {
    let secure = app.base_url().starts_with("https://");
    let settings = api::Settings {
        secure_cookies: secure,
        trusted_proxies: serve.trusted_proxy.clone(),
        open311_open: serve.open311_open || app.is_demo(),
        extent: district.extent,
        maps,
        metrics,
        metrics_token: serve.metrics_token.clone(),
    };
    let mut pages = pages::Settings {
        secure_cookies: secure,
        trusted_proxies: serve.trusted_proxy.clone(),
        ..pages::Settings::default()
    };
    pages.patience = pages.patience.min(2 * serve.patience().silence);
    let all = Router::new()
        .merge(api::router(app.clone(), settings))
        .merge(crate::console::router())
        .merge(pages::router(app.clone(), pages));
    api::with_outer_layers(all, secure, serve.patience())
}

/// Accepts connections until the process is told to stop, then lets what runs come to its end.
async fn accept(
    listener: TcpListener,
    router: Router,
    head: Duration,
    told: impl Future<Output = ()>,
    stopping: impl FnOnce(),
) -> Result<()> {
    // No HTTP/2: browsers speak it to the TLS proxy in front, and without TLS nobody does.
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(head).keep_alive(true);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
    let mut told = std::pin::pin!(told);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, most likely: wait a moment instead of spinning.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut told => break,
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    stopping();
    tracing::info!("stopping: no new connections, waiting for those that run");
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
    Ok(())
}

/// Listens for the signals that end a server, from now on; the future waits for one.
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What runs beside the requests: timers of hazards, registers that changed on another node.
async fn jobs(app: App) {
    let follow = tokio::spawn(work::follow(app.clone()));
    let notices = tokio::spawn(work::notice::follow(app.clone()));
    for route in app.outlets().routes() {
        tokio::spawn(work::notice::send(app.clone(), route));
    }
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
        if follow.is_finished() || notices.is_finished() {
            tracing::error!("following the log ended");
            return;
        }
    }
}
