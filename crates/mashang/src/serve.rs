//! `mashang serve`: everything on one address.

use crate::base_url::base_url;
use crate::jobs::jobs;
use crate::lang::both;
use crate::listen::{accept, told_to_stop};
use crate::open::{Ahead, DistrictFile, Machine, Opening, Where, open_as};
use crate::out::say;
use anyhow::{Context, Result, bail};
use axum::Router;
use clap::Args;
use std::io::IsTerminal as _;
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::Surroundings;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use work::App;

/// 启动服务 Serve the public pages, the console, the API and Open311
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
    /// 监听的地址和端口 Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8311", env = "MASHANG_LISTEN", value_parser = address)]
    listen: SocketAddr,
    /// 演示：首次启动时造一个区 Load a made-up district with demo sign-ins at the first start
    #[arg(long)]
    demo: bool,
    /// 允许别的机器访问演示数据 Let demo data be reached from other machines too
    #[arg(long, requires = "demo")]
    demo_for_everybody: bool,
    /// 首次启动：六位区划代码 First start: the district's code of six digits (GB/T 2260)
    #[arg(long, value_name = "CODE")]
    district: Option<i64>,
    /// 首次启动：区名 First start: the district's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// 首次启动：公众访问的地址，印在码和回执上 First start: the address under which the public reaches this server,
    /// for codes and receipts
    #[arg(long, value_name = "URL", value_parser = base_url)]
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
            let (data, name, code, url) =
                (self.place.data.display(), &known.name, known.code, &known.base_url);
            bail!(both!(
                "{data} 是{name}（{code}，{url}）的数据：--district、--name、--base-url 只在首次启动时有效；要改名称或地址，\
                 请改 {data}/district.toml 里的 name、base_url",
                "{data} is the installation of {name} ({code}) at {url}: --district, --name and --base-url matter at the \
                 first start only; name and base_url may be changed in district.toml"
            ));
        }
        Ok(())
    }

    /// Everybody knows the passwords of demo data.
    fn keeps_demo_at_home(&self, demo: bool) -> Result<()> {
        if demo && !self.listen.ip().is_loopback() && !self.demo_for_everybody {
            bail!(both!(
                "演示数据的密码是公开的，只能在本机访问：请用 --listen 127.0.0.1:8311；确要让别人访问，加 --demo-for-everybody",
                "demo data have known passwords: they are served on a loopback address only, such as --listen \
                 127.0.0.1:8311, or with --demo-for-everybody"
            ));
        }
        Ok(())
    }

    /// What the installation is called: as it was first set up, or as the arguments say now.
    fn district(&self) -> Result<DistrictFile> {
        if let Some(known) = self.place.district()? {
            if self.demo && !known.demo {
                let data = self.place.data.display();
                bail!(both!(
                    "{data} 里是真实数据，演示请用 --data 另指一个目录",
                    "{data} holds real data; demo data go into a directory of their own: name it with --data"
                ));
            }
            self.agrees_with(&known)?;
            return Ok(known);
        }
        self.place.refuse_nameless_data()?;
        // Before anything is written: the address would stand in every code of the folder from then on.
        self.keeps_demo_at_home(self.demo)?;
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
                    bail!(both!(
                        "--district 和 --name 要一起写，例如 --district 430406 --name 雁峰区",
                        "--district and --name go together, for example --district 430406 --name 雁峰区"
                    ));
                }
                return self.place.begin_unnamed(Some(base_url));
            };
            if !(100_000..=999_999).contains(&code) {
                bail!(both!(
                    "--district 是六位区划代码（GB/T 2260），例如 430406",
                    "--district takes the six digits of GB/T 2260, for example 430406"
                ));
            }
            DistrictFile { code, name, base_url, demo: false, extent: None, notices: None }
        };
        self.place.write_district(&fresh)?;
        Ok(fresh)
    }
}

/// An address to listen on.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        both!(
            "要写地址和端口，例如 127.0.0.1:8311",
            "it takes an address and a port, for example 127.0.0.1:8311"
        )
    })
}

/// Runs the server until it is told to stop.
pub fn run(serve: Serve) -> Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "info,hyper=warn".into()),
        )
        .with_writer(std::io::stderr)
        // In a file or a journal, colours are noise.
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    is_free(serve.listen)?;
    let district = serve.district()?;
    serve.keeps_demo_at_home(district.demo)?;
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
        both!(
            "不能监听 {address}（可能已有服务在用，可用 --listen 换一个）",
            "cannot listen on {address} (is a server running there? --listen takes another address)"
        )
    })
}

/// One server at a time on an embedded database; the lock goes with the process, however it ends.
fn alone(place: &Where) -> Result<Option<std::fs::File>> {
    if place.database.is_some() {
        return Ok(None);
    }
    std::fs::create_dir_all(&place.data).with_context(|| place.data.display().to_string())?;
    let lock = place.data.join("serve.lock");
    let file = std::fs::File::create(&lock).with_context(|| lock.display().to_string())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(_) => {
            let data = place.data.display();
            bail!(both!(
                "已有一个服务在用 {data}：先停掉它，或用 --data 换一个目录",
                "another server already serves {data}: stop it first, or take another directory with --data"
            ))
        }
    }
}

/// Prints a few codes of the demo district, for whoever has no wall at hand.
fn print_codes(app: &App) -> Result<()> {
    let some = work::place::some_plates(app, 4).map_err(|p| anyhow::anyhow!("codes: {p}"))?;
    eprintln!("{}\n", both!("扫码演示（网址即码的内容）：", "Codes to scan:"));
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
            "\n{}\n",
            both!(
                "新系统：下面每个链接设定一名管理员的密码，只能用一次，72 小时内有效。\n三员分立，请分别交给三个人：",
                "This installation is new. Each link below sets one administrator's password, once, within 72 hours;\n\
             give each to a different person (三员分立):"
            )
        );
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
        .with_context(|| both!("不能监听 {}", "cannot listen on {}", serve.listen))?;
    let address = listener.local_addr()?;
    let maps = api::Maps::open(&serve.place.maps())?;
    let router = router(serve, app, district, metrics, maps);
    let jobs = jobs(app);
    // Before the line is printed: whoever read it may ask to stop at once.
    let told = told_to_stop()?;
    let data = describe(&serve.place);
    // The first words are the same in both languages: programs wait for them.
    say!(
        "{}",
        both!(
            "mashang listens on http://{address} 已启动，数据在 {data}",
            "mashang listens on http://{address}, data in {data}"
        )
    );
    accept(listener, router, serve.patience().head, told, || app.stop()).await?;
    jobs.iter().for_each(JoinHandle::abort);
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
            let data = place.data.display();
            both!("{shown}，照片和密钥在 {data}", "{shown}, photos and keys in {data}")
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
    let patience = serve.patience();
    let pages = pages::Settings {
        secure_cookies: secure,
        trusted_proxies: serve.trusted_proxy.clone(),
        // A little less than what holds for every body, so that whoever is too slow with a form reads why.
        patience: patience.silence * 3 / 4,
        longest: patience.body * 10 / 11,
        ..pages::Settings::default()
    };
    let all = Router::new()
        .merge(api::router(app.clone(), settings))
        .merge(crate::console::router())
        .merge(pages::router(app.clone(), pages));
    api::with_outer_layers(all, secure, patience)
}
