//! 举报人保护 in two rooms: whose contact only two people together can open, and what a company learns of a report by
//! somebody who works there. The same on both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, ActionKind, Event, Grade, OpenPurpose, PartyKind, Source};
use domain::ids::HazardId;
use domain::people::Actor;
use identity::vault::Reporter;
use town::{DISTRICT, Town, key, story};
use work::Problem;
use work::hazard::{Filter, ListOrder, Looked, NewReport, OpenedReporter, Page, ReceiptView};
use work::words::Lang;

const SECRETS: [&str; 4] = ["欧阳测试举报人", "13987654321", "wx-planted-reporter", "白天方便"];
const SAID: &str = "我在三号车间看见报警器被拔掉了";
const WHY: &str = "核对是哪一台报警器";

/// 从业人员举报, with a contact.
fn whistle(town: &Town) -> HazardId {
    let [name, phone, contact, note] = SECRETS.map(|s| Some(s.to_owned()));
    let report = NewReport {
        text: SAID.into(),
        address: "示例纺织厂三号车间".into(),
        reporter: Some(Reporter { name, phone, contact, note }),
        whistleblower: true,
        ..NewReport::default()
    };
    town.resident().sends(report, None).unwrap().id
}

/// 立案, with the company as the party responsible, and 派遣 to it.
fn files_for_the_mill(town: &Town, id: HazardId) {
    town.officer("acceptor").accepts(id);
    town.is_inspected_first(id);
    let minor = town.app.catalogue().majors()[0].minors[0].clone();
    town.officer("acceptor").does(
        id,
        Action::File {
            number: String::new(),
            category: minor.code.clone(),
            grade: Grade::General,
            standard: minor.standards[0].id.clone(),
            party: PartyKind::Company,
            party_unit: Some(town.unit("mill")),
            clause: None,
            clauses: vec![],
            text: "现场检查发现".into(),
        },
    );
    town.officer("dispatcher").dispatches(id, "mill");
}

fn opens(town: &Town, called: &str, id: HazardId, purpose: OpenPurpose) -> Result<OpenedReporter, Problem> {
    let actor = town.officer(called).actor();
    town.block_on(work::hazard::open_reporter(&town.app, actor, None, id, purpose, WHY.into()))
}

fn asks(town: &Town, called: &str, id: HazardId) -> Result<work::hazard::Acted, Problem> {
    town.officer(called).tries(id, Action::AskOpening { purpose: OpenPurpose::Clarify, text: WHY.into() })
}

fn answers(town: &Town, called: &str, id: HazardId, grant: bool) -> Result<work::hazard::Acted, Problem> {
    town.officer(called).tries(id, Action::DecideOpening { grant, text: "情况属实".into() })
}

fn code<T>(refused: Result<T, Problem>) -> (u16, String) {
    let problem = refused.err().unwrap();
    let rule = problem.params.get("rule").map_or(problem.code, String::as_str);
    (problem.status, rule.to_owned())
}

fn looks(town: &Town, id: HazardId) -> Vec<Looked> {
    let receipt = town.block_on(ReceiptView::of(&town.app, id)).unwrap();
    receipt.looks.iter().map(|look| look.what).collect()
}

fn waits_for(town: &Town, called: &str, id: HazardId) -> bool {
    let actor = town.officer(called).actor();
    let inbox = town.block_on(work::hazard::inbox(&town.app, &actor, page(200), Lang::Zh)).unwrap();
    let found = inbox.page.items.iter().find(|item| item.id == id.0);
    found.is_some_and(|item| item.why.iter().any(|why| why.what == ActionKind::DecideOpening))
}

fn page(limit: u32) -> Page {
    Page { after: None, limit, order: ListOrder::Newest }
}

fn sweeps(town: &Town) {
    town.block_on(work::hazard::sweep(&town.app)).unwrap();
}

/// Everything that one may read of a hazard, and of what one was told, as text.
fn everything(town: &Town, actor: &Actor, id: HazardId) -> String {
    let app = &town.app;
    let text = |value: serde_json::Value| value.to_string();
    let json = |value: Result<serde_json::Value, Problem>| value.map(text).unwrap_or_default();
    town.block_on(async {
        let mut all = String::new();
        let list = work::hazard::list(app, actor, Filter::default(), page(200), Lang::Zh).await;
        all += &json(list.map(|v| serde_json::to_value(v).unwrap()));
        let inbox = work::hazard::inbox(app, actor, page(200), Lang::Zh).await;
        all += &json(inbox.map(|v| serde_json::to_value(v).unwrap()));
        let detail = work::hazard::detail(app, actor, id, Lang::Zh).await;
        all += &json(detail.map(|v| serde_json::to_value(v).unwrap()));
        let slip = work::hazard::read_slip(app, actor, id, Lang::Zh).await;
        all += &json(slip.map(|v| serde_json::to_value(v).unwrap()));
        let notices = work::notice::notices(app, actor, page(200), Lang::Zh).await;
        all + &json(notices.map(|v| serde_json::to_value(v).unwrap()))
    })
}

story!(
    /// 从业人员举报: asked for by one, agreed to by another, opened once; the reporter sees every step, and no name.
    an_employees_contact_takes_two,
    |town| {
        let id = whistle(&town);
        let clarify = OpenPurpose::Clarify;
        for who in ["caller", "shift lead"] {
            assert_eq!(code(opens(&town, who, id, clarify)), (409, "opening_needs_approval".into()));
        }
        assert_eq!(asks(&town, "acceptor", id).unwrap_err().status, 403);
        asks(&town, "caller", id).unwrap();
        assert_eq!(code(asks(&town, "shift lead", id)), (409, "opening_pending".into()));
        assert_eq!(looks(&town, id), [Looked::Asked]);
        for who in ["committee office", "leader"] {
            assert!(waits_for(&town, who, id), "{who}");
        }
        for (called, staff) in town.actors.all() {
            if !["committee office", "leader"].contains(called) {
                let refused = answers(&town, called, id, true).unwrap_err();
                assert!([403, 404].contains(&refused.status), "{called} decided: {refused}");
            }
            let told = everything(&town, &Actor::Staff(staff.clone()), id);
            for secret in SECRETS {
                assert!(!told.contains(secret), "{called} reads {secret}");
            }
        }
        assert_eq!(code(opens(&town, "caller", id, clarify)), (409, "opening_needs_approval".into()));
        answers(&town, "leader", id, true).unwrap();
        assert!(!waits_for(&town, "committee office", id) && !waits_for(&town, "leader", id));
        assert_eq!(code(opens(&town, "shift lead", id, clarify)), (409, "opening_needs_approval".into()));
        let opened = opens(&town, "caller", id, clarify).unwrap();
        assert_eq!(opened.phone.as_deref(), Some(SECRETS[1]));
        assert_eq!(code(opens(&town, "caller", id, clarify)), (409, "opening_needs_approval".into()));
        assert_eq!(looks(&town, id), [Looked::Asked, Looked::Granted, Looked::Opened]);
        let receipt = town.block_on(ReceiptView::of(&town.app, id)).unwrap();
        assert_eq!(receipt.times_opened(), 1);
        let offices: Vec<_> = receipt.looks.iter().map(|look| look.office.as_deref().unwrap()).collect();
        assert_eq!(offices, ["区值守中心", "区应安委办", "区值守中心"]);
        let shown = serde_json::to_string(&receipt).unwrap();
        for (called, staff) in town.actors.all() {
            assert!(!shown.contains(&staff.person.to_string()), "the receipt names {called}");
        }
        assert!(!shown.contains(WHY), "why it was asked for is the desk's");
        // The desk sees how it stands, everybody else nothing of it.
        for (called, staff) in town.actors.all() {
            let actor = Actor::Staff(staff.clone());
            let Ok(detail) = town.block_on(work::hazard::detail(&town.app, &actor, id, Lang::Zh)) else {
                continue;
            };
            let told = detail.timeline.iter().any(|step| step.kind.starts_with("opening_"));
            let guards = domain::people::Scope::of(&actor) == domain::people::Scope::All;
            assert_eq!((detail.opening.is_some(), told), (guards, guards), "{called}");
        }
        town.is_sound();
    }
);

story!(
    /// 不同意, 逾期: refused, not decided in time, not used in time; each ends it, and each is told to the reporter.
    what_is_refused_or_left_lying_opens_nothing,
    |town| {
        let id = whistle(&town);
        let clarify = OpenPurpose::Clarify;
        asks(&town, "shift lead", id).unwrap();
        let silent = Action::DecideOpening { grant: false, text: String::new() };
        assert_eq!(town.officer("committee office").tries(id, silent).unwrap_err().status, 422);
        answers(&town, "committee office", id, false).unwrap();
        assert_eq!(code(opens(&town, "shift lead", id, clarify)), (409, "opening_needs_approval".into()));

        asks(&town, "caller", id).unwrap();
        town.wait(24 * Instant::HOUR);
        assert_eq!(code(answers(&town, "leader", id, true)), (409, "opening_lapsed".into()));
        sweeps(&town);
        assert_eq!(answers(&town, "leader", id, true).unwrap_err().status, 409);

        asks(&town, "caller", id).unwrap();
        answers(&town, "leader", id, true).unwrap();
        town.wait(24 * Instant::HOUR);
        assert_eq!(code(opens(&town, "caller", id, clarify)), (409, "opening_needs_approval".into()));
        sweeps(&town);
        use Looked::{Asked, Granted, Lapsed, Refused};
        assert_eq!(looks(&town, id), [Asked, Refused, Asked, Lapsed, Asked, Granted, Lapsed]);
        town.is_sound();
    }
);

story!(
    /// 重大隐患: the same for a resident's report, from the moment on at which it is judged to be one.
    a_major_hazard_takes_two_as_well,
    |town| {
        let [name, phone, contact, note] = SECRETS.map(|s| Some(s.to_owned()));
        let report = NewReport {
            text: "外墙整片外鼓".into(),
            address: "解放路 12 号".into(),
            reporter: Some(Reporter { name, phone, contact, note }),
            ..NewReport::default()
        };
        let id = town.resident().sends(report, None).unwrap().id;
        let clarify = OpenPurpose::Clarify;
        assert_eq!(asks(&town, "caller", id).unwrap_err().status, 409, "an ordinary one needs nobody else");
        opens(&town, "caller", id, clarify).unwrap();
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::Major);
        assert_eq!(code(opens(&town, "caller", id, clarify)), (409, "opening_needs_approval".into()));
        asks(&town, "caller", id).unwrap();
        answers(&town, "committee office", id, true).unwrap();
        opens(&town, "caller", id, clarify).unwrap();
        town.is_sound();
    }
);

story!(
    /// The same request, sent again: good for an answer that was lost, not for another look later.
    a_key_is_no_second_look,
    |town| {
        let id = whistle(&town);
        asks(&town, "caller", id).unwrap();
        answers(&town, "leader", id, true).unwrap();
        let open = || {
            let actor = town.officer("caller").actor();
            let key = Some(key("open", "same"));
            town.block_on(work::hazard::open_reporter(
                &town.app,
                actor,
                key,
                id,
                OpenPurpose::Clarify,
                WHY.into(),
            ))
        };
        open().unwrap();
        open().unwrap();
        town.wait(6 * Instant::MINUTE);
        assert_eq!(code(open()), (409, "key_reused".into()));
        assert_eq!(looks(&town, id).iter().filter(|look| **look == Looked::Opened).count(), 1);
    }
);

/// What the list says to somebody, page by page, and every mark of a page's end.
fn pages(town: &Town, called: &str, limit: u32) -> (Vec<uuid::Uuid>, Vec<String>) {
    let actor = town.officer(called).actor();
    let (mut ids, mut marks, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let asked = Page { after, ..page(limit) };
        let listed =
            town.block_on(work::hazard::list(&town.app, &actor, Filter::default(), asked, Lang::Zh)).unwrap();
        ids.extend(listed.items.iter().map(|item| item.id));
        after = listed.next;
        match &after {
            Some(mark) => marks.push(mark.clone()),
            None => return (ids, marks),
        }
    }
}

story!(
    /// 从业人员举报的时间: neither the order of a company's list nor the mark of a page's end tells when it was reported.
    a_companys_list_does_not_tell_when_somebody_reported_it,
    |town| {
        let reported = |text: &str| {
            let id = town.resident().reports(text).id;
            town.wait(Instant::HOUR);
            id
        };
        let first = reported("一");
        let secret = whistle(&town);
        let told = town.hazard(secret).reported_at;
        town.wait(Instant::HOUR);
        let (second, third) = (reported("二"), reported("三"));
        for id in [first, second, third, secret] {
            files_for_the_mill(&town, id);
            town.wait(Instant::HOUR);
        }
        let filed = town.hazard(secret).filing.unwrap().at;
        let ids = |all: &[HazardId]| all.iter().map(|id| id.0).collect::<Vec<_>>();
        for limit in [1, 2, 10] {
            let (listed, marks) = pages(&town, "mill manager", limit);
            assert_eq!(listed, ids(&[secret, third, second, first]), "by when it was filed, {limit} at a time");
            for mark in marks {
                assert!(!mark.contains(&told.0.to_string()) && !mark.contains(&format!("{:x}", told.0)));
                let forged = format!("{}{}", &mark[..mark.len() - 1], if mark.ends_with('0') { '1' } else { '0' });
                let asked = Page { after: Some(forged), ..page(1) };
                let actor = town.officer("mill manager").actor();
                let refused = town.block_on(work::hazard::list(&town.app, &actor, Filter::default(), asked, Lang::Zh));
                assert_eq!(refused.unwrap_err().status, 422);
            }
            let (listed, _) = pages(&town, "dispatcher", limit);
            assert_eq!(listed, ids(&[third, second, secret, first]), "the desk reads by when it was reported");
        }
        let actor = town.officer("mill manager").actor();
        let seen = town.block_on(work::hazard::detail(&town.app, &actor, secret, Lang::Zh)).unwrap();
        assert_eq!((seen.summary.reported_at, seen.summary.source.as_str()), (filed, "bureau"));
        // What the reporter does later moves nothing that the company sees.
        town.wait(Instant::HOUR);
        let before = seen.summary.updated_at;
        town.resident().does(secret, Action::Urge { text: "快一点".into() }).unwrap();
        let seen = town.block_on(work::hazard::detail(&town.app, &actor, secret, Lang::Zh)).unwrap();
        assert_eq!(seen.summary.updated_at, before);
        // By words it is not found at all: it would stand where it was reported.
        let asked = Filter { q: Some("纺织厂".into()), ..Filter::default() };
        let found = town.block_on(work::hazard::list(&town.app, &actor, asked, page(10), Lang::Zh)).unwrap();
        assert!(found.items.iter().all(|item| item.id != secret.0));
        town.is_sound();
    }
);

story!(
    /// 举报人的动静: nothing that the company reads changes when the reporter does something; what it does itself is
    /// checked against what it sees.
    what_an_employee_does_afterwards_shows_nowhere_to_the_company,
    |town| {
        let id = whistle(&town);
        files_for_the_mill(&town, id);
        let mill = town.officer("mill manager").actor();
        let detail = || town.block_on(work::hazard::detail(&town.app, &mill, id, Lang::Zh)).unwrap();
        let before = (everything(&town, &mill, id), detail().summary.version);
        town.resident().does(id, Action::Urge { text: "快一点".into() }).unwrap();
        asks(&town, "caller", id).unwrap();
        answers(&town, "leader", id, false).unwrap();
        assert!(before == (everything(&town, &mill, id), detail().summary.version));

        // What it is told is numbered without gaps, up to the version that an action names.
        let told: Vec<u32> = detail().timeline.iter().map(|step| step.sequence).collect();
        assert_eq!(told, (1..=before.1).collect::<Vec<_>>());
        let sign = |version| {
            let signing = work::hazard::act(&town.app, mill.clone(), None, id, Some(version), Action::Sign);
            town.block_on(signing)
        };
        let stale = sign(before.1 + 1).unwrap_err();
        assert_eq!((stale.status, stale.code, stale.params["actual"].as_str()), (409, "stale", &*before.1.to_string()));
        assert_eq!(sign(before.1).unwrap().version, before.1 + 1);
        assert_eq!(detail().summary.version, before.1 + 1);
        town.is_sound();
    }
);

story!(
    /// 回执编号: whoever has seen one on a phone or on paper does not learn which case it belongs to; its own number it finds.
    a_company_finds_a_case_by_its_number_and_by_no_receipt,
    |town| {
        let (employee, resident) = (whistle(&town), town.resident().reports("一"));
        for id in [employee, resident.id] {
            files_for_the_mill(&town, id);
            let hazard = town.hazard(id);
            let case = hazard.filing.unwrap().number;
            let found = |called: &str, filter: Filter| {
                let actor = town.officer(called).actor();
                let listed = work::hazard::list(&town.app, &actor, filter, page(10), Lang::Zh);
                town.block_on(listed).unwrap().items.iter().any(|item| item.id == id.0)
            };
            let number = |text: &str| Filter { number: Some(text.into()), ..Filter::default() };
            let words = |text: &str| Filter { q: Some(text.into()), ..Filter::default() };
            assert!(found("mill manager", number(&case)) && found("dispatcher", number(&hazard.receipt)));
            assert!(!found("mill manager", number(&hazard.receipt)));
            assert!(!found("mill manager", words(&hazard.receipt)));
            let mill = town.officer("mill manager").actor();
            let looked = work::hazard::lookup(&town.app, &mill, &hazard.receipt, Lang::Zh);
            assert!(town.block_on(looked).unwrap().found.is_empty());
        }
    }
);

story!(
    /// 公开数字: they move when what an employee reported is filed, not when it is reported.
    figures_do_not_tell_when_an_employee_reported,
    |town| {
        let figures = || town.block_on(work::figures::figures(&town.app)).unwrap();
        let before = figures();
        let id = whistle(&town);
        town.officer("acceptor").accepts(id);
        town.is_inspected_first(id);
        assert_eq!(figures(), before);
        town.wait(3 * Instant::DAY);
        town.officer("acceptor").files(id, Grade::General);
        assert_ne!(figures(), before);
        town.is_sound();
    }
);

story!(
    /// 值守代录: what the desk types in for somebody who works there is as confidential.
    what_is_typed_in_for_an_employee_is_confidential,
    |town| {
        let report = |source| NewReport {
            text: "配料间没有通风".into(),
            address: "示例纺织厂".into(),
            source: Some(source),
            captured_at: Some(town.app.store().surroundings().now()),
            ..NewReport::default()
        };
        let actor = town.officer("acceptor").actor();
        let send = |source| {
            town.block_on(work::hazard::report(&town.app, actor.clone(), None, report(source))).unwrap().id
        };
        let (employee, bureau) = (send(Source::Employee), send(Source::Bureau));
        assert!(town.hazard(employee).is_confidential() && town.hazard(employee).captured_at.is_none());
        for id in [employee, bureau] {
            assert_eq!(id.0.get_version_num(), 4, "an id that tells the time, or sets one apart from the other");
        }
        files_for_the_mill(&town, employee);
        let actor = town.officer("mill manager").actor();
        let seen = town.block_on(work::hazard::detail(&town.app, &actor, employee, Lang::Zh)).unwrap();
        assert_eq!((seen.summary.text.as_str(), seen.summary.source.as_str()), ("", "bureau"));
        let events = town.app.store().read_blocking(|c| {
            c.query(store::queries::ledger::EVENTS_OF, &[DISTRICT.into(), employee.into()])
        });
        let events = events.unwrap();
        let first = store::verify::envelope(&events[0]).unwrap().0;
        assert!(matches!(
            serde_json::from_str(&first.body).unwrap(),
            Event::Reported { source: Source::Employee, captured_at: None, fix: None, .. }
        ));
    }
);

story!(a_company_learns_nothing_of_inspections_to_come_and_reports_its_own_checks_only, |town| {
    let mill = town.officer("mill manager").actor();
    let refused = |problem: Problem| assert_eq!(problem.status, 403);
    refused(town.block_on(work::place::plans(&town.app, &mill)).unwrap_err());
    let by = work::place::CoverageBy::Street;
    let all = work::place::CoverageFilter::default;
    refused(town.block_on(work::place::coverage(&town.app, &mill, by, all())).unwrap_err());
    refused(town.block_on(work::place::due_places(&town.app, &mill, None, all())).unwrap_err());

    let report = NewReport {
        text: "配电箱门缺失".into(),
        address: "示例纺织厂二号车间".into(),
        source: Some(Source::Leader),
        ..NewReport::default()
    };
    let sent = town.block_on(work::hazard::report(&town.app, mill, None, report));
    let id = sent.unwrap().id;
    assert_eq!(town.hazard(id).source, Source::SelfCheck);
});

story!(
    /// 同样对待: what an employee reported is to the company like every other case, wherever it asks.
    a_company_finds_no_difference_between_what_an_employee_reported_and_the_rest,
    |town| {
        let (employee, resident) = (whistle(&town), town.resident().reports("楼道堆物").id);
        let mill = town.officer("mill manager").actor();
        let answers = |id: HazardId| {
            files_for_the_mill(&town, id);
            let case = town.hazard(id).filing.unwrap().number;
            let (app, mill) = (&town.app, &mill);
            town.block_on(async {
                let found = |q: &str| Filter { q: Some(q.into()), ..Filter::default() };
                let rows = |listed: work::hazard::Listed| {
                    listed.items.into_iter().filter(|row| row.id == id.0).map(|row| row.text).collect::<Vec<_>>()
                };
                let list = |filter| work::hazard::list(app, mill, filter, page(10), Lang::Zh);
                let plain = rows(list(Filter::default()).await.unwrap());
                let words: String = plain[0].chars().take(4).collect();
                let inbox = work::hazard::inbox(app, mill, page(10), Lang::Zh).await.unwrap();
                (
                    plain.iter().all(|text| !text.is_empty()),
                    rows(inbox.page).iter().all(|text| !text.is_empty()),
                    rows(list(found(&words)).await.unwrap()).len(),
                    rows(list(found(&case)).await.unwrap()).len(),
                    work::hazard::lookup(app, mill, &case, Lang::Zh).await.unwrap().found.len(),
                    work::hazard::proof(app, mill, id).await.map(|p| {
                        p.events.into_iter().map(|e| (e.sequence, e.kind)).collect::<Vec<_>>()
                    }),
                    work::hazard::duplicates(app, mill, id, Lang::Zh).await.map(|near| near.len()),
                )
            })
        };
        let steps = vec![(1, "filed".to_owned()), (2, "dispatched".to_owned())];
        let expected = (true, true, 1, 1, 1, Ok(steps), Ok(0));
        assert_eq!((answers(employee), answers(resident)), (expected.clone(), expected));
    }
);
