//! 从业人员通道: what the employer may never learn.

use crate::town::{Form, PHOTO, Town, staff};
use axum::http::StatusCode;
use domain::hazard::Action;
use domain::people::Role;
use work::hazard::{Filter, ListOrder, Page};
use work::words::Lang;

fn form(town: &Town) -> Form {
    Form::new()
        .with("client_id", "0193a1b2-0000-7000-8000-00000000feed")
        .with("text", "冲压车间光栅被短接")
        .with("address", "二号冲压线")
        .with("place", &town.place.0.simple().to_string())
        .with("captured_at", "2026-11-05T09:29:00+08:00")
        .with("lon", "112.6155")
        .with("lat", "26.8895")
        .with("accuracy", "9")
        .with("category", "0101")
        .photo(PHOTO)
}

#[tokio::test]
async fn the_lane_leaves_nothing_on_the_phone_and_explains_itself() {
    let town = Town::new().await;
    for (language, said) in [("zh-CN", "一个字、一张图都看不到"), ("en", "none of your words or photos")]
    {
        let page = town.get_in(language, "/inside").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(said));
        assert!(!page.text().contains("<script"), "nothing is queued on an employer's phone");
        for field in ["captured_at", "lon", "lat", "accuracy"] {
            assert!(page.hidden(field).is_empty(), "{field}");
        }
    }
    let page = town.send("/inside", &Form::new().with("text", "")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("action=\"/inside?send\"") && !page.text().contains("<script"));
}

#[tokio::test]
async fn nothing_tells_when_or_where_it_was_written() {
    let town = Town::new().await;
    let answer = town.send("/inside", &form(&town)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let id = town.hazard(&answer.header("location")).await;
    let state = town.state(id).await;
    assert!(state.contains("\"whistleblower\"") && state.contains("\"employee\""), "{state}");
    assert!(!state.contains("captured_at") && !state.contains("\"fix\""), "{state}");
    assert_eq!(id.0.get_version_num(), 4, "an ordinary id tells when it was made");
    assert!(town.get(&answer.header("location")).await.text().contains("冲压车间光栅被短接"));
}

#[tokio::test]
async fn the_party_learns_only_what_the_offices_found() {
    let town = Town::new().await;
    let (company, handler) = town.company().await;
    let receipt = town.send("/inside", &form(&town).with("phone", "138 0000 1234")).await.header("location");
    let id = town.hazard(&receipt).await;
    town.filed(id, "0101", Some(company)).await;
    let desk = staff(&[Role::ShiftLead], town.unit);
    let dispatch = Action::Dispatch {
        lead: company,
        co: vec![],
        copies: vec![],
        text: "检查发现光栅失效，限期整改".into(),
    };
    work::hazard::act(&town.app, desk.clone(), None, id, None, dispatch).await.unwrap();
    work::hazard::act(&town.app, handler.clone(), None, id, None, Action::Sign).await.unwrap();

    let seen = work::hazard::detail(&town.app, &handler, id, Default::default()).await.unwrap();
    let told = serde_json::to_string(&seen).unwrap();
    let number = receipt.trim_start_matches("/r/").split('-').next().unwrap();
    let secrets =
        ["冲压车间", "二号冲压线", "employee", "whistleblower", "supplemented", "\"reported\"", number];
    for secret in secrets {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert!(told.contains("检查发现光栅失效") && !seen.has_reporter && seen.photos.is_empty());
    assert!(seen.summary.photo.is_none() && seen.summary.source == "bureau");
    assert!(!seen.allowed.is_empty(), "it can still do its part");
    let full = work::hazard::detail(&town.app, &desk, id, Default::default()).await.unwrap();
    let photo = full.photos[0].file;
    let fetch = async |actor| work::photo::fetch(&town.app, actor, photo, work::photo::Size::Thumb).await;
    assert!(fetch(&desk).await.is_ok());
    assert_eq!(fetch(&handler).await.unwrap_err().status, 404);
    let proof = work::hazard::proof(&town.app, &handler, id).await.unwrap();
    assert_eq!(proof.events[0].kind, "filed", "like every other case");

    let list = async |filter: Filter| {
        let page = Page { after: None, limit: 50, order: ListOrder::Newest };
        let listed = work::hazard::list(&town.app, &handler, filter, page, Lang::Zh).await.unwrap();
        serde_json::to_string(&listed.items).unwrap()
    };
    let listed = list(Filter::default()).await;
    assert!(
        listed.contains(&id.to_string()) && !listed.contains("冲压") && !listed.contains(number),
        "{listed}"
    );
    assert_eq!(
        list(Filter { source: Some(domain::hazard::Source::Employee), ..Filter::default() }).await,
        "[]"
    );
    assert!(
        list(Filter { source: Some(domain::hazard::Source::Bureau), ..Filter::default() }).await.len() > 2
    );
    let told = Some(seen.summary.reported_at);
    assert_eq!(
        list(Filter { to: told, ..Filter::default() }).await,
        "[]",
        "no asking by when it was reported"
    );
    assert!(list(Filter { from: told, ..Filter::default() }).await.contains(&id.to_string()));
}

#[tokio::test]
async fn it_is_published_nowhere() {
    let town = Town::new().await;
    let receipt = town.send("/inside", &form(&town)).await.header("location");
    let id = town.hazard(&receipt).await;
    town.filed(id, "0101", None).await;
    for path in ["/around", "/around?kind=01", "/around?street=430406001"] {
        let page = town.get(path).await.text();
        assert!(page.contains("没有符合条件的隐患") && !page.contains("<circle"), "{path}");
    }
    let place = town.get(&format!("/s/{}", town.code)).await.text();
    assert!(place.contains("目前没有正在办理、已公开的隐患"));
}
