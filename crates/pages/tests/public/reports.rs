//! From the form to the receipt, and back to the form with everything that was typed.

use crate::town::{Form, PHOTO, Town};
use axum::http::StatusCode;

const ID: &str = "0193a1b2-0000-7000-8000-00000000c0de";

fn form() -> Form {
    Form::new().with("client_id", ID).with("text", "楼道堆满纸箱").with("address", "2 单元 5 楼")
}

#[tokio::test]
async fn a_photo_alone_is_a_report() {
    let town = Town::new().await;
    let page = town.get(&format!("/s/{}/report", town.code)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("岳屏广场北门") && page.text().contains("enctype=\"multipart/form-data\""));
    let sent = Form::new().with("client_id", &page.hidden("client_id")[0]).with("text", "").photo(PHOTO);
    let receipt = town.reported(sent).await;
    let page = town.get(&receipt).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("已收到，等待值班人员受理") && page.text().contains("/photo/"));
}

#[tokio::test]
async fn the_same_report_sent_twice_is_one() {
    let town = Town::new().await;
    let first = town.reported(form().photo(PHOTO)).await;
    let second = town.reported(form().photo(PHOTO)).await;
    assert_eq!(first, second);
    assert_eq!(town.hazards(), 1);
    // Something else under the same id is not swallowed: the form comes back with a fresh id.
    let path = format!("/s/{}/report", town.code);
    let other = town.send(&path, &form().with("text", "").with("danger", "1")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.text().contains("楼道堆满纸箱"));
    let fresh = other.hidden("client_id").remove(0);
    assert_ne!(fresh, ID);
    let again = Form::new().with("client_id", &fresh).with("text", "楼道堆满纸箱").with("danger", "1");
    assert_ne!(town.reported(again).await, first);
    assert_eq!(town.hazards(), 2);
}

/// A browser forgets the page of an address to which something was sent, and going back would find a form with another
/// id: the form goes to an address of its own, and the page may be kept for going back.
#[tokio::test]
async fn going_back_finds_the_form_with_the_id_that_was_sent() {
    let town = Town::new().await;
    for path in ["/report".to_owned(), "/inside".to_owned(), format!("/s/{}/report", town.code)] {
        let page = town.get(&path).await;
        // Of what an employee writes nothing stays on the phone: going back finds an empty form.
        assert_eq!(page.header("cache-control").contains("no-store"), path == "/inside", "{path}");
        let action = format!("{path}?send");
        assert!(page.text().contains(&format!("action=\"{action}\"")), "{path}");
        let sent = Form::new().with("client_id", &page.hidden("client_id")[0]);
        let sent = sent.with("text", "楼道堆满纸箱").with("address", "2 单元 5 楼");
        let receipt = town.send(&action, &sent).await;
        assert_eq!(receipt.status, StatusCode::SEE_OTHER, "{}", receipt.text());
        let again = town.send(&action, &sent).await;
        assert_eq!(again.header("location"), receipt.header("location"), "{path}");
    }
    assert_eq!(town.hazards(), 3);
}

#[tokio::test]
async fn what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let sent = Form::new()
        .with("client_id", ID)
        .with("text", "")
        .with("name", "王试\"<b>")
        .with("phone", "not a number")
        .with("insider", "1")
        .without_photo();
    let page = town.send("/report", &sent).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    for said in ["请拍一张照片，或者写几个字", "请写明在哪里", "这不像电话号码", "href=\"#phone\""]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(text.contains("not a number") && text.contains("王试&#34;&#60;b&#62;"), "{text}");
    assert!(text.contains("name=\"insider\" value=\"1\""));
    // Those who hear the page hear beside the field what is wrong with it.
    for heard in ["id=\"phone-error\"", "aria-describedby=\"phone-hint phone-error\" aria-invalid=\"true\""] {
        assert!(text.contains(heard), "{heard}: {text}");
    }
    assert_eq!(page.hidden("client_id"), [ID]);
    assert_eq!(town.hazards(), 0);
    let english = Form::new().with("text", "");
    let request = axum::http::Request::post("/report")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("accept-language", "en")
        .body(axum::body::Body::from(
            "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--x--\r\n",
        ))
        .unwrap();
    drop(english);
    assert!(town.ask(request).await.text().contains("Take a photo, or write a few words"));
}

#[tokio::test]
async fn photos_that_were_taken_in_are_not_sent_again() {
    let town = Town::new().await;
    let path = format!("/s/{}/report", town.code);
    let sent = form().with("phone", "12").photo(PHOTO).photo(b"GIF89a not a photo").photo(b"");
    let page = town.send(&path, &sent).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("照片 2：不是能识别的照片") && page.text().contains("照片 3：传输中断"));
    let tickets = page.hidden("kept");
    assert_eq!(tickets.len(), 1);
    let again = form().with("kept", &tickets[0]);
    let receipt = town.reported(again.clone()).await;
    assert!(town.get(&receipt).await.text().contains("/photo/"));
    // The answer was lost, so the phone sends it once more.
    assert_eq!(town.reported(again).await, receipt);
    assert_eq!(town.hazards(), 1);
    // The ticket is spent: another report cannot have the photo.
    let thief =
        Form::new().with("client_id", "0193a1b2-0000-7000-8000-0000000fffff").with("kept", &tickets[0]);
    let page = town.send(&path, &thief).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("有一张照片已失效"));
    // A ticket that was not given is no ticket.
    let file = uuid::Uuid::from_u128(9).simple().to_string();
    let forged = Form::new().with("kept", &format!("{file}.{}", "0".repeat(32)));
    let page = town.send(&path, &forged).await;
    assert!(page.text().contains("请拍一张照片，或者写几个字"));
    // A kept photo may be left out again.
    let page = town.send(&path, &form().with("phone", "12").photo(PHOTO)).await;
    let ticket = page.hidden("kept").remove(0);
    let page =
        town.send(&path, &form().with("phone", "12").with("kept", &ticket).with("drop", &ticket)).await;
    assert!(page.hidden("kept").is_empty());
}

#[tokio::test]
async fn the_script_gets_facts() {
    let town = Town::new().await;
    let path = format!("/s/{}/report", town.code);
    let refused = town.send_facts(&path, &form().with("phone", "12").photo(PHOTO).photo(b"x")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let facts: serde_json::Value = serde_json::from_slice(&refused.bytes).unwrap();
    assert!(facts["photos"][0].is_string() && facts["photos"][1].is_null());
    assert!(facts["problems"].as_array().unwrap().iter().any(|p| p["field"] == "phone"));
    let done = town.send_facts(&path, &form().with("kept", facts["photos"][0].as_str().unwrap())).await;
    assert_eq!(done.status, StatusCode::CREATED);
    let facts: serde_json::Value = serde_json::from_slice(&done.bytes).unwrap();
    assert_eq!(town.get(facts["receipt"].as_str().unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn position_kind_and_danger_go_in_and_nonsense_does_not() {
    let town = Town::new().await;
    let here = |lon: &str, lat: &str| {
        Form::new().with("text", "井盖缺失").with("lon", lon).with("lat", lat).with("accuracy", "12")
    };
    let answer =
        town.send("/report", &here("112.6154", "26.8894").with("danger", "1").with("category", "0101")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let id = town.hazard(&answer.header("location")).await;
    let hazard = town
        .app
        .store()
        .read(move |c| c.query(store::queries::hazard::STATE, &[crate::town::DISTRICT.into(), id.into()]))
        .await
        .unwrap();
    let state = hazard[0].text(0).unwrap();
    assert!(
        state.contains("1126154000") && state.contains("\"life_danger\":true") && state.contains("0101"),
        "{state}"
    );
    for (lon, lat) in [("NaN", "26"), ("26.8894", "112.6154"), ("112", "91"), ("east", "26"), ("1e999", "1")]
    {
        let page = town.send("/report", &here(lon, lat)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{lon} {lat}");
        assert!(page.text().contains("手机给出的位置不对"), "{lon} {lat}");
    }
    let page = town.send(&format!("/s/{}/report", town.code), &form().with("category", "9'--")).await;
    assert!(page.text().contains("没有这个类别"));
    let page = town.get("/report?about=plate").await;
    assert!(page.text().contains("点位码的牌子有问题"));
}
