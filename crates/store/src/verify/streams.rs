//! Each stream against its row.

use super::sums::Expected;
use super::{Report, What, place};
use crate::aggregate::Aggregate;
use crate::engine::{Connection, EngineError, Row, Value};
use crate::nouns::{self, ForEachNoun};
use crate::queries::ledger as sql;
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{District, StreamId};
use domain::ledger::{ActorRef, Broken, Chain, Envelope, Hash, Noun, Origin, Said};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Streams that are folded with one query: memory stays flat at any size.
const PAGE: usize = 500;

/// Reads an event from a row of one of the event queries.
pub fn envelope(row: &Row) -> Result<(Envelope, Option<Said>), EngineError> {
    let bad = |what: &str| EngineError::Other(format!("an event has a wrong {what}"));
    let salt = row.opt_bytes(14)?.map(<[u8; 16]>::try_from).transpose().map_err(|_| bad("salt"))?;
    let said = match (row.opt_text(13)?, salt) {
        (Some(json), Some(salt)) => Some(Said { json: json.to_owned(), salt }),
        (None, None) => None,
        _ => return Err(bad("salt")),
    };
    let digest = row.opt_bytes(10)?.map(|b| Hash::from_slice(b).ok_or_else(|| bad("digest"))).transpose()?;
    let envelope = Envelope {
        district: District(row.int(0)?),
        stream: StreamId(row.id(1)?),
        sequence: u32::try_from(row.int(2)?).map_err(|_| bad("sequence"))?,
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

pub(super) struct Folding<'a> {
    connection: &'a mut dyn Connection,
    progress: &'a mut dyn FnMut(u64),
    report: Report,
    expected: Expected,
}

/// One stream while its events are read.
struct Stream<A> {
    id: Uuid,
    chain: Chain,
    state: Option<A>,
    events: u64,
    /// Whether every event so far fits.
    whole: bool,
    /// Events that had words: whether they are there.
    said: BTreeMap<u32, bool>,
    /// Events whose words were erased, as later ones say.
    erased: BTreeSet<u32>,
}

impl<'a> Folding<'a> {
    pub(super) fn new(connection: &'a mut dyn Connection, progress: &'a mut dyn FnMut(u64)) -> Self {
        Self { connection, progress, report: Report::default(), expected: Expected::default() }
    }

    pub(super) fn expected(&mut self) -> &mut Expected {
        &mut self.expected
    }

    pub(super) fn done(self) -> (Report, Expected) {
        (self.report, self.expected)
    }

    /// Events whose stream has no row in any table.
    pub(super) fn orphans(&mut self) -> Result<(), EngineError> {
        let without: Vec<String> = nouns::tables()?
            .iter()
            .map(|t| {
                format!("not exists (select 1 from {t} t where t.district = e.district and t.id = e.stream)")
            })
            .collect();
        let sql = format!(
            "select e.district, e.noun, e.stream, min(e.sequence) from events e where {} \
             group by e.district, e.noun, e.stream order by e.district, e.noun, e.stream limit 100",
            without.join(" and ")
        );
        for row in self.connection.query(&sql, &[])? {
            self.report.fault(District(row.int(0)?), place(&row, 1), What::MissingState);
        }
        Ok(())
    }

    /// Folds the streams of these rows, which are all of one district, and compares each with its row.
    fn page<A: Aggregate>(&mut self, rows: &[Row]) -> Result<(), EngineError> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let district = District(first.int(0)?);
        let span = [first.0[0].clone(), first.0[1].clone(), last.0[1].clone()];
        let (report, expected) = (&mut self.report, &mut self.expected);
        let mut rest = rows.iter();
        let mut current = rest.next().map(|row| Ok((row, Stream::<A>::begin(row.id(1)?)))).transpose()?;
        self.connection.each(sql::EVENTS_BETWEEN, &span, &mut |event| {
            // Between the rows' streams lie those of other nouns; they have their own turn.
            while let Some((row, stream)) = &mut current
                && row.0[1] < event.0[1]
            {
                stream.compare(district, row, report, expected);
                current = rest.next().map(|row| Ok((row, Stream::begin(row.id(1)?)))).transpose()?;
            }
            if let Some((row, stream)) = &mut current
                && row.0[1] == event.0[1]
            {
                stream.follow(district, &event, report, expected);
            }
            Ok(())
        })?;
        while let Some((row, stream)) = &mut current {
            stream.compare(district, row, &mut self.report, &mut self.expected);
            current = rest.next().map(|row| Ok((row, Stream::begin(row.id(1)?)))).transpose()?;
        }
        (self.progress)(self.report.events);
        Ok(())
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
        let mut from = [Value::Int(i64::MIN), Value::Bytes(Vec::new())];
        loop {
            let rows = self.connection.query(&sql, &from)?;
            for of_one_district in rows.chunk_by(|a, b| a.0[0] == b.0[0]) {
                self.page::<A>(of_one_district)?;
            }
            match rows.last() {
                Some(last) if rows.len() == PAGE => from = [last.0[0].clone(), last.0[1].clone()],
                _ => return Ok(()),
            }
        }
    }
}

impl<A: Aggregate> Stream<A> {
    fn begin(id: Uuid) -> Self {
        let (said, erased) = (BTreeMap::new(), BTreeSet::new());
        Self { id, chain: Chain::START, state: None, events: 0, whole: true, said, erased }
    }

    fn fault(&mut self, district: District, sequence: u32, what: What, report: &mut Report) {
        report.fault(district, Some((A::NOUN, self.id, sequence)), what);
        self.whole = false;
    }

    fn follow(&mut self, district: District, row: &Row, report: &mut Report, expected: &mut Expected) {
        self.events += 1;
        report.events += 1;
        let Ok((envelope, said)) = envelope(row) else {
            let sequence = row.int(2).unwrap_or_default() as u32;
            let half = row.0[13] == Value::Null || row.0[14] == Value::Null;
            let what = if half && row.0[13] != row.0[14] { What::Words } else { What::Content };
            self.fault(district, sequence, what, report);
            self.chain.sequence = sequence;
            return;
        };
        let sequence = envelope.sequence;
        if envelope.words_digest.is_some() {
            self.said.insert(sequence, said.is_some());
        }
        if let Err(broken) = self.chain.follow(&envelope, said.as_ref()) {
            let what = match broken {
                Broken::Gap => What::Gap,
                Broken::Link => What::Link,
                Broken::Content => What::Content,
                Broken::Words => What::Words,
            };
            self.fault(district, sequence, what, report);
            self.chain = Chain { sequence, hash: envelope.hash };
        }
        let event = serde_json::from_str::<A::Event>(&envelope.body);
        self.erased.extend(event.as_ref().ok().and_then(A::erases));
        match (&event, &mut self.state) {
            (Ok(event), Some(state)) => state.apply(event, envelope.at),
            (Ok(event), None) => self.state = A::begin(self.id, event, envelope.at),
            (Err(_), _) if self.whole => self.fault(district, sequence, What::Fold, report),
            (Err(_), _) => {}
        }
        let said = said.and_then(|said| serde_json::from_str::<Words>(&said.json).ok());
        if let (Ok(event), Some(state), Some(words)) = (&event, &self.state, said) {
            expected.said::<A>(district, self.id, state.found_by(event, &words));
        }
    }

    /// Words are gone where, and only where, an event says so: else whoever can write to the database could silence
    /// anybody unseen.
    fn compare_words(&mut self, district: District, report: &mut Report) {
        for (sequence, there) in std::mem::take(&mut self.said) {
            if there == self.erased.contains(&sequence) {
                self.fault(district, sequence, What::Words, report);
            } else if !there {
                report.erased_words += 1;
            }
        }
    }

    fn compare(&mut self, district: District, row: &Row, report: &mut Report, expected: &mut Expected) {
        report.streams += 1;
        if self.events == 0 {
            return self.fault(district, 0, What::ExtraState, report);
        }
        self.compare_words(district, report);
        let last = self.chain.sequence;
        let Some(state) = self.state.take() else {
            return self.fault(district, last, What::Fold, report);
        };
        expected.add(district, self.id, &state);
        if !self.whole {
            return;
        }
        let kept = &row.0;
        if kept[2..4] != [self.chain.sequence.into(), self.chain.hash.into()] {
            return self.fault(district, last, What::Head, report);
        }
        let same = |text: &str| {
            let kept = serde_json::from_str::<serde_json::Value>(text).ok();
            kept.is_some() && kept == serde_json::to_value(&state).ok()
        };
        if !matches!(&kept[4], Value::Text(text) if same(text)) {
            return self.fault(district, last, What::State, report);
        }
        if kept[5..] != state.columns() {
            self.fault(district, last, What::Columns, report);
        }
    }
}
