//! 下达: each drawn case gets a unit that neither fixed nor verified it. Which of them, the ticket says, not a person.

use super::Kept;
use crate::hazard::{Act, NotActed, state};
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::hazard::draw::{self, Draw, Revealed};
use domain::hazard::{Action, Hazard, RecheckRules, Words};
use domain::ids::UnitId;
use domain::ledger::{Hash, Noun, Recorded};
use domain::people::{Actor, Role};
use store::{Command, Failure, Halt, Needs, Tx, queries};
use uuid::Uuid;

/// More are not drawn in a month of any district.
const MOST: i64 = 100_000;

/// Units that may look again at a case: they act, are of a kind that the rules name, have somebody who looks, and had
/// no part in it, nor had whoever verified or found it.
fn pool(registers: &Registers, rules: &RecheckRules, hazard: &Hazard, now: Instant) -> Vec<UnitId> {
    let of = |person: &domain::ids::PersonId| registers.person(*person).map(|p| p.unit);
    let parts: Vec<UnitId> = hazard.verifiers.iter().chain(&hazard.finder).filter_map(of).collect();
    let looks = |unit: UnitId| {
        registers.people().iter().any(|(person, _)| {
            person.unit == unit
                && person.disabled_at.is_none()
                && person.roles.iter().any(|role| matches!(role, Role::Verifier | Role::Inspector))
        })
    };
    let mut all: Vec<UnitId> = registers
        .units()
        .into_iter()
        .filter(|unit| unit.acts_at(now) && rules.unit_kinds.contains(&unit.kind))
        .map(|unit| unit.id)
        .filter(|unit| !hazard.has_handled(*unit) && !parts.contains(unit) && looks(*unit))
        .collect();
    all.sort_unstable();
    all
}

fn choose(pool: &[UnitId], ticket: &Hash) -> Option<UnitId> {
    let last = ticket.0.last_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes))?;
    let nth = last.checked_rem(pool.len() as u64)?;
    pool.get(usize::try_from(nth).ok()?).copied()
}

/// Gives every drawn case its unit; one that is open again by now needs none.
pub(super) async fn assign(app: &App, kept: &Kept) -> Result<bool, Problem> {
    let Some(Revealed { seed, root, .. }) = kept.draw.revealed.clone() else { return Ok(false) };
    let (district, id) = (app.district(), kept.id);
    let drawn = app.store().read(move |c| {
        c.query(queries::judging::DRAWN_STATES, &[district.into(), id.into(), MOST.into()])?
            .iter()
            .map(|row| Ok((row.int(0)? as u64, row.hash(1)?, state(row.text(2)?)?)))
            .collect::<Result<Vec<(u64, Hash, Hazard)>, store::EngineError>>()
    });
    let key = draw::key(seed, root);
    let (registers, books) = (app.registers(), app.judging());
    let now = app.store().surroundings().now();
    let rules = books.recheck.at(now);
    for (index, hash, hazard) in drawn.await? {
        let pool = pool(&registers, rules, &hazard, now);
        let Some(unit) = choose(&pool, &draw::ticket(&key, index, &hash)) else {
            tracing::warn!(hazard = %hazard.id, "no unit is free of a part in a drawn case");
            continue;
        };
        let action = Action::DrawRecheck { period: kept.draw.period.clone(), unit };
        let command = Act::by_the_rules(app, hazard.id, None, action);
        match app.store().execute(district, Actor::System, None, command).await {
            // Open again, or given its unit before this node stopped.
            Ok(_) | Err(Failure::Refused(NotActed::Refused(_))) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    app.store().execute(district, Actor::System, None, Assigned { id }).await.map_err(Problem::from)
}

struct Assigned {
    id: Uuid,
}

impl Command for Assigned {
    type Output = bool;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Draw, self.id);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let Some(draw) = tx.get::<Draw>(self.id)?.filter(|draw| !draw.assigned) else { return Ok(false) };
        let now = Draw { assigned: true, ..draw };
        tx.record::<Draw>(self.id, &Recorded::Changed { now }, &Words::none())?;
        Ok(true)
    }
}
