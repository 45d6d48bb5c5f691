//! 作废: a plate that is broken, lost, moved or covered. Whoever scans it still hears where to report.

use super::find::code as record;
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PlaceId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, RevokeReason};
use serde::Deserialize;
use store::{Command, Halt, Key, Needs, Tx, queries};
use uuid::Uuid;

/// Why a code is revoked.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// 作废原因.
    #[schema(value_type = crate::names::RevokeReason)]
    pub reason: RevokeReason,
    /// The stem of the code of the same place that hangs there now.
    #[serde(default)]
    pub replaced_by: Option<String>,
}

struct Revoke {
    code: Uuid,
    revocation: Revocation,
    replacement: Option<Uuid>,
}

impl Revoke {
    fn replacement(&self, tx: &mut Tx<'_>, place: PlaceId) -> Result<Option<String>, Halt<Problem>> {
        if self.revocation.replaced_by.is_none() {
            return Ok(None);
        }
        let unknown = || Halt::Refused(Problem::invalid("replaced_by", "unknown"));
        let id = self.replacement.filter(|id| *id != self.code).ok_or_else(unknown)?;
        let other: CodeRecord = tx.get(id)?.ok_or_else(unknown)?;
        if other.place != place || !other.is_valid() {
            return Err(unknown());
        }
        Ok(Some(other.stem))
    }
}

impl Command for Revoke {
    type Output = ();
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Code, self.code);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let mut code: CodeRecord = tx.get(self.code)?.ok_or(Halt::Refused(Problem::not_found()))?;
        if !code.is_valid() {
            return Err(Halt::Refused(Problem::new(409, "rule").with("rule", "code_revoked")));
        }
        let replaced_by = self.replacement(tx, code.place)?;
        code.state = CodeState::Revoked { at: tx.now(), reason: self.revocation.reason, replaced_by };
        tx.record::<CodeRecord>(self.code, &Recorded::Changed { now: code }, &Words::none())?;
        Ok(())
    }
}

/// Revokes the code with this id.
pub async fn revoke(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    code: Uuid,
    revocation: Revocation,
) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let district = app.district();
    let replacement = match revocation.replaced_by.clone() {
        None => None,
        Some(stem) => {
            let found = app.store().read(move |c| {
                let rows = c.query(queries::place::CODE, &[district.into(), stem.into()])?;
                rows.first().map(|row| record(row, 1).and_then(|_| row.id(0))).transpose()
            });
            found.await?
        }
    };
    let command = Revoke { code, revocation, replacement };
    app.store().execute(district, actor, key, command).await.map_err(Problem::from)
}
