//! Photos: checked before they are kept, shown to whom may see them.

use crate::server::{Client, Reply, Server};
use axum::body::Body;
use domain::ids::HazardId;
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

/// Sends a photo with an idempotency key.
fn send_keyed(server: &Server, client: &Client, bytes: &[u8], key: &str) -> Reply {
    let mut request = server.request(client, "POST", "/api/v1/photos", None);
    let kind = "multipart/form-data; boundary=line";
    request.headers_mut().insert("content-type", kind.parse().unwrap());
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    *request.body_mut() = Body::from(form("photo", "a.jpg", bytes));
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

#[test]
fn a_photo_sent_again_with_its_key_is_kept_once() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let lin = server.member("lin", "desk", &[Role::Acceptor]);
    let kept = || {
        let count = |c: &mut dyn store::Connection| c.query("select file from uploads", &[]);
        server.town.app.store().read_blocking(count).unwrap().len()
    };
    let first = send_keyed(&server, &chen, &picture(64, 48), "one");
    assert_eq!(first.status, 201);
    let first = first.good();
    for _ in 0..2 {
        let again = send_keyed(&server, &chen, &picture(64, 48), "one");
        assert_eq!((again.status, again.good()), (201, first.clone()));
    }
    assert_eq!(kept(), 1);
    assert_eq!(send_keyed(&server, &chen, &picture(80, 48), "one").refusal(), (409, "key_reused".into()));
    assert_ne!(send_keyed(&server, &lin, &picture(64, 48), "one").good()["file"], first["file"], "hers");
    assert_ne!(send_keyed(&server, &chen, &picture(64, 48), "two").good()["file"], first["file"]);
    assert_eq!(kept(), 3);
    // What is refused is not remembered: the next attempt may be whole.
    assert_eq!(send_keyed(&server, &chen, b"", "three").status, 422);
    assert_eq!(send_keyed(&server, &chen, &picture(64, 48), "three").status, 201);
    // It is still evidence for who sent it.
    let report = json!({"source": "hotline", "text": "x", "address": "解放路", "photos": [first["file"]]});
    server.post(&chen, "/hazards", report).good();
    assert_eq!(send_keyed(&server, &chen, &picture(64, 48), "one").good(), first);
    server.town.is_sound();
}

#[test]
fn what_is_looked_at_closely_names_who_looks() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let lin = server.member("lin", "desk", &[Role::Acceptor]);
    let file = send(&server, &chen, &picture(640, 480)).good()["file"].as_str().unwrap().to_owned();
    let report = json!({"source": "hotline", "text": "x", "address": "解放路", "photos": [file]});
    server.post(&chen, "/hazards", report).good();
    let path = |size: &str| format!("/photos/{file}/{size}");
    let (own, hers) = (server.get(&chen, &path("view.jpg")), server.get(&lin, &path("view.jpg")));
    assert_ne!(own.body, hers.body);
    assert_ne!(own.header("etag"), hers.header("etag"));
    assert_eq!(own.header("cache-control"), "private, no-cache");
    assert_eq!(server.get(&chen, &path("thumb.jpg")).body, server.get(&lin, &path("thumb.jpg")).body);
    let ask = |client: &Client, tag: &str| {
        let mut request = server.request(client, "GET", &format!("/api/v1{}", path("view.jpg")), None);
        request.headers_mut().insert("if-none-match", tag.parse().unwrap());
        server.send(request)
    };
    let again = ask(&chen, own.header("etag"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(ask(&lin, own.header("etag")).body, hers.body, "who signs in next on the same machine");
    server.town.wait(11 * 60_000);
    assert_eq!(ask(&chen, own.header("etag")).status, 200, "another time");
}

/// A TIFF block with when and where a picture was taken.
fn exif(taken: &str, (lat, lon): (u32, u32)) -> Vec<u8> {
    // Three folders, each: count, entries (tag, type, count, value or offset), no next one.
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let folder = |entries: &[Vec<u8>]| {
        [&(entries.len() as u16).to_le_bytes()[..], &entries.concat(), &[0; 4]].concat()
    };
    let (times, gps, text, degrees) = (38u32, 56u32, 110u32, 130u32);
    tiff.extend(folder(&[entry(0x8769, 4, 1, times.to_le_bytes()), entry(0x8825, 4, 1, gps.to_le_bytes())]));
    tiff.extend(folder(&[entry(0x9003, 2, 20, text.to_le_bytes())]));
    tiff.extend(folder(&[
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, degrees.to_le_bytes()),
        entry(3, 2, 2, *b"E\0\0\0"),
        entry(4, 5, 3, (degrees + 24).to_le_bytes()),
    ]));
    assert_eq!(tiff.len(), text as usize);
    tiff.extend(taken.as_bytes());
    tiff.push(0);
    tiff.resize(degrees as usize, 0);
    for millionths in [lat, lon] {
        for (up, down) in [(millionths, 1_000_000), (0, 1), (0, 1u32)] {
            tiff.extend([up.to_le_bytes(), down.to_le_bytes()].concat());
        }
    }
    tiff
}

/// A photo of the case at (112.6154, 26.8894), taken with this camera.
fn doubts(taken: &str, position: (u32, u32)) -> (serde_json::Value, domain::hazard::Photo) {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead, Role::Acceptor, Role::Dispatcher]);
    let builder = server.member("builder", "building", &[Role::Handler]);
    let report = json!({"source": "hotline", "text": "x", "position": {"lon": 112.6154, "lat": 26.8894, "system": "cgcs2000"}});
    let id = server.post(&lead, "/hazards", report).good()["id"].as_str().unwrap().to_owned();
    let catalogue = server.get(&lead, "/catalogue").good();
    let minor = &catalogue["majors"][0]["minors"][0];
    server.acts(&lead, &id, json!({"action": "accept"})).good();
    let standard = &minor["standards"][0]["id"];
    let filing = json!({"action": "file", "category": minor["code"], "grade": "general", "standard": standard,
        "party": "government"});
    server.acts(&lead, &id, filing).good();
    let unit = server.town.unit("building").to_string();
    server.acts(&lead, &id, json!({"action": "dispatch", "lead": unit})).good();
    server.acts(&builder, &id, json!({"action": "sign"})).good();
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    image::ImageEncoder::set_exif_metadata(&mut encoder, exif(taken, position)).unwrap();
    RgbImage::from_fn(64, 48, |x, y| Rgb([(x * 4) as u8, (y * 5) as u8, 9]))
        .write_with_encoder(encoder)
        .unwrap();
    let file = send(&server, &builder, &bytes.into_inner()).good()["file"].clone();
    server.acts(&builder, &id, json!({"action": "submit", "text": "已修复", "photos": [file]})).good();
    let detail = server.get(&lead, &format!("/hazards/{id}")).good();
    let kept = server.town.hazard(HazardId(id.parse().unwrap())).photos[0].clone();
    for text in [detail.to_string(), serde_json::to_string(&kept).unwrap()] {
        assert!(
            !text.contains("26.9") && !text.contains("26900000") && !text.contains("112620000"),
            "{text}"
        );
    }
    assert_eq!(server.get(&builder, &format!("/hazards/{id}")).good()["photo_findings"], json!(null));
    server.town.is_sound();
    (detail["photo_findings"].clone(), kept)
}

#[test]
fn when_and_how_far_away_a_photo_was_taken_is_known_and_where_is_not() {
    let here = (26_889_400, 112_615_400);
    let (found, photo) = doubts("2026:03:02 09:30:00", here);
    assert_eq!((found, photo.distance_m), (json!([]), Some(0)));
    assert_eq!(photo.taken, "2026-03-02T09:30:00+08:00".parse().ok());
    let (found, photo) = doubts("2026:02:20 12:00:31", (26_900_000, 112_620_000));
    let at = |n: usize, field: &str| found[n][field].clone();
    assert_eq!((at(0, "doubt"), at(1, "doubt")), (json!("older"), json!("far")));
    assert!(at(0, "minutes").as_u64().unwrap() > 9 * 24 * 60);
    assert_eq!(at(1, "metres").as_u64(), photo.distance_m.map(u64::from));
    assert!((1_000..1_500).contains(&photo.distance_m.unwrap()));
}

#[test]
fn photos_of_an_instruction_reach_whoever_acts_and_nobody_else() {
    let server = Server::new();
    let leader = server.member("gao", "office", &[Role::Leader]);
    let desk = server.member("chen", "desk", &[Role::ShiftLead]);
    let builder = server.member("builder", "building", &[Role::Handler]);
    let id = server.reported("外墙脱落");
    let file = send(&server, &leader, &picture(320, 240)).good()["file"].as_str().unwrap().to_owned();
    // Asked for in a role that the public sees, it stands in its own.
    let photo = json!({"file": file, "role": "after"});
    let body = json!({"action": "instruct", "phrase": "make_safe", "photos": [photo]});
    server.acts(&leader, &id, body).good();
    let detail = server.get(&desk, &format!("/hazards/{id}")).good();
    assert_eq!(detail["instructions"][0]["photos"], json!([file]));
    assert_eq!(detail["photos"].as_array().unwrap().last().unwrap()["role"], json!("instruction"));
    assert_eq!(server.get(&desk, &format!("/photos/{file}/view.jpg")).status, 200);
    assert_eq!(server.get(&builder, &format!("/photos/{file}/view.jpg")).status, 404);
    assert_eq!(server.get(&Client::default(), &format!("/photos/{file}/view.jpg")).status, 401);
    let hazard = server.town.hazard(HazardId(id.parse().unwrap()));
    let holder = domain::people::Actor::ReceiptHolder { hazard: hazard.id };
    let look = work::photo::look(&server.town.app, &holder, file.parse().unwrap(), work::photo::Size::View);
    assert_eq!(server.town.block_on(look).unwrap_err().status, 404, "nor whoever reported it");
    server.town.is_sound();
}
