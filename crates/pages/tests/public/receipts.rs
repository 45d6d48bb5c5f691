//! The reporter's own page.

use crate::town::{Form, PHOTO, STAFF_NAME, Town, staff};
use axum::http::StatusCode;
use domain::hazard::{Action, OpenPurpose, RejectReason};
use domain::people::Role;

fn form() -> Form {
    Form::new().with("text", "配电箱裸露").photo(PHOTO)
}

#[tokio::test]
async fn a_receipt_is_secret_and_says_offices_only() {
    let town = Town::new().await;
    let receipt = town.reported(form()).await;
    let id = town.hazard(&receipt).await;
    let acceptor = staff(&[Role::Acceptor], town.unit);
    work::hazard::act(&town.app, acceptor, None, id, None, Action::Accept).await.unwrap();
    for (language, said) in [("zh-CN", "已受理"), ("en", "Taken up by the desk")] {
        let page = town.get_in(language, &receipt).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(said) && page.text().contains("金龙坪街道办事处"));
        assert!(!page.text().contains(STAFF_NAME) && !page.text().contains("-000000005"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
    }
    let (number, secret) = receipt.trim_start_matches("/r/").split_once('-').unwrap();
    let wrong = format!("/r/{number}-{}", "0".repeat(secret.len()));
    for path in [wrong.as_str(), &format!("/r/{number}"), "/r/x-y", "/r/%00-1"] {
        let page = town.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("打不开这份回执"));
    }
    assert_eq!(town.get(&format!("{wrong}/proof.json")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.get(&format!("{wrong}/qr.svg")).await.status, StatusCode::NOT_FOUND);
    assert!(town.get(&format!("{receipt}/qr.svg")).await.text().starts_with("<svg"));
    let answer = town.send(&format!("{wrong}/urge"), &Form::new().with("client_id", &"a".repeat(32))).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(town.send(&format!("{receipt}/archive"), &Form::new()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn photos_of_another_report_stay_closed() {
    let town = Town::new().await;
    let (one, two) = (town.reported(form()).await, town.reported(form()).await);
    let text = town.get(&one).await.text();
    let photo = text.split("/photo/").nth(1).unwrap().split(".jpg").next().unwrap();
    assert_eq!(town.get(&format!("{one}/photo/{photo}.jpg")).await.status, StatusCode::OK);
    assert_eq!(town.get(&format!("{two}/photo/{photo}.jpg")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.get(&format!("{one}/photo/x.jpg")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_reporter_adds_urges_answers_and_appeals() {
    let town = Town::new().await;
    let receipt = town.reported(form()).await;
    let id = town.hazard(&receipt).await;
    let acceptor = staff(&[Role::Acceptor], town.unit);
    let post = async |verb: &str, form: Form| town.send(&format!("{receipt}/{verb}"), &form).await;
    let act = async |action| {
        work::hazard::act(&town.app, acceptor.clone(), None, id, None, action).await.unwrap();
    };

    let nothing = post("add", Form::new().with("text", " ").without_photo()).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("请写几个字，或者加一张照片"));
    let more = Form::new().with("client_id", &"c".repeat(32)).with("text", "又掉下来一块").photo(PHOTO);
    for _ in 0..2 {
        let answer = post("add", more.clone()).await;
        assert_eq!(answer.header("location"), format!("{receipt}?done=add"));
    }
    let page = town.get(&format!("{receipt}?done=add")).await.text();
    assert!(page.contains("已收到您的补充"));
    assert_eq!(page.matches("又掉下来一块").count(), 1, "twice sent, once recorded");
    assert_eq!(
        post("urge", Form::new().with("client_id", &"d".repeat(32))).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(town.get(&receipt).await.text().contains("催办"));

    act(Action::Accept).await;
    act(Action::AskSupplement { text: "是哪一栋楼？".into() }).await;
    assert!(town.get(&receipt).await.text().contains("是哪一栋楼？"));
    assert_eq!(post("add", Form::new().with("text", "3 栋")).await.status, StatusCode::SEE_OTHER);
    assert!(!town.get(&receipt).await.text().contains("您的回答"));

    act(Action::Reject { reason: RejectReason::OutOfArea, text: "请向蒸湘区反映".into() }).await;
    let page = town.get(&receipt).await.text();
    assert!(page.contains("请向蒸湘区反映") && page.contains("对不予受理有异议"));
    let empty = post("appeal", Form::new().with("text", "")).await;
    assert!(empty.text().contains("请写明理由"));
    assert_eq!(post("appeal", Form::new().with("text", "就在我们区")).await.status, StatusCode::SEE_OTHER);
    let page = town.get(&receipt).await.text();
    assert!(page.contains("您的申诉正在复核") && page.contains("请向蒸湘区反映"));
    let late = post("appeal", Form::new().with("text", "再来一次")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("现在不能这样操作了"));
    let early = post("rate", Form::new().with("solved", "yes").with("stars", "9")).await;
    assert!(early.text().contains("请选择满意程度"));
    assert!(post("rate", Form::new()).await.text().contains("请选择问题是否解决"));

    let lead = staff(&[Role::ShiftLead], town.unit);
    let dismissed = Action::DecideAppeal { uphold: false, text: "确实在蒸湘区".into() };
    work::hazard::act(&town.app, lead, None, id, None, dismissed).await.unwrap();
    let page = town.get(&receipt).await.text();
    assert!(page.contains("维持不予受理") && page.matches("确实在蒸湘区").count() == 2, "{page}");
}

#[tokio::test]
async fn whoever_left_a_contact_sees_who_looked_and_takes_it_back() {
    let town = Town::new().await;
    let receipt = town.reported(form().with("name", "张小试").with("phone", "138 0000 1234")).await;
    let id = town.hazard(&receipt).await;
    assert!(town.get(&receipt).await.text().contains("还没有人查看过您的联系方式"));
    let caller = staff(&[Role::Caller], town.unit);
    let opened = work::hazard::open_reporter(
        &town.app,
        caller.clone(),
        None,
        id,
        OpenPurpose::Clarify,
        "核实楼号".into(),
    )
    .await;
    assert_eq!(opened.unwrap().phone.as_deref(), Some("138 0000 1234"));
    let page = town.get(&receipt).await.text();
    assert!(page.contains("被查看过 1 次") && page.contains("金龙坪街道办事处 · 核实细节"), "{page}");
    assert_eq!(town.send(&format!("{receipt}/erase"), &Form::new()).await.status, StatusCode::SEE_OTHER);
    let gone =
        work::hazard::open_reporter(&town.app, caller, None, id, OpenPurpose::Clarify, "再看".into()).await;
    assert!(gone.is_err());
    // No page ever says the name or the number.
    let number = receipt.trim_start_matches("/r/").split('-').next().unwrap().to_owned();
    let pages = [
        "/".to_owned(),
        "/log".into(),
        format!("/s/{}", town.code),
        format!("/s/{}/report", town.code),
        receipt.clone(),
        format!("{receipt}/proof.json"),
        format!("/r?number={number}"),
    ];
    for path in pages {
        let text = town.get(&path).await.text();
        for secret in ["张小试", "138 0000 1234", "13800001234", STAFF_NAME] {
            assert!(!text.contains(secret), "{path} says {secret}");
        }
    }
}

#[tokio::test]
async fn a_number_alone_tells_how_far_it_is_and_no_more() {
    let town = Town::new().await;
    let receipt = town.reported(form().with("address", "3 栋")).await;
    let number = receipt.trim_start_matches("/r/").split('-').next().unwrap().to_owned();
    let page = town.get(&format!("/r?number={}", number.to_lowercase())).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("已收到，等待值班人员受理"));
    for hidden in ["配电箱裸露", "岳屏广场", "3 栋", "/photo/", "/r/"] {
        assert!(!page.text().contains(hidden), "{hidden}");
    }
    let last = if number.ends_with('7') { "8" } else { "7" };
    let wrong = format!("/r?number={}{last}", &number[..10]);
    assert!(town.get(&wrong).await.text().contains("有一个字符不对"));
    assert!(town.get("/r?number=1").await.text().contains("11 个字母和数字"));
    assert!(town.get("/r?number=00000000000").await.text().contains("没有这个编号"));
    assert!(town.get_in("en", "/r").await.text().contains("Receipt number"));
}

/// After a form was refused its address stands in the browser: opened again, it leads back to the receipt.
#[tokio::test]
async fn the_address_of_a_deed_leads_back_to_the_receipt() {
    let town = Town::new().await;
    let receipt = town.reported(Form::new().with("text", "护栏断裂")).await;
    for verb in ["add", "rate", "appeal", "urge", "erase"] {
        let answer = town.get(&format!("{receipt}/{verb}")).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, receipt.clone()),
            "{verb}"
        );
    }
    for path in [format!("{receipt}/fly"), "/r/a%0D%0Ab/rate".into(), "/r/%2F%2Fevil.example/rate".into()] {
        assert_eq!(town.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
