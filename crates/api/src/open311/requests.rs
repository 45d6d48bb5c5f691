//! GET requests, GET requests/{id}.

use super::ask::{Answer, Ask, Done, Name, client, jurisdiction, moment, number, position, viewer};
use super::document::{Format, Node};
use super::params::Params;
use super::words;
use crate::settings::Api;
use axum::extract::State;
use axum::response::Response;
use domain::calendar::Instant;
use domain::hazard::StageCode;
use domain::people::Actor;
use identity::receipt::ReceiptNumber;
use work::Problem;
use work::client::{ListedRequests, MOST, Mark, Request, Wanted};

/// The longest span of time that one question covers.
pub(super) const SPAN: i64 = 90 * Instant::DAY;
/// The most services of one question.
const SERVICES: usize = 100;
/// Requests that one question pages through at most: what lies before a page is counted off each time. Whoever wants
/// more follows the `Link` to the next page, which begins where this one ends (`start_after`).
const DEEPEST: usize = 50_000;
/// The widest circle, in metres.
const RADIUS: usize = 50_000;

pub(super) async fn list(State(api): State<Api>, request: axum::extract::Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let done = find(&api, &ask, None).await;
    ask.answer(done)
}

pub(super) async fn one(
    State(api): State<Api>,
    Name(name): Name,
    request: axum::extract::Request,
) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let done = match Format::split(&name) {
        Some((number, _)) => find(&api, &ask, Some(number)).await,
        None => Err(Problem::not_found()),
    };
    ask.answer(done)
}

async fn find(api: &Api, ask: &Ask, number: Option<&str>) -> Done {
    let params = ask.params()?;
    jurisdiction(api, params.get("jurisdiction_id"))?;
    let client = client(api, ask.key(&[&params])).await?;
    let viewer = viewer(client.as_ref());
    let extended = params.get("extensions").is_some_and(|v| v.eq_ignore_ascii_case("true"));
    let found = match number {
        Some(number) => {
            let found = vec![one_by_number(api, &viewer, number, extended).await?];
            ListedRequests { requests: found, next: None }
        }
        None => {
            let now = api.app.store().surroundings().now();
            let wanted = wanted(api, &params, now, extended)?;
            match wanted {
                Some(wanted) => work::client::requests(&api.app, &viewer, wanted).await?,
                None => ListedRequests { requests: Vec::new(), next: None },
            }
        }
    };
    let items = found.requests.iter().map(|r| request_node(api, ask, r, extended)).collect();
    let next = found.next.map(|mark| ask.next(&format!("{}-{}", mark.at.0, mark.number)));
    Ok(Answer { next, ..Answer::new("service_requests", Node::List("request", items)) })
}

async fn one_by_number(api: &Api, viewer: &Actor, number: &str, notes: bool) -> Result<Request, Problem> {
    let found = work::client::request(&api.app, viewer, number, notes).await;
    found.map_err(|p| match p.status {
        404 => Problem::new(404, "request").with("service_request_id", number),
        _ => p,
    })
}

/// What the parameters ask for; nothing when they can match nothing.
fn wanted(api: &Api, params: &Params<'_>, now: Instant, notes: bool) -> Result<Option<Wanted>, Problem> {
    let ids = params.list("service_request_id");
    if !ids.is_empty() {
        if ids.len() > MOST {
            return Err(Problem::invalid("service_request_id", "too_many"));
        }
        let mut numbers: Vec<String> =
            ids.iter().filter_map(|id| Some(ReceiptNumber::parse(id).ok()?.as_str().to_owned())).collect();
        numbers.sort();
        numbers.dedup();
        return Ok((!numbers.is_empty()).then_some(Wanted { numbers, notes, ..Wanted::default() }));
    }
    let updated = match (moment(params, "updated_after")?, moment(params, "updated_before")?) {
        (None, None) => None,
        (from, until) => Some(ordered("updated_after", from.unwrap_or(Instant(0)), until.unwrap_or(now))?),
    };
    let take = number(params, "page_size", 1..=MOST)?.unwrap_or(MOST);
    let page = number(params, "page", 1..=DEEPEST / take)?.unwrap_or(1);
    Ok(Some(Wanted {
        services: services(api, params)?,
        closed: closed(params)?,
        reported: reported(params, now, updated.is_some())?,
        updated,
        near: near(params)?,
        after: start_after(params)?,
        skip: (page - 1) * take,
        take,
        notes,
        ..Wanted::default()
    }))
}

/// Where the list goes on, as the link of the page before says it: a time in milliseconds, and a number.
fn start_after(params: &Params<'_>) -> Result<Option<Mark>, Problem> {
    let Some(text) = params.get("start_after") else { return Ok(None) };
    let mark = text.split_once('-').and_then(|(at, number)| {
        let number = ReceiptNumber::parse(number).ok()?.as_str().to_owned();
        Some(Mark { at: Instant(at.parse().ok().filter(|at| *at >= 0)?), number })
    });
    mark.map(Some).ok_or_else(|| Problem::invalid("start_after", "malformed"))
}

fn ordered(name: &'static str, from: Instant, until: Instant) -> Result<(Instant, Instant), Problem> {
    if from > until { Err(Problem::invalid(name, "out_of_range")) } else { Ok((from, until)) }
}

/// The span of reporting: ninety days at most; the last ninety when nothing is said. Who asks for changes is not
/// bound to lately reported ones.
fn reported(params: &Params<'_>, now: Instant, changes: bool) -> Result<Option<(Instant, Instant)>, Problem> {
    let (from, until) = match (moment(params, "start_date")?, moment(params, "end_date")?) {
        (None, None) if changes => return Ok(None),
        (None, None) => (now.plus(-SPAN), now),
        (Some(from), None) => (from, from.plus(SPAN).min(now.max(from))),
        (None, Some(until)) => (until.plus(-SPAN), until),
        (Some(from), Some(until)) => (from, until),
    };
    if until.since(from) > SPAN {
        return Err(Problem::invalid("start_date, end_date", "out_of_range"));
    }
    ordered("start_date", from, until).map(Some)
}

fn services(api: &Api, params: &Params<'_>) -> Result<Vec<String>, Problem> {
    let mut codes = params.list("service_code");
    codes.sort();
    codes.dedup();
    if codes.len() > SERVICES {
        return Err(Problem::invalid("service_code", "too_many"));
    }
    let catalogue = api.app.catalogue();
    match codes.iter().find(|c| catalogue.minor(c).is_none()) {
        Some(unknown) => Err(Problem::new(404, "service").with("service_code", unknown)),
        None => Ok(codes),
    }
}

fn closed(params: &Params<'_>) -> Result<Option<bool>, Problem> {
    let (mut open, mut closed) = (false, false);
    for status in params.list("status") {
        match status.to_ascii_lowercase().as_str() {
            "open" => open = true,
            "closed" => closed = true,
            _ => return Err(Problem::invalid("status", "unknown")),
        }
    }
    Ok((open != closed).then_some(closed))
}

fn near(params: &Params<'_>) -> Result<Option<(domain::place::Position, f64)>, Problem> {
    let radius = match params.get("radius") {
        Some(text) => {
            let metres: f64 = text.parse().map_err(|_| Problem::invalid("radius", "malformed"))?;
            if !(1.0..=RADIUS as f64).contains(&metres) {
                return Err(Problem::invalid("radius", "out_of_range"));
            }
            Some(metres)
        }
        None => None,
    };
    match (position(params)?, radius) {
        (None, None) => Ok(None),
        (Some(centre), Some(metres)) => Ok(Some((centre, metres))),
        (Some(_), None) => Err(Problem::invalid("radius", "required")),
        (None, Some(_)) => Err(Problem::invalid("lat, long", "required")),
    }
}

/// 受理情况 in CitySDK's words.
fn detailed_status(stage: StageCode) -> &'static str {
    use StageCode as S;
    match stage {
        S::Reported => "RECEIVED",
        S::Supplement | S::Suspended => "PENDING",
        S::Rejected => "REJECTED",
        S::Closed | S::FollowUp | S::Archived => "PROCESSED",
        _ => "IN_PROCESS",
    }
}

fn request_node(api: &Api, ask: &Ask, request: &Request, extended: bool) -> Node {
    let lang = ask.lang;
    let catalogue = api.app.catalogue();
    let minor = request.service.as_deref().and_then(|code| catalogue.minor(code));
    let name = minor.map(|m| words::in_lang(lang, &m.name, &m.name_en).to_owned());
    let mut media = super::media::links(api, &request.photos);
    media.extend(request.links.iter().cloned());
    let mut fields: Vec<(&'static str, Node)> = vec![
        ("service_request_id", request.number.clone().into()),
        ("status", if request.is_open() { "open" } else { "closed" }.into()),
        ("status_notes", words::status_notes(lang, request).into()),
        ("service_name", name.into()),
        ("service_code", request.service.clone().into()),
        ("description", request.description.clone().into()),
        ("agency_responsible", request.agency.as_ref().map(|a| words::agency(lang, a)).into()),
        ("service_notice", Node::Null),
        ("requested_datetime", request.requested_at.into()),
        ("updated_datetime", request.updated_at.into()),
        ("expected_datetime", request.expected_at.into()),
        ("address", request.address.clone().into()),
        ("address_id", request.place.map(|p| p.to_string()).into()),
        ("zipcode", Node::Null),
        ("lat", request.position.map_or(Node::Null, |p| Node::Degrees(p.lat_e7))),
        ("long", request.position.map_or(Node::Null, |p| Node::Degrees(p.lon_e7))),
        ("media_url", media.first().cloned().into()),
    ];
    if extended {
        let urls = media.into_iter().map(Node::from).collect();
        fields.push(("media_urls", Node::List("media_url", urls)));
        fields.push(("extended_attributes", extended_attributes(ask, request)));
    }
    Node::Fields(fields)
}

fn extended_attributes(ask: &Ask, request: &Request) -> Node {
    let stage = serde_json::to_value(request.stage).ok().and_then(|v| v.as_str().map(str::to_owned));
    let notes = request.notes.iter().map(|note| {
        let office = note.agency.as_ref().map(|a| words::agency(ask.lang, a));
        let text = words::step(ask.lang, &note.kind, office.as_deref(), note.text.as_deref());
        Node::Fields(vec![
            ("datetime", note.at.into()),
            ("description", text.into()),
            ("type", note.kind.clone().into()),
        ])
    });
    Node::Fields(vec![
        ("detailed_status", detailed_status(request.stage).into()),
        ("progress", request.progress.name().into()),
        ("stage", stage.into()),
        ("notes", Node::List("note", notes.collect())),
    ])
}
