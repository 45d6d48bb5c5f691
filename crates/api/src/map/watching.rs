//! Who looks at figures: somebody who is signed in, or a screen with a token of its own.

use crate::actor::Signed;
use crate::problem::{Answer, Refused};
use crate::settings::Api;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use domain::people::Actor;
use identity::session::Transport;
use work::hazard::Watcher;
use work::map::display_actor;

/// Somebody signed in, or a display.
pub(crate) struct Watching {
    pub(crate) watcher: Watcher,
}

impl Watching {
    pub(crate) fn actor(&self) -> Actor {
        self.watcher.actor()
    }

    /// 大屏: everybody in the hall reads along.
    pub(crate) fn is_display(&self) -> bool {
        matches!(self.watcher, Watcher::Display { .. })
    }
}

/// The display's cookie. `__Host-` makes the browser refuse one set by a sister host.
pub(super) fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Https => "__Host-mashang-display",
        Transport::LoopbackHttp => "mashang-display",
    }
}

impl FromRequestParts<Api> for Watching {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Answer<Self> {
        let refused = match Signed::from_request_parts(parts, api).await {
            Ok(Signed(signed_in)) => return Ok(Self { watcher: Watcher::Signed(Box::new(signed_in)) }),
            Err(refused) => refused,
        };
        let name = cookie_name(api.transport());
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
        let pairs = cookies.flat_map(|c| c.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let token = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value.to_owned()).next();
        match token {
            Some(token) if parts.method.is_safe() => match display_actor(&api.app, &token).await? {
                Some(actor) => Ok(Self { watcher: Watcher::Display { actor, token } }),
                None => Err(refused),
            },
            _ => Err(refused),
        }
    }
}
