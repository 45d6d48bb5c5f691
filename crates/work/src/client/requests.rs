//! 查询: what another system asks for, page by page.

use super::published::{Found, Request, Viewer, note, publish};
use crate::hazard::{Lookups, read};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::District;
use domain::people::Actor;
use domain::place::Position;
use identity::receipt::ReceiptNumber;
use std::collections::HashMap;
use store::queries::open311::{self, Shape};
use store::{Connection, EngineError, Value};
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
    /// How many to leave out.
    pub skip: usize,
    /// How many, [`MOST`] at most.
    pub take: usize,
    /// With 办理经过.
    pub notes: bool,
}

/// The requests that the asker may see.
pub async fn requests(app: &App, actor: &Actor, wanted: Wanted) -> Result<Vec<Request>, Problem> {
    let (district, viewer, lookups) = (app.district(), Viewer::of(actor), Lookups::of(app));
    let found = app.store().read(move |c| {
        let asked = Asked { district, viewer: &viewer, lookups: &lookups, wanted: &wanted };
        let found = if wanted.numbers.is_empty() { asked.list(c)? } else { asked.by_numbers(c)? };
        asked.finish(c, found)
    });
    Ok(found.await?)
}

/// One request by its number, as people write it.
pub async fn request(app: &App, actor: &Actor, number: &str, notes: bool) -> Result<Request, Problem> {
    let number = ReceiptNumber::parse(number).map_err(|_| Problem::not_found())?;
    let numbers = vec![number.as_str().to_owned()];
    let found = requests(app, actor, Wanted { numbers, notes, ..Wanted::default() }).await?;
    found.into_iter().next().ok_or_else(Problem::not_found)
}

struct Asked<'a> {
    district: District,
    viewer: &'a Viewer,
    lookups: &'a Lookups,
    wanted: &'a Wanted,
}

type Published = Vec<(Uuid, Request)>;

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

    fn list(&self, c: &mut dyn Connection) -> Result<Published, EngineError> {
        let (skip, take) = (self.wanted.skip, self.wanted.take.min(MOST));
        let Some((centre, metres)) = self.wanted.near else {
            let rows = self.page(c, skip, take)?;
            return Ok(rows.1);
        };
        // The circle is drawn around what is shown, so that nothing finer can be learnt by asking again and again.
        let mut inside = Vec::new();
        for page in 0..PAGES {
            let (read, found) = self.page(c, page * MOST, MOST)?;
            let near = |p: &Position| centre.distance_m(*p) <= metres;
            inside.extend(found.into_iter().filter(|(_, r)| r.position.as_ref().is_some_and(near)));
            if read < MOST || inside.len() >= skip + take {
                break;
            }
        }
        Ok(inside.into_iter().skip(skip).take(take).collect())
    }

    /// So many rows; how many there were, and those that may be shown.
    fn page(
        &self,
        c: &mut dyn Connection,
        skip: usize,
        take: usize,
    ) -> Result<(usize, Published), EngineError> {
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
        };
        let mut parameters: Vec<Value> = vec![self.district.into()];
        parameters.extend(author.map(Value::from));
        for (from, until) in [wanted.reported, wanted.updated].into_iter().flatten() {
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
        parameters.extend([take as i64, skip as i64].map(Value::Int));
        if author.is_none() {
            parameters.push(Value::Int((skip + take) as i64));
        }
        let rows = c.query(&open311::requests(shape), &parameters)?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            all.extend(publish(row, self.viewer, Found::Listed, self.lookups)?);
        }
        Ok((rows.len(), all))
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
