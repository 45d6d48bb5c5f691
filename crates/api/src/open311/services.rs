//! GET services, GET services/{code}: the catalogue as services. A minor category is a service, its major category
//! the group.

use super::ask::{Answer, Ask, Done, Name, jurisdiction};
use super::document::{Format, Node};
use super::words;
use crate::settings::Api;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::hazard::Catalogue;
use work::Problem;
use work::words::Lang;

pub(super) async fn list(State(api): State<Api>, request: Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let done = asked(&api, &ask).map(|catalogue| Answer {
        root: "services",
        node: Node::List("service", services(&catalogue, ask.lang)),
        lasting: true,
        next: None,
    });
    ask.answer(done)
}

fn asked(api: &Api, ask: &Ask) -> Result<std::sync::Arc<Catalogue>, Problem> {
    jurisdiction(api, ask.params()?.get("jurisdiction_id"))?;
    Ok(api.app.catalogue())
}

fn services(catalogue: &Catalogue, lang: Lang) -> Vec<Node> {
    let mut all = Vec::new();
    for major in catalogue.majors() {
        for minor in &major.minors {
            let conditions: Vec<&str> = minor.standards.iter().map(|s| s.condition.as_str()).collect();
            let keywords = [&major.name, &major.name_en, &minor.name, &minor.name_en];
            // Commas part keywords.
            let keywords: Vec<String> = keywords.iter().map(|k| k.replace([',', '，'], " ")).collect();
            all.push(Node::Fields(vec![
                ("service_code", minor.code.clone().into()),
                ("service_name", words::in_lang(lang, &minor.name, &minor.name_en).to_owned().into()),
                ("description", conditions.join("；").into()),
                ("metadata", true.into()),
                ("type", "realtime".into()),
                ("keywords", keywords.join(",").into()),
                ("group", words::in_lang(lang, &major.name, &major.name_en).to_owned().into()),
            ]));
        }
    }
    all
}

pub(super) async fn definition(State(api): State<Api>, Name(name): Name, request: Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    ask.answer(define(&api, &ask, &name))
}

fn define(api: &Api, ask: &Ask, name: &str) -> Done {
    let catalogue = asked(api, ask)?;
    let (code, _) = Format::split(name).ok_or_else(Problem::not_found)?;
    let minor =
        catalogue.minor(code).ok_or_else(|| Problem::new(404, "service").with("service_code", code))?;
    let node = Node::Fields(vec![
        ("service_code", minor.code.clone().into()),
        ("attributes", Node::List("attribute", attributes(ask.lang))),
    ]);
    Ok(Answer { root: "service_definition", node, lasting: true, next: None })
}

/// What we ask beside the specification's own fields; none of it is required.
fn attributes(lang: Lang) -> Vec<Node> {
    words::ATTRIBUTES
        .iter()
        .enumerate()
        .map(|(n, attribute)| {
            let text = |(zh, en): (&'static str, &'static str)| words::in_lang(lang, zh, en);
            let mut fields = vec![
                ("variable", Node::Truth(attribute.asks)),
                ("code", attribute.code.into()),
                ("datatype", attribute.datatype.into()),
                ("required", Node::Truth(false)),
                ("datatype_description", text(attribute.hint).into()),
                ("order", Node::Number(n as i64 + 1)),
                ("description", text(attribute.question).into()),
            ];
            if !attribute.values.is_empty() {
                let value = |(key, zh, en): &(&'static str, &'static str, &'static str)| {
                    Node::Fields(vec![("key", (*key).into()), ("name", words::in_lang(lang, zh, en).into())])
                };
                fields.push(("values", Node::List("value", attribute.values.iter().map(value).collect())));
            }
            Node::Fields(fields)
        })
        .collect()
}
