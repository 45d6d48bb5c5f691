//! 一年: a district lives through a year with its holidays. People act late, never, or wrongly; nodes stop for days,
//! start again, and sweep two at a time. Whatever happens, what holds, holds after every step.

#![allow(clippy::unwrap_used, clippy::panic, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::supervision::ReplyDecision;
use domain::hazard::{
    Action, ActionKind, ClockRef, Event, Finding, Grade, Hazard, ListingLevel, PartyKind, PhotoRole,
    RejectReason, ReopenCause, Stage, SupervisionLevel, SuspensionCause, VerifyMethod, allowed,
};
use domain::ids::HazardId;
use domain::people::{Actor, Staff};
use std::collections::BTreeMap;
use store::Surroundings;
use town::{DISTRICT, Engine, Town};
use work::hazard::NewReport;

/// SplitMix64, so that a year is the same year again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

struct Year {
    town: Town,
    dice: Dice,
    hazards: Vec<HazardId>,
    checked: BTreeMap<HazardId, u32>,
    /// How often what happened.
    seen: BTreeMap<String, usize>,
    /// 2026-01-05, a Monday, or whenever it began.
    began: Instant,
}

type Fired = BTreeMap<String, Vec<(SupervisionLevel, Instant, Instant)>>;

impl Year {
    fn new(engine: Engine, seed: u64) -> Self {
        let town = Town::seeded(engine, seed);
        let began = "2026-01-05T08:00:00+08:00".parse().unwrap();
        town.clock.set(began);
        Self {
            town,
            dice: Dice(seed),
            hazards: Vec::new(),
            checked: BTreeMap::new(),
            seen: BTreeMap::new(),
            began,
        }
    }

    fn now(&self) -> Instant {
        self.town.clock.now()
    }

    fn note(&mut self, what: impl Into<String>) {
        *self.seen.entry(what.into()).or_default() += 1;
    }

    fn live(&mut self, days: i64, every_days: usize) {
        while self.now().since(self.began) < days * Instant::DAY {
            if self.hazards.is_empty() || self.dice.chance(50 / every_days.max(1)) {
                self.report();
            }
            for _ in 0..self.dice.below(4) {
                self.somebody_acts();
            }
            self.time_passes();
            self.sweep();
            self.holds();
        }
    }

    /// Hours, a weekend, or a downtime of days with a restart.
    fn time_passes(&mut self) {
        let hours = match self.dice.below(40) {
            0 => {
                self.note("downtime");
                self.town.wait((24 + self.dice.below(24 * 9) as i64) * Instant::HOUR);
                self.town.restart();
                1
            }
            1..=3 => 40 + self.dice.below(40),
            4..=19 => 6 + self.dice.below(20),
            _ => 1 + self.dice.below(6),
        };
        self.town.wait(hours as i64 * Instant::HOUR + self.dice.below(3_600) as i64 * Instant::SECOND);
    }

    /// One node, or two at the same moment; again until nothing is due.
    fn sweep(&mut self) {
        if self.dice.chance(10) {
            let other = self.town.second_server();
            let (one, two) = self.town.block_on(async {
                tokio::join!(work::hazard::sweep(&self.town.app), work::hazard::sweep(&other))
            });
            other.store().close();
            let moved = one.unwrap() + two.unwrap();
            self.note(if moved > 0 { "two nodes, something to do" } else { "two nodes" });
        }
        while self.town.block_on(work::hazard::sweep(&self.town.app)).unwrap() > 0 {}
        let due = self.town.app.store().read_blocking(|c| {
            let sql = "select count(*) from hazards where district = $1 and wake_at <= $2";
            c.query(sql, &[DISTRICT.into(), self.town.clock.now().into()])?[0].int(0)
        });
        assert_eq!(due.unwrap(), 0, "something that is owed was not done");
    }

    fn report(&mut self) {
        let report = NewReport {
            text: "消防通道被堵".into(),
            address: "解放路 12 号".into(),
            life_danger: self.dice.chance(20),
            ..NewReport::default()
        };
        let id = self.town.resident().sends(report, None).unwrap().id;
        self.hazards.push(id);
        self.note("reported");
    }

    fn somebody(&mut self) -> (Actor, Staff) {
        let all = self.town.actors.all();
        let staff = all[self.dice.below(all.len())].1.clone();
        (Actor::Staff(staff.clone()), staff)
    }

    /// Somebody does something that is allowed to them, mostly the next thing; now and then something that is not.
    fn somebody_acts(&mut self) {
        let recent = self.hazards.len().saturating_sub(25);
        let id = self.hazards[recent + self.dice.below(self.hazards.len() - recent)];
        let hazard = self.town.hazard(id);
        if self.dice.chance(8) {
            return self.somebody_does_wrong(&hazard);
        }
        // Most of what may be done at any time is done seldom.
        let dull = |kind: &ActionKind| {
            use ActionKind::*;
            !matches!(
                kind,
                Supplement
                    | Reply
                    | EraseWords
                    | EraseReporter
                    | OpenReporter
                    | AskOpening
                    | Reject
                    | ReferOut
                    | Merge
                    | AskSupplement
                    | Instruct
                    | GradeRisk
                    | Judge
                    | WithdrawSupervision
            )
        };
        let rare = self.dice.chance(4);
        let mut possible: Vec<(Actor, ActionKind)> = Vec::new();
        for (_, staff) in self.town.actors.all() {
            let actor = Actor::Staff(staff.clone());
            let kinds = allowed(&hazard, &actor, self.now());
            possible.extend(kinds.into_iter().filter(|k| rare || dull(k)).map(|kind| (actor.clone(), kind)));
        }
        let holder = Actor::ReceiptHolder { hazard: id };
        possible.extend(
            allowed(&hazard, &holder, self.now()).into_iter().filter(dull).map(|k| (holder.clone(), k)),
        );
        // Most people do most of the time what is to be done next.
        let onward = |kind: &ActionKind| {
            use ActionKind::*;
            matches!(
                kind,
                Accept | File | Dispatch | Sign | Plan | Submit | Verify | ApproveClosing | DecideReply
            )
        };
        if self.dice.chance(50) && possible.iter().any(|(_, kind)| onward(kind)) {
            possible.retain(|(_, kind)| onward(kind));
        }
        if possible.is_empty() {
            return;
        }
        let (actor, kind) = possible[self.dice.below(possible.len())].clone();
        let Some(action) = self.action(kind, &hazard) else { return };
        let version = Some(hazard.version);
        let done = self.town.block_on(work::hazard::act(&self.town.app, actor, None, id, version, action));
        match done {
            Ok(_) => self.note(kind.name()),
            Err(problem) => {
                assert!(problem.status < 500, "{kind:?}: {problem:?}");
                self.note("refused by a rule");
            }
        }
    }

    /// What is not allowed changes nothing.
    fn somebody_does_wrong(&mut self, hazard: &Hazard) {
        let (actor, _) = self.somebody();
        let may = allowed(hazard, &actor, self.now());
        let closed: Vec<ActionKind> = ActionKind::ALL.iter().copied().filter(|k| !may.contains(k)).collect();
        let kind = closed[self.dice.below(closed.len())];
        let Some(action) = self.action(kind, hazard) else { return };
        let done =
            self.town.block_on(work::hazard::act(&self.town.app, actor, None, hazard.id, None, action));
        assert!(done.is_err(), "{kind:?} was not allowed and happened");
        assert_eq!(self.town.hazard(hazard.id).version, hazard.version);
        self.note("wrong");
    }

    fn action(&mut self, kind: ActionKind, hazard: &Hazard) -> Option<Action> {
        use ActionKind as K;
        let now = self.now();
        let text = || "情况属实，已安排处理".to_owned();
        let in_days = |days: usize| now.plus(days as i64 * Instant::DAY);
        let units = ["roads", "building", "south", "north"];
        let unit = self.town.unit(units[self.dice.below(units.len())]);
        Some(match kind {
            K::Accept => Action::Accept,
            K::AskSupplement => Action::AskSupplement { text: text() },
            K::Supplement => Action::Supplement { text: text(), photos: vec![] },
            K::OrderInspection => Action::OrderInspection { unit: self.town.unit("south"), text: text() },
            K::Inspect => Action::Inspect { finding: Finding::Founded, text: text(), photos: vec![] },
            K::ConfirmSpotFix => Action::ConfirmSpotFix { text: text() },
            K::Reject => Action::Reject { reason: RejectReason::Unclear, text: text() },
            K::Appeal => Action::Appeal { text: text() },
            K::DecideAppeal => Action::DecideAppeal { uphold: self.dice.chance(50), text: text() },
            K::Bounce => Action::Bounce { text: text() },
            K::CloseReferral => Action::CloseReferral { text: text() },
            K::File => {
                let catalogue = self.town.app.catalogue();
                let minor = catalogue.minors().next().unwrap();
                let grade = [Grade::General, Grade::General, Grade::Larger, Grade::Major][self.dice.below(4)];
                Action::File {
                    number: String::new(),
                    category: minor.code.clone(),
                    grade,
                    standard: minor.standards[0].id.clone(),
                    party: PartyKind::Government,
                    party_unit: None,
                    clauses: vec![],
                    clause: (grade == Grade::Major).then(|| "GB 35181-2025 6.1".to_owned()),
                    text: String::new(),
                }
            }
            K::Dispatch => Action::Dispatch { lead: unit, co: vec![], copies: vec![], text: text() },
            K::Sign => Action::Sign,
            K::RequestReturn => Action::RequestReturn { text: text(), photos: vec![] },
            K::DecideReturn => Action::DecideReturn { grant: self.dice.chance(40), text: text() },
            K::Plan => {
                let lead = hazard.dispatch.as_ref()?.lead;
                let responsible = self.town.actors.all().iter().find(|(_, s)| s.unit == lead)?.1.person;
                let planned_at = in_days(5);
                Action::Plan { responsible, measures: text(), funds_fen: 100, planned_at, plan: text() }
            }
            K::MeasureInterim => Action::MeasureInterim { text: text(), photos: vec![] },
            K::RequestExtension => {
                let until = hazard.rectify_due?.plus(Instant::DAY);
                Action::RequestExtension { until, text: text() }
            }
            K::DecideExtension => Action::DecideExtension { grant: self.dice.chance(60), text: text() },
            K::RequestSuspension => {
                let days = 20 + self.dice.below(380);
                let review_at = in_days(1 + self.dice.below(28));
                let cause = SuspensionCause::Season;
                Action::RequestSuspension { cause, until: in_days(days), review_at, text: text() }
            }
            K::DecideSuspension => Action::DecideSuspension { grant: self.dice.chance(70), text: text() },
            K::ReviewSuspension => {
                let review_at = in_days(1 + self.dice.below(35));
                Action::ReviewSuspension { review_at, text: text() }
            }
            K::Resume => Action::Resume { text: text() },
            K::OrderStop => Action::OrderStop { order: "停〔2026〕1号".into(), text: text() },
            K::ReleaseStop => Action::ReleaseStop { text: text() },
            K::RequestRelease => Action::RequestRelease { text: text(), photos: vec![] },
            K::RefuseRelease => Action::RefuseRelease { text: text() },
            K::Submit => {
                let photos = vec![self.town.photo(PhotoRole::After)];
                Action::Submit { text: text(), photos, cost_fen: None }
            }
            K::Verify => Action::Verify { method: VerifyMethod::Experts, text: text(), photos: vec![] },
            K::OrderRework => Action::OrderRework { text: text(), photos: vec![] },
            K::ApproveClosing => Action::ApproveClosing { text: String::new() },
            K::Reply => Action::Reply { text: text() },
            K::Urge => Action::Urge { text: text() },
            K::Rate => Action::Rate { solved: self.dice.chance(70), stars: 3, text: String::new() },
            K::CallBack => Action::CallBack { reached: false, solved: None, stars: None, text: text() },
            K::Reopen => Action::Reopen { cause: ReopenCause::LeaderOrder, text: text() },
            K::Archive => Action::Archive,
            K::Escalate => {
                let clock = hazard.clocks.first().map(ClockRef::of)?;
                Action::Escalate { clock }
            }
            K::Supervise => {
                let level = [SupervisionLevel::Letter, SupervisionLevel::Handover][self.dice.below(2)];
                Action::Supervise { level, text: text() }
            }
            K::ReplySupervision => Action::ReplySupervision { letter: None, text: text(), photos: vec![] },
            K::DecideReply => {
                Action::DecideReply { letter: None, accept: self.dice.chance(60), text: text() }
            }
            K::WithdrawSupervision => Action::WithdrawSupervision { letter: None, text: text() },
            K::List => {
                let until = in_days(1 + self.dice.below(400));
                Action::List {
                    number: "督〔2026〕1号".into(),
                    level: ListingLevel::County,
                    until,
                    text: text(),
                }
            }
            K::DeclineListing => Action::DeclineListing { text: text() },
            K::PublishListing => {
                Action::PublishListing { address: "https://district.example/1".into(), published_at: now }
            }
            K::RequestListingExtension => {
                let until =
                    hazard.supervision.listing()?.until.plus(self.dice.below(200) as i64 * Instant::DAY);
                Action::RequestListingExtension { until, text: text() }
            }
            K::DecideListingExtension => {
                Action::DecideListingExtension { grant: self.dice.chance(60), text: text() }
            }
            _ => return None,
        })
    }

    /// What holds after every step, of every hazard that has changed since.
    fn holds(&mut self) {
        for id in self.hazards.clone() {
            let hazard = self.town.hazard(id);
            if self.checked.insert(id, hazard.version) == Some(hazard.version) {
                continue;
            }
            let events = self.events(id);
            let folded = Hazard::fold(id, events.iter().map(|(event, at)| (event, *at)));
            assert_eq!(folded.as_ref(), Some(&hazard), "the state is the fold of the events");
            self.escalation(&hazard, &events);
            duties_are_separate(&hazard, &events);
            limits_hold(&hazard);
        }
    }

    fn events(&self, id: HazardId) -> Vec<(Event, Instant)> {
        let rows = self.town.app.store().read_blocking(|c| {
            let sql = "select body, at from events where district = $1 and stream = $2 order by sequence";
            c.query(sql, &[DISTRICT.into(), id.into()])?
                .iter()
                .map(|row| Ok((serde_json::from_str(row.text(0)?).unwrap(), Instant(row.int(1)?))))
                .collect()
        });
        rows.unwrap()
    }

    fn escalation(&mut self, hazard: &Hazard, events: &[(Event, Instant)]) {
        let mut fired = Fired::new();
        for (event, at) in events {
            if let Event::Escalated { clock, level, owed, .. } = event {
                fired.entry(format!("{clock:?}")).or_default().push((*level, *owed, *at));
            }
        }
        for (clock, all) in &fired {
            assert!(
                all.windows(2).all(|two| two[0].0 < two[1].0),
                "{clock}: each level once, in order: {all:?}"
            );
            assert!(
                all.windows(2).all(|two| two[0].1 <= two[1].1 && two[0].2 <= two[1].2),
                "{clock}: {all:?}"
            );
            assert!(all.iter().all(|(_, owed, at)| owed <= at), "{clock}: before its time: {all:?}");
            assert_eq!(all[0].0, SupervisionLevel::Reminder);
            // Where a deadline was moved by somebody, the levels that were still to come moved with it.
            if hazard.life_danger && !clock.contains("Rectify") && !clock.contains("Listing") {
                let slow = all.windows(2).any(|two| two[1].1.since(two[0].1) > 3 * Instant::DAY);
                assert!(!slow, "{clock}: danger to life waited for a holiday: {all:?}");
            }
        }
        let levels = fired.values().flatten().map(|(level, ..)| format!("{level:?}")).collect::<Vec<_>>();
        levels.into_iter().for_each(|level| self.note(level));
        for letter in hazard.supervision.open_letters() {
            assert_eq!(hazard.supervision.open_letters().filter(|l| l.to == letter.to).count(), 1);
        }
    }
}

/// 查整分离.
fn duties_are_separate(hazard: &Hazard, events: &[(Event, Instant)]) {
    assert!(
        hazard.fixers.iter().all(|person| !hazard.verifiers.contains(person)),
        "who fixes does not verify"
    );
    for (event, _) in events {
        if let Event::Verified { by, .. } = event {
            assert!(!hazard.fixers.contains(by) && hazard.finder != Some(*by));
        }
    }
    for reply in hazard.supervision.letters.iter().flat_map(|letter| &letter.replies) {
        assert!(
            reply.decided.is_none_or(|ReplyDecision { by, .. }| by != reply.by),
            "who replies does not decide"
        );
    }
}

fn limits_hold(hazard: &Hazard) {
    const YEAR: i64 = 365 * Instant::DAY;
    assert!(hazard.extensions <= 2 && hazard.suspensions <= 1);
    if let Stage::Suspended { until, .. } = hazard.stage {
        assert!(until.since(hazard.updated_at) <= YEAR, "suspended for more than a year");
    }
    for clock in &hazard.clocks {
        let safety = hazard.life_danger && clock.stage.is_about_safety();
        let around = clock.term.limit.is_none_or(|limit| limit.is_around_the_clock());
        assert!(!safety || around, "danger to life in working time: {clock:?}");
        assert!(clock.pauses.iter().all(|pause| pause.to.is_none_or(|to| to >= pause.from)));
    }
    for listing in &hazard.supervision.listings {
        assert!(listing.until.since(listing.hung_at) <= YEAR, "hung for more than a year");
        let end = listing.removal.as_ref().map(|said| said.published_at);
        assert!(end.is_none_or(|end| Some(end) >= listing.removed_at), "removal published before it");
    }
}

#[test]
fn a_district_lives_through_a_year() {
    let mut year = Year::new(Engine::Sqlite, 430_406);
    year.live(365, 6);
    let seen = &year.seen;
    for what in [
        "downtime",
        "wrong",
        "two nodes",
        "submit",
        "verify",
        "approve_closing",
        "reply_supervision",
        "decide_reply",
        "supervise",
        "Reminder",
        "Letter",
        "Handover",
        "request_suspension",
    ] {
        assert!(seen.contains_key(what), "in a whole year nobody saw {what}: {seen:?}");
    }
    year.town.is_sound();
}

#[test]
fn a_season_on_postgres() {
    let mut year = Year::new(Engine::Postgres, 430_407);
    year.live(70, 8);
    assert!(year.seen.contains_key("Letter"), "{:?}", year.seen);
    year.town.is_sound();
}

#[test]
fn the_same_seed_gives_the_same_month() {
    let told = || {
        let mut year = Year::new(Engine::Sqlite, 7);
        year.live(30, 6);
        let ids = year.hazards.clone();
        ids.into_iter().flat_map(|id| year.events(id)).map(|(e, at)| (e.name(), at)).collect::<Vec<_>>()
    };
    let (one, two) = (told(), told());
    assert!(one.len() > 20);
    assert_eq!(one, two);
}
