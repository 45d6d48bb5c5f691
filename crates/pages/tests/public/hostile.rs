//! Strangers: floods, giants, sleepers, scripts in every field.

use crate::town::{Form, Town};
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use http_body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use work::{Rate, Rates};

const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn what_strangers_write_is_shown_and_never_run() {
    let town = Town::new().await;
    let every = |form: Form| {
        [
            "text",
            "address",
            "name",
            "lon",
            "lat",
            "accuracy",
            "category",
            "client_id",
            "kept",
            "website",
            "captured_at",
        ]
        .into_iter()
        .fold(form, |form, field| form.with(field, SCRIPT))
    };
    let page = town.send("/report", &every(Form::new()).with("phone", SCRIPT)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text().contains("<script>alert") && !page.text().contains("<img src=x"));
    let receipt = town.reported(Form::new().with("text", SCRIPT).with("address", SCRIPT)).await;
    for path in [receipt, format!("/r?number={}", "%3Cscript%3Ealert(1)"), "/s/%3Cscript%3Ealert(1)".into()] {
        let page = town.get(&path).await;
        assert!(!page.text().contains("<script>alert"), "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    }
    let page = town.get("//evil.example/?lang=en").await;
    assert!(!page.header("location").starts_with("//"), "{}", page.header("location"));
}

#[tokio::test]
async fn a_robot_that_fills_every_field_is_asked_to_think_again() {
    let town = Town::new().await;
    let sent =
        Form::new().with("text", "便宜贷款").with("address", "x").with("website", "http://example.com");
    let page = town.send("/report", &sent).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("请勿填写"));
    assert_eq!(town.hazards(), 0);
}

#[tokio::test]
async fn a_flood_is_slowed_down_by_address_and_by_code() {
    let few = Rate::new(2, 1);
    let town = Town::with(Rates { report: few, receipt: few, ..Rates::unlimited() }).await;
    let send = async || town.send("/report", &Form::new().with("text", "a").with("address", "b")).await;
    assert_eq!(send().await.status, StatusCode::SEE_OTHER);
    assert_eq!(send().await.status, StatusCode::SEE_OTHER);
    let slowed = send().await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slowed.text().contains("请过 1 分钟再试") && slowed.text().contains("tel:119"));
    assert!(!slowed.header("retry-after").is_empty());
    let facts = town.send_facts("/report", &Form::new().with("text", "a")).await;
    assert_eq!(facts.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(facts.text().starts_with('{'));
    for _ in 0..2 {
        assert_eq!(town.get("/r?number=1").await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(town.get("/r?number=1").await.status, StatusCode::TOO_MANY_REQUESTS);

    let town = Town::with(Rates { place_code: few, ..Rates::unlimited() }).await;
    let path = format!("/s/{}/report", town.code);
    for _ in 0..5 {
        let nothing = town.send(&path, &Form::new()).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "an empty form shuts no plate");
    }
    for expected in [StatusCode::SEE_OTHER, StatusCode::SEE_OTHER, StatusCode::TOO_MANY_REQUESTS] {
        assert_eq!(town.send(&path, &Form::new().with("text", "a")).await.status, expected);
    }
    let danger = Form::new().with("text", "楼要塌了").with("danger", "1");
    assert_eq!(town.send(&path, &danger).await.status, StatusCode::SEE_OTHER);
    let nowhere = Form::new().with("text", "a").with("lon", "0").with("lat", "0");
    assert_eq!(town.send("/report", &nowhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unseen = Form::new().with("text", "\u{202e}\u{200b}").with("address", "解放路");
    assert_eq!(town.send("/report", &unseen).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A body of that many bytes, in pieces of a megabyte, and then perhaps silence.
struct Giant {
    head: &'static str,
    left: usize,
    then_silence: bool,
}

impl axum::body::HttpBody for Giant {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !self.head.is_empty() {
            let head = std::mem::take(&mut self.head);
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(head.as_bytes())))));
        }
        if self.left == 0 {
            return if self.then_silence { Poll::Pending } else { Poll::Ready(None) };
        }
        let piece = self.left.min(1 << 20);
        self.left -= piece;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'a'; piece])))))
    }
}

const PHOTO_PART: &str = "--x\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\n";

fn giant(head: &'static str, left: usize, then_silence: bool) -> Request<Body> {
    Request::post("/report")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::new(Giant { head, left, then_silence }))
        .unwrap()
}

#[tokio::test]
async fn giants_and_sleepers_are_told_so() {
    let town = Town::new().await;
    let page = town.ask(giant(PHOTO_PART, 100_000_000, false)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text().contains("一次最多 60 MB"));
    // What never becomes a part is not searched to its end: that would take longer with the square of its length.
    for head in ["", "--x\r\nContent-Disposition: "] {
        let page = town.ask(giant(head, 50_000_000, false)).await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{head}");
    }
    let settings = pages::Settings { patience: Duration::from_millis(50), ..Default::default() };
    let mut town = town;
    town.router = pages::router(town.app.clone(), settings);
    let page = town.ask(giant(PHOTO_PART, 100_000, true)).await;
    assert_eq!(page.status, StatusCode::REQUEST_TIMEOUT);
    assert!(page.text().contains("没有传完"));
    assert_eq!(town.hazards(), 0);
}

#[tokio::test]
async fn a_crowd_does_not_take_the_memory() {
    let mut town = Town::new().await;
    let settings = pages::Settings { upload_memory: 1_000, ..Default::default() };
    town.router = pages::router(town.app.clone(), settings);
    let form = Form::new().with("text", "灯坏了").with("address", "桥头");
    let busy = town.send("/report", &form.clone().photo(&[0xff; 2_000])).await;
    assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(busy.text().contains("还没有收下") && !busy.header("retry-after").is_empty());
    // What it held is free again.
    assert_eq!(town.send("/report", &form.photo(crate::town::PHOTO)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn broken_forms_are_refused() {
    let town = Town::new().await;
    let ask = async |kind: &'static str, body: &'static str| {
        let request = Request::post("/report").header("content-type", kind).body(Body::from(body)).unwrap();
        town.ask(request).await.status
    };
    assert_eq!(ask("text/plain", "text=a").await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(ask("multipart/form-data", "x").await, StatusCode::BAD_REQUEST);
    assert_eq!(ask("multipart/form-data; boundary=x", "--x\r\nContent-Dis").await, StatusCode::BAD_REQUEST);
    let long = town.send("/report", &Form::new().with("text", &"a".repeat(70_000))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long =
        town.send("/report", &Form::new().with("text", &"隐".repeat(4_001)).with("address", "b")).await;
    assert!(long.text().contains("请缩短到 4000 字以内"));
    let many = (0..12).fold(Form::new().with("address", "b"), |form, _| form.photo(crate::town::PHOTO));
    let many = town.send("/report", &many).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(many.text().contains("最多 9 张照片"));
    assert_eq!(many.hidden("kept").len(), 9);
    let large = Form::new().with("address", "b").photo(&vec![0xff; 20_000_001]);
    assert!(town.send("/report", &large).await.text().contains("照片 1：超过 20 MB"));
    let heic = [&[0, 0, 0, 24][..], b"ftypheic\0\0\0\0heicmif1", &[0; 64]].concat();
    let heic = town.send("/report", &Form::new().with("address", "b").photo(&heic)).await;
    assert!(heic.text().contains("HEIC"), "{}", heic.text());
    assert_eq!(town.hazards(), 0);
}

/// Words in GBK are not kept as question marks: the sender hears of it while they can still be sent again.
#[tokio::test]
async fn words_in_another_encoding_are_not_lost_in_silence() {
    let town = Town::new().await;
    let gbk: &[u8] = &[0xcf, 0xfb, 0xb7, 0xc0];
    let mut multipart = b"--x\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n".to_vec();
    multipart.extend_from_slice(gbk);
    multipart.extend_from_slice(
        b"\r\n--x\r\ncontent-disposition: form-data; name=\"address\"\r\n\r\nb\r\n--x--\r\n",
    );
    let forms: [(&str, Vec<u8>); 2] = [
        ("multipart/form-data; boundary=x", multipart),
        ("application/x-www-form-urlencoded; charset=gbk", b"text=%CF%FB%B7%C0&address=b".to_vec()),
    ];
    for (kind, body) in forms {
        for (language, says) in [("zh-CN", "编码读不出来"), ("en", "cannot be read here")] {
            let request = Request::post("/report")
                .header("content-type", kind)
                .header("accept-language", language)
                .body(Body::from(body.clone()));
            let page = town.ask(request.unwrap()).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
            assert!(page.text().contains(says), "{kind}: {}", page.text());
        }
    }
    assert_eq!(town.hazards(), 0);

    // Nor are words that were sent in two fields of one name.
    let twice = Form::new().with("text", "灯坏了").with("address", "桥头").with("text", "井盖也松了");
    let receipt = town.reported(twice).await;
    let page = town.get(&receipt).await.text();
    assert!(page.contains("灯坏了") && page.contains("井盖也松了"), "{page}");
    let typed = "text=%EF%BF%BD%E7%81%AF&address=b";
    let request = Request::post("/report").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(town.ask(request.body(Body::from(typed)).unwrap()).await.status, StatusCode::SEE_OTHER);
}
