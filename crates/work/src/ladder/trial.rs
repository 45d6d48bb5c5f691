//! 试算: what becomes of a limit that ran out at a moment, if nobody does anything.

use super::read::{RungView, rung};
use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem, rulebook};
use domain::calendar::{Instant, Run};
use domain::hazard::{Grade, LimitStage, Matter, Source};
use domain::ids::UnitId;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;

/// What is tried.
#[derive(Clone, Debug, Default)]
pub struct LadderTrialInput {
    /// 到期时刻 of the clock; now, if it is left out.
    pub due: Option<Instant>,
    /// Which clock.
    pub stage: Option<LimitStage>,
    /// Of a hazard of this grade.
    pub grade: Option<Grade>,
    /// Urgent (危及生命) or not.
    pub urgent: bool,
    /// In whose office hours; the district's, if nobody's in particular.
    pub unit: Option<UnitId>,
    /// By this version of the rules; the one in force when the limit runs out, if none is named.
    pub version: Option<String>,
}

/// What would become of it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LadderTrial {
    /// The version of the rules.
    pub version: String,
    /// 依据 of the ladder that decides.
    pub basis: String,
    /// Which clock.
    #[schema(value_type = crate::names::ClockStage)]
    pub stage: String,
    /// The levels in order.
    pub rungs: Vec<TriedRung>,
}

/// One level, and when it would come.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TriedRung {
    /// The level.
    #[serde(flatten)]
    pub rung: RungView,
    /// When it would be owed.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Until when a reply would be owed, where one is.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reply_due: Option<Instant>,
}

/// Tries a ladder; changes nothing.
pub fn try_ladder(
    app: &App,
    actor: &Actor,
    asked: &LadderTrialInput,
    lang: Lang,
) -> Result<LadderTrial, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let stage = asked.stage.ok_or_else(|| Problem::invalid("stage", "required"))?;
    if asked.unit.is_some_and(|unit| app.registers().unit(unit).is_none()) {
        return Err(Problem::invalid("unit", "unknown"));
    }
    let due = asked.due.unwrap_or_else(|| app.store().surroundings().now());
    let (books, limits, calendar) = (app.judging(), app.limits(), app.calendar());
    let rules = rulebook::tried(&books.supervision, asked.version.as_deref(), due)?;
    let matter =
        Matter { grade: asked.grade, urgent: asked.urgent, category: None, source: Source::Resident };
    let ladder = rules.ladder_of(stage, &matter);
    let mut rungs = Vec::new();
    let mut at = due;
    for one in ladder.map_or(&[][..], |ladder| &ladder.rungs) {
        if let Some(after) = one.after {
            at = calendar.extended(after, at, asked.unit).at.unwrap_or(at);
        }
        let reply_due = one.level.wants_reply().then(|| {
            let limit = limits.at(at).limit(LimitStage::SupervisionReply, &matter);
            calendar.due(&Run::new(limit, at, asked.unit)).at.unwrap_or(at)
        });
        rungs.push(TriedRung { rung: rung(one, lang), at, reply_due });
    }
    let basis = ladder.map(|ladder| rulebook::in_language(lang, &ladder.basis, &ladder.basis_en));
    Ok(LadderTrial {
        version: rules.version.clone(),
        basis: basis.unwrap_or_default(),
        stage: word(&stage),
        rungs,
    })
}
