//! How this server is reached and measured.

use crate::metrics::Metrics;
use domain::place::Extent;
use identity::session::Transport;
use std::net::IpAddr;
use std::sync::Arc;
use work::App;

/// What the binary decides.
#[derive(Clone)]
pub struct Settings {
    /// Whether browsers reach it by HTTPS: cookies are then for HTTPS only.
    pub secure_cookies: bool,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether Open311 takes reports without a key.
    pub open311_open: bool,
    /// Where the district lies, as `district.toml` says; else as its administrator says. What Open311 sends from far
    /// outside is refused; everything is taken while nobody said.
    pub extent: Option<Extent>,
    /// What the map is drawn on.
    pub maps: crate::map::Maps,
    /// The figures that `/metrics` shows.
    pub metrics: Metrics,
    /// What `/metrics` asks for from other machines; without one it answers this machine only.
    pub metrics_token: Option<String>,
}

/// What every handler has at hand.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) app: App,
    pub(crate) settings: Arc<Settings>,
    /// 实时动态, for everybody who watches.
    pub(crate) changes: work::hazard::Changes,
}

impl Api {
    pub(crate) fn new(app: App, settings: Settings) -> Self {
        Self { app, settings: Arc::new(settings), changes: Default::default() }
    }

    /// Where the district lies.
    pub(crate) fn extent(&self) -> Option<Extent> {
        self.settings.extent.or_else(|| self.app.extent())
    }

    /// How the browser reaches the server.
    pub(crate) fn transport(&self) -> Transport {
        if self.settings.secure_cookies { Transport::Https } else { Transport::LoopbackHttp }
    }
}
