//! The whole way: what happens in the town arrives over real sockets at a listener on 127.0.0.1.

use super::*;
use channels::{Allowed, Mail, MailSettings, Security, Webhook, signature};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

/// Takes one request and hands over its headers and its body.
/// Headers and body.
type Request = (HashMap<String, String>, String);

fn http() -> (String, JoinHandle<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let life = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            match line.trim_end().split_once(": ") {
                Some((name, value)) => drop(headers.insert(name.to_lowercase(), value.to_owned())),
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; headers["content-length"].parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        reader.get_mut().write_all(answer).unwrap();
        (headers, String::from_utf8(body).unwrap())
    });
    (format!("http://{address}/hook"), life)
}

/// Takes one mail and hands over everything that was said.
fn relay() -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let life = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let (mut heard, mut in_text) = (String::new(), false);
        reader.get_mut().write_all(b"220 here\r\n").unwrap();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                return heard;
            }
            heard.push_str(&line);
            let answer = match line.trim_end() {
                "." if in_text => {
                    in_text = false;
                    "250 taken\r\n"
                }
                _ if in_text => continue,
                "DATA" => {
                    in_text = true;
                    "354 go on\r\n"
                }
                "QUIT" => {
                    reader.get_mut().write_all(b"221 bye\r\n").unwrap();
                    return heard;
                }
                _ => "250 fine\r\n",
            };
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
        }
    });
    (port, life)
}

#[test]
fn a_mail_and_a_signed_call_arrive() {
    use base64::Engine as _;
    let town = Town::on(Engine::Sqlite);
    registered(&town);
    let (port, mailbox) = relay();
    let (url, system) = http();
    let settings = MailSettings {
        host: "127.0.0.1".into(),
        port,
        security: Security::None,
        user: None,
        from: "码上 <notice@town.example>".into(),
        timeout_s: 10,
    };
    let allowed = Allowed::parse(["127.0.0.0/8"]).unwrap();
    town.app.set_outlets(Outlets {
        mail: Some(Arc::new(Mail::new(&settings, None, None).unwrap())),
        sms: None,
        webhook: Some(Arc::new(Webhook::new(allowed))),
    });
    wants(&town, "builder", loud());
    let keys = town.officer("security administrator").actor();
    for (wrong, why) in [
        ("https://10.0.0.1/hook", "address_not_allowed"),
        ("http://1.1.1.1/hook", "address_in_the_clear"),
        ("ftp://a.example/hook", "malformed"),
    ] {
        let input = HookInput { name: "住建系统".into(), unit: town.unit("building"), url: wrong.into() };
        let refused = town.block_on(notice::keep_hook(&town.app, keys.clone(), input)).err().unwrap();
        assert_eq!(refused.errors, [("url".to_owned(), why.to_owned())], "{wrong}");
    }
    let input = HookInput { name: "住建系统".into(), unit: town.unit("building"), url };
    let kept = town.block_on(notice::keep_hook(&town.app, keys, input)).unwrap();
    let id = dispatched(&town, false);
    follow(&town, &town.app.clone());
    town.wait(2 * Instant::MINUTE);
    send(&town, &town.app.clone());

    let (headers, body) = system.join().unwrap();
    let secret = base64::engine::general_purpose::STANDARD
        .decode(kept.secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let seconds = headers["webhook-timestamp"].parse().unwrap();
    assert_eq!(headers["webhook-signature"], signature(&secret, &headers["webhook-id"], seconds, &body));
    assert!(body.contains(&id.to_string()) && body.contains("hazard.dispatched"), "{body}");

    let heard = mailbox.join().unwrap();
    assert!(heard.contains(&format!("RCPT TO:<{MAIL}>")), "{heard}");
    assert!(heard.contains("Message-ID: <") && heard.contains("@town.example>"), "{heard}");
    let admin = town.officer("system administrator").actor();
    let overview = town.block_on(notice::overview(&town.app, &admin)).unwrap();
    let delivered: i64 = overview.routes.iter().map(|r| r.delivered).sum();
    assert_eq!((delivered, overview.failed.len()), (2, 0));
}
