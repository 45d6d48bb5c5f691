//! What other systems read. A list is put together from fixed pieces by its [`Shape`]; [`statements`] names every
//! combination of pieces for the test that prepares them.

// Every hazard has a first event; the outer join only tells the embedded engine to begin with the hazards.
/// What a row of [`requests`] and [`by_numbers`] holds: id, state, words of the report, who reported, state of the
/// place.
macro_rules! joined {
    ($from:literal) => {
        concat!(
            "select h.id, h.state, f.words, f.actor, p.state from ",
            $from,
            " left join events f on f.district = h.district and f.stream = h.id and f.sequence = 1 \
             left join places p on p.district = h.district and p.id = h.place"
        )
    };
}

/// The columns of an event, in the order in which envelopes are read.
macro_rules! event {
    () => {
        "select e.district, e.stream, e.sequence, e.noun, e.at, e.recorded_at, e.origin, e.actor, e.kind, e.body, \
         e.words_digest, e.previous, e.hash, e.words, e.salt"
    };
}

super::statements! {
    /// Who reported a hazard, and where it stands.
    SENDER = "select h.id, h.state, f.actor from hazards h \
        left join events f on f.district = h.district and f.stream = h.id and f.sequence = 1 \
        where h.district = $1 and h.receipt = $2";
    /// Whether a key was used.
    USED = "select key from idempotency where district = $1 and key = $2";
    /// What happened in a span of time to hazards that another system reported, with their receipt numbers and
    /// states. The last change bounds the search: who has an event in the span has changed since its beginning.
    UPDATES = concat!(event!(), ", h.receipt, h.state from hazards h \
        join events f on f.district = h.district and f.stream = h.id and f.sequence = 1 \
        join events e on e.district = h.district and e.stream = h.id \
        where h.district = $1 and h.version > 1 and h.updated_at >= $2 and h.source = 'system' and f.actor = $3 \
        and e.sequence > 1 and e.at >= $2 and e.at <= $4 order by e.at, e.stream, e.sequence limit $5");
}

/// Rejected, closed, in follow-up, archived. What follows another report is open as long as that one is.
const CLOSED: &str = "h.stage in (5, 17, 18, 20)";

/// Which pieces a list has. Parameters come in the order of the fields, after the district and before limit and
/// offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Also what this author reported, public or not: one parameter.
    pub own: bool,
    /// Reported from, until: two parameters.
    pub reported: bool,
    /// Changed from, until: two parameters; the list is in the order of changes, oldest first. What was only reported
    /// changed when it was reported, and stands in no index of changes.
    pub updated: bool,
    /// Closed only (true), open only (false): no parameter.
    pub closed: Option<bool>,
    /// Of so many services: as many parameters.
    pub services: usize,
    /// Of a street: one parameter.
    pub street: bool,
    /// In a box: longitude from, to, latitude from, to, in steps of 1e-7 degrees: four parameters.
    pub boxed: bool,
    /// Only what stands behind a hazard in the order of the list: its time and its id, two parameters. Whoever asks
    /// ends the span at that time, so that nothing before it is read.
    pub after: bool,
}

/// More services than that are looked for in the order of time, and not each by itself.
const APART: usize = 8;

/// A page of hazards: newest first, or in the order of changes. `shown` says in the row what everybody may find
/// ([`domain::hazard::Published`]); without an author each of its values, and each service, is a branch of its own
/// that an index has in order, so that the engine reads no further than the page, however few there are among many.
/// So are, with an author and in the order of changes, those that changed and those that were only reported.
/// Parameters: district, those of the shape, limit, offset; where there are branches also the sum of these two.
pub fn requests(shape: Shape) -> String {
    let mut last = 1;
    let mut mark = || {
        last += 1;
        format!("${last}")
    };
    let mut filter = String::from("h.district = $1");
    if shape.own {
        filter.push_str(&format!(" and (f.actor = {} or h.shown > 0)", mark()));
    }
    let span = |column: &str, (from, until): &(String, String)| {
        format!(" and h.{column} >= {from} and h.{column} <= {until}")
    };
    if shape.reported {
        filter.push_str(&span("reported_at", &(mark(), mark())));
    }
    let changed = shape.updated.then(|| (mark(), mark()));
    let services: Vec<String> = (0..shape.services).map(|_| mark()).collect();
    let apart = !shape.own && (1..=APART).contains(&shape.services);
    if shape.services > 0 && !apart {
        filter.push_str(&format!(" and h.category in ({})", services.join(", ")));
    }
    if shape.street {
        filter.push_str(&format!(" and h.street = {}", mark()));
    }
    if shape.boxed {
        let (west, east, south, north) = (mark(), mark(), mark(), mark());
        filter.push_str(&format!(
            " and h.lon_e7 >= {west} and h.lon_e7 <= {east} and h.lat_e7 >= {south} and h.lat_e7 <= {north}"
        ));
    }
    let (column, way, behind) =
        if shape.updated { ("updated_at", "", ">") } else { ("reported_at", " desc", "<") };
    if shape.after {
        let (at, id) = (mark(), mark());
        filter.push_str(&format!(" and (h.{column} {behind} {at} or h.id {behind} {id})"));
    }
    let (limit, offset) = (mark(), mark());
    if shape.own {
        filter.push_str(&match shape.closed {
            Some(true) => format!(" and {CLOSED}"),
            Some(false) => format!(" and not ({CLOSED})"),
            None => String::new(),
        });
    }
    let (from, each) = match (shape.own, &changed) {
        (true, None) => {
            let order = format!("order by h.{column}{way}, h.id{way}");
            return format!("{} where {filter} {order} limit {limit} offset {offset}", joined!("hazards h"));
        }
        (true, Some(changed)) => {
            let mut each = vec![("updated_at", format!("{} and h.version > 1", span("updated_at", changed)))];
            each.push(("reported_at", format!("{} and h.version = 1", span("reported_at", changed))));
            (AUTHORED, each)
        }
        (false, changed) => {
            let changed = changed.as_ref().map(|changed| span(column, changed)).unwrap_or_default();
            let shown = match shape.closed {
                Some(true) => &[2][..],
                Some(false) => &[1],
                None => &[1, 2],
            };
            let services = if apart { services } else { vec![String::new()] };
            let of = |service: &String| match apart {
                true => format!(" and h.category = {service}"),
                false => String::new(),
            };
            let one = |value: &i32, service: &String| {
                (column, format!("{changed} and h.shown = {value} and h.shown > 0{}", of(service)))
            };
            let each = shown.iter().flat_map(|value| services.iter().map(move |service| one(value, service)));
            ("hazards h", each.collect())
        }
    };
    let reach = mark();
    let branches: Vec<String> = each
        .iter()
        .enumerate()
        .map(|(n, (column, condition))| {
            format!(
                "select id, at from (select h.id as id, h.{column} as at from {from} where {filter}{condition} \
                 order by h.{column}{way}, h.id{way} limit {reach}) b{n}"
            )
        })
        .collect();
    let ids = format!(
        "(select id from ({}) u order by at{way}, id{way} limit {limit} offset {offset}) k",
        branches.join(" union all ")
    );
    let from = format!("{ids} left join hazards h on h.district = $1 and h.id = k.id");
    format!("{} order by h.{column}{way}, h.id{way}", joined!("KEYS").replacen("KEYS", &from, 1))
}

/// Hazards with who reported them.
const AUTHORED: &str =
    "hazards h left join events f on f.district = h.district and f.stream = h.id and f.sequence = 1";

/// How many receipt numbers or histories one statement asks for; fewer are filled up with what is not there.
pub const SOME: [usize; 3] = [1, 16, 128];

fn marks(count: usize) -> String {
    let marks: Vec<String> = (0..count).map(|n| format!("${}", n + 2)).collect();
    marks.join(", ")
}

/// So many hazards by their receipt numbers, a row for each number, empty where there is none. Asked for with `in`,
/// the embedded engine would read the whole district.
pub fn by_numbers(count: usize) -> String {
    let marks: Vec<String> = (0..count).map(|n| format!("(cast(${} as text))", n + 2)).collect();
    format!(
        "with v(n) as (values {}) {}",
        marks.join(", "),
        joined!("v left join hazards h on h.district = $1 and h.receipt = v.n")
    )
}

/// The histories of so many hazards.
pub fn histories(count: usize) -> String {
    format!(
        "{} from events e where e.district = $1 and e.stream in ({}) order by e.stream, e.sequence",
        event!(),
        marks(count)
    )
}

/// Every statement that is put together here.
pub fn statements() -> Vec<String> {
    let mut all: Vec<String> = SOME.iter().flat_map(|n| [by_numbers(*n), histories(*n)]).collect();
    for (own, updated, boxed) in [
        (false, false, false),
        (true, false, false),
        (false, true, true),
        (true, true, true),
        (true, false, true),
    ] {
        for closed in [None, Some(true), Some(false)] {
            for services in [0, 2, APART + 1] {
                for after in [false, true] {
                    all.push(requests(Shape {
                        own,
                        reported: !updated || boxed,
                        updated,
                        closed,
                        services,
                        street: services > 0,
                        boxed,
                        after,
                    }));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::hazard::StageCode;

    #[test]
    fn every_parameter_is_mentioned_and_no_other() {
        for own in [true, false] {
            for services in [0, 2, APART + 1] {
                let shape = Shape {
                    own,
                    reported: true,
                    updated: true,
                    closed: None,
                    services,
                    street: true,
                    boxed: true,
                    after: true,
                };
                let text = requests(shape);
                // District, two spans, street, box, time and id, limit, offset, the sum; the author.
                let count = 1 + 4 + 1 + 4 + 2 + 2 + 1 + services + usize::from(own);
                let said = |n: usize| {
                    let ends = |at: usize| !text[at..].starts_with(|c: char| c.is_ascii_digit());
                    let mark = format!("${n}");
                    text.match_indices(&mark).any(|(at, _)| ends(at + mark.len()))
                };
                assert!((1..=count).all(said) && !said(count + 1), "{text}");
            }
        }
    }

    #[test]
    fn the_numbers_of_stages_are_those_of_the_trade() {
        let numbers = |codes: &[StageCode]| {
            let all: Vec<String> = codes.iter().map(|c| (*c as i64).to_string()).collect();
            format!("in ({})", all.join(", "))
        };
        use StageCode as S;
        assert!(CLOSED.contains(&numbers(&[S::Rejected, S::Closed, S::FollowUp, S::Archived])));
    }
}
