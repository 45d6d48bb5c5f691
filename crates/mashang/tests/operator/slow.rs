//! Clients that never finish, against the running server: they are sent away, and others are served meanwhile.

use crate::server::{Server, ask};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const HEAD: &str = "GET /healthz HTTP/1.1\r\nhost: test\r\nx-endless: ";

fn body(path: &str, kind: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: {kind}\r\ncontent-length: 9000000\r\n\r\n")
}

/// Sends the beginning, then a byte at a time for ever, or nothing more. Comes back when the server has closed.
fn drip(address: SocketAddr, beginning: &str, then: Option<u8>) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    let mut answer = Vec::new();
    let mut open = stream.write_all(beginning.as_bytes()).is_ok();
    let mut piece = [0; 4096];
    loop {
        if open && let Some(byte) = then {
            open = stream.write_all(&[byte]).is_ok();
        }
        match stream.read(&mut piece) {
            Ok(0) => return String::from_utf8_lossy(&answer).into_owned(),
            Ok(read) => answer.extend(&piece[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return String::from_utf8_lossy(&answer).into_owned(),
        }
    }
}

#[test]
fn slow_clients_are_sent_away_and_others_served_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), None, &["--patience", "400"]);
    let address = server.address;
    let form = body("/open311/v2/requests.json", "application/x-www-form-urlencoded");
    let parts = body("/open311/v2/requests.json", "multipart/form-data; boundary=b");
    let page = body("/report", "multipart/form-data; boundary=b");
    let json = body("/api/v1/session", "application/json");
    let slow: [(&str, Option<u8>); 11] = [
        ("", None),
        ("P", None),
        ("GET /healthz HTTP/1.1\r\n", None),
        (HEAD, Some(b'a')),
        (&form, Some(b'a')),
        (&form, None),
        (&parts, Some(b'-')),
        (&parts, None),
        (&page, Some(b'-')),
        (&page, None),
        (&json, None),
    ];
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let others = scope.spawn(|| {
            let mut served = 0;
            while !done.load(Ordering::Relaxed) {
                let answer = ask(address, "GET /healthz HTTP/1.1\r\n", b"");
                assert_eq!(answer.map(|(status, _)| status), Some(200));
                served += 1;
            }
            served
        });
        let all: Vec<_> = slow
            .iter()
            .flat_map(|client| [client; 6])
            .map(|(beginning, then)| scope.spawn(move || drip(address, beginning, *then)))
            .collect();
        for (client, (beginning, then)) in all.into_iter().zip(slow.iter().flat_map(|client| [client; 6])) {
            let answer = client.join().unwrap();
            let told = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
            assert!(told, "{beginning} {then:?}: {answer}");
            // Whoever reports and falls silent reads that it was too slow.
            let silent_form = *beginning == page && then.is_none();
            assert!(!silent_form || answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
        done.store(true, Ordering::Relaxed);
        assert!(others.join().unwrap() > 0);
    });
    // Whoever is quick enough is not hurt by so little patience.
    let report = "service_code=0102&lat=26.89&long=112.61&description=x";
    let head =
        "POST /open311/v2/requests.json HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    assert!(ask(address, head, report.as_bytes()).unwrap().0 < 300);
}
