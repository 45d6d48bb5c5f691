//! POST requests: the fast way in. One look-up in memory for the key, one command, an answer from what it gave back.

use super::ask::{Answer, Ask, Done, client, jurisdiction, moment_of, position};
use super::document::Node;
use super::form::Form;
use super::params::Params;
use super::words;
use crate::address::Caller;
use crate::settings::Api;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::hazard::{Channel, PhotoRole};
use domain::ids::PlaceId;
use domain::people::Actor;
use domain::place::Position;
use identity::vault::Reporter;
use std::net::IpAddr;
use std::sync::Arc;
use store::Key;
use work::Problem;
use work::client::Client;
use work::hazard::NewReport;

/// The longest name, number or address of mail, in characters.
const LINE: usize = 200;
/// The longest address of a picture elsewhere, in characters.
const LINK: usize = 2_000;
/// The most of them.
const LINKS: usize = 9;
/// The most of all other attributes together, in characters.
const ATTRIBUTES: usize = 4_000;
/// Attributes that have a place of their own in a report.
const OWN: [&str; 4] = ["life_danger", "place", "captured_at", "fixmystreet_id"];

pub(super) async fn post(State(api): State<Api>, Caller(address): Caller, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let ask = Ask::of(&parts);
    let repeat = parts.headers.get("idempotency-key").map(|v| v.to_str().unwrap_or_default().to_owned());
    let done = take(&api, &ask, address, repeat, Request::from_parts(parts, body)).await;
    ask.answer(done)
}

async fn take(
    api: &Api,
    ask: &Ask,
    address: Option<IpAddr>,
    repeat: Option<String>,
    request: Request,
) -> Done {
    let form = Form::read(request).await?;
    let (params, query) = (form.params()?, ask.params()?);
    jurisdiction(api, params.get("jurisdiction_id").or_else(|| query.get("jurisdiction_id")))?;
    let client = client(api, ask.key(&[&params, &query])).await?;
    let actor = author(api, client.as_ref(), address, form.has_pictures())?;
    let mut report = report(api, ask, &params, &actor)?;
    let key = key(client.as_ref(), &params, repeat, &form)?;
    drop(params);
    if form.has_pictures() && !is_repeated(api, key.as_ref()).await? {
        report.photos = form.keep(api, &actor, PhotoRole::Before).await?;
    }
    let receipt = work::hazard::report(&api.app, actor, key, report).await?;
    let notice = words::received(ask.lang, &receipt.number, &receipt.link(&api.app));
    let request = vec![
        ("service_request_id", receipt.number.into()),
        ("service_notice", notice.into()),
        ("account_id", Node::Null),
    ];
    Ok(Answer::new("service_requests", Node::List("request", vec![Node::Fields(request)])))
}

/// As whom it is reported. Without a key, where that is allowed, strangers may do so as often as on the public page.
fn author(
    api: &Api,
    client: Option<&Arc<Client>>,
    address: Option<IpAddr>,
    pictures: bool,
) -> Result<Actor, Problem> {
    if let Some(client) = client {
        return Ok(client.actor());
    }
    if !api.settings.open311_open {
        return Err(Problem::new(403, "key_required"));
    }
    if let Some(address) = address {
        let limiters = api.app.limiters();
        limiters.report.address(address)?;
        if pictures {
            limiters.photo.address(address)?;
        }
    }
    Ok(Actor::Public)
}

/// The client's own number of the report, or the header: sent again, it is carried out once.
fn key(
    client: Option<&Arc<Client>>,
    params: &Params<'_>,
    header: Option<String>,
    form: &Form,
) -> Result<Option<Key>, Problem> {
    let Some(name) = header.as_deref().or_else(|| params.get("client_request_id")) else { return Ok(None) };
    if name.is_empty() || name.len() > LINE {
        let field = if header.is_some() { "Idempotency-Key" } else { "client_request_id" };
        return Err(Problem::invalid(field, "malformed"));
    }
    let scope = client.map_or_else(|| "open311/anybody".to_owned(), |c| format!("open311/{}", c.unit));
    Ok(Some(Key::new(&scope, name, &form.content())))
}

/// Pictures of a report that is sent again are not kept again.
async fn is_repeated(api: &Api, key: Option<&Key>) -> Result<bool, Problem> {
    match key {
        Some(key) => work::client::is_known(&api.app, key).await,
        None => Ok(false),
    }
}

fn report(api: &Api, ask: &Ask, params: &Params<'_>, actor: &Actor) -> Result<NewReport, Problem> {
    let Some(category) = params.get("service_code") else {
        return Err(Problem::invalid("service_code", "required"));
    };
    // The specification does not ask for a description; the desk needs words.
    let text = match params.get("description") {
        Some(text) => text.to_owned(),
        None => {
            let catalogue = api.app.catalogue();
            let unknown = || Problem::new(404, "service").with("service_code", category);
            let minor = catalogue.minor(category).ok_or_else(unknown)?;
            words::in_lang(ask.lang, &minor.name, &minor.name_en).to_owned()
        }
    };
    let place = match params.get("address_id") {
        Some(id) => Some(id.parse::<PlaceId>().map_err(|_| Problem::new(404, "not_found"))?),
        None => None,
    };
    let (words, parts) = (params.get("address_string"), params.attribute("place"));
    let address =
        [words, parts.filter(|p| Some(*p) != words)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let external = match params.attribute("fixmystreet_id") {
        Some(number) => vec![("fixmystreet".to_owned(), line("attribute[fixmystreet_id]", number)?)],
        None => Vec::new(),
    };
    Ok(NewReport {
        text,
        address,
        category: Some(category.to_owned()),
        place,
        position: nearby(api, position(params)?)?,
        life_danger: params
            .attribute("life_danger")
            .map_or(Ok(false), |said| yes_or_no("attribute[life_danger]", said))?,
        reporter: reporter(params)?,
        captured_at: moment_of("attribute[captured_at]", params.attribute("captured_at"))?,
        channel: matches!(actor, Actor::Public).then_some(Channel::Open311),
        external,
        more: more(params)?,
        ..NewReport::default()
    })
}

/// A position far outside of the district was meant for another one, or is a mistake in the numbers.
fn nearby(api: &Api, position: Option<Position>) -> Result<Option<Position>, Problem> {
    match (position, api.extent()) {
        (Some(position), Some(extent)) if !extent.holds(position) => {
            Err(Problem::invalid("lat, long", "outside_the_district"))
        }
        _ => Ok(position),
    }
}

/// What a question with two answers was answered with. A third one is refused: taken for no it could cost a life.
pub(super) fn yes_or_no(field: &'static str, text: &str) -> Result<bool, Problem> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "on" | "1" | "是" | "有" => Ok(true),
        "no" | "n" | "false" | "off" | "0" | "否" | "无" | "" => Ok(false),
        _ => Err(Problem::invalid(field, "malformed")),
    }
}

fn line(field: &'static str, text: &str) -> Result<String, Problem> {
    if text.chars().count() > LINE { Err(Problem::invalid(field, "too_long")) } else { Ok(text.to_owned()) }
}

/// Who reports, for the vault. Numbers of devices and accounts are not kept: they would only help to find somebody.
fn reporter(params: &Params<'_>) -> Result<Option<Reporter>, Problem> {
    let given = |name: &'static str| -> Result<Option<String>, Problem> {
        // FixMyStreet writes a dash for a name that it does not know.
        params.get(name).filter(|v| *v != "-").map(|v| line(name, v)).transpose()
    };
    let name = match (given("first_name")?, given("last_name")?) {
        (Some(first), Some(last)) if first.is_ascii() && last.is_ascii() => Some(format!("{first} {last}")),
        // 姓在前.
        (Some(first), Some(last)) => Some(format!("{last}{first}")),
        (first, last) => first.or(last),
    };
    let reporter = Reporter { name, phone: given("phone")?, contact: given("email")?, note: None };
    Ok((!reporter.is_empty()).then_some(reporter))
}

/// Words that came beside the description: addresses of pictures elsewhere (kept as text, never followed) and
/// attributes that have no place of their own.
fn more(params: &Params<'_>) -> Result<Vec<(&'static str, String)>, Problem> {
    let mut more = Vec::new();
    let links = links(params)?;
    if !links.is_empty() {
        more.push(("media", links.join("\n")));
    }
    let others: Vec<String> = params
        .attributes()
        .filter(|(code, _)| !OWN.contains(code))
        .map(|(code, value)| format!("{code}: {value}"))
        .collect();
    if !others.is_empty() {
        let text = others.join("\n");
        if text.chars().count() > ATTRIBUTES {
            return Err(Problem::invalid("attribute", "too_long"));
        }
        more.push(("attributes", text));
    }
    Ok(more)
}

/// The addresses of pictures elsewhere.
pub(super) fn links(params: &Params<'_>) -> Result<Vec<String>, Problem> {
    let mut links = Vec::new();
    for link in params.all("media_url") {
        let web = link.starts_with("https://") || link.starts_with("http://");
        if !web || link.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Problem::invalid("media_url", "malformed"));
        }
        if link.chars().count() > LINK {
            return Err(Problem::invalid("media_url", "too_long"));
        }
        links.push(link.to_owned());
    }
    if links.len() > LINKS { Err(Problem::invalid("media_url", "too_many")) } else { Ok(links) }
}
