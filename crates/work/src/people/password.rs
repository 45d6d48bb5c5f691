//! 修改密码.

use super::account::{Account, CountFailure, end_sessions};
use super::session::SignedIn;
use crate::{App, Problem};
use identity::entropy::Entropy;
use identity::password::{PasswordError, PasswordPolicy, PasswordRefusal};
use std::sync::Arc;
use store::{Command, Halt, Tx};

/// Whether a new password will do.
pub(super) fn check(password: &str, login: &str) -> Result<(), Problem> {
    PasswordPolicy::default().check(password, login).map_err(|refusal| {
        let problem = Problem::invalid("password", refusal.code());
        match refusal {
            PasswordRefusal::TooShort { min } => problem.with("min", min),
            _ => problem,
        }
    })
}

/// The argon2id string of a password.
pub(super) async fn hash(app: &App, password: String) -> Result<String, Problem> {
    let busy = app.clone();
    let hashed = app.inner().gate.busy(move || {
        let entropy: Arc<dyn Entropy> = Arc::clone(&busy.inner().entropy);
        busy.inner().gate.passwords().hash(&password, entropy.as_ref())
    });
    hashed.await.ok_or_else(Problem::overloaded)?.map_err(|error| {
        tracing::error!(code = error.code(), "a password could not be hashed");
        Problem::internal()
    })
}

/// Changes one's own password; every other session of the person ends.
pub async fn set_password(app: &App, signed_in: &SignedIn, old: String, new: String) -> Result<(), Problem> {
    let now = app.store().surroundings().now();
    let _turn = app.inner().gate.turn(app, &signed_in.login).await;
    let account = Account::of(app, signed_in.person.id).await?;
    super::gate::locked(account.verdict(now, true), now)?;
    match app.inner().gate.verify(old, account.password.clone()).await {
        Ok(_) => {}
        Err(PasswordError::Wrong) => {
            let command = CountFailure { person: account.person, known: true };
            app.store().execute(app.district(), signed_in.actor(), None, command).await?;
            return Err(Problem::invalid("old", "wrong"));
        }
        Err(_) => return Err(Problem::overloaded()),
    }
    check(&new, &account.login)?;
    let hashed = hash(app, new).await?;
    let command = Change { seen: account, hashed, keep: signed_in.token.hash() };
    Ok(app.store().execute(app.district(), signed_in.actor(), None, command).await?)
}

struct Change {
    seen: Account,
    hashed: String,
    keep: [u8; 32],
}

impl Command for Change {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let mut account =
            Account::load(tx, self.seen.person)?.ok_or_else(|| Halt::Refused(Problem::not_found()))?;
        if account.password != self.seen.password {
            return Err(Halt::Refused(Problem::invalid("old", "wrong")));
        }
        account.password = Some(self.hashed.clone());
        account.invite = None;
        account.forgive();
        account.save(tx);
        end_sessions(tx, account.person, Some(self.keep))?;
        tracing::info!(target: "audit", person = %account.person, "password changed");
        Ok(())
    }
}
