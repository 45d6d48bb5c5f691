//! The receipt when the work is done: whether it was in time, the rating, and what is asked for no more.

use crate::look::weight;
use crate::town::{Form, PHOTO, Town, staff};
use axum::http::StatusCode;
use domain::calendar::Instant;
use domain::hazard::{Action, PhotoRole, SuspensionCause, VerifyMethod};
use domain::ids::HazardId;
use domain::people::{Actor, Role};

/// A report of which the company has been told to put it right.
struct Case {
    town: Town,
    receipt: String,
    id: HazardId,
    handler: Actor,
}

impl Case {
    async fn signed() -> Self {
        let town = Town::new().await;
        let (company, handler) = town.company().await;
        let receipt = town.reported(Form::new().with("text", "栏杆松动")).await;
        let id = town.hazard(&receipt).await;
        town.filed(id, "0101", None).await;
        let case = Self { town, receipt, id, handler };
        let (co, copies, text) = (Vec::new(), Vec::new(), String::new());
        case.does(&case.desk(), Action::Dispatch { lead: company, co, copies, text }).await;
        case.does(&case.handler, Action::Sign).await;
        case
    }

    fn desk(&self) -> Actor {
        staff(&[Role::ShiftLead], self.town.unit)
    }

    async fn does(&self, actor: &Actor, action: Action) {
        work::hazard::act(&self.town.app, actor.clone(), None, self.id, None, action).await.unwrap();
    }

    async fn submits(&self) {
        let kept = work::photo::keep(&self.town.app, &self.handler, PHOTO.to_vec()).await.unwrap();
        let wanted = [(kept.file.0, PhotoRole::After)];
        let photos = work::photo::find(&self.town.app, &self.handler, &wanted).await.unwrap();
        self.does(&self.handler, Action::Submit { text: "已加固".into(), photos, cost_fen: None }).await;
    }

    async fn closes(&self) {
        let (method, text, photos) = (VerifyMethod::OnSite, "现场查看，已消除".into(), Vec::new());
        let verifier = staff(&[Role::Verifier], self.town.unit);
        self.does(&verifier, Action::Verify { method, text, photos }).await;
        self.does(&self.desk(), Action::ApproveClosing { text: String::new() }).await;
    }

    /// Every move of a unit that its reporter is told of, and a result that is sent back twice.
    async fn takes_its_time(&self) {
        let (desk, handler, town) = (self.desk(), &self.handler, &self.town);
        let verifier = staff(&[Role::Verifier], town.unit);
        let long = || {
            "现场已拉警戒线，安排专人看守，材料到货后立即更换，预计下周完成，期间请绕行东侧通道".to_owned()
        };
        let answer = town.send(&format!("{}/add", self.receipt), &Form::new().with("text", &long())).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert_eq!(
            town.send(&format!("{}/urge", self.receipt), &Form::new()).await.status,
            StatusCode::SEE_OTHER
        );
        self.does(&desk, Action::Reply { text: long() }).await;
        self.does(handler, Action::MeasureInterim { text: long(), photos: Vec::new() }).await;
        let seen = work::hazard::detail(&town.app, &desk, self.id, Default::default()).await.unwrap();
        let until = seen.rectify_due.unwrap().plus(Instant::DAY / 2);
        self.does(handler, Action::RequestExtension { until, text: long() }).await;
        self.does(&desk, Action::DecideExtension { grant: true, text: long() }).await;
        let now = town.app.store().surroundings().now();
        let (until, review_at) = (now.plus(60 * Instant::DAY), now.plus(10 * Instant::DAY));
        let cause = SuspensionCause::Funds;
        self.does(handler, Action::RequestSuspension { cause, until, review_at, text: long() }).await;
        self.does(&desk, Action::DecideSuspension { grant: true, text: long() }).await;
        town.wait(Instant::DAY);
        self.does(&desk, Action::Resume { text: long() }).await;
        for _ in 0..2 {
            self.submits().await;
            self.does(&verifier, Action::OrderRework { text: long(), photos: Vec::new() }).await;
            self.does(handler, Action::Sign).await;
        }
    }

    async fn page(&self) -> String {
        self.town.get(&self.receipt).await.text()
    }

    async fn rates(&self, solved: &str, stars: &str) {
        let form = Form::new().with("solved", solved).with("stars", stars);
        let answer = self.town.send(&format!("{}/rate", self.receipt), &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_deadline_that_was_met_is_spoken_of_no_more() {
    let case = Case::signed().await;
    assert!(case.page().await.contains("前整改完成"));
    case.town.wait(Instant::DAY);
    case.submits().await;
    assert!(!case.page().await.contains("前整改完成"), "whether it was put right is not known yet");
    case.closes().await;
    let page = case.page().await;
    assert!(!page.contains("前整改完成") && page.contains("按期整改。"), "{page}");
    assert!(case.town.get_in("en", &case.receipt).await.text().contains("It was put right in time."));
}

#[tokio::test]
async fn a_deadline_that_passed_is_told_as_it_is() {
    let case = Case::signed().await;
    case.town.wait(100 * Instant::DAY);
    let page = case.page().await;
    assert!(page.contains("前整改完成，已超过"), "{page}");
    case.submits().await;
    case.closes().await;
    let page = case.page().await;
    assert!(page.contains("天后整改。") && page.contains("逾期") && !page.contains("按期整改"), "{page}");
}

/// 30 KB with all that it loads, also when everything has happened that can.
#[tokio::test]
async fn the_longest_receipt_is_light() {
    let case = Case::signed().await;
    case.takes_its_time().await;
    case.submits().await;
    case.closes().await;
    for language in ["zh-CN", "en"] {
        for rated in [false, true] {
            if rated {
                case.rates("yes", "4").await;
            }
            let page = case.town.get_in(language, &case.receipt).await;
            assert!(page.text().matches("<li><p><b>").count() >= 20, "{}", page.text());
            assert!(
                page.text().contains("queue-") && !page.text().contains("report-"),
                "its own script only"
            );
            let weight = weight(&case.town, &page).await;
            assert!(weight <= 30_000, "the receipt weighs {weight} bytes in {language}, rated: {rated}");
        }
    }
}

#[tokio::test]
async fn a_rating_is_asked_for_once_and_shown_afterwards() {
    let case = Case::signed().await;
    case.submits().await;
    case.closes().await;
    let page = case.page().await;
    assert!(
        page.contains("已办结，请您评价") && page.contains("<section class=\"inset noprint\" id=\"rate\">")
    );

    let half = Form::new().with("solved", "no").with("text", "还在晃");
    let answer = case.town.send(&format!("{}/rate", case.receipt), &half).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("href=\"#stars\"") && text.contains("id=\"stars-error\">请选择满意程度"), "{text}");
    assert!(
        text.contains("value=\"no\" checked") && text.contains("还在晃"),
        "nothing typed is lost: {text}"
    );

    case.rates("yes", "4").await;
    let page = case.page().await;
    assert!(!page.contains("请您评价") && !page.contains("id=\"rate\""), "{page}");
    assert!(page.contains("已解决 · 满意") && page.contains("谢谢您的评价"), "{page}");
    assert!(page.contains("<summary>修改评价</summary>"), "as long as the trade allows it");
    let number = case.receipt.trim_start_matches("/r/").split('-').next().unwrap().to_owned();
    let looked_up = case.town.get(&format!("/r?number={number}")).await.text();
    assert!(looked_up.contains("已办结") && !looked_up.contains("请您评价") && !looked_up.contains("满意"));

    case.rates("no", "1").await;
    let page = case.page().await;
    assert!(page.contains("没有解决 · 非常不满意") && page.contains("回访人员正在核实"), "{page}");
    case.rates("yes", "5").await;
    case.does(&case.desk(), Action::Archive).await;
    let page = case.page().await;
    assert!(page.contains("已解决 · 非常满意") && !page.contains("修改评价"), "{page}");
}

#[tokio::test]
async fn nobody_is_promised_money() {
    let case = Case::signed().await;
    let paths = ["/", "/report", "/inside", "/privacy", "/emergency", case.receipt.as_str()];
    for (language, word) in [("zh-CN", "奖"), ("en", "reward")] {
        for path in paths {
            assert!(!case.town.get_in(language, path).await.text().contains(word), "{path} says {word}");
        }
    }
}

#[tokio::test]
async fn what_was_just_sent_is_said_and_kept_first() {
    let town = Town::new().await;
    let receipt = town.reported(Form::new().with("text", "井盖松动")).await;
    let page = town.get(&format!("{receipt}?done=sent")).await.text();
    assert!(page.contains("报告已提交，我们收到了") && page.contains("<title>报告已提交"), "{page}");
    assert!(page.find("id=\"keep\"").unwrap() < page.find("办理经过").unwrap());
    let page = town.get(&receipt).await.text();
    assert!(page.find("id=\"keep\"").unwrap() > page.find("办理经过").unwrap());
    // Something else from the same page: the way to the first is shown, except where people report their employer.
    for (path, id, leads) in [("/report", "a".repeat(32), true), ("/inside", "b".repeat(32), false)] {
        let form =
            |text: &str| Form::new().with("client_id", &id).with("text", text).with("address", "演示路 1 号");
        let first = town.send(path, &form("一")).await.header("location");
        let second = town.send(path, &form("二")).await;
        match leads {
            true => {
                assert_eq!(second.status, StatusCode::CONFLICT);
                let receipt = first.strip_suffix("?done=sent").unwrap();
                assert!(second.text().contains(&format!("<a href=\"{receipt}\">打开前一件的回执</a>")));
            }
            false => assert!(!second.text().contains("/r/"), "{}", second.text()),
        }
    }
}
