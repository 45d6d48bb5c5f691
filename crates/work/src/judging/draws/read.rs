//! 抽查复核 as supervisors and everybody who works here see it.

use super::{Kept, load};
use crate::hazard::{Looker, Lookups, Named, Summary, state, summary, words as said_words};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ledger::Hash;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::{EngineError, queries};

/// One drawing, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Draw)]
pub struct DrawListed {
    /// 期: a month.
    pub period: String,
    /// 抽查比例 in a hundred, fixed when the seed was committed.
    pub percent: u32,
    /// 指纹 of the seed.
    #[schema(value_type = String)]
    pub commitment: Hash,
    /// When it was committed.
    #[schema(value_type = String, format = DateTime)]
    pub committed_at: Instant,
    /// The number of the commitment in the log.
    pub index: Option<u64>,
    /// 揭晓时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revealed_at: Option<Instant>,
    /// 种子, once it is revealed.
    #[schema(value_type = Option<String>)]
    pub seed: Option<Hash>,
    /// 销号数 from which was drawn.
    pub closed: Option<u64>,
    /// 抽中数.
    pub drawn: Option<u64>,
}

fn listed(kept: &Kept) -> DrawListed {
    let revealed = kept.draw.revealed.as_ref();
    DrawListed {
        period: kept.draw.period.clone(),
        percent: kept.draw.percent,
        commitment: kept.draw.commitment,
        committed_at: kept.draw.committed_at,
        index: kept.index,
        revealed_at: revealed.map(|r| r.at),
        seed: revealed.map(|r| r.seed),
        closed: revealed.map(|r| r.closed),
        drawn: revealed.map(|r| r.drawn),
    }
}

/// The drawings, the newest first, for anybody who works here.
pub async fn draws(app: &App, actor: &Actor) -> Result<Vec<DrawListed>, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    published_draws(app).await
}

/// The same for everybody, beside the log: fingerprints, seeds and numbers, and nothing about any case.
pub async fn published_draws(app: &App) -> Result<Vec<DrawListed>, Problem> {
    let district = app.district();
    let kept = app.store().read(move |c| load(c, district)).await?;
    Ok(kept.iter().map(listed).collect())
}

/// One case that was drawn, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DrawCase {
    /// As the how manieth it was drawn.
    pub rank: u64,
    /// The hazard.
    pub hazard: Summary,
    /// 复核单位; none when it was open again before it was given to one.
    pub unit: Option<Named>,
    /// 复核期限.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Instant>,
    /// 是否通过; nothing while it is pending.
    pub passed: Option<bool>,
    /// When it was looked at.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub rechecked_at: Option<Instant>,
}

/// One drawing with its cases, for supervisors.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DrawDetail {
    /// As in lists.
    #[serde(flatten)]
    pub draw: DrawListed,
    /// 已通过.
    pub passed: u64,
    /// 未通过.
    pub failed: u64,
    /// 待复核.
    pub pending: u64,
    /// The cases in the order in which they were drawn, 500 at most.
    pub cases: Vec<DrawCase>,
}

/// The most cases that are shown.
const MOST: i64 = 500;

/// One drawing with what became of its cases.
pub async fn read_draw(app: &App, actor: &Actor, period: &str, lang: Lang) -> Result<DrawDetail, Problem> {
    may(actor, Act::Export, Resource::Statistics).map_err(|_| Problem::forbidden())?;
    let (district, period) = (app.district(), period.to_owned());
    let (lookups, looker) = (Lookups::of(app, lang), Looker::of(actor, &app.registers()));
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let Some(kept) = load(c, district)?.into_iter().find(|kept| kept.draw.period == period) else {
            return Ok(None);
        };
        let names = lookups.names();
        let mut cases = Vec::new();
        for row in c.query(queries::judging::DRAWN, &[district.into(), kept.id.into(), MOST.into()])? {
            let (hazard, said) = looker.seen(state(row.text(1)?)?, said_words(row.opt_text(2)?));
            let recheck = hazard.recheck.as_ref().filter(|r| r.period == kept.draw.period);
            let result = recheck.and_then(|r| r.result);
            cases.push(DrawCase {
                rank: row.int(0)? as u64,
                unit: recheck
                    .map(|r| Named { id: r.unit.to_string(), name: names.registers.unit_name(r.unit) }),
                due: recheck.map(|r| r.due),
                passed: result.map(|r| r.passed),
                rechecked_at: result.map(|r| r.at),
                hazard: summary(&hazard, &said, row.opt_text(3)?, &names, now),
            });
        }
        Ok::<_, EngineError>(Some((kept, cases)))
    });
    let (kept, cases) = found.await?.ok_or_else(Problem::not_found)?;
    let count =
        |passed| cases.iter().filter(|case| case.passed == passed && case.unit.is_some()).count() as u64;
    Ok(DrawDetail {
        draw: listed(&kept),
        passed: count(Some(true)),
        failed: count(Some(false)),
        pending: count(None),
        cases,
    })
}
