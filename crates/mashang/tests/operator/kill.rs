//! The server is killed with -9 in the middle of load, and every report that it acknowledged is found again. That
//! says nothing about the disk: `./dev faults` does.

use crate::server::{Server, ask};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

/// How often it is killed; `./dev faults` does it more often.
const KILLS: usize = 4;
const CLIENTS: usize = 8;

/// Reports, and gives back the number that was acknowledged.
fn report(address: SocketAddr, key: &str, from: usize) -> Option<String> {
    let from = format!("10.{}.{}.{}", from >> 16 & 255, from >> 8 & 255, from & 255);
    let head = format!(
        "POST /open311/v2/requests.json HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         x-forwarded-for: {from}\r\nidempotency-key: {key}\r\n"
    );
    let body = format!("service_code=0102&lat=26.89&long=112.61&description={key}&address_string=here");
    let (status, answer) = ask(address, &head, body.as_bytes())?;
    let answer: serde_json::Value = serde_json::from_str(&answer).ok()?;
    let number = answer.get(0)?.get("service_request_id")?.as_str()?.to_owned();
    (status < 300).then_some(number)
}

fn survives(data: &Path, database: Option<&str>) {
    let acknowledged: Mutex<BTreeMap<String, String>> = Mutex::default();
    for kill in 0..KILLS {
        let mut server = Server::start(data, database, &[]);
        let address = server.address;
        let before = acknowledged.lock().unwrap().len();
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let acknowledged = &acknowledged;
                scope.spawn(move || {
                    for n in 0.. {
                        let key = format!("{kill}-{client}-{n}");
                        let Some(number) = report(address, &key, (kill * CLIENTS + client) << 12 | n) else {
                            return;
                        };
                        acknowledged.lock().unwrap().insert(key, number);
                    }
                });
            }
            while acknowledged.lock().unwrap().len() < before + 40 + 13 * kill {
                std::thread::sleep(Duration::from_millis(1));
            }
            server.kill();
        });
        drop(server);
        let server = Server::start(data, database, &[]);
        for (n, (key, number)) in acknowledged.lock().unwrap().iter().enumerate() {
            // The same key again gets the same number, unless the report is gone: then it gets a new one.
            let again = report(server.address, key, 1 << 22 | kill << 16 | n);
            assert_eq!(again.as_ref(), Some(number), "{key} was acknowledged before kill {kill}");
        }
    }
    let mut verify = Command::new(env!("CARGO_BIN_EXE_mashang"));
    verify.arg("verify").arg("--data").arg(data);
    if let Some(url) = database {
        verify.args(["--database", url]);
    }
    let verified = verify.output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    survives(tempfile::tempdir().unwrap().path(), None);
}

#[test]
fn nothing_acknowledged_is_lost_on_postgres() {
    let url = std::env::var("MASHANG_TEST_POSTGRES").expect(
        "these tests need PostgreSQL: run them with `./dev test` or `./dev rust`, which start a throw-away cluster",
    );
    let folder = tempfile::tempdir().unwrap();
    let name =
        folder.path().file_name().unwrap().to_string_lossy().replace(|c: char| !c.is_alphanumeric(), "_");
    let schema = format!("kill{name}");
    survives(folder.path(), Some(&format!("{url}?schema={schema}")));
    let mut connection = store::Database::parse(&url).connect(true).unwrap();
    connection.script(&format!("drop schema \"{schema}\" cascade")).unwrap();
}
