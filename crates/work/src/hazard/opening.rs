//! 查看申请 as the desk sees it: who asked to open a reporter's contact, for what, and what became of it.

use super::Looker;
use super::view::{Named, Names};
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::ids::PersonId;
use serde::Serialize;

/// 查看举报人信息的申请, the last one of a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ReporterOpening)]
pub struct OpeningView {
    /// 申请人.
    pub by: Named,
    /// 申请单位.
    pub unit: Named,
    /// 用途.
    #[schema(value_type = crate::names::OpenPurpose)]
    pub purpose: String,
    /// 申请时间.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// 审批期限.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// 是否同意; nothing while it waits, or when nobody decided in time.
    pub granted: Option<bool>,
    /// 审批人.
    pub decided_by: Option<Named>,
    /// 审批时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    /// Until when whoever asked may open it, once.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Instant>,
    /// 查看时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened_at: Option<Instant>,
    /// 失效时间: nobody decided, or nobody opened it, in time.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub lapsed_at: Option<Instant>,
}

fn person(id: PersonId, names: &Names<'_>) -> Named {
    Named { id: id.to_string(), name: names.registers.person_name(id).unwrap_or_default().to_owned() }
}

/// The last request, for whoever answers for the reporter's protection.
pub(super) fn opening(hazard: &Hazard, looker: Looker, names: &Names<'_>) -> Option<OpeningView> {
    let asked = hazard.opening.as_ref().filter(|_| looker.guards_reporters())?;
    Some(OpeningView {
        by: person(asked.by, names),
        unit: names.unit(asked.unit),
        purpose: word(&asked.purpose),
        asked_at: asked.at,
        due_at: asked.due,
        granted: asked.decided.map(|decision| decision.until.is_some()),
        decided_by: asked.decided.map(|decision| person(decision.by, names)),
        decided_at: asked.decided.map(|decision| decision.at),
        until: asked.decided.and_then(|decision| decision.until),
        opened_at: asked.opened,
        lapsed_at: asked.lapsed,
    })
}
