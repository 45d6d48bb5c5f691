//! 距离与周期: how near is near, and after how long a plate or a silent code is looked at; in versions.

use super::editions::{DISTANCES, publish};
use crate::rulebook::{RulesListed, built_upon, listed, may_change, may_read, version_name};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::Actor;
use domain::place::PlaceRules;
use serde::{Deserialize, Serialize};
use store::Key;

/// 距离与周期 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DistanceVersion {
    /// Which version.
    #[serde(flatten)]
    pub version: RulesListed,
    /// 允许距离 in metres.
    pub near_m: u32,
    /// 久未扫码, in natural days.
    pub quiet_days: u32,
    /// 标牌巡查周期, in natural days.
    pub patrol_days: u32,
}

/// Distances and intervals as they shall be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DistancesInput {
    /// The version that was changed.
    pub upon: String,
    /// What the new one is to be called.
    pub version: String,
    /// 生效时间, not in the past.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// 允许距离: 10 to 1,000 metres.
    pub near_m: u32,
    /// 久未扫码: 7 to 730 natural days.
    pub quiet_days: u32,
    /// 标牌巡查周期: 7 to 730 natural days.
    pub patrol_days: u32,
}

/// Every version, the newest first.
pub fn distances(app: &App, actor: &Actor) -> Result<Vec<DistanceVersion>, Problem> {
    may_read(actor)?;
    let editions = app.place_rule_editions();
    let all = listed(&editions, app.store().surroundings().now(), |_| None);
    Ok(all
        .into_iter()
        .zip(editions.versions().rev())
        .map(|(version, rules)| DistanceVersion {
            version,
            near_m: rules.near_m,
            quiet_days: rules.quiet_days,
            patrol_days: rules.patrol_days,
        })
        .collect())
}

/// Puts distances and intervals in force from a moment on. What was measured before stays judged as it was.
pub async fn publish_distances(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: DistancesInput,
) -> Result<(), Problem> {
    may_change(&actor)?;
    let editions = app.place_rule_editions();
    built_upon(&editions, &new.upon)?;
    let rules = PlaceRules {
        version: version_name(&new.version)?,
        effective: new.effective,
        near_m: new.near_m,
        quiet_days: new.quiet_days,
        patrol_days: new.patrol_days,
    };
    if let Some(field) = rules.out_of_bounds() {
        return Err(Problem::invalid(field, "out_of_range"));
    }
    let before = editions.newest();
    let numbers = |r: &PlaceRules| (r.near_m, r.quiet_days, r.patrol_days);
    if numbers(&rules) == numbers(before) {
        return Err(Problem::new(409, "rule").with("rule", "rules_same"));
    }
    publish(app, actor, key, DISTANCES, &editions, (new.upon, rules)).await
}
