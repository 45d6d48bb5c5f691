//! Words for codes, in the reader's language: the one place where codes become sentences. Texts stand in `words/`,
//! Chinese and English side by side.

use crate::Problem;
use domain::hazard::LimitStage;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The reader's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language that an `Accept-Language` header prefers among ours (RFC 9110, 12.5.4); Chinese when it says
    /// nothing of use.
    pub fn negotiate(header: Option<&str>) -> Self {
        let mut best = (0u32, Self::Zh);
        for part in header.unwrap_or_default().split(',').take(20) {
            let mut pieces = part.split(';').map(str::trim);
            let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
            let lang = match tag.split('-').next() {
                Some("zh" | "*") => Self::Zh,
                Some("en") => Self::En,
                _ => continue,
            };
            let weight =
                pieces.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
            let weight = (weight.unwrap_or(0.0).clamp(0.0, 1.0) * 1_000.0) as u32;
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// The language's tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text<T> {
    zh: T,
    en: T,
}

impl<T> Text<T> {
    fn in_lang(&self, lang: Lang) -> &T {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

type Texts = BTreeMap<String, Text<String>>;

#[derive(Deserialize)]
struct Fields {
    problem: Texts,
    name: Texts,
}

#[derive(Default)]
struct Words {
    problems: BTreeMap<String, Text<[String; 2]>>,
    rules: Texts,
    field_problems: Texts,
    field_names: Texts,
    lists: BTreeMap<String, Texts>,
}

impl Words {
    fn read() -> Result<Self, toml::de::Error> {
        let fields: Fields = toml::from_str(include_str!("words/fields.toml"))?;
        let mut lists: BTreeMap<String, Texts> = toml::from_str(include_str!("words/lists.toml"))?;
        lists.extend(toml::from_str::<BTreeMap<String, Texts>>(include_str!("words/imports.toml"))?);
        Ok(Self {
            problems: toml::from_str(include_str!("words/problems.toml"))?,
            rules: toml::from_str(include_str!("words/rules.toml"))?,
            field_problems: fields.problem,
            field_names: fields.name,
            lists,
        })
    }
}

// The files are part of the program and a test reads them; without words, codes are shown.
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read().unwrap_or_default());

fn find(texts: &'static Texts, lang: Lang, code: &str) -> Option<&'static str> {
    texts.get(code).map(|text| text.in_lang(lang).as_str())
}

/// The word for a value of a short list, by the list's name in [`crate::names`] (`Stage`, `Role`, `Source` …), or
/// `EventKind`, `OpenPurpose`, `Dimension`, `Measure`.
pub fn word(lang: Lang, list: &str, code: &str) -> Option<&'static str> {
    find(WORDS.lists.get(list)?, lang, code)
}

/// What a list says of a code, after the clock that it is about: “整改：时限不能为零”.
pub(crate) fn of_stage(lang: Lang, stage: Option<LimitStage>, list: &str, code: &str) -> String {
    let said = word(lang, list, code).unwrap_or_default();
    let stage = stage.and_then(|stage| word(lang, "ClockStage", &crate::problem::word(&stage)));
    match (stage, lang) {
        (None, _) => said.to_owned(),
        (Some(stage), Lang::Zh) => format!("{stage}：{said}"),
        (Some(stage), Lang::En) => format!("{stage}: {said}"),
    }
}

/// One of two texts that stand side by side; the Chinese one where nobody wrote the other.
pub fn either<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { zh }
}

/// 环节 in words.
pub fn stage(lang: Lang, code: &str) -> &'static str {
    word(lang, "Stage", code).unwrap_or_default()
}

/// The kind of an event in words.
pub fn event_kind(lang: Lang, code: &str) -> &'static str {
    word(lang, "EventKind", code).unwrap_or_default()
}

/// An action in words.
pub fn action(lang: Lang, code: &str) -> &'static str {
    word(lang, "ActionName", code).unwrap_or_default()
}

/// What is wrong with a field, in words.
pub fn field_problem(lang: Lang, code: &str) -> &'static str {
    find(&WORDS.field_problems, lang, code).unwrap_or_default()
}

/// A rule of the trade in words.
pub fn rule(lang: Lang, code: &str) -> &'static str {
    find(&WORDS.rules, lang, code).unwrap_or_default()
}

/// A problem in words: what is wrong, and what to do about it.
pub fn say(lang: Lang, problem: &Problem) -> (String, String) {
    let Some(text) = WORDS.problems.get(problem.code) else {
        return (problem.code.to_owned(), String::new());
    };
    let [title, detail] = text.in_lang(lang);
    (fill(title, lang, problem), fill(detail, lang, problem))
}

fn fill(template: &str, lang: Lang, problem: &Problem) -> String {
    filled(template, |name| value(name, lang, problem))
}

/// Puts values in the place of names in braces. A value is never looked at again: it may hold braces itself.
pub(crate) fn filled(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(&value(name));
        rest = behind;
    }
    text.push_str(rest);
    text
}

fn value(name: &str, lang: Lang, problem: &Problem) -> String {
    let between = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    match name {
        "fields" => {
            let all: Vec<String> = problem.errors.iter().map(|(f, p)| field(lang, f, p)).collect();
            let hint = hint(lang, problem);
            match lang {
                Lang::Zh => format!("{}{hint}。请修改后重新提交。", all.join("；")),
                Lang::En => format!("{}{hint}. Correct it and submit again.", all.join("; ")),
            }
        }
        "allowed" if problem.allowed.is_empty() => match lang {
            Lang::Zh => "等待他人办理".to_owned(),
            Lang::En => "nothing, for you".to_owned(),
        },
        "allowed" => {
            let all: Vec<&str> = problem.allowed.iter().map(|a| action(lang, a.name())).collect();
            all.join(between)
        }
        _ => {
            let raw = problem.params.get(name).map(String::as_str).unwrap_or_default();
            let known = match name {
                "rule" => find(&WORDS.rules, lang, raw),
                "stage" => word(lang, "Stage", raw),
                "action" => word(lang, "ActionName", raw),
                "part" => word(lang, "Part", raw),
                "reason" => word(lang, "CalendarRefusal", raw),
                "limit_fault" => word(lang, "LimitFault", raw),
                "ladder_fault" => word(lang, "LadderFault", raw),
                "clock_stage" => word(lang, "ClockStage", raw),
                // 2026-11-22T14:05:00+08:00: the minute is enough, and everybody here lives in one zone.
                "until" => return raw.get(..16).unwrap_or(raw).replace('T', " "),
                _ => None,
            };
            known.unwrap_or(raw).to_owned()
        }
    }
}

/// What a field is called, by its path (`position.lon`, `items[2].id`): the name of the last step that has one.
pub fn field_name(lang: Lang, path: &str) -> &str {
    let mut steps = path.rsplit('.').map(|step| step.split('[').next().unwrap_or(step));
    find(&WORDS.field_names, lang, path)
        .or_else(|| steps.find_map(|step| find(&WORDS.field_names, lang, step)))
        .unwrap_or(path)
}

/// What might stand there instead, where that is known.
fn hint(lang: Lang, problem: &Problem) -> String {
    let param = |name: &str| problem.params.get(name);
    match (param("known"), param("example"), lang) {
        (Some(known), _, Lang::Zh) => format!("（可填：{}）", known.replace(' ', "、")),
        (Some(known), _, Lang::En) => format!(" (it may be: {})", known.replace(' ', ", ")),
        (None, Some(example), Lang::Zh) => format!("（例如：{example}）"),
        (None, Some(example), Lang::En) => format!(" (for example: {example})"),
        (None, None, _) => String::new(),
    }
}

fn field(lang: Lang, name: &str, problem: &str) -> String {
    // What is no field here may be one elsewhere, with a name that would lead astray.
    let shown = if problem == "unknown_field" { name } else { field_name(lang, name) };
    let problem = find(&WORDS.field_problems, lang, problem).unwrap_or(problem);
    match lang {
        Lang::Zh => format!("{shown}{problem}"),
        Lang::En => format!("{shown} {problem}"),
    }
}

pub mod deadline;
mod notice;

pub(crate) use notice::{notice, notice_digest, notice_one};

#[cfg(test)]
mod tests;
