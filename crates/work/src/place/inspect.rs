//! 检查: a look at a place with its check list. "Nothing found" in one tap is a full result.

use super::activate::{fix, mounted};
use super::entry::GivenPosition;
use super::find::{find, unit};
use crate::hazard::{Named, told_later};
use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Hazard, Words};
use domain::ids::{HazardId, InspectionId, PlaceId};
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may, may_see};
use domain::place::{Inspection, InspectionRefusal, InspectionResult, Mark, MarkResult, PlaceKind};
use serde::{Deserialize, Serialize};
use store::{Command, EngineError, Halt, Key, Needs, Tx, queries};
use uuid::Uuid;

/// How many records are shown.
const SHOWN: i64 = 50;

/// What was found.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = InspectionInput)]
#[serde(deny_unknown_fields)]
pub struct InspectionEntry {
    /// 检查结果.
    #[schema(value_type = crate::names::InspectionResult)]
    pub result: InspectionResult,
    /// 检查项 that were looked at one by one.
    #[serde(default)]
    pub marks: Vec<MarkEntry>,
    /// 隐患 that were reported from it.
    #[serde(default)]
    pub hazards: Vec<Uuid>,
    /// The phone's fix: compared with the place, then forgotten.
    #[serde(default)]
    pub fix: Option<GivenPosition>,
    /// 实际检查时间, by the device's clock, for what is sent later; at most a month ago.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
    /// 检查表版本 that was looked at, if a newer one may have come since; the one in force otherwise.
    #[serde(default)]
    pub list: Option<String>,
    /// 备注.
    #[serde(default)]
    pub note: String,
}

/// One item of the check list.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkEntry {
    /// 检查项.
    pub item: String,
    /// 检查项结果.
    #[schema(value_type = crate::names::MarkResult)]
    pub result: MarkResult,
}

struct Inspect {
    id: InspectionId,
    inspection: Inspection,
    note: String,
    actor: Actor,
}

impl Command for Inspect {
    type Output = InspectionId;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.new_stream(Noun::Inspection, self.id.0);
        for hazard in &self.inspection.hazards {
            needs.stream(Noun::Hazard, hazard.0);
        }
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<InspectionId, Halt<Problem>> {
        for id in &self.inspection.hazards {
            let known = match tx.get::<Hazard>(id.0)?.filter(|hazard| may_see(&self.actor, hazard)) {
                Some(hazard) => crate::hazard::may_know_of(tx, &self.actor, &hazard)?,
                None => false,
            };
            if !known {
                return Err(Halt::Refused(Problem::invalid("hazards", "unknown")));
            }
        }
        let now = Inspection { at: tx.now(), ..self.inspection.clone() };
        let words = if self.note.is_empty() { Words::none() } else { Words::text(&self.note) };
        tx.record::<Inspection>(self.id.0, &Recorded::Registered { now }, &words)?;
        Ok(self.id)
    }
}

/// Records a look at a place.
pub async fn inspect(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    place: PlaceId,
    entry: InspectionEntry,
) -> Result<InspectionId, Problem> {
    may(&actor, Act::Inspect, Resource::Places).map_err(|_| Problem::forbidden())?;
    let unit = actor.staff().map(|staff| staff.unit).ok_or_else(Problem::forbidden)?;
    let place = find(app, place).await?.ok_or_else(Problem::not_found)?;
    if place.ended_at.is_some() {
        return Err(Problem::new(409, "rule").with("rule", "place_ended"));
    }
    let note = entry.note.trim().to_owned();
    if note.chars().count() > 2_000 {
        return Err(Problem::invalid("note", "too_long"));
    }
    let done_at = entry.done_at.map(|told| told_later(app, told)).transpose()?.flatten();
    let lists = match &entry.list {
        Some(version) => {
            let known = app.check_list_editions();
            let used = known.version(version).ok_or_else(|| Problem::invalid("list", "unknown"))?;
            std::sync::Arc::clone(used)
        }
        None => app.check_lists(),
    };
    let marks = entry.marks.into_iter().map(|m| Mark { item: m.item, result: m.result }).collect();
    let inspection = Inspection {
        place: place.id,
        unit,
        at: app.store().surroundings().now(),
        done_at,
        kind: place.kind,
        list: lists.version.clone(),
        result: entry.result,
        marks,
        hazards: entry.hazards.into_iter().map(HazardId).collect(),
        evidence: mounted(&place, fix(entry.fix)?, app.place_rules().near_m, None),
    };
    inspection.check(lists.of(place.kind)).map_err(|refusal| match refusal {
        InspectionRefusal::UnknownItem => Problem::invalid("marks", "unknown"),
        InspectionRefusal::Twice => Problem::invalid("marks", "twice"),
        InspectionRefusal::Contradiction => Problem::invalid("result", "contradiction"),
    })?;
    let id = InspectionId(app.store().surroundings().new_id());
    let command = Inspect { id, inspection, note, actor: actor.clone() };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

/// 检查记录, for staff. Of the unit; never of a person.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = InspectionRecord)]
pub struct InspectionView {
    /// Its id.
    pub id: Uuid,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 实际检查时间, by the device, if it was told later.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
    /// 检查单位.
    pub unit: Named,
    /// 检查结果.
    #[schema(value_type = crate::names::InspectionResult)]
    pub result: String,
    /// 检查项 that were wrong, in words.
    pub wrong: Vec<String>,
    /// How many items were looked at one by one.
    pub marked: usize,
    /// 隐患 reported from it.
    pub hazards: Vec<Uuid>,
    /// `near`, `far` or `unknown`: whether the phone was at the place.
    #[schema(value_type = crate::names::Nearness)]
    pub nearness: String,
}

/// The latest looks at a place.
pub async fn inspections(
    app: &App,
    actor: &Actor,
    place: PlaceId,
    lang: Lang,
) -> Result<Vec<InspectionView>, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        if c.query(queries::place::NAME, &[district.into(), place.into()])?.is_empty() {
            return Ok(None);
        }
        let rows = c.query(queries::place::INSPECTIONS_OF, &[district.into(), place.into(), SHOWN.into()])?;
        let all = rows.iter().map(|row| {
            let inspection: Inspection = serde_json::from_str(row.text(1)?)
                .map_err(|e| EngineError::Other(format!("state of an inspection: {e}")))?;
            Ok((row.id(0)?, inspection))
        });
        all.collect::<Result<Vec<_>, EngineError>>().map(Some)
    });
    let found = found.await?.ok_or_else(Problem::not_found)?;
    let (registers, editions) = (app.registers(), app.check_list_editions());
    let view = |(id, inspection): (Uuid, Inspection)| {
        let list =
            editions.version(&inspection.list).unwrap_or_else(|| editions.newest()).of(inspection.kind);
        let wrong = inspection.marks.iter().filter(|m| m.result == MarkResult::Wrong);
        let words = |mark: &Mark| {
            let item = list.items.iter().find(|item| item.id == mark.item);
            item.map_or_else(|| mark.item.clone(), |item| text(item, lang).to_owned())
        };
        InspectionView {
            id,
            at: inspection.at,
            done_at: inspection.done_at,
            unit: unit(&registers, inspection.unit),
            result: word(&inspection.result),
            wrong: wrong.map(words).collect(),
            marked: inspection.marks.len(),
            hazards: inspection.hazards.iter().map(|h| h.0).collect(),
            nearness: word(&inspection.evidence.nearness()),
        }
    };
    Ok(found.into_iter().map(view).collect())
}

fn text(item: &domain::place::CheckItem, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &item.text,
        Lang::En => &item.text_en,
    }
}

/// 检查表, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckListView {
    /// Version.
    pub version: String,
    /// 名称.
    pub name: String,
    /// 检查项.
    pub items: Vec<CheckItemView>,
}

/// 检查项, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckItemView {
    /// Its id.
    pub id: String,
    /// 检查内容: how it should be.
    pub text: String,
    /// 依据.
    pub clause: String,
    /// 小类 that a report of it belongs to.
    pub category: String,
}

/// The check list for a kind of place.
pub fn check_list(app: &App, actor: &Actor, kind: PlaceKind, lang: Lang) -> Result<CheckListView, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let lists = app.check_lists();
    let list = lists.of(kind);
    let name = match lang {
        Lang::Zh => &list.name,
        Lang::En => &list.name_en,
    };
    let items = list.items.iter().map(|item| CheckItemView {
        id: item.id.clone(),
        text: text(item, lang).to_owned(),
        clause: item.clause.clone(),
        category: item.category.clone(),
    });
    Ok(CheckListView { version: lists.version.clone(), name: name.clone(), items: items.collect() })
}
