//! 规则比较: what two versions of any rules say differently, field by field.

use super::in_language;
use crate::words::Lang;
use serde::Serialize;
use serde_json::{Map, Value};

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RulesDifference)]
pub struct Differs {
    /// What it is about: of a catalogue `major`, `minor` or `standard`; of other rules `rules` for the whole, else the
    /// list in which it stands: `documents`, `clauses`, `methods`.
    pub level: String,
    /// The code or id.
    pub code: String,
    /// The name, or what it says.
    pub name: String,
    /// `added`, `removed`, `changed`.
    pub change: String,
    /// Which fields say something else.
    pub fields: Vec<DiffersIn>,
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RulesFieldChange)]
pub struct DiffersIn {
    /// Its name; `order` where the same things stand in another order.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// What `new` has, lacks and says otherwise than `old`: two bodies of rules. Things in a list are known by their `id`.
pub(crate) fn differences(old: &Value, new: &Value, lang: Lang) -> Vec<Differs> {
    let mut all = Vec::new();
    thing("rules", Some(old), Some(new), lang, &mut all);
    all
}

/// One thing, then the things in its lists.
fn thing(level: &str, old: Option<&Value>, new: Option<&Value>, lang: Lang, all: &mut Vec<Differs>) {
    let none = Map::new();
    let before = old.and_then(Value::as_object).unwrap_or(&none);
    let after = new.and_then(Value::as_object).unwrap_or(&none);
    let mut fields = Vec::new();
    let mut lists = Vec::new();
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    for name in after.keys().chain(gone).filter(|name| *name != "id") {
        let (was, is) = (things(before.get(name)), things(after.get(name)));
        if was.is_empty() && is.is_empty() {
            leaf(name, before.get(name), after.get(name), &mut fields);
        } else {
            fields.extend(order(&was, &is));
            lists.push((name, was, is));
        }
    }
    let change = super::change(old, new);
    // What came or went whole is not told field by field.
    if change != "changed" {
        fields.clear();
    }
    if change != "changed" || !fields.is_empty() {
        let shown = if new.is_none() { before } else { after };
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default();
        let name =
            ["title", "name", "text"].into_iter().find(|name| !text(name).is_empty()).unwrap_or_default();
        let name = in_language(lang, text(name), text(&format!("{name}_en")));
        all.push(Differs { level: level.to_owned(), code: text("id").to_owned(), name, change, fields });
    }
    for (level, was, is) in lists {
        for one in &is {
            thing(level, was.iter().find(|other| id(other) == id(one)).copied(), Some(one), lang, all);
        }
        for one in was.iter().filter(|one| !is.iter().any(|other| id(other) == id(one))) {
            thing(level, Some(one), None, lang, all);
        }
    }
}

fn id(thing: &Value) -> Option<&str> {
    thing.get("id")?.as_str()
}

/// The things of a list, each with an id; none where something else stands there.
fn things(field: Option<&Value>) -> Vec<&Value> {
    let all = field.and_then(Value::as_array).into_iter().flatten();
    all.filter(|one| id(one).is_some()).collect()
}

/// What both have, where it stands in another order.
fn order(was: &[&Value], is: &[&Value]) -> Option<DiffersIn> {
    let both = |all: &[&Value], other: &[&Value]| -> Vec<String> {
        let here = all.iter().filter_map(|one| id(one));
        let kept = here.filter(|one| other.iter().any(|thing| id(thing) == Some(one)));
        kept.map(|id| id.rsplit('/').next().unwrap_or(id).to_owned()).collect()
    };
    let (before, after) = (both(was, is), both(is, was));
    (before != after).then(|| DiffersIn {
        field: "order".to_owned(),
        before: before.join(", "),
        after: after.join(", "),
    })
}

/// A value, or the values within it.
fn leaf(name: &str, was: Option<&Value>, is: Option<&Value>, fields: &mut Vec<DiffersIn>) {
    if let (Some(Value::Object(was)), Some(Value::Object(is))) = (was, is) {
        let gone = was.keys().filter(|name| !is.contains_key(*name));
        for inner in is.keys().chain(gone) {
            leaf(&format!("{name}.{inner}"), was.get(inner), is.get(inner), fields);
        }
    } else if said(was) != said(is) {
        fields.push(DiffersIn { field: name.to_owned(), before: said(was), after: said(is) });
    }
}

fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) if !all.iter().any(Value::is_object) => {
            all.iter().map(|one| said(Some(one))).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(old: Value, new: Value) -> Vec<(String, String, Vec<String>)> {
        let all = differences(&old, &new, Lang::Zh).into_iter();
        let fields = |d: &Differs| {
            d.fields.iter().map(|f| format!("{}: {} → {}", f.field, f.before, f.after)).collect()
        };
        all.map(|d| (format!("{} {}", d.change, d.level), d.code.clone(), fields(&d))).collect()
    }

    #[test]
    fn things_are_known_by_their_ids_and_values_by_their_names() {
        let clause = |id: &str, text: &str| json!({"id": id, "text": text, "words": ["锁", "堵"]});
        let old = json!({"checked": "2026-10-31", "documents": [
            {"id": "a", "title": "甲", "ended": null, "clauses": [clause("a/1", "一"), clause("a/2", "二")]},
            {"id": "b", "title": "乙", "clauses": []},
        ]});
        assert_eq!(told(old.clone(), old.clone()), []);
        let new = json!({"checked": "2026-11-30", "documents": [
            {"id": "c", "title": "丙", "clauses": [clause("c/1", "新")]},
            {"id": "a", "title": "甲", "clauses": [clause("a/2", "二"), {"id": "a/1", "text": "壹", "words": ["锁"]}]},
        ]});
        let none: Vec<String> = Vec::new();
        assert_eq!(
            told(old, new),
            [
                ("changed rules".into(), "".into(), vec!["checked: 2026-10-31 → 2026-11-30".into()]),
                ("added documents".into(), "c".into(), none.clone()),
                ("added clauses".into(), "c/1".into(), none.clone()),
                ("changed documents".into(), "a".into(), vec!["order: 1, 2 → 2, 1".to_owned()]),
                (
                    "changed clauses".into(),
                    "a/1".into(),
                    vec!["text: 一 → 壹".into(), "words: 锁, 堵 → 锁".into()]
                ),
                ("removed documents".into(), "b".into(), none),
            ]
        );
    }

    #[test]
    fn numbers_within_are_named_by_the_way_to_them() {
        let old =
            json!({"percent": 5, "minutes": {"general": 10, "major": 60}, "rules": [{"days": [30, 90]}]});
        let new = json!({"percent": 5, "minutes": {"general": 12, "major": 60}, "rules": [{"days": [30]}]});
        let fields = vec![
            "minutes.general: 10 → 12".to_owned(),
            r#"rules: [{"days":[30,90]}] → [{"days":[30]}]"#.to_owned(),
        ];
        assert_eq!(told(old, new), [("changed rules".into(), String::new(), fields)]);
    }
}
