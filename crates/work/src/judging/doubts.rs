//! 存疑销号: closings that look implausible, with reasons and figures, for a supervisor to look at. In words that ask
//! and never accuse.

use crate::hazard::{Looker, Lookups, Named, Summary, state, summary, words as said_words};
use crate::problem::word;
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Doubt, DoubtReason, Hazard};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::{Value, queries};
use tables::formula_safe;
use uuid::Uuid;

/// One reason, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ClosingDoubt)]
pub struct DoubtView {
    /// 存疑情形.
    #[schema(value_type = crate::names::DoubtReason)]
    pub reason: String,
    /// What was seen, with figures, and what is asked for.
    pub text: String,
}

/// One closing that looks implausible.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = DoubtfulClosing)]
pub struct Doubtful {
    /// The hazard.
    pub hazard: Summary,
    /// The reasons.
    pub doubts: Vec<DoubtView>,
    /// 验收人.
    pub verifier: Option<Named>,
    /// Version of the limits by which it was looked at.
    pub rules: String,
}

/// How many closings of a unit are on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DoubtfulUnit)]
pub struct UnitDoubts {
    /// 主办单位.
    pub unit: Named,
    /// Closings.
    pub count: i64,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = DoubtfulClosings)]
pub struct Doubtfuls {
    /// The closings, the newest first.
    pub items: Vec<Doubtful>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
    /// How many there are of each unit in the time that is asked for; only with the first page.
    pub units: Vec<UnitDoubts>,
}

/// Which closings.
#[derive(Clone, Debug, Default)]
pub struct DoubtsFilter {
    /// 主办单位.
    pub unit: Option<Uuid>,
    /// 存疑情形.
    pub reason: Option<DoubtReason>,
    /// Closed from then on.
    pub from: Option<Instant>,
    /// Closed before then.
    pub to: Option<Instant>,
}

/// The longest page.
const MOST: u32 = 200;
/// The most rows of a file.
const FILE: usize = 20_000;

/// A length in the largest unit that it fills wholly: 240 is 4 hours, 90 is 90 minutes.
fn length(minutes: i64, lang: Lang) -> String {
    let (amount, zh, en) = match minutes {
        0 => (0, "分钟", "minute"),
        m if m % 60 == 0 => (m / 60, "小时", "hour"),
        m => (m, "分钟", "minute"),
    };
    match lang {
        Lang::Zh => format!("{amount} {zh}"),
        Lang::En => format!("{amount} {en}{}", if amount == 1 { "" } else { "s" }),
    }
}

/// What was seen, in words.
fn say(doubt: &Doubt, lang: Lang) -> String {
    let length = |minutes: &_| length(*minutes, lang);
    match (lang, doubt) {
        (Lang::Zh, Doubt::RectifiedFast { minutes, least }) => {
            format!("签收到提交用时 {}，不足 {}，请核实", length(minutes), length(least))
        }
        (Lang::En, Doubt::RectifiedFast { minutes, least }) => {
            format!(
                "{} from signing to submitting, less than {}: please check",
                length(minutes),
                length(least)
            )
        }
        (Lang::Zh, Doubt::VerifiedFast { minutes, least }) => {
            format!("提交到验收通过用时 {}，不足 {}，请核实", length(minutes), length(least))
        }
        (Lang::En, Doubt::VerifiedFast { minutes, least }) => {
            format!(
                "{} from submitting to passing, less than {}: please check",
                length(minutes),
                length(least)
            )
        }
        (Lang::Zh, Doubt::NoAfterPhoto) => "没有整改后照片，请核实".to_owned(),
        (Lang::En, Doubt::NoAfterPhoto) => "no photo from afterwards: please check".to_owned(),
        (Lang::Zh, Doubt::SamePhoto { bits, .. }) => {
            format!("整改前后照片十分相近（64 位指纹相差 {bits} 位），请核实")
        }
        (Lang::En, Doubt::SamePhoto { bits, .. }) => {
            format!("photos before and after are much alike ({bits} of 64 bits differ): please check")
        }
        (Lang::Zh, Doubt::SameVerifier { of, same }) => {
            format!("该单位最近 {of} 件销号中有 {same} 件由同一人验收，请核实")
        }
        (Lang::En, Doubt::SameVerifier { of, same }) => {
            format!("the same person passed {same} of the unit's last {of} closings: please check")
        }
    }
}

/// A reason as it is shown.
fn view(doubt: &Doubt, lang: Lang) -> DoubtView {
    DoubtView { reason: word(&doubt.reason()), text: say(doubt, lang) }
}

/// What is told about one hazard: to supervisors only.
pub(crate) fn told(actor: &Actor, hazard: &Hazard, lang: Lang) -> Vec<DoubtView> {
    if may(actor, Act::Export, Resource::Statistics).is_err() {
        return Vec::new();
    }
    hazard.doubts.iter().flat_map(|doubts| doubts.found.iter().map(|doubt| view(doubt, lang))).collect()
}

fn cursor(after: Option<&str>) -> Result<(i64, Uuid), Problem> {
    let Some(text) = after else { return Ok((i64::MAX, Uuid::max())) };
    let bad = || Problem::invalid("after", "malformed");
    let (time, id) = text.split_once('_').ok_or_else(bad)?;
    Ok((time.parse().map_err(|_| bad())?, id.parse().map_err(|_| bad())?))
}

/// One page, for supervisors.
pub async fn doubtful(
    app: &App,
    actor: &Actor,
    filter: &DoubtsFilter,
    after: Option<&str>,
    limit: u32,
    lang: Lang,
) -> Result<Doubtfuls, Problem> {
    may(actor, Act::Export, Resource::Statistics).map_err(|_| Problem::forbidden())?;
    let (time, id) = cursor(after)?;
    let rows = limit.clamp(1, MOST) as usize;
    let (district, first) = (app.district(), after.is_none());
    let from = filter.from.map_or(i64::MIN, |at| at.0);
    let to = filter.to.map_or(i64::MAX, |at| at.0);
    // A reason is one bit of a number; `x % 1 = 0` holds for every number.
    let (bit, turn, wanted) = filter.reason.map_or((1i64, 1i64, 0i64), |reason| (reason as i64, 2, 1));
    let mut parameters: Vec<Value> = vec![
        district.into(),
        from.into(),
        to.into(),
        time.into(),
        id.into(),
        bit.into(),
        turn.into(),
        wanted.into(),
        (rows as i64 + 1).into(),
    ];
    let statement = match filter.unit {
        Some(unit) => {
            parameters.push(unit.into());
            queries::judging::DOUBTFUL_OF_UNIT
        }
        None => queries::judging::DOUBTFUL,
    };
    let (lookups, looker) = (Lookups::of(app, lang), Looker::of(actor, &app.registers()));
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let names = lookups.names();
        let mut items = Vec::new();
        for row in c.query(statement, &parameters)? {
            let hazard = state(row.text(0)?)?;
            let place = row.opt_text(2)?;
            let (hazard, said) = looker.seen(hazard, said_words(row.opt_text(1)?));
            let verifier = hazard.passed.and_then(|passed| {
                let name = names.registers.person_name(passed.by)?.to_owned();
                Some(Named { id: passed.by.to_string(), name })
            });
            let doubts = hazard.doubts.as_ref();
            items.push(Doubtful {
                doubts: doubts.map_or_else(Vec::new, |d| d.found.iter().map(|d| view(d, lang)).collect()),
                rules: doubts.map(|d| d.version.clone()).unwrap_or_default(),
                verifier,
                hazard: summary(&hazard, &said, place, &names, now),
            });
        }
        let mut units = Vec::new();
        if first {
            for row in
                c.query(queries::judging::DOUBTS_BY_UNIT, &[district.into(), from.into(), to.into()])?
            {
                let unit = domain::ids::UnitId(row.id(0)?);
                let name = names.registers.unit_name(unit);
                units.push(UnitDoubts { unit: Named { id: unit.to_string(), name }, count: row.int(1)? });
            }
        }
        Ok((items, units))
    });
    let (mut items, units) = found.await?;
    let more = items.len() > rows;
    items.truncate(rows);
    let mark = |d: &Doubtful| Some(format!("{}_{}", d.hazard.closed_at?.0, d.hazard.id.simple()));
    let next = items.last().and_then(mark).filter(|_| more);
    Ok(Doubtfuls { items, next, units })
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", formula_safe(text).replace('"', "\"\""))
}

/// The list as a table, for those who may take lists of hazards out of the house.
pub async fn doubtful_csv(
    app: &App,
    actor: &Actor,
    filter: &DoubtsFilter,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    may(actor, Act::Export, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let head = match lang {
        Lang::Zh => ["案号", "销号时间", "主办单位", "验收人", "类别", "地点", "需要核实的情形", "界限版本"],
        Lang::En => [
            "Case number",
            "Closed",
            "Lead unit",
            "Verified by",
            "Category",
            "Where",
            "To be checked",
            "Limits",
        ],
    };
    let mut text = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        text.push_str(&cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    line(&head.map(str::to_owned));
    let (mut after, mut rows) = (None, 0);
    loop {
        let page = doubtful(app, actor, filter, after.as_deref(), MOST, lang).await?;
        for item in &page.items {
            let name = |named: &Option<Named>| named.as_ref().map(|n| n.name.clone()).unwrap_or_default();
            let hazard = &item.hazard;
            let reasons: Vec<&str> = item.doubts.iter().map(|d| d.text.as_str()).collect();
            line(&[
                hazard.number.clone().unwrap_or_else(|| hazard.receipt.clone()),
                hazard.closed_at.map(|at| at.to_string()).unwrap_or_default(),
                name(&hazard.lead),
                name(&item.verifier),
                name(&hazard.category),
                hazard.address.clone(),
                reasons.join("；"),
                item.rules.clone(),
            ]);
        }
        rows += page.items.len();
        after = page.next;
        if after.is_none() || rows >= FILE {
            return Ok(text.into_bytes());
        }
    }
}
