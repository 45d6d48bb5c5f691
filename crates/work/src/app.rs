//! What every room upstairs shares: the store, the photos, the keys, the rules in force.

use crate::Problem;
use crate::calendar::CalendarBook;
use crate::entropy::FromSurroundings;
use crate::limiter::{DayKey, Limiters, Rates};
use crate::notice::Outlets;
use crate::people::Gate;
use crate::place::editions::PlaceEditions;
use crate::registers::Registers;
use domain::calendar::Calendar;
use domain::hazard::{Catalogue, CatalogueBook, LimitBook};
use domain::ids::District;
use domain::place::{CheckLists, Extent, MacKey, MacKeys, PlaceRules};
use domain::rulebook::RuleBook;
use identity::entropy::Entropy;
use identity::keys::{KeyName, KeyRing};
use identity::password::Passwords;
use identity::sealing::Sealer;
use identity::suite::{HmacSha256, Signer};
use identity::vault::Vault;
use std::sync::{Arc, Mutex, RwLock};
use store::{Sign, Store, Surroundings};

/// What a running product is made of. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

/// How it is put together; the binary and the tests fill this in.
pub struct Setup {
    /// The store.
    pub store: Store,
    /// Photos.
    pub shelf: files::Shelf,
    /// Keys.
    pub keys: KeyRing,
    /// The district that this installation serves.
    pub district: District,
    /// Its name in words, for example 雁峰区.
    pub district_name: String,
    /// The address under which the public reaches it, without a slash at the end.
    pub base_url: String,
    /// Whether the data are made up.
    pub demo: bool,
    /// How passwords are hashed; tests take less.
    pub passwords: Passwords,
    /// How often strangers may try.
    pub rates: Rates,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) shelf: files::Shelf,
    pub(crate) keys: KeyRing,
    pub(crate) vault: Vault,
    pub(crate) sealer: Sealer,
    pub(crate) receipt_mac: HmacSha256,
    pub(crate) code_keys: MacKeys,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) gate: Gate,
    pub(crate) limiters: Limiters,
    pub(crate) district: District,
    pub(crate) district_name: RwLock<String>,
    pub(crate) checking: crate::audit::Checking,
    pub(crate) base_url: String,
    pub(crate) demo: bool,
    pub(crate) limits: RwLock<Arc<LimitBook>>,
    pub(crate) calendar: RwLock<CalendarBook>,
    pub(crate) catalogue: RwLock<Arc<CatalogueBook>>,
    pub(crate) judging: RwLock<Arc<crate::judging::Books>>,
    pub(crate) registers: RwLock<Arc<Registers>>,
    /// Held while the registers are read again, so that of two readings the later one stands.
    refreshing: Mutex<()>,
    pub(crate) clients: crate::client::Keys,
    outlets: RwLock<Outlets>,
    stopping: tokio::sync::watch::Sender<bool>,
    pub(crate) scans: crate::place::ScanCounts,
    pub(crate) place_editions: RwLock<PlaceEditions>,
    pub(crate) extent: RwLock<Option<Extent>>,
}

/// Signs the log's checkpoints with the key ring's key.
pub(crate) struct LogSigner(pub(crate) identity::suite::Ed25519);

impl Sign for LogSigner {
    fn sign(&self, text: &[u8]) -> [u8; 64] {
        // Ed25519 over a short text cannot fail; a device that does gives a signature that nobody accepts.
        self.0.sign(text).ok().and_then(|s| s.try_into().ok()).unwrap_or([0; 64])
    }

    fn public_key(&self) -> [u8; 32] {
        self.0.public_key().try_into().unwrap_or([0; 32])
    }
}

impl App {
    /// Puts it together and reads the registers.
    pub fn open(setup: Setup, surroundings: Arc<dyn Surroundings>) -> Result<Self, Problem> {
        let entropy: Arc<dyn Entropy> = Arc::new(FromSurroundings(Arc::clone(&surroundings)));
        let day_key = Arc::new(DayKey::new(surroundings.as_ref()));
        let mut code_keys: Option<MacKeys> = None;
        for (version, key) in setup.keys.versions(KeyName::Code) {
            let (version, key) = ((version % 32) as u8, MacKey(*key.expose()));
            code_keys = Some(match code_keys {
                Some(keys) => keys.with(version, key),
                None => MacKeys::one(version, key),
            });
        }
        let code_keys = code_keys.ok_or_else(|| Problem::new(500, "internal"))?;
        let app = Self {
            inner: Arc::new(Inner {
                vault: Vault::new(&setup.keys, Arc::clone(&entropy)),
                sealer: Sealer::new(&setup.keys, Arc::clone(&entropy)),
                receipt_mac: setup.keys.receipt_mac(),
                code_keys,
                entropy,
                gate: Gate::new(setup.passwords, &day_key),
                limiters: Limiters::new(setup.rates, &surroundings, &day_key),
                store: setup.store,
                shelf: setup.shelf,
                keys: setup.keys,
                district: setup.district,
                district_name: RwLock::new(setup.district_name),
                checking: crate::audit::Checking::default(),
                base_url: setup.base_url,
                demo: setup.demo,
                limits: RwLock::new(Arc::new(LimitBook::shipped())),
                calendar: RwLock::new(CalendarBook::shipped()),
                catalogue: RwLock::new(Arc::new(CatalogueBook::new(Catalogue::demo_2026(), Vec::new()))),
                judging: RwLock::new(Arc::new(crate::judging::Books::shipped())),
                registers: RwLock::new(Arc::new(Registers::default())),
                refreshing: Mutex::new(()),
                clients: crate::client::Keys::default(),
                outlets: RwLock::default(),
                stopping: tokio::sync::watch::Sender::new(false),
                scans: crate::place::ScanCounts::default(),
                place_editions: RwLock::new(PlaceEditions::shipped()),
                extent: RwLock::new(None),
            }),
        };
        app.refresh_registers()?;
        Ok(app)
    }

    /// Signs checkpoints; the store takes it at opening.
    pub fn log_signer(keys: &KeyRing) -> Arc<dyn Sign> {
        Arc::new(LogSigner(keys.log_signer()))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The district that this installation serves.
    pub fn district(&self) -> District {
        self.inner.district
    }

    /// Its name in words.
    pub fn district_name(&self) -> String {
        self.inner.district_name.read().unwrap_or_else(|p| p.into_inner()).clone()
    }

    /// The address under which the public reaches it.
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// Whether the data are made up.
    pub fn is_demo(&self) -> bool {
        self.inner.demo
    }

    /// How often strangers may try.
    pub fn limiters(&self) -> &Limiters {
        &self.inner.limiters
    }

    /// The public key that checks checkpoints and promises.
    pub fn log_key(&self) -> [u8; 32] {
        LogSigner(self.inner.keys.log_signer()).public_key()
    }

    /// 时限规则, every version.
    pub fn limits(&self) -> Arc<LimitBook> {
        Arc::clone(&self.inner.limits.read().unwrap_or_else(|p| p.into_inner()))
    }

    /// 工作日历 as it is known now.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendar_book().calendar
    }

    /// 待录入年份: the year whose holidays should be entered by now, if one is missing.
    pub fn missing_holidays(&self) -> Option<i32> {
        self.calendar().holidays.missing(self.inner.store.surroundings().now())
    }

    /// 工作日历 with the versions of its parts.
    pub(crate) fn calendar_book(&self) -> CalendarBook {
        self.inner.calendar.read().unwrap_or_else(|p| p.into_inner()).clone()
    }

    /// 场所与点位码规则 in force.
    pub fn place_rules(&self) -> Arc<PlaceRules> {
        Arc::clone(self.place_rule_editions().at(self.inner.store.surroundings().now()))
    }

    /// 场所与点位码规则, every version.
    pub(crate) fn place_rule_editions(&self) -> Arc<RuleBook<PlaceRules>> {
        Arc::clone(&self.inner.place_editions.read().unwrap_or_else(|p| p.into_inner()).rules)
    }

    /// 检查表 in force.
    pub fn check_lists(&self) -> Arc<CheckLists> {
        Arc::clone(self.check_list_editions().at(self.inner.store.surroundings().now()))
    }

    /// 检查表, every version: old records are read with the one that was used.
    pub(crate) fn check_list_editions(&self) -> Arc<RuleBook<CheckLists>> {
        Arc::clone(&self.inner.place_editions.read().unwrap_or_else(|p| p.into_inner()).check_lists)
    }

    /// 辖区范围 as the guide set it.
    pub fn extent(&self) -> Option<Extent> {
        *self.inner.extent.read().unwrap_or_else(|p| p.into_inner())
    }

    /// 隐患目录 in force.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(self.catalogue_book().at(self.inner.store.surroundings().now()))
    }

    /// 隐患目录, every version: names in history are read with the one in force then.
    pub fn catalogue_book(&self) -> Arc<CatalogueBook> {
        Arc::clone(&self.inner.catalogue.read().unwrap_or_else(|p| p.into_inner()))
    }

    /// 评判规则, every version: criteria, risk methods, limits of what is plausible, re-checks.
    pub fn judging(&self) -> Arc<crate::judging::Books> {
        Arc::clone(&self.inner.judging.read().unwrap_or_else(|p| p.into_inner()))
    }

    /// 单位, 人员: names by id, as they stand now.
    pub fn registers(&self) -> Arc<Registers> {
        Arc::clone(&self.inner.registers.read().unwrap_or_else(|p| p.into_inner()))
    }

    /// Reads the registers again, after they changed here or on another node.
    pub fn refresh_registers(&self) -> Result<(), Problem> {
        let _alone = self.inner.refreshing.lock().unwrap_or_else(|p| p.into_inner());
        let district = self.inner.district;
        let (fresh, book, facts, (calendar, limits, places, judging)) =
            self.inner.store.read_blocking(move |c| {
                let book = crate::catalogue::load(c, district)?;
                let places = crate::place::editions::load(c, district)?;
                let rules = (
                    crate::calendar::load(c, district)?,
                    crate::limits::load(c, district)?,
                    places,
                    crate::judging::load(c, district)?,
                );
                Ok((Registers::load(c, district)?, book, crate::setup::load(c, district)?, rules))
            })?;
        *self.inner.calendar.write().unwrap_or_else(|p| p.into_inner()) = calendar;
        *self.inner.judging.write().unwrap_or_else(|p| p.into_inner()) = judging;
        *self.inner.limits.write().unwrap_or_else(|p| p.into_inner()) = Arc::new(limits);
        *self.inner.place_editions.write().unwrap_or_else(|p| p.into_inner()) = places;
        *self.inner.extent.write().unwrap_or_else(|p| p.into_inner()) = facts.extent;
        if let Some(called) = facts.called {
            *self.inner.district_name.write().unwrap_or_else(|p| p.into_inner()) = called.name;
        }
        *self.inner.registers.write().unwrap_or_else(|p| p.into_inner()) = Arc::new(fresh);
        *self.inner.catalogue.write().unwrap_or_else(|p| p.into_inner()) = Arc::new(book);
        Ok(())
    }

    /// 通知渠道 of this installation.
    pub fn outlets(&self) -> Outlets {
        self.inner.outlets.read().unwrap_or_else(|p| p.into_inner()).clone()
    }

    /// Says which channels there are; none until then.
    pub fn set_outlets(&self, outlets: Outlets) {
        *self.inner.outlets.write().unwrap_or_else(|p| p.into_inner()) = outlets;
    }

    /// The process is told to stop: answers that have no end come to one.
    pub fn stop(&self) {
        self.inner.stopping.send_replace(true);
    }

    /// Says when the process is told to stop.
    pub(crate) fn stopping(&self) -> tokio::sync::watch::Receiver<bool> {
        self.inner.stopping.subscribe()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}
