//! Large type, picking a place, plates, what is published nearby, figures, emergencies.

use crate::town::{Answer, Form, HOST, STAFF_NAME, Town, staff};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::calendar::LimitUnit;
use domain::hazard::{Action, LimitStage, Matter, Source};
use domain::people::Role;

#[tokio::test]
async fn large_type_is_remembered_without_a_script() {
    let town = Town::new().await;
    let answer = town.get("/places?street=430406001&type=large").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/places?street=430406001");
    assert!(answer.header("set-cookie").starts_with("type=large;"));
    let request = Request::get("/").header("cookie", "type=large; lang=en").body(Body::empty()).unwrap();
    let page = town.ask(request).await.text();
    assert!(page.contains("<html lang=\"en\" class=\"large\">") && page.contains("Usual type"));
    assert!(!town.get("/").await.text().contains("class=\"large\""));
}

#[tokio::test]
async fn whoever_has_no_code_picks_the_place() {
    let town = Town::new().await;
    let id = town.place.0.simple().to_string();
    for path in ["/places", "/places?street=430406001", "/places?q=%E5%B9%BF%E5%9C%BA", "/places?after=x_y"] {
        let page = town.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(&format!("/report?place={id}")), "{path}");
        assert!(!page.text().contains(&town.code), "{path}");
    }
    for path in ["/places?street=nowhere", "/places?q=%25", "/places?q=%27%20or%201=1", "/places?q=%00%01x"] {
        let page = town.get(path).await.text();
        assert!(page.contains("没有找到") && !page.contains(&id), "{path}");
    }
    assert!(town.get("/places?lane=inside").await.text().contains(&format!("/inside?place={id}")));
    let form = town.get(&format!("/report?place={id}")).await;
    assert!(form.text().contains("岳屏广场北门") && form.hidden("place").contains(&id));
    let answer = town.send("/report", &Form::new().with("text", "护栏断裂").with("place", &id)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(town.get(&answer.header("location")).await.text().contains("岳屏广场北门"));
    for none in ["0193a1b2000070008000000000000000", "x", "' or 1=1"] {
        let page = town.send("/report", &Form::new().with("text", "护栏断裂").with("place", none)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{none}");
        assert!(page.text().contains("选的地点已经不在名单里了"), "{none}");
    }
    assert_eq!(town.get("/report?place=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_plate_in_trouble_is_reported_in_one_tap() {
    let town = Town::new().await;
    let page = town.get(&format!("/s/{}", town.code)).await;
    let client_id = page.hidden("client_id").remove(0);
    let tap = async |what: &str, id: &str| {
        town.post("/plate", &[("client_id", id), ("code", &town.code), ("what", what)]).await
    };
    let first = tap("covered", &client_id).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    assert_eq!(tap("covered", &client_id).await.header("location"), first.header("location"));
    let receipt = town.get(&first.header("location")).await.text();
    assert!(receipt.contains("点位码牌被遮挡。") && receipt.contains("岳屏广场北门"));
    assert_eq!(tap("' or 1", &"e".repeat(32)).await.status, StatusCode::NOT_FOUND);
    let place = town.place.0.simple().to_string();
    let lost = town.post("/plate", &[("place", &place), ("what", "lost")]).await;
    assert_eq!(lost.status, StatusCode::SEE_OTHER);
    for fields in [[("code", "ABC"), ("what", "lost")], [("place", ""), ("what", "lost")]] {
        assert_eq!(town.post("/plate", &fields).await.status, StatusCode::NOT_FOUND, "{fields:?}");
    }
    assert_eq!(town.hazards(), 2);
}

#[tokio::test]
async fn what_is_published_nearby_is_what_the_rules_allow() {
    let town = Town::new().await;
    let receipt = town.reported(Form::new().with("text", "只有我知道的描述").with("address", "3 栋")).await;
    let id = town.hazard(&receipt).await;
    let around = async |query: &str| town.get(&format!("/around{query}")).await;
    assert!(around("").await.text().contains("没有符合条件的隐患"), "not before the desk has judged it");
    town.filed(id, "0101", None).await;
    let name = town.app.catalogue().minor("0101").unwrap().name.clone();
    for query in ["", "?street=430406001", "?kind=01", "?state=open", "?kind=01&state=open&page=1", "?page=x"]
    {
        let page = around(query).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let text = page.text();
        assert!(text.contains(&format!("<b>{name}</b>")) && text.contains("岳屏广场北门"), "{query}");
        assert!(text.contains("<circle class=\"o\""), "{query}");
        for secret in ["只有我知道的描述", "3 栋", STAFF_NAME, HOST, receipt.as_str(), "/photo/"] {
            assert!(!text.contains(secret), "{query} says {secret}");
        }
    }
    // The page of the place counts what the list shows.
    let danger = town.reported(Form::new().with("text", "楼要塌了").with("danger", "1")).await;
    town.filed(town.hazard(&danger).await, "0101", None).await;
    let place = town.get(&format!("/s/{}", town.code)).await.text();
    assert!(place.contains("正在办理、已公开的隐患：1 件"), "{place}");
    assert_eq!(around("?state=open").await.text().matches("岳屏广场北门").count(), 1);
    for query in ["?street=430406002", "?kind=02", "?state=closed", "?page=2"] {
        let text = around(query).await.text();
        assert!(!text.contains(&format!("<b>{name}</b>")), "{query}");
    }
    let hostile = around("?street=%22%3E%3Cscript%3E&kind=%27--&state=%00").await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.text().contains("\"><script>"));
    // The other language keeps what was asked for.
    assert!(around("?kind=01").await.text().contains("?kind=01&#38;lang=en"));
}

async fn number_of(town: &Town, path: &str) -> Answer {
    town.get(path).await
}

#[tokio::test]
async fn figures_are_open_and_point_at_nobody() {
    let town = Town::new().await;
    let page = number_of(&town, "/figures").await.text();
    assert!(page.contains("公开数字") && page.contains("—") && !page.contains("NaN"));
    for n in 0..4 {
        town.reported(Form::new().with("text", &format!("第 {n} 处"))).await;
    }
    let one = town.send("/report", &Form::new().with("text", "别处").with("address", "演示路 2 号")).await;
    let id = town.hazard(&one.header("location")).await;
    town.filed(id, "0101", None).await;
    let page = number_of(&town, "/figures").await.text();
    assert!(page.contains("<dd>5</dd>"), "{page}");
    assert!(page.contains("&#60;3"), "one of a kind is not shown as one");
    let csv = number_of(&town, "/figures.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    assert!(text.starts_with('\u{feff}') && text.contains("\"按月\",\"2026-11\",5,0,0,\r\n"), "{text}");
    assert!(text.contains("\"金龙坪街道办事处\",4,0,0,4"), "{text}");
    assert!(!text.contains(",1,"), "{text}");
    assert!(town.get_in("en", "/figures.csv").await.text().contains("\"By month\""));
}

#[tokio::test]
async fn an_emergency_has_a_page_and_the_promise_on_it_is_the_rule() {
    let town = Town::new().await;
    let page = town.get("/emergency").await.text();
    for said in ["tel:119", "tel:120", "闻到燃气味", "困在电梯里"] {
        assert!(page.contains(said), "{said}");
    }
    let limits = town.app.limits();
    let now = town.app.store().surroundings().now();
    let matter = Matter { grade: None, urgent: true, category: None, source: Source::Resident };
    let limit = limits.at(now).limit(LimitStage::Response, &matter);
    assert_eq!(limit.unit, LimitUnit::UrgentMinute);
    assert!(page.contains(&format!("最迟 {} 分钟内着手处理", limit.amount)), "{page}");
}

#[tokio::test]
async fn a_receipt_is_made_for_paper_too() {
    let town = Town::new().await;
    let receipt = town.reported(Form::new().with("text", "护栏断裂")).await;
    let page = town.get(&receipt).await.text();
    assert!(page.contains("class=\"printonly\"") && page.contains("/qr.svg") && page.contains(HOST));
    let css = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(town.get(&css).await.text().contains("@media print"));
    let acceptor = staff(&[Role::Acceptor], town.unit);
    let id = town.hazard(&receipt).await;
    work::hazard::act(&town.app, acceptor, None, id, None, Action::Accept).await.unwrap();
    assert!(town.get(&receipt).await.text().contains("2026年11月5日"));
}
