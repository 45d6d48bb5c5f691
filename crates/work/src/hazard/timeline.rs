//! 办理经过: the events of a hazard as a story, for staff with names and for the public with offices only.

use super::view::{Named, Names, words};
use domain::calendar::Instant;
use domain::hazard::{Event, LimitStage};
use domain::ids::District;
use domain::ledger::{Envelope, Hash, Origin, earlier};
use serde::Serialize;
use store::{Connection, EngineError, Row, queries, verify};
use uuid::Uuid;

/// One step, for staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Step {
    /// Its number in the history.
    pub sequence: u32,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    /// 实际操作时间, by the author's device, if it was sent later.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
    /// 导入: whether it comes from another ledger.
    pub imported: bool,
    /// What happened.
    pub kind: String,
    /// 办理单位.
    pub office: Option<Named>,
    /// 办理人.
    pub person: Option<Named>,
    /// Whether the reporter did it.
    pub by_reporter: bool,
    /// The event's own fields.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    /// What was said; nothing when nothing was or when it was erased.
    #[schema(value_type = Object)]
    pub words: serde_json::Value,
    /// Photos that came with it.
    pub photos: Vec<Uuid>,
    /// The hash of the event.
    #[schema(value_type = String)]
    pub hash: Hash,
}

/// One step, for the public: the office, never the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PublicStep {
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// What happened.
    pub kind: String,
    /// 办理单位.
    pub office: Option<String>,
    /// What was said to the reporter, or by the reporter.
    pub text: Option<String>,
    /// Whether the reporter did it.
    pub by_reporter: bool,
    /// Photos of the result, for steps that show them.
    pub photos: Vec<Uuid>,
}

/// One event, read.
pub(crate) struct Read {
    pub(crate) envelope: Envelope,
    pub(crate) event: Option<Event>,
    pub(crate) said: domain::hazard::Words,
}

/// An event from a row whose first columns are those of an event.
pub(crate) fn read(row: &Row) -> Result<Read, EngineError> {
    let (envelope, said) = verify::envelope(row)?;
    let event = serde_json::from_str(&envelope.body).ok();
    Ok(Read { envelope, event, said: words(said.as_ref().map(|s| s.json.as_str())) })
}

pub(super) fn events(
    connection: &mut dyn Connection,
    district: District,
    stream: Uuid,
) -> Result<Vec<Read>, EngineError> {
    connection
        .query(queries::ledger::EVENTS_OF, &[district.into(), stream.into()])?
        .iter()
        .map(read)
        .collect()
}

fn photos(facts: &serde_json::Value) -> Vec<Uuid> {
    let list = facts.get("photos").and_then(|p| p.as_array());
    list.into_iter().flatten().filter_map(|p| p.get("file")?.as_str()?.parse().ok()).collect()
}

/// When a device says that it was done, if that was earlier than it was received.
fn told_later(facts: &mut serde_json::Value, at: Instant) -> Option<Instant> {
    let fields = facts.as_object_mut()?;
    let told = fields.remove("done_at").or(fields.remove("captured_at"))?;
    earlier(serde_json::from_value(told).ok()?, at)
}

pub(super) fn step(read: &Read, names: &Names<'_>) -> Step {
    let envelope = &read.envelope;
    let mut facts: serde_json::Value = serde_json::from_str(&envelope.body).unwrap_or_default();
    let photos = photos(&facts);
    if let Some(fields) = facts.as_object_mut() {
        for (_, value) in fields.iter_mut().filter(|(name, _)| name.ends_with("due") || *name == "until") {
            // A deadline is shown as its moment; how it came about stands with the clocks.
            if let Some(at) = value.get("at").cloned() {
                *value = at;
            }
        }
        // The vault record's id says nothing, but nobody needs it either.
        ["kind", "photos", "reporter", "doubts"].iter().for_each(|name| drop(fields.remove(*name)));
        // What the words of a report point to says something of the words.
        if let Some(judgement) = fields.get_mut("judgement").and_then(|j| j.as_object_mut()) {
            judgement.remove("hinted");
        }
    }
    let done_at = told_later(&mut facts, envelope.at);
    let mut words = read.said.clone();
    // Where the reporter's phone was is evidence for a check, not for everybody's eyes.
    words.0.remove("fix");
    // The place is shown as the register has it now.
    words.0.remove("place");
    Step {
        sequence: envelope.sequence,
        at: envelope.at,
        recorded_at: envelope.recorded_at,
        done_at,
        imported: envelope.origin == Origin::Imported,
        kind: envelope.kind.clone(),
        office: envelope.actor.unit().map(|u| names.unit(u)),
        person: envelope.actor.person().and_then(|p| {
            let name = names.registers.person_name(p)?.to_owned();
            Some(Named { id: p.to_string(), name })
        }),
        by_reporter: matches!(envelope.actor.0.as_str(), "public" | "receipt"),
        facts,
        words: serde_json::to_value(&words).unwrap_or_default(),
        photos,
        hash: envelope.hash,
    }
}

/// What of a step the reporter is told in words: what was meant for the reporter, and what the reporter said.
fn meant_for_reporter(event: &Event) -> bool {
    matches!(
        event,
        Event::Reported { .. }
            | Event::SupplementAsked { .. }
            | Event::Supplemented { .. }
            | Event::Rejected { .. }
            | Event::Appealed { .. }
            | Event::AppealDecided { .. }
            | Event::Replied
            | Event::Urged { .. }
            | Event::Rated { .. }
    )
}

/// Steps inside the offices that the public is not told about.
fn is_internal(event: &Event) -> bool {
    matches!(
        event,
        Event::ChildMerged { .. }
            | Event::ChildUnmerged { .. }
            | Event::ExtensionRequested { .. }
            | Event::SuspensionRequested { .. }
            | Event::ReturnRequested { .. }
            | Event::RiskGraded { .. }
            | Event::Judged { .. }
            | Event::JudgementConfirmed { .. }
            | Event::DoubtsSettled { .. }
            | Event::RecheckDrawn { .. }
            | Event::WordsErased { .. }
            | Event::OpeningAsked { .. }
            | Event::OpeningDecided { .. }
            | Event::OpeningLapsed
            | Event::DeadlinesSettled { .. }
            | Event::SupervisionReplied { .. }
            | Event::ReplyDecided { .. }
            | Event::SupervisionWithdrawn { .. }
            | Event::ListingDeclined { .. }
            | Event::ListingExtensionRequested { .. }
            | Event::ListingExtensionDecided { .. }
            | Event::ReleaseRequested { .. }
            | Event::ReleaseRefused { .. }
            | Event::Instructed { .. }
            | Event::InstructionReplied { .. }
            | Event::InstructionSettled { .. }
            | Event::EnforcementReferred { .. }
            | Event::EnforcementReceived { .. }
            | Event::EnforcementAnswered { .. }
            | Event::EnforcementExtended { .. }
            | Event::EnforcementDecided { .. }
            | Event::OvertimeAppealed { .. }
            | Event::OvertimeReviewed { .. }
            | Event::LookBackOpened { .. }
            | Event::RepeatsFound { .. }
            | Event::Recurred { .. }
    )
}

/// The public learns that whoever has the case in hand was pressed, not which desk was late with what.
fn is_word_among_offices(event: &Event) -> bool {
    match event {
        Event::Escalated { due, to, clock, .. } => {
            // Those who punish were told in confidence.
            let punishing = matches!(clock.stage, LimitStage::Enforcement | LimitStage::EnforcementDecision);
            due.is_none() || to.unit.is_none() || punishing
        }
        Event::Supervised { to, .. } => to.unit.is_none(),
        _ => false,
    }
}

/// A step as the reporter sees it; `own` says whether the reader is the reporter.
pub(crate) fn public_step(read: &Read, names: &Names<'_>, own: bool) -> Option<PublicStep> {
    let event = read.event.as_ref()?;
    if is_internal(event) || is_word_among_offices(event) {
        return None;
    }
    let by_reporter = matches!(read.envelope.actor.0.as_str(), "public" | "receipt");
    let shows_result =
        matches!(event, Event::Submitted { .. } | Event::Verified { .. } | Event::FixedOnSpot { .. });
    let facts: serde_json::Value = serde_json::from_str(&read.envelope.body).unwrap_or_default();
    Some(PublicStep {
        at: read.envelope.at,
        kind: read.envelope.kind.clone(),
        office: read.envelope.actor.unit().map(|u| names.registers.unit_name(u)),
        text: (own && meant_for_reporter(event)).then(|| read.said.get("text").map(str::to_owned)).flatten(),
        by_reporter,
        photos: if shows_result || (own && by_reporter) { photos(&facts) } else { Vec::new() },
    })
}
