//! GET tokens/{token}: here a report has its number at once, so a token is the number itself.

use super::ask::{Answer, Ask, Done, Name, client, jurisdiction, viewer};
use super::document::{Format, Node};
use crate::settings::Api;
use axum::extract::{Request, State};
use axum::response::Response;
use work::Problem;

pub(super) async fn get(State(api): State<Api>, Name(name): Name, request: Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let done = find(&api, &ask, &name).await;
    ask.answer(done)
}

async fn find(api: &Api, ask: &Ask, name: &str) -> Done {
    let params = ask.params()?;
    jurisdiction(api, params.get("jurisdiction_id"))?;
    let client = client(api, ask.key(&[&params])).await?;
    let (token, _) = Format::split(name).ok_or_else(Problem::not_found)?;
    let unknown = || Problem::new(404, "token").with("token", token);
    let found = work::client::request(&api.app, &viewer(client.as_ref()), token, false).await;
    let number = found.map_err(|p| if p.status == 404 { unknown() } else { p })?.number;
    let request = vec![("service_request_id", number.into()), ("token", token.to_owned().into())];
    Ok(Answer::new("service_requests", Node::List("request", vec![Node::Fields(request)])))
}
