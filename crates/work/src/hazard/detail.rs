//! 详情: everything about one hazard that this viewer may see, and what this viewer may do.

use super::Looker;
use super::beside::{Beside, beside};
use super::clocks::{ClockView, clocks};
use super::evidence::{PhotoFinding, findings};
use super::instructions::{InstructionView, instructions};
use super::list::state;
use super::opening::{OpeningView, opening};
use super::slip::Reported;
use super::supervision::{SupervisionView, supervision};
use super::timeline::{Read, Step, events, step};
use super::view::{Lookups, Named, Point, Summary, counted, may_see, summary, why_me};
use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::{ActionKind, Event, Hazard, Stage, Words, allowed};
use domain::ids::HazardId;
use domain::people::Actor;
use serde::Serialize;
use store::queries;
use uuid::Uuid;

/// One hazard in full.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = HazardDetail)]
pub struct Detail {
    /// As in lists.
    #[serde(flatten)]
    pub summary: Summary,
    /// 描述, whole.
    pub description: String,
    /// Where it is, CGCS2000.
    pub position: Option<Point>,
    /// Metres between the phone's fix and the surveyed position, and the fix's accuracy.
    #[schema(value_type = Option<Object>)]
    pub fix: serde_json::Value,
    /// How the reporter is protected; nothing for the party that answers for it, and for other companies.
    #[schema(value_type = Option<crate::names::Protection>)]
    pub protection: Option<String>,
    /// Whether the vault holds a contact.
    pub has_reporter: bool,
    /// 查看申请, where opening the contact takes a second person; for the desk only.
    pub opening: Option<OpeningView>,
    /// What stands inside the stage: until when, which unit, into which hazard.
    #[schema(value_type = Object)]
    pub stage_data: serde_json::Value,
    /// 受理.
    #[schema(value_type = Option<Object>)]
    pub accepted: serde_json::Value,
    /// 立案.
    #[schema(value_type = Option<Object>)]
    pub filing: serde_json::Value,
    /// 派遣, with names.
    pub dispatch: Option<Dispatched>,
    /// 五落实.
    #[schema(value_type = Option<Object>)]
    pub fulfilments: serde_json::Value,
    /// 批示, oldest first.
    pub instructions: Vec<InstructionView>,
    /// 待批申请.
    #[schema(value_type = Option<Object>)]
    pub request: serde_json::Value,
    /// 整改期限.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub rectify_due: Option<domain::calendar::Instant>,
    /// The clock of the present stage.
    #[schema(value_type = Option<Object>)]
    pub clock: serde_json::Value,
    /// 时钟: all that run or ran, oldest first.
    pub clocks: Vec<ClockView>,
    /// 督办, where there is or was any.
    pub supervision: Option<SupervisionView>,
    /// 延期次数.
    pub extensions: u32,
    /// 返工次数.
    pub reworks: u32,
    /// 退回次数.
    pub returns: u32,
    /// 重启次数.
    pub reopens: u32,
    /// 风险分级, with its working.
    pub risk: Option<crate::judging::GradedRisk>,
    /// 判定.
    #[schema(value_type = Option<Object>)]
    pub judgement: serde_json::Value,
    /// 存疑: what a supervisor is asked to check about the closing; only for supervisors.
    pub doubts: Vec<crate::judging::DoubtView>,
    /// 抽查复核.
    pub recheck: Option<Rechecked>,
    /// 移交执法, 超时申诉, 回头看, 复发.
    pub beside: Beside,
    /// 评价.
    #[schema(value_type = Option<Object>)]
    pub rating: serde_json::Value,
    /// 并入的隐患.
    pub children: Vec<Uuid>,
    /// The hazard that this one follows.
    pub merged_into: Option<Uuid>,
    /// Photos with what they show.
    pub photos: Vec<Shown>,
    /// 照片核对: what about them is to be looked at; only for who verifies, approves or supervises.
    pub photo_findings: Option<Vec<PhotoFinding>>,
    /// 办理经过.
    pub timeline: Vec<Step>,
    /// 先核查: an office has to inspect it before it is filed, fixed or dispatched, for an employee reported it.
    pub inspect_first: bool,
    /// What this viewer may do now.
    #[schema(value_type = Vec<crate::names::ActionName>)]
    pub allowed: Vec<ActionKind>,
}

/// 派遣 with names.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Dispatched {
    /// 主办.
    pub lead: Named,
    /// 协办.
    pub co: Vec<Named>,
    /// 抄告.
    pub copies: Vec<Named>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: domain::calendar::Instant,
    /// 签收时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub signed_at: Option<domain::calendar::Instant>,
}

/// 抽查复核.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Rechecked {
    /// 期.
    pub period: String,
    /// 复核单位.
    pub unit: Named,
    /// 复核期限.
    #[schema(value_type = String, format = DateTime)]
    pub due: domain::calendar::Instant,
    /// 是否通过; nothing while it is pending.
    pub passed: Option<bool>,
    /// When it was looked at.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<domain::calendar::Instant>,
}

/// A photo and what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Shown {
    /// The photo.
    pub file: Uuid,
    /// What it shows.
    #[schema(value_type = crate::names::PhotoRole)]
    pub role: String,
    /// Its width in pixels.
    pub width: Option<i64>,
    /// Its height in pixels.
    pub height: Option<i64>,
    /// When it came.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<domain::calendar::Instant>,
    /// The step that it came with.
    pub sequence: Option<u32>,
}

/// The photos of a hazard with their sizes and the steps that they came with.
fn shown(
    connection: &mut dyn store::Connection,
    district: domain::ids::District,
    hazard: &Hazard,
    timeline: &[Step],
) -> Result<Vec<Shown>, store::EngineError> {
    let mut all = Vec::with_capacity(hazard.photos.len());
    for photo in &hazard.photos {
        let size = connection.query(queries::hazard::PHOTO_SIZE, &[district.into(), photo.file.into()])?;
        let size =
            size.first().map(|row| Ok::<_, store::EngineError>((row.int(0)?, row.int(1)?))).transpose()?;
        let step = timeline.iter().find(|step| step.photos.contains(&photo.file.0));
        all.push(Shown {
            file: photo.file.0,
            role: word(&photo.role),
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            at: step.map(|s| s.at),
            sequence: step.map(|s| s.sequence),
        });
    }
    Ok(all)
}

fn json<T: Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The whole of one hazard, for this viewer, with its clocks in words.
pub async fn detail(app: &App, actor: &Actor, id: HazardId, lang: Lang) -> Result<Detail, Problem> {
    let (district, actor) = (app.district(), actor.clone());
    let now = app.store().surroundings().now();
    let (lookups, calendar) = (Lookups::of(app, lang), app.calendar());
    let books = app.judging();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = state(row.text(0)?)?;
        let looker = Looker::of(&actor, lookups.names().registers);
        if !may_see(&actor, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        let mut history = events(c, district, id.0)?;
        let said = history.first().map(|r| r.said.clone()).unwrap_or_default();
        let found = looker.is_kept_from(&hazard).then(|| {
            let reported = Reported::of(&hazard, &history);
            (reported.found(&history), reported)
        });
        if found.is_some() {
            number_work(&mut history);
        }
        let told =
            |r: &Read| r.event.as_ref().is_some_and(|event| looker.is_told(&hazard, event, r.envelope.at));
        history.retain(told);
        if let Some((_, reported)) = &found {
            for read in &mut history {
                let by_others = read.envelope.actor.unit() != looker.unit();
                if by_others && read.said.get("text").is_some_and(|text| reported.is_told_by(text)) {
                    read.said = Words::none();
                }
            }
        }
        // What may be done is decided by the hazard as it is.
        let allowed = allowed(&hazard, &actor, now);
        let why = why_me(&hazard, actor.staff());
        // What is closed is looked at by the rules of then.
        let rules = books.evidence.at(hazard.closed_at.unwrap_or(now));
        let photo_findings = findings(c, district, &actor, looker, &hazard, rules)?;
        let (hazard, said) = looker.seen(hazard, said);
        let place_name = match &hazard.place {
            Some(place) => c
                .query(queries::place::NAME, &[district.into(), place.place.into()])?
                .first()
                .map(|r| r.text(0).map(str::to_owned))
                .transpose()?,
            None => None,
        };
        let names = lookups.names();
        let why = counted(why, &hazard, &names, now);
        let summary = Summary { why, ..summary(&hazard, &said, place_name.as_deref(), &names, now) };
        let supervised = supervision(&hazard, &history, &names, now);
        let mut timeline: Vec<Step> = history.iter().map(|r| step(r, &names)).collect();
        for step in &mut timeline {
            step.photos.retain(|file| hazard.photos.iter().any(|photo| photo.file.0 == *file));
        }
        let photos = shown(c, district, &hazard, &timeline)?;
        let unit = |id: &domain::ids::UnitId| names.unit(*id);
        Ok(Some(Detail {
            summary,
            description: match found {
                Some((found, _)) => found.unwrap_or_default(),
                None => said.get("text").unwrap_or_default().to_owned(),
            },
            position: hazard.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
            fix: json(&hazard.fix),
            protection: looker.protection(&hazard).map(|protection| word(&protection)),
            has_reporter: hazard.reporter.is_some() && !looker.answers_for(&hazard),
            opening: opening(&hazard, looker, &names),
            stage_data: json(&hazard.stage),
            accepted: json(&hazard.accepted.as_ref().filter(|_| !looker.answers_for(&hazard))),
            filing: json(&hazard.filing),
            dispatch: hazard.dispatch.as_ref().map(|d| Dispatched {
                lead: unit(&d.lead),
                co: d.co.iter().map(unit).collect(),
                copies: d.copies.iter().map(unit).collect(),
                at: d.at,
                signed_at: d.signed.as_ref().map(|(_, at)| *at),
            }),
            fulfilments: json(&hazard.fulfilments),
            instructions: instructions(&hazard, &names),
            request: json(&hazard.request),
            rectify_due: hazard.rectify_due,
            clock: json(&hazard.clock),
            clocks: clocks(&hazard, &calendar, lang, now),
            supervision: supervised,
            extensions: hazard.extensions,
            reworks: hazard.reworks,
            returns: hazard.returns,
            reopens: hazard.reopens,
            risk: hazard.risk.as_ref().map(|risk| crate::judging::graded(&books, risk, lang)),
            judgement: json(&hazard.judgement),
            doubts: crate::judging::told(&actor, &hazard, lang),
            recheck: hazard.recheck.as_ref().map(|recheck| Rechecked {
                period: recheck.period.clone(),
                unit: unit(&recheck.unit),
                due: recheck.due,
                passed: recheck.result.map(|result| result.passed),
                at: recheck.result.map(|result| result.at),
            }),
            beside: beside(c, district, (&actor, looker), &hazard, &names)?,
            rating: json(&hazard.rating),
            children: hazard.children.iter().map(|c| c.0).collect(),
            merged_into: merged_into(&hazard),
            photos,
            photo_findings,
            timeline,
            inspect_first: hazard.must_be_inspected_first(),
            allowed,
        }))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Numbers steps as far as they are work: what is left out between would show, and the last is the version that an action
/// names.
fn number_work(history: &mut [Read]) {
    let mut number = 0;
    for read in history {
        number += u32::from(read.event.as_ref().is_some_and(Event::is_work));
        read.envelope.sequence = number;
    }
}

fn merged_into(hazard: &Hazard) -> Option<Uuid> {
    match &hazard.stage {
        Stage::Merged { into } => Some(into.0),
        _ => None,
    }
}
