//! 批示 as the detail shows them: who said it, who owes the answer, by when, and how far it is.

use super::view::{Named, Names};
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::Hazard;
use serde::Serialize;
use uuid::Uuid;

/// 批示件.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Instruction)]
pub struct InstructionView {
    /// Which one of this hazard.
    pub number: u32,
    /// 批示人.
    pub by: Named,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 承办单位; the shift lead at the desk where there is none.
    pub unit: Option<Named>,
    /// 批示用语, if a ready one was chosen.
    #[schema(value_type = Option<crate::names::Phrase>)]
    pub phrase: Option<String>,
    /// 反馈期限.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// 反馈时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub replied_at: Option<Instant>,
    /// 办结时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Instant>,
    /// 退回重办次数.
    pub returns: u32,
    /// 批示附图 that this viewer may see.
    pub photos: Vec<Uuid>,
}

pub(super) fn instructions(hazard: &Hazard, names: &Names<'_>) -> Vec<InstructionView> {
    let view = |i: &domain::hazard::Instruction| InstructionView {
        number: i.number,
        by: Named {
            id: i.by.to_string(),
            name: names.registers.person_name(i.by).unwrap_or_default().to_owned(),
        },
        at: i.at,
        unit: i.unit.map(|unit| names.unit(unit)),
        phrase: i.phrase.as_ref().map(word),
        due_at: i.due,
        replied_at: i.replied.map(|(_, at)| at),
        accepted_at: i.accepted.map(|(_, at)| at),
        returns: i.returns,
        photos: i
            .photos
            .iter()
            .filter(|f| hazard.photos.iter().any(|p| p.file == **f))
            .map(|f| f.0)
            .collect(),
    };
    hazard.instructions.iter().map(view).collect()
}
