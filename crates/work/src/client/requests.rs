//! 查询: what another system asks for, page by page.

use super::published::{Found, Request, Viewer, note, publish};
use crate::hazard::{Lookups, read, state};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::District;
use domain::people::Actor;
use domain::place::Position;
use identity::receipt::ReceiptNumber;
use std::collections::HashMap;
use store::queries::open311::{self, Shape};
use store::{Connection, EngineError, Row, Value};
use uuid::Uuid;

/// The most requests in one answer, and the most numbers in one question.
pub const MOST: usize = 1_000;
/// How many pages are read for one answer when most of what lies in a box does not lie in its circle.
const PAGES: usize = 20;
/// Half the diagonal of the grid in which rough positions are given, rounded up, in metres.
const COARSE_M: f64 = 200.0;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// These and no others, whatever else is asked; canonical receipt numbers.
    pub numbers: Vec<String>,
    /// 小类 codes; empty for all.
    pub services: Vec<String>,
    /// Closed only, open only, or both.
    pub closed: Option<bool>,
    /// Reported from, until.
    pub reported: Option<(Instant, Instant)>,
    /// Changed from, until; then in the order of changes, oldest first, else newest first.
    pub updated: Option<(Instant, Instant)>,
    /// 街道: area code.
    pub street: Option<String>,
    /// Within so many metres.
    pub near: Option<(Position, f64)>,
    /// Only what stands behind this in the order of the list.
    pub after: Option<Mark>,
    /// How many to leave out.
    pub skip: usize,
    /// How many, [`MOST`] at most.
    pub take: usize,
    /// With 办理经过.
    pub notes: bool,
}

/// A request as a place in the order of a list: by its time there, and by its number among those of one time. What
/// changes meanwhile moves on in a list of changes; the place stays where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When it was reported, or when it had changed.
    pub at: Instant,
    /// Its receipt number, canonical. One that nobody has stands before all others of its time.
    pub number: String,
}

/// One page of a list.
#[derive(Debug)]
pub struct Listed {
    /// The requests that the asker may see.
    pub requests: Vec<Request>,
    /// Behind which the list goes on; none at its end.
    pub next: Option<Mark>,
}

/// The requests that the asker may see, a page of them.
pub async fn requests(app: &App, actor: &Actor, wanted: Wanted) -> Result<Listed, Problem> {
    let (district, viewer, lookups) = (app.district(), Viewer::of(actor), Lookups::of(app, Lang::default()));
    let found = app.store().read(move |c| {
        let asked = Asked { district, viewer: &viewer, lookups: &lookups, wanted: &wanted };
        let (found, next) =
            if wanted.numbers.is_empty() { asked.list(c)? } else { (asked.by_numbers(c)?, None) };
        Ok(Listed { requests: asked.finish(c, found)?, next })
    });
    Ok(found.await?)
}

/// One request by its number, as people write it.
pub async fn request(app: &App, actor: &Actor, number: &str, notes: bool) -> Result<Request, Problem> {
    let number = ReceiptNumber::parse(number).map_err(|_| Problem::not_found())?;
    let numbers = vec![number.as_str().to_owned()];
    let found = requests(app, actor, Wanted { numbers, notes, ..Wanted::default() }).await?;
    found.requests.into_iter().next().ok_or_else(Problem::not_found)
}

struct Asked<'a> {
    district: District,
    viewer: &'a Viewer,
    lookups: &'a Lookups,
    wanted: &'a Wanted,
}

type Published = Vec<(Uuid, Request)>;

/// Where a list stands: a time and the id of a hazard.
type Key = (Instant, Uuid);

/// So many rows as they were read.
struct Page {
    /// How many there were.
    read: usize,
    /// Those that may be shown.
    shown: Published,
    /// The last one that was read, shown or not.
    last: Option<Key>,
}

/// Splits into pieces of the sizes that statements are made for; the last piece is filled up with what is not there.
fn pieces<T: Clone>(all: &[T], nothing: T) -> impl Iterator<Item = Vec<T>> {
    let [.., largest] = open311::SOME;
    all.chunks(largest).map(move |chunk| {
        let size = open311::SOME.into_iter().find(|s| *s >= chunk.len()).unwrap_or(largest);
        let mut piece = chunk.to_vec();
        piece.resize(size, nothing.clone());
        piece
    })
}

impl Asked<'_> {
    fn by_numbers(&self, c: &mut dyn Connection) -> Result<Published, EngineError> {
        let mut all = Vec::new();
        for piece in pieces(&self.wanted.numbers, String::new()) {
            let text = open311::by_numbers(piece.len());
            let mut parameters: Vec<Value> = vec![self.district.into()];
            parameters.extend(piece.iter().map(|n| Value::from(n.as_str())));
            for row in c.query(&text, &parameters)? {
                if row.opt_id(0)?.is_some() {
                    all.extend(publish(&row, self.viewer, Found::ByNumber, self.lookups)?);
                }
            }
        }
        all.sort_by_key(|(id, request)| std::cmp::Reverse((request.requested_at, *id)));
        Ok(all)
    }

    fn list(&self, c: &mut dyn Connection) -> Result<(Published, Option<Mark>), EngineError> {
        let (skip, take) = (self.wanted.skip, self.wanted.take.min(MOST));
        let mut after = self.after(c)?;
        let Some((centre, metres)) = self.wanted.near else {
            let page = self.page(c, after, skip, take)?;
            let next = self.mark(page.shown.last()).filter(|_| page.read == take);
            return Ok((page.shown, next));
        };
        // The circle is drawn around what is shown, so that nothing finer can be learnt by asking again and again.
        let near = |p: &Position| centre.distance_m(*p) <= metres;
        let (mut inside, mut reached, mut more) = (Vec::new(), None, false);
        for _ in 0..PAGES {
            let page = self.page(c, after, 0, MOST)?;
            reached = self.mark(page.shown.last()).or(reached);
            after = page.last.or(after);
            let found = page.shown.into_iter().filter(|(_, r)| r.position.as_ref().is_some_and(near));
            inside.extend(found);
            more = page.read == MOST;
            if !more || inside.len() >= skip + take {
                break;
            }
        }
        let rest = inside.len() > skip + take;
        let found: Published = inside.into_iter().skip(skip).take(take).collect();
        let next = if rest { self.mark(found.last()) } else { reached.filter(|_| more) };
        Ok((found, next))
    }

    /// Where in the order of the list a request stands.
    fn mark(&self, request: Option<&(Uuid, Request)>) -> Option<Mark> {
        let (_, request) = request?;
        let at = if self.wanted.updated.is_some() { request.changed_at } else { request.requested_at };
        Some(Mark { at, number: request.number.clone() })
    }

    /// Behind what the list is to begin.
    fn after(&self, c: &mut dyn Connection) -> Result<Option<Key>, EngineError> {
        let Some(mark) = &self.wanted.after else { return Ok(None) };
        let rows = c.query(open311::SENDER, &[self.district.into(), mark.number.as_str().into()])?;
        let id = rows.first().map_or(Ok(None), |row| row.opt_id(0))?;
        // Of one time, the list of changes goes up and the other one down: before all others, then.
        let first = if self.wanted.updated.is_some() { Uuid::nil() } else { Uuid::max() };
        Ok(Some((mark.at, id.unwrap_or(first))))
    }

    /// So many rows behind a place in the list.
    fn page(
        &self,
        c: &mut dyn Connection,
        after: Option<Key>,
        skip: usize,
        take: usize,
    ) -> Result<Page, EngineError> {
        let wanted = self.wanted;
        let author = self.viewer.author();
        let shape = Shape {
            own: author.is_some(),
            reported: wanted.reported.is_some(),
            updated: wanted.updated.is_some(),
            closed: wanted.closed,
            services: wanted.services.len(),
            street: wanted.street.is_some(),
            boxed: wanted.near.is_some(),
            after: after.is_some(),
        };
        // The span of the list's own order ends, or begins, where the list goes on.
        let (mut reported, mut updated) = (wanted.reported, wanted.updated);
        match (after, &mut updated, &mut reported) {
            (Some((at, _)), Some((from, _)), _) => *from = at.max(*from),
            (Some((at, _)), None, Some((_, until))) => *until = at.min(*until),
            _ => {}
        }
        let mut parameters: Vec<Value> = vec![self.district.into()];
        parameters.extend(author.map(Value::from));
        for (from, until) in [reported, updated].into_iter().flatten() {
            parameters.extend([from.into(), until.into()]);
        }
        parameters.extend(wanted.services.iter().map(|s| Value::from(s.as_str())));
        parameters.extend(wanted.street.as_deref().map(Value::from));
        if let Some((centre, metres)) = wanted.near {
            let (south_west, north_east) = centre.around(metres + COARSE_M);
            parameters.extend(
                [south_west.lon_e7, north_east.lon_e7, south_west.lat_e7, north_east.lat_e7].map(Value::Int),
            );
        }
        if let Some((at, id)) = after {
            parameters.extend([at.into(), id.into()]);
        }
        parameters.extend([take as i64, skip as i64].map(Value::Int));
        if author.is_none() || shape.updated {
            parameters.push(Value::Int((skip + take) as i64));
        }
        let rows = c.query(&open311::requests(shape), &parameters)?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in &rows {
            shown.extend(publish(row, self.viewer, Found::Listed, self.lookups)?);
        }
        let last = rows.last().map(|row| self.key(row)).transpose()?;
        Ok(Page { read: rows.len(), shown, last })
    }

    fn key(&self, row: &Row) -> Result<Key, EngineError> {
        let hazard = state(row.text(1)?)?;
        let at = if self.wanted.updated.is_some() { hazard.updated_at } else { hazard.reported_at };
        Ok((at, hazard.id.0))
    }

    /// Adds the histories, if they were asked for, in few queries.
    fn finish(&self, c: &mut dyn Connection, mut found: Published) -> Result<Vec<Request>, EngineError> {
        if self.wanted.notes {
            let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
            let at: HashMap<Uuid, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
            for piece in pieces(&ids, Uuid::nil()) {
                let mut parameters: Vec<Value> = vec![self.district.into()];
                parameters.extend(piece.iter().map(|id| Value::from(*id)));
                for row in c.query(&open311::histories(piece.len()), &parameters)? {
                    let event = read(&row)?;
                    if let Some((_, request)) =
                        at.get(&event.envelope.stream.0).and_then(|n| found.get_mut(*n))
                    {
                        request.notes.extend(note(&event, request.own, self.lookups));
                    }
                }
            }
        }
        Ok(found.into_iter().map(|(_, request)| request).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_the_sizes_of_statements() {
        let sizes = |n: usize| pieces(&vec![7u8; n], 0).map(|p| p.len()).collect::<Vec<_>>();
        assert_eq!(sizes(0), Vec::<usize>::new());
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(2), [16]);
        assert_eq!(sizes(128), [128]);
        assert_eq!(sizes(130), [128, 16]);
    }
}
