//! What stands behind a code, and behind what is none.

use crate::town::{Form, HOST, STAFF_NAME, Town, staff};
use axum::http::StatusCode;
use domain::people::Role;
use domain::place::{MacKey, PlaceCode, RevokeReason};
use std::sync::mpsc;
use std::time::Duration;
use work::place::{Revocation, Scanned};

fn forged() -> String {
    PlaceCode::make([9; 8], 1, &MacKey([42; 32])).to_string()
}

#[tokio::test]
async fn a_scanned_code_shows_its_place_in_both_languages() {
    let town = Town::new().await;
    let page = town.get(&format!("/s/{}", town.code)).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for said in
        ["岳屏广场北门", "蒸湘南路 1 号", "金龙坪街道办事处", "0734-8000001", "报告这里的隐患", "tel:119"]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(text.contains("lang=\"zh-CN\"") && text.contains("/picture.jpg?size=thumb"));
    let english = town.get_in("en-GB", &format!("/s/{}", town.code)).await.text();
    assert!(english.contains("Report a hazard here") && english.contains("lang=\"en\""));
    // However it is written.
    let written = town.code.to_lowercase().replace('0', "o");
    assert_eq!(town.get(&format!("/s/{written}")).await.status, StatusCode::OK);
    let picture = town.get(&format!("/s/{}/picture.jpg", town.code)).await;
    assert_eq!((picture.status, picture.header("content-type").as_str()), (StatusCode::OK, "image/jpeg"));
    assert!(picture.bytes.starts_with(&[0xff, 0xd8]));
}

#[tokio::test]
async fn a_typed_code_goes_where_scanning_it_would() {
    let town = Town::new().await;
    let printed = town.code.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>();
    let answer = town.get(&format!("/s?code={}", printed.join("-"))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = town.get(&answer.header("location")).await;
    assert!(page.text().contains("岳屏广场北门"));
    // What cannot be a path is answered on the spot.
    let page = town.get("/s?code=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text().contains("<script>alert"));
    assert_eq!(town.get("/s").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_mistyped_code_is_told_from_a_forged_and_an_unknown_one() {
    let town = Town::new().await;
    let last = if town.code.ends_with('7') { "8" } else { "7" };
    let typo = format!("{}{last}", &town.code[..23]);
    let page = town.get(&format!("/s/{typo}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("有一个字符不对") && page.text().contains(&typo));
    assert!(town.get("/s/ABC").await.text().contains("多了或少了"));
    assert!(town.get("/s/ABCU").await.text().contains("“U”"));

    let page = town.get(&format!("/s/{}", forged())).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("这个码不是本区制作的") && page.text().contains(HOST));
    let english = town.get_in("en", &format!("/s/{}", forged())).await.text();
    assert!(english.contains("not made by the district"));

    // Made with our keys, but in no register: another town with the same keys.
    let other = Town::another().await;
    let page = town.get(&format!("/s/{}", other.code)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("没有查到这个点位码"), "{}", page.text());
}

#[tokio::test]
async fn what_was_not_made_here_is_refused_without_a_look_into_the_database() {
    let town = Town::new().await;
    // Both readers are taken, so that whoever asks the database waits.
    let mut releases = Vec::new();
    for _ in 0..2 {
        let (release, wait) = mpsc::channel::<()>();
        let (started, runs) = mpsc::channel();
        let store = town.app.store().clone();
        tokio::spawn(async move {
            store
                .read(move |_| {
                    started.send(()).ok();
                    wait.recv().ok();
                    Ok(())
                })
                .await
        });
        tokio::task::spawn_blocking(move || runs.recv().unwrap()).await.unwrap();
        releases.push(release);
    }
    let soon = Duration::from_millis(300);
    let ours = format!("/s/{}", town.code);
    assert!(tokio::time::timeout(soon, town.get(&ours)).await.is_err(), "a code of ours is looked up");
    for path in [format!("/s/{}", forged()), "/s/ABC".into(), format!("/s/{}/picture.jpg", forged())] {
        let answer =
            tokio::time::timeout(soon, town.get(&path)).await.expect("answered without the database");
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let sends = Form::new().with("text", "路面塌陷");
    let path = format!("/s/{}/report", forged());
    let answer =
        tokio::time::timeout(soon, town.send(&path, &sends)).await.expect("answered without the database");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    drop(releases);
}

#[tokio::test]
async fn a_revoked_code_leads_on() {
    let town = Town::new().await;
    let admin = staff(&[Role::SystemAdmin], town.unit);
    let made = work::place::make_codes(&town.app, admin.clone(), None, town.place, 1).await.unwrap();
    let (stem, plate) = made[0].clone();
    let view = work::place::get(&town.app, &admin, town.place).await.unwrap();
    let old = view.codes.iter().find(|c| c.stem == town.stem).unwrap().id;
    let wrong = Revocation { reason: RevokeReason::Moved, replaced_by: Some(town.stem.clone()) };
    let refused = work::place::revoke(&town.app, admin.clone(), None, old, wrong).await.unwrap_err();
    assert_eq!(refused.errors, [("replaced_by".into(), "unknown".into())]);
    let revocation = Revocation { reason: RevokeReason::Tampered, replaced_by: Some(stem) };
    work::place::revoke(&town.app, admin.clone(), None, old, revocation.clone()).await.unwrap();
    let again = work::place::revoke(&town.app, admin, None, old, revocation).await.unwrap_err();
    assert_eq!((again.status, again.params["rule"].as_str()), (409, "code_revoked"));

    let page = town.get(&format!("/s/{}", town.code)).await;
    assert_eq!(page.status, StatusCode::GONE);
    let path = plate.url.strip_prefix(HOST).unwrap();
    assert!(page.text().contains("这块牌子已经停用") && page.text().contains(path), "{}", page.text());
    assert_eq!(town.get(path).await.status, StatusCode::OK);
    let answer = town.send(&format!("/s/{}/report", town.code), &Form::new().with("text", "灯坏了")).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert_eq!(town.get(&format!("/s/{}/picture.jpg", town.code)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn places_and_codes_are_for_those_who_may() {
    let town = Town::new().await;
    for role in Role::ALL {
        let actor = staff(&[role], town.unit);
        let made = work::place::make_codes(&town.app, actor.clone(), None, town.place, 1).await;
        assert_eq!(made.is_ok(), role == Role::SystemAdmin, "{role:?}");
        let activated =
            work::place::activate(&town.app, actor.clone(), None, &town.code, Default::default()).await;
        let refused = activated.as_ref().is_err_and(|p| p.status == 403);
        assert_eq!(refused, !matches!(role, Role::SystemAdmin | Role::Inspector), "{role:?}");
        assert!(work::place::get(&town.app, &actor, town.place).await.is_ok());
    }
    let public = domain::people::Actor::Public;
    assert_eq!(work::place::get(&town.app, &public, town.place).await.unwrap_err().status, 403);
    assert_eq!(work::place::list(&town.app, &public, Default::default()).await.unwrap_err().status, 403);
}

#[tokio::test]
async fn the_register_is_found_by_any_part_of_a_name() {
    let town = Town::new().await;
    let clerk = staff(&[Role::Acceptor], town.unit);
    let admin = staff(&[Role::SystemAdmin], town.unit);
    let find = async |q: &str| {
        let filter = work::place::PlaceFilter { q: Some(q.into()), limit: 50, ..Default::default() };
        work::place::list(&town.app, &clerk, filter).await.unwrap().items
    };
    assert_eq!(find("广场").await.len(), 1);
    assert_eq!(find(&town.code).await.len(), 1);
    for none in ["%", "_", "!", "' or 1=1 --", "西门"] {
        assert!(find(none).await.is_empty(), "{none}");
    }
    let entry = |name: &str| work::place::PlaceEntry {
        name: name.into(),
        kind: domain::place::PlaceKind::Road,
        ..Default::default()
    };
    for n in 0..4 {
        work::place::register(&town.app, admin.clone(), None, entry(&format!("井盖 100%_{n}")))
            .await
            .unwrap();
    }
    assert_eq!(find("100%_").await.len(), 4);
    // Page by page.
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let filter = work::place::PlaceFilter { after, limit: 2, ..Default::default() };
        let page = work::place::list(&town.app, &clerk, filter).await.unwrap();
        seen.extend(page.items.into_iter().map(|p| p.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    let mut bad = entry("x");
    bad.street = Some("nowhere".into());
    let refused = work::place::register(&town.app, admin.clone(), None, bad).await.unwrap_err();
    assert_eq!(refused.errors, [("street".into(), "unknown".into())]);
    let mut swapped = entry("x");
    swapped.position = Some(work::place::GivenPosition {
        lon: 26.9,
        lat: 112.6,
        system: domain::place::System::Wgs84,
        accuracy_m: None,
    });
    let refused = work::place::register(&town.app, admin.clone(), None, swapped).await.unwrap_err();
    assert_eq!(refused.errors, [("position".into(), "swapped".into())]);
    // A change replaces the whole entry.
    let seen = work::place::PlaceEntry { version: Some(1), ..entry("岳屏广场西门") };
    work::place::change(&town.app, admin.clone(), None, town.place, seen.clone()).await.unwrap();
    let stale = work::place::change(&town.app, admin.clone(), None, town.place, seen).await.unwrap_err();
    assert_eq!((stale.status, stale.code), (409, "stale"));
    let view = work::place::get(&town.app, &admin, town.place).await.unwrap();
    assert_eq!((view.name.as_str(), view.photo, view.codes.len()), ("岳屏广场西门", None, 1));
}

#[tokio::test]
async fn a_plate_is_activated_where_it_hangs() {
    let town = Town::new().await;
    let inspector = staff(&[Role::Inspector], town.unit);
    let photo = work::photo::keep(&town.app, &inspector, crate::town::PHOTO.to_vec()).await.unwrap();
    let activation = work::place::Activation {
        // About 111 metres north.
        fix: Some(work::place::GivenPosition {
            lon: 112.6154,
            lat: 26.8904,
            system: domain::place::System::Wgs84,
            accuracy_m: Some(12.0),
        }),
        photo: Some(photo.file.0),
        replaces: None,
        done_at: None,
    };
    let done = work::place::activate(&town.app, inspector.clone(), None, &town.code, activation.clone())
        .await
        .unwrap();
    assert_eq!(done.distance_m, Some(111));
    let again =
        work::place::activate(&town.app, inspector.clone(), None, &town.code, Default::default()).await;
    assert_eq!(again.unwrap_err().params["rule"], "code_active");
    let view = work::place::get(&town.app, &inspector, town.place).await.unwrap();
    assert_eq!(view.photo, Some(photo.file.0));
    assert!(view.codes[0].plate.is_none(), "an inspector prints no plates");
    assert!(matches!(work::place::scan(&town.app, &town.code).await, Ok(Scanned::Valid(_))));
    assert!(!town.get(&format!("/s/{}", town.code)).await.text().contains(STAFF_NAME));
}
