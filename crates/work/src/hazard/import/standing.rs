//! Where what comes in stands: at which stage, whether late, and whether it came in before under another name.

use super::history::Told;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Hazard, StageCode};
use domain::ids::HazardId;
use serde::Serialize;
use store::{EngineError, queries};
use tables::HazardRow;

/// How many rows are looked up under the names of other ledgers before all of them are.
const SAMPLE: usize = 50;

/// 环节 of what came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImportedAtStage)]
pub struct Standing {
    /// The stage.
    #[schema(value_type = crate::names::Stage)]
    pub stage: StageCode,
    /// How many rows.
    pub rows: usize,
}

/// Another ledger's name under which rows of this one are in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LedgerKnownAs)]
pub struct KnownAs {
    /// The name.
    pub source: String,
    /// How many rows of this file have a number that came in under it.
    pub rows: usize,
}

/// Where one row stands once it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stands {
    pub(super) stage: StageCode,
    pub(super) overdue: bool,
}

impl Stands {
    /// What a row's events add up to; nothing if they begin with no report.
    pub(super) fn of(id: HazardId, events: &[Told], now: Instant) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut hazard = Hazard::begin(id, &first.event, first.at)?;
        rest.iter().for_each(|told| hazard.apply(&told.event, told.at));
        let stage = hazard.stage.code();
        Some(Self { stage, overdue: stage.is_open() && hazard.clock.is_some_and(|clock| clock.due < now) })
    }
}

impl Standing {
    /// Counts one more row, in the order of the stages.
    pub(super) fn count(all: &mut Vec<Self>, stage: StageCode) {
        match all.binary_search_by_key(&stage, |one| one.stage) {
            Ok(at) => all[at].rows += 1,
            Err(at) => all.insert(at, Self { stage, rows: 1 }),
        }
    }
}

/// The other names under which rows came in that have the numbers of these: a file that was renamed would else come in
/// twice.
pub(super) fn known_as(app: &App, rows: &[HazardRow], source: &str) -> Result<Vec<KnownAs>, Problem> {
    let district = app.district();
    let found = app.store().read_blocking(|c| {
        let mut all = Vec::new();
        for row in c.query(queries::hazard::LEDGERS, &[district.into()])? {
            let name = row.text(0)?.to_owned();
            if name == source {
                continue;
            }
            let mut is_in = |row: &HazardRow| -> Result<bool, EngineError> {
                let key = [district.into(), name.as_str().into(), row.source_id.as_str().into()];
                Ok(!c.query(queries::hazard::IMPORTED, &key)?.is_empty())
            };
            let mut known = 0;
            for (nth, row) in rows.iter().enumerate() {
                if nth >= SAMPLE && known == 0 {
                    break;
                }
                known += usize::from(is_in(row)?);
            }
            if known > 0 {
                all.push(KnownAs { source: name, rows: known });
            }
        }
        Ok(all)
    })?;
    Ok(found)
}
