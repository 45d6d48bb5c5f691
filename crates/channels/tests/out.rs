//! Real sockets on 127.0.0.1: what leaves the house over SMTP and HTTP, and what does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "fixtures fail loudly")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use channels::{
    Address, Allowed, Channel, Failure, Hook, Mail, MailSettings, Message, Security, Sms, SmsSettings,
    Webhook, Written, signature,
};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use zeroize::Zeroizing;

const AT: i64 = 1_772_413_200_000;

/// One request, as it came.
struct Request {
    line: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// Answers one request with `answer`, and hands over what it was.
fn http(answer: &'static str) -> (String, JoinHandle<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let life = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length: usize = headers.get("content-length").map_or(0, |l| l.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        reader.get_mut().write_all(answer.as_bytes()).unwrap();
        Request { line: line.trim_end().to_owned(), headers, body: String::from_utf8(body).unwrap() }
    });
    (address, life)
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{\"code\": \"0\"}";

fn message(to: Address, text: &str) -> Message {
    Message { id: "0190a".into(), to, subject: "待签收".into(), text: text.into(), at: AT }
}

fn hook(url: String) -> Address {
    Address::Hook(Hook { url, secret: Zeroizing::new(b"secret".to_vec()) })
}

fn here() -> Webhook {
    Webhook::new(Allowed::parse(["127.0.0.0/8"]).unwrap())
}

#[test]
fn a_webhook_is_signed_over_id_time_and_body() {
    let (address, life) = http(OK);
    here().send(&message(hook(format!("http://{address}/in?x=1")), "{\"a\":1}")).unwrap();
    let request = life.join().unwrap();
    assert_eq!(request.line, "POST /in?x=1 HTTP/1.1");
    assert_eq!(request.body, "{\"a\":1}");
    assert_eq!(request.headers["webhook-id"], "0190a");
    assert_eq!(request.headers["webhook-timestamp"], (AT / 1000).to_string());
    let signed = signature(b"secret", "0190a", AT / 1000, "{\"a\":1}");
    assert_eq!(request.headers["webhook-signature"], signed);
    assert_ne!(signed, signature(b"other", "0190a", AT / 1000, "{\"a\":1}"));
}

#[test]
fn a_webhook_goes_nowhere_inside() {
    let nobody = Webhook::new(Allowed::default());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"] {
        for scheme in ["http", "https"] {
            let sent = nobody.send(&message(hook(format!("{scheme}://{host}:{port}/")), "{}"));
            assert!(
                matches!(sent, Err(Failure::Never("blocked_address") | Failure::Later("host_not_found"))),
                "{scheme}://{host}: {sent:?}"
            );
        }
    }
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "somebody connected");
    let sent = nobody.send(&message(hook("http://169.254.169.254/latest/meta-data".into()), "{}"));
    assert_eq!(sent, Err(Failure::Never("blocked_address")));
    assert_eq!(
        nobody.send(&message(hook("file:///etc/passwd".into()), "{}")).unwrap_err().code(),
        "bad_address"
    );
}

#[test]
fn a_redirection_is_not_followed() {
    let inner = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        inner.local_addr().unwrap()
    );
    let (address, life) = http(Box::leak(to.into_boxed_str()));
    let sent = here().send(&message(hook(format!("http://{address}/")), "{}"));
    assert_eq!(sent, Err(Failure::Later("redirected")));
    life.join().unwrap();
    inner.set_nonblocking(true).unwrap();
    assert!(inner.accept().is_err(), "the redirection was followed");
}

#[test]
fn what_another_system_answers_says_whether_it_is_tried_again() {
    for (status, failure) in [
        ("500 Oops", Failure::Later("failed")),
        ("404 Not Found", Failure::Later("refused")),
        ("410 Gone", Failure::Never("gone")),
    ] {
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let (address, life) = http(Box::leak(answer.into_boxed_str()));
        assert_eq!(here().send(&message(hook(format!("http://{address}/")), "{}")), Err(failure));
        life.join().unwrap();
    }
    // An answer without an end is not read to its end.
    let long = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: 900000\r\nconnection: close\r\n\r\n{}",
        "x".repeat(900_000)
    );
    let (address, life) = http(Box::leak(long.into_boxed_str()));
    assert_eq!(here().send(&message(hook(format!("http://{address}/")), "{}")), Ok(()));
    drop(life);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sent = here().send(&message(hook(format!("http://{closed}/")), "{}"));
    assert_eq!(sent, Err(Failure::Later("no_connection")), "nobody listens");
}

fn gateway(address: &str, form: Written, body: &str) -> SmsSettings {
    SmsSettings {
        url: format!("http://{address}/send"),
        body: body.into(),
        form,
        bearer: false,
        success: Some("\"code\": \"0\"".into()),
        idempotent: false,
        timeout_s: 5,
    }
}

#[test]
fn a_short_message_is_filled_into_the_operators_body() {
    let (address, life) = http(OK);
    let body = r#"{"account": "a", "key": "{secret}", "to": ["{phone}"], "msg": "{text}", "uid": "{id}"}"#;
    let sms = Sms::new(gateway(&address, Written::Json, body), "k\"1".into()).unwrap();
    assert!(!sms.takes_repetition());
    sms.send(&message(Address::Phone("13800000000".into()), "【雁峰区码上】请\"签收\"\n{secret}")).unwrap();
    let request = life.join().unwrap();
    let sent: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(sent["key"], "k\"1");
    assert_eq!(sent["to"][0], "13800000000");
    assert_eq!(sent["msg"], "【雁峰区码上】请\"签收\"\n{secret}", "what is said is never a template");
    assert_eq!(sent["uid"], "0190a");
    assert_eq!(request.headers["content-type"], "application/json");
}

#[test]
fn of_a_gateway_that_broke_nobody_knows_what_it_did() {
    let body = "m={phone}&c={text}";
    let phone = || message(Address::Phone("13800000000".into()), "x");
    let send = |answer: &'static str| {
        let (address, life) = http(answer);
        let sms = Sms::new(gateway(&address, Written::Form, body), String::new()).unwrap();
        let sent = sms.send(&phone());
        life.join().unwrap();
        sent
    };
    let says = |status: &str| -> &'static str {
        Box::leak(
            format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_boxed_str(),
        )
    };
    assert_eq!(send(OK), Ok(()));
    assert_eq!(send(says("200 OK")), Err(Failure::Later("refused")), "it does not say that it took it");
    assert_eq!(send(says("503 Busy")), Err(Failure::Later("busy")));
    assert_eq!(send(says("400 Bad")), Err(Failure::Never("refused")));
    assert_eq!(send(says("502 Bad Gateway")), Err(Failure::Unknown("gateway_failed")));
    assert!(matches!(send(""), Err(Failure::Unknown(_))), "it hung up without a word");
}

/// A relay that takes one mail and hands over its envelope and text.
fn relay(refuses: bool) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let life = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let say = |reader: &mut BufReader<TcpStream>, text: &str| {
            reader.get_mut().write_all(format!("{text}\r\n").as_bytes()).unwrap();
        };
        say(&mut reader, "220 here");
        let (mut heard, mut in_text) = (Vec::new(), false);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                return heard;
            }
            let line = line.trim_end().to_owned();
            heard.push(line.clone());
            match line.split(' ').next().unwrap() {
                "." if in_text => {
                    in_text = false;
                    say(&mut reader, "250 taken");
                }
                _ if in_text => {}
                "EHLO" => say(&mut reader, "250-here\r\n250 AUTH PLAIN"),
                "AUTH" => say(&mut reader, "235 welcome"),
                "RCPT" if refuses => say(&mut reader, "550 nobody"),
                "DATA" => {
                    in_text = true;
                    say(&mut reader, "354 go on");
                }
                "QUIT" => {
                    say(&mut reader, "221 bye");
                    return heard;
                }
                _ => say(&mut reader, "250 fine"),
            }
        }
    });
    (port, life)
}

fn mail(port: u16) -> Mail {
    let settings = MailSettings {
        host: "127.0.0.1".into(),
        port,
        security: Security::None,
        user: Some("notice".into()),
        from: "码上 <notice@example.org>".into(),
        timeout_s: 5,
    };
    Mail::new(&settings, Some("pass word".into()), None).unwrap()
}

#[test]
fn a_mail_has_one_id_and_its_words() {
    let (port, life) = relay(false);
    let text = "430406 已派您单位主办，请签收。\n.\nhttps://town.example/console/hazards/1";
    mail(port).send(&message(Address::Mail("someone@example.org".into()), text)).unwrap();
    let heard = life.join().unwrap();
    assert!(heard.contains(&"MAIL FROM:<notice@example.org>".to_owned()), "{heard:?}");
    assert!(heard.contains(&"RCPT TO:<someone@example.org>".to_owned()));
    assert!(heard.contains(&format!("AUTH PLAIN {}", STANDARD.encode("\0notice\0pass word"))));
    assert!(heard.contains(&"Message-ID: <0190a@example.org>".to_owned()));
    assert!(heard.contains(&"Date: Mon, 02 Mar 2026 01:00:00 +0000".to_owned()));
    let encoded: String =
        heard.iter().skip_while(|line| !line.is_empty()).take_while(|l| *l != ".").cloned().collect();
    let said = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
    assert_eq!(said.replace("\r\n", "\n"), text);
}

#[test]
fn a_mailbox_that_is_not_there_is_not_tried_again() {
    let (port, life) = relay(true);
    let sent = mail(port).send(&message(Address::Mail("nobody@example.org".into()), "x"));
    assert_eq!(sent, Err(Failure::Never("refused")));
    life.join().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let sent = mail(closed).send(&message(Address::Mail("a@example.org".into()), "x"));
    assert!(matches!(sent, Err(Failure::Unknown(_) | Failure::Later(_))));
    for bad in ["a\r\nRCPT TO:<b@example.org>", "a b@example.org", "", "a@", "名@example.org"] {
        assert!(!Mail::is_address(bad), "{bad}");
    }
    let sent = mail(closed).send(&message(Address::Mail("a\r\nb@example.org".into()), "x"));
    assert_eq!(sent, Err(Failure::Never("bad_address")));
}

#[test]
fn nothing_shows_an_address_or_a_secret_by_accident() {
    let shown = format!("{:?}", message(hook("https://a.example/token".into()), "words"));
    assert!(!shown.contains("token") && !shown.contains("words") && !shown.contains("secret"), "{shown}");
}
