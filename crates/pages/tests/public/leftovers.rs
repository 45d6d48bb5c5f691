//! Forms in every shape and size, and addresses that are no text.

use crate::town::{Form, PHOTO, Town};
use axum::body::Body;
use axum::http::{Request, StatusCode};

#[tokio::test]
async fn a_text_too_long_is_given_back_with_the_limit() {
    let town = Town::new().await;
    let long = "楼道堆物".repeat(10_000);
    let page = town.send("/report", &Form::new().with("text", &long).with("address", "1 栋")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("“看到了什么”太长了，请缩短到 4000 字以内") && !text.contains("照片太大"));
    assert!(text.contains(&long), "nothing typed is lost");
    let page = town.send("/report", &Form::new().with("text", "灯坏了").with("address", &long)).await;
    assert!(page.text().contains("地点太长了，请缩短到 500 字以内"));
    let page = town.send("/report", &Form::new().with("text", &"a".repeat(300_000))).await;
    assert!(page.text().contains("缩短到 4000 字以内"));
    let page = town.send("/report", &Form::new().with("whatever", &"a".repeat(300_000))).await;
    assert!(page.text().contains("“whatever”这一栏太长"));
    let page = town.post("/report", &[("text", &"a".repeat(600_000))]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(town.hazards(), 0);
}

#[tokio::test]
async fn a_form_without_files_is_taken_as_browsers_send_it() {
    let town = Town::new().await;
    let answer = town.post("/report", &[("text", "井盖缺失 & 漏电"), ("address", "演示路 1 号")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(town.get(&answer.header("location")).await.text().contains("井盖缺失 &#38; 漏电"));
    let odd = |kind: &str| {
        Request::post("/report").header("content-type", kind).body(Body::from("{\"text\":\"x\"}")).unwrap()
    };
    for kind in ["application/json", "text/plain", ""] {
        let page = town.ask(odd(kind)).await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        assert!(page.text().contains("没有读懂这份表单") && page.text().contains("tel:119"));
    }
    assert_eq!(town.hazards(), 1);
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_page_too() {
    let town = Town::new().await;
    for path in ["/s/%ff", "/r/%ff", "/r?number=1&number=2", "/around?street=1&street=2", "/places?q=a&q=b"] {
        let page = town.get(path).await;
        assert!(page.status.is_client_error(), "{path}");
        assert!(page.text().contains("没有找到这一页") && page.text().contains("tel:119"), "{path}");
        assert!(town.get_in("en", path).await.text().contains("Page not found"), "{path}");
    }
    let request = Request::delete("/report").body(Body::empty()).unwrap();
    let page = town.ask(request).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.text().contains("tel:119") && page.header("allow").contains("POST"));
    // What is meant for programs stays as it is.
    assert!(town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    assert_eq!(town.get("/log/checkpoint").await.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn what_nobody_can_see_is_not_kept() {
    let town = Town::new().await;
    let sent = Form::new().with("text", "护\0栏\u{1b}[31m断裂\r\n第二\t行").with("address", "\u{7}3 栋");
    let receipt = town.reported(sent).await;
    let page = town.get(&receipt).await.text();
    assert!(page.contains("护栏[31m断裂\n第二\t行") && page.contains("3 栋"));
    assert!(!page.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
    let nothing = town.send("/report", &Form::new().with("text", "\0\u{1}").with("address", "x")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("请拍一张照片，或者写几个字"));
}

#[tokio::test]
async fn a_second_reminder_says_from_when_on_it_is_heard() {
    let town = Town::new().await;
    let receipt = town.reported(Form::new().with("text", "护栏断裂")).await;
    let urge = async |id: &str| town.post(&format!("{receipt}/urge"), &[("client_id", id)]).await;
    assert_eq!(urge(&"a".repeat(32)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(urge(&"a".repeat(32)).await.status, StatusCode::SEE_OTHER, "the same click");
    let again = urge(&"b".repeat(32)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("已经催办过了，2026年11月6日"), "{}", again.text());
    let page = town.get(&receipt).await.text();
    assert!(page.contains("disabled aria-describedby=\"urge-again\"") && page.contains("以后可以再催"));
    let page = town.get_in("en", &receipt).await.text();
    assert!(page.contains("you can ask again from 6 Nov 2026"));
}

#[tokio::test]
async fn what_may_tell_who_writes_is_shown_before_it_is_sent() {
    let town = Town::new().await;
    let path = format!("/s/{}/report", town.code);
    let sent = Form::new()
        .with("client_id", "0193a1b2-0000-7000-8000-00000000d00d")
        .with("text", "我叫李四，打 13812345678\n楼道堆物")
        .with("danger", "1")
        .photo(PHOTO);
    let page = town.send(&path, &sent).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("<mark>李四</mark>") && text.contains("<mark>13812345678</mark>"), "{text}");
    assert!(text.contains("像电话号码") && text.contains("照原样发送"));
    assert_eq!(town.hazards(), 0, "nothing is sent yet");
    let carried = ["client_id", "text", "danger", "kept"]
        .into_iter()
        .fold(Form::new(), |form, name| form.with(name, &page.hidden(name).remove(0)));
    // Back to the form, with the photo.
    let form = town.send(&path, &carried.clone().with("change", "1")).await;
    assert!(form.text().contains("楼道堆物</textarea>") && form.hidden("kept").len() == 1);
    // Or as it is.
    let answer = town.send(&path, &carried.with("as_is", "1")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let receipt = town.get(&answer.header("location")).await.text();
    assert!(receipt.contains("李四") && receipt.contains("/photo/"));
    // The script has shown it beside the field.
    let facts = town.send_facts(&path, &Form::new().with("text", "我叫李四")).await;
    assert_eq!(facts.status, StatusCode::CREATED);
    // A passage with markup in it is shown, not run.
    let page = town.send(&path, &Form::new().with("text", "<b>13812345678</b>\"><script>x")).await;
    assert!(page.text().contains("<mark>13812345678</mark>") && !page.text().contains("<script>x"));
}
