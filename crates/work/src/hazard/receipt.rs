//! 回执: the reporter's own page. The link carries a secret that follows from the number under a key outside the
//! database, so nothing about it is stored and a copy of the database opens no receipt.

use super::list::state;
use super::timeline::{PublicStep, Read, events, public_step};
use super::view::{Lookups, Names};
use crate::problem::word;
use crate::stamp::{is_stamp, stamp};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{ActionKind, Event, Hazard, LimitStage, StageCode, allowed};
use domain::ids::HazardId;
use domain::ledger::Envelope;
use domain::people::Actor;
use identity::receipt::ReceiptNumber;
use serde::Serialize;
use store::{Inclusion, Value, queries};
use uuid::Uuid;

/// What anybody sees who knows the number: how far it is, no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The number as people write it.
    pub number: String,
    /// 环节.
    pub stage: String,
    /// When it was reported.
    pub reported_at: Instant,
    /// When it last moved.
    pub updated_at: Instant,
}

/// What the reporter sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReceiptView {
    /// The hazard.
    pub id: Uuid,
    /// The number as people write it.
    pub number: String,
    /// 环节.
    pub stage: String,
    /// What was reported, unless it was erased.
    pub text: Option<String>,
    /// Where.
    pub address: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// When it was reported.
    pub reported_at: Instant,
    /// 整改期限, if there is something to tell about it.
    pub rectification: Option<Rectification>,
    /// 办理经过, offices only.
    pub steps: Vec<PublicStep>,
    /// The reporter's own photos and photos of the result.
    pub photos: Vec<Uuid>,
    /// What the reporter may do now.
    pub allowed: Vec<ActionKind>,
    /// From when on it may be urged again, where only that stands in the way.
    pub urge_again: Option<Instant>,
    /// The rating given, if one was.
    pub rating: Option<domain::hazard::Rating>,
    /// Whether a contact lies in the vault.
    pub has_contact: bool,
    /// 查看记录: every step towards the contact, by which office and why.
    pub looks: Vec<Look>,
    /// The first event as the ledger holds it, for checking.
    pub first: Envelope,
    /// The words of the first event and their salt, for checking the digest.
    pub first_words: Option<(String, String)>,
    /// Ed25519 of the log's key over `mashang.promise.v1`, the hash and the time: the log will hold this event.
    pub promise: String,
    /// The proof that the log holds it; nothing for a moment after reporting.
    pub proof: Option<Inclusion>,
    /// The secret link, for keeping.
    pub link: String,
}

/// 整改期限 as the reporter is told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rectification {
    /// 整改中: when it has to be put right; that may be past.
    Until(Instant),
    /// 按时整改.
    Kept,
    /// 逾期整改, by so many milliseconds.
    Missed(i64),
}

/// Nothing is said while the result waits to be looked at: whether it was put right is not known yet. Of a hazard that
/// was redone the worst counts, of one that was taken up again only what came after that.
fn rectification(hazard: &Hazard) -> Option<Rectification> {
    match hazard.stage.code() {
        StageCode::Rectifying | StageCode::Rework | StageCode::StopOrdered => {
            hazard.rectify_due.map(Rectification::Until)
        }
        StageCode::Verified | StageCode::Closed | StageCode::FollowUp | StageCode::Archived => {
            let round = hazard.clocks.iter().rev().take_while(|c| c.stage != LimitStage::Reopened);
            let met = round.filter(|c| c.stage == LimitStage::Rectify && c.met);
            let late = met.filter_map(|c| Some(c.finished?.since(c.term.at))).max()?;
            Some(if late > 0 { Rectification::Missed(late) } else { Rectification::Kept })
        }
        _ => None,
    }
}

/// What became of wanting to see a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Looked {
    /// 申请查看.
    Asked,
    /// 同意查看.
    Granted,
    /// 不同意查看.
    Refused,
    /// 失效: not decided, or not used, in time.
    Lapsed,
    /// 已查看.
    Opened,
}

/// 查看举报人信息记录: offices, never names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// What was done.
    pub what: Looked,
    /// By which office; none where time did it.
    pub office: Option<String>,
    /// For what purpose.
    pub purpose: Option<String>,
}

/// The step towards the contact that an event is.
fn look(read: &Read, names: &Names<'_>) -> Option<Look> {
    let (what, purpose) = match read.event.as_ref()? {
        Event::OpeningAsked { purpose, .. } => (Looked::Asked, Some(purpose)),
        Event::OpeningDecided { granted: true, .. } => (Looked::Granted, None),
        Event::OpeningDecided { granted: false, .. } => (Looked::Refused, None),
        Event::OpeningLapsed => (Looked::Lapsed, None),
        Event::ReporterOpened { purpose, .. } => (Looked::Opened, Some(purpose)),
        _ => return None,
    };
    let office = read.envelope.actor.unit().map(|unit| names.registers.unit_name(unit));
    Some(Look { at: read.envelope.at, what, office, purpose: purpose.map(word) })
}

impl ReceiptView {
    /// 被查看次数: how often the contact was opened.
    pub fn times_opened(&self) -> usize {
        self.looks.iter().filter(|look| look.what == Looked::Opened).count()
    }
}

/// The stage as the reporter is told it: `accepted` when the desk has taken up what is still at `reported`.
fn told_stage(hazard: &Hazard) -> String {
    match hazard.stage.code() {
        StageCode::Reported if hazard.accepted.is_some() => "accepted".to_owned(),
        code => word(&code),
    }
}

const KIND: &str = "mashang.receipt.v1";

/// The secret link of a receipt.
pub fn receipt_link(app: &App, number: &str) -> String {
    format!("{}/r/{number}-{}", app.base_url(), stamp(app, KIND, number))
}

/// Finds a hazard by what stands after `/r/`: number, dash, secret. A wrong secret is like an unknown number.
pub async fn open_receipt(app: &App, path: &str) -> Result<(HazardId, Actor), Problem> {
    let (number, given) = path.trim().split_once('-').ok_or_else(Problem::not_found)?;
    let number = ReceiptNumber::parse(number).map_err(|_| Problem::not_found())?;
    if !is_stamp(app, KIND, number.as_str(), given) {
        return Err(Problem::not_found());
    }
    let hazard = by_number(app, number.as_str()).await?;
    Ok((hazard.id, Actor::ReceiptHolder { hazard: hazard.id }))
}

async fn by_number(app: &App, number: &str) -> Result<Hazard, Problem> {
    let (district, number) = (app.district(), number.to_owned());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::BY_RECEIPT, &[district.into(), number.into()])?;
        rows.first().map(|row| state(row.text(1)?)).transpose()
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// How far a hazard is, for anybody who knows its number.
pub async fn find_receipt(app: &App, number: &str) -> Result<Progress, Problem> {
    let number = ReceiptNumber::parse(number).map_err(|e| Problem::new(422, e.code()))?;
    let hazard = by_number(app, number.as_str()).await?;
    Ok(Progress {
        number: number.to_string(),
        stage: told_stage(&hazard),
        reported_at: hazard.reported_at,
        updated_at: hazard.updated_at,
    })
}

impl ReceiptView {
    /// The reporter's page for a hazard that [`open_receipt`] has found.
    pub async fn of(app: &App, id: HazardId) -> Result<Self, Problem> {
        let district = app.district();
        let actor = Actor::ReceiptHolder { hazard: id };
        let now = app.store().surroundings().now();
        let lookups = Lookups::of(app, Lang::default());
        let found = app.store().read(move |c| {
            let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
            let Some(row) = rows.first() else { return Ok(None) };
            let hazard = state(row.text(0)?)?;
            let first_row = c.query(queries::ledger::EVENT, &[district.into(), id.into(), Value::Int(1)])?;
            let said = match first_row.first() {
                Some(row) => store::verify::envelope(row)?.1,
                None => None,
            };
            let history = events(c, district, id.0)?;
            let proof = store::inclusion(c, district, id.0, 1)?;
            let place = match &hazard.place {
                Some(place) => c
                    .query(queries::place::NAME, &[district.into(), place.place.into()])?
                    .first()
                    .map(|r| r.text(0).map(str::to_owned))
                    .transpose()?,
                None => None,
            };
            Ok(Some((hazard, history, proof, place, said)))
        });
        let (hazard, history, proof, place, said) = found.await?.ok_or_else(Problem::not_found)?;
        let first = history.first().ok_or_else(Problem::not_found)?;
        let names = lookups.names();
        let looks = history.iter().filter_map(|read| look(read, &names)).collect();
        let steps: Vec<PublicStep> = history.iter().filter_map(|r| public_step(r, &names, true)).collect();
        let number = ReceiptNumber::parse(&hazard.receipt).map_err(|_| Problem::not_found())?;
        Ok(Self {
            id: id.0,
            number: number.to_string(),
            stage: told_stage(&hazard),
            text: first.said.get("text").map(str::to_owned),
            address: first.said.get("address").map(str::to_owned),
            place,
            reported_at: hazard.reported_at,
            rectification: rectification(&hazard),
            photos: steps.iter().flat_map(|s| s.photos.clone()).collect(),
            steps,
            urge_again: hazard
                .urge_again
                .filter(|again| now < *again && allowed(&hazard, &actor, *again).contains(&ActionKind::Urge)),
            allowed: allowed(&hazard, &actor, now),
            rating: hazard.rating.clone(),
            has_contact: hazard.reporter.is_some(),
            looks,
            promise: crate::ledger::promise(app, &first.envelope),
            first: first.envelope.clone(),
            first_words: said.map(|s| (s.json, hex::encode(s.salt))),
            proof,
            link: receipt_link(app, number.as_str()),
        })
    }
}
