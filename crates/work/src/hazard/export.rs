//! 台账导出: every hazard of a span, row by row, in one consistent moment, with nothing that tells who reported.

use super::view::{Lookups, words};
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::people::{Act, Actor, Resource, may};
use identity::scrub::scrub;
use store::{EngineError, queries};

/// One hazard as it leaves the house: values in the order of [`COLUMNS`], empty where there is none.
pub struct Exported(pub Vec<String>);

/// The columns: name for programs, 列名.
pub const COLUMNS: [(&str, &str); 34] = [
    ("id", "标识"),
    ("number", "案号"),
    ("source", "来源"),
    ("channel", "渠道"),
    ("stage", "环节"),
    ("reported_at", "上报时间"),
    ("category", "类别代码"),
    ("category_name", "类别"),
    ("grade", "等级"),
    ("life_danger", "危及生命"),
    ("street", "街道"),
    ("place", "场所"),
    ("address", "位置"),
    ("longitude", "经度"),
    ("latitude", "纬度"),
    ("text", "描述"),
    ("lead_unit", "主办单位"),
    ("co_units", "协办单位"),
    ("accepted_at", "受理时间"),
    ("replied_at", "首次答复时间"),
    ("filed_at", "立案时间"),
    ("dispatched_at", "派遣时间"),
    ("signed_at", "签收时间"),
    ("rectify_due", "整改期限"),
    ("submitted_at", "提交验收时间"),
    ("closed_at", "销号时间"),
    ("closing", "销号类别"),
    ("reworks", "返工次数"),
    ("extensions", "延期次数"),
    ("suspensions", "挂账次数"),
    ("reopens", "重启次数"),
    ("solved", "群众确认解决"),
    ("stars", "评价星级"),
    ("external", "外部编号"),
];

/// Hands over every hazard that was reported from `from` on and before `to`; the number of them. Blocks.
///
/// Receipt numbers stay in the house, for they belong to the reporter, and so do contacts: phone numbers and the
/// like that somebody wrote into the description are masked.
pub fn export(
    app: &App,
    actor: &Actor,
    from: Option<Instant>,
    to: Option<Instant>,
    each: &mut dyn FnMut(Exported) -> std::io::Result<()>,
) -> Result<u64, Problem> {
    may(actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let lookups = Lookups::of(app);
    let key = [
        app.district().into(),
        from.unwrap_or(Instant(i64::MIN)).into(),
        to.unwrap_or(Instant(i64::MAX)).into(),
    ];
    let mut count = 0;
    app.store().read_blocking(|connection| {
        connection.each(queries::hazard::EXPORT, &key, &mut |row| {
            let hazard: Hazard = serde_json::from_str(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a hazard: {e}")))?;
            let said = words(row.opt_text(1)?);
            count += 1;
            each(exported(&hazard, &said, row.opt_text(2)?, &lookups))
                .map_err(|e| EngineError::Other(format!("the export could not be written: {e}")))
        })
    })?;
    Ok(count)
}

fn exported(
    hazard: &Hazard,
    said: &domain::hazard::Words,
    place: Option<&str>,
    lookups: &Lookups,
) -> Exported {
    let names = lookups.names();
    let clean = |name: &str| said.get(name).map(|text| scrub(text).masked).unwrap_or_default();
    let at = |moment: Option<Instant>| moment.map(|at| at.to_string()).unwrap_or_default();
    let category = hazard.filing.as_ref().map(|f| f.category.clone()).or_else(|| hazard.kind.clone());
    let dispatch = hazard.dispatch.as_ref();
    let units = |ids: &[domain::ids::UnitId]| {
        ids.iter().map(|id| names.unit(*id).name).collect::<Vec<_>>().join("、")
    };
    let external: Vec<String> = hazard.external.iter().map(|(system, n)| format!("{system}:{n}")).collect();
    let rating = hazard.rating.as_ref();
    Exported(vec![
        hazard.id.to_string(),
        hazard.filing.as_ref().map(|f| f.number.clone()).unwrap_or_default(),
        word(&hazard.source),
        word(&hazard.channel),
        word(&hazard.stage.code()),
        hazard.reported_at.to_string(),
        category.clone().unwrap_or_default(),
        category.map(|code| names.category(&code).name).unwrap_or_default(),
        hazard.filing.as_ref().map(|f| word(&f.grade)).unwrap_or_default(),
        u8::from(hazard.life_danger).to_string(),
        hazard.street.as_deref().map(|s| names.street(s).name).unwrap_or_default(),
        place.unwrap_or_default().to_owned(),
        clean("address"),
        hazard.position.map(|p| format!("{:.6}", p.lon())).unwrap_or_default(),
        hazard.position.map(|p| format!("{:.6}", p.lat())).unwrap_or_default(),
        clean("text"),
        dispatch.map(|d| names.unit(d.lead).name).unwrap_or_default(),
        dispatch.map(|d| units(&d.co)).unwrap_or_default(),
        at(hazard.accepted.as_ref().map(|a| a.at)),
        at(hazard.replied_at),
        at(hazard.filing.as_ref().map(|f| f.at)),
        at(dispatch.map(|d| d.at)),
        at(dispatch.and_then(|d| d.signed).map(|(_, at)| at)),
        at(hazard.rectify_due),
        at(hazard.submitted_at),
        at(hazard.closed_at),
        hazard.closing.map(|c| word(&c)).unwrap_or_default(),
        hazard.reworks.to_string(),
        hazard.extensions.to_string(),
        hazard.suspensions.to_string(),
        hazard.reopens.to_string(),
        rating.map(|r| u8::from(r.solved).to_string()).unwrap_or_default(),
        rating.map(|r| r.stars.to_string()).unwrap_or_default(),
        external.join("、"),
    ])
}
