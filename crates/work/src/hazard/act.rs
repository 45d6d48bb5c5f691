//! 办理: one action on one hazard.

use super::inspection;
use super::view::may_see;
use crate::judging::{Books, Known};
use crate::{App, Problem};
use domain::calendar::{Calendar, Instant};
use domain::hazard::{
    Action, ActionKind, Catalogue, Context, Draft, Event, Hazard, LimitBook, PhotoRole, Refusal, Stage,
    StageCode, admitted, closing_of_child, decide,
};
use domain::ids::HazardId;
use domain::ledger::{Noun, WrongDoneAt, done_at};
use domain::people::Actor;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Command, Halt, Key, Needs, Tx, tables};

/// What an action led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acted {
    /// The hazard's version now.
    pub version: u32,
    /// Where it stands now.
    #[schema(value_type = crate::names::Stage)]
    pub stage: StageCode,
}

pub(crate) struct Act {
    pub(crate) hazard: HazardId,
    pub(crate) expected: Option<u32>,
    pub(crate) action: Action,
    /// 实际操作时间, by the device of whoever tells it later.
    pub(crate) done_at: Option<Instant>,
    pub(crate) limits: Arc<LimitBook>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) judging: Arc<Books>,
}

/// Why an action was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotActed {
    /// There is no such hazard for this actor.
    Unknown,
    /// The trade refuses it.
    Refused(Refusal),
    /// The device's time cannot be.
    DoneAt(WrongDoneAt),
}

impl From<NotActed> for Problem {
    fn from(reason: NotActed) -> Self {
        match reason {
            NotActed::Unknown => Problem::not_found(),
            NotActed::Refused(refusal) => refusal.into(),
            NotActed::DoneAt(wrong) => wrong.into(),
        }
    }
}

impl Act {
    /// The action by the rules in force now.
    pub(crate) fn by_the_rules(app: &App, hazard: HazardId, expected: Option<u32>, action: Action) -> Self {
        Self {
            hazard,
            expected,
            action,
            done_at: None,
            limits: app.limits(),
            catalogue: app.catalogue(),
            calendar: app.calendar(),
            judging: app.judging(),
        }
    }

    /// Another action on the same hazard by the same rules.
    pub(crate) fn instead(&self, action: Action) -> Self {
        Self {
            hazard: self.hazard,
            expected: None,
            action,
            done_at: None,
            limits: Arc::clone(&self.limits),
            catalogue: Arc::clone(&self.catalogue),
            calendar: Arc::clone(&self.calendar),
            judging: Arc::clone(&self.judging),
        }
    }

    /// The other hazard that the action is about, besides the one it acts on.
    fn other(&self, hazard: &Hazard) -> Option<HazardId> {
        match (&self.action, &hazard.stage) {
            (Action::Merge { into, .. }, _) => Some(*into),
            (_, Stage::Merged { into }) => Some(*into),
            _ => None,
        }
    }

    fn context<'a>(
        &'a self,
        tx: &Tx<'_>,
        actor: &'a Actor,
        other: Option<&'a Hazard>,
        known: &'a Known,
    ) -> Context<'a> {
        let now = tx.now();
        let rules = self.limits.at(now);
        Context {
            now,
            actor,
            rules,
            supervision: &self.judging.supervision,
            calendar: &self.calendar,
            catalogue: Some(&self.catalogue),
            // Compared with what its author may see, before.
            expected: None,
            other,
            evidence: known.evidence(),
        }
    }
}

impl Command for Act {
    type Output = Acted;
    type Refusal = NotActed;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Hazard, self.hazard.0);
        if let Action::Merge { into, .. } = &self.action {
            needs.stream(Noun::Hazard, into.0);
        }
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Acted, Halt<NotActed>> {
        let actor = tx.actor().clone();
        let hazard = as_seen(tx, &actor, self.hazard, self.expected)?;
        let other: Option<Hazard> = match self.other(&hazard) {
            Some(id) => tx.get(id.0)?,
            None => None,
        };
        let known = Known::of(&self.judging, tx, &hazard, self.action.kind())?;
        let context = self.context(tx, &actor, other.as_ref(), &known);
        let mut action = self.action.clone();
        if let Action::File { number, .. } = &mut action {
            *number = UNNUMBERED.to_owned();
        }
        let mut drafts = decide(&hazard, &action, &context).map_err(|r| refused(Halt::Refused(r)))?;
        if let Action::OrderInspection { unit, .. } = &self.action
            && !inspection::is_free(tx, &hazard, *unit)?
        {
            let refusal = Refusal::Invalid { field: "unit", problem: "not_allowed" };
            return Err(refused(Halt::Refused(refusal)));
        }
        number_filings(tx, &mut drafts)?;
        let told = self.done_at.map(|told| done_at(told, Some(hazard.updated_at), tx.now())).transpose();
        let told = told.map_err(|wrong| Halt::Refused(NotActed::DoneAt(wrong)))?.flatten();
        for draft in &drafts {
            let own = told.filter(|_| draft.hazard == self.hazard);
            tx.record_done::<Hazard>(draft.hazard.0, &draft.event, &draft.words, own)?;
            crate::photo::hang(tx, draft.hazard, draft.event.photos_added()).map_err(refused)?;
        }
        if matches!(self.action, Action::File { .. }) {
            super::recurrence::recognise(tx, self.hazard)?;
        }
        self.close_children(tx, &actor)?;
        self.erase(tx, &hazard)?;
        let after: Hazard = tx.get(self.hazard.0)?.unwrap_or(hazard);
        Ok(Acted { version: inspection::version_seen(tx, &actor, &after)?, stage: after.stage.code() })
    }
}

impl Act {
    /// 随主案办结: children follow when their parent closes.
    fn close_children(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<(), store::EngineError> {
        let Some(parent) = tx.get::<Hazard>(self.hazard.0)? else { return Ok(()) };
        if parent.closed_at.is_none() {
            return Ok(());
        }
        for id in parent.children.clone() {
            let Some(child) = tx.get::<Hazard>(id.0)? else { continue };
            let known = Known::rules(&self.judging, tx.now());
            let context = self.context(tx, actor, Some(&parent), &known);
            if let Some(draft) = closing_of_child(&child, &context) {
                tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?;
            }
        }
        Ok(())
    }

    /// Erasing is the one action that also takes something away: the words or the vault record themselves.
    fn erase(&self, tx: &mut Tx<'_>, hazard: &Hazard) -> Result<(), store::EngineError> {
        match (&self.action, hazard.reporter) {
            (Action::EraseWords { sequence, .. }, _) => tx.erase_words::<Hazard>(hazard.id.0, *sequence),
            (Action::EraseReporter { .. }, Some(reporter)) => {
                tx.delete(&tables::VAULT, vec![tx.district().into(), reporter.into()]);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The hazard, for somebody who may know of it and saw it as it is.
fn as_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    hazard: HazardId,
    expected: Option<u32>,
) -> Result<Hazard, Halt<NotActed>> {
    let hazard: Hazard = tx.get(hazard.0)?.ok_or(Halt::Refused(NotActed::Unknown))?;
    if !may_see(actor, &hazard) || !inspection::may_know_of(tx, actor, &hazard)? {
        return Err(Halt::Refused(NotActed::Unknown));
    }
    let actual = inspection::version_seen(tx, actor, &hazard)?;
    match expected.filter(|expected| *expected != actual) {
        Some(expected) => Err(refused(Halt::Refused(Refusal::Stale { expected, actual }))),
        None => Ok(hazard),
    }
}

/// Asks whether an action that is not told in full would be refused anyway. Writes nothing.
struct Admitted {
    hazard: HazardId,
    expected: Option<u32>,
    kind: ActionKind,
}

impl Command for Admitted {
    type Output = ();
    type Refusal = NotActed;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Hazard, self.hazard.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<NotActed>> {
        let actor = tx.actor().clone();
        let hazard = as_seen(tx, &actor, self.hazard, self.expected)?;
        admitted(&hazard, &actor, self.kind, tx.now()).map_err(|r| refused(Halt::Refused(r)))
    }
}

/// Stands for the case number while it is not certain that there will be a filing.
pub(super) const UNNUMBERED: &str = "-";

/// 案号: numbers without gaps, taken only once the filing is certain.
fn number_filings(tx: &mut Tx<'_>, drafts: &mut [Draft]) -> Result<(), store::EngineError> {
    for draft in drafts {
        if let Event::Filed { filing, .. } = &mut draft.event
            && filing.number == UNNUMBERED
        {
            let date = tx.now().beijing().date();
            let counter = format!("case/{date}");
            let sequence = tx.next_number(&counter)?;
            filing.number = domain::hazard::number::case_number(tx.district(), date, sequence as u32)
                .ok_or_else(|| store::EngineError::Other("the district has no six-digit code".into()))?;
        }
    }
    Ok(())
}

fn refused(halt: Halt<Refusal>) -> Halt<NotActed> {
    match halt {
        Halt::Refused(refusal) => Halt::Refused(NotActed::Refused(refusal)),
        Halt::Engine(error) => Halt::Engine(error),
    }
}

/// Takes an action. `expected` is the version that the author saw; the public sees none.
pub async fn act(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    hazard: HazardId,
    expected: Option<u32>,
    action: Action,
) -> Result<Acted, Problem> {
    act_done(app, actor, key, hazard, Seen { version: expected, done_at: None }, action).await
}

/// What the author of an action says about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// The version that the author saw; the public sees none.
    pub version: Option<u32>,
    /// 实际操作时间, by the author's device, when it is told later.
    pub done_at: Option<Instant>,
}

async fn act_done(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    hazard: HazardId,
    seen: Seen,
    action: Action,
) -> Result<Acted, Problem> {
    let command = Act { done_at: seen.done_at, ..Act::by_the_rules(app, hazard, seen.version, action) };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

/// The time to keep for something that a device says was done then, if it was not done just now.
pub fn told_later(app: &App, told: Instant) -> Result<Option<Instant>, Problem> {
    Ok(done_at(told, None, app.store().surroundings().now())?)
}

/// The role in which an action's photos stand.
fn photo_role(kind: ActionKind) -> PhotoRole {
    match kind {
        ActionKind::Inspect => PhotoRole::Inspection,
        ActionKind::FixOnSpot | ActionKind::Submit => PhotoRole::After,
        ActionKind::RequestReturn
        | ActionKind::ReplySupervision
        | ActionKind::ReplyInstruction
        | ActionKind::RequestRelease
        | ActionKind::ReferEnforcement
        | ActionKind::AppealOvertime => PhotoRole::Proof,
        ActionKind::MeasureInterim => PhotoRole::Interim,
        ActionKind::Instruct => PhotoRole::Instruction,
        ActionKind::Verify | ActionKind::OrderRework | ActionKind::Recheck | ActionKind::LookBack => {
            PhotoRole::Verification
        }
        _ => PhotoRole::Supplement,
    }
}

/// Which action the fields speak of.
pub(super) fn kind(fields: &Fields) -> Result<ActionKind, Problem> {
    let name = fields.get("action").ok_or_else(|| Problem::invalid("action", "required"))?;
    let kind = ActionKind::ALL.iter().find(|k| Some(k.name()) == name.as_str()).copied();
    match kind.ok_or_else(|| Problem::invalid("action", "unknown"))? {
        ActionKind::OpenReporter => Err(Problem::invalid("action", "elsewhere")),
        ActionKind::File if fields.contains_key("number") => {
            // 案号 are given by the server.
            Err(Problem::unknown_field("number"))
        }
        kind => Ok(kind),
    }
}

/// The action that the fields describe. Every field is one of its own.
pub(super) fn parse(fields: Fields) -> Result<Action, Problem> {
    let action: Action = serde_json::from_value(serde_json::Value::Object(fields.clone()))
        .map_err(|error| wrong_field(&fields, &error))?;
    let own = serde_json::to_value(&action).unwrap_or_default();
    match fields.keys().find(|name| own.get(name.as_str()).is_none()) {
        Some(stranger) => Err(Problem::unknown_field(stranger.as_str())),
        None => Ok(action),
    }
}

/// Which field is wrong: without it, it would be missing, or nothing would be wrong.
fn wrong_field(fields: &Fields, error: &serde_json::Error) -> Problem {
    if let Some(name) = error.to_string().strip_prefix("missing field `").and_then(|t| t.split('`').next()) {
        return Problem::invalid(name, "required");
    }
    let guilty = fields.keys().filter(|name| *name != "action").find(|name| {
        let mut rest = fields.clone();
        rest.remove(name.as_str());
        match serde_json::from_value::<Action>(serde_json::Value::Object(rest)) {
            Ok(_) => true,
            Err(error) => error.to_string() == format!("missing field `{name}`"),
        }
    });
    Problem::invalid(guilty.map_or("action", String::as_str), "malformed")
}

type Fields = serde_json::Map<String, serde_json::Value>;

/// Takes an action as it stands in JSON, photos by their ids.
pub async fn act_json(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    hazard: HazardId,
    seen: Seen,
    mut body: Fields,
) -> Result<Acted, Problem> {
    let kind = kind(&body)?;
    if let Some(done) = crate::answered::answered(app, key.as_ref()).await? {
        return Ok(done);
    }
    let attached = crate::photo::attach(app, &actor, hazard, &mut body, photo_role(kind)).await;
    match attached.and_then(|()| parse(body)) {
        Ok(action) => act_done(app, actor, key, hazard, seen, action).await,
        // Whoever may not do it at all is told that, before what the form lacks.
        Err(wrong) => {
            let command = Admitted { hazard, expected: seen.version, kind };
            app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
            Err(wrong)
        }
    }
}
