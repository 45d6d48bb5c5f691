//! The body of a request to a gateway, as its operator wrote it: names in braces are filled in, and whatever is
//! filled in is written so that it stays a value in that place.

use serde::Deserialize;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// JSON: values stand inside quotation marks.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// The template names something that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// A name that nobody knows.
    #[error("{{{0}}} is none of {{phone}}, {{text}}, {{id}}, {{secret}}")]
    Unknown(String),
    /// What every message needs is not in it.
    #[error("{{{0}}} is missing")]
    Missing(&'static str),
    /// Filled in, it is not what it says it is.
    #[error("it is no JSON")]
    NotJson,
}

/// What is filled in.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) phone: &'a str,
    pub(crate) text: &'a str,
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
}

const NAMES: [&str; 4] = ["phone", "text", "id", "secret"];

/// Whether a template can be filled.
pub(crate) fn check(template: &str, form: Form) -> Result<(), BadTemplate> {
    let names = names(template);
    if let Some(stranger) = names.iter().find(|name| !NAMES.contains(name)) {
        return Err(BadTemplate::Unknown((*stranger).to_owned()));
    }
    if let Some(missing) = ["phone", "text"].into_iter().find(|name| !names.contains(name)) {
        return Err(BadTemplate::Missing(missing));
    }
    let sample = fill(template, form, Values { phone: "\"", text: "\"\\\n", id: "\"", secret: "\"" });
    match form {
        Form::Json if serde_json::from_str::<serde_json::Value>(&sample).is_err() => {
            Err(BadTemplate::NotJson)
        }
        _ => Ok(()),
    }
}

/// Names in braces; braces around anything else, as JSON has them, are not names.
fn names(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
        .filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()))
        .collect()
}

/// Fills a template. A value is never looked at again: it may hold braces itself.
pub(crate) fn fill(template: &str, form: Form, values: Values<'_>) -> String {
    let mut filled = String::with_capacity(template.len() + values.text.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        let value = from[1..].split_once('}').and_then(|(name, after)| {
            let value = match name {
                "phone" => values.phone,
                "text" => values.text,
                "id" => values.id,
                "secret" => values.secret,
                _ => return None,
            };
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(&written(value, form));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn written(value: &str, form: Form) -> String {
    match form {
        Form::Json => {
            let quoted = serde_json::Value::String(value.to_owned()).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
        Form::Form => value
            .bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                    (byte as char).to_string()
                }
                b' ' => "+".to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'_> =
        Values { phone: "13800000000", text: "请办理\"{id}\"\n&x=1", id: "7", secret: "s" };

    #[test]
    fn a_value_stays_a_value() {
        let json = fill(r#"{"to": "{phone}", "content": "{text}", "key": "{secret}"}"#, Form::Json, VALUES);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["content"], VALUES.text, "braces and quotation marks inside a value are its own");
        let form = fill("mobile={phone}&content={text}", Form::Form, VALUES);
        assert_eq!(form, "mobile=13800000000&content=%E8%AF%B7%E5%8A%9E%E7%90%86%22%7Bid%7D%22%0A%26x%3D1");
    }

    #[test]
    fn a_template_is_checked_before_anything_is_sent() {
        assert_eq!(check(r#"{"a":"{phone}","b":"{text}"}"#, Form::Json), Ok(()));
        assert_eq!(check("m={phone}&c={text}&k={secret}", Form::Form), Ok(()));
        assert_eq!(check("m={phone}", Form::Form), Err(BadTemplate::Missing("text")));
        assert_eq!(check("m={phone}&c={txt}", Form::Form), Err(BadTemplate::Unknown("txt".into())));
        assert_eq!(check(r#"{"a":{phone},"b":"{text}"}"#, Form::Json), Err(BadTemplate::NotJson));
    }
}
