//! People with accounts: the same on both engines, and on two servers at once.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::people::{Actor, Role};
use town::{Town, story};
use work::people::{self, Credentials, PersonInput, SignedIn};
use work::{App, Problem};

const PASSWORD: &str = "正确的 horse battery 42";

fn input(town: &Town, login: &str, unit: &str, roles: &[Role]) -> PersonInput {
    let unit = town.unit(unit);
    PersonInput { login: login.into(), name: format!("{login} 甲"), unit, area: None, roles: roles.to_vec() }
}

fn signs_in(town: &Town, app: &App, login: &str, password: &str) -> Result<SignedIn, Problem> {
    let typed = Credentials { login: login.into(), password: password.into(), code: None };
    town.block_on(people::sign_in(app, None, typed))
}

fn is_signed_in(town: &Town, app: &App, session: &SignedIn) -> bool {
    town.block_on(people::session(app, session.token.clone())).is_ok()
}

story!(a_link_makes_an_account_and_disabling_ends_it, |town| {
    let app = town.app.clone();
    let new = input(&town, "lin", "desk", &[Role::Acceptor]);
    let invited = town.block_on(people::appoint(&app, Actor::Import, None, new.clone())).unwrap();
    let taken = town.block_on(people::appoint(&app, Actor::Import, None, new)).unwrap_err();
    assert_eq!((taken.status, taken.params["rule"].as_str()), (409, "login_taken"));
    let token = invited.invite_link.rsplit('/').next().unwrap().to_owned();
    town.block_on(people::redeem_invite(&app, None, &token, PASSWORD.into())).unwrap();
    let again = town.block_on(people::redeem_invite(&app, None, &token, PASSWORD.into())).unwrap_err();
    assert_eq!(again.code, "invite_invalid");
    let session = signs_in(&town, &app, "lin", PASSWORD).ok().unwrap();
    assert!(is_signed_in(&town, &app, &session));
    town.block_on(people::disable(&app, Actor::Import, session.person.id)).unwrap();
    assert!(!is_signed_in(&town, &app, &session));
    assert_eq!(signs_in(&town, &app, "lin", PASSWORD).err().unwrap().code, "wrong_credentials");
    town.is_sound();
});

story!(failures_lock_the_account_wherever_it_is_tried, |town| {
    let (app, other) = (town.app.clone(), town.second_server());
    let new = input(&town, "lin", "desk", &[Role::Acceptor]);
    people::appoint_with_password(&app, Actor::Import, new, PASSWORD).unwrap();
    for n in 0..5 {
        let server = if n % 2 == 0 { &app } else { &other };
        assert_eq!(signs_in(&town, server, "lin", "nonsense").err().unwrap().code, "wrong_credentials");
    }
    for server in [&app, &other] {
        assert_eq!(signs_in(&town, server, "lin", PASSWORD).err().unwrap().code, "locked");
    }
    town.wait(5 * 60_000);
    let session = signs_in(&town, &other, "lin", PASSWORD).ok().unwrap();
    assert!(is_signed_in(&town, &app, &session), "a session holds on every server");
    other.store().close();
});

story!(what_one_server_changes_another_reads, |town| {
    let (app, other) = (town.app.clone(), town.second_server());
    let new = people::UnitInput {
        code: "parks".into(),
        name: "园林局".into(),
        kind: domain::people::UnitKind::Bureau,
        parent: None,
        area: None,
        phone: None,
        since: None,
    };
    people::register_unit_blocking(&app, Actor::Import, new).unwrap();
    assert!(app.registers().unit_by_code("parks").is_some());
    assert!(other.registers().unit_by_code("parks").is_none());
    other.refresh_registers().unwrap();
    assert!(other.registers().unit_by_code("parks").is_some());
    other.store().close();
});
