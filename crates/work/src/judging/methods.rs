//! 评价方法 as they are edited: as somebody typed them, part by part where two versions differ, and tried out.

use super::risk::working;
use crate::problem::word;
use crate::rulebook::{in_language, tried};
use crate::words::{self, Lang};
use crate::{App, Problem};
use domain::hazard::risk::{Decimal, RiskMethod};
use domain::people::{Act, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Methods as they are written, whose figures may be none; nothing where they cannot be read as methods.
pub(super) fn typed(body: &Value) -> Option<Vec<RiskMethod<String>>> {
    Vec::deserialize(body.get("methods")?).ok()
}

/// Methods whose parts are known by where they stand, so that two versions are told apart part by part: a factor by its
/// letter, a level by its figure, a band by its colour.
pub(super) fn with_places(mut body: Value, lang: Lang) -> Value {
    for method in all(&mut body, "methods") {
        let path = text(method, "id").to_owned();
        for factor in all(method, "factors") {
            let path = format!("{path}/{}", text(factor, "id"));
            factor["id"] = path.as_str().into();
            for level in all(factor, "levels") {
                take(level, "value", |value| format!("{path}/{value}"));
            }
        }
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for band in all(method, "bands") {
            take(band, "colour", |colour| {
                let nth = seen.entry(colour.to_owned()).or_default();
                *nth += 1;
                let name = words::word(lang, "RiskColour", colour).unwrap_or(colour);
                let more = if *nth > 1 { format!(" {nth}") } else { String::new() };
                format!("{path}/{name}{more}")
            });
        }
    }
    body
}

fn all<'a>(thing: &'a mut Value, list: &str) -> impl Iterator<Item = &'a mut Value> {
    thing.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

fn text<'a>(thing: &'a Value, field: &str) -> &'a str {
    thing.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Makes an id of a field.
fn take(thing: &mut Value, field: &str, id: impl FnOnce(&str) -> String) {
    let id = id(text(thing, field));
    if let Some(fields) = thing.as_object_mut() {
        fields.remove(field);
        fields.insert("id".to_owned(), id.into());
    }
}

/// 试算: what a method says of values that somebody chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TriedRisk {
    /// The version by which it was worked out.
    pub version: String,
    /// The working, for example `D = 3 × 6 × 15 = 270`.
    pub working: String,
    /// 风险值.
    pub value: String,
    /// 颜色.
    #[schema(value_type = crate::names::RiskColour)]
    pub colour: String,
    /// The colour in words.
    pub colour_text: String,
    /// From which value on the band begins, inclusive.
    pub from: String,
    /// What the band means.
    pub text: String,
}

/// What a version of a method says of these values; changes nothing.
pub fn try_risk(
    app: &App,
    actor: &Actor,
    version: Option<&str>,
    method: &str,
    inputs: BTreeMap<String, String>,
    lang: Lang,
) -> Result<TriedRisk, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let methods = tried(&books.risk, version, now)?;
    let method = methods.method(method).ok_or_else(|| Problem::invalid("method", "unknown"))?;
    let inputs: Option<BTreeMap<String, Decimal>> =
        inputs.into_iter().map(|(id, value)| Some((id, value.try_into().ok()?))).collect();
    let found = inputs.as_ref().and_then(|inputs| Some((inputs, method.grade(inputs)?)));
    let (inputs, (value, band)) = found.ok_or_else(|| Problem::invalid("inputs", "out_of_range"))?;
    let colour = word(&band.colour);
    Ok(TriedRisk {
        version: methods.version.clone(),
        working: working(Some(method), inputs, value),
        value: value.to_string(),
        colour_text: words::word(lang, "RiskColour", &colour).unwrap_or_default().to_owned(),
        colour,
        from: band.from.to_string(),
        text: in_language(lang, &band.text, &band.text_en),
    })
}
