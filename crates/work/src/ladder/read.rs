//! 督办规则 of a version, in words.

use crate::hazard::LimitView;
use crate::problem::word;
use crate::rulebook::{in_language, shown};
use crate::words::{self, Lang, deadline};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::supervision::{Ladder, ReworkRung, Rung};
use serde::Serialize;

/// The ladders of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Ladders)]
pub struct LaddersView {
    /// Their version.
    pub version: String,
    /// From when on they apply.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// 督办阶梯, in the order in which they are written.
    pub ladders: Vec<LadderView>,
    /// 返工督办.
    pub rework: Vec<ReworkView>,
}

/// One ladder, and what it applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Ladder)]
pub struct LadderView {
    /// For this clock only.
    #[schema(value_type = Option<crate::names::ClockStage>)]
    pub stage: Option<String>,
    /// The same in words.
    pub name: Option<String>,
    /// For hazards of this grade only.
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<String>,
    /// For urgent (危及生命) or for other hazards only.
    pub urgent: Option<bool>,
    /// The levels, the mildest first.
    pub rungs: Vec<RungView>,
    /// 依据, in the reader's language where somebody wrote it.
    pub basis: String,
    /// 依据 as it is written.
    pub basis_zh: String,
    /// The same in English; empty where nobody wrote it.
    pub basis_en: String,
}

/// One level of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LadderRung)]
pub struct RungView {
    /// Which level.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: String,
    /// The same in words.
    pub name: String,
    /// How long after the level before it; nothing for the first one, which comes at the deadline.
    pub after: Option<LimitView>,
    /// The same in words.
    pub after_text: Option<String>,
}

/// 返工督办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ReworkLetter)]
pub struct ReworkView {
    /// From so many times on.
    pub times: u32,
    /// Which letter.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: String,
    /// The same in words.
    pub name: String,
}

fn named(lang: Lang, list: &str, code: &str) -> String {
    words::word(lang, list, code).unwrap_or_default().to_owned()
}

/// One level in words.
pub(super) fn rung(rung: &Rung, lang: Lang) -> RungView {
    let level = word(&rung.level);
    RungView {
        name: named(lang, "SupervisionLevel", &level),
        level,
        after: rung.after.map(LimitView::from),
        after_text: rung.after.map(|after| deadline::limit(lang, after)),
    }
}

/// One ladder in words.
pub(super) fn view(ladder: &Ladder, lang: Lang) -> LadderView {
    let stage = ladder.stage.as_ref().map(word);
    LadderView {
        name: stage.as_ref().map(|stage| named(lang, "ClockStage", stage)),
        stage,
        grade: ladder.grade.as_ref().map(word),
        urgent: ladder.urgent,
        rungs: ladder.rungs.iter().map(|r| rung(r, lang)).collect(),
        basis: in_language(lang, &ladder.basis, &ladder.basis_en),
        basis_zh: ladder.basis.clone(),
        basis_en: ladder.basis_en.clone(),
    }
}

/// Rules about rework in words.
pub(super) fn rework(all: &[ReworkRung], lang: Lang) -> Vec<ReworkView> {
    let one = |rung: &ReworkRung| {
        let level = word(&rung.level);
        ReworkView { times: rung.times, name: named(lang, "SupervisionLevel", &level), level }
    };
    all.iter().map(one).collect()
}

/// The ladders of a version; of the one in force now, if none is named.
pub fn read_ladders(app: &App, version: Option<&str>, lang: Lang) -> Result<LaddersView, Problem> {
    let books = app.judging();
    let rules = shown(&books.supervision, version, app.store().surroundings().now())?;
    Ok(LaddersView {
        version: rules.version.clone(),
        effective: rules.effective,
        ladders: rules.ladders().iter().map(|ladder| view(ladder, lang)).collect(),
        rework: rework(rules.rework(), lang),
    })
}
