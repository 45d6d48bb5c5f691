//! 分支: a list is the union of ways in which an index has what is asked for in order, each read no further than a page.
//! So a page costs the same in a district of any size, and for a company with a part in half a million hazards.

use super::Looker;
use super::filter::{Filter, parts};
use super::order::{ListOrder, Order};
use super::query::Query;
use domain::calendar::Instant;
use domain::hazard::StageCode;
use domain::people::{Reason, Scope};
use store::nouns::Part;
use uuid::Uuid;

/// Who reads a list, and what of it.
#[derive(Clone, Copy)]
pub(super) struct Reads<'a> {
    pub(super) scope: &'a Scope,
    pub(super) looker: Looker,
}

impl Reads<'_> {
    /// What is read in the order of the reports, and not by a part in them: without what is kept from the viewer, and
    /// without confidential hazards that stand in the list by a part, where their time is another one.
    fn elsewhere(&self, query: &mut Query) -> String {
        if self.looker.is_private() {
            return " and h.told_at = h.reported_at".to_owned();
        }
        let Scope::Any(reasons) = self.scope else { return String::new() };
        let own = self.looker.unit().map(|unit| (unit.0, &[Part::Party][..]));
        let any: Vec<String> = reasons
            .iter()
            .filter_map(parts)
            .chain(own)
            .map(|(party, parts)| {
                let (party, parts) = (query.mark(party), query.marks(parts.iter().map(|p| *p as i64)));
                format!("(x.party = {party} and x.part in ({parts}))")
            })
            .collect();
        if any.is_empty() {
            return String::new();
        }
        format!(
            " and (h.told_at = h.reported_at or not exists (select 1 from hazard_parties x \
             where x.district = h.district and x.told_at = h.told_at and x.hazard = h.id and ({})))",
            any.join(" or ")
        )
    }
}

/// Which page of which list.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) filter: &'a Filter,
    pub(super) order: ListOrder,
    pub(super) cursor: Option<(i64, Uuid)>,
    pub(super) rows: usize,
    pub(super) now: Instant,
}

impl Asked<'_> {
    fn is_by_due(&self) -> bool {
        self.order.of(self.filter).column == "due_at"
    }

    /// One branch: what `from` gives, filtered, in the order of `time` and `id`, cut to a page.
    fn branch(&self, query: &mut Query, from: String, time: &str, id: &str, filters: &str) -> String {
        let Order { descending, .. } = self.order.of(self.filter);
        let (direction, beyond) = if descending { ("desc", "<") } else { ("asc", ">") };
        let after = self.cursor.map(|(t, i)| {
            let (t, i) = (query.mark(t), query.mark(i));
            format!(" and ({time}, {id}) {beyond} ({t}, {i})")
        });
        let after = after.unwrap_or_default();
        let rows = query.mark(self.rows as i64);
        format!(
            "select * from (select {id} as id, {time} as t from {from}{after}{filters} \
             order by {time} {direction}, {id} {direction} limit {rows}) b"
        )
    }

    /// Hazards for which `condition` holds, which begins with ` and ` or is empty.
    fn of_hazards(&self, query: &mut Query, filter: &Filter, condition: &str) -> String {
        let column = self.order.of(self.filter).column;
        // Said, so that an index of only those that have it may be used.
        let has = if self.is_by_due() { " and h.due_at is not null" } else { "" };
        let filters = filter.conditions(query, self.now);
        let from = format!("hazards h where h.district = $1{has}{condition}");
        self.branch(query, from, &format!("h.{column}"), "h.id", &filters)
    }

    /// Hazards of some stages, a branch for each: only one stage stands in the order of time.
    fn of_stages(&self, query: &mut Query, stages: &[StageCode], more: &str) -> Vec<String> {
        let rest = Filter { stages: Vec::new(), ..self.filter.clone() };
        let one = |stage: &StageCode| {
            let stage = query.mark(*stage as i64);
            self.of_hazards(query, &rest, &format!(" and h.stage = {stage}{more}"))
        };
        stages.iter().map(one).collect()
    }

    /// Hazards in which somebody has a part, of one stage if one is named.
    fn of_part(&self, query: &mut Query, party: Uuid, part: Part, stage: Option<StageCode>) -> String {
        let (party, part) = (query.mark(party), query.mark(part as i64));
        let mut rows = format!("p.district = $1 and p.party = {party} and p.part = {part}");
        if let Some(stage) = stage {
            rows.push_str(&format!(" and p.stage = {}", query.mark(stage as i64)));
        }
        let mut filter = self.filter.clone();
        if self.is_by_due() {
            rows.push_str(" and p.due_at is not null");
            if self.filter.late {
                rows.push_str(&format!(" and p.due_at < {}", query.mark(self.now)));
            }
            if !self.filter.stages.is_empty() {
                let stages = query.marks(self.filter.stages.iter().map(|s| *s as i64));
                rows.push_str(&format!(" and p.stage in ({stages})"));
            }
        } else if let Some(from) = self.filter.from {
            // Nobody is told of a hazard before it is reported.
            rows.push_str(&format!(" and p.told_at >= {}", query.mark(from)));
        }
        filter.stages.clear();
        let filters = filter.conditions(query, self.now);
        // A cross join: SQLite keeps its order.
        let from = match filters.is_empty() {
            true => format!("hazard_parties p where {rows}"),
            false => format!(
                "hazard_parties p cross join hazards h \
                 where {rows} and h.district = p.district and h.id = p.hazard"
            ),
        };
        let time = if self.is_by_due() { "p.due_at" } else { "p.told_at" };
        self.branch(query, from, time, "p.hazard", &filters)
    }

    fn of_parts(&self, query: &mut Query, party: Uuid, parts: &[Part]) -> Vec<String> {
        let mut stages: Vec<Option<StageCode>> = self.filter.stages.iter().copied().map(Some).collect();
        stages.sort_unstable();
        stages.dedup();
        if stages.is_empty() || self.is_by_due() {
            stages = vec![None];
        }
        let each = parts.iter().flat_map(|part| stages.iter().map(move |stage| (*part, *stage)));
        each.map(|(part, stage)| self.of_part(query, party, part, stage)).collect()
    }

    /// What has a deadline is what is open, and little: it is walked in order, past what is not seen for one of these
    /// reasons. The columns are disguised, so that no index by them is taken and all that it finds is sorted.
    fn walked(&self, query: &mut Query, reasons: &[&Reason]) -> String {
        let each = reasons.iter().map(|reason| match reason {
            Reason::Street(street) => format!("coalesce(h.street, '') = {}", query.mark(street.as_str())),
            _ => {
                let stages = query.marks(Reason::VERIFIER_STAGES.iter().map(|s| *s as i64));
                format!("h.stage + 0 in ({stages})")
            }
        });
        let any = each.collect::<Vec<_>>().join(" or ");
        self.of_hazards(query, self.filter, &format!(" and ({any})"))
    }

    /// Everything: by stage, when nothing narrower is asked for that has an index of its own.
    fn of_all(&self, query: &mut Query) -> Vec<String> {
        let Filter { street, category, grade, risk, place, number, .. } = self.filter;
        let narrower = street.is_some() || category.is_some() || place.is_some() || number.is_some();
        if self.filter.stages.is_empty() || self.is_by_due() || narrower || grade.is_some() || risk.is_some()
        {
            return vec![self.of_hazards(query, self.filter, "")];
        }
        let mut stages = self.filter.stages.clone();
        stages.sort_unstable();
        stages.dedup();
        self.of_stages(query, &stages, "")
    }
}

/// The branches of a page; none when nothing may be seen. `$1` is the district.
pub(super) fn branches(query: &mut Query, reads: Reads<'_>, asked: &Asked<'_>) -> Vec<String> {
    let reasons = match reads.scope {
        Scope::None | Scope::One(_) => return Vec::new(),
        Scope::All => return asked.of_all(query),
        Scope::Any(reasons) => reasons,
    };
    let (mut all, mut walked) = (Vec::new(), Vec::new());
    for reason in reasons {
        match (parts(reason), reason) {
            (Some((party, parts)), _) => all.extend(asked.of_parts(query, party, parts)),
            // When it is due is told to everybody who sees it.
            (None, _) if asked.is_by_due() => walked.push(reason),
            (None, Reason::Street(street)) => {
                let (street, elsewhere) = (query.mark(street.as_str()), reads.elsewhere(query));
                let condition = format!(" and h.street = {street}{elsewhere}");
                all.push(asked.of_hazards(query, asked.filter, &condition));
            }
            (None, _) => {
                let asked_for = |stage: &&StageCode| {
                    asked.filter.stages.is_empty() || asked.filter.stages.contains(stage)
                };
                let stages: Vec<_> = Reason::VERIFIER_STAGES.iter().filter(asked_for).copied().collect();
                let elsewhere = reads.elsewhere(query);
                all.extend(asked.of_stages(query, &stages, &elsewhere));
            }
        }
    }
    if !walked.is_empty() {
        all.push(asked.walked(query, &walked));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{PersonId, UnitId};
    use store::{Connection, Database, Value};

    /// How SQLite would go about a page for somebody of a company who also verifies.
    fn plan(connection: &mut dyn Connection, filter: &Filter, order: ListOrder, after: bool) -> Vec<String> {
        let reasons = vec![
            Reason::Unit(UnitId(Uuid::nil())),
            Reason::Finder(PersonId(Uuid::nil())),
            Reason::Submitted,
            Reason::Street("a".into()),
        ];
        let (scope, mut query) = (Scope::Any(reasons), Query::of(1));
        let cursor = after.then_some((5, Uuid::nil()));
        let asked = Asked { filter, order, cursor, rows: 50, now: Instant(9) };
        let reads = Reads { scope: &scope, looker: Looker::default() };
        let branches = branches(&mut query, reads, &asked);
        let sql = format!("explain query plan {}", branches.join(" union all "));
        let parameters: Vec<Value> = query.parameters;
        let rows = connection.query(&sql, &parameters).unwrap();
        rows.iter().map(|row| row.text(3).unwrap().to_owned()).collect()
    }

    #[test]
    fn every_branch_is_read_in_the_order_of_an_index() {
        let folder = std::env::temp_dir().join(format!("mashang-branch-{}", std::process::id()));
        let mut connection = Database::Sqlite(folder.join("test.db")).connect(true).unwrap();
        store::copy::create_schema(connection.as_mut()).unwrap();
        let everything = Filter::default();
        let open = Filter { stages: vec![StageCode::Filed, StageCode::Closed], ..Filter::default() };
        let late = Filter { late: true, ..Filter::default() };
        let much = Filter { category: Some("0102".into()), from: Some(Instant(1)), ..open.clone() };
        // The index by which the six parts are read, how often, and the one of the hazards.
        let cases = [
            (&everything, ListOrder::Newest, "PRIMARY KEY", 6, "hazards_by_stage", 6),
            (&everything, ListOrder::Oldest, "PRIMARY KEY", 6, "hazards_by_stage", 6),
            (&open, ListOrder::Newest, "hazard_parties_by_stage", 12, "hazards_by_stage", 1),
            (&much, ListOrder::Newest, "hazard_parties_by_stage", 12, "hazards_by_stage", 0),
            (&everything, ListOrder::Due, "hazard_parties_by_due", 6, "hazards_by_due", 1),
            (&open, ListOrder::Due, "hazard_parties_by_due", 6, "hazards_by_due", 1),
            (&late, ListOrder::Newest, "hazard_parties_by_due", 6, "hazards_by_due", 1),
        ];
        for (filter, order, index, branches, of_hazards, more) in cases {
            for after in [false, true] {
                let steps = plan(connection.as_mut(), filter, order, after);
                let told = format!("{filter:?} {order:?}: {steps:#?}");
                let by = |table: &str, index: &str| {
                    let search = format!("SEARCH {table} USING ");
                    steps.iter().filter(|s| s.starts_with(&search) && s.contains(index)).count()
                };
                assert_eq!(by("p", index), branches, "{told}");
                assert_eq!(by("p", "part=?"), branches, "{told}");
                assert!(by("h", of_hazards) >= more, "{told}");
                assert!(!steps.iter().any(|s| s.contains("SCAN h") || s.contains("SCAN p")), "{told}");
                assert!(!steps.iter().any(|s| s.contains("TEMP B-TREE")), "{told}");
            }
        }
        drop(connection);
        let _ = std::fs::remove_dir_all(folder);
    }
}
