//! The report that is measured: without photo, with words, position, kind and street.

use domain::calendar::{Calendar, Instant};
use domain::hazard::{
    Channel, Context, Event, Hazard, LimitRules, Protection, Refusal, Report, Source, SupervisionBook, Words,
};
use domain::ids::HazardId;
use domain::ledger::{Hash, Noun};
use domain::people::Actor;
use domain::place::Position;
use std::sync::{Arc, LazyLock};
use store::{Command, Halt, Key, Needs, Surroundings, Tx};

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::shipped);
static SUPERVISION: LazyLock<SupervisionBook> = LazyLock::new(SupervisionBook::shipped);

/// 上报 as the product does it, without what other rooms add (vault, photos).
pub struct Send {
    report: Report,
    rules: Arc<LimitRules>,
}

impl Send {
    /// The report number `n` of a run.
    pub fn new(machine: &dyn Surroundings, rules: &Arc<LimitRules>, n: u64) -> Self {
        Self::at(machine, rules, n, machine.now())
    }

    /// The report number `n` of a run, made at a moment.
    pub fn at(machine: &dyn Surroundings, rules: &Arc<LimitRules>, n: u64, moment: Instant) -> Self {
        let mut random = [0; 10];
        machine.fill(&mut random);
        let id = uuid::Builder::from_unix_timestamp_millis(moment.0.max(0) as u64, &random).into_uuid();
        let report = Report {
            id: HazardId(id),
            receipt: format!("{:026x}", u128::from_be_bytes(*id.as_bytes()).reverse_bits() >> 24),
            source: Source::Resident,
            channel: Channel::Open311,
            captured_at: None,
            category: Some(format!("0{}0{}", n % 8 + 1, n % 5 + 1)),
            place: None,
            position: Some(Position {
                lon_e7: 1_126_000_000 + (n as i64 * 7_919) % 300_000,
                lat_e7: 268_800_000 + (n as i64 * 104_729) % 300_000,
            }),
            fix: None,
            street: Some(format!("43040600{}", n % 8 + 1)),
            life_danger: false,
            photos: Vec::new(),
            reporter: None,
            protection: Protection::Anonymous,
            external: Vec::new(),
            text: "消防车通道被货车堵住，居民已经多次反映。".into(),
            address: "解放路 12 号小区东门".into(),
        };
        Self { report, rules: Arc::clone(rules) }
    }

    /// What it comes to at a moment.
    pub fn decided(&self, now: Instant) -> Option<(Event, Words)> {
        let (actor, rules) = (&Actor::Public, &self.rules);
        let calendar = &CALENDAR;
        let supervision = &SUPERVISION;
        let context = Context {
            now,
            actor,
            rules,
            supervision,
            calendar,
            catalogue: None,
            expected: None,
            other: None,
            evidence: Default::default(),
        };
        domain::hazard::report(&self.report, &context).ok().map(|draft| (draft.event, draft.words))
    }

    /// Its hazard.
    pub fn id(&self) -> HazardId {
        self.report.id
    }

    /// An idempotency key for it.
    pub fn key(&self) -> Key {
        Key::new("bench", &self.report.receipt, self.report.text.as_bytes())
    }
}

impl Command for Send {
    type Output = Hash;
    type Refusal = Refusal;

    fn needs(&self, needs: &mut Needs) {
        needs.new_stream(Noun::Hazard, self.report.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Hash, Halt<Refusal>> {
        let context = Context {
            now: tx.now(),
            actor: &Actor::Public,
            rules: &self.rules,
            supervision: &SUPERVISION,
            calendar: &CALENDAR,
            catalogue: None,
            expected: None,
            other: None,
            evidence: Default::default(),
        };
        let draft = domain::hazard::report(&self.report, &context).map_err(Halt::Refused)?;
        Ok(tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?)
    }
}
