//! Sends what is ready. A batch is one message to one recipient: what goes into it is fixed durably before anything
//! leaves the house, so that a repetition is the same message with the same id. Before each attempt it is written
//! down that one begins; a batch that was begun and never ended was interrupted. Where the recipient tells a
//! repetition by its id (webhooks, mail) it goes again; where not (short messages) it does not, and an administrator
//! sees it: at most once rather than twice.

use super::hooks;
use super::outlets::Route;
use super::settings::Known;
use super::telling::Told;
use crate::words::{self, Lang};
use crate::{App, Problem};
use channels::{Address, Channel, Failure, Message};
use domain::calendar::Instant;
use domain::ids::{PersonId, UnitId};
use domain::people::Actor;
use std::sync::Arc;
use std::time::Duration;
use store::{Command, EngineError, Halt, Tx, Value, queries};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Recipients that are looked at in one go, and messages that are under way at once.
const TOGETHER: i64 = 16;
/// Things that go in one message, at most; the rest follow in the next.
const BATCH: i64 = 40;
/// Things that one message names; of more it says how many.
const NAMED: usize = 10;
/// How long an attempt may take before it counts as interrupted, in milliseconds. Channels end sooner by themselves.
const LEASE: i64 = 90 * Instant::SECOND;
/// 放弃: after so many attempts.
const ATTEMPTS: i64 = 10;
/// The first pause; each one is twice as long, up to an hour.
const PAUSE: i64 = 30 * Instant::SECOND;
const LONGEST: i64 = Instant::HOUR;
/// How often what waits is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// What became of what was ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages delivered.
    pub delivered: usize,
    /// Attempts that failed; another will follow, or it was given up.
    pub failed: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Delivered = 2,
    GivenUp = 3,
    Unknown = 4,
    NotWanted = 5,
}

/// One recipient of what waits.
#[derive(Clone, Copy)]
struct Group {
    owner: Uuid,
    urgent: bool,
}

/// A batch that is to be sent.
struct Batch {
    id: Uuid,
    owner: Uuid,
    urgent: bool,
    attempts: i64,
    /// An attempt was begun and never ended.
    begun: bool,
}

/// Some statements that change rows under a condition; how many the first one changed.
struct Change(Vec<(&'static str, Vec<Value>)>);

impl Command for Change {
    type Output = u64;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Halt<Problem>> {
        let mut rows = 0;
        for (sql, parameters) in &self.0 {
            rows += tx.change(sql, parameters)?;
        }
        Ok(rows)
    }
}

pub(super) async fn change(app: &App, statements: Vec<(&'static str, Vec<Value>)>) -> Result<u64, Problem> {
    if statements.is_empty() {
        return Ok(0);
    }
    app.store().execute(app.district(), Actor::System, None, Change(statements)).await.map_err(Problem::from)
}

fn unit_of(app: &App, person: Uuid) -> Option<UnitId> {
    app.registers().person(PersonId(person)).filter(|p| p.disabled_at.is_none()).map(|p| p.unit)
}

/// Whether something that is not urgent must wait for the morning, and until when.
fn quiet_until(app: &App, known: &Known, route: Route, owner: Uuid, now: Instant) -> Option<Instant> {
    if route == Route::Webhook {
        return None;
    }
    let preferences = known.preferences(PersonId(owner));
    let quiet = known.quiet(&preferences, unit_of(app, owner));
    quiet.holds(now).then(|| quiet.after(now))
}

/// Takes what is ready into batches, or puts it off.
async fn gather(app: &App, route: Route, now: Instant) -> Result<(), Problem> {
    let district = app.district();
    let number = i64::from(route as u8);
    let found = app.store().read(move |c| {
        let page = [district.into(), number.into(), now.into(), (TOGETHER * BATCH).into()];
        let mut groups: Vec<Group> = Vec::new();
        for row in c.query(queries::notice::READY, &page)? {
            let group = Group { owner: row.id(0)?, urgent: row.int(1)? != 0 };
            if !groups.iter().any(|g| (g.owner, g.urgent) == (group.owner, group.urgent)) {
                groups.push(group);
            }
        }
        groups.truncate(TOGETHER as usize);
        let known = Known::load(c, district.into())?;
        let mut all = Vec::new();
        let most = if route == Route::Webhook { 1 } else { BATCH };
        for group in groups {
            let key = [
                district.into(),
                now.into(),
                group.owner.into(),
                number.into(),
                group.urgent.into(),
                most.into(),
            ];
            let rows = c.query(queries::notice::TOGETHER, &key)?;
            let ids = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<_>, EngineError>>()?;
            all.push((group, ids));
        }
        Ok((known, all))
    });
    let (known, all) = found.await?;
    for (group, ids) in all {
        let later = quiet_until(app, &known, route, group.owner, now).filter(|_| !group.urgent);
        let statements = match later {
            Some(until) => {
                let who = vec![
                    district.into(),
                    group.owner.into(),
                    number.into(),
                    group.urgent.into(),
                    until.into(),
                ];
                vec![(queries::notice::POSTPONE, who)]
            }
            None => {
                let batch = app.store().surroundings().new_id();
                let claim = |id: Uuid| vec![district.into(), id.into(), batch.into()];
                ids.into_iter().map(|id| (queries::notice::CLAIM, claim(id))).collect()
            }
        };
        change(app, statements).await?;
    }
    Ok(())
}

/// Batches on which nobody works.
async fn idle(app: &App, route: Route, now: Instant) -> Result<(Known, Vec<Batch>), Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let page = [district.into(), i64::from(route as u8).into(), now.into(), TOGETHER.into()];
        let mut all = Vec::new();
        for row in c.query(queries::notice::IDLE_BATCHES, &page)? {
            all.push(Batch {
                id: row.id(0)?,
                owner: row.id(1)?,
                urgent: row.int(2)? != 0,
                attempts: row.int(3)?,
                begun: row.int(4)? != 0,
            });
        }
        Ok((Known::load(c, district.into())?, all))
    });
    Ok(found.await?)
}

async fn finish(app: &App, batch: Uuid, end: End, reason: &str) -> Result<(), Problem> {
    let now = app.store().surroundings().now();
    let row = vec![app.district().into(), batch.into(), (end as i64).into(), now.into(), reason.into()];
    change(app, vec![(queries::notice::FINISH, row)]).await.map(drop)
}

async fn put_off(app: &App, batch: Uuid, until: Instant, reason: &str) -> Result<(), Problem> {
    let row = vec![app.district().into(), batch.into(), until.into(), reason.into()];
    change(app, vec![(queries::notice::PUT_OFF, row)]).await.map(drop)
}

/// The pause after so many attempts: twice as long each time, up to an hour, half of it by chance, so that many that
/// failed together do not come back together.
fn pause(app: &App, attempts: i64) -> i64 {
    let mut byte = [0; 1];
    app.store().surroundings().fill(&mut byte);
    let doubled = PAUSE.saturating_mul(1 << attempts.clamp(0, 20)).min(LONGEST);
    doubled / 2 + doubled / 2 * i64::from(byte[0]) / 255
}

/// What is said to a batch's recipient; nothing when nobody is there to hear it.
async fn message(app: &App, route: Route, batch: &Batch, known: &Known) -> Result<Option<Message>, Problem> {
    let (district, id) = (app.district(), batch.id);
    let read = app.store().read(move |c| {
        let mut all = Vec::new();
        for row in c.query(queries::notice::BATCH, &[district.into(), id.into()])? {
            for found in c.query(queries::notice::NOTICE, &[district.into(), row.id(1)?.into()])? {
                all.push((
                    found.id(0)?,
                    found.int(1)?,
                    found.text(2)?.to_owned(),
                    found.text(3)?.to_owned(),
                    found.int(4)? != 0,
                ));
            }
        }
        Ok::<_, EngineError>(all)
    });
    let rows = read.await?;
    let at = app.store().surroundings().now().0;
    let to = match route {
        Route::Webhook => hooks::end_of(app, batch.owner).await?.map(Address::Hook),
        Route::Mail | Route::Sms if unit_of(app, batch.owner).is_none() => None,
        Route::Mail => known.contacts(app, PersonId(batch.owner)).mail.map(Address::Mail),
        Route::Sms => known.contacts(app, PersonId(batch.owner)).phone.map(Address::Phone),
    };
    let (Some(to), Some(first)) = (to, rows.first()) else { return Ok(None) };
    let id = batch.id.simple().to_string();
    if route == Route::Webhook {
        return Ok(Some(Message { id, to, subject: String::new(), text: first.3.clone(), at }));
    }
    let told: Vec<Told> = rows
        .into_iter()
        .map(|(hazard, at, template, params, urgent)| Told {
            hazard,
            at: Instant(at),
            template,
            params: serde_json::from_str(&params).unwrap_or_default(),
            urgent,
        })
        .collect();
    let lang: Lang = known.preferences(PersonId(batch.owner)).language.into();
    let (subject, text) = said(app, route, lang, &told);
    Ok(Some(Message { id, to, subject, text, at }))
}

/// One thing in full, several as a list.
fn said(app: &App, route: Route, lang: Lang, told: &[Told]) -> (String, String) {
    let link = |told: &Told| match told {
        told if told.is_of_account() => format!("{}/console/notices", app.base_url()),
        told if told.is_many() => format!("{}/console/hazards?late=true", app.base_url()),
        told => format!("{}/console/hazards/{}", app.base_url(), told.hazard),
    };
    let name = app.district_name();
    if let [one] = told {
        let (title, text) = one.words(app, lang);
        return (format!("{name} {title}"), words::notice_one(lang, &name, &title, &text, &link(one)));
    }
    let lines: Vec<String> = told
        .iter()
        .take(NAMED)
        .map(|one| match route {
            Route::Mail => {
                let (title, text) = one.words(app, lang);
                format!("{title}\n{text}\n{}", link(one))
            }
            _ => one.words(app, lang).0,
        })
        .collect();
    let rest = told.len().saturating_sub(NAMED);
    let all = format!("{}/console/notices", app.base_url());
    words::notice_digest(lang, &name, (told.len(), rest), &lines, &all)
}

/// One attempt at one batch.
async fn attempt(
    app: App,
    route: Route,
    channel: Arc<dyn Channel>,
    known: Arc<Known>,
    batch: Batch,
    now: Instant,
) -> Result<Sent, Problem> {
    if batch.begun && !channel.takes_repetition() {
        tracing::warn!(?route, batch = %batch.id, "interrupted: nobody knows whether it was delivered");
        finish(&app, batch.id, End::Unknown, "interrupted").await?;
        return Ok(Sent { failed: 1, ..Sent::default() });
    }
    if let Some(until) = quiet_until(&app, &known, route, batch.owner, now).filter(|_| !batch.urgent) {
        put_off(&app, batch.id, until, "quiet").await?;
        return Ok(Sent::default());
    }
    let Some(message) = message(&app, route, &batch, &known).await? else {
        finish(&app, batch.id, End::NotWanted, "no_address").await?;
        return Ok(Sent::default());
    };
    let take = vec![app.district().into(), batch.id.into(), now.plus(LEASE).into(), now.into(), now.into()];
    if change(&app, vec![(queries::notice::TAKE_BATCH, take)]).await? == 0 {
        // Another node was faster.
        return Ok(Sent::default());
    }
    let repeats = channel.takes_repetition();
    let sent = tokio::task::spawn_blocking(move || channel.send(&message)).await;
    let failure = match sent.unwrap_or(Err(Failure::Unknown("broken"))) {
        Ok(()) => {
            finish(&app, batch.id, End::Delivered, "").await?;
            return Ok(Sent { delivered: 1, failed: 0 });
        }
        Err(failure) => failure,
    };
    let attempts = batch.attempts + 1;
    tracing::info!(?route, batch = %batch.id, attempts, reason = failure.code(), "a notice was not delivered");
    match failure {
        Failure::Unknown(code) if !repeats => finish(&app, batch.id, End::Unknown, code).await?,
        Failure::Never(code) => finish(&app, batch.id, End::GivenUp, code).await?,
        Failure::Later(code) | Failure::Unknown(code) if attempts >= ATTEMPTS => {
            finish(&app, batch.id, End::GivenUp, code).await?;
        }
        Failure::Later(code) | Failure::Unknown(code) => {
            let later = app.store().surroundings().now().plus(pause(&app, attempts - 1));
            put_off(&app, batch.id, later, code).await?;
        }
    }
    Ok(Sent { delivered: 0, failed: 1 })
}

/// Sends what is ready on one way.
pub async fn send_once(app: &App, route: Route) -> Result<Sent, Problem> {
    let Some(channel) = app.outlets().of(route).cloned() else { return Ok(Sent::default()) };
    let now = app.store().surroundings().now();
    gather(app, route, now).await?;
    let (known, batches) = idle(app, route, now).await?;
    let known = Arc::new(known);
    let mut running = JoinSet::new();
    for batch in batches {
        let (app, channel, known) = (app.clone(), Arc::clone(&channel), Arc::clone(&known));
        running.spawn(attempt(app, route, channel, known, batch, now));
    }
    let (mut all, mut problem) = (Sent::default(), None);
    // To the last one, whatever became of the others: what was sent and not written down would be sent again.
    while let Some(done) = running.join_next().await {
        match done.unwrap_or_else(|_| Err(Problem::internal())) {
            Ok(sent) => {
                all.delivered += sent.delivered;
                all.failed += sent.failed;
            }
            Err(failed) => problem = Some(failed),
        }
    }
    problem.map_or(Ok(all), Err)
}

/// Sends on one way for as long as the store runs.
pub async fn send(app: App, route: Route) {
    while app.store().is_up() {
        match send_once(&app, route).await {
            Ok(sent) if sent.delivered > 0 => continue,
            Ok(_) => {}
            Err(problem) => {
                tracing::warn!(%problem, ?route, "notices could not be sent; it will be tried again")
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}
