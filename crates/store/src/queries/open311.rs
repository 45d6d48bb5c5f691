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

macro_rules! rows {
    () => {
        concat!(joined!("hazards h"), " where h.district = $1")
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
        where h.district = $1 and h.updated_at >= $2 and h.source = 'system' and f.actor = $3 \
        and e.sequence > 1 and e.at >= $2 and e.at <= $4 order by e.at, e.stream, e.sequence limit $5");
}

/// 公开: what anybody may find in a list. Not before the desk has judged it, nothing that was rejected or follows
/// another report, no danger to life while it lasts, and never what somebody reported at the own workplace.
/// `work::client` asks the same of each row.
const PUBLIC: &str = "h.stage not in (1, 2, 3, 5, 6) and (h.life_danger = 0 or h.stage in (17, 18, 20)) \
    and h.source <> 'employee' and h.state not like '%\"protection\":\"whistleblower\"%'";

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
    /// Changed from, until: two parameters; the list is in the order of changes, oldest first.
    pub updated: bool,
    /// Closed only (true), open only (false): no parameter.
    pub closed: Option<bool>,
    /// Of so many services: as many parameters.
    pub services: usize,
    /// In a box: longitude from, to, latitude from, to, in steps of 1e-7 degrees: four parameters.
    pub boxed: bool,
}

/// A page of hazards: newest first, or in the order of changes.
pub fn requests(shape: Shape) -> String {
    let mut text = rows!().to_owned();
    let mut last = 1;
    let mut mark = || {
        last += 1;
        format!("${last}")
    };
    text.push_str(&if shape.own {
        format!(" and (f.actor = {} or ({PUBLIC}))", mark())
    } else {
        format!(" and {PUBLIC}")
    });
    let mut span = |column: &str, text: &mut String| {
        text.push_str(&format!(" and h.{column} >= {} and h.{column} <= {}", mark(), mark()));
    };
    if shape.reported {
        span("reported_at", &mut text);
    }
    if shape.updated {
        span("updated_at", &mut text);
    }
    match shape.closed {
        Some(true) => text.push_str(&format!(" and {CLOSED}")),
        Some(false) => text.push_str(&format!(" and not ({CLOSED})")),
        None => {}
    }
    if shape.services > 0 {
        let marks: Vec<String> = (0..shape.services).map(|_| mark()).collect();
        text.push_str(&format!(" and h.category in ({})", marks.join(", ")));
    }
    if shape.boxed {
        let (west, east, south, north) = (mark(), mark(), mark(), mark());
        text.push_str(&format!(
            " and h.lon_e7 >= {west} and h.lon_e7 <= {east} and h.lat_e7 >= {south} and h.lat_e7 <= {north}"
        ));
    }
    let order = if shape.updated { "h.updated_at, h.id" } else { "h.reported_at desc, h.id desc" };
    text.push_str(&format!(" order by {order} limit {} offset {}", mark(), mark()));
    text
}

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
            for services in [0, 2] {
                all.push(requests(Shape {
                    own,
                    reported: !updated || boxed,
                    updated,
                    closed,
                    services,
                    boxed,
                }));
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
    fn every_parameter_is_mentioned_once_and_in_order() {
        let shape =
            Shape { own: true, reported: true, updated: true, closed: Some(true), services: 2, boxed: true };
        let text = requests(shape);
        let mut at = 0;
        for n in 1..=14 {
            let mark = format!("${n}");
            at = text[at..].find(&mark).map(|found| at + found).unwrap_or_else(|| panic!("{mark}: {text}"));
        }
        assert!(!text.contains("$15"), "{text}");
    }

    #[test]
    fn the_numbers_of_stages_are_those_of_the_trade() {
        let numbers = |codes: &[StageCode]| {
            let all: Vec<String> = codes.iter().map(|c| (*c as i64).to_string()).collect();
            format!("in ({})", all.join(", "))
        };
        use StageCode as S;
        assert!(CLOSED.contains(&numbers(&[S::Rejected, S::Closed, S::FollowUp, S::Archived])));
        assert!(PUBLIC.contains(&numbers(&[S::Closed, S::FollowUp, S::Archived])));
        let unjudged = [S::Reported, S::Supplement, S::Verifying, S::Rejected, S::Merged];
        assert!(PUBLIC.contains(&numbers(&unjudged)));
    }
}
