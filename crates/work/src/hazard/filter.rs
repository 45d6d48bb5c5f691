//! 筛选: which hazards are asked for, as it travels and as it is asked of the database.

use super::query::Query;
use crate::Problem;
use domain::calendar::Instant;
use domain::hazard::{Grade, Hazard, RiskColour, Source, StageCode};
use domain::people::{Reason, Scope};
use serde::{Deserialize, Serialize};
use store::nouns::Part;
use store::{Value, grams};
use uuid::Uuid;

/// Which hazards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = HazardFilter)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// 环节; empty for all.
    #[schema(value_type = Vec<crate::names::Stage>)]
    pub stages: Vec<StageCode>,
    /// 街道 code.
    pub street: Option<String>,
    /// 类别 code.
    pub category: Option<String>,
    /// 等级.
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<Grade>,
    /// 风险颜色.
    #[schema(value_type = Option<crate::names::RiskColour>)]
    pub risk: Option<RiskColour>,
    /// 主办单位 id.
    pub unit: Option<Uuid>,
    /// 场所 id.
    pub place: Option<Uuid>,
    /// 来源.
    #[schema(value_type = Option<crate::names::Source>)]
    pub source: Option<Source>,
    /// 超期: due and past; ordered by due time, unless words are looked for.
    pub late: bool,
    /// 督办中: a 督办单, a 交办函 or a listing is in force.
    pub supervised: bool,
    /// Reported from then on.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub from: Option<Instant>,
    /// Reported before then.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub to: Option<Instant>,
    /// 回执编号 or 案号, whole.
    pub number: Option<String>,
    /// 检索: words that must all occur in the description, the address or the place's name; or one whole number.
    pub q: Option<String>,
}

/// The longest text that is looked for, in characters.
const LONGEST: usize = 100;

impl Filter {
    /// What is blank is not asked for; what is too long is refused.
    pub fn tidied(mut self) -> Result<Self, Problem> {
        for (name, text) in [
            ("street", &mut self.street),
            ("category", &mut self.category),
            ("number", &mut self.number),
            ("q", &mut self.q),
        ] {
            *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
            if text.as_ref().is_some_and(|t| t.chars().count() > LONGEST) {
                return Err(Problem::invalid(name, "too_long"));
            }
        }
        Ok(self)
    }

    /// Whether the answer would tell when or by whom a hazard was reported.
    pub(super) fn probes(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.source.is_some()
    }

    /// Whether a hazard as its viewer may know it has what was asked for: a receipt that is not shown is not confirmed.
    pub(super) fn is_borne_out(&self, seen: &Hazard) -> bool {
        let (source, at) = (seen.source, seen.reported_at);
        self.number.as_ref().is_none_or(|number| has_number(seen, number))
            && self.source.is_none_or(|asked| asked == source)
            && self.from.is_none_or(|from| at >= from)
            && self.to.is_none_or(|to| at < to)
            && (!self.supervised || seen.supervision.level().is_some())
    }

    /// What of it is asked of the database for a company: by time and source it is asked what the rows say, which for what
    /// an employee reported is something else than what is kept.
    pub(super) fn without_probes(&self) -> Self {
        Self { from: None, to: None, source: None, ..self.clone() }
    }

    /// What must hold for a hazard `h`, each beginning with ` and `.
    pub(super) fn conditions(&self, query: &mut Query, now: Instant) -> String {
        let mut all = Vec::new();
        if !self.stages.is_empty() {
            let marks = query.marks(self.stages.iter().map(|s| *s as i64));
            all.push(format!("h.stage in ({marks})"));
        }
        let equal: [(&str, Option<Value>); 7] = [
            ("street", self.street.clone().map(Value::from)),
            ("category", self.category.clone().map(Value::from)),
            ("grade", self.grade.map(|g| Value::Int(g as i64))),
            ("risk", self.risk.map(|r| Value::Int(r as i64))),
            ("lead_unit", self.unit.map(Value::from)),
            ("place", self.place.map(Value::from)),
            ("source", self.source.map(|s| Value::from(crate::problem::word(&s)))),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                let mark = query.mark(value);
                all.push(format!("h.{column} = {mark}"));
            }
        }
        if let Some(from) = self.from {
            let mark = query.mark(from);
            all.push(format!("h.reported_at >= {mark}"));
        }
        if let Some(to) = self.to {
            let mark = query.mark(to);
            all.push(format!("h.reported_at < {mark}"));
        }
        if self.late {
            let mark = query.mark(now);
            let open = StageCode::ALL.into_iter().filter(|s| s.is_open()).map(|s| s as i64);
            let open = query.marks(open);
            all.push(format!("h.due_at < {mark} and h.stage in ({open})"));
        }
        if self.supervised {
            all.push("h.supervised > 0".to_owned());
        }
        if let Some(number) = &self.number {
            let (receipt, case) = (query.mark(receipt(number)), query.mark(number.as_str()));
            all.push(format!("(h.receipt = {receipt} or h.number = {case})"));
        }
        all.iter().map(|c| format!(" and {c}")).collect()
    }
}

/// 回执编号 as it is kept, however somebody wrote it.
pub(super) fn receipt(number: &str) -> String {
    identity::receipt::ReceiptNumber::parse(number)
        .map_or_else(|_| number.trim().to_owned(), |n| n.as_str().to_owned())
}

/// Whether a hazard as its viewer may know it has this number: whoever has seen a receipt on a phone or on paper must not
/// learn which case it belongs to.
pub(super) fn has_number(seen: &Hazard, number: &str) -> bool {
    let plain = grams::number(number);
    seen.receipt == receipt(number)
        || number.trim().parse() == Ok(seen.id.0)
        || seen.filing.as_ref().is_some_and(|f| grams::number(&f.number) == plain)
        || seen.external.iter().any(|(_, other)| grams::number(other) == plain)
}

/// The numbers of the parts that make a hazard visible for a reason; nothing when the reason is another column.
pub(super) fn parts(reason: &Reason) -> Option<(Uuid, &'static [Part])> {
    match reason {
        Reason::Unit(unit) => Some((unit.0, &[Part::Lead, Part::Co, Part::Copy, Part::Past, Part::Party])),
        Reason::Asked(unit) => Some((unit.0, &[Part::Inspects])),
        Reason::Finder(person) => Some((person.0, &[Part::Finder])),
        Reason::VerifiedBy(person) => Some((person.0, &[Part::Verifier])),
        Reason::Street(_) | Reason::Submitted => None,
    }
}

/// What must hold for a hazard `h` that the viewer may see, beginning with ` and `; nothing when none may be seen.
/// `$1` is the district.
pub(super) fn visible(query: &mut Query, scope: &Scope) -> Option<String> {
    let reasons = match scope {
        Scope::None | Scope::One(_) => return None,
        Scope::All => return Some(String::new()),
        Scope::Any(reasons) => reasons,
    };
    let any: Vec<String> = reasons
        .iter()
        .map(|reason| match (parts(reason), reason) {
            (Some((party, parts)), _) => {
                let party = query.mark(party);
                let parts = query.marks(parts.iter().map(|p| *p as i64));
                format!(
                    "exists (select 1 from hazard_parties p where p.district = $1 and p.party = {party} \
                     and p.told_at = h.told_at and p.hazard = h.id and p.part in ({parts}))"
                )
            }
            (None, Reason::Street(street)) => format!("h.street = {}", query.mark(street.as_str())),
            (None, _) => {
                let stages = query.marks(Reason::VERIFIER_STAGES.iter().map(|s| *s as i64));
                format!("h.stage in ({stages})")
            }
        })
        .collect();
    Some(format!(" and ({})", any.join(" or ")))
}
