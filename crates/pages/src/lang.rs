//! The reader's language: what was chosen here, then what the browser asks for, then Chinese.

use crate::words::Lang;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

const COOKIE: &str = "lang";
const YEAR: u32 = 31_536_000;

fn parse(text: &str) -> Option<Lang> {
    let text = text.trim().to_ascii_lowercase();
    match text.split(['-', '_']).next() {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// The language that the headers ask for.
pub(crate) fn of(headers: &HeaderMap) -> Lang {
    let cookies =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let chosen = cookies.filter_map(|c| c.trim().split_once('=')).find(|(name, _)| *name == COOKIE);
    if let Some(lang) = chosen.and_then(|(_, value)| parse(value)) {
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

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(of(&parts.headers))
    }
}

/// `?lang=en` on any page remembers the choice and comes back to the page without it.
pub(crate) async fn choose(
    State(pages): State<crate::state::Pages>,
    request: Request,
    next: Next,
) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let chosen = query.split('&').filter_map(|p| p.strip_prefix("lang=")).find_map(parse);
    let (Some(lang), &Method::GET) = (chosen, request.method()) else { return next.run(request).await };
    let rest: Vec<&str> = query.split('&').filter(|p| !p.starts_with("lang=")).collect();
    // A path that begins with two slashes would lead to another host.
    let path = format!("/{}", request.uri().path().trim_start_matches('/'));
    let target = if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) };
    let secure = if pages.settings.secure_cookies { "; Secure" } else { "" };
    let tag = if lang == Lang::En { "en" } else { "zh" };
    let cookie = format!("{COOKIE}={tag}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly{secure}");
    match (HeaderValue::from_str(&target), HeaderValue::from_str(&cookie)) {
        (Ok(target), Ok(cookie)) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, target), (header::SET_COOKIE, cookie)])
                .into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(language: &str, cookie: &str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        of(&headers)
    }

    #[test]
    fn the_choice_then_the_browser_then_chinese() {
        assert_eq!(asked("en-GB,en;q=0.9,zh;q=0.8", ""), Lang::En);
        assert_eq!(asked("zh-CN,en;q=0.5", ""), Lang::Zh);
        assert_eq!(asked("fr,en;q=0.4,zh-TW;q=0.6", ""), Lang::Zh);
        assert_eq!(asked("fr", ""), Lang::Zh);
        assert_eq!(asked("", ""), Lang::Zh);
        assert_eq!(asked("zh-CN", "a=b; lang=en"), Lang::En);
        assert_eq!(asked("en", "lang=<script>"), Lang::En);
        assert_eq!(asked("en;q=x", ""), Lang::Zh);
    }
}
