//! Photos: checked before they are kept, shown to whom may see them.

use crate::server::{Client, Reply, Server};
use axum::body::Body;
use domain::people::Role;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::json;
use std::io::Cursor;

/// A picture with something in it.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([(x * 3) as u8, (y * 5) as u8, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn form(field: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--line\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: image/jpeg\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--line--\r\n"].concat()
}

fn send_form(server: &Server, client: &Client, kind: &str, body: Vec<u8>) -> Reply {
    let mut request = server.request(client, "POST", "/api/v1/photos", None);
    request.headers_mut().insert("content-type", kind.parse().unwrap());
    *request.body_mut() = Body::from(body);
    server.send(request)
}

/// Sends a photo.
pub fn send(server: &Server, client: &Client, bytes: &[u8]) -> Reply {
    send_form(
        server,
        client,
        "multipart/form-data; boundary=line",
        form("photo", "../../etc/passwd.jpg", bytes),
    )
}

#[test]
fn a_photo_is_kept_and_shown_to_its_sender_only() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let builder = server.member("builder", "building", &[Role::Handler]);
    let kept = send(&server, &chen, &picture(640, 480)).good();
    assert_eq!((kept["width"].as_u64(), kept["height"].as_u64()), (Some(640), Some(480)));
    let file = kept["file"].as_str().unwrap();
    for size in ["view.jpg", "thumb.jpg"] {
        let shown = server.get(&chen, &format!("/photos/{file}/{size}"));
        assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
        assert!(shown.header("cache-control").starts_with("private"));
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(shown.body.starts_with(&[0xFF, 0xD8]));
        assert_eq!(server.get(&builder, &format!("/photos/{file}/{size}")).status, 404);
        assert_eq!(server.get(&Client::default(), &format!("/photos/{file}/{size}")).status, 401);
    }
    assert_eq!(server.get(&chen, &format!("/photos/{file}/original.jpg")).status, 404);
    let report = json!({"source": "hotline", "text": "x", "address": "解放路", "photos": [file]});
    server.post(&chen, "/hazards", report.clone()).good();
    assert_eq!(
        server.get(&builder, &format!("/photos/{file}/view.jpg")).status,
        404,
        "nor once it is part of a case"
    );
    assert_eq!(
        server.post(&chen, "/hazards", report).json()["errors"][0]["field"],
        json!("photos"),
        "a photo belongs to one case"
    );
}

#[test]
fn what_is_no_photo_is_refused_by_name() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let refused = |bytes: &[u8]| send(&server, &chen, bytes).refusal();
    assert_eq!(refused(b""), (422, "photo_empty".into()));
    assert_eq!(refused(b"<svg onload=alert(1)>"), (422, "photo_type_unsupported".into()));
    assert_eq!(refused(b"GIF89a<script>"), (422, "photo_type_unsupported".into()));
    let mut cut = picture(640, 480);
    cut.truncate(200);
    assert_eq!(refused(&cut).0, 422);
    assert_eq!(refused(&vec![0xFF; 26 << 20]), (413, "too_large".into()));
    let whole = picture(64, 48);
    let wrong_field =
        send_form(&server, &chen, "multipart/form-data; boundary=line", form("file", "a.jpg", &whole));
    assert_eq!(
        wrong_field.json()["errors"][0],
        json!({"field": "photo", "problem": "required", "text": "必填"})
    );
    assert_eq!(
        send_form(&server, &chen, "image/jpeg", whole.clone()).refusal(),
        (415, "multipart_expected".into())
    );
    let broken =
        send_form(&server, &chen, "multipart/form-data; boundary=other", form("photo", "a.jpg", &whole));
    assert_eq!(broken.status, 422);
}

#[test]
fn another_s_photo_is_not_evidence() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let lin = server.member("lin", "desk", &[Role::Acceptor]);
    let file = send(&server, &lin, &picture(64, 48)).good()["file"].clone();
    let report = json!({"source": "hotline", "text": "x", "address": "解放路", "photos": [file]});
    assert_eq!(server.post(&chen, "/hazards", report).json()["errors"][0]["problem"], json!("unknown"));
}
