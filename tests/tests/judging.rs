//! Evidence is judged: major-hazard criteria, risk, closings that look implausible, and a drawing that nobody can
//! steer and anybody can repeat, on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{
    Action, DoubtReason, Grade, Hazard, Judgement, PhotoRole, RiskColour, StageCode, VerifyMethod,
};
use domain::ids::HazardId;
use domain::ledger::Recorded;
use domain::people::{Actor, Person};
use std::time::Duration;
use store::{Command, Halt, Surroundings, Tx};
use town::{DISTRICT, Town, story};
use work::judging::{
    CriteriaQuery, DoubtsFilter, RulesInput, Subject, doubtful, doubtful_csv, draws, prove_draw,
    publish_rules, read_criteria, read_draw, read_hints, read_rules, sweep_draws,
};
use work::words::Lang;

/// Everybody of the town stands in the register.
struct Appointed(Vec<Person>);

impl Command for Appointed {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        for person in &self.0 {
            let event = Recorded::Registered { now: person.clone() };
            tx.record::<Person>(person.id.0, &event, &domain::hazard::Words::none())?;
        }
        Ok(())
    }
}

fn appoint_everybody(town: &Town) {
    let all = town.actors.all().iter().map(|(_, staff)| Person {
        id: staff.person,
        unit: staff.unit,
        area: staff.area.clone(),
        roles: staff.roles.clone(),
        disabled_at: None,
        consent: None,
    });
    let everybody = Appointed(all.collect());
    town.app.store().execute_blocking(DISTRICT, Actor::System, None, everybody).unwrap();
    town.app.refresh_registers().unwrap();
}

/// From the report to the desk's approval; everything takes a minute.
fn closed(town: &Town, text: &str) -> HazardId {
    let id = town.resident().reports(text).id;
    town.officer("acceptor").accepts(id);
    town.officer("acceptor").files(id, Grade::General);
    town.officer("dispatcher").dispatches(id, "roads");
    town.officer("road worker").signs(id);
    town.officer("road worker").submits(id);
    town.officer("verifier").verifies(id, VerifyMethod::OnSite);
    town.officer("acceptor").approves(id);
    id
}

fn swept(town: &Town) -> bool {
    assert!(town.app.store().settle(Duration::from_secs(20)).unwrap());
    town.block_on(sweep_draws(&town.app)).unwrap()
}

/// What the outsider's program says: its exit code and its words.
fn outsider(town: &Town, proof: &serde_json::Value) -> (i32, String) {
    let file = town.folder().join("draw.json");
    std::fs::write(&file, proof.to_string()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/verify_draw.py");
    let key: String = town.app.log_key().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut python = std::process::Command::new("python3");
    let output = python.arg("-B").arg(script).arg(&file).args(["--key", &key]).output().expect("python3");
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), text)
}

story!(
    /// 抽查复核: committed before anything is closed, revealed afterwards, drawn by nobody, repeated by an outsider.
    nobody_chooses_what_is_looked_at_again,
    |town| {
        appoint_everybody(&town);
        assert!(swept(&town), "a seed for March is committed to");
        assert!(!swept(&town), "once");
        let office = town.officer("committee office").actor();
        let march = town.block_on(draws(&town.app, &office)).unwrap();
        assert_eq!((march.len(), march[0].period.as_str(), march[0].seed), (1, "2026-03", None));
        let ids: Vec<HazardId> = (0..3).map(|n| closed(&town, &format!("路灯不亮 {n}"))).collect();
        assert!(!swept(&town), "nothing is drawn while the month runs");
        assert!(town.block_on(prove_draw(&town.app, "2026-03")).is_err());
        town.wait(31 * Instant::DAY);
        let other = town.second_server();
        assert!(swept(&town), "April's seed ends March");
        // March is revealed and given to units, unless the first run saw April's seed numbered already.
        swept(&town);
        assert!(!town.block_on(sweep_draws(&other)).unwrap(), "another node finds it done");
        other.store().close();

        let read = || town.block_on(read_draw(&town.app, &office, "2026-03", Lang::Zh)).unwrap();
        let draw = read();
        assert_eq!((draw.draw.closed, draw.draw.drawn, draw.pending), (Some(3), Some(1), 1));
        let drawn = HazardId(draw.cases[0].hazard.id);
        assert!(ids.contains(&drawn));
        let unit = town.hazard(drawn).recheck.unwrap().unit;
        let inspector = ["south inspector", "north inspector"]
            .into_iter()
            .find(|name| town.officer(name).unit() == unit)
            .expect("a unit that had no part in it");
        let handler = town.officer("road worker").actor();
        assert_eq!(town.block_on(read_draw(&town.app, &handler, "2026-03", Lang::Zh)).unwrap_err().status, 403);
        let inbox = town.block_on(work::hazard::inbox(
            &town.app,
            &town.officer(inspector).actor(),
            work::hazard::Page { after: None, limit: 10, order: work::hazard::ListOrder::Newest },
            Lang::Zh,
        ));
        assert!(inbox.unwrap().page.items.iter().any(|item| item.id == drawn.0), "it waits for that unit");

        let looked = |passed| Action::Recheck {
            passed,
            text: "现场灯仍不亮".into(),
            photos: vec![town.photo(PhotoRole::Verification)],
        };
        assert_eq!(town.officer("verifier").tries(drawn, looked(true)).unwrap_err().status, 403);
        town.officer(inspector).does(drawn, looked(false));
        assert_eq!(town.stage(drawn), StageCode::Reopened);
        let after = read();
        assert_eq!((after.failed, after.passed, after.pending), (1, 0, 0));

        assert!(town.app.store().settle(Duration::from_secs(20)).unwrap());
        let proof = town.block_on(prove_draw(&town.app, "2026-03")).unwrap();
        let proof = serde_json::to_value(&proof).unwrap();
        for id in &ids {
            assert!(!proof.to_string().contains(&id.to_string()), "it names no hazard");
        }
        let (code, text) = outsider(&town, &proof);
        assert_eq!(code, 0, "{text}");
        type Change = fn(&mut serde_json::Value);
        let forgeries: [(&str, Change); 6] = [
            ("another seed", |p| p["draw"]["revealed"]["seed"] = "00".repeat(32).into()),
            ("another root", |p| p["draw"]["revealed"]["root"] = "00".repeat(32).into()),
            ("a closing left out", |p| drop(p["closings"].as_array_mut().unwrap().pop())),
            ("another one drawn", |p| {
                for closing in p["closings"].as_array_mut().unwrap() {
                    let drawn = closing["drawn"].as_u64().unwrap();
                    closing["drawn"] = (1 - drawn).into();
                }
            }),
            ("another period", |p| p["draw"]["period"] = "2026-02".into()),
            ("another commitment", |p| {
                let body = p["committed"]["event"]["body"].as_str().unwrap().replace("2026-03", "2026-02");
                p["committed"]["event"]["body"] = body.into();
            }),
        ];
        for (what, forge) in forgeries {
            let mut forged = proof.clone();
            forge(&mut forged);
            let (code, text) = outsider(&town, &forged);
            assert_eq!(code, 1, "{what}: {text}");
        }
        town.is_sound();
    }
);

story!(
    /// 存疑销号: with reasons and figures, for supervisors, by unit and reason, and as a table.
    what_looks_implausible_is_listed_for_supervisors,
    |town| {
        let lead = town.officer("shift lead").actor();
        let list = |filter: DoubtsFilter| {
            town.block_on(doubtful(&town.app, &lead, &filter, None, 50, Lang::Zh)).unwrap()
        };
        let first = closed(&town, "路灯不亮");
        town.wait(60_000);
        let second = closed(&town, "井盖松动");
        let all = list(DoubtsFilter::default());
        assert_eq!(all.items.iter().map(|i| i.hazard.id).collect::<Vec<_>>(), [second.0, first.0]);
        let reasons: Vec<&str> = all.items[0].doubts.iter().map(|d| d.reason.as_str()).collect();
        assert_eq!(reasons, ["rectified_fast", "verified_fast"]);
        assert!(all.items[0].doubts.iter().all(|d| d.text.contains("请核实") && d.text.contains("1 分钟")));
        assert_eq!((all.units.len(), all.units[0].count), (1, 2));
        let of = |reason, unit: &str| DoubtsFilter {
            reason,
            unit: Some(town.unit(unit).0),
            ..DoubtsFilter::default()
        };
        assert_eq!(list(of(Some(DoubtReason::VerifiedFast), "roads")).items.len(), 2);
        assert!(list(of(Some(DoubtReason::SamePhoto), "roads")).items.is_empty());
        assert!(list(of(None, "building")).items.is_empty());
        let page = town.block_on(doubtful(&town.app, &lead, &DoubtsFilter::default(), None, 1, Lang::En)).unwrap();
        let everything = DoubtsFilter::default();
        let rest = doubtful(&town.app, &lead, &everything, page.next.as_deref(), 1, Lang::En);
        let rest = town.block_on(rest).unwrap();
        assert_eq!((rest.items[0].hazard.id, rest.next), (first.0, None));
        let csv = town.block_on(doubtful_csv(&town.app, &lead, &DoubtsFilter::default(), Lang::Zh)).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().count(), 3, "{csv}");
        assert!(csv.contains("市政所") && csv.contains("请核实"), "{csv}");
        for (called, status) in [("road worker", 403), ("verifier", 403), ("system administrator", 403)] {
            let actor = town.officer(called).actor();
            let refused = doubtful(&town.app, &actor, &everything, None, 50, Lang::Zh);
            assert_eq!(town.block_on(refused).unwrap_err().status, status, "{called}");
        }
        town.officer("committee office").does(first, Action::SettleDoubts { text: "已现场核实".into() });
        assert_eq!(list(DoubtsFilter::default()).items.len(), 1);
        // Other limits from now on, and what was closed before stays as it was judged.
        let mut body = read_rules(&town.app, &lead, Subject::Doubts, None).unwrap().body;
        body["rectified_minutes"]["general"] = 0.into();
        body["verified_minutes"] = 0.into();
        let rules = RulesInput {
            upon: "2026.1".into(),
            version: "本区 2".into(),
            effective: town.clock.now(),
            body: body.clone(),
        };
        let admin = town.officer("system administrator").actor();
        let publish = |actor: &Actor, rules: &RulesInput| {
            town.block_on(publish_rules(&town.app, actor.clone(), None, Subject::Doubts, rules.clone()))
        };
        assert_eq!(publish(&lead, &rules).unwrap_err().status, 403);
        let mut wrong = rules.clone();
        wrong.body["same_photo_bits"] = 40.into();
        assert_eq!(publish(&admin, &wrong).unwrap_err().code, "rules_refused");
        publish(&admin, &rules).unwrap();
        assert_eq!(publish(&admin, &rules).unwrap_err().code, "stale");
        closed(&town, "护栏断裂");
        assert_eq!(list(DoubtsFilter::default()).items.len(), 1);
        town.is_sound();
    }
);

story!(
    /// 判定: hints from category and words, a named judge, a second person on the way down, and versions.
    a_named_person_judges_and_the_catalogue_only_hints,
    |town| {
        let acceptor = town.officer("acceptor");
        let id = town.resident().reports("一楼疏散通道被锁，人员出不来").id;
        acceptor.accepts(id);
        let hints = |category: Option<&str>| {
            let category = category.map(str::to_owned);
            town.block_on(read_hints(&town.app, &acceptor.actor(), id, category, Lang::Zh)).unwrap()
        };
        let found = hints(Some("0101"));
        assert!(found[0].strong && found[0].clause.id == "GB35181-2025/7", "{:?}", found[0]);
        assert!(hints(Some("9999")).iter().all(|hint| !hint.strong));
        let stranger = town.officer("north handler").actor();
        let refused = read_hints(&town.app, &stranger, id, None, Lang::Zh);
        assert_eq!(town.block_on(refused).unwrap_err().status, 404);
        // The first category of the catalogue is the one that the clause is about.
        acceptor.files(id, Grade::General);
        let hazard = town.hazard(id);
        assert!(hazard.judgement.as_ref().is_some_and(Judgement::awaits_second), "{:?}", hazard.judgement);
        town.officer("shift lead").does(id, Action::ConfirmJudgement { text: "现场已打开".into() });
        let clauses = vec!["GB35181-2025/7".to_owned()];
        town.officer("acceptor").does(id, Action::Judge { grade: Grade::Major, clauses, text: "又锁上了".into() });
        let graded = |hazard: &Hazard| hazard.filing.as_ref().map(|f| f.grade);
        assert_eq!(graded(&town.hazard(id)), Some(Grade::Major));
        let inputs = [("L", "6"), ("E", "6"), ("C", "15")];
        let inputs = inputs.map(|(id, value)| (id.to_owned(), value.to_owned().try_into().unwrap()));
        let inputs: std::collections::BTreeMap<_, _> = inputs.into();
        let grades = Action::GradeRisk { method: "lec".into(), inputs: inputs.clone(), text: String::new() };
        town.officer("shift lead").does(id, grades);
        assert_eq!(town.hazard(id).risk.unwrap().colour, RiskColour::Red);
        let viewer = acceptor.actor();
        let detail = work::hazard::detail(&town.app, &viewer, id, Lang::Zh);
        let risk = town.block_on(detail).unwrap().risk.unwrap();
        assert_eq!(risk.working, "D = 6 × 6 × 15 = 540");
        // A version of the district's own from now on: what was graded before stays as it was graded.
        let admin = town.officer("system administrator").actor();
        let mut body = read_rules(&town.app, &admin, Subject::Risk, None).unwrap().body;
        body["methods"][0]["bands"][0]["from"] = "600".into();
        body["methods"][0]["formula"] = "Q = L × E × C".into();
        let (upon, version, effective) = ("2026.1".into(), "本区一".into(), town.clock.now());
        let rules = RulesInput { upon, version, effective, body };
        town.block_on(publish_rules(&town.app, admin, None, Subject::Risk, rules)).unwrap();
        town.wait(1);
        let risk = || town.block_on(work::hazard::detail(&town.app, &viewer, id, Lang::Zh)).unwrap().risk.unwrap();
        let told = |risk: work::judging::GradedRisk| (risk.version, risk.working, risk.colour);
        assert_eq!(told(risk()), ("2026.1".into(), "D = 6 × 6 × 15 = 540".into(), "red".into()));
        let again = Action::GradeRisk { method: "lec".into(), inputs: inputs.clone(), text: String::new() };
        town.officer("shift lead").does(id, again);
        assert_eq!(told(risk()), ("本区一".into(), "Q = 6 × 6 × 15 = 540".into(), "orange".into()));

        let look = |q: &str| {
            let query = CriteriaQuery { text: Some(q.into()), ..CriteriaQuery::default() };
            read_criteria(&town.app, &acceptor.actor(), &query, Lang::Zh).unwrap()
        };
        assert_eq!(look("35181").documents.len(), 1);
        assert!(look("占压").documents.iter().all(|d| d.clauses.iter().all(|c| c.text.contains("占压"))));
        assert!(look("没有这样的词").documents.is_empty());
        let english = read_criteria(&town.app, &acceptor.actor(), &CriteriaQuery::default(), Lang::En).unwrap();
        assert!(english.fields.contains(&"Fire".to_owned()) && english.fields.len() >= 8);
        // A version of the district's own: the clause is worded anew, and history keeps the one that was judged by.
        let admin = town.officer("system administrator").actor();
        let mut body = read_rules(&town.app, &admin, Subject::Criteria, None).unwrap().body;
        body["documents"][0]["clauses"][6]["text"] = "疏散走道锁闭".into();
        let rules = RulesInput {
            upon: "2026.1".into(),
            version: "2026.2".into(),
            effective: town.clock.now(),
            body,
        };
        town.block_on(publish_rules(&town.app, admin, None, Subject::Criteria, rules)).unwrap();
        town.wait(1);
        assert_eq!(look("锁闭").documents.len(), 1);
        assert_eq!(town.hazard(id).judgement.unwrap().version, "2026.1");
        town.is_sound();
    }
);
