//! Who acts and what they do: commands over the real hazards, and a few that misbehave.

use domain::calendar::{Calendar, Instant};
use domain::hazard::*;
use domain::ids::{FileId, HazardId, PersonId, UnitId};
use domain::ledger::{Hash, Noun};
use domain::people::{Actor, Role, Staff};
use domain::place::Position;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use store::{Command, EngineError, Halt, Needs, Store, Tx, tables};
use uuid::Uuid;

use crate::base::DISTRICT;

pub const STREET: UnitId = UnitId(Uuid::from_u128(0x103));
pub const BUREAU: UnitId = UnitId(Uuid::from_u128(0x104));
pub const OTHER: UnitId = UnitId(Uuid::from_u128(0x105));

static RULES: LazyLock<LimitRules> = LazyLock::new(LimitRules::default_2026);
static SUPERVISION: LazyLock<SupervisionBook> = LazyLock::new(SupervisionBook::shipped);
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::shipped);

pub fn staff(n: u128, unit: UnitId, roles: &[Role]) -> Actor {
    let person = PersonId(Uuid::from_u128(0x200 + n));
    Actor::Staff(Staff { person, unit, area: Some("430406001".into()), roles: roles.to_vec() })
}

/// Everybody who could have a part in a hazard.
pub fn everybody(hazard: HazardId) -> Vec<Actor> {
    let desk = UnitId(Uuid::from_u128(0x101));
    vec![
        staff(1, desk, &[Role::Acceptor]),
        staff(3, desk, &[Role::Dispatcher]),
        staff(4, desk, &[Role::ShiftLead]),
        staff(5, desk, &[Role::ShiftLead]),
        staff(6, UnitId(Uuid::from_u128(0x102)), &[Role::CommitteeOffice]),
        staff(7, UnitId(Uuid::from_u128(0x102)), &[Role::Leader]),
        staff(8, desk, &[Role::Caller]),
        staff(10, BUREAU, &[Role::Handler]),
        staff(12, OTHER, &[Role::Handler]),
        staff(20, STREET, &[Role::Inspector]),
        staff(30, UnitId(Uuid::from_u128(0x106)), &[Role::Verifier]),
        staff(40, OTHER, &[Role::Enforcer]),
        Actor::ReceiptHolder { hazard },
        Actor::System,
    ]
}

pub fn acceptor() -> Actor {
    staff(1, UnitId(Uuid::from_u128(0x101)), &[Role::Acceptor])
}

/// 上报.
pub struct Send {
    pub report: Report,
}

impl Send {
    pub fn new(n: u128) -> Self {
        let report = Report {
            id: HazardId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + n)),
            receipt: format!("R{n}"),
            source: Source::Resident,
            channel: Channel::Code,
            captured_at: None,
            category: Some("0102".into()),
            place: None,
            position: Some(Position { lon_e7: 1_126_154_000, lat_e7: 268_894_000 }),
            fix: None,
            street: Some("430406001".into()),
            life_danger: false,
            photos: vec![],
            reporter: None,
            protection: Protection::Anonymous,
            external: vec![],
            text: "消防车通道被货车堵住".into(),
            address: "某小区东门".into(),
        };
        Self { report }
    }

    pub fn id(&self) -> HazardId {
        self.report.id
    }
}

impl Command for Send {
    type Output = Hash;
    type Refusal = Refusal;

    fn needs(&self, needs: &mut Needs) {
        needs.new_stream(Noun::Hazard, self.report.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Hash, Halt<Refusal>> {
        let actor = tx.actor().clone();
        let context = Context {
            now: tx.now(),
            actor: &actor,
            rules: &RULES,
            supervision: &SUPERVISION,
            calendar: &CALENDAR,
            catalogue: None,
            expected: None,
            other: None,
            evidence: evidence(),
        };
        let draft = report(&self.report, &context).map_err(Halt::Refused)?;
        Ok(tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?)
    }
}

/// The rules by which evidence is judged.
fn evidence() -> Evidence<'static> {
    static CRITERIA: LazyLock<Criteria> = LazyLock::new(Criteria::shipped);
    static RISK: LazyLock<RiskMethods> = LazyLock::new(RiskMethods::shipped);
    static DOUBTS: LazyLock<DoubtRules> = LazyLock::new(DoubtRules::shipped);
    static LOOK_BACKS: LazyLock<LookBackRules> = LazyLock::new(LookBackRules::shipped);
    Evidence {
        criteria: Some(&CRITERIA),
        risk: Some(&RISK),
        look_backs: Some(&LOOK_BACKS),
        doubts: Some(&DOUBTS),
        said: "",
        recent: &[],
    }
}

/// 办理.
pub struct Act {
    pub hazard: HazardId,
    pub expected: Option<u32>,
    pub other: Option<HazardId>,
    pub action: Action,
}

impl Act {
    pub fn on(hazard: HazardId, action: Action) -> Self {
        Self { hazard, expected: None, other: None, action }
    }
}

impl Command for Act {
    type Output = u32;
    type Refusal = Refusal;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Hazard, self.hazard.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<u32, Halt<Refusal>> {
        let actor = tx.actor().clone();
        let missing = || EngineError::Other("no such hazard".into());
        let hazard: Hazard = tx.get(self.hazard.0)?.ok_or_else(missing)?;
        let merged_into = if let Stage::Merged { into } = &hazard.stage { Some(*into) } else { None };
        let other: Option<Hazard> = match self.other.or(merged_into) {
            Some(id) => tx.get(id.0)?,
            None => None,
        };
        let context = Context {
            now: tx.now(),
            actor: &actor,
            rules: &RULES,
            supervision: &SUPERVISION,
            calendar: &CALENDAR,
            catalogue: None,
            expected: self.expected,
            other: other.as_ref(),
            evidence: evidence(),
        };
        for draft in decide(&hazard, &self.action, &context).map_err(Halt::Refused)? {
            tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?;
        }
        if let Action::EraseWords { sequence, .. } = &self.action {
            tx.erase_words::<Hazard>(self.hazard.0, *sequence)?;
        }
        let after: Hazard = tx.get(self.hazard.0)?.ok_or_else(missing)?;
        for id in after.children.iter().filter(|_| after.closed_at.is_some()) {
            let Some(child) = tx.get::<Hazard>(id.0)? else { continue };
            let context = Context { other: Some(&after), expected: None, ..context };
            if let Some(draft) = closing_of_child(&child, &context) {
                tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?;
            }
        }
        Ok(after.version)
    }
}

/// Takes a number, writes a row, and then does what it was told.
pub struct Odd(pub Then);

#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    Succeed,
    Refuse,
    Panic,
    Fail,
    FindTheDiskBroken,
    /// A row that the database turns away when it is written.
    BreakTheWriting,
    /// A row that is there already.
    WriteTwice,
    /// Only number, no row.
    OnlyCount,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused;

impl Command for Odd {
    type Output = i64;
    type Refusal = Refused;

    fn run(&self, tx: &mut Tx<'_>) -> Result<i64, Halt<Refused>> {
        let number = tx.next_number("odd")?;
        let file = FileId(Uuid::from_u128(number as u128));
        if self.0 != Then::OnlyCount {
            tx.write(&tables::PHOTOS, vec![DISTRICT.into(), file.into(), file.into()]);
        }
        match self.0 {
            Then::Succeed | Then::OnlyCount => Ok(number),
            Then::Refuse => Err(Halt::Refused(Refused)),
            Then::Panic => panic!("a defect, on purpose"),
            Then::FindTheDiskBroken => Err(Halt::Engine(EngineError::Io("on purpose".into()))),
            Then::Fail => Err(Halt::Engine(EngineError::Other("failed, on purpose".into()))),
            Then::BreakTheWriting => {
                tx.write(&tables::PHOTOS, vec![DISTRICT.into(), store::Value::Null, file.into()]);
                Ok(number)
            }
            Then::WriteTwice => {
                let row =
                    |unit: &str| vec![DISTRICT.into(), unit.into(), "1".into(), file.into(), file.into()];
                tx.write(&tables::IMPORTS, row("twice"));
                Ok(number)
            }
        }
    }
}

pub fn odd(then: Then) -> Odd {
    Odd(then)
}

pub fn send(store: &Store, n: u128) -> HazardId {
    let command = Send::new(n);
    let id = command.id();
    store.execute_blocking(DISTRICT, Actor::Public, None, command).unwrap();
    id
}

pub fn act(store: &Store, actor: Actor, hazard: HazardId, action: Action) -> u32 {
    store.execute_blocking(DISTRICT, actor, None, Act::on(hazard, action)).unwrap()
}

/// An action of this kind with contents that fit as well as anything could.
pub fn action(kind: ActionKind, hazard: &Hazard, other: HazardId, now: Instant) -> Action {
    use ActionKind as K;
    let text = || "情况说明".to_owned();
    let photo = |role| Photo {
        file: FileId(Uuid::from_u128(7)),
        role,
        sha256: "a".repeat(64),
        kept: "c".repeat(64),
        phash: 1,
        middle: None,
        taken: None,
        distance_m: None,
    };
    let after = || vec![photo(PhotoRole::Before), photo_of(8, PhotoRole::After)];
    let (soon, later) = (now.plus(Instant::DAY), now.plus(2 * Instant::DAY));
    let odd = hazard.version % 2 == 1;
    match kind {
        K::Accept => Action::Accept,
        K::AskSupplement => Action::AskSupplement { text: text() },
        K::Supplement => Action::Supplement { text: text(), photos: vec![] },
        K::Lapse => Action::Lapse,
        K::OrderInspection => Action::OrderInspection { unit: STREET, text: text() },
        K::Inspect => Action::Inspect { finding: Finding::Founded, text: text(), photos: vec![] },
        K::FixOnSpot => Action::FixOnSpot { text: text(), photos: after() },
        K::ConfirmSpotFix => Action::ConfirmSpotFix { text: text() },
        K::Reject => Action::Reject { reason: RejectReason::Unclear, text: text() },
        K::Appeal => Action::Appeal { text: text() },
        K::DecideAppeal => Action::DecideAppeal { uphold: true, text: text() },
        K::Merge => Action::Merge { into: other, text: text() },
        K::Unmerge => Action::Unmerge { text: text() },
        K::ReferOut => Action::ReferOut { to: ReferralTo::Fire, number: None, text: text() },
        K::Bounce => Action::Bounce { text: text() },
        K::CloseReferral => Action::CloseReferral { text: text() },
        K::File => Action::File {
            number: format!("{}-{}", hazard.receipt, hazard.version),
            category: "0102".into(),
            grade: Grade::General,
            standard: "010201".into(),
            party: PartyKind::Unknown,
            party_unit: odd.then_some(OTHER),
            clause: None,
            clauses: vec![],
            text: text(),
        },
        K::Dispatch => {
            let (lead, co) = if odd { (BUREAU, vec![OTHER]) } else { (OTHER, vec![]) };
            Action::Dispatch { lead, co, copies: vec![STREET], text: text() }
        }
        K::Sign => Action::Sign,
        K::RequestReturn => Action::RequestReturn { text: text(), photos: vec![] },
        K::DecideReturn => Action::DecideReturn { grant: odd, text: text() },
        K::Plan => Action::Plan {
            responsible: PersonId(Uuid::from_u128(0x20a)),
            measures: text(),
            funds_fen: 100,
            planned_at: soon,
            plan: text(),
        },
        K::MeasureInterim => Action::MeasureInterim { text: text(), photos: vec![] },
        K::RequestExtension => {
            let until = hazard.rectify_due.unwrap_or(now).plus(Instant::HOUR);
            Action::RequestExtension { until, text: text() }
        }
        K::DecideExtension => Action::DecideExtension { grant: true, text: text() },
        K::RequestSuspension => Action::RequestSuspension {
            cause: SuspensionCause::Funds,
            until: later,
            review_at: soon,
            text: text(),
        },
        K::DecideSuspension => Action::DecideSuspension { grant: true, text: text() },
        K::ReviewSuspension => Action::ReviewSuspension { review_at: now.plus(1), text: text() },
        K::Resume => Action::Resume { text: text() },
        K::OrderStop => Action::OrderStop { order: "3号".into(), text: text() },
        K::ReleaseStop => Action::ReleaseStop { text: text() },
        K::RequestRelease => Action::RequestRelease { text: text(), photos: vec![] },
        K::RefuseRelease => Action::RefuseRelease { text: text() },
        K::Escalate => {
            let owed = hazard.timers().into_iter().map(|t| t.action).find(|a| a.kind() == K::Escalate);
            let clock = ClockRef { stage: LimitStage::Urge, started: now, about: None };
            owed.unwrap_or(Action::Escalate { clock })
        }
        K::Supervise => Action::Supervise { level: SupervisionLevel::Letter, text: text() },
        K::ReplySupervision => Action::ReplySupervision { letter: None, text: text(), photos: vec![] },
        K::DecideReply => Action::DecideReply { letter: None, accept: odd, text: text() },
        K::WithdrawSupervision => Action::WithdrawSupervision { letter: None, text: text() },
        K::List => {
            let (level, until) = (ListingLevel::County, later);
            Action::List { number: "1号".into(), level, until, text: text() }
        }
        K::DeclineListing => Action::DeclineListing { text: text() },
        K::PublishListing => {
            Action::PublishListing { address: "https://example.gov.cn/1".into(), published_at: now }
        }
        K::RequestListingExtension => Action::RequestListingExtension { until: later, text: text() },
        K::DecideListingExtension => Action::DecideListingExtension { grant: odd, text: text() },
        K::Submit => Action::Submit { text: text(), photos: after(), cost_fen: None },
        K::Verify => Action::Verify { method: VerifyMethod::OnSite, text: text(), photos: vec![] },
        K::OrderRework => Action::OrderRework { text: text(), photos: vec![] },
        K::ApproveClosing => Action::ApproveClosing { text: text() },
        K::Reply => Action::Reply { text: text() },
        K::Urge => Action::Urge { text: text() },
        K::Rate => Action::Rate { solved: odd, stars: 3, text: text() },
        K::CallBack => Action::CallBack { reached: odd, solved: None, stars: None, text: text() },
        K::Reopen => Action::Reopen { cause: ReopenCause::LeaderOrder, text: text() },
        K::Archive => Action::Archive,
        K::OpenReporter => Action::OpenReporter { purpose: OpenPurpose::CallBack, text: text() },
        K::AskOpening => Action::AskOpening { purpose: OpenPurpose::CallBack, text: text() },
        K::DecideOpening => Action::DecideOpening { grant: odd, text: text() },
        K::LapseOpening => Action::LapseOpening,
        K::EraseReporter => Action::EraseReporter { text: text() },
        K::EraseWords => Action::EraseWords { sequence: 1, text: text() },
        K::GradeRisk => {
            let inputs = [("L", "3"), ("S", "4")];
            let inputs = inputs.map(|(id, n)| (id.to_owned(), n.to_owned().try_into().unwrap())).into();
            Action::GradeRisk { method: "ls".into(), inputs, text: text() }
        }
        K::Judge => Action::Judge { grade: Grade::Larger, clauses: vec![], text: text() },
        K::ConfirmJudgement => Action::ConfirmJudgement { text: text() },
        K::SettleDoubts => Action::SettleDoubts { text: text() },
        K::DrawRecheck => Action::DrawRecheck { period: format!("2026-{}", hazard.version), unit: STREET },
        K::Recheck => Action::Recheck { passed: odd, text: text(), photos: after() },
        K::ReferEnforcement => Action::ReferEnforcement { unit: STREET, text: text(), photos: vec![] },
        K::ReceiveEnforcement => Action::ReceiveEnforcement { text: text() },
        K::AnswerEnforcement => {
            Action::AnswerEnforcement { filed: odd, number: Some("1号".into()), text: text() }
        }
        K::ExtendEnforcement => {
            let due = hazard.open_enforcement().and_then(|e| e.answer.as_ref()?.decide_by);
            let until = due.unwrap_or(hazard.updated_at).plus(20 * domain::calendar::Instant::DAY);
            Action::ExtendEnforcement { until, text: text() }
        }
        K::DecideEnforcement => Action::DecideEnforcement {
            outcome: EnforcementOutcome::NotPenalised,
            document: None,
            fine_fen: None,
            text: text(),
        },
        K::AppealOvertime => {
            Action::AppealOvertime { grounds: OvertimeGrounds::Other, text: text(), photos: vec![] }
        }
        K::ReviewOvertime => Action::ReviewOvertime { grant: odd, text: text() },
        K::OpenLookBack => {
            let next = hazard.look_backs.iter().find(|l| l.due.is_none());
            Action::OpenLookBack { days: next.map_or(30, |l| l.plan.days) }
        }
        K::LookBack => Action::LookBack { found: odd, text: text(), photos: after() },
        K::Instruct => {
            Action::Instruct { unit: None, phrase: Some(Phrase::Check), text: text(), photos: Vec::new() }
        }
        K::ReplyInstruction => Action::ReplyInstruction { text: text(), photos: Vec::new() },
        K::SettleInstruction => Action::SettleInstruction { accept: odd, text: text() },
    }
}

fn photo_of(n: u128, role: PhotoRole) -> Photo {
    Photo {
        file: FileId(Uuid::from_u128(n)),
        role,
        sha256: "b".repeat(64),
        kept: "d".repeat(64),
        phash: 0x5555_5555_5555_5555,
        middle: Some(0x0f0f_0f0f_0f0f_0f0f),
        taken: None,
        distance_m: None,
    }
}
