use super::*;
use domain::hazard::ActionKind;
use std::collections::BTreeSet;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

#[test]
fn the_files_of_words_are_readable() {
    let words = Words::read().unwrap();
    assert!(!words.problems.is_empty() && !words.lists.is_empty());
}

#[test]
fn every_value_of_every_list_has_words_and_no_word_is_left_over() {
    for (list, values) in crate::names::lists() {
        for lang in BOTH {
            for value in &values {
                let word = word(lang, list, value).unwrap_or_else(|| panic!("{list}.{value} has no words"));
                assert!(!word.trim().is_empty());
            }
        }
        let known: BTreeSet<&String> = values.iter().collect();
        let worded: BTreeSet<&String> = WORDS.lists[list].keys().collect();
        assert_eq!(known, worded, "{list}");
    }
}

/// Codes as they stand in the program's own text: whoever adds one adds words, or this fails.
fn codes_in_source(pattern: &str) -> BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = BTreeSet::new();
    let mut folders: Vec<_> =
        ["domain/src", "work/src", "api/src", "pages/src"].iter().map(|f| root.join(f)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            // Open311's clients are answered in its own form and words.
            if path.is_dir() && path.ends_with("open311") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap();
                for piece in text.split(pattern).skip(1) {
                    let code = piece
                        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c.is_whitespace());
                    if let Some(code) = code.strip_prefix('"').and_then(|c| c.split('"').next()) {
                        found.insert(code.to_owned());
                    }
                }
            }
        }
    }
    found
}

#[test]
fn every_code_of_a_problem_has_words() {
    let codes = codes_in_source("Problem::new(").into_iter().chain(codes_in_source("Self::new("));
    let codes: BTreeSet<String> = codes.filter(|c| !c.contains(' ')).collect();
    assert!(codes.len() > 15, "{codes:?}");
    let missing: Vec<&String> = codes.iter().filter(|c| !WORDS.problems.contains_key(*c)).collect();
    assert!(missing.is_empty(), "no words for the problems {missing:?}");
    let rules = codes_in_source("rule(").into_iter().chain(codes_in_source(".with(\"rule\", "));
    let missing: Vec<String> = rules.filter(|c| !WORDS.rules.contains_key(c)).collect();
    assert!(missing.is_empty(), "no words for the rules {missing:?}");
    for error in [identity::receipt::ReceiptError::Malformed, identity::receipt::ReceiptError::CheckCharacter]
    {
        assert!(WORDS.problems.contains_key(error.code()));
    }
}

#[test]
fn both_languages_speak_of_the_same_things() {
    let braces = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(n, _)| n.to_owned())).collect()
    };
    for (code, text) in &WORDS.problems {
        for (zh, en) in text.zh.iter().zip(&text.en) {
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{code}");
            assert_eq!(braces(zh), braces(en), "{code}");
        }
    }
}

#[test]
fn the_language_is_the_one_that_the_reader_prefers() {
    for (header, lang) in [
        (None, Lang::Zh),
        (Some(""), Lang::Zh),
        (Some("en"), Lang::En),
        (Some("en-GB,en;q=0.9"), Lang::En),
        (Some("fr,en;q=0.5,zh;q=0.7"), Lang::Zh),
        (Some("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh),
        (Some("fr"), Lang::Zh),
        (Some("en;q=0,zh;q=0.1"), Lang::Zh),
        (Some("en;q=nonsense"), Lang::Zh),
    ] {
        assert_eq!(Lang::negotiate(header), lang, "{header:?}");
    }
}

#[test]
fn a_problem_says_what_to_do_next() {
    let mut problem = Problem::new(409, "illegal_move").with("stage", "filed").with("action", "verify");
    problem.allowed = vec![ActionKind::Dispatch, ActionKind::Reply];
    let (title, detail) = say(Lang::Zh, &problem);
    assert_eq!(title, "当前环节不能这样办理");
    assert_eq!(detail, "隐患处于“待派遣”，不能“验收通过”。现在可以：派遣、答复群众。");
    let (_, detail) = say(Lang::En, &Problem::invalid("text", "required"));
    assert_eq!(detail, "Text is required. Correct it and submit again.");
    let locked = Problem::new(429, "locked").with("until", "2026-11-22T14:05:00+08:00");
    assert_eq!(say(Lang::Zh, &locked).1, "登录失败次数过多，请在2026-11-22 14:05之后再试。");
}

#[test]
fn what_somebody_sent_is_never_a_template() {
    let problem = Problem::invalid("{rule}", "{until}").with("rule", "needs_photo");
    assert_eq!(say(Lang::En, &problem).1, "{rule} {until}. Correct it and submit again.");
}

#[test]
fn every_kind_of_event_has_words() {
    let source = include_str!("../../../domain/src/hazard/event.rs");
    let kinds: BTreeSet<&str> = source
        .lines()
        .filter(|line| line.trim_start().starts_with("Event::"))
        .filter_map(|line| line.split("=> \"").nth(1)?.split('"').next())
        .collect();
    assert!(kinds.len() > 40, "{kinds:?}");
    let worded: BTreeSet<&str> = WORDS.lists["EventKind"].keys().map(String::as_str).collect();
    assert_eq!(kinds, worded);
}

#[test]
fn everything_that_an_auditor_reads_has_words() {
    use domain::ledger::{ActorRef, Note, Noun, Recorded};
    use domain::people::Actor;
    let recorded = [Recorded::Registered { now: () }, Recorded::Changed { now: () }];
    let kinds: BTreeSet<&str> =
        recorded.iter().map(Recorded::name).chain(Note::ALL.iter().map(|note| note.name())).collect();
    let worded: BTreeSet<&str> = WORDS.lists["RecordKind"].keys().map(String::as_str).collect();
    assert_eq!(kinds, worded, "what is done to a thing of a register");
    let nouns: BTreeSet<String> = Noun::ALL.iter().map(crate::problem::word).collect();
    let worded: BTreeSet<String> = WORDS.lists["Noun"].keys().cloned().collect();
    assert_eq!(nouns, worded, "what it is done to");
    for particular in WORDS.lists["RecordKindOf"].keys() {
        let known = |noun: &String| {
            particular.strip_prefix(noun.as_str()).is_some_and(|rest| kinds.contains(&rest[1..]))
        };
        assert!(nouns.iter().any(known), "{particular}");
    }
    for actor in [Actor::Public, Actor::System, Actor::Terminal, Actor::Import] {
        assert!(WORDS.lists["ActorKind"].contains_key(&ActorRef::of(&actor).0), "{actor:?}");
    }
    let lists = ["RecordKind", "RecordKindOf", "Noun", "ActorKind", "AuditColumn"];
    for (list, code) in lists.iter().flat_map(|list| WORDS.lists[*list].keys().map(move |code| (list, code)))
    {
        for lang in BOTH {
            let said = word(lang, list, code).unwrap();
            assert!(!said.trim().is_empty() && said != code, "{list}.{code}");
        }
    }
}

#[test]
fn every_problem_of_a_field_has_words() {
    for code in codes_in_source("invalid(field, ") {
        assert!(WORDS.field_problems.contains_key(&code), "{code} has no words");
    }
    use identity::password::PasswordRefusal as Refusal;
    for refusal in [
        Refusal::TooShort { min: 1 },
        Refusal::TooLong { max: 1 },
        Refusal::Common,
        Refusal::ContainsUserName,
    ] {
        assert!(WORDS.field_problems.contains_key(refusal.code()));
    }
}
