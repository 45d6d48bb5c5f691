//! Everybody in the town, and what they say when they act.

use crate::{DISTRICT, Town, unit};
use domain::hazard::{Action, Finding, Grade, PartyKind, Photo, PhotoRole, RejectReason, VerifyMethod};
use domain::ids::{FileId, HazardId, PersonId, UnitId};
use domain::ledger::Hash;
use domain::people::{Actor, Role, Staff, Unit, UnitKind};
use files::Keep;
use store::{Command, Halt, Key, Repeatable, Surroundings, Tx, Value, tables};
use work::Problem;
use work::hazard::{Acted, NewReport, Receipt};

/// Offices and officers.
pub struct Actors {
    units: Vec<Unit>,
    officers: Vec<(&'static str, Staff)>,
}

impl Actors {
    /// Appoints everybody.
    pub(crate) fn appoint(clock: &Repeatable) -> Self {
        let units = vec![
            unit(clock.new_id(), "desk", "区值守中心", UnitKind::Desk, None),
            unit(clock.new_id(), "office", "区应安委办", UnitKind::CommitteeOffice, None),
            unit(clock.new_id(), "south", "南街街道", UnitKind::Street, Some("430406001")),
            unit(clock.new_id(), "north", "北街街道", UnitKind::Street, Some("430406002")),
            unit(clock.new_id(), "building", "住建局", UnitKind::Bureau, None),
            unit(clock.new_id(), "roads", "市政所", UnitKind::Bureau, None),
            unit(clock.new_id(), "mill", "示例纺织厂", UnitKind::Company, None),
        ];
        let of = |code: &str| units.iter().find(|u| u.code == code).unwrap();
        let officer = |unit: &str, roles: &[Role]| Staff {
            person: PersonId(clock.new_id()),
            unit: of(unit).id,
            area: of(unit).area.clone(),
            roles: roles.to_vec(),
        };
        let officers = vec![
            ("acceptor", officer("desk", &[Role::Acceptor])),
            ("second acceptor", officer("desk", &[Role::Acceptor])),
            ("dispatcher", officer("desk", &[Role::Dispatcher])),
            ("shift lead", officer("desk", &[Role::ShiftLead])),
            ("caller", officer("desk", &[Role::Caller])),
            ("verifier", officer("desk", &[Role::Verifier])),
            ("enforcer", officer("office", &[Role::Enforcer])),
            ("committee office", officer("office", &[Role::CommitteeOffice])),
            ("leader", officer("office", &[Role::Leader])),
            ("south inspector", officer("south", &[Role::Inspector])),
            ("south handler", officer("south", &[Role::Handler])),
            ("north inspector", officer("north", &[Role::Inspector])),
            ("north handler", officer("north", &[Role::Handler])),
            ("builder", officer("building", &[Role::Handler])),
            ("second builder", officer("building", &[Role::Handler])),
            ("road worker", officer("roads", &[Role::Handler])),
            ("mill manager", officer("mill", &[Role::Handler])),
            ("system administrator", officer("office", &[Role::SystemAdmin])),
            ("security administrator", officer("office", &[Role::SecurityAdmin])),
            ("auditor", officer("office", &[Role::AuditAdmin])),
        ];
        Self { units, officers }
    }

    pub(crate) fn units(&self) -> Vec<Unit> {
        self.units.clone()
    }

    /// Everybody with an office: what they are called in stories, and who they are.
    pub fn all(&self) -> &[(&'static str, Staff)] {
        &self.officers
    }
}

/// A resident.
pub struct Citizen<'a> {
    town: &'a Town,
}

/// Somebody with an office.
pub struct Officer<'a> {
    town: &'a Town,
    /// Who.
    pub staff: Staff,
}

struct Sent(Vec<Value>);

impl Command for Sent {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        tx.write(&tables::UPLOADS, self.0.clone());
        Ok(())
    }
}

impl Town {
    /// 群众.
    pub fn resident(&self) -> Citizen<'_> {
        Citizen { town: self }
    }

    /// Somebody with an office, by what stories call them.
    pub fn officer(&self, called: &str) -> Officer<'_> {
        let found = self.actors.all().iter().find(|(name, _)| *name == called);
        let (_, staff) = found.unwrap_or_else(|| panic!("nobody is called {called}"));
        Officer { town: self, staff: staff.clone() }
    }

    /// 先核查: inspectors of the street have been there, where an employee reported it.
    pub fn is_inspected_first(&self, hazard: HazardId) {
        if self.hazard(hazard).must_be_inspected_first() {
            self.officer("acceptor").sends_inspectors(hazard, "south");
            self.officer("south inspector").finds(hazard, Finding::Founded);
        }
    }

    /// A photo that the evidence refers to, as if it had been sent; what it shows plays no part in the story.
    pub fn photo(&self, role: PhotoRole) -> Photo {
        let id = self.clock.new_id();
        self.picture(role, id, id.as_u128() as i64)
    }

    /// A photo with this perceptual hash.
    pub fn photo_like(&self, role: PhotoRole, phash: i64) -> Photo {
        self.picture(role, self.clock.new_id(), phash)
    }

    fn picture(&self, role: PhotoRole, id: uuid::Uuid, phash: i64) -> Photo {
        let file = FileId(id);
        let bytes = |variant: u8| [file.0.as_bytes().as_slice(), &[variant]].concat();
        let digest = |variant: u8| Hash::of(&[&bytes(variant)]).0;
        let kept = files::Photo {
            view: bytes(1),
            thumb: bytes(2),
            sealed_original: bytes(3),
            original_sha256: digest(0),
            view_sha256: digest(1),
            thumb_sha256: digest(2),
            sealed_sha256: digest(3),
            phash,
            middle: 0,
            width: 4,
            height: 3,
            bytes: 17,
            exif: None,
        };
        self.shelf().put(file.0.into(), &kept).unwrap();
        let (sha256, on_disk) = (kept.original_sha256, kept.kept_sha256());
        let sent = Sent(vec![
            DISTRICT.into(),
            file.into(),
            sha256.into(),
            on_disk.into(),
            phash.into(),
            kept.middle.into(),
            kept.width.into(),
            kept.height.into(),
            Value::Null,
            self.clock.now().into(),
        ]);
        self.app.store().execute_blocking(DISTRICT, Actor::System, None, sent).unwrap();
        let hex = |digest| Hash(digest).to_string();
        let (sha256, kept, middle) = (hex(sha256), hex(on_disk), Some(kept.middle));
        Photo { file, role, sha256, kept, phash, middle, taken: None, distance_m: None }
    }
}

impl Citizen<'_> {
    /// Reports in a few words.
    pub fn reports(&self, text: &str) -> Receipt {
        let address = "解放路 12 号门前".to_owned();
        self.sends(NewReport { text: text.into(), address, ..NewReport::default() }, None).unwrap()
    }

    /// Sends a report as it is.
    pub fn sends(&self, report: NewReport, key: Option<Key>) -> Result<Receipt, Problem> {
        self.town.block_on(work::hazard::report(&self.town.app, Actor::Public, key, report))
    }

    /// Does something with the receipt in hand.
    pub fn does(&self, hazard: HazardId, action: Action) -> Result<Acted, Problem> {
        let actor = Actor::ReceiptHolder { hazard };
        self.town.block_on(work::hazard::act(&self.town.app, actor, None, hazard, None, action))
    }
}

impl Officer<'_> {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        Actor::Staff(self.staff.clone())
    }

    /// The office.
    pub fn unit(&self) -> UnitId {
        self.staff.unit
    }

    /// Does something with a hazard as it stands.
    pub fn tries(&self, hazard: HazardId, action: Action) -> Result<Acted, Problem> {
        let version = self.town.hazard(hazard).version;
        self.tries_at(hazard, version, action)
    }

    /// Does something with a hazard as it stood at a version.
    pub fn tries_at(&self, hazard: HazardId, version: u32, action: Action) -> Result<Acted, Problem> {
        let act = work::hazard::act(&self.town.app, self.actor(), None, hazard, Some(version), action);
        self.town.block_on(act)
    }

    /// Does something that must succeed; a minute passes.
    pub fn does(&self, hazard: HazardId, action: Action) -> Acted {
        let what = action.kind();
        self.town.wait(60_000);
        self.tries(hazard, action).unwrap_or_else(|problem| panic!("{what:?}: {problem:?}"))
    }

    /// 受理.
    pub fn accepts(&self, hazard: HazardId) {
        self.does(hazard, Action::Accept);
    }

    /// 不予受理.
    pub fn rejects(&self, hazard: HazardId, text: &str) {
        self.does(hazard, Action::Reject { reason: RejectReason::NotAHazard, text: text.into() });
    }

    /// 立案.
    pub fn files(&self, hazard: HazardId, grade: Grade) {
        let catalogue = self.town.app.catalogue();
        let minor = catalogue.minors().next().unwrap();
        self.does(
            hazard,
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
            },
        );
    }

    /// 派遣.
    pub fn dispatches(&self, hazard: HazardId, lead: &str) {
        let lead = self.town.unit(lead);
        self.does(hazard, Action::Dispatch { lead, co: vec![], copies: vec![], text: "请及时处置".into() });
    }

    /// 签收.
    pub fn signs(&self, hazard: HazardId) {
        self.does(hazard, Action::Sign);
    }

    /// 五落实.
    pub fn plans(&self, hazard: HazardId) {
        let planned_at = self.town.clock.now().plus(86_400_000);
        let responsible = self.staff.person;
        let (measures, plan) = ("更换井盖".to_owned(), "围挡并派人值守".to_owned());
        self.does(hazard, Action::Plan { responsible, measures, funds_fen: 30_000, planned_at, plan });
    }

    /// 提交验收.
    pub fn submits(&self, hazard: HazardId) {
        let photos = vec![self.town.photo(PhotoRole::After)];
        self.does(hazard, Action::Submit { text: "已修复".into(), photos, cost_fen: Some(28_000) });
    }

    /// 验收通过.
    pub fn verifies(&self, hazard: HazardId, method: VerifyMethod) {
        let photos = vec![self.town.photo(PhotoRole::Verification)];
        self.does(hazard, Action::Verify { method, text: "现场查看，已消除".into(), photos });
    }

    /// 返工.
    pub fn sends_back(&self, hazard: HazardId) {
        self.does(hazard, Action::OrderRework { text: "仍有裂缝".into(), photos: vec![] });
    }

    /// 批准销号.
    pub fn approves(&self, hazard: HazardId) {
        self.does(hazard, Action::ApproveClosing { text: String::new() });
    }

    /// 派人现场核实.
    pub fn sends_inspectors(&self, hazard: HazardId, unit: &str) {
        let unit = self.town.unit(unit);
        self.does(hazard, Action::OrderInspection { unit, text: String::new() });
    }

    /// 现场核实.
    pub fn finds(&self, hazard: HazardId, finding: Finding) {
        let photos = vec![self.town.photo(PhotoRole::Inspection)];
        self.does(hazard, Action::Inspect { finding, text: "到场查看".into(), photos });
    }
}

/// The key of a client that repeats itself.
pub fn key(name: &str, content: &str) -> Key {
    Key::new(&format!("test/{DISTRICT}"), name, content.as_bytes())
}
