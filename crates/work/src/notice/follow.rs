//! Follows the numbered log and makes notices of what happens.

use super::accounts;
use super::audience::{Audience, people};
use super::hooks::{self, Subscribed};
use super::outlets::{Outlets, Route};
use super::restored::{held_until, hold_row};
use super::settings::Known;
use super::table::{Line, lines, may_tell, supervised};
use super::telling::Params;
use super::way::{waiting, ways};
use super::{notice_id, takeover_id};
use crate::hazard::Looker;
use crate::problem::word;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::hazard::{ClockRef, Event, Hazard, SupervisionLevel, Takeover, why};
use domain::ids::{District, HazardId, PersonId};
use domain::ledger::{ActorRef, Noun, Origin};
use domain::people::{Actor, Staff};
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;
use store::{Command, Connection, EngineError, Halt, Tx, Value, queries, tables};
use uuid::Uuid;

/// The name under which the position is kept, and the lease.
const NAME: &str = "notices";
/// How many entries of the log are looked at in one go.
const TOGETHER: i64 = 256;
/// What happened longer ago is no news: an old history that is loaded rings nobody's telephone.
const NEWS: i64 = 3 * Instant::DAY;
/// How long a node may be silent before another takes over, in milliseconds.
const LEASE: i64 = 15_000;
/// How long nothing may happen before the log is looked at anyway.
const LOOK: Duration = Duration::from_secs(5);

/// What was made of a piece of the log.
struct Made {
    from: i64,
    to: i64,
    notices: Vec<Vec<Value>>,
    deliveries: Vec<Vec<Value>>,
    digests: BTreeMap<Uuid, Digest>,
}

/// 台账接管提醒: what one person is told about many hazards at once.
struct Digest {
    row: Vec<Value>,
    params: Params,
    count: u32,
}

/// Where the codes of a notice stand in its row.
const PARAMS: usize = 7;

impl Digest {
    /// Writes it, or adds to the one that is there.
    fn write(&self, id: Uuid, tx: &mut Tx<'_>) -> Result<(), EngineError> {
        let (district, mut params) = (tx.district(), self.params.clone());
        let known = tx.query(queries::notice::NOTICE, &[district.into(), id.into()])?;
        let before = match known.first() {
            Some(row) => serde_json::from_str::<Params>(row.text(3)?).unwrap_or_default().count.unwrap_or(1),
            None => 0,
        };
        params.count = Some(before.saturating_add(self.count));
        let text = serde_json::to_string(&params).unwrap_or_default();
        if known.is_empty() {
            let mut row = self.row.clone();
            row[PARAMS] = text.into();
            tx.write(&tables::NOTICES, row);
        } else {
            tx.change(queries::notice::COUNT_MORE, &[district.into(), id.into(), text.into()])?;
        }
        Ok(())
    }
}

/// Writes it with the new position, if nobody was faster.
struct Write {
    made: Made,
    holder: Uuid,
}

impl Command for Write {
    type Output = bool;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let district = tx.district();
        if position(tx.query(queries::notice::POSITION, &[district.into(), NAME.into()])?)? != self.made.from
        {
            return Ok(false);
        }
        for row in &self.made.notices {
            tx.write(&tables::NOTICES, row.clone());
        }
        for (id, digest) in &self.made.digests {
            digest.write(*id, tx)?;
        }
        for row in &self.made.deliveries {
            tx.write(&tables::DELIVERIES, row.clone());
        }
        tx.write(&tables::FOLLOWERS, vec![district.into(), NAME.into(), self.made.to.into()]);
        let until = tx.now().plus(LEASE);
        if tx.take_lease(&format!("{NAME}/{district}"), self.holder, until)? {
            Ok(true)
        } else {
            Err(Halt::Refused(Problem::new(503, "unavailable")))
        }
    }
}

fn position(rows: Vec<store::Row>) -> Result<i64, EngineError> {
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// One entry of the log, as far as notices go.
#[derive(Clone)]
struct Entry {
    stream: Uuid,
    sequence: u32,
    at: Instant,
    actor: ActorRef,
    event: Event,
}

impl Entry {
    fn place(&self) -> (Uuid, u32, Instant) {
        (self.stream, self.sequence, self.at)
    }
}

fn entry(row: &store::Row, since: Instant, hooked: bool) -> Result<Option<Entry>, EngineError> {
    let lived = row.int(5)? == Origin::Lived as i64;
    let at = Instant(row.int(4)?);
    if row.int(1)? != Noun::Hazard as i64 || !lived || at < since {
        return Ok(None);
    }
    // What a newer version of the product wrote tells nobody anything here.
    let Ok(event) = serde_json::from_str::<Event>(row.text(7)?) else { return Ok(None) };
    let sent = hooked && hooks::is_sent(&event);
    if !may_tell(&event) && !sent {
        return Ok(None);
    }
    let actor = ActorRef(row.text(6)?.to_owned());
    Ok(Some(Entry { stream: row.id(2)?, sequence: row.int(3)? as u32, at, actor, event }))
}

/// The hazard before and after an event.
fn around(
    connection: &mut dyn Connection,
    district: District,
    entry: &Entry,
) -> Result<Option<(Option<Hazard>, Hazard)>, EngineError> {
    let key = [district.into(), entry.stream.into(), entry.sequence.into()];
    let bad = |e: serde_json::Error| EngineError::Other(format!("an event: {e}"));
    let mut before: Option<Hazard> = None;
    let mut after: Option<Hazard> = None;
    for row in connection.query(queries::notice::HISTORY, &key)? {
        let event: Event = serde_json::from_str(row.text(1)?).map_err(bad)?;
        let at = Instant(row.int(0)?);
        before = after.clone();
        match &mut after {
            Some(hazard) => hazard.apply(&event, at),
            None => after = Hazard::begin(HazardId(entry.stream), &event, at),
        }
    }
    Ok(after.map(|after| (before, after)))
}

/// Whether it is what everything of an import does at that moment, which is told once: late before it came here, it is
/// pressed for together with all others.
fn taken_over(event: &Event, after: &Hazard) -> Option<(Takeover, SupervisionLevel, Instant)> {
    let Event::Escalated { clock, level, owed, .. } = event else { return None };
    // A letter that nobody answers is still about what was late then.
    let letter = clock.about.and_then(|number| after.supervision.letter(number));
    let clock = letter.and_then(|letter| letter.clock).unwrap_or(*clock);
    let takeover = after.takeover.filter(|t| clock.started <= t.at && !after.life_danger)?;
    // What fell due after it came here is pressed for by itself.
    let late = after.clocks.iter().any(|c| ClockRef::of(c) == clock && c.term.at <= takeover.opens);
    late.then_some((takeover, *level, *owed))
}

/// What is needed to tell people.
struct Teller<'a> {
    district: District,
    registers: &'a Registers,
    known: Known,
    outlets: &'a Outlets,
    hooks: Vec<Subscribed>,
    now: Instant,
}

impl Teller<'_> {
    fn tell(&self, made: &mut Made, entry: &Entry, before: Option<&Hazard>, after: &Hazard) {
        let mut told: HashSet<PersonId> = entry.actor.person().into_iter().collect();
        for line in lines(&entry.event, before, after) {
            for to in people(line.to, after, self.registers) {
                let looker = Looker::of(&Actor::Staff(to.clone()), self.registers);
                if !looker.is_told(after, &entry.event, after.updated_at) || !told.insert(to.person) {
                    continue;
                }
                let urgent = line.calls && after.life_danger;
                self.write(made, entry, after, (&to, looker), line, urgent);
            }
        }
        let ends = hooks::ends(&self.hooks, after, &entry.event, self.registers);
        for (hook, payload) in ends {
            let id = notice_id(entry.stream, entry.sequence, hook);
            made.notices.push(self.notice(id, hook, entry.place(), "webhook", payload, false));
            let way = waiting(self.district, (id, hook), Route::Webhook, false, (self.now, self.now));
            made.deliveries.push(way);
        }
    }

    fn tell_of_account(&self, made: &mut Made, happened: &accounts::Happened) {
        for told in happened.told(self.registers) {
            let id = notice_id(happened.stream, happened.sequence, told.to.person.0);
            let params = serde_json::to_string(&told.params).unwrap_or_default();
            let place = (happened.stream, happened.sequence, happened.at);
            made.notices.push(self.notice(id, told.to.person.0, place, told.says, params, false));
            made.deliveries.extend(ways(
                self.district,
                &self.known,
                self.outlets,
                &told.to,
                id,
                false,
                self.now,
            ));
        }
    }

    fn write(
        &self,
        made: &mut Made,
        entry: &Entry,
        after: &Hazard,
        (to, looker): (&Staff, Looker),
        line: Line,
        urgent: bool,
    ) {
        let many = taken_over(&entry.event, after);
        let id = match many {
            Some((takeover, level, owed)) => takeover_id(takeover, level, owed, to.person.0),
            None => notice_id(entry.stream, entry.sequence, to.person.0),
        };
        let duty = match line.to {
            Audience::Owes(duty) => after.owed().into_iter().find(|o| o.duty == duty && o.is_of(after, to)),
            Audience::Owing => after.owed().into_iter().find(|o| o.is_of(after, to)),
            _ => None,
        };
        let due = match duty {
            Some(owed) => Some(owed.due),
            None => why(after, to).first().and_then(|why| why.due).filter(|_| line.calls),
        };
        let task = duty.map(|owed| word(&owed.duty));
        let params = Params { task, ..Params::of(after, looker, due) };
        let Some((_, level, _)) = many else {
            let params = serde_json::to_string(&params).unwrap_or_default();
            made.notices.push(self.notice(id, to.person.0, entry.place(), line.says, params, urgent));
            made.deliveries.extend(ways(self.district, &self.known, self.outlets, to, id, urgent, self.now));
            return;
        };
        let fresh = || {
            // No event in particular: whoever opens the first hazard has not seen the others.
            let about = (entry.stream, 0, entry.at);
            let row = self.notice(id, to.person.0, about, supervised(level), String::new(), urgent);
            Digest { row, params, count: 0 }
        };
        made.digests.entry(id).or_insert_with(fresh).count += 1;
        // What follows of the same import within a minute goes with it.
        let soon = self.now.plus(Instant::MINUTE);
        made.deliveries.extend(ways(self.district, &self.known, self.outlets, to, id, urgent, soon));
    }

    fn notice(
        &self,
        id: Uuid,
        to: Uuid,
        (stream, sequence, at): (Uuid, u32, Instant),
        says: &str,
        params: String,
        urgent: bool,
    ) -> Vec<Value> {
        vec![
            self.district.into(),
            id.into(),
            to.into(),
            stream.into(),
            sequence.into(),
            at.into(),
            says.into(),
            params.into(),
            urgent.into(),
            Value::Null,
        ]
    }
}

/// Looks at the next piece of the log; how many entries that were.
pub async fn follow_once(app: &App, holder: Uuid) -> Result<usize, Problem> {
    let district = app.district();
    let now = app.store().surroundings().now();
    let (registers, outlets) = (app.registers(), app.outlets());
    let made = app.store().read(move |c| {
        let from = position(c.query(queries::notice::POSITION, &[district.into(), NAME.into()])?)?;
        let page = [district.into(), from.into(), from.saturating_add(TOGETHER).into()];
        let rows = c.query(queries::notice::FOLLOWED, &page)?;
        let hooks = if outlets.webhook.is_some() { hooks::subscribed(c, district)? } else { Vec::new() };
        let since = now.plus(-NEWS);
        let mut made =
            Made { from, to: from, notices: Vec::new(), deliveries: Vec::new(), digests: BTreeMap::new() };
        let held = held_until(c, district)?;
        let mut teller = None;
        for row in &rows {
            made.to = row.int(0)? + 1;
            let account = accounts::happened(row, since)?;
            let hazard = match entry(row, since, !hooks.is_empty())? {
                Some(entry) => around(c, district, &entry)?.map(|(before, after)| (entry, before, after)),
                None => None,
            };
            if account.is_none() && hazard.is_none() {
                continue;
            }
            if teller.is_none() {
                let known = Known::load(c, district.into())?;
                let hooks = hooks.clone();
                let (registers, outlets) = (registers.as_ref(), &outlets);
                teller = Some(Teller { district, registers, known, outlets, hooks, now });
            }
            if let Some(teller) = &teller {
                let first = made.deliveries.len();
                if let Some(happened) = &account {
                    teller.tell_of_account(&mut made, happened);
                }
                if let Some((entry, before, after)) = &hazard {
                    teller.tell(&mut made, entry, before.as_ref(), after);
                }
                if row.int(4)? <= held {
                    made.deliveries[first..].iter_mut().for_each(|row| hold_row(row));
                }
            }
        }
        Ok((rows.len(), made))
    });
    let (seen, made) = made.await?;
    // Of a short piece that tells nobody anything not even the position is written: intake has the writer to itself,
    // and the piece is looked at again together with what follows.
    if seen == 0 || (made.notices.is_empty() && made.digests.is_empty() && (seen as i64) < TOGETHER) {
        return Ok(0);
    }
    match app.store().execute(district, Actor::System, None, Write { made, holder }).await {
        Ok(_) => Ok(seen),
        // Another node has the lease: it does this.
        Err(store::Failure::Refused(_)) => Ok(0),
        Err(failure) => Err(failure.into()),
    }
}

/// Follows the log for as long as the store runs.
pub async fn follow(app: App) {
    let holder = app.store().holder();
    let mut entries = app.store().follow();
    while app.store().is_up() {
        match follow_once(&app, holder).await {
            // More may be waiting.
            Ok(seen) if seen as i64 == TOGETHER => continue,
            Ok(_) => {}
            Err(problem) => {
                tracing::warn!(%problem, "notices could not be made; it will be tried again");
                tokio::time::sleep(LOOK).await;
            }
        }
        let _ = tokio::time::timeout(LOOK, entries.recv()).await;
        // What else was numbered meanwhile is looked at together.
        while entries.try_recv().is_ok() {}
    }
}
