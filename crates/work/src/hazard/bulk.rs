//! 批量办理: one action on many hazards. Each is decided by itself, so some may be done and others refused; what would
//! become of each can be looked at before.

use super::act::{Act, UNNUMBERED, parse};
use super::list::{Page, list, state};
use super::view::{Lookups, may_see, summary, words};
use super::{Acted, Filter, ListOrder, Looker, NotActed, Summary};
use crate::words::{Lang, say};
use crate::{App, Problem};
use domain::hazard::{Action, ActionKind, Catalogue, Context, Hazard, LimitBook, decide};
use domain::ids::HazardId;
use domain::people::{Act as Doing, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Connection, EngineError, Failure, Key, queries};
use uuid::Uuid;

/// Hazards at a time.
pub const MOST: usize = 200;
/// Commands that wait in the store's queue for one request at a time: others want their turn too.
const IN_FLIGHT: usize = 32;

/// Which hazards: named ones, or those that fit.
#[derive(Clone, Debug)]
pub enum Which {
    /// These.
    Ids(Vec<Uuid>),
    /// The first ones that fit.
    Filter(Box<Filter>),
}

/// Why one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BulkProblem)]
pub struct Why {
    /// The code for programs.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: String,
    /// What to do about it.
    pub detail: String,
}

impl Why {
    fn of(problem: &Problem, lang: Lang) -> Self {
        let (title, detail) = say(lang, problem);
        Self { code: problem.code, title, detail }
    }
}

/// What would become of one.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = BulkPreviewItem)]
pub struct Foreseen {
    /// The hazard.
    pub hazard: Summary,
    /// Whether the action would be taken.
    pub allowed: bool,
    /// Why not.
    pub problem: Option<Why>,
}

/// What would become of all.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = BulkPreview)]
pub struct Preview {
    /// One by one.
    pub items: Vec<Foreseen>,
    /// Ids that nobody has, or that are not this viewer's.
    pub unknown: Vec<Uuid>,
    /// Whether more fit the filter than are shown.
    pub more: bool,
}

/// One hazard and the version that its reader saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BulkTarget)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The hazard.
    pub id: Uuid,
    /// Its version.
    pub version: u32,
}

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BulkResult)]
pub struct Done {
    /// The hazard.
    pub id: Uuid,
    /// Whether the action was taken.
    pub done: bool,
    /// Its version now.
    pub version: Option<u32>,
    /// Where it stands now.
    #[schema(value_type = Option<crate::names::Stage>)]
    pub stage: Option<domain::hazard::StageCode>,
    /// Why it was not taken.
    pub problem: Option<Why>,
}

type Fields = serde_json::Map<String, serde_json::Value>;

/// The action for many: photos belong to one hazard only, and what concerns reporters is asked one by one.
fn action_for_many(fields: Fields) -> Result<Action, Problem> {
    let (kind, photos) = (super::act::kind(&fields)?, fields.contains_key("photos"));
    if photos {
        return Err(Problem::invalid("photos", "not_allowed"));
    }
    use ActionKind as K;
    if matches!(kind, K::AskOpening | K::DecideOpening | K::EraseReporter | K::EraseWords) {
        return Err(Problem::invalid("action", "not_allowed"));
    }
    parse(fields)
}

/// What is decided by: the rules of the moment.
struct Rules {
    limits: Arc<LimitBook>,
    catalogue: Arc<Catalogue>,
    calendar: Arc<domain::calendar::Calendar>,
    judging: Arc<crate::judging::Books>,
}

impl Rules {
    fn of(app: &App) -> Self {
        Self {
            limits: app.limits(),
            catalogue: app.catalogue(),
            calendar: app.calendar(),
            judging: app.judging(),
        }
    }

    /// Why the action would be refused now, if it would.
    fn refusal(
        &self,
        hazard: &Hazard,
        action: &Action,
        actor: &Actor,
        other: Option<&Hazard>,
        now: domain::calendar::Instant,
    ) -> Option<Problem> {
        let rules = self.limits.at(now);
        let known = crate::judging::Known::rules(&self.judging, now);
        let context = Context {
            now,
            actor,
            rules,
            supervision: &self.judging.supervision,
            calendar: &self.calendar,
            catalogue: Some(&self.catalogue),
            expected: None,
            other,
            evidence: known.evidence(),
        };
        decide(hazard, action, &context).err().map(Problem::from)
    }
}

/// What the action would do to each. Nothing is changed.
pub async fn preview(
    app: &App,
    actor: &Actor,
    which: Which,
    action: Fields,
    lang: Lang,
) -> Result<Preview, Problem> {
    may(actor, Doing::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let mut action = action_for_many(action)?;
    if let Action::File { number, .. } = &mut action {
        *number = UNNUMBERED.to_owned();
    }
    let (ids, more) = match which {
        Which::Ids(mut ids) => {
            let mut seen = std::collections::HashSet::new();
            ids.retain(|id| seen.insert(*id));
            if ids.len() > MOST {
                return Err(Problem::invalid("ids", "too_many"));
            }
            (ids, false)
        }
        Which::Filter(filter) => {
            let page = Page { after: None, limit: MOST as u32, order: ListOrder::Newest };
            let found = list(app, actor, *filter, page, lang).await?;
            (found.items.iter().map(|item| item.id).collect(), found.next.is_some())
        }
    };
    let (district, actor, rules) = (app.district(), actor.clone(), Rules::of(app));
    let lookups = Lookups::of(app, lang);
    let looker = Looker::of(&actor, lookups.names().registers);
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let other = match &action {
            Action::Merge { into, .. } => load(c, district, into.0)?.map(|(hazard, _, _)| hazard),
            _ => None,
        };
        let (mut items, mut unknown) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            let known = |h: &Hazard| may_see(&actor, h) && looker.may_know_of(h);
            let Some((hazard, said, place)) = load(c, district, id)?.filter(|(h, _, _)| known(h)) else {
                unknown.push(id);
                continue;
            };
            let problem = rules.refusal(&hazard, &action, &actor, other.as_ref(), now);
            let said = looker.told(c, district, &hazard, said)?;
            let (hazard, _) = looker.seen(hazard, domain::hazard::Words::none());
            items.push(Foreseen {
                hazard: summary(&hazard, &said, place.as_deref(), &lookups.names(), now),
                allowed: problem.is_none(),
                problem: problem.map(|p| Why::of(&p, lang)),
            });
        }
        Ok(Preview { items, unknown, more })
    });
    Ok(found.await?)
}

/// A hazard with the words of its report and the name of its place.
pub(super) fn load(
    connection: &mut dyn Connection,
    district: domain::ids::District,
    id: Uuid,
) -> Result<Option<(Hazard, domain::hazard::Words, Option<String>)>, EngineError> {
    let rows = connection.query(queries::hazard::WITH_WORDS, &[district.into(), id.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some((state(row.text(0)?)?, words(row.opt_text(1)?), row.opt_text(2)?.map(str::to_owned))))
}

/// Takes the action on each. `key` makes the key of one from its id and what is done to it, so that a repetition
/// repeats nothing that was done; without one nothing is done.
pub async fn bulk(
    app: &App,
    actor: Actor,
    key: Option<impl Fn(&str, &[u8]) -> Key>,
    targets: Vec<Target>,
    action: Fields,
    lang: Lang,
) -> Result<Vec<Done>, Problem> {
    may(&actor, Doing::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let key = key.ok_or_else(|| Problem::invalid("Idempotency-Key", "required"))?;
    if targets.len() > MOST {
        return Err(Problem::invalid("items", "too_many"));
    }
    let action = action_for_many(action)?;
    let said = serde_json::to_vec(&action).map_err(|_| Problem::internal())?;
    let mut done = Vec::with_capacity(targets.len());
    for some in targets.chunks(IN_FLIGHT) {
        let mut waiting = Vec::with_capacity(some.len());
        for target in some {
            let content = [&target.version.to_be_bytes()[..], &said].concat();
            let (hazard, seen) = (HazardId(target.id), Some(target.version));
            let command = Act::by_the_rules(app, hazard, seen, action.clone());
            let key = key(&target.id.to_string(), &content);
            let answer = app.store().submit(app.district(), actor.clone(), Some(key), command);
            waiting.push((*target, answer));
        }
        for (target, answer) in waiting {
            let stopped = |_| Err(Failure::Unavailable("the store stopped".into()));
            let outcome: Result<Acted, Failure<NotActed>> = match answer {
                Ok(answer) => answer.await.unwrap_or_else(stopped),
                Err(failure) => Err(failure),
            };
            let outcome = outcome.map_err(Problem::from);
            let acted = outcome.as_ref().ok();
            done.push(Done {
                id: target.id,
                done: acted.is_some(),
                version: acted.map(|a| a.version),
                stage: acted.map(|a| a.stage),
                problem: outcome.as_ref().err().map(|p| Why::of(p, lang)),
            });
        }
    }
    Ok(done)
}
