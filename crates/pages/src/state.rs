//! What the pages share.

use crate::around::Land;
use crate::reader::Reader;
use crate::words::{Lang, Words};
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use work::App;

/// How the pages are set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether the address is https, so that cookies are marked for it.
    pub secure_cookies: bool,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// 咨询电话: whom to call with questions.
    pub hotline: String,
    /// The most months for which a reporter's contact is kept after closing; stands in the privacy notice
    /// (个人信息保护法 §17, §19).
    pub contact_months: u32,
    /// How long a sender may be silent in the middle of an upload.
    pub patience: Duration,
    /// How long an upload may take as a whole.
    pub longest: Duration,
    /// The most bytes of photos on their way in that are held in memory at the same time, by all senders together.
    pub upload_memory: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secure_cookies: false,
            trusted_proxies: Vec::new(),
            hotline: "12345".into(),
            contact_months: 12,
            patience: Duration::from_secs(15),
            longest: Duration::from_secs(300),
            upload_memory: 256_000_000,
        }
    }
}

/// What every handler gets.
#[derive(Clone)]
pub(crate) struct Pages {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) app: App,
    pub(crate) settings: Settings,
    /// One permit for each byte that may be held.
    pub(crate) memory: Semaphore,
    /// The ground of the drawing of the district.
    pub(crate) land: Mutex<Option<Arc<Land>>>,
}

impl std::ops::Deref for Pages {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl Pages {
    pub(crate) fn new(app: App, settings: Settings) -> Self {
        let memory = Semaphore::new(settings.upload_memory.min(Semaphore::MAX_PERMITS));
        Self { inner: Arc::new(Inner { app, settings, memory, land: Mutex::new(None) }) }
    }

    /// Whoever sent the request, for counting.
    pub(crate) fn caller(&self, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
        let peer =
            extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |c| c.0.ip());
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        work::address::caller(peer, forwarded, &self.settings.trusted_proxies)
    }

    /// The frame of a page.
    pub(crate) fn frame(&self, lang: Reader, title: impl Into<String>) -> Frame {
        Frame {
            w: lang.words(),
            lang: lang.lang,
            large: lang.large,
            query: String::new(),
            title: title.into(),
            district: self.app.district_name().to_owned(),
            hotline: self.settings.hotline.clone(),
            demo: self.app.is_demo(),
            can_switch: true,
            scripts: false,
        }
    }
}

/// What every page shows around its content.
pub(crate) struct Frame {
    pub(crate) w: &'static Words,
    pub(crate) lang: Lang,
    /// 大字版.
    pub(crate) large: bool,
    /// What was asked for, to be kept when language or size change: `name=value&` for each.
    pub(crate) query: String,
    pub(crate) title: String,
    pub(crate) district: String,
    pub(crate) hotline: String,
    pub(crate) demo: bool,
    /// Whether the other language is offered: not where a change of page would lose what was typed.
    pub(crate) can_switch: bool,
    /// Whether the page sends reports, or may have some waiting.
    pub(crate) scripts: bool,
}

impl Frame {
    /// For an answer to what was sent: leaving the page would lose it.
    pub(crate) fn stay(mut self) -> Self {
        self.can_switch = false;
        self
    }

    pub(crate) fn with_scripts(mut self) -> Self {
        self.scripts = true;
        self
    }

    pub(crate) fn css(&self) -> &'static str {
        crate::assets::css_path()
    }

    pub(crate) fn lists_css(&self) -> &'static str {
        crate::assets::lists_path()
    }

    pub(crate) fn receipt_css(&self) -> &'static str {
        crate::assets::receipt_path()
    }

    pub(crate) fn queue_js(&self) -> &'static str {
        crate::assets::queue_path()
    }

    pub(crate) fn form_js(&self) -> &'static str {
        crate::assets::form_path()
    }

    pub(crate) fn speaker(&self) -> &'static str {
        crate::assets::speaker_path()
    }

    /// Marks what is Chinese on a page in another language: names of places and offices, as the register has them.
    pub(crate) fn chinese(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "",
            Lang::En => " lang=\"zh-CN\"",
        }
    }

    /// The size of type that is offered instead.
    pub(crate) fn other_type(&self) -> (&'static str, &'static str) {
        let w = &self.w.frame;
        if self.large { ("usual", w.usual_type) } else { ("large", w.large_type) }
    }

    pub(crate) fn other_tag(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "en",
            Lang::En => "zh",
        }
    }
}
