//! Text goes over the line in gzip, to whoever reads it (docs/decisions/0021-packed-answers.md).

use crate::photos::{picture, send};
use crate::server::{Client, Reply, Server};
use domain::people::Role;
use flate2::read::GzDecoder;
use std::io::Read;

fn asked(server: &Server, client: &Client, path: &str, reads: Option<&str>) -> Reply {
    let mut request = server.request(client, "GET", &format!("/api/v1{path}"), None);
    if let Some(reads) = reads {
        request.headers_mut().insert("accept-encoding", reads.parse().unwrap());
    }
    server.send(request)
}

#[test]
fn a_list_is_packed_for_who_reads_it() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    for n in 0..30 {
        server.reported(&format!("人行道第 {n} 块地砖松动，雨天溅水"));
    }
    let plain = asked(&server, &chen, "/hazards", None);
    assert_eq!(plain.header("vary"), "accept-encoding", "a cache in between must not mix them up");
    assert!(plain.headers.get("content-encoding").is_none());
    for reads in [
        "gzip",
        "gzip, deflate, br, zstd",
        "br;q=0.9, gzip;q=0.8",
        "*",
        "X-GZIP",
        "identity;q=0, gzip; q=0.5",
    ] {
        let packed = asked(&server, &chen, "/hazards", Some(reads));
        assert_eq!(packed.header("content-encoding"), "gzip", "{reads}");
        let mut unpacked = Vec::new();
        GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body);
        assert!(packed.body.len() * 4 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    }
    let odd = [
        "identity",
        "br",
        "gzip;q=0",
        "",
        "*;q=0",
        "identity;q=0",
        "br, *;q=0",
        "gzip;q=0, identity;q=0",
        "gzip;q=x",
    ];
    for reads in odd {
        let answer = asked(&server, &chen, "/hazards", Some(reads));
        assert!(answer.headers.get("content-encoding").is_none(), "{reads}");
        assert_eq!((answer.status, answer.body), (200, plain.body.clone()), "{reads}");
    }
}

#[test]
fn what_is_small_or_packed_already_goes_as_it_is() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let photo = send(&server, &chen, &picture(640, 480)).good();
    let path = format!("/photos/{}/view.jpg", photo["file"].as_str().unwrap());
    for path in ["/session", path.as_str()] {
        let answer = asked(&server, &chen, path, Some("gzip"));
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers.get("content-encoding").is_none(), "{path}");
    }
}
