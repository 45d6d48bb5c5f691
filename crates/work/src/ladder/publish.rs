//! 发布督办规则: a draft looked at first, then in force from a moment on. What was sent stays sent, and the level that
//! was already promised as the next one comes; what follows it is for the new rules to say.

use super::versions::{LaddersDiffer, differences};
use crate::judging::SUPERVISION;
use crate::rulebook::{self, may_change, version_name};
use crate::words::{Lang, of_stage};
use crate::{App, Problem};
use domain::calendar::{Instant, Limit, LimitUnit};
use domain::hazard::supervision::{
    Ladder, ReworkRung, Rung, SupervisionRulesError, ladder_faults, outlasting_replies, rework_faults,
};
use domain::hazard::{Grade, LimitStage, SupervisionLevel, SupervisionRules};
use domain::people::Actor;
use serde::{Deserialize, Serialize};
use store::Key;
use store::nouns::RuleSet;

/// One level as somebody wants it to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LadderRungInput)]
pub struct RungInput {
    /// Which level.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: SupervisionLevel,
    /// How long after the level before; nothing for the first one.
    #[serde(default)]
    pub amount: Option<u32>,
    /// Of which unit.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::LimitUnit>)]
    pub unit: Option<LimitUnit>,
}

/// One ladder as somebody wants it to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderInput {
    /// For this clock only.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::ClockStage>)]
    pub stage: Option<LimitStage>,
    /// For hazards of this grade only.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default)]
    pub urgent: Option<bool>,
    /// The levels, the mildest first.
    pub rungs: Vec<RungInput>,
    /// 依据.
    pub basis: String,
    /// The same in English.
    #[serde(default)]
    pub basis_en: String,
}

/// 返工督办 as somebody wants it to be.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReworkLetterInput)]
pub struct ReworkInput {
    /// From so many times on.
    pub times: u32,
    /// Which letter.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: SupervisionLevel,
}

/// A new version as somebody wants it to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LaddersInput {
    /// The version that it was made from: the newest.
    pub upon: String,
    /// What it is to be called; not needed for a look.
    #[serde(default)]
    pub version: String,
    /// 生效时间, not in the past.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// All ladders.
    pub ladders: Vec<LadderInput>,
    /// 返工督办.
    #[serde(default)]
    pub rework: Vec<ReworkInput>,
}

/// What is wrong with a draft, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FoundLadderFault)]
pub struct LadderFault {
    /// The place of the ladder in the list, from 0; nothing where one is missing.
    pub ladder: Option<u32>,
    /// The place of the rule about rework, if it is about one.
    pub rework: Option<u32>,
    /// What is wrong.
    #[schema(value_type = crate::names::LadderFault)]
    pub fault: String,
    /// The same in words.
    pub text: String,
}

/// What a draft would change.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LaddersDraft {
    /// The version that it is compared with: the newest.
    pub upon: String,
    /// What is wrong with it; as long as something is, it is not compared.
    pub faults: Vec<LadderFault>,
    /// What it says otherwise.
    pub differences: Option<LaddersDiffer>,
}

impl From<&LadderInput> for Ladder {
    fn from(input: &LadderInput) -> Self {
        let rung = |rung: &RungInput| {
            // An amount without a unit, or the other way round, is one of nothing, and refused as such.
            let after = match (rung.amount, rung.unit) {
                (None, None) => None,
                (amount, unit) => Some(Limit {
                    amount: amount.filter(|_| unit.is_some()).unwrap_or(0),
                    unit: unit.unwrap_or(LimitUnit::UrgentHour),
                    rest_day_moves: false,
                }),
            };
            Rung { level: rung.level, after }
        };
        Ladder {
            stage: input.stage,
            grade: input.grade,
            urgent: input.urgent,
            rungs: input.rungs.iter().map(rung).collect(),
            basis: domain::text::clean(input.basis.trim()).into_owned(),
            basis_en: domain::text::clean(input.basis_en.trim()).into_owned(),
        }
    }
}

/// The code of a fault.
fn code(error: SupervisionRulesError) -> &'static str {
    use SupervisionRulesError as E;
    match error {
        E::Gap => "gap",
        E::Twice(_) => "twice",
        E::Rungs(_) => "rungs",
        E::Listing(_) => "listing",
        E::LifeDanger(_) => "life_danger",
        E::TooLong(_) => "too_long",
        E::BeforeReply(_) => "before_reply",
        E::ReminderOnly(_) => "reminder_only",
        E::Basis(_) => "basis",
        E::Rework => "rework",
        E::TooMany | E::Version => "too_many",
    }
}

type Found = (Option<usize>, Option<usize>, SupervisionRulesError);

/// Everything that is wrong: with the ladders, with the rules about rework, and with what the limits say of replies.
fn found(app: &App, effective: Instant, ladders: &[Ladder], rework: &[ReworkRung]) -> Vec<Found> {
    let mut all: Vec<Found> =
        ladder_faults(ladders).into_iter().map(|(at, error)| (at, None, error)).collect();
    let limits = app.limits();
    let in_force = std::iter::once(limits.at(effective));
    let later = limits.versions().filter(|rules| rules.effective > effective);
    for limits in in_force.chain(later) {
        for at in outlasting_replies(ladders, limits) {
            if !all.iter().any(|(other, _, _)| *other == Some(at)) {
                all.push((Some(at), None, SupervisionRulesError::BeforeReply(ladders[at].stage)));
            }
        }
    }
    all.extend(rework_faults(rework).into_iter().map(|at| (None, Some(at), SupervisionRulesError::Rework)));
    all
}

fn ladders(input: &LaddersInput) -> (Vec<Ladder>, Vec<ReworkRung>) {
    let rework = input.rework.iter().map(|rung| ReworkRung { times: rung.times, level: rung.level });
    (input.ladders.iter().map(Ladder::from).collect(), rework.collect())
}

/// Says what a draft would change; changes nothing.
pub fn preview_ladders(
    app: &App,
    actor: &Actor,
    draft: &LaddersInput,
    lang: Lang,
) -> Result<LaddersDraft, Problem> {
    may_change(actor)?;
    let (ladders, rework) = ladders(draft);
    let faults = found(app, draft.effective, &ladders, &rework).into_iter().map(|(ladder, rework, error)| {
        let fault = code(error);
        LadderFault {
            ladder: ladder.and_then(|at| u32::try_from(at).ok()),
            rework: rework.and_then(|at| u32::try_from(at).ok()),
            fault: fault.to_owned(),
            text: of_stage(lang, error.stage(), "LadderFault", fault),
        }
    });
    let faults: Vec<LadderFault> = faults.collect();
    let books = app.judging();
    let newest = books.supervision.newest();
    let made = SupervisionRules::new("draft".to_owned(), draft.effective, ladders, rework).ok();
    let differences = made.filter(|_| faults.is_empty()).map(|made| differences(newest, &made, lang));
    Ok(LaddersDraft { upon: newest.version.clone(), faults, differences })
}

/// Puts a new version in force from a moment on that has not passed. When another version came after the one that it
/// was made from, it has to be looked at again.
pub async fn publish_ladders(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: LaddersInput,
) -> Result<(), Problem> {
    may_change(&actor)?;
    let version = version_name(&new.version)?;
    let (ladders, rework) = ladders(&new);
    let refused = |error| Problem::new(422, "ladder_refused").with("ladder_fault", code(error));
    if let Some((_, _, error)) = found(app, new.effective, &ladders, &rework).into_iter().next() {
        return Err(refused(error));
    }
    let made =
        SupervisionRules::new(version.clone(), new.effective, ladders, rework).map_err(
            |error| match error {
                SupervisionRulesError::Version => Problem::invalid("version", "malformed"),
                error => refused(error),
            },
        )?;
    let books = app.judging();
    let newest = books.supervision.newest();
    if newest.version == new.upon && differences(newest, &made, Lang::Zh).is_empty() {
        return Err(Problem::new(409, "rule").with("rule", "ladder_same"));
    }
    let body = serde_json::json!({"ladders": made.ladders(), "rework": made.rework()});
    let rules = RuleSet { subject: SUPERVISION.to_owned(), version, effective_at: new.effective, body };
    rulebook::publish(app, actor, key, new.upon, books.supervision.first().as_ref(), rules).await
}
