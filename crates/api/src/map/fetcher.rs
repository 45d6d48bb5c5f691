//! Fetches tiles from their provider: the only requests that this server sends out by itself. Never follows a
//! redirection, never waits long, never takes more than a tile can weigh.

use super::cache::{Picture, kind_of};
use std::time::Duration;
use tokio::sync::Semaphore;
use ureq::Agent;

/// The heaviest tile.
const TILE: u64 = 1 << 20;
/// Tiles that are fetched at the same time.
const AT_ONCE: usize = 12;

pub(crate) struct Fetcher {
    agent: Agent,
    places: Semaphore,
    patience: Duration,
}

/// Why there is no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTile {
    /// The provider has none there.
    NotThere,
    /// The provider refused, did not answer in time, or answered something else.
    Unavailable,
}

impl Fetcher {
    pub(crate) fn new(patience: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(patience))
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent("mashang")
            .build();
        Self { agent: config.new_agent(), places: Semaphore::new(AT_ONCE), patience }
    }

    /// Fetches one tile, when one of the few places is free in time.
    pub(crate) async fn fetch(&self, address: String) -> Result<Picture, NoTile> {
        let waited = tokio::time::timeout(self.patience, self.places.acquire()).await;
        let Ok(Ok(_place)) = waited else { return Err(NoTile::Unavailable) };
        let agent = self.agent.clone();
        let fetched = tokio::task::spawn_blocking(move || get(&agent, &address)).await;
        fetched.unwrap_or(Err(NoTile::Unavailable))
    }
}

fn get(agent: &Agent, address: &str) -> Result<Picture, NoTile> {
    let unavailable = |error: ureq::Error| {
        // The address holds the key: it is not logged.
        tracing::debug!(%error, "a tile did not come");
        NoTile::Unavailable
    };
    let mut answer = agent.get(address).call().map_err(unavailable)?;
    match answer.status().as_u16() {
        200 => {}
        204 | 404 => return Err(NoTile::NotThere),
        status => {
            tracing::warn!(status, "the provider of tiles refused");
            return Err(NoTile::Unavailable);
        }
    }
    let bytes = answer.body_mut().with_config().limit(TILE).read_to_vec().map_err(unavailable)?;
    match kind_of(&bytes) {
        Some(kind) => Ok(Picture { kind, bytes }),
        None => {
            tracing::warn!("the provider of tiles answered something that is no picture");
            Err(NoTile::Unavailable)
        }
    }
}
