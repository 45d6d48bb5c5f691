//! People with accounts: the same on both engines, and on two servers at once.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::people::{Actor, Gated, Role};
use std::time::Duration;
use town::{Town, story};
use work::people::{self, ConsentView, Credentials, PersonInput, SignedIn};
use work::words::Lang;
use work::{App, Problem, notice};

const PASSWORD: &str = "正确的 horse battery 42";

fn input(town: &Town, login: &str, unit: &str, roles: &[Role]) -> PersonInput {
    let unit = town.unit(unit);
    PersonInput { login: login.into(), name: format!("{login} 甲"), unit, area: None, roles: roles.to_vec() }
}

fn signs_in(town: &Town, app: &App, login: &str, password: &str) -> Result<SignedIn, Problem> {
    let typed = Credentials { login: login.into(), password: password.into(), code: None, device: None };
    town.block_on(people::sign_in(app, None, typed)).map(|(session, _)| session)
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
    town.block_on(people::redeem_invite(&app, None, &token, PASSWORD.into(), None)).unwrap();
    let again = town.block_on(people::redeem_invite(&app, None, &token, PASSWORD.into(), None)).unwrap_err();
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

/// The same at the same moment, at two servers.
fn at_once<T: Send>(one: impl FnOnce() -> T + Send, two: impl FnOnce() -> T + Send) -> [T; 2] {
    std::thread::scope(|scope| {
        let other = scope.spawn(two);
        [one(), other.join().unwrap()]
    })
}

story!(guesses_at_two_servers_at_once_all_count, |town| {
    let (app, other) = (town.app.clone(), town.second_server());
    let new = input(&town, "lin", "desk", &[Role::Acceptor]);
    people::appoint_with_password(&app, Actor::Import, new, PASSWORD).unwrap();
    for _ in 0..3 {
        at_once(
            || signs_in(&town, &app, "lin", "nonsense").is_ok(),
            || signs_in(&town, &other, "lin", "nonsense").is_ok(),
        );
    }
    assert_eq!(signs_in(&town, &app, "lin", PASSWORD).err().unwrap().code, "locked");
    other.store().close();
});

story!(two_administrators_who_dismiss_each_other_do_not_both_succeed, |town| {
    let (app, other) = (town.app.clone(), town.second_server());
    let appointed = ["sys", "sys2"].map(|login| {
        let new = input(&town, login, "desk", &[Role::SystemAdmin]);
        people::appoint_with_password(&app, Actor::Import, new, PASSWORD).unwrap()
    });
    for _ in 0..6 {
        let dismiss = |app: &App, id| town.block_on(people::disable(app, Actor::Import, id));
        let both = at_once(|| dismiss(&app, appointed[0]), || dismiss(&other, appointed[1]));
        let refused: Vec<&Problem> = both.iter().filter_map(|done| done.as_ref().err()).collect();
        assert_eq!(refused.len(), 1, "{both:?}");
        assert_eq!(refused[0].params["rule"], "last_administrator");
        for id in appointed {
            town.block_on(people::enable(&app, Actor::Import, id)).unwrap();
        }
    }
    other.store().close();
    town.is_sound();
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

/// The three administrators, who have set their passwords.
fn three(town: &Town) -> [Actor; 3] {
    let roles = [("sys", Role::SystemAdmin), ("sec", Role::SecurityAdmin), ("aud", Role::AuditAdmin)];
    roles.map(|(login, role)| {
        let new = input(town, login, "desk", &[role]);
        people::appoint_with_password(&town.app, Actor::Import, new, PASSWORD).unwrap();
        signs_in(town, &town.app, login, PASSWORD).ok().unwrap().actor()
    })
}

fn waiting(town: &Town, actor: &Actor) -> Vec<ConsentView> {
    town.app.refresh_registers().unwrap();
    people::consents(&town.app, actor).unwrap()
}

/// What an administrator was told last, in the console.
fn told(town: &Town, actor: &Actor) -> String {
    assert!(town.app.store().settle(Duration::from_secs(20)).unwrap());
    while town.block_on(notice::follow_once(&town.app, town.app.store().holder())).unwrap() > 0 {}
    let unread = town.block_on(notice::unread(&town.app, actor, 1, Lang::Zh)).unwrap();
    unread.newest.first().map(|notice| notice.title.clone()).unwrap_or_default()
}

fn rule<T>(refused: Result<T, Problem>) -> String {
    let problem = refused.err().unwrap();
    problem.params.get("rule").cloned().unwrap_or(problem.code.to_owned())
}

fn token(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

story!(a_second_administrator_consents_to_an_administrators_account, |town| {
    let app = town.app.clone();
    let [system, security, audit] = three(&town);
    let new = input(&town, "sys2", "desk", &[Role::SystemAdmin]);
    let asked = town.block_on(people::appoint(&app, security.clone(), None, new)).unwrap();
    assert_eq!(asked.consent.as_ref().unwrap().by, Role::AuditAdmin);
    let token = token(&asked.invite_link);
    let redeem = |code: Option<&str>| {
        town.block_on(people::redeem_invite(&app, None, &token, PASSWORD.into(), code.map(str::to_owned)))
    };
    assert_eq!(rule(redeem(None)), "consent_waits", "the link opens nothing yet");
    let [one]: [ConsentView; 1] = waiting(&town, &audit).try_into().unwrap();
    assert_eq!(
        (one.act, one.roles.as_slice(), one.may_answer),
        (Gated::Appoint, [Role::SystemAdmin].as_slice(), true)
    );
    assert_eq!(one.person.name, "sys2 甲");
    assert_eq!(waiting(&town, &system), [], "it is not the system administrator's to answer");
    assert!(!waiting(&town, &security)[0].may_answer);
    assert_eq!(told(&town, &audit), "待您同意：新设账号（系统管理员）");
    assert_eq!(told(&town, &system), "申请同意：新设账号（系统管理员）");
    for other in [&system, &security] {
        assert_eq!(town.block_on(people::consent(&app, other.clone(), one.id)).unwrap_err().status, 403);
    }
    let given = town.block_on(people::consent(&app, audit.clone(), one.id)).unwrap();
    let code = given.code.unwrap();
    assert_eq!(told(&town, &security), "已同意：新设账号（系统管理员）");
    assert_eq!(rule(town.block_on(people::consent(&app, audit.clone(), one.id))), "not_found", "once");
    let wrong = redeem(None).unwrap_err();
    assert_eq!(wrong.errors, [("code".to_owned(), "required".to_owned())]);
    assert_eq!(redeem(Some("0000-0000")).unwrap_err().errors, [("code".to_owned(), "wrong".to_owned())]);
    redeem(Some(&code.to_lowercase())).unwrap();
    let session = signs_in(&town, &app, "sys2", PASSWORD).ok().unwrap();
    assert_eq!(session.person.roles, [Role::SystemAdmin]);
    town.is_sound();
});

story!(an_account_that_becomes_an_administrators_begins_anew, |town| {
    let app = town.app.clone();
    let [system, security, audit] = three(&town);
    let id = people::appoint_with_password(
        &app,
        Actor::Import,
        input(&town, "lin", "desk", &[Role::Acceptor]),
        PASSWORD,
    )
    .unwrap();
    let session = signs_in(&town, &app, "lin", PASSWORD).ok().unwrap();
    let becomes = |roles: &[Role]| {
        town.block_on(people::change_person(&app, security.clone(), id, input(&town, "lin", "desk", roles)))
    };
    assert_eq!(becomes(&[Role::Dispatcher]).unwrap(), None, "an ordinary role needs nobody");
    let asked = becomes(&[Role::AuditAdmin]).unwrap().unwrap();
    assert_eq!(asked.consent.by, Role::SystemAdmin, "where the audit administrator is concerned");
    assert!(is_signed_in(&town, &app, &session), "nothing happened yet");
    assert_eq!(rule(becomes(&[Role::Acceptor])), "consent_pending");
    assert_eq!(rule(town.block_on(people::consent(&app, audit, asked.consent.id))), "forbidden");
    let code = town.block_on(people::consent(&app, system, asked.consent.id)).unwrap().code.unwrap();
    assert!(!is_signed_in(&town, &app, &session), "whoever knew the way in knows it no longer");
    assert!(signs_in(&town, &app, "lin", PASSWORD).is_err());
    let token = token(&asked.invite_link.unwrap());
    town.block_on(people::redeem_invite(&app, None, &token, "另一个 horse battery 42".into(), Some(code)))
        .unwrap();
    assert!(signs_in(&town, &app, "lin", "另一个 horse battery 42").is_ok());
    town.is_sound();
});

story!(what_nobody_answers_lapses_and_leaves_nothing, |town| {
    let app = town.app.clone();
    let [_, security, audit] = three(&town);
    let new = || input(&town, "sys2", "desk", &[Role::SystemAdmin]);
    let asks = || town.block_on(people::appoint(&app, security.clone(), None, new()));
    let first = asks().unwrap();
    let id = first.consent.as_ref().unwrap().id;
    let lost =
        town.block_on(people::invite(&app, security.clone(), domain::ids::PersonId(first.id))).unwrap();
    assert_eq!(lost.consent, first.consent, "a link that was lost while it waits: another one waits");
    town.wait(72 * Instant::HOUR);
    assert_eq!(waiting(&town, &audit), []);
    assert_eq!(rule(town.block_on(people::consent(&app, audit.clone(), id))), "consent_lapsed");
    for invited in [&first, &lost] {
        let token = token(&invited.invite_link);
        let late = people::redeem_invite(&app, None, &token, PASSWORD.into(), None);
        assert_eq!(town.block_on(late).unwrap_err().code, "invite_invalid");
    }
    assert_eq!(town.block_on(people::lapse_consents(&app)).unwrap(), 1);
    assert_eq!(town.block_on(people::lapse_consents(&app)).unwrap(), 0);
    assert_eq!(told(&town, &audit), "申请过期：新设账号（系统管理员）");
    let second = asks().unwrap();
    assert_ne!(second.id, first.id, "the login is free again");
    let id = second.consent.unwrap().id;
    town.block_on(people::decline(&app, audit.clone(), id)).unwrap();
    let third = asks().unwrap().consent.unwrap().id;
    assert_eq!(rule(town.block_on(people::withdraw(&app, audit.clone(), third))), "forbidden");
    town.block_on(people::withdraw(&app, security.clone(), third)).unwrap();
    let listed = town.block_on(people::list(&app, &audit)).unwrap();
    assert!(listed.iter().all(|person| person.login.as_deref() != Some("sys2") && person.name != "sys2 甲"));
    town.is_sound();
});

story!(nobody_alone_makes_who_reaches_reporters, |town| {
    let app = town.app.clone();
    let [_, security, audit] = three(&town);
    for role in [Role::Caller, Role::Leader] {
        let login = format!("{role:?}").to_lowercase();
        let new = input(&town, &login, "desk", &[role]);
        let asked = town.block_on(people::appoint(&app, security.clone(), None, new)).unwrap();
        let (link, id) = (token(&asked.invite_link), asked.consent.unwrap().id);
        let redeem = |code| town.block_on(people::redeem_invite(&app, None, &link, PASSWORD.into(), code));
        assert_eq!(rule(redeem(None)), "consent_waits");
        assert!(waiting(&town, &audit).iter().any(|one| one.id == id && one.roles == [role]));
        let code = town.block_on(people::consent(&app, audit.clone(), id)).unwrap().code;
        assert!(redeem(None).is_err(), "who asked does not get in with the link alone");
        redeem(code).unwrap();
        let person = signs_in(&town, &app, &login, PASSWORD).ok().unwrap().person;
        assert_eq!(person.roles, [role]);
        // Nor does one get in afterwards, by a new link.
        let again = town.block_on(people::invite(&app, security.clone(), person.id)).unwrap();
        assert!(again.consent.is_some());
    }
    // An account that was there begins anew when it comes to reach reporters.
    let new = input(&town, "own", "desk", &[Role::Acceptor]);
    let made = town.block_on(people::appoint(&app, security.clone(), None, new)).unwrap();
    town.block_on(people::redeem_invite(&app, None, &token(&made.invite_link), PASSWORD.into(), None))
        .unwrap();
    let lead = input(&town, "own", "desk", &[Role::Acceptor, Role::ShiftLead]);
    let id = domain::ids::PersonId(made.id);
    let asked = town.block_on(people::change_person(&app, security, id, lead)).unwrap().unwrap();
    town.block_on(people::consent(&app, audit, asked.consent.id)).unwrap();
    assert_eq!(signs_in(&town, &app, "own", PASSWORD).err().unwrap().code, "wrong_credentials");
    town.is_sound();
});

story!(the_terminal_is_the_way_out, |town| {
    let app = town.app.clone();
    let new = |login: &str, role: Role| input(&town, login, "desk", &[role]);
    people::appoint_with_password(&app, Actor::Import, new("sec", Role::SecurityAdmin), PASSWORD).unwrap();
    let session = signs_in(&town, &app, "sec", PASSWORD).ok().unwrap();
    let security = session.actor();
    let asks = |input| town.block_on(people::appoint(&app, security.clone(), None, input));
    assert_eq!(rule(asks(new("aud", Role::AuditAdmin))), "no_consenter");
    let made =
        town.block_on(people::appoint(&app, Actor::Terminal, None, new("aud", Role::AuditAdmin))).unwrap();
    assert_eq!(made.consent, None);
    assert_eq!(told(&town, &security), "服务器上已办理：发放链接（审计管理员）");
    assert_eq!(rule(asks(new("sys", Role::SystemAdmin))), "no_consenter", "who cannot sign in cannot answer");
    town.block_on(people::redeem_invite(&app, None, &token(&made.invite_link), PASSWORD.into(), None))
        .unwrap();
    let audit = signs_in(&town, &app, "aud", PASSWORD).ok().unwrap();
    let asked = asks(new("sys", Role::SystemAdmin)).unwrap();
    assert!(asked.consent.is_some());
    // What waits is ended by shutting the account, which needs nobody.
    let id = domain::ids::PersonId(asked.id);
    town.block_on(people::disable(&app, security.clone(), id)).unwrap();
    assert_eq!(waiting(&town, &audit.actor()), []);
    // A disabled administrator comes back with a second person's word, or at the machine.
    let sys =
        town.block_on(people::appoint(&app, Actor::Terminal, None, new("sys", Role::SystemAdmin))).unwrap();
    let id = domain::ids::PersonId(sys.id);
    town.block_on(people::redeem_invite(&app, None, &token(&sys.invite_link), PASSWORD.into(), None))
        .unwrap();
    people::appoint_with_password(&app, Actor::Import, new("sys2", Role::SystemAdmin), PASSWORD).unwrap();
    town.block_on(people::disable(&app, security.clone(), id)).unwrap();
    let asked = town.block_on(people::enable(&app, security.clone(), id)).unwrap().unwrap();
    assert_eq!(signs_in(&town, &app, "sys", PASSWORD).err().unwrap().code, "wrong_credentials");
    let given = town.block_on(people::consent(&app, audit.actor(), asked.consent.id)).unwrap();
    assert_eq!(given.code, None, "no link, no code");
    assert!(signs_in(&town, &app, "sys", PASSWORD).is_ok());
    town.block_on(people::disable(&app, security.clone(), id)).unwrap();
    assert_eq!(town.block_on(people::enable(&app, Actor::Terminal, id)).unwrap(), None);
    assert!(signs_in(&town, &app, "sys", PASSWORD).is_ok());
    town.is_sound();
});
