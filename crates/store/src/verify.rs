//! 核验: folds all events again and compares with everything that was kept.

use crate::aggregate::{Aggregate, Count};
use crate::engine::{Connection, EngineError, Row, Value};
use crate::log::{Tiles, checkpoint_from};
use crate::nouns::{self, ForEachNoun};
use crate::queries::ledger as sql;
use domain::calendar::Instant;
use domain::ids::{District, StreamId};
use domain::ledger::{
    ActorRef, Broken, Chain, Envelope, Hash, Nodes, Noun, Origin, Said, Tree, leaf_hash,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events read.
    pub events: u64,
    /// Streams folded.
    pub streams: u64,
    /// Events in the Merkle log.
    pub logged: u64,
    /// Checkpoints whose root and signature fit.
    pub checkpoints: u64,
    /// Events whose words were erased.
    pub erased_words: u64,
    /// The first thing that does not fit.
    pub first: Option<Fault>,
    /// How many things do not fit.
    pub faults: u64,
}

/// 不符: something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The district.
    pub district: i64,
    /// What kind of stream, if it is about one.
    pub noun: Option<Noun>,
    /// The stream, if it is about one.
    pub stream: Option<uuid::Uuid>,
    /// The event in it, if it is about one.
    pub sequence: Option<u32>,
    /// A code: `gap`, `link`, `content`, `words`, `fold`, `state`, `columns`, `missing_state`, `extra_state`,
    /// `links`, `log_hash`, `log_root`, `signature`, `unlogged`, `tally`.
    pub what: &'static str,
}

/// Reads an event from a row of one of the event queries.
pub fn envelope(row: &Row) -> Result<(Envelope, Option<Said>), EngineError> {
    let bad = |what: &str| EngineError::Other(format!("an event has a wrong {what}"));
    let salt = row.opt_bytes(14)?.map(<[u8; 16]>::try_from).transpose().map_err(|_| bad("salt"))?;
    let said = match (row.opt_text(13)?, salt) {
        (Some(json), Some(salt)) => Some(Said { json: json.to_owned(), salt }),
        _ => None,
    };
    let digest = row.opt_bytes(10)?.map(|b| Hash::from_slice(b).ok_or_else(|| bad("digest"))).transpose()?;
    let envelope = Envelope {
        district: District(row.int(0)?),
        stream: StreamId(row.id(1)?),
        sequence: row.int(2)? as u32,
        noun: Noun::from_number(row.int(3)?).ok_or_else(|| bad("noun"))?,
        at: Instant(row.int(4)?),
        recorded_at: Instant(row.int(5)?),
        origin: Origin::from_number(row.int(6)?).ok_or_else(|| bad("origin"))?,
        actor: ActorRef(row.text(7)?.to_owned()),
        kind: row.text(8)?.to_owned(),
        body: row.text(9)?.to_owned(),
        words_digest: digest,
        previous: row.hash(11)?,
        hash: row.hash(12)?,
    };
    Ok((envelope, said))
}

/// District, day, dimension, value, measure.
type Tally = (i64, i64, i64, String, i64);

/// Rows read at a time: memory stays flat at any size.
const PAGE: usize = 500;

struct Folding<'a> {
    connection: &'a mut dyn Connection,
    report: Report,
    counts: HashMap<Tally, i64>,
    links: BTreeMap<&'static str, BTreeSet<Vec<Value>>>,
    link_tables: BTreeMap<&'static str, &'static crate::tables::Table>,
    progress: &'a mut dyn FnMut(u64),
}

impl Folding<'_> {
    fn fault(&mut self, district: District, noun: Option<Noun>, at: Option<(uuid::Uuid, u32)>, what: &'static str) {
        note(&mut self.report, district, noun, at, what);
    }
}

fn note(
    report: &mut Report,
    district: District,
    noun: Option<Noun>,
    at: Option<(uuid::Uuid, u32)>,
    what: &'static str,
) {
    report.faults += 1;
    if report.first.is_none() {
        report.first = Some(Fault {
            district: district.0,
            noun,
            stream: at.map(|(s, _)| s),
            sequence: at.map(|(_, n)| n).filter(|n| *n > 0),
            what,
        });
    }
}

impl ForEachNoun for Folding<'_> {
    fn noun<A: Aggregate + Sync>(&mut self) -> Result<(), EngineError> {
        let table = A::table();
        let sql = format!(
            "select {} from {} where (district, id) > ($1, $2) order by district, id limit {PAGE}",
            table.columns.join(", "),
            table.name
        );
        let mut from: (Value, Value) = (Value::Int(i64::MIN), Value::Bytes(Vec::new()));
        loop {
            let rows = self.connection.query(&sql, &[from.0.clone(), from.1.clone()])?;
            for row in &rows {
                from = (row.0[0].clone(), row.0[1].clone());
                let (district, id) = (District(row.int(0)?), row.id(1)?);
                let (chain, state, whole) = self.fold::<A>(district, id)?;
                self.compare(district, id, chain, state, !whole, &row.0)?;
            }
            if rows.len() < PAGE {
                break;
            }
        }
        // Streams that have events but no row.
        let orphans = self.connection.query(
            &format!(
                "select e.district, e.stream from events e left join {} t on t.district = e.district \
                 and t.id = e.stream where e.noun = $1 and e.sequence = 1 and t.id is null",
                table.name
            ),
            &[(A::NOUN as i64).into()],
        )?;
        for row in orphans {
            self.fault(District(row.int(0)?), Some(A::NOUN), Some((row.id(1)?, 0)), "missing_state");
        }
        Ok(())
    }
}

impl Folding<'_> {
    /// Folds one stream; the last value says whether every event of it fits.
    fn fold<A: Aggregate>(
        &mut self,
        district: District,
        id: uuid::Uuid,
    ) -> Result<(Chain, Option<A>, bool), EngineError> {
        let (mut chain, mut state, mut whole) = (Chain::START, None::<A>, true);
        for row in self.connection.query(sql::EVENTS_OF, &[district.into(), id.into()])? {
            let (envelope, said) = envelope(&row)?;
            self.report.events += 1;
            if envelope.words_digest.is_some() && said.is_none() {
                self.report.erased_words += 1;
            }
            let place = Some((id, envelope.sequence));
            if let Err(error) = chain.follow(&envelope, said.as_ref()) {
                let what = match error {
                    Broken::Gap => "gap",
                    Broken::Link => "link",
                    Broken::Content => "content",
                    Broken::Words => "words",
                };
                self.fault(district, Some(A::NOUN), place, what);
                whole = false;
                chain = Chain { sequence: envelope.sequence, hash: envelope.hash };
            }
            match (serde_json::from_str::<A::Event>(&envelope.body), &mut state) {
                (Ok(event), Some(state)) => state.apply(&event, envelope.at),
                (Ok(event), None) => state = A::begin(id, &event, envelope.at),
                (Err(_), _) => {
                    self.fault(district, Some(A::NOUN), place, "fold");
                    whole = false;
                }
            }
        }
        self.report.streams += 1;
        (self.progress)(self.report.events);
        Ok((chain, state, whole))
    }

    fn compare<A: Aggregate>(
        &mut self,
        district: District,
        id: uuid::Uuid,
        chain: Chain,
        state: Option<A>,
        broken: bool,
        row: &[Value],
    ) -> Result<(), EngineError> {
        let place = Some((id, 0));
        let Some(state) = state else {
            self.fault(district, Some(A::NOUN), place, "extra_state");
            return Ok(());
        };
        for count in state.counts() {
            let Count { day, dimension, value, measure } = count;
            let tally = (district.0, day, dimension as i64, value, measure as i64);
            *self.counts.entry(tally).or_insert(0) += 1;
        }
        for (table, link) in state.links() {
            let whole = std::iter::once(district.into()).chain(link).collect();
            self.link_tables.insert(table.name, table);
            self.links.entry(table.name).or_default().insert(whole);
        }
        if broken {
            return Ok(());
        }
        let json = serde_json::to_value(&state).map_err(|e| EngineError::Other(e.to_string()))?;
        let same_state = match &row[4] {
            Value::Text(text) => serde_json::from_str::<serde_json::Value>(text).is_ok_and(|kept| kept == json),
            _ => false,
        };
        let mut expected: Vec<Value> =
            vec![district.into(), id.into(), chain.sequence.into(), chain.hash.into(), row[4].clone()];
        expected.extend(state.columns());
        let place = Some((id, chain.sequence));
        if !same_state {
            self.fault(district, Some(A::NOUN), place, "state");
        } else if row != expected {
            self.fault(district, Some(A::NOUN), place, "columns");
        }
        Ok(())
    }
}

/// Verifies everything in one consistent moment. `progress` hears how many events have been read.
pub fn verify(
    connection: &mut dyn Connection,
    public_key: &[u8; 32],
    progress: &mut dyn FnMut(u64),
) -> Result<Report, EngineError> {
    connection.begin_snapshot()?;
    let report = inside(connection, public_key, progress);
    connection.rollback();
    report
}

fn inside(
    connection: &mut dyn Connection,
    public_key: &[u8; 32],
    progress: &mut dyn FnMut(u64),
) -> Result<Report, EngineError> {
    let mut folding = Folding {
        connection,
        report: Report::default(),
        counts: HashMap::new(),
        links: BTreeMap::new(),
        link_tables: BTreeMap::from([(crate::tables::HAZARD_PARTIES.name, &crate::tables::HAZARD_PARTIES)]),
        progress,
    };
    nouns::for_each(&mut folding)?;
    let Folding { connection, mut report, counts, links, link_tables, .. } = folding;
    compare_links(connection, &mut report, &links, &link_tables)?;
    compare_tallies(connection, &mut report, counts)?;
    compare_log(connection, &mut report, public_key)?;
    Ok(report)
}

fn compare_links(
    connection: &mut dyn Connection,
    report: &mut Report,
    links: &BTreeMap<&'static str, BTreeSet<Vec<Value>>>,
    link_tables: &BTreeMap<&'static str, &'static crate::tables::Table>,
) -> Result<(), EngineError> {
    for (name, table) in link_tables {
        let nothing = BTreeSet::new();
        let expected = links.get(name).unwrap_or(&nothing);
        let mut seen = 0usize;
        let mut wrong = None;
        connection.each(&format!("select {} from {name}", table.columns.join(", ")), &[], &mut |row| {
            seen += 1;
            if !expected.contains(&row.0) && wrong.is_none() {
                wrong = Some(row.int(0)?);
            }
            Ok(())
        })?;
        if wrong.is_some() || seen != expected.len() {
            note(report, District(wrong.unwrap_or(0)), None, None, "links");
        }
    }
    Ok(())
}

fn compare_tallies(
    connection: &mut dyn Connection,
    report: &mut Report,
    mut counts: HashMap<Tally, i64>,
) -> Result<(), EngineError> {
    let mut wrong: Vec<i64> = Vec::new();
    connection.each(sql::TALLIES_ALL, &[], &mut |row| {
        let tally = (row.int(0)?, row.int(1)?, row.int(2)?, row.text(3)?.to_owned(), row.int(4)?);
        if counts.remove(&tally).unwrap_or(0) != row.int(5)? {
            wrong.push(tally.0);
        }
        Ok(())
    })?;
    wrong.extend(counts.keys().map(|tally| tally.0));
    for district in wrong {
        note(report, District(district), None, None, "tally");
    }
    Ok(())
}

/// Rebuilds the Merkle tree from the events in the order of the log and compares every checkpoint.
fn compare_log(
    connection: &mut dyn Connection,
    report: &mut Report,
    public_key: &[u8; 32],
) -> Result<(), EngineError> {
    let districts: Vec<District> = connection
        .query(sql::LOG_DISTRICTS, &[])?
        .iter()
        .map(|r| r.int(0).map(District))
        .collect::<Result<_, _>>()?;
    for district in districts {
        let mut checkpoints = connection
            .query(sql::CHECKPOINTS_OF, &[district.into()])?
            .iter()
            .map(|row| checkpoint_from(district, row))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .peekable();
        let mut tree = Tree::empty();
        let page = 4_096i64;
        loop {
            let from = tree.size();
            let rows = connection.query(sql::LOG_FROM, &[district.into(), (from as i64).into(), page.into()])?;
            for row in &rows {
                let place = Some((row.id(2)?, row.int(3)? as u32));
                let noun = Noun::from_number(row.int(1)?);
                let Some(hash) = row.opt_bytes(4)?.and_then(Hash::from_slice) else {
                    note(report, district, noun, place, "log_hash");
                    continue;
                };
                if row.int(0)? as u64 != tree.size() {
                    note(report, district, noun, place, "log_hash");
                }
                tree.append(leaf_hash(&hash.0), |_, _, _| ());
                report.logged += 1;
                while let Some(signed) = checkpoints.next_if(|c| c.checkpoint.size <= tree.size()) {
                    if signed.checkpoint.size != tree.size() || signed.checkpoint.root != tree.root() {
                        note(report, district, noun, place, "log_root");
                    } else if signed.verify(public_key).is_err() {
                        note(report, district, noun, place, "signature");
                    } else {
                        report.checkpoints += 1;
                    }
                }
            }
            if rows.len() < page as usize {
                break;
            }
        }
        if checkpoints.next().is_some() {
            note(report, district, None, None, "log_root");
        }
        compare_tiles(connection, report, district, &tree)?;
    }
    let unlogged = connection.query(
        "select e.district, e.noun, e.stream, e.sequence from events e left join log l on l.district = e.district \
         and l.stream = e.stream and l.sequence = e.sequence left join outbox o on o.district = e.district \
         and o.stream = e.stream and o.sequence = e.sequence where l.idx is null and o.id is null limit 100",
        &[],
    )?;
    for row in unlogged {
        let place = Some((row.id(2)?, row.int(3)? as u32));
        note(report, District(row.int(0)?), Noun::from_number(row.int(1)?), place, "unlogged");
    }
    Ok(())
}

/// The kept tree must have the root that the events have: else proofs would not hold.
fn compare_tiles(
    connection: &mut dyn Connection,
    report: &mut Report,
    district: District,
    tree: &Tree,
) -> Result<(), EngineError> {
    let mut tiles = Tiles::new(connection, district);
    let kept = domain::ledger::root(tree.size(), &mut tiles as &mut dyn Nodes);
    if let Some(error) = tiles.take_error() {
        return Err(error);
    }
    if kept != Ok(tree.root()) {
        note(report, district, None, None, "log_root");
    }
    Ok(())
}
