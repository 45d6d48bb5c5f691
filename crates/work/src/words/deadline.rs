//! Limits and how deadlines came about, in words.

use super::{Lang, Text, word};
use domain::calendar::{Day, Instant, Limit, Step, Word};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Texts = BTreeMap<String, Text<String>>;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheet {
    pub(super) limit: Texts,
    pub(super) day: Texts,
    pub(super) weekday: Texts,
    pub(super) holiday: Texts,
    pub(super) time: Texts,
    pub(super) step: Texts,
}

impl Sheet {
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("calendar.toml"))
    }
}

// The file is part of the program and a test reads it; without words, codes are shown.
static SHEET: LazyLock<Sheet> = LazyLock::new(|| Sheet::read().unwrap_or_default());

fn text(texts: &'static Texts, lang: Lang, code: &str) -> &'static str {
    texts.get(code).map_or("", |t| t.in_lang(lang).as_str())
}

/// Puts values in the place of names in braces; a value is never looked at again.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// A limit: 3个工作日, 3 working days.
pub fn limit(lang: Lang, limit: Limit) -> String {
    let mut code = crate::problem::word(&limit.unit);
    if limit.rest_day_moves {
        code.push_str("_moves");
    }
    let one = format!("{code}_one");
    let code = if limit.amount == 1 && SHEET.limit.contains_key(&one) { one } else { code };
    fill(text(&SHEET.limit, lang, &code), &[("n", limit.amount.to_string())])
}

/// The kind of a day: 工作日, 春节放假.
pub fn day_kind(lang: Lang, day: &Word) -> String {
    let holiday = day.holiday.as_deref().map_or(String::new(), |name| holiday(lang, name));
    let code = crate::problem::word(&day.kind);
    fill(text(&SHEET.day, lang, &code), &[("holiday", holiday)])
}

/// A holiday by its Chinese name, which may be of two that fall together; a name that nobody knows stays as it is.
fn holiday(lang: Lang, name: &str) -> String {
    let between = match lang {
        Lang::Zh => "、",
        Lang::En => " and ",
    };
    let known = |part: &str| {
        let found = text(&SHEET.holiday, lang, part);
        if found.is_empty() { part.to_owned() } else { found.to_owned() }
    };
    name.split('、').map(known).collect::<Vec<_>>().join(between)
}

fn weekday(lang: Lang, day: Day) -> String {
    text(&SHEET.weekday, lang, &day.weekday().to_string()).to_owned()
}

/// 2026-02-14 11:00.
fn moment(at: Instant) -> String {
    at.to_string().get(..16).unwrap_or_default().replace('T', " ")
}

/// The same for an end: midnight is 24:00 of the day that ends (民法典 §203).
fn end(at: Instant) -> String {
    let day = Day::of(at);
    match day.start() == at {
        true => format!("{} 24:00", day.plus(-1)),
        false => moment(at),
    }
}

/// How long, in hours and minutes, or around the clock in days.
fn time(lang: Lang, milliseconds: i64, days: bool) -> String {
    let (hours, minutes) = (milliseconds / Instant::HOUR, milliseconds % Instant::HOUR / Instant::MINUTE);
    let values = |h: i64| [("d", (hours / 24).to_string()), ("h", h.to_string()), ("m", minutes.to_string())];
    let (code, h) = match (hours, minutes) {
        (hours, _) if days && hours >= 48 => {
            (if hours % 24 == 0 { "days" } else { "days_hours" }, hours % 24)
        }
        (0, _) => ("minutes", 0),
        (_, 0) => ("hours", hours),
        _ => ("both", hours),
    };
    fill(text(&SHEET.time, lang, code), &values(h))
}

/// One step of how a deadline came about.
pub fn step(lang: Lang, step: &Step) -> String {
    let say = |code: &str, values: &[(&str, String)]| fill(text(&SHEET.step, lang, code), values);
    let span = |code: &str, from: &Day, to: &Day, rest: Vec<(&str, String)>| {
        let code = if from == to { format!("{code}_one") } else { code.to_owned() };
        let mut values = vec![("from", from.to_string()), ("to", to.to_string())];
        values.extend(rest);
        say(&code, &values)
    };
    match step {
        Step::Started { at, day } => say(
            "started",
            &[("at", moment(*at)), ("weekday", weekday(lang, Day::of(*at))), ("day", day_kind(lang, day))],
        ),
        Step::FirstDay { day } => say("first_day", &[("day", day.to_string())]),
        Step::Ran { from, to } => {
            let time = time(lang, to.since(*from), true);
            say("ran", &[("from", moment(*from)), ("to", moment(*to)), ("time", time)])
        }
        Step::Worked { from, to, time: used } => {
            let time = time(lang, *used, false);
            // Of one day: the day once, then its hours.
            let to = to.to_string().get(11..16).unwrap_or_default().to_owned();
            say("worked", &[("from", moment(*from)), ("to", to), ("time", time)])
        }
        Step::WorkedDays { from, to, time: used } => {
            span("worked_days", from, to, vec![("time", time(lang, *used, false))])
        }
        Step::Counted { from, to, first, last } => {
            span("counted", from, to, vec![("first", first.to_string()), ("last", last.to_string())])
        }
        Step::MadeUp { day, holiday: name } => say(
            "made_up",
            &[("day", day.to_string()), ("weekday", weekday(lang, *day)), ("holiday", holiday(lang, name))],
        ),
        Step::Rested { from, to, day } => span("rested", from, to, vec![("day", day_kind(lang, day))]),
        Step::Moved { from, to } => say("moved", &[("from", from.to_string()), ("to", to.to_string())]),
        Step::Paused { from, to, cause } => {
            let cause = word(lang, "PauseCause", &crate::problem::word(cause)).unwrap_or_default().to_owned();
            match to {
                Some(to) => say("paused", &[("from", moment(*from)), ("to", moment(*to)), ("cause", cause)]),
                None => say("paused_open", &[("from", moment(*from)), ("cause", cause)]),
            }
        }
        Step::Assumed { day, year } => {
            say("assumed", &[("day", day.to_string()), ("year", year.to_string())])
        }
        Step::Set { to } => say("set", &[("to", end(*to))]),
        Step::Extended { at, to } => say("extended", &[("at", moment(*at)), ("to", end(*to))]),
        Step::Kept { to } => say("kept", &[("to", end(*to))]),
        Step::Due { at } => say("due", &[("at", end(*at))]),
        Step::Standing => say("standing", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::{Calendar, LimitUnit, Run, WordKind};

    fn lines(start: &str, limit: Limit, lang: Lang) -> Vec<String> {
        let deadline = Calendar::shipped().deadline(&Run::new(limit, start.parse().unwrap(), None));
        deadline.steps.iter().map(|s| step(lang, s)).collect()
    }

    #[test]
    fn every_word_is_there_in_both_languages_with_the_same_values() {
        let sheet = Sheet::read().unwrap();
        let names = |t: &str| {
            let mut all: Vec<String> =
                t.split('{').skip(1).filter_map(|p| Some(p.split_once('}')?.0.to_owned())).collect();
            all.sort();
            all
        };
        for texts in [&sheet.limit, &sheet.day, &sheet.time, &sheet.step] {
            for (code, text) in texts {
                assert_eq!(names(text.in_lang(Lang::Zh)), names(text.in_lang(Lang::En)), "{code}");
            }
        }
        assert_eq!(sheet.weekday.len(), 7);
        for unit in LimitUnit::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert!(limit(lang, Limit::new(2, unit)).starts_with('2'), "{unit:?}");
                assert!(limit(lang, Limit::new(1, unit)).starts_with('1'), "{unit:?}");
            }
        }
        for kind in [WordKind::Working, WordKind::MadeUp, WordKind::Weekend, WordKind::Holiday] {
            assert!(
                !day_kind(Lang::En, &Word { kind, holiday: None }).is_empty() || kind == WordKind::Holiday
            );
        }
    }

    #[test]
    fn a_deadline_tells_how_it_came_about() {
        let four = Limit::working_hours(4);
        assert_eq!(
            lines("2026-02-13T17:00:00+08:00", four, Lang::Zh),
            [
                "2026-02-13 17:00（周五，工作日）起算",
                "2026-02-13 17:00至18:00，计1小时",
                "2026-02-14（周六）为春节补班，照常计算",
                "2026-02-14 08:00至11:00，计3小时",
                "2026-02-14 11:00到期",
            ]
        );
        assert_eq!(
            lines("2026-02-13T17:00:00+08:00", four, Lang::En),
            [
                "Starts 2026-02-13 17:00 (Fri, working day)",
                "2026-02-13 17:00 to 18:00: 1 h",
                "2026-02-14 (Sat) works, made up for Spring Festival",
                "2026-02-14 08:00 to 11:00: 3 h",
                "Due 2026-02-14 11:00",
            ]
        );
        assert_eq!(
            lines("2026-12-30T10:00:00+08:00", Limit::working_days(3), Lang::Zh),
            [
                "2026-12-30 10:00（周三，工作日）起算",
                "2026-12-30为开始当日，不计入（民法典第二百零一条）",
                "2027年放假安排尚未录入，2026-12-31起暂按平日推算",
                "2026-12-31至2027-01-01，计第1至第2日",
                "2027-01-02至2027-01-03周末，不计",
                "2027-01-04，计第3日",
                "2027-01-04 24:00到期",
            ]
        );
    }

    #[test]
    fn holidays_that_fall_together_are_named_both() {
        assert_eq!(holiday(Lang::En, "国庆节、中秋节"), "National Day and Mid-Autumn Festival");
        assert_eq!(holiday(Lang::En, "{year}"), "{year}");
        assert_eq!(limit(Lang::En, Limit::working_days(1)), "1 working day");
        assert_eq!(
            limit(Lang::Zh, Limit { rest_day_moves: true, ..Limit::days(5) }),
            "5日（末日遇休息日顺延）"
        );
    }
}
