//! The outsider's program against real proofs and forged ones.

use crate::town::{Form, Town};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::process::Command;
use std::time::Duration;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/verify_receipt.py");

struct Checker {
    file: std::path::PathBuf,
}

impl Drop for Checker {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

impl Checker {
    fn new() -> Self {
        let name = format!("mashang-proof-{}-{:?}.json", std::process::id(), std::thread::current().id());
        Self { file: std::env::temp_dir().join(name) }
    }

    /// The exit code and what was printed.
    fn run(&self, proof: &serde_json::Value, key: Option<&str>) -> (i32, String) {
        std::fs::write(&self.file, proof.to_string()).unwrap();
        let mut command = Command::new("python3");
        command.arg(SCRIPT).arg(&self.file);
        if let Some(key) = key {
            command.args(["--key", key]);
        }
        let output = command.output().expect("python3 is installed");
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap(), text)
    }
}

#[tokio::test]
async fn an_outsider_can_check_a_receipt_and_finds_every_forgery() {
    let town = Town::new().await;
    // Some more reports, so that the path has a few steps.
    for n in 0..5 {
        town.reported(Form::new().with("text", &format!("第 {n} 件"))).await;
    }
    let receipt =
        town.reported(Form::new().with("text", "护栏断裂“危险”\n两处").with("address", "桥头")).await;
    for n in 0..4 {
        town.reported(Form::new().with("text", &format!("后 {n} 件"))).await;
    }
    assert!(town.app.store().settle(Duration::from_secs(10)).unwrap());
    let answer = town.get(&format!("{receipt}/proof.json")).await;
    assert!(answer.header("content-disposition").contains("proof-"));
    let proof: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
    let key = proof["log_key"].as_str().unwrap().to_owned();
    assert!(town.get("/log").await.text().contains(&key));
    assert!(town.get("/log/checkpoint").await.text().starts_with("mashang/430406\n"));
    assert!(!proof["inclusion"]["path"].as_array().unwrap().is_empty());

    let checker = Checker::new();
    let (code, text) = checker.run(&proof, Some(&key));
    assert_eq!(code, 0, "{text}");
    assert_eq!(text.matches("ok ").count(), 5, "{text}");
    let (code, text) = checker.run(&proof, None);
    assert!(code == 0 && text.contains("compare it"), "{text}");

    let forged = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut forged = proof.clone();
        change(&mut forged);
        checker.run(&forged, Some(&key))
    };
    let flip = |text: &serde_json::Value| {
        let text = text.as_str().unwrap();
        let first = if text.starts_with('0') { "1" } else { "0" };
        serde_json::Value::String(format!("{first}{}", &text[1..]))
    };
    type Change<'a> = (&'a str, Box<dyn Fn(&mut serde_json::Value) + 'a>);
    let changes: Vec<Change<'_>> = vec![
        ("the words", Box::new(|p| p["words"]["json"] = "{\"text\":\"没事\"}".into())),
        ("the time", Box::new(|p| p["event"]["at"] = "2026-11-05T09:31:00+08:00".into())),
        ("the time recorded", Box::new(|p| p["event"]["recorded_at"] = "2026-11-05T09:29:00+08:00".into())),
        ("the actor", Box::new(|p| p["event"]["actor"] = "system".into())),
        ("the hash", Box::new(|p| p["event"]["hash"] = flip(&p["event"]["hash"]))),
        ("another receipt", Box::new(|p| p["receipt"] = "0000-0000-000".into())),
        ("the promise", Box::new(|p| p["promise"] = flip(&p["promise"]))),
        ("the place in the log", Box::new(|p| p["inclusion"]["index"] = 0.into())),
        ("a place beyond it", Box::new(|p| p["inclusion"]["index"] = 10_000.into())),
        ("the path", Box::new(|p| p["inclusion"]["path"][0] = flip(&p["inclusion"]["path"][0]))),
        ("a shorter path", Box::new(|p| drop(p["inclusion"]["path"].as_array_mut().unwrap().pop()))),
        (
            "the root",
            Box::new(|p| {
                let root = flip(&p["inclusion"]["checkpoint"]["checkpoint"]["root"]);
                p["inclusion"]["checkpoint"]["checkpoint"]["root"] = root;
            }),
        ),
        ("the size", Box::new(|p| p["inclusion"]["checkpoint"]["checkpoint"]["size"] = 9_999.into())),
        (
            "the log's name",
            Box::new(|p| p["inclusion"]["checkpoint"]["checkpoint"]["origin"] = "mashang/1".into()),
        ),
        (
            "the checkpoint's time",
            Box::new(|p| {
                p["inclusion"]["checkpoint"]["checkpoint"]["at"] = "2026-11-05T09:31:00+08:00".into();
            }),
        ),
    ];
    for (what, change) in &changes {
        let (code, text) = forged(change.as_ref());
        assert_eq!(code, 1, "{what}: {text}");
        assert!(text.contains("WRONG"), "{what}: {text}");
    }
    let (code, _) = checker.run(&proof, Some(&"0".repeat(64)));
    assert_eq!(code, 1, "another key");
    let (code, _) = checker.run(&serde_json::json!({ "format": "mashang.proof.v1" }), Some(&key));
    assert_eq!(code, 2);
    let (code, text) = forged(&|p| p["inclusion"] = serde_json::Value::Null);
    assert!(code == 3 && text.contains("not numbered"), "{text}");
    // Erased words leave the rest of the proof whole.
    let (code, text) = forged(&|p| p["words"] = serde_json::Value::Null);
    assert_eq!(code, 0, "{text}");
}

/// What the page of the log promises about drawings holds: its files, its programs and its command.
#[tokio::test]
async fn an_outsider_can_repeat_a_drawing_with_what_the_log_page_leads_to() {
    let town = Town::new().await;
    assert!(town.get("/log").await.text().contains("还没有抽取过"));
    let sweep = async || {
        work::judging::sweep_draws(&town.app).await.unwrap();
        assert!(town.app.store().settle(Duration::from_secs(10)).unwrap());
    };
    sweep().await;
    let hidden = town.get("/log").await.text();
    assert!(hidden.contains("2026-11") && hidden.contains("种子下月初公布"), "{hidden}");
    assert!(!hidden.contains("/api/v1/draws/"), "what is not revealed has no proof");
    let december = "2026-12-01T00:10:00+08:00".parse().unwrap();
    assert!(town.app.store().surroundings().move_to(december));
    sweep().await;
    sweep().await;
    let page = town.get("/log").await.text();
    assert!(page.contains("href=\"/api/v1/draws/2026-11/proof\" download=\"draw-2026-11.json\""), "{page}");
    let proof = work::judging::prove_draw(&town.app, "2026-11").await.unwrap();
    let revealed = proof.draw.revealed.clone().unwrap();
    assert!(page.contains(&revealed.seed.to_string()) && page.contains(&proof.draw.commitment.to_string()));
    let english = Request::get("/log").header("accept-language", "en").body(Body::empty()).unwrap();
    assert!(town.ask(english).await.text().contains("How to repeat a drawing yourself"));

    let folder = std::env::temp_dir().join(format!("mashang-draw-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["verify_draw.py", "verify_receipt.py"] {
        let program = town.get(&format!("/log/{name}")).await;
        assert!(program.header("content-disposition").contains(name));
        std::fs::write(folder.join(name), &program.bytes).unwrap();
    }
    std::fs::write(folder.join("draw-2026-11.json"), serde_json::to_vec(&proof).unwrap()).unwrap();
    let command = page.split("python3 verify_draw.py").nth(1).unwrap().split('<').next().unwrap();
    let output = Command::new("python3")
        .arg("verify_draw.py")
        .args(command.split_whitespace())
        .current_dir(&folder)
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(output.status.success() && said.contains("All of it holds."), "{said}");
    assert_eq!(town.get("/log/verify_nothing.py").await.status, StatusCode::NOT_FOUND);
}
