//! GET and POST servicerequestupdates: the extension by which FixMyStreet keeps two systems in step.

use super::ask::{Answer, Ask, Done, client, jurisdiction, moment};
use super::document::Node;
use super::form::Form;
use super::params::Params;
use super::report::{links, yes_or_no};
use super::requests::SPAN;
use super::words;
use crate::settings::Api;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::calendar::Instant;
use domain::hazard::PhotoRole;
use std::sync::Arc;
use work::Problem;
use work::client::{Client, Saying, Update, Wish};

/// How far back we look when no dates are given.
const LATELY: i64 = 2 * Instant::HOUR;
/// The longest number of an update, in bytes.
const NUMBER: usize = 200;

/// The states that the extension knows, with what we take them for.
const STATES: [(&str, Option<Wish>); 15] = [
    ("OPEN", None),
    ("CLOSED", None),
    ("FIXED", None),
    ("IN_PROGRESS", None),
    ("ACTION_SCHEDULED", None),
    ("INVESTIGATING", None),
    ("DUPLICATE", None),
    ("NOT_COUNCILS_RESPONSIBILITY", None),
    ("NO_FURTHER_ACTION", None),
    ("INTERNAL_REFERRAL", None),
    ("FOR_TRIAGE", None),
    ("CANCELLED", None),
    ("REOPEN", Some(Wish::Reopen)),
    // What another system thinks the state is changes nothing here, except that it asks to open what was closed.
    ("REOPENED", Some(Wish::Reopen)),
    // 催办, ours.
    ("URGE", Some(Wish::Urge)),
];

pub(super) async fn list(State(api): State<Api>, request: Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let done = find(&api, &ask).await;
    ask.answer(done)
}

async fn known(api: &Api, key: Option<&str>) -> Result<Arc<Client>, Problem> {
    client(api, key).await?.ok_or_else(|| Problem::new(403, "key_required"))
}

async fn find(api: &Api, ask: &Ask) -> Done {
    let params = ask.params()?;
    jurisdiction(api, params.get("jurisdiction_id"))?;
    let client = known(api, ask.key(&[&params])).await?;
    let now = api.app.store().surroundings().now();
    let (from, until) = match (moment(&params, "start_date")?, moment(&params, "end_date")?) {
        (None, None) => (now.plus(-LATELY), now),
        (Some(from), Some(until)) => (from, until),
        (None, Some(_)) => return Err(Problem::invalid("start_date", "required")),
        (Some(_), None) => return Err(Problem::invalid("end_date", "required")),
    };
    if from > until || now.since(from) > SPAN {
        return Err(Problem::invalid("start_date, end_date", "out_of_range"));
    }
    let found = work::client::updates(&api.app, &client.actor(), from, until).await?;
    let items = found.into_iter().map(|u| update_node(api, ask, u)).collect();
    Ok(Answer::new("service_request_updates", Node::List("request_update", items)))
}

fn update_node(api: &Api, ask: &Ask, update: Update) -> Node {
    let text = words::step(ask.lang, &update.kind, update.office.as_deref(), update.text.as_deref());
    let photo = super::media::links(api, &update.photos).into_iter().next();
    Node::Fields(vec![
        ("update_id", update.id.into()),
        ("service_request_id", update.number.into()),
        ("status", update.progress.name().into()),
        ("updated_datetime", update.at.into()),
        ("description", text.into()),
        ("media_url", photo.into()),
        ("external_status_code", update.kind.into()),
    ])
}

pub(super) async fn post(State(api): State<Api>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let ask = Ask::of(&parts);
    let done = take(&api, &ask, Request::from_parts(parts, body)).await;
    ask.answer(done)
}

async fn take(api: &Api, ask: &Ask, request: Request) -> Done {
    let form = Form::read(request).await?;
    let (params, query) = (form.params()?, ask.params()?);
    jurisdiction(api, params.get("jurisdiction_id").or_else(|| query.get("jurisdiction_id")))?;
    let client = known(api, ask.key(&[&params, &query])).await?;
    let mut saying = saying(&params, form.has_pictures())?;
    let content = form.content();
    drop(params);
    if form.has_pictures() {
        saying.photos = form.keep(api, &client.actor(), PhotoRole::Supplement).await?;
    }
    let said = work::client::say(&api.app, &client, &content, saying).await;
    let id = said.map_err(|p| match (p.status, p.code) {
        (404, _) => Problem::new(400, "not_own"),
        (409, "key_reused") => Problem::new(400, "already_said"),
        _ => p,
    })?;
    let update = Node::Fields(vec![("update_id", id.into())]);
    Ok(Answer::new("service_request_updates", Node::List("request_update", vec![update])))
}

/// What stands in the parameters. Who wrote it is not kept: the report has its reporter.
fn saying(params: &Params<'_>, pictures: bool) -> Result<Saying, Problem> {
    let required = |name: &'static str| params.get(name).ok_or_else(|| Problem::invalid(name, "required"));
    let number = required("service_request_id")?.to_owned();
    let id = required("update_id")?.to_owned();
    if id.len() > NUMBER {
        return Err(Problem::invalid("update_id", "too_long"));
    }
    required("updated_datetime")?;
    moment(params, "updated_datetime")?;
    let status = required("status")?.to_ascii_uppercase().replace(' ', "_");
    let known = STATES.iter().find(|(name, _)| *name == status);
    let (_, wish) = known.ok_or_else(|| Problem::invalid("status", "unknown"))?;
    let wish = rating(params)?.or(*wish).unwrap_or(Wish::Tell);
    let links = links(params)?;
    let text = match params.get("description") {
        Some(text) => text.to_owned(),
        None if pictures || !links.is_empty() || !matches!(wish, Wish::Tell | Wish::Reopen) => String::new(),
        None => return Err(Problem::invalid("description", "required")),
    };
    let lines: Vec<String> = std::iter::once(text).filter(|t| !t.is_empty()).chain(links).collect();
    Ok(Saying { number, id, text: lines.join("\n"), photos: Vec::new(), wish })
}

/// 评价, ours: `attribute[solved]` and `attribute[stars]`, both or neither.
fn rating(params: &Params<'_>) -> Result<Option<Wish>, Problem> {
    match (params.attribute("solved"), params.attribute("stars")) {
        (None, None) => Ok(None),
        (Some(solved), Some(stars)) => {
            let stars = stars.parse().map_err(|_| Problem::invalid("attribute[stars]", "malformed"))?;
            Ok(Some(Wish::Rate { solved: yes_or_no("attribute[solved]", solved)?, stars }))
        }
        (None, Some(_)) => Err(Problem::invalid("attribute[solved]", "required")),
        (Some(_), None) => Err(Problem::invalid("attribute[stars]", "required")),
    }
}
