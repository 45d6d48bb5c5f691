//! 检索: hazards by words of their text or by a number, newest first.
//!
//! Hazards that hold the rarest piece of what is asked for are looked at in windows of bounded length; whether they
//! hold the rest, may be seen and fit the filter is asked of the database, whether the text really holds the words is
//! compared here. So a page costs the same in a district of any size. Where common words meet a narrow filter, a page
//! may come back short with a place from which to go on.

use super::Looker;
use super::filter::{Filter, has_number, parts, receipt, visible};
use super::list::{Listed, Reading, state};
use super::query::Query;
use super::view::{Lookups, may_see, summary, words};
use crate::Problem;
use domain::calendar::Instant;
use domain::hazard::{Hazard, Words};
use domain::ids::District;
use domain::people::{Actor, Reason, Scope};
use store::{Connection, EngineError, grams, queries};
use uuid::Uuid;

/// Candidates that one statement looks at.
const WINDOW: i64 = 1_000;
/// Statements for one page.
const WINDOWS: usize = 4;
/// Pages of its own list that a company's search reads through.
const PAGES: usize = 20;
/// Pieces whose frequency is asked for.
const PROBED: usize = 12;
/// Pieces that the database intersects; the text itself is compared with all words.
const INTERSECTED: usize = 4;
/// Words that may be asked for at a time.
const TERMS: usize = 8;

/// What is looked for.
pub(super) struct Sought {
    pub(super) terms: Vec<String>,
    grams: Vec<i64>,
    /// The whole text, when it may be a number of a hazard.
    pub(super) number: Option<String>,
}

impl Sought {
    pub(super) fn of(text: &str) -> Result<Self, Problem> {
        let terms: Vec<String> = grams::normalised(text).split_whitespace().map(str::to_owned).collect();
        if terms.len() > TERMS {
            return Err(Problem::invalid("q", "too_many"));
        }
        let mut keys: Vec<i64> = terms.iter().flat_map(|term| grams::wanted(term)).collect();
        keys.sort_unstable();
        keys.dedup();
        let number = Some(text.trim()).filter(|t| may_be_number(t)).map(str::to_owned);
        if keys.is_empty() && number.is_none() {
            return Err(Problem::invalid("q", "too_short"));
        }
        Ok(Self { terms, grams: keys, number })
    }

    /// Whether the texts hold every word.
    pub(super) fn is_in(&self, said: &Words, place: Option<&str>) -> bool {
        let texts: Vec<String> = ["text", "address", "place"]
            .iter()
            .filter_map(|name| said.get(name))
            .chain(place)
            .map(grams::normalised)
            .collect();
        self.terms.iter().all(|term| grams::holds(&texts, term))
    }

    /// The pieces to intersect, the rarest first; nothing when one of them occurs nowhere.
    pub(super) fn rarest(
        &self,
        connection: &mut dyn Connection,
        district: District,
    ) -> Result<Option<Rarest>, EngineError> {
        let step = self.grams.len().div_ceil(PROBED).max(1);
        let mut counted = Vec::new();
        for gram in self.grams.iter().step_by(step) {
            let key = [district.into(), (*gram).into(), (2 * WINDOW).into()];
            let n =
                connection.query(queries::hazard::GRAM_COUNT, &key)?.first().map_or(Ok(0), |r| r.int(0))?;
            if n == 0 {
                return Ok(None);
            }
            counted.push((n, *gram));
        }
        counted.sort_unstable();
        let frequency = counted.first().map_or(0, |(n, _)| *n);
        let keys: Vec<i64> = counted.into_iter().take(INTERSECTED).map(|(_, gram)| gram).collect();
        Ok((!keys.is_empty()).then_some(Rarest { keys, frequency }))
    }
}

/// 编号: letters, digits and what stands between them, at least one digit, at least four in all.
pub(super) fn may_be_number(text: &str) -> bool {
    let plain = grams::normalised(text);
    let letters = plain.chars().filter(char::is_ascii_alphanumeric).count();
    letters >= 4
        && plain.chars().any(|c| c.is_ascii_digit())
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || "-_/.#:".contains(c))
}

/// Pieces, the rarest first, and in how many hazards that one occurs, as far as was counted.
pub(super) struct Rarest {
    pub(super) keys: Vec<i64>,
    pub(super) frequency: i64,
}

/// Conditions that a hazard of that time and id holds these pieces too, each beginning with ` and `.
pub(super) fn holds(query: &mut Query, keys: &[i64], time: &str, id: &str) -> String {
    keys.iter()
        .map(|key| {
            let key = query.mark(*key);
            format!(
                " and exists (select 1 from hazard_grams x where x.district = $1 and x.gram = {key} \
                 and x.reported_at = {time} and x.hazard = {id})"
            )
        })
        .collect()
}

/// Where a page is begun, and what it is put together from.
pub(super) struct Search<'a> {
    pub(super) district: District,
    pub(super) actor: &'a Actor,
    pub(super) filter: &'a Filter,
    pub(super) sought: &'a Sought,
    pub(super) lookups: &'a Lookups,
    pub(super) looker: Looker,
    pub(super) now: Instant,
}

/// A place in the order of a list.
type Mark = (i64, Uuid);

impl Search<'_> {
    /// A page of what holds the words.
    pub(super) fn page(
        &self,
        connection: &mut dyn Connection,
        cursor: Option<Mark>,
        rows: usize,
    ) -> Result<Listed, EngineError> {
        if let Some(found) = self.by_number(connection, cursor)? {
            return Ok(found);
        }
        let nothing = Listed { items: Vec::new(), next: None };
        let Some(rarest) = self.sought.rarest(connection, self.district)? else { return Ok(nothing) };
        // What was reported too late is passed over before anything is looked at.
        let to = self.filter.to.map(|to| (to.0, Uuid::nil()));
        let mut at = match (cursor, to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let scope = Scope::of(self.actor);
        let own = self.is_own_shorter(connection, &scope, &rarest)?;
        let mut items = Vec::new();
        for _ in 0..WINDOWS {
            let (began, wanted) = (at, rows - items.len() + 1);
            let asked = (self.district, self.now, wanted);
            let Some(query) = window(&scope, self.filter, &rarest, own, at, asked) else {
                return Ok(nothing);
            };
            let found = connection.query(&query.text, &query.parameters)?;
            for row in &found {
                let mark = (row.int(1)?, row.id(0)?);
                if items.len() == rows {
                    return Ok(Listed { items, next: at.map(|(t, i)| self.lookups.marks().seal(t, i)) });
                }
                let hazard = state(row.text(2)?)?;
                items.extend(self.shown(hazard, words(row.opt_text(3)?), row.opt_text(4)?));
                at = Some(mark);
            }
            if found.len() == wanted {
                continue;
            }
            let ended = if own { None } else { self.end_of_window(connection, &rarest, began)? };
            match ended {
                Some(mark) if self.filter.from.is_none_or(|from| mark.0 >= from.0) => at = Some(mark),
                _ => return Ok(Listed { items, next: None }),
            }
        }
        Ok(Listed { items, next: at.map(|(t, i)| self.lookups.marks().seal(t, i)) })
    }

    /// What bears the number that was typed: it stands alone on the first page.
    fn by_number(
        &self,
        connection: &mut dyn Connection,
        cursor: Option<Mark>,
    ) -> Result<Option<Listed>, EngineError> {
        let (Some(number), None) = (&self.sought.number, cursor) else { return Ok(None) };
        let items = self.numbered(connection, number)?;
        Ok((!items.is_empty()).then_some(Listed { items, next: None }))
    }

    /// A page of what a company may see: its own list, read through. By the pieces of what was said when it was reported
    /// nobody finds what an employee reported, so that it would be known by not being found.
    pub(super) fn own(
        &self,
        connection: &mut dyn Connection,
        reading: &Reading<'_>,
        query: &dyn Fn(Option<Mark>) -> Option<Query>,
        mut cursor: Option<Mark>,
        rows: usize,
    ) -> Result<Listed, EngineError> {
        if let Some(found) = self.by_number(connection, cursor)? {
            return Ok(found);
        }
        for _ in 0..PAGES {
            let Some(query) = query(cursor) else { return Ok(Listed::nothing()) };
            let (items, last) = reading.rows(connection, &query, rows, None)?;
            if !items.is_empty() || last.is_none() {
                return Ok(Listed { items, next: last.map(|(t, i)| self.lookups.marks().seal(t, i)) });
            }
            cursor = last;
        }
        Ok(Listed { items: Vec::new(), next: cursor.map(|(t, i)| self.lookups.marks().seal(t, i)) })
    }

    /// The row of a hazard, if what this viewer sees of it holds the words.
    fn shown(&self, hazard: Hazard, said: Words, place: Option<&str>) -> Option<super::Summary> {
        // It would stand among the others where it was reported, and nothing of what was said is there to be found.
        if self.looker.is_kept_from(&hazard) {
            return None;
        }
        let (hazard, said) = self.looker.seen(hazard, said);
        if !self.filter.is_borne_out(&hazard) {
            return None;
        }
        let fits = self.sought.is_in(&said, place);
        fits.then(|| summary(&hazard, &said, place, &self.lookups.names(), self.now))
    }

    /// The hazards that have this number, whatever else is asked for.
    fn numbered(
        &self,
        connection: &mut dyn Connection,
        number: &str,
    ) -> Result<Vec<super::Summary>, EngineError> {
        let mut all = Vec::new();
        for id in by_number(connection, self.district, number)? {
            let Some(row) = connection
                .query(queries::hazard::WITH_WORDS, &[self.district.into(), id.into()])?
                .into_iter()
                .next()
            else {
                continue;
            };
            let hazard = state(row.text(0)?)?;
            if may_see(self.actor, &hazard) && self.looker.may_know_of(&hazard) {
                let said = self.looker.told(connection, self.district, &hazard, words(row.opt_text(1)?))?;
                let (hazard, _) = self.looker.seen(hazard, Words::none());
                if !has_number(&hazard, number) {
                    continue;
                }
                all.push(summary(&hazard, &said, row.opt_text(2)?, &self.lookups.names(), self.now));
            }
        }
        Ok(all)
    }

    /// Whether it is shorter to look at everything that the viewer may see than at what holds the rarest piece.
    fn is_own_shorter(
        &self,
        connection: &mut dyn Connection,
        scope: &Scope,
        rarest: &Rarest,
    ) -> Result<bool, EngineError> {
        let Scope::Any(reasons) = scope else { return Ok(false) };
        if rarest.frequency <= WINDOW || reasons.iter().any(|r| parts(r).is_none()) {
            return Ok(false);
        }
        let mut own = 0;
        for (party, _) in reasons.iter().filter_map(parts) {
            let key = [self.district.into(), party.into(), WINDOW.into()];
            own +=
                connection.query(queries::hazard::PARTY_COUNT, &key)?.first().map_or(Ok(0), |r| r.int(0))?;
        }
        Ok(own < WINDOW)
    }

    /// Where a window ends that begins at a place; nothing when it was the last one.
    fn end_of_window(
        &self,
        connection: &mut dyn Connection,
        rarest: &Rarest,
        began: Option<Mark>,
    ) -> Result<Option<Mark>, EngineError> {
        let (time, id) = began.unwrap_or((i64::MAX, Uuid::max()));
        let key = [self.district.into(), rarest.keys[0].into(), time.into(), id.into(), (WINDOW - 1).into()];
        let end = connection.query(queries::hazard::GRAM_END, &key)?;
        end.first().map(|row| Ok((row.int(0)?, row.id(1)?))).transpose()
    }
}

/// The statement for one window: ids and times with state, words and place, newest first.
fn window(
    scope: &Scope,
    filter: &Filter,
    rarest: &Rarest,
    own: bool,
    at: Option<Mark>,
    (district, now, rows): (District, Instant, usize),
) -> Option<Query> {
    let mut query = Query::of(district.0);
    let (others, candidates) = match (own, scope) {
        (true, Scope::Any(reasons)) => (&rarest.keys[..], own_candidates(&mut query, reasons, at)),
        _ => (&rarest.keys[1..], candidates(&mut query, rarest.keys[0], at)),
    };
    let others = holds(&mut query, others, "w.t", "w.id");
    let visible = visible(&mut query, scope)?;
    let filters = filter.conditions(&mut query, now);
    let rows = query.mark(rows as i64);
    // Cross joins: SQLite keeps their order. Left to itself it may read the whole district and look into the page.
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from (select w.id as id, w.t as t from ({candidates}) w \
         cross join hazards h where h.district = $1 and h.id = w.id and w.t = h.reported_at{others}{visible}{filters} \
         order by w.t desc, w.id desc limit {rows}) u cross join hazards h \
         left join events e on e.district = $1 and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = $1 and p.id = h.place where h.district = $1 and h.id = u.id \
         order by u.t desc, u.id desc"
    );
    Some(query)
}

/// What holds a piece, from a place on, as far as a window reaches.
fn candidates(query: &mut Query, gram: i64, at: Option<Mark>) -> String {
    let gram = query.mark(gram);
    let after = at.map(|(time, id)| {
        let (time, id) = (query.mark(time), query.mark(id));
        format!(" and (g.reported_at, g.hazard) < ({time}, {id})")
    });
    let after = after.unwrap_or_default();
    let window = query.mark(WINDOW);
    format!(
        "select g.hazard as id, g.reported_at as t from hazard_grams g where g.district = $1 and g.gram = {gram}\
         {after} order by g.reported_at desc, g.hazard desc limit {window}"
    )
}

/// Everything in which the viewer has a part, from a place on.
fn own_candidates(query: &mut Query, reasons: &[Reason], at: Option<Mark>) -> String {
    let branches: Vec<String> = reasons
        .iter()
        .filter_map(parts)
        .map(|(party, parts)| {
            let party = query.mark(party);
            let parts = query.marks(parts.iter().map(|p| *p as i64));
            let after = at.map(|(time, id)| {
                let (time, id) = (query.mark(time), query.mark(id));
                format!(" and (s.reported_at, s.id) < ({time}, {id})")
            });
            format!(
                "select s.id as id, s.reported_at as t from hazard_parties g cross join hazards s \
                 where g.district = $1 and g.party = {party} and g.part in ({parts}) and s.district = $1 \
                 and s.id = g.hazard{}",
                after.unwrap_or_default()
            )
        })
        .collect();
    branches.join(" union ")
}

/// The hazards that have this number or id.
pub(super) fn by_number(
    connection: &mut dyn Connection,
    district: District,
    number: &str,
) -> Result<Vec<Uuid>, EngineError> {
    let mut all = Vec::new();
    all.extend(number.trim().parse::<Uuid>().ok());
    let plain = grams::number(number);
    let ask = [
        (queries::hazard::BY_RECEIPT, receipt(number)),
        (queries::hazard::BY_NUMBER, plain.clone()),
        (queries::hazard::BY_EXTERNAL, plain),
    ];
    for (sql, number) in ask {
        for row in connection.query(sql, &[district.into(), number.into()])? {
            let id = row.id(0)?;
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    Ok(all)
}

/// Every shape of statement that a search can have.
pub(super) fn statements(scope: &Scope, filter: &Filter) -> Vec<String> {
    let mark = Some((0, Uuid::nil()));
    let mut all = Vec::new();
    for at in [None, mark] {
        for own in [false, true] {
            let rarest = Rarest { keys: vec![1, 2, 3], frequency: 1 };
            all.extend(
                window(scope, filter, &rarest, own, at, (District(1), Instant(0), 50)).map(|q| q.text),
            );
        }
    }
    all
}
