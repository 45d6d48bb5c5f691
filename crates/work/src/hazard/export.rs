//! 台账导出: every hazard of a span, row by row, in one consistent moment, with nothing that tells who reported.

use super::filter::{Filter, visible};
use super::list::state;
use super::query::Query;
use super::search::{Rarest, Sought, by_number, holds};
use super::view::{Lookups, words};
use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::ids::District;
use domain::people::{Act, Actor, Resource, Scope, may};
use identity::scrub::scrub;
use store::{Connection, EngineError};
use uuid::Uuid;

/// One hazard as it leaves the house: values in the order of [`COLUMNS`], empty where there is none.
pub struct Exported(pub Vec<String>);

/// The columns: name for programs, 列名 in Chinese and in English.
pub const COLUMNS: [(&str, &str, &str); 38] = [
    ("id", "标识", "Id"),
    ("number", "案号", "Case number"),
    ("source", "来源", "Source"),
    ("channel", "渠道", "Channel"),
    ("stage", "环节", "Stage"),
    ("reported_at", "上报时间", "Reported"),
    ("category", "类别代码", "Category code"),
    ("category_name", "类别", "Category"),
    ("grade", "等级", "Grade"),
    ("life_danger", "危及生命", "Danger to life"),
    ("street", "街道", "Street"),
    ("place", "场所", "Place"),
    ("address", "位置", "Location"),
    ("longitude", "经度", "Longitude"),
    ("latitude", "纬度", "Latitude"),
    ("text", "描述", "Description"),
    ("lead_unit", "主办单位", "Lead unit"),
    ("co_units", "协办单位", "Co-units"),
    ("accepted_at", "受理时间", "Accepted"),
    ("replied_at", "首次答复时间", "First reply"),
    ("filed_at", "立案时间", "Filed"),
    ("dispatched_at", "派遣时间", "Dispatched"),
    ("signed_at", "签收时间", "Signed"),
    ("rectify_due", "整改期限", "Deadline"),
    ("due_at", "本环节期限", "Due at this stage"),
    ("submitted_at", "提交验收时间", "Submitted"),
    ("closed_at", "销号时间", "Closed"),
    ("closing", "销号类别", "Kind of closing"),
    ("reworks", "返工次数", "Reworks"),
    ("extensions", "延期次数", "Extensions"),
    ("suspensions", "挂账次数", "Suspensions"),
    ("reopens", "重启次数", "Reopened"),
    ("solved", "群众确认解决", "Solved, says the reporter"),
    ("stars", "评价星级", "Stars"),
    ("external", "外部编号", "External numbers"),
    ("urges", "催办次数", "Urged"),
    ("updated_at", "最近变动", "Last change"),
    ("risk", "风险颜色", "Risk colour"),
];

/// Hands over every hazard that was reported from `from` on and before `to`; the number of them. Names are in `lang`.
/// Blocks.
///
/// Receipt numbers stay in the house, for they belong to the reporter, and so do contacts: phone numbers and the
/// like that somebody wrote into the description are masked.
pub fn export(
    app: &App,
    actor: &Actor,
    from: Option<Instant>,
    to: Option<Instant>,
    lang: Lang,
    each: &mut dyn FnMut(Exported) -> std::io::Result<()>,
) -> Result<u64, Problem> {
    let filter = Filter { from, to, ..Filter::default() };
    export_filtered(app, actor, &filter, lang, each)
}

/// Hands over every hazard that fits a filter and that the actor may see, oldest first; the number of them. Blocks.
pub(super) fn export_filtered(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    lang: Lang,
    each: &mut dyn FnMut(Exported) -> std::io::Result<()>,
) -> Result<u64, Problem> {
    may(actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let sought = filter.q.as_deref().map(Sought::of).transpose()?;
    let lookups = Lookups::of(app, lang);
    let now = app.store().surroundings().now();
    let district = app.district();
    let mut count = 0;
    app.store().read_blocking(|connection| {
        let narrowed = Narrowed::of(connection, district, sought.as_ref())?;
        let by_words = matches!(narrowed, Narrowed::Words(_));
        let Some(query) = compose(&Scope::of(actor), filter, &narrowed, district, now) else { return Ok(()) };
        connection.each(&query.text, &query.parameters, &mut |row| {
            let hazard = state(row.text(0)?)?;
            let said = words(row.opt_text(1)?);
            let fits = |sought: &Sought, place| !by_words || sought.is_in(&said, place);
            if !sought.as_ref().is_none_or(|sought| fits(sought, row.opt_text(2).unwrap_or_default())) {
                return Ok(());
            }
            count += 1;
            each(exported(&hazard, &said, row.opt_text(2)?, &lookups))
                .map_err(|e| EngineError::Other(format!("the export could not be written: {e}")))
        })
    })?;
    Ok(count)
}

/// How many an export would hold. Blocks.
pub(super) fn count_filtered(app: &App, actor: &Actor, filter: &Filter) -> Result<u64, Problem> {
    if filter.q.is_some() {
        return export_filtered(app, actor, filter, Lang::default(), &mut |_| Ok(()));
    }
    may(actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (district, now) = (app.district(), app.store().surroundings().now());
    let Some(query) = counting(&Scope::of(actor), filter, district, now) else { return Ok(0) };
    let count = app.store().read_blocking(|connection| {
        connection.query(&query.text, &query.parameters)?.first().map_or(Ok(0), |row| row.int(0))
    })?;
    Ok(count.unsigned_abs())
}

/// What words leave to be looked at.
enum Narrowed {
    Everything,
    /// What holds these pieces.
    Words(Rarest),
    /// Those that have the number that was asked for.
    Ids(Vec<Uuid>),
    Nothing,
}

impl Narrowed {
    fn of(
        connection: &mut dyn Connection,
        district: District,
        sought: Option<&Sought>,
    ) -> Result<Self, EngineError> {
        let Some(sought) = sought else { return Ok(Self::Everything) };
        if let Some(number) = &sought.number {
            let ids = by_number(connection, district, number)?;
            if !ids.is_empty() {
                return Ok(Self::Ids(ids));
            }
        }
        Ok(sought.rarest(connection, district)?.map_or(Self::Nothing, Self::Words))
    }
}

fn compose(
    scope: &Scope,
    filter: &Filter,
    narrowed: &Narrowed,
    district: District,
    now: Instant,
) -> Option<Query> {
    let mut query = Query::of(district.0);
    let from = match narrowed {
        Narrowed::Nothing => return None,
        Narrowed::Everything => "hazards h where h.district = $1".to_owned(),
        Narrowed::Ids(ids) => {
            let ids = query.marks(ids.iter().copied());
            format!("hazards h where h.district = $1 and h.id in ({ids})")
        }
        Narrowed::Words(rarest) => {
            let key = query.mark(rarest.keys[0]);
            let others = holds(&mut query, &rarest.keys[1..], "g.reported_at", "g.hazard");
            format!(
                "hazard_grams g join hazards h on h.district = g.district and h.id = g.hazard \
                 where g.district = $1 and g.gram = {key}{others}"
            )
        }
    };
    let visible = visible(&mut query, scope)?;
    // A number finds just that, whatever else is asked for.
    let filters = match narrowed {
        Narrowed::Ids(_) => String::new(),
        _ => filter.conditions(&mut query, now),
    };
    query.text = format!(
        "select h.state, (select e.words from events e where e.district = h.district and e.stream = h.id \
         and e.sequence = 1), (select p.name from places p where p.district = h.district and p.id = h.place) \
         from {from}{visible}{filters} order by h.reported_at, h.id"
    );
    Some(query)
}

fn counting(scope: &Scope, filter: &Filter, district: District, now: Instant) -> Option<Query> {
    let mut query = Query::of(district.0);
    let visible = visible(&mut query, scope)?;
    let filters = filter.conditions(&mut query, now);
    query.text = format!("select count(*) from hazards h where h.district = $1{visible}{filters}");
    Some(query)
}

/// Every shape of statement that an export can have.
pub(super) fn statements(scope: &Scope, filter: &Filter) -> Vec<String> {
    let (district, now) = (District(1), Instant(0));
    let words = Narrowed::Words(Rarest { keys: vec![1, 2, 3], frequency: 1 });
    let narrowed = [Narrowed::Everything, words, Narrowed::Ids(vec![Uuid::nil()])];
    let rows = narrowed.iter().filter_map(|n| compose(scope, filter, n, district, now));
    rows.chain(counting(scope, filter, district, now)).map(|q| q.text).collect()
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
    let filed_at = hazard.filing.as_ref().map_or(hazard.reported_at, |f| f.at);
    let rating = hazard.rating.as_ref();
    Exported(vec![
        hazard.id.to_string(),
        hazard.filing.as_ref().map(|f| f.number.clone()).unwrap_or_default(),
        word(&hazard.source),
        word(&hazard.channel),
        word(&hazard.stage.code()),
        hazard.reported_at.to_string(),
        category.clone().unwrap_or_default(),
        category.map(|code| names.category(&code, filed_at).name).unwrap_or_default(),
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
        at(hazard.clock.map(|c| c.due)),
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
        hazard.urges.to_string(),
        at(Some(hazard.updated_at)),
        hazard.risk.as_ref().map(|risk| word(&risk.colour)).unwrap_or_default(),
    ])
}
