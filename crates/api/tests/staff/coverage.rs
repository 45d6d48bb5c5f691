//! Every operation of the API, called by nobody, by somebody without the second factor, and by somebody whose role
//! it is not for. An operation without an entry here fails the build.

use crate::server::{Client, Server};
use domain::people::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who may call an operation.
enum For {
    /// Everybody, signed in or not; what an empty call answers.
    Everybody(u16),
    /// Whoever is signed in, even without the second factor that is due.
    Entering,
    /// Whoever works here.
    Staff,
    /// Not this role; the answer that it gets, with a body that would do.
    Not(Role, u16, Value),
    /// Not this role, which brings a file.
    Brings(Role),
}

use For::{Brings, Entering, Everybody, Not, Staff};

const NIL: &str = "00000000-0000-0000-0000-000000000000";

fn table(hazard: &str) -> BTreeMap<&'static str, (For, String)> {
    let at = |path: &str| path.replace("{hazard}", hazard).replace("{nil}", NIL);
    let person = json!({"login": "new", "name": "新", "unit": NIL, "roles": []});
    let unit = json!({"code": "new", "name": "新", "kind": "bureau"});
    let place = json!({"name": "新", "kind": "shop"});
    let plan = json!({"name": "新", "every": "month"});
    let limits = json!({"upon": "a", "version": "b", "effective": "2027-01-01T00:00:00+08:00", "rules": []});
    let ladders =
        json!({"upon": "a", "version": "b", "effective": "2027-01-01T00:00:00+08:00", "ladders": []});
    let rules = json!({"upon": "x", "version": "y", "effective": "2027-01-01T00:00:00+08:00", "body": {}});
    let report = json!({"source": "bureau", "text": "x"});
    let entries: Vec<(&'static str, For, &str)> = vec![
        ("sign_in", Everybody(415), "/session"),
        ("read_session", Entering, "/session"),
        ("sign_out", Entering, "/session"),
        ("read_device_keys", Staff, "/session/device-keys"),
        ("change_password", Entering, "/session/password"),
        ("enrol_second_factor", Entering, "/session/totp"),
        ("confirm_second_factor", Entering, "/session/totp/confirm"),
        ("look_at_invite", Everybody(404), "/invites/x"),
        ("redeem_invite", Everybody(415), "/invites/x"),
        ("list_hazards", Not(Role::SystemAdmin, 403, Value::Null), "/hazards"),
        ("count_hazards", Not(Role::Acceptor, 403, Value::Null), "/hazards/count"),
        ("list_views", Not(Role::SystemAdmin, 403, Value::Null), "/hazards/views"),
        ("keep_view", Not(Role::SystemAdmin, 403, json!({"name": "x", "filter": {}})), "/hazards/views"),
        (
            "change_view",
            Not(Role::Handler, 404, json!({"version": 1, "name": "x", "filter": {}})),
            "/hazards/views/{nil}",
        ),
        ("drop_view", Not(Role::Handler, 404, Value::Null), "/hazards/views/{nil}"),
        (
            "preview_bulk",
            Not(Role::SecurityAdmin, 403, json!({"ids": [], "action": {"action": "accept"}})),
            "/hazards/bulk/preview",
        ),
        (
            "act_on_many",
            Not(Role::SecurityAdmin, 403, json!({"items": [], "action": {"action": "accept"}})),
            "/hazards/bulk",
        ),
        ("look_up_hazards", Not(Role::SystemAdmin, 403, json!({"text": "x"})), "/hazards/lookup"),
        (
            "ask_for_export",
            Not(Role::Acceptor, 403, json!({"filter": {}, "format": "csv", "reason": "x"})),
            "/hazards/exports",
        ),
        ("fetch_export", Not(Role::Acceptor, 403, Value::Null), "/hazards/exports/{nil}/file"),
        ("import_hazards", Brings(Role::ShiftLead), "/hazards/import?name=x.csv"),
        ("find_related", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}/related"),
        ("read_overview", Not(Role::SystemAdmin, 403, Value::Null), "/overview"),
        ("watch", Not(Role::SystemAdmin, 403, Value::Null), "/stream"),
        ("report_hazard", Not(Role::SecurityAdmin, 403, report), "/hazards"),
        ("read_inbox", Not(Role::SecurityAdmin, 403, Value::Null), "/hazards/inbox"),
        ("read_hazard", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}"),
        (
            "act_on_hazard",
            Not(Role::Handler, 404, json!({"version": 1, "action": "accept"})),
            "/hazards/{hazard}/actions",
        ),
        ("find_duplicates", Not(Role::SystemAdmin, 404, Value::Null), "/hazards/{hazard}/duplicates"),
        ("suggest_units", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}/suggestion"),
        (
            "open_reporter",
            Not(Role::Acceptor, 403, json!({"purpose": "clarify", "text": "x"})),
            "/hazards/{hazard}/reporter",
        ),
        ("read_slip", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}/slip"),
        ("prove_hazard", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}/proof"),
        ("list_notices", Staff, "/notices"),
        ("read_unread", Staff, "/notices/unread"),
        ("mark_notices_read", Staff, "/notices/read"),
        ("read_notice_settings", Staff, "/notices/settings"),
        ("change_notice_settings", Staff, "/notices/settings"),
        ("read_unit_notices", Not(Role::SecurityAdmin, 403, Value::Null), "/notices/units/{nil}"),
        ("change_unit_notices", Not(Role::ShiftLead, 403, json!({})), "/notices/units/{nil}"),
        ("read_deliveries", Not(Role::SecurityAdmin, 403, Value::Null), "/notices/deliveries"),
        ("retry_delivery", Not(Role::ShiftLead, 403, Value::Null), "/notices/deliveries/{nil}/retry"),
        ("drop_delivery", Not(Role::ShiftLead, 403, Value::Null), "/notices/deliveries/{nil}/drop"),
        ("list_webhooks", Not(Role::SystemAdmin, 403, Value::Null), "/webhooks"),
        (
            "make_webhook",
            Not(Role::SystemAdmin, 403, json!({"name": "x", "unit": NIL, "url": "https://x.example/"})),
            "/webhooks",
        ),
        ("drop_webhook", Not(Role::SystemAdmin, 403, Value::Null), "/webhooks/{nil}"),
        ("upload_photo", Staff, "/photos"),
        ("fetch_photo", Not(Role::Handler, 404, Value::Null), "/photos/{nil}/view.jpg"),
        ("list_units", Staff, "/units"),
        ("register_unit", Not(Role::Acceptor, 403, unit.clone()), "/units"),
        ("change_unit", Not(Role::SecurityAdmin, 403, unit), "/units/{nil}"),
        ("end_unit", Not(Role::AuditAdmin, 403, Value::Null), "/units/{nil}/end"),
        ("read_unit_history", Staff, "/units/{nil}/history"),
        ("import_units_list", Brings(Role::SecurityAdmin), "/units/import"),
        ("list_people", Staff, "/people"),
        ("appoint_person", Not(Role::SystemAdmin, 403, person.clone()), "/people"),
        ("change_person", Not(Role::AuditAdmin, 403, person), "/people/{nil}"),
        ("disable_person", Not(Role::SystemAdmin, 403, Value::Null), "/people/{nil}/disable"),
        ("enable_person", Not(Role::SystemAdmin, 403, Value::Null), "/people/{nil}/enable"),
        (
            "forget_second_factor",
            Not(Role::SystemAdmin, 403, Value::Null),
            "/people/{nil}/forget-second-factor",
        ),
        ("import_people_list", Brings(Role::SystemAdmin), "/people/import"),
        ("invite_person", Not(Role::ShiftLead, 403, Value::Null), "/people/{nil}/invite"),
        ("list_consents", Not(Role::ShiftLead, 403, Value::Null), "/consents"),
        ("give_consent", Not(Role::SecurityAdmin, 403, Value::Null), "/consents/{nil}/give"),
        ("decline_consent", Not(Role::SecurityAdmin, 403, Value::Null), "/consents/{nil}/decline"),
        ("withdraw_consent", Not(Role::AuditAdmin, 403, Value::Null), "/consents/{nil}/withdraw"),
        ("list_places", Staff, "/places"),
        ("read_place", Staff, "/places/{nil}"),
        ("register_place", Not(Role::Acceptor, 403, place.clone()), "/places"),
        ("change_place", Not(Role::Inspector, 403, place), "/places/{nil}"),
        ("make_codes", Not(Role::Inspector, 403, json!({"count": 1})), "/places/{nil}/codes"),
        ("activate_code", Not(Role::Acceptor, 403, json!({})), "/codes/x/activate"),
        ("revoke_code", Not(Role::Inspector, 403, json!({"reason": "lost"})), "/codes/{nil}/revoke"),
        ("import_places", Brings(Role::Inspector), "/places/import"),
        ("read_places_template", Staff, "/places/import/template.csv"),
        ("read_place_history", Staff, "/places/{nil}/history"),
        ("read_place_picture", Staff, "/places/{nil}/picture.jpg"),
        ("read_scans", Staff, "/places/{nil}/scans"),
        ("list_inspections", Staff, "/places/{nil}/inspections"),
        (
            "record_inspection",
            Not(Role::Acceptor, 403, json!({"result": "nothing_found"})),
            "/places/{nil}/inspections",
        ),
        ("list_label_layouts", Not(Role::Acceptor, 403, Value::Null), "/codes/layouts"),
        ("lay_out_sheet", Not(Role::Inspector, 403, json!({"layout": "2x5"})), "/codes/sheet"),
        ("make_missing_codes", Not(Role::Inspector, 403, json!({})), "/codes/missing"),
        ("list_patrol", Not(Role::Acceptor, 403, Value::Null), "/codes/patrol"),
        ("list_quiet_places", Not(Role::Acceptor, 403, Value::Null), "/codes/quiet"),
        ("read_plate_health", Not(Role::Acceptor, 403, Value::Null), "/codes/health"),
        ("read_code", Staff, "/codes/x"),
        ("check_plate", Not(Role::Acceptor, 403, json!({"condition": "fine"})), "/codes/{nil}/check"),
        ("list_plans", Staff, "/plans"),
        ("make_plan", Not(Role::SystemAdmin, 403, plan.clone()), "/plans"),
        ("change_plan", Not(Role::Inspector, 403, plan), "/plans/{nil}"),
        ("read_coverage", Staff, "/coverage"),
        ("list_due_places", Staff, "/coverage/places"),
        ("read_check_list", Staff, "/checklists/school"),
        ("read_check_list_book", Not(Role::Inspector, 403, Value::Null), "/checklists"),
        (
            "publish_check_lists",
            Not(
                Role::AuditAdmin,
                403,
                json!({"upon": "a", "version": "b", "effective": "2027-01-01T00:00:00+08:00", "lists": []}),
            ),
            "/checklists",
        ),
        ("list_distances", Not(Role::Inspector, 403, Value::Null), "/places/rules"),
        (
            "publish_distances",
            Not(
                Role::AuditAdmin,
                403,
                json!({"upon": "a", "version": "b", "effective": "2027-01-01T00:00:00+08:00", "near_m": 80,
                    "quiet_days": 90, "patrol_days": 90}),
            ),
            "/places/rules",
        ),
        ("read_qr", Not(Role::Inspector, 403, Value::Null), "/codes/x/qr.svg"),
        ("list_catalogue_versions", Not(Role::Acceptor, 403, Value::Null), "/catalogue/versions"),
        ("compare_catalogues", Not(Role::Acceptor, 403, Value::Null), "/catalogue/compare?old=a&new=b"),
        ("read_catalogue_sheet", Not(Role::Acceptor, 403, Value::Null), "/catalogue/sheet.xlsx?version=a"),
        ("preview_catalogue", Brings(Role::AuditAdmin), "/catalogue/preview"),
        (
            "publish_catalogue",
            Brings(Role::AuditAdmin),
            "/catalogue/versions?upon=a&version=b&effective=2027-01-01T00:00:00%2B08:00",
        ),
        ("list_grids", Staff, "/grids"),
        ("find_grid", Staff, "/grids/at?lon=112.6&lat=26.9"),
        (
            "register_grid",
            Not(Role::Inspector, 403, json!({"code": "g", "name": "新", "kind": "duty"})),
            "/grids",
        ),
        (
            "change_grid",
            Not(Role::Acceptor, 403, json!({"code": "g", "name": "新", "kind": "duty"})),
            "/grids/{nil}",
        ),
        ("end_grid", Not(Role::SecurityAdmin, 403, Value::Null), "/grids/{nil}/end"),
        ("import_grids_list", Brings(Role::SecurityAdmin), "/grids/import"),
        ("read_system", Not(Role::ShiftLead, 403, Value::Null), "/system"),
        ("read_setup", Not(Role::ShiftLead, 403, Value::Null), "/setup"),
        ("change_district", Not(Role::SecurityAdmin, 403, json!({"name": "新区"})), "/setup/district"),
        ("place_district", Not(Role::AuditAdmin, 403, json!({})), "/setup/extent"),
        ("search_ledger", Not(Role::SystemAdmin, 403, Value::Null), "/ledger/search"),
        ("export_ledger_search", Not(Role::SecurityAdmin, 403, Value::Null), "/ledger/search.csv"),
        ("read_ledger_status", Not(Role::SystemAdmin, 403, Value::Null), "/ledger/status"),
        ("begin_ledger_check", Not(Role::SecurityAdmin, 403, Value::Null), "/ledger/check"),
        ("read_catalogue", Staff, "/catalogue"),
        ("list_streets", Staff, "/streets"),
        ("read_limits", Staff, "/catalogue/limits"),
        ("try_limit", Staff, "/catalogue/limits/try?stage=sign"),
        ("list_limit_versions", Not(Role::Acceptor, 403, Value::Null), "/catalogue/limits/versions"),
        ("compare_limits", Not(Role::ShiftLead, 403, Value::Null), "/catalogue/limits/compare?old=a&new=b"),
        ("preview_limits", Not(Role::AuditAdmin, 403, limits.clone()), "/catalogue/limits/preview"),
        ("publish_limits", Not(Role::CommitteeOffice, 403, limits), "/catalogue/limits/versions"),
        ("read_ladders", Staff, "/catalogue/ladders"),
        ("try_ladder", Staff, "/catalogue/ladders/try?stage=sign"),
        ("list_ladder_versions", Not(Role::Acceptor, 403, Value::Null), "/catalogue/ladders/versions"),
        ("compare_ladders", Not(Role::ShiftLead, 403, Value::Null), "/catalogue/ladders/compare?old=a&new=b"),
        ("preview_ladders", Not(Role::AuditAdmin, 403, ladders.clone()), "/catalogue/ladders/preview"),
        ("publish_ladders", Not(Role::CommitteeOffice, 403, ladders), "/catalogue/ladders/versions"),
        ("read_criteria", Staff, "/criteria"),
        ("try_criteria", Staff, "/criteria/try?category=0101&text=x"),
        ("read_criteria_hints", Not(Role::Handler, 404, Value::Null), "/hazards/{hazard}/criteria"),
        ("read_risk_methods", Staff, "/risk"),
        ("try_risk", Staff, "/risk/try"),
        ("read_rules", Staff, "/rules/doubts"),
        ("compare_rules", Staff, "/rules/doubts/compare?old=2026.1&new=2026.1"),
        ("preview_rules", Not(Role::AuditAdmin, 403, rules.clone()), "/rules/recheck/preview"),
        ("publish_rules", Not(Role::ShiftLead, 403, rules), "/rules/recheck"),
        ("list_doubtful_closings", Not(Role::Handler, 403, Value::Null), "/doubts"),
        ("export_doubtful_closings", Not(Role::Leader, 403, Value::Null), "/doubts.csv"),
        ("list_draws", Staff, "/draws"),
        ("read_draw", Not(Role::Acceptor, 403, Value::Null), "/draws/2026-11"),
        ("prove_draw", Everybody(404), "/draws/2020-01/proof"),
        ("read_calendar", Staff, "/calendar"),
        (
            "change_holidays",
            Not(Role::ShiftLead, 403, json!({"upon": "0", "years": []})),
            "/calendar/holidays",
        ),
        (
            "change_office_hours",
            Not(Role::SecurityAdmin, 403, json!({"upon": "0", "timetables": []})),
            "/calendar/office-hours",
        ),
        ("read_tallies", Not(Role::Handler, 403, Value::Null), "/tallies?dimension=street"),
        ("read_map", Staff, "/map"),
        (
            "read_map_cells",
            Not(Role::SystemAdmin, 403, Value::Null),
            "/map/cells?bbox=112.5,26.8,112.7,27&zoom=12",
        ),
        ("read_map_places", Staff, "/map/places?bbox=112.5,26.8,112.7,27&zoom=12"),
        ("read_drawing", Staff, "/map/drawing"),
        ("read_base_map", Staff, "/map/district.pmtiles"),
        ("fetch_tile", Staff, "/map/tiles/vec/12/3329/1725"),
        ("list_displays", Not(Role::SecurityAdmin, 403, Value::Null), "/displays"),
        ("make_display_token", Not(Role::SecurityAdmin, 403, json!({"name": "大厅"})), "/displays"),
        ("revoke_display_token", Not(Role::Acceptor, 403, Value::Null), "/displays/{nil}/revoke"),
        ("enter_display", Everybody(415), "/displays/enter"),
        ("read_checkpoint", Everybody(200), "/ledger/checkpoint"),
        ("read_checkpoint_json", Everybody(200), "/ledger/checkpoint.json"),
        ("read_log_key", Everybody(200), "/ledger/key"),
        ("prove_consistency", Everybody(422), "/ledger/consistency"),
        ("list_events", Not(Role::SystemAdmin, 403, Value::Null), "/ledger/events"),
    ];
    entries.into_iter().map(|(name, who, path)| (name, (who, at(path)))).collect()
}

/// Every operation: its name and method.
fn operations() -> Vec<(String, String)> {
    let document = api::openapi();
    let mut all = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((operation["operationId"].as_str().unwrap().to_owned(), method.to_uppercase()));
        }
    }
    all
}

#[test]
fn every_operation_refuses_whom_it_is_not_for() {
    let server = Server::new();
    let hazard = server.reported("路面塌陷");
    assert!(server.town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    let table = table(&hazard);
    let operations = operations();
    assert_eq!(
        operations.len(),
        table.len(),
        "an operation has no entry in the table, or an entry has no operation"
    );

    let nobody = Client::default();
    server.appoint("due", "office", &[Role::SystemAdmin]);
    let due = Server::browser(server.signs_in("due", crate::server::PASSWORD, None));
    let mut members: BTreeMap<Role, Client> = BTreeMap::new();
    for (name, method) in &operations {
        let (who, path) = table.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no entry"));
        let unsigned = server.call(&nobody, method, path, None);
        if let Everybody(status) = who {
            assert_eq!(unsigned.status, *status, "{name} by nobody: {}", unsigned.text());
            continue;
        }
        assert_eq!(unsigned.refusal(), (401, "not_signed_in".into()), "{name} by nobody");
        if matches!(who, Entering) {
            continue;
        }
        let early = server.call(&due, method, path, None);
        assert_eq!(early.refusal(), (403, "second_factor_due".into()), "{name} before the second factor");
        if let Brings(role) = who {
            let login = format!("{role:?}").to_lowercase();
            let client = members.entry(*role).or_insert_with(|| server.member(&login, "roads", &[*role]));
            let refused = server.brings(client, path, b"x");
            assert_eq!(refused.status, 403, "{name} by {role:?}: {}", refused.text());
        }
        if let Not(role, status, body) = who {
            let login = format!("{role:?}").to_lowercase();
            let client = members.entry(*role).or_insert_with(|| server.member(&login, "roads", &[*role]));
            let body = (!body.is_null()).then_some(body);
            let refused = server.call(client, method, path, body);
            assert_eq!(refused.status, *status, "{name} by {role:?}: {}", refused.text());
        }
    }
}

/// 从业人员举报: whatever a company may ask for, no answer holds the day on which somebody who works there reported, nor
/// the number that was given then.
#[test]
fn no_answer_to_a_company_tells_when_an_employee_reported() {
    let server = Server::new();
    let town = &server.town;
    let keeper = town.officer("system administrator").actor();
    let entry = work::place::PlaceEntry {
        name: "示例纺织厂".into(),
        kind: domain::place::PlaceKind::Factory,
        address: "解放路 9 号".into(),
        street: Some("430406001".into()),
        ..Default::default()
    };
    let place = town.block_on(work::place::register(&town.app, keeper, None, entry)).unwrap();
    // A day on which nothing else happens.
    const DAY: i64 = 86_400_000;
    town.wait(3 * DAY + 3_600_000);
    let report = work::hazard::NewReport {
        text: "报警器被拔掉了".into(),
        place: Some(place),
        whistleblower: true,
        ..Default::default()
    };
    let receipt = town.resident().sends(report, None).unwrap();
    let (id, at) = (receipt.id, receipt.at);
    town.wait(DAY);
    town.resident().does(id, domain::hazard::Action::Urge { text: "还在".into() }).unwrap();
    town.wait(DAY);
    town.officer("acceptor").accepts(id);
    town.is_inspected_first(id);
    let minor = town.app.catalogue().majors()[0].minors[0].clone();
    town.officer("acceptor").does(
        id,
        domain::hazard::Action::File {
            number: String::new(),
            category: minor.code.clone(),
            grade: domain::hazard::Grade::General,
            standard: minor.standards[0].id.clone(),
            party: domain::hazard::PartyKind::Company,
            party_unit: Some(town.unit("mill")),
            clause: None,
            clauses: vec![],
            text: "现场检查发现".into(),
        },
    );
    town.officer("dispatcher").dispatches(id, "mill");
    assert!(town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    let manager = server.member("manager", "mill", &[Role::Handler]);
    let date = |at: domain::calendar::Instant| at.beijing().date().to_string();
    let (day, urged) = (date(at), date(at.plus(DAY)));
    let hidden = [
        day.clone(),
        day.replace('-', ""),
        urged.clone(),
        at.0.to_string()[..8].to_owned(),
        format!("{:012x}", at.0)[..9].to_owned(),
        receipt.number.clone(),
        "报警器被拔掉了".into(),
    ];
    let table = table(&id.to_string());
    let mut asked: Vec<(String, String)> = Vec::new();
    for (name, method) in operations() {
        let (who, path) = &table[name.as_str()];
        // What goes on for as long as somebody listens is looked at by the stories of the feed.
        if method != "GET" || matches!(who, Everybody(_)) || name == "watch" {
            continue;
        }
        asked.push((name, path.clone()));
    }
    for path in [
        "/hazards?limit=1",
        "/hazards?order=oldest",
        "/hazards?order=due",
        "/hazards?q=%E7%BA%BA%E7%BB%87",
        "/places/{place}",
        "/places/{place}/scans",
        "/places/{place}/history",
        "/map/cells?bbox=112.5,26.8,112.7,27&zoom=17",
    ] {
        asked.push(("more".into(), path.replace("{place}", &place.to_string())));
    }
    for probe in [
        format!("/hazards?from={day}T00:00:00%2B08:00&to={urged}T00:00:00%2B08:00"),
        "/hazards?source=employee".into(),
    ] {
        let answer = server.call(&manager, "GET", &probe, None);
        assert_eq!(answer.json()["items"], json!([]), "{probe}");
    }
    let unit = format!("/tallies?dimension=unit&measure=reported&from={day}&to={day}");
    assert_eq!(server.call(&manager, "GET", &unit, None).json(), json!([]));
    let mut read = 0;
    for (name, path) in asked {
        let answer = server.call(&manager, "GET", &path, None);
        read += u32::from(answer.status == 200);
        let mut text = answer.text();
        if name == "read_overview" {
            // Its ninety days are named, each with figures: that one says nothing.
            let quiet = format!(r#""day":"{day}","reported":0,"closed":0,"#);
            let all = answer.json();
            let of_day =
                |wanted: &str| all["days"].as_array().unwrap().iter().find(|d| d["date"] == *wanted).cloned();
            for one in [&day, &urged] {
                let told = of_day(one).unwrap();
                assert_eq!(
                    (told["reported"].as_i64(), told["closed"].as_i64()),
                    (Some(0), Some(0)),
                    "{quiet} {told}"
                );
            }
            text = text.replace(&day, "").replace(&urged, "");
        }
        for secret in &hidden {
            assert!(!text.contains(secret), "{name} {path} says {secret}: {text}");
        }
    }
    assert!(read > 30, "only {read} were answered");
    // The control: the desk is told all of it.
    let desk = server.member("desk", "desk", &[Role::ShiftLead]);
    let text = server.call(&desk, "GET", &format!("/hazards/{id}"), None).text();
    assert!(text.contains(&day) && text.contains(&receipt.number) && text.contains("报警器被拔掉了"));
}

#[test]
fn nothing_is_changed_by_looking() {
    for (name, method) in operations() {
        let changes = [
            "sign_",
            "act_",
            "report_",
            "change_",
            "register_",
            "appoint_",
            "revoke_",
            "make_",
            "disable_",
            "enable_",
            "forget_",
            "import_",
            "publish_",
        ];
        if changes.iter().any(|verb| name.starts_with(verb)) {
            assert_ne!(method, "GET", "{name}");
        }
    }
}
