//! A little town: cases that move as its people move them.

pub use crate::cast::*;
use domain::calendar::{Calendar, Day, Instant};
use domain::hazard::*;
use domain::ids::{FileId, HazardId, PersonId, ReporterId, UnitId};
use domain::people::Actor;
use domain::place::Position;
use std::sync::LazyLock;
use uuid::Uuid;

pub fn photo(n: u128, role: PhotoRole) -> Photo {
    Photo {
        file: FileId(Uuid::from_u128(0x300 + n)),
        role,
        sha256: format!("{n:064x}"),
        kept: format!("{n:064x}"),
        phash: n as i64,
        middle: None,
        taken: None,
        distance_m: None,
    }
}

/// What a resident sends: a photo, words, a position, a contact.
pub fn report_of(n: u128) -> Report {
    Report {
        id: HazardId(Uuid::from_u128(n)),
        receipt: format!("R{n}"),
        source: Source::Resident,
        channel: Channel::Code,
        captured_at: None,
        category: Some("0102".into()),
        place: None,
        position: Some(Position { lon_e7: 1_126_154_000, lat_e7: 268_894_000 }),
        fix: None,
        street: Some(AREA.into()),
        life_danger: false,
        photos: vec![photo(n, PhotoRole::Before)],
        reporter: Some(ReporterId(Uuid::from_u128(0x400 + n))),
        protection: Protection::Contactable,
        external: vec![],
        text: "消防车通道被货车堵住".into(),
        address: "雁峰区某小区东门".into(),
    }
}

static CRITERIA: LazyLock<Criteria> = LazyLock::new(Criteria::shipped);
static RISK: LazyLock<RiskMethods> = LazyLock::new(RiskMethods::shipped);
static DOUBTS: LazyLock<DoubtRules> = LazyLock::new(DoubtRules::shipped);
static SUPERVISION: LazyLock<SupervisionBook> = LazyLock::new(SupervisionBook::shipped);
static LOOK_BACKS: LazyLock<LookBackRules> = LazyLock::new(LookBackRules::shipped);

pub fn grade_risk(inputs: &[(&str, &str)]) -> Action {
    let number = |text: &str| text.to_owned().try_into().unwrap();
    let inputs = inputs.iter().map(|(id, value)| ((*id).to_owned(), number(value))).collect();
    Action::GradeRisk { method: "ls".into(), inputs, text: String::new() }
}

pub fn judge(grade: Grade, clauses: &[&str]) -> Action {
    Action::Judge {
        grade,
        clauses: clauses.iter().map(|c| (*c).to_owned()).collect(),
        text: say("现场对照标准判定"),
    }
}

/// A case with its whole history.
pub struct Case {
    pub hazard: Hazard,
    pub events: Vec<(Event, Instant)>,
    pub now: Instant,
    pub catalogue: Option<Catalogue>,
    pub rules: LimitRules,
    pub calendar: Calendar,
    pub supervision: SupervisionBook,
    pub said: String,
    pub recent: Vec<PersonId>,
}

impl Case {
    pub fn new(report: &Report, actor: &Actor) -> Case {
        let now: Instant = "2026-03-02T09:00:00+08:00".parse().unwrap();
        let rules = LimitRules::default_2026();
        let calendar = Calendar::shipped();
        let context = Context {
            now,
            actor,
            rules: &rules,
            supervision: &SUPERVISION,
            calendar: &calendar,
            catalogue: None,
            expected: None,
            other: None,
            evidence: Default::default(),
        };
        let draft = domain::hazard::report(report, &context).unwrap();
        let hazard = Hazard::begin(draft.hazard, &draft.event, now).unwrap();
        Case {
            hazard,
            events: vec![(draft.event, now)],
            now,
            catalogue: None,
            rules,
            calendar,
            supervision: SupervisionBook::shipped(),
            said: String::new(),
            recent: vec![],
        }
    }

    /// 群众上报, with a contact.
    pub fn reported() -> Case {
        Case::new(&report_of(1), &Actor::Public)
    }

    /// 危及生命.
    pub fn life_danger() -> Case {
        Case::new(&Report { life_danger: true, ..report_of(1) }, &Actor::Public)
    }

    /// 网格员上报: nobody outside the offices waits for an answer.
    pub fn found_by_inspector() -> Case {
        let report = Report {
            source: Source::Inspector,
            channel: Channel::Console,
            reporter: None,
            protection: Protection::Anonymous,
            ..report_of(1)
        };
        Case::new(&report, &inspector())
    }

    pub fn filed(grade: Grade) -> Case {
        let mut case = Case::reported();
        case.act(&acceptor(), Action::Accept);
        case.act(&acceptor(), file(grade));
        case
    }

    pub fn dispatched(grade: Grade) -> Case {
        let mut case = Case::filed(grade);
        case.act(&dispatcher(), dispatch_to(BUREAU));
        case
    }

    pub fn rectifying(grade: Grade) -> Case {
        let mut case = Case::dispatched(grade);
        case.act(&handler(), Action::Sign);
        case
    }

    pub fn submitted(grade: Grade) -> Case {
        let mut case = Case::rectifying(grade);
        if grade == Grade::Major {
            case.act(&handler(), plan(&case));
        }
        case.act(&handler(), submit());
        case
    }

    pub fn verified(grade: Grade) -> Case {
        let mut case = Case::submitted(grade);
        case.act(&verifier(), verify());
        case
    }

    pub fn closed() -> Case {
        let mut case = Case::verified(Grade::General);
        case.act(&acceptor(), approve());
        case
    }

    pub fn pass(&mut self, milliseconds: i64) -> &mut Self {
        self.now = self.now.plus(milliseconds);
        self
    }

    pub fn allowed(&self, actor: &Actor) -> Vec<ActionKind> {
        allowed(&self.hazard, actor, self.now)
    }

    pub fn stage(&self) -> StageCode {
        self.hazard.stage.code()
    }

    pub fn holder(&self) -> Actor {
        Actor::ReceiptHolder { hazard: self.hazard.id }
    }

    /// What ships, with what is said in the report and whoever this case says passed the unit's last closings.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            criteria: Some(&CRITERIA),
            risk: Some(&RISK),
            doubts: Some(&DOUBTS),
            look_backs: Some(&LOOK_BACKS),
            said: &self.said,
            recent: &self.recent,
        }
    }

    pub fn context<'a>(&'a self, actor: &'a Actor, other: Option<&'a Hazard>) -> Context<'a> {
        Context {
            now: self.now,
            actor,
            rules: &self.rules,
            supervision: &self.supervision,
            calendar: &self.calendar,
            catalogue: self.catalogue.as_ref(),
            expected: Some(self.hazard.version),
            other,
            evidence: self.evidence(),
        }
    }

    pub fn decide(
        &self,
        actor: &Actor,
        action: &Action,
        other: Option<&Hazard>,
    ) -> Result<Vec<Draft>, Refusal> {
        domain::hazard::decide(&self.hazard, action, &self.context(actor, other))
    }

    /// It happens.
    #[track_caller]
    pub fn act(&mut self, actor: &Actor, action: Action) {
        let drafts = self.decide(actor, &action, None).unwrap_or_else(|refusal| {
            panic!("{action:?} at {:?} was refused: {refusal}", self.hazard.stage);
        });
        self.take(drafts);
    }

    /// What of the drafts concerns this case happens.
    pub fn take(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            if draft.hazard == self.hazard.id {
                self.happen(draft.event);
            }
        }
    }

    /// It is refused, and nothing has changed.
    #[track_caller]
    pub fn refused(&self, actor: &Actor, action: Action) -> Refusal {
        match self.decide(actor, &action, None) {
            Ok(drafts) => panic!("{action:?} at {:?} was not refused: {drafts:?}", self.hazard.stage),
            Err(refusal) => refusal,
        }
    }

    pub fn happen(&mut self, event: Event) {
        self.hazard.apply(&event, self.now);
        self.events.push((event, self.now));
        self.check();
    }

    /// What holds for every history.
    fn check(&self) {
        let hazard = &self.hazard;
        assert_eq!(hazard.version as usize, self.events.len(), "one version for each event");
        let folded = Hazard::fold(hazard.id, self.events.iter().map(|(e, at)| (e, *at)));
        assert_eq!(folded.as_ref(), Some(hazard), "the fold of the events is what the steps led to");
        if matches!(hazard.stage, Stage::Closed | Stage::FollowUp | Stage::Archived) {
            assert!(hazard.closed_at.is_some(), "what is closed was closed at some time");
        }
        assert!(hazard.fixers.iter().all(|p| !hazard.verifiers.contains(p)), "nobody verifies an own fix");
        assert!(hazard.fixers.iter().all(|p| Some(*p) != hazard.finder || self.fixed_on_spot(*p)));
        assert!(hazard.extensions <= 2 && hazard.suspensions <= 1);
        let text = serde_json::to_string(hazard).unwrap();
        assert_eq!(&serde_json::from_str::<Hazard>(&text).unwrap(), hazard);
        for (event, _) in self.events.iter().rev().take(2) {
            let text = serde_json::to_string(event).unwrap();
            assert_eq!(&serde_json::from_str::<Event>(&text).unwrap(), event);
            let kind = serde_json::to_value(event).unwrap()["kind"].clone();
            assert_eq!(kind, event.name());
        }
    }

    fn fixed_on_spot(&self, person: PersonId) -> bool {
        self.events.iter().any(|(e, _)| matches!(e, Event::FixedOnSpot { by, .. } if *by == person))
    }
}

/// 0:00 of a day.
pub fn midnight(day: &str) -> Instant {
    day.parse::<Day>().unwrap().start()
}

pub fn say(text: &str) -> String {
    text.to_owned()
}

pub fn file(grade: Grade) -> Action {
    Action::File {
        number: "4304062026030200018".into(),
        category: "0102".into(),
        grade,
        standard: "0102-1".into(),
        party: PartyKind::Property,
        party_unit: Some(COMPANY),
        clause: (grade == Grade::Major).then(|| "GB 35181-2025 6.1".into()),
        clauses: vec![],
        text: String::new(),
    }
}

pub fn dispatch_to(lead: UnitId) -> Action {
    Action::Dispatch { lead, co: vec![], copies: vec![], text: String::new() }
}

pub fn plan(case: &Case) -> Action {
    Action::Plan {
        responsible: person(11),
        measures: say("清移车辆，划线并设桩"),
        funds_fen: 300_000,
        planned_at: case.now.plus(Instant::DAY),
        plan: say("堵塞期间由专人值守，消防车绕行北门"),
    }
}

pub fn submit() -> Action {
    Action::Submit {
        text: say("车辆已清移，通道恢复"),
        photos: vec![photo(90, PhotoRole::After)],
        cost_fen: Some(120_000),
    }
}

/// Experts satisfy every grade.
pub fn verify() -> Action {
    Action::Verify { method: VerifyMethod::Experts, text: say("现场畅通"), photos: vec![] }
}

pub fn rework() -> Action {
    Action::OrderRework { text: say("仍有一辆货车"), photos: vec![] }
}

pub fn approve() -> Action {
    Action::ApproveClosing { text: String::new() }
}

pub fn reject(reason: RejectReason) -> Action {
    Action::Reject { reason, text: say("请拨打 12345 反映") }
}

pub fn rate(solved: bool, stars: u8) -> Action {
    Action::Rate { solved, stars, text: String::new() }
}

pub fn call(reached: bool, answer: Option<(bool, u8)>) -> Action {
    Action::CallBack { reached, solved: answer.map(|a| a.0), stars: answer.map(|a| a.1), text: String::new() }
}

pub fn rule(rule: &'static str) -> Refusal {
    Refusal::Rule { rule }
}

pub fn invalid(field: &'static str, problem: &'static str) -> Refusal {
    Refusal::Invalid { field, problem }
}

#[track_caller]
pub fn separated(refusal: Refusal, part: Part) {
    assert!(
        matches!(refusal, Refusal::SeparationOfDuties { conflict, .. } if conflict == part),
        "{refusal:?} is not for {part:?}"
    );
}

#[track_caller]
pub fn forbidden(refusal: Refusal) {
    assert!(matches!(refusal, Refusal::Forbidden { .. }), "{refusal:?}");
}

#[track_caller]
pub fn illegal(refusal: Refusal) {
    assert!(matches!(refusal, Refusal::IllegalMove { .. }), "{refusal:?}");
}
