//! Units and people of the made-up district.

use super::names;
use domain::ids::{PersonId, UnitId};
use domain::people::{Person, Role, Staff, Unit, UnitKind};
use domain::place::{PlaceKind, Position};
use uuid::Uuid;

/// One person, as planned.
pub(super) struct Member {
    pub(super) person: Person,
    pub(super) login: String,
    pub(super) name: String,
    /// 演示登录: whether this one gets the demo password.
    pub(super) signs_in: bool,
}

/// A street with its people.
pub(super) struct Street {
    pub(super) unit: UnitId,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) centre: Position,
    pub(super) handler: Staff,
    pub(super) inspectors: Vec<Staff>,
}

/// A bureau or company with the one who handles its cases.
pub(super) struct Body {
    pub(super) unit: UnitId,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: UnitKind,
    pub(super) place_kind: Option<PlaceKind>,
    pub(super) handler: Option<Staff>,
}

/// Everybody.
pub(super) struct Cast {
    pub(super) units: Vec<Unit>,
    pub(super) members: Vec<Member>,
    pub(super) streets: Vec<Street>,
    pub(super) bureaux: Vec<Body>,
    pub(super) companies: Vec<Body>,
    pub(super) acceptors: Vec<Staff>,
    pub(super) dispatchers: Vec<Staff>,
    pub(super) shift_leads: Vec<Staff>,
    pub(super) callers: Vec<Staff>,
    pub(super) verifiers: Vec<Staff>,
    pub(super) committee: Vec<Staff>,
    pub(super) enforcers: Vec<Staff>,
    pub(super) leaders: Vec<Staff>,
    pub(super) system_admin: Staff,
}

/// 演示登录: one of each role, a bureau and a company; nobody else signs in.
const SIGN_IN: [&str; 15] = [
    "shouli",
    "paiqian",
    "zhiban",
    "huifang",
    "hecha",
    "anweiban",
    "lingdao",
    "zhifa",
    "jiedao",
    "wangge",
    "bumen-fire",
    "qiye",
    "xitong",
    "anquan",
    "shenji",
];
/// How many of the companies have somebody who signs in.
const COMPANIES_WITH_PEOPLE: usize = 9;

struct Hiring<'a> {
    new_id: &'a mut dyn FnMut() -> Uuid,
    units: Vec<Unit>,
    members: Vec<Member>,
}

impl Hiring<'_> {
    fn unit(&mut self, code: &str, name: &str, kind: UnitKind, area: Option<&str>) -> UnitId {
        let id = UnitId((self.new_id)());
        let parent = self.units.first().map(|u| u.id).filter(|_| kind != UnitKind::Company);
        // Numbers that are not given to anybody: 0734-000 0xxx.
        let phone = Some(format!("0734-000{:04}", 100 + self.units.len()));
        self.units.push(Unit {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            kind,
            parent,
            area: area.map(str::to_owned),
            phone,
            since: None,
            ended_at: None,
        });
        id
    }

    /// One person for each login.
    fn people(&mut self, logins: &[&str], unit: UnitId, area: Option<&str>, role: Role) -> Vec<Staff> {
        let hire = |login: &&str| {
            let person = Person {
                id: PersonId((self.new_id)()),
                unit,
                area: area.map(str::to_owned),
                roles: vec![role],
                disabled_at: None,
                consent: None,
            };
            let staff = Staff { person: person.id, unit, area: person.area.clone(), roles: vec![role] };
            let name = names::person(self.members.len());
            self.members.push(Member {
                person,
                login: (*login).to_owned(),
                name,
                signs_in: SIGN_IN.contains(login),
            });
            staff
        };
        logins.iter().map(hire).collect()
    }
}

impl Cast {
    /// Plans units and people; nothing is written yet.
    pub(super) fn new(new_id: &mut dyn FnMut() -> Uuid) -> Self {
        let mut hiring = Hiring { new_id, units: Vec::new(), members: Vec::new() };
        let desk = hiring.unit("ZB", "区应急值守中心（演示）", UnitKind::Desk, None);
        let office =
            hiring.unit("AWB", "区应急和安全生产委员会办公室（演示）", UnitKind::CommitteeOffice, None);
        let acceptors = hiring.people(&["shouli", "shouli2", "shouli3"], desk, None, Role::Acceptor);
        let dispatchers = hiring.people(&["paiqian", "paiqian2"], desk, None, Role::Dispatcher);
        let shift_leads = hiring.people(&["zhiban", "zhiban2"], desk, None, Role::ShiftLead);
        let callers = hiring.people(&["huifang", "huifang2"], desk, None, Role::Caller);
        let verifiers = hiring.people(&["hecha", "hecha2", "hecha3"], office, None, Role::Verifier);
        let committee = hiring.people(&["anweiban", "anweiban2"], office, None, Role::CommitteeOffice);
        let leaders = hiring.people(&["lingdao", "lingdao2"], office, None, Role::Leader);
        let system = hiring.people(&["xitong"], desk, None, Role::SystemAdmin);
        hiring.people(&["anquan"], desk, None, Role::SecurityAdmin);
        hiring.people(&["shenji"], office, None, Role::AuditAdmin);
        // The street of the fixed logins comes first.
        let mut order: Vec<usize> = (0..names::STREETS.len()).collect();
        order.swap(0, 2);
        let mut streets = Vec::new();
        for (nth, at) in order.into_iter().enumerate() {
            let (code, name, lon, lat) = names::STREETS[at];
            let area = format!("430406-{code}");
            let unit = hiring.unit(&format!("JD-{code}"), name, UnitKind::Street, Some(&area));
            let login =
                |word: &str, n: usize| if n == 0 { word.to_owned() } else { format!("{word}{}", n + 1) };
            let handler = login("jiedao", nth);
            let one = login("wangge", nth * 2);
            let two = login("wangge", nth * 2 + 1);
            let handler = hiring.people(&[&handler], unit, Some(&area), Role::Handler).remove(0);
            let inspectors = hiring.people(&[&one, &two], unit, Some(&area), Role::Inspector);
            let centre = Position { lon_e7: lon * 1_000, lat_e7: lat * 1_000 };
            streets.push(Street { unit, code, name, centre, handler, inspectors });
        }
        let mut bureaux = Vec::new();
        for (code, name) in names::BUREAUX {
            let unit = hiring.unit(&format!("BM-{code}"), name, UnitKind::Bureau, None);
            let login = format!("bumen-{}", code.to_lowercase());
            let handler = hiring.people(&[&login], unit, None, Role::Handler).pop();
            bureaux.push(Body {
                unit,
                code: code.to_owned(),
                name: name.to_owned(),
                kind: UnitKind::Bureau,
                place_kind: None,
                handler,
            });
        }
        let enforcers = match bureaux.first() {
            Some(emergency) => hiring.people(&["zhifa", "zhifa2"], emergency.unit, None, Role::Enforcer),
            None => Vec::new(),
        };
        let mut companies = Vec::new();
        for (nth, (name, kind, place_kind)) in names::COMPANIES.into_iter().enumerate() {
            let code = format!("QY-{:02}", nth + 1);
            let unit = hiring.unit(&code, name, kind, None);
            let login = if nth == 0 { "qiye".to_owned() } else { format!("qiye{}", nth + 1) };
            // Those with people are spread over all trades.
            let with_people = nth % 3 == 0 && nth / 3 < COMPANIES_WITH_PEOPLE;
            let handler = with_people.then(|| hiring.people(&[&login], unit, None, Role::Handler).remove(0));
            companies.push(Body {
                unit,
                code,
                name: name.to_owned(),
                kind,
                place_kind: Some(place_kind),
                handler,
            });
        }
        Self {
            system_admin: system[0].clone(),
            units: hiring.units,
            members: hiring.members,
            streets,
            bureaux,
            companies,
            acceptors,
            dispatchers,
            shift_leads,
            callers,
            verifiers,
            committee,
            enforcers,
            leaders,
        }
    }

    pub(super) fn bureau(&self, code: &str) -> &Body {
        self.bureaux.iter().find(|b| b.code == code).unwrap_or(&self.bureaux[0])
    }
}
