//! 实时动态: what the log numbers, to whoever may see it, as it happens. Ids, codes and times only, never words.
//!
//! One task per process reads each event once; every viewer's own feed decides what is shown. A viewer who cannot
//! keep up is told to load anew, and so is one who was away for long.

use super::Looker;
use super::list::state;
use super::view::may_see;
use crate::people::{SignedIn, session};
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Event, Hazard, Words};
use domain::ids::District;
use domain::ledger::Noun;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Connection, EngineError, Entry, queries};
use tokio::sync::broadcast::{self, error::RecvError};
use uuid::Uuid;

/// Changes that wait for a viewer before it has to load anew.
const BUFFER: usize = 512;
/// Events that are read with one visit to the database.
const TOGETHER: usize = 128;
/// How far back a viewer who was away is told what happened.
const BACK: i64 = 1_000;
/// How often it is asked whether the session still holds.
const CHECK: Duration = Duration::from_secs(30);

/// One event with the hazard as it stands.
struct Change {
    index: u64,
    sequence: u32,
    kind: String,
    at: Instant,
    event: Option<Event>,
    hazard: Hazard,
}

/// What a viewer is told of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LiveChange)]
pub struct Told {
    /// The hazard.
    pub hazard: Uuid,
    /// The event's number in its history, as far as this viewer may know it.
    pub sequence: u32,
    /// What happened.
    pub kind: String,
    /// Where the hazard stands now.
    #[schema(value_type = crate::names::Stage)]
    pub stage: String,
    /// 街道 code.
    pub street: Option<String>,
    /// 类别 code.
    pub category: Option<String>,
    /// 危及生命.
    pub life_danger: bool,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
}

/// What a feed brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    /// It begins after this number of the log.
    Hello(u64),
    /// Something happened: its number in the log, and what.
    Change(u64, Told),
    /// What is shown may be old: load it anew. The feed ends.
    Reload(&'static str),
}

/// A change; nothing when some were missed.
type Message = Option<Arc<Change>>;

/// Where feeds come from; one for a process.
#[derive(Clone, Default)]
pub struct Changes {
    sender: Arc<Mutex<Option<broadcast::Sender<Message>>>>,
}

impl Changes {
    /// Subscribes; the task that reads the log runs while somebody does.
    fn subscribe(&self, app: &App) -> broadcast::Receiver<Message> {
        let mut sender = self.sender.lock().unwrap_or_else(|p| p.into_inner());
        if let Some(sender) = sender.as_ref() {
            return sender.subscribe();
        }
        let (made, receiver) = broadcast::channel(BUFFER);
        *sender = Some(made);
        let (app, hub, entries) = (app.clone(), self.clone(), app.store().follow());
        tokio::spawn(async move { hub.run(app, entries).await });
        receiver
    }

    /// Passes on; false when nobody listens any more, and then the next one begins anew.
    fn send(&self, change: Message) -> bool {
        let mut sender = self.sender.lock().unwrap_or_else(|p| p.into_inner());
        let listening = sender.as_ref().is_some_and(|s| s.receiver_count() > 0 && s.send(change).is_ok());
        if !listening {
            *sender = None;
        }
        listening
    }

    async fn run(self, app: App, mut entries: broadcast::Receiver<Entry>) {
        loop {
            let mut batch = Vec::new();
            let first = entries.recv().await;
            let mut next = Some(first);
            let mut missed = false;
            while let Some(entry) = next.take() {
                match entry {
                    Ok(entry) if entry.noun == Noun::Hazard && entry.district == app.district() => {
                        batch.push(entry);
                    }
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => missed = true,
                    Err(RecvError::Closed) => return,
                }
                if batch.len() < TOGETHER {
                    next = entries.try_recv().ok().map(Ok);
                }
            }
            let district = app.district();
            let read = app.store().read(move |c| read(c, district, &batch)).await;
            let read = read.unwrap_or_else(|error| {
                tracing::warn!(%error, "what happened could not be read for those who watch");
                missed = true;
                Vec::new()
            });
            let messages =
                read.into_iter().map(|change| Some(Arc::new(change))).chain(missed.then_some(None));
            for message in messages {
                if !self.send(message) {
                    return;
                }
            }
            // Between changes too: a task for which nobody waits would run on.
            if !self.is_watched() {
                return;
            }
        }
    }

    fn is_watched(&self) -> bool {
        let mut sender = self.sender.lock().unwrap_or_else(|p| p.into_inner());
        let watched = sender.as_ref().is_some_and(|s| s.receiver_count() > 0);
        if !watched {
            *sender = None;
        }
        watched
    }

    /// A feed for somebody who is signed in, from what the viewer saw last.
    pub async fn feed(&self, app: &App, watcher: Watcher, last: Option<u64>) -> Result<Feed, Problem> {
        may(&watcher.actor(), Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
        // First listened, then looked back: nothing falls in between.
        let receiver = self.subscribe(app);
        let district = app.district();
        let (size, from, missed) = app
            .store()
            .read(move |c| {
                let size = c.query(queries::ledger::LOG_SIZE, &[district.into()])?;
                let size = size.first().map_or(Ok(0), |row| row.int(0))?;
                let from =
                    last.map_or(size, |last| i64::try_from(last).unwrap_or(i64::MAX).saturating_add(1));
                if size.saturating_sub(from) > BACK || from > size {
                    return Ok((size, from, None));
                }
                Ok((size, from, Some(since(c, district, from)?)))
            })
            .await?;
        let mut waiting = VecDeque::new();
        match missed {
            Some(missed) => {
                waiting.push_back(Next::Hello(u64::try_from(from).unwrap_or_default()));
                waiting.extend(missed.into_iter().map(|change| Next::Change(Arc::new(change))));
            }
            None => waiting.push_back(Next::Reload("behind")),
        }
        let told = u64::try_from(size).unwrap_or_default();
        let stopping = app.stopping();
        let mut check = tokio::time::interval(CHECK);
        check.reset();
        let actor = watcher.actor();
        Ok(Feed { app: app.clone(), watcher, actor, receiver, waiting, told, stopping, check, ended: false })
    }
}

/// Events of hazards in the log from a number on.
fn since(connection: &mut dyn Connection, district: District, from: i64) -> Result<Vec<Change>, EngineError> {
    let rows =
        connection.query(queries::ledger::LOG_ENTRIES, &[district.into(), from.into(), BACK.into()])?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let (index, sequence) = (row.int(0)? as u64, row.int(3)? as u32);
        if let Some(noun @ Noun::Hazard) = Noun::from_number(row.int(1)?) {
            entries.push(Entry { district, index, noun, stream: row.id(2)?, sequence });
        }
    }
    read(connection, district, &entries)
}

fn read(
    connection: &mut dyn Connection,
    district: District,
    entries: &[Entry],
) -> Result<Vec<Change>, EngineError> {
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let key = [district.into(), entry.stream.into(), entry.sequence.into()];
        let Some(row) = connection.query(queries::ledger::EVENT, &key)?.into_iter().next() else { continue };
        let states = connection.query(queries::hazard::STATE, &[district.into(), entry.stream.into()])?;
        let Some(kept) = states.first() else { continue };
        all.push(Change {
            index: entry.index,
            sequence: entry.sequence,
            kind: row.text(8)?.to_owned(),
            at: Instant(row.int(4)?),
            event: serde_json::from_str(row.text(9)?).ok(),
            hazard: state(kept.text(0)?)?,
        });
    }
    Ok(all)
}

/// Returns when the process is told to stop.
async fn stopped(stopping: &mut tokio::sync::watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

enum Next {
    Hello(u64),
    Change(Arc<Change>),
    Reload(&'static str),
}

/// Who listens: somebody signed in, or a screen with a token of its own.
pub enum Watcher {
    /// Somebody signed in.
    Signed(Box<SignedIn>),
    /// 大屏.
    Display {
        /// As whom it looks.
        actor: Actor,
        /// What it showed.
        token: String,
    },
}

impl Watcher {
    /// As whom it looks.
    pub fn actor(&self) -> Actor {
        match self {
            Watcher::Signed(signed_in) => signed_in.actor(),
            Watcher::Display { actor, .. } => actor.clone(),
        }
    }

    /// The same as it stands now; nothing when its session or token has ended.
    async fn renewed(&self, app: &App) -> Result<Option<Self>, Problem> {
        match self {
            Watcher::Signed(signed_in) => match session(app, signed_in.token.clone()).await {
                Ok(now) => Ok((!now.second_factor_due).then(|| Watcher::Signed(Box::new(now)))),
                Err(problem) if problem.status == 401 => Ok(None),
                Err(problem) => Err(problem),
            },
            Watcher::Display { token, .. } => {
                let actor = crate::map::display_actor(app, token).await?;
                Ok(actor.map(|actor| Watcher::Display { actor, token: token.clone() }))
            }
        }
    }
}

/// What one viewer is told, one after the other.
pub struct Feed {
    app: App,
    watcher: Watcher,
    actor: Actor,
    receiver: broadcast::Receiver<Message>,
    waiting: VecDeque<Next>,
    /// Up to which number of the log everything was told.
    told: u64,
    stopping: tokio::sync::watch::Receiver<bool>,
    check: tokio::time::Interval,
    ended: bool,
}

impl Feed {
    /// What comes next; nothing when the feed has ended.
    pub async fn next(&mut self) -> Option<Live> {
        loop {
            if self.ended {
                return None;
            }
            let next = match self.waiting.pop_front() {
                Some(next) => next,
                None => self.wait().await?,
            };
            match next {
                Next::Hello(from) => return Some(Live::Hello(from)),
                Next::Reload(reason) => {
                    self.ended = true;
                    return Some(Live::Reload(reason));
                }
                Next::Change(change) => {
                    if let Some(told) = self.tell(&change) {
                        return Some(Live::Change(change.index, told));
                    }
                }
            }
        }
    }

    async fn wait(&mut self) -> Option<Next> {
        loop {
            tokio::select! {
                change = self.receiver.recv() => match change {
                    // What was looked up at the beginning comes a second time.
                    Ok(Some(change)) if change.index < self.told => {}
                    Ok(Some(change)) => return Some(Next::Change(change)),
                    Ok(None) | Err(RecvError::Lagged(_)) => return Some(Next::Reload("behind")),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.check.tick() => match self.watcher.renewed(&self.app).await {
                    Ok(Some(watcher)) => {
                        // Roles that changed hold from now on.
                        self.actor = watcher.actor();
                        self.watcher = watcher;
                    }
                    Ok(None) => return Some(Next::Reload("session")),
                    // The store may be back at the next look.
                    Err(_) => {}
                },
                () = stopped(&mut self.stopping) => return None,
            }
        }
    }

    /// What this viewer may know of a change.
    fn tell(&self, change: &Change) -> Option<Told> {
        let looker = Looker::of(&self.actor, &self.app.registers());
        let event = change.event.as_ref()?;
        let known = may_see(&self.actor, &change.hazard) && looker.may_know_of(&change.hazard);
        if !known || !looker.is_told(&change.hazard, event, change.at) {
            return None;
        }
        // A screen in a hall hears of what an employee reported once it is filed, and of what is done with it.
        let in_a_hall = matches!(self.watcher, Watcher::Display { .. });
        if in_a_hall && change.hazard.is_confidential() && !(change.hazard.is_counted() && event.is_work()) {
            return None;
        }
        let kept = looker.is_kept_from(&change.hazard);
        let (hazard, _) = looker.seen(change.hazard.clone(), Words::none());
        Some(Told {
            hazard: hazard.id.0,
            // What was left out between would show.
            sequence: if kept { hazard.version } else { change.sequence },
            kind: change.kind.clone(),
            stage: word(&hazard.stage.code()),
            street: hazard.street.clone(),
            category: hazard.filing.as_ref().map(|f| f.category.clone()).or_else(|| hazard.kind.clone()),
            life_danger: hazard.life_danger,
            at: change.at,
        })
    }
}
