//! What notices say, title and sentence, in two languages.

use super::{Lang, Text};
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Templates = BTreeMap<String, Text<[String; 2]>>;

// The file is part of the program and a test reads it; without words, the code of the notice is shown.
static TEMPLATES: LazyLock<Templates> =
    LazyLock::new(|| toml::from_str(include_str!("notices.toml")).unwrap_or_default());

/// Puts values in the place of names in braces. A value is never looked at again.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value));
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// Title and sentence of a notice; with a sentence about the deadline if there is one, under the name `due`.
pub(crate) fn notice(
    lang: Lang,
    template: &str,
    is_due: bool,
    values: &[(&str, String)],
) -> (String, String) {
    let Some(words) = TEMPLATES.get(template) else { return (template.to_owned(), String::new()) };
    let [title, text] = words.in_lang(lang);
    let due = match (is_due, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "期限：{due}。",
        (true, Lang::En) => " Due {due}.",
    };
    (fill(title, values), format!("{}{}", fill(text, values), fill(due, values)))
}

/// A message about one thing.
pub(crate) fn notice_one(lang: Lang, district: &str, title: &str, text: &str, link: &str) -> String {
    match lang {
        Lang::Zh => format!("【{district}码上】{title}。{text}{link}"),
        Lang::En => format!("[{district}] {title}. {text} {link}"),
    }
}

/// Subject and text of a message about several things, some of which it names.
pub(crate) fn notice_digest(
    lang: Lang,
    district: &str,
    (count, rest): (usize, usize),
    lines: &[String],
    link: &str,
) -> (String, String) {
    let lines = lines.join("\n");
    let (subject, more) = match lang {
        Lang::Zh => (format!("【{district}码上】{count}条通知"), format!("\n另有{rest}条。")),
        Lang::En => (format!("[{district}] {count} notices"), format!("\nAnd {rest} more.")),
    };
    let more = if rest > 0 { more } else { String::new() };
    let text = format!("{subject}\n{lines}{more}\n{link}");
    (subject, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_say_the_same_things() {
        let read: Templates = toml::from_str(include_str!("notices.toml")).unwrap();
        assert!(read.len() > 30);
        let names = |text: &str| -> BTreeSet<String> {
            text.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(n, _)| n.to_owned())).collect()
        };
        for (code, words) in &read {
            for (zh, en) in words.zh.iter().zip(&words.en) {
                assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{code}");
                assert_eq!(names(zh), names(en), "{code}");
                assert!(
                    names(zh)
                        .iter()
                        .all(|name| ["number", "case", "task", "what", "count"].contains(&name.as_str())),
                    "{code}"
                );
            }
        }
    }

    /// The table names words that are there, and no words are left over.
    #[test]
    fn every_line_of_the_table_has_words() {
        let table = concat!(include_str!("../notice/table.rs"), include_str!("../notice/accounts.rs"));
        let said: BTreeSet<&str> = table
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            .collect();
        // What is said of one can also be said of many at once, see `notice::telling`.
        let known: BTreeSet<&str> =
            TEMPLATES.keys().map(|code| code.strip_suffix("_of_many").unwrap_or(code)).collect();
        assert_eq!(said, known);
    }

    #[test]
    fn a_value_is_never_a_template() {
        let values = [("number", "{due}".to_owned()), ("case", "1".to_owned()), ("due", "x".to_owned())];
        let (title, text) = notice(Lang::En, "to_sign", true, &values);
        assert_eq!(title, "To sign: {due}");
        assert!(text.ends_with(" Due x."));
    }
}
