//! 移交执法, 超时申诉, 回头看, 复发 of one hazard, as a viewer sees them.

use super::Looker;
use super::view::{Named, Names, may_see};
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::{Enforcement, Hazard, LookBack, Overtime, OvertimeReview, Repeat, Words};
use domain::ids::{District, HazardId, PersonId};
use domain::people::Actor;
use serde::Serialize;
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// 移交执法, 超时申诉, 回头看, 复发.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Beside {
    /// 移交执法, oldest first.
    pub enforcements: Vec<EnforcementView>,
    /// 超时申诉.
    pub overtime: Option<OvertimeView>,
    /// 回头看, in the order in which they were planned.
    pub look_backs: Vec<LookBackView>,
    /// 重复: closed cases that this one repeats, as far as the viewer may see them.
    pub repeats: Vec<RepeatView>,
    /// 复发: later cases that repeat this one, as far as the viewer may see them.
    pub recurred: Vec<RepeatView>,
}

/// 移交执法.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Enforcement)]
pub struct EnforcementView {
    /// Which one of this hazard, from 1.
    pub number: u32,
    /// 执法单位.
    pub unit: Named,
    /// 移交时间.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 回告期限.
    #[schema(value_type = String, format = DateTime)]
    pub due: Instant,
    /// 回执时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Instant>,
    /// 是否立案.
    pub filed: Option<bool>,
    /// 立案（不予立案）时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// 案件编号.
    pub case_number: Option<String>,
    /// 处罚决定期限.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decide_by: Option<Instant>,
    /// 延长前的期限, if it was extended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub extended_from: Option<Instant>,
    /// 批准延长时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub extended_at: Option<Instant>,
    /// 处罚结果.
    #[schema(value_type = Option<crate::names::EnforcementOutcome>)]
    pub outcome: Option<String>,
    /// 决定书文号.
    pub document: Option<String>,
    /// 罚款, in fen.
    pub fine_fen: Option<i64>,
    /// 结果时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
}

/// 超时申诉.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = OvertimeAppeal)]
pub struct OvertimeView {
    /// 申诉单位.
    pub unit: Named,
    /// 申诉时间.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 理由.
    #[schema(value_type = crate::names::OvertimeGrounds)]
    pub grounds: String,
    /// 超时环节.
    #[schema(value_type = Vec<crate::names::ClockStage>)]
    pub stages: Vec<String>,
    /// 审核期限, while a review is owed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Instant>,
    /// 初审.
    pub first: Option<OvertimeReviewView>,
    /// 复审.
    pub second: Option<OvertimeReviewView>,
    /// 豁免: figures leave it out.
    pub granted: bool,
}

/// 审核.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = OvertimeReview)]
pub struct OvertimeReviewView {
    /// 审核人.
    pub by: Named,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 是否同意.
    pub granted: bool,
}

/// 回头看.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LookBack)]
pub struct LookBackView {
    /// So many days after the closing.
    pub days: u32,
    /// From when on it is owed.
    #[schema(value_type = String, format = DateTime)]
    pub planned: Instant,
    /// 期限, once it is owed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Instant>,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
    /// 检查人.
    pub by: Option<Named>,
    /// 是否反弹.
    pub found: Option<bool>,
}

/// The other side of a recurrence.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = RepeatedHazard)]
pub struct RepeatView {
    /// The other one.
    pub id: Uuid,
    /// 回执编号.
    pub receipt: String,
    /// So many days after the earlier one was closed.
    pub days: u32,
    /// Of the same place in the register; otherwise within 50 m.
    pub same_place: bool,
}

/// 曾超时: whether the unit was late with a case that is closed, and what became of its appeal.
pub(super) fn overtime_mark(hazard: &Hazard) -> Option<&'static str> {
    match (hazard.was_overtime(), hazard.is_overtime_exempt()) {
        (true, true) => Some("exempt"),
        (true, false) => Some("was_late"),
        (false, _) => None,
    }
}

fn person(id: PersonId, names: &Names<'_>) -> Named {
    Named { id: id.to_string(), name: names.registers.person_name(id).unwrap_or_default().to_owned() }
}

fn enforcement(e: &Enforcement, names: &Names<'_>) -> EnforcementView {
    let (answer, result) = (e.answer.as_ref(), e.result.as_ref());
    EnforcementView {
        number: e.number,
        unit: names.unit(e.unit),
        at: e.at,
        due: e.due,
        received_at: e.received.map(|(_, at)| at),
        filed: answer.map(|a| a.filed),
        answered_at: answer.map(|a| a.at),
        case_number: answer.and_then(|a| a.number.clone()),
        decide_by: answer.and_then(|a| a.decide_by),
        extended_from: e.extension.map(|x| x.before),
        extended_at: e.extension.map(|x| x.at),
        outcome: result.map(|r| word(&r.outcome)),
        document: result.and_then(|r| r.document.clone()),
        fine_fen: result.and_then(|r| r.fine_fen),
        decided_at: result.map(|r| r.at),
    }
}

fn overtime(o: &Overtime, names: &Names<'_>) -> OvertimeView {
    let review =
        |r: OvertimeReview| OvertimeReviewView { by: person(r.by, names), at: r.at, granted: r.granted };
    OvertimeView {
        unit: names.unit(o.unit),
        at: o.at,
        grounds: word(&o.grounds),
        stages: o.stages.iter().map(word).collect(),
        due: o.is_open().then_some(o.due),
        first: o.first.map(review),
        second: o.second.map(review),
        granted: o.is_granted(),
    }
}

fn look_back(l: &LookBack, names: &Names<'_>) -> LookBackView {
    LookBackView {
        days: l.plan.days,
        planned: l.plan.at,
        due: l.due,
        done_at: l.result.map(|r| r.at),
        by: l.result.map(|r| person(r.by, names)),
        found: l.result.map(|r| r.found),
    }
}

/// Everything beside the stages, for this viewer.
pub(super) fn beside(
    connection: &mut dyn Connection,
    district: District,
    (actor, looker): (&Actor, Looker),
    hazard: &Hazard,
    names: &Names<'_>,
) -> Result<Beside, EngineError> {
    Ok(Beside {
        enforcements: hazard.enforcements.iter().map(|e| enforcement(e, names)).collect(),
        overtime: hazard.overtime.as_ref().map(|o| overtime(o, names)),
        look_backs: hazard.look_backs.iter().map(|l| look_back(l, names)).collect(),
        repeats: others(connection, district, (actor, looker), &hazard.repeats)?,
        recurred: others(connection, district, (actor, looker), &hazard.recurred)?,
    })
}

fn others(
    connection: &mut dyn Connection,
    district: District,
    (actor, looker): (&Actor, Looker),
    repeats: &[Repeat],
) -> Result<Vec<RepeatView>, EngineError> {
    let mut all = Vec::new();
    for Repeat { hazard: id, days, same_place } in repeats {
        let seen = |other: &Hazard| may_see(actor, other) && !looker.is_kept_from(other);
        if let Some(other) = read(connection, district, *id)?.filter(seen) {
            let (other, _) = looker.seen(other, Words::none());
            let (id, receipt) = (other.id.0, other.receipt);
            all.push(RepeatView { id, receipt, days: *days, same_place: *same_place });
        }
    }
    Ok(all)
}

fn read(
    connection: &mut dyn Connection,
    district: District,
    id: HazardId,
) -> Result<Option<Hazard>, EngineError> {
    let rows = connection.query(queries::hazard::STATE, &[district.into(), id.into()])?;
    rows.first().map(|row| super::list::state(row.text(0)?)).transpose()
}
