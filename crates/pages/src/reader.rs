//! The reader: in which language and how large. What was chosen here, then what the browser asks for, then Chinese in
//! the usual size.

use crate::words::Lang;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

const LANGUAGE: &str = "lang";
const TYPE: &str = "type";
const LARGE: &str = "large";
const YEAR: u32 = 31_536_000;

/// Who reads the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    pub(crate) lang: Lang,
    /// 大字版.
    pub(crate) large: bool,
}

impl std::ops::Deref for Reader {
    type Target = Lang;
    fn deref(&self) -> &Lang {
        &self.lang
    }
}

fn parse(text: &str) -> Option<Lang> {
    let text = text.trim().to_ascii_lowercase();
    match text.split(['-', '_']).next() {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    cookies.filter_map(|c| c.trim().split_once('=')).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// The language that the headers ask for.
fn language(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, LANGUAGE).and_then(parse) {
        return lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut best = (0.0_f32, Lang::Zh);
    for part in accepted.split(',').take(20) {
        let mut pieces = part.split(';');
        let Some(lang) = pieces.next().and_then(parse) else { continue };
        let weight =
            pieces.find_map(|p| p.trim().strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > best.0 {
            best = (weight, lang);
        }
    }
    best.1
}

impl Reader {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self { lang: language(headers), large: cookie(headers, TYPE) == Some(LARGE) }
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// What a parameter of the query chooses, as the cookie that remembers it; nothing when it is no choice.
fn choice(parameter: &str) -> Option<(&'static str, &'static str)> {
    let (name, value) = parameter.split_once('=')?;
    match (name, value) {
        (LANGUAGE, value) => Some((LANGUAGE, if parse(value)? == Lang::En { "en" } else { "zh" })),
        (TYPE, LARGE) => Some((TYPE, LARGE)),
        (TYPE, "usual") => Some((TYPE, "usual")),
        _ => None,
    }
}

/// `?lang=en` or `?type=large` on any page remembers the choice and comes back to the page without it.
pub(crate) async fn choose(
    State(pages): State<crate::state::Pages>,
    request: Request,
    next: Next,
) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let chosen: Vec<_> = query.split('&').filter_map(choice).collect();
    if chosen.is_empty() || request.method() != Method::GET {
        return next.run(request).await;
    }
    let rest: Vec<&str> = query.split('&').filter(|p| choice(p).is_none()).collect();
    // A path that begins with two slashes would lead to another host.
    let path = format!("/{}", request.uri().path().trim_start_matches('/'));
    let target = if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) };
    let Ok(target) = HeaderValue::from_str(&target) else { return StatusCode::BAD_REQUEST.into_response() };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response();
    let secure = if pages.settings.secure_cookies { "; Secure" } else { "" };
    for (name, value) in chosen {
        let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(language: &str, cookie: &str) -> Reader {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        Reader::of(&headers)
    }

    #[test]
    fn the_choice_then_the_browser_then_chinese() {
        let lang = |language, cookie| asked(language, cookie).lang;
        assert_eq!(lang("en-GB,en;q=0.9,zh;q=0.8", ""), Lang::En);
        assert_eq!(lang("zh-CN,en;q=0.5", ""), Lang::Zh);
        assert_eq!(lang("fr,en;q=0.4,zh-TW;q=0.6", ""), Lang::Zh);
        assert_eq!(lang("fr", ""), Lang::Zh);
        assert_eq!(lang("", ""), Lang::Zh);
        assert_eq!(lang("zh-CN", "a=b; lang=en"), Lang::En);
        assert_eq!(lang("en", "lang=<script>"), Lang::En);
        assert_eq!(lang("en;q=x", ""), Lang::Zh);
    }

    #[test]
    fn large_type_is_chosen_and_nothing_else_is() {
        assert!(asked("", "lang=en; type=large").large);
        assert!(!asked("", "type=usual").large && !asked("", "type=LARGE").large && !asked("", "").large);
        assert_eq!(choice("type=large"), Some((TYPE, LARGE)));
        assert_eq!(choice("lang=en-US"), Some((LANGUAGE, "en")));
        for none in ["type=huge", "lang=fr", "lang", "large=type", ""] {
            assert_eq!(choice(none), None, "{none}");
        }
    }
}
