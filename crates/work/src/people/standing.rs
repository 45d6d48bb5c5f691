//! 停用与恢复: who may sign in, and that one of each of the three administrators always can.

use super::account::{Account, end_sessions};
use super::appoint::{allowed, rule, unit_takes};
use super::consent::{self, Asked, Awaited};
use crate::{App, Problem};
use domain::hazard::Words;
use domain::ids::PersonId;
use domain::ledger::{Note, Recorded};
use domain::people::{Actor, Gated, Person, Role};
use store::{Command, Halt, Tx, queries};

/// Under what the question is held, whether administrators remain.
const HELD: &str = "administrators";

/// 三员: when somebody who is one of them is not to be it any longer, another one of the same kind stays who can sign
/// in. Whoever asks holds the question until the batch is written, and people are looked at as the batch has left them, so
/// that two who dismiss each other at the same time do not both succeed.
pub(super) fn administrators_remain(
    tx: &mut Tx<'_>,
    before: &Person,
    after: &Person,
) -> Result<(), Halt<Problem>> {
    let holds = |p: &Person, role: Role| p.disabled_at.is_none() && p.roles.contains(&role);
    for role in Role::ALL.into_iter().filter(|r| r.is_administrator()) {
        if !holds(before, role) || holds(after, role) {
            continue;
        }
        tx.hold(HELD)?;
        let district = tx.district().into();
        let mut remains = false;
        for row in tx.query(queries::people::PEOPLE_ALL, &[district])? {
            let listed: Person = serde_json::from_str(row.text(0)?)
                .map_err(|e| store::EngineError::Other(format!("state of a person: {e}")))?;
            if listed.id == before.id || !holds(&listed, role) {
                continue;
            }
            let still = tx.get::<Person>(listed.id.0)?.is_some_and(|p| holds(&p, role));
            if still && Account::has_password(tx, listed.id)? {
                remains = true;
                break;
            }
        }
        if !remains {
            let problem = rule("last_administrator").with("role", crate::problem::word(&role));
            return Err(Halt::Refused(problem));
        }
    }
    Ok(())
}

/// 停用: the person can no longer sign in, and every session ends now. It needs nobody's consent: to shut a door has to
/// be quick, and opens none. What was asked for about the account is withdrawn.
pub async fn disable(app: &App, actor: Actor, id: PersonId) -> Result<(), Problem> {
    stand(app, actor, id, Note::Disabled).await.map(drop)
}

/// 恢复启用: the person signs in again as before, with the same password and second factor. An administrator does once
/// another administrator consented.
pub async fn enable(app: &App, actor: Actor, id: PersonId) -> Result<Option<Asked>, Problem> {
    let consent = stand(app, actor, id, Note::Enabled).await?;
    Ok(consent.map(|consent| Asked { consent, invite_link: None }))
}

async fn stand(app: &App, actor: Actor, id: PersonId, what: Note) -> Result<Option<Awaited>, Problem> {
    allowed(&actor, Some(id))?;
    let account = Account::of(app, id).await?;
    let _turn = app.inner().gate.turn(app, &account.login).await;
    let command = Stand { id, what };
    let consent = app.store().execute(app.district(), actor, None, command).await.map_err(Problem::from)?;
    super::refresh(app).await?;
    Ok(consent)
}

struct Stand {
    id: PersonId,
    what: Note,
}

impl Command for Stand {
    type Output = Option<Awaited>;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Awaited>, Halt<Problem>> {
        let unknown = || Halt::Refused(Problem::not_found());
        let before: Person = tx.get(self.id.0)?.ok_or_else(unknown)?;
        let disables = self.what == Note::Disabled;
        if before.disabled_at.is_some() == disables {
            return Ok(None);
        }
        let mut account = Account::load(tx, self.id)?.ok_or_else(unknown)?;
        if !disables {
            unit_takes(tx, before.unit, &before.roles)?;
            consent::nothing_waits(tx, &before)?;
        }
        // An account that was only asked for ends with the request.
        let Some(before) = consent::withdraw_first(tx, before, &mut account)? else { return Ok(None) };
        if disables {
            account.invite = None;
            end_sessions(tx, self.id, None)?;
        } else {
            if let Some(waiting) = consent::asked(tx, Gated::Enable, &before, before.post())? {
                return consent::record(tx, waiting, &mut account, None);
            }
            account.forgive();
        }
        let now = Person { disabled_at: disables.then(|| tx.now()), ..before.clone() };
        administrators_remain(tx, &before, &now)?;
        account.save(tx);
        tx.record::<Person>(self.id.0, &Recorded::Noted { what: self.what, now }, &Words::default())?;
        Ok(None)
    }
}
