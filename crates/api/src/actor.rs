//! Who asks: the session behind the cookie, read anew for every request, and the guards of requests that change
//! something.

use crate::problem::{Answer, Refused};
use crate::settings::Api;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::people::Actor;
use identity::session::token_from_cookies;
use work::Problem;
use work::people::{SignedIn, session};

/// A signed-in member of staff who may work.
pub(crate) struct Signed(pub(crate) SignedIn);

/// A signed-in member of staff who may have to enrol a second factor first.
pub(crate) struct Entering(pub(crate) SignedIn);

impl Signed {
    pub(crate) fn actor(&self) -> Actor {
        self.0.actor()
    }
}

impl FromRequestParts<Api> for Entering {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Answer<Self> {
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
        let token = cookies.filter_map(|c| token_from_cookies(c, api.transport())).next();
        let signed_in = session(&api.app, token.ok_or_else(Problem::not_signed_in)?).await?;
        if !parts.method.is_safe()
            && !parts.headers.get("x-csrf-token").is_some_and(|t| is_csrf(&signed_in, t))
        {
            return Err(Problem::new(403, "csrf").into());
        }
        Ok(Self(signed_in))
    }
}

fn is_csrf(signed_in: &SignedIn, presented: &axum::http::HeaderValue) -> bool {
    presented.to_str().is_ok_and(|text| signed_in.is_csrf(text))
}

impl FromRequestParts<Api> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Answer<Self> {
        let Entering(signed_in) = Entering::from_request_parts(parts, api).await?;
        if signed_in.second_factor_due {
            return Err(Problem::new(403, "second_factor_due").into());
        }
        Ok(Self(signed_in))
    }
}

/// Refuses what another site's page sends: browsers say where a request comes from.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    if request.method().is_safe() || comes_from_here(request.headers()) {
        return next.run(request).await;
    }
    Refused::from(Problem::new(403, "other_site")).into_response()
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        // Programs that are no browsers send none, and no cookies by themselves.
        None => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text("host")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(headers: &[(&'static str, &'static str)]) -> bool {
        let pairs = headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()));
        comes_from_here(&pairs.collect())
    }

    #[test]
    fn only_pages_of_this_site_may_change_something() {
        assert!(here(&[("host", "a.example")]));
        assert!(here(&[("host", "a.example"), ("origin", "https://a.example")]));
        assert!(here(&[
            ("host", "a.example"),
            ("origin", "https://a.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!here(&[("host", "a.example"), ("origin", "https://b.example")]));
        assert!(!here(&[("host", "a.example"), ("origin", "null")]));
        assert!(!here(&[("host", "a.example"), ("sec-fetch-site", "same-site")]));
        assert!(!here(&[
            ("host", "a.example"),
            ("origin", "https://a.example"),
            ("sec-fetch-site", "cross-site")
        ]));
    }
}
