//! 规则发布: a new version of a set of rules, from a moment on that has not passed. No version that was in force
//! changes.

use crate::people::typed;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::District;
use domain::ledger::{Hash, Recorded};
use domain::people::Actor;
use domain::rulebook::{RuleBook, Versioned};
use store::nouns::RuleSet;
use store::{Command, EngineError, Halt, Key, Tx, queries};
use uuid::Uuid;

/// 版本名 as it was typed.
pub(crate) fn version_name(text: &str) -> Result<String, Problem> {
    typed::line("version", text, 40)
}

/// When another version came after the one that was changed, the change has to be looked at again: 409 `stale`.
pub(crate) fn built_upon<T: Versioned>(book: &RuleBook<T>, expected: &str) -> Result<(), Problem> {
    match book.newest().version() {
        actual if actual == expected => Ok(()),
        actual => Err(stale(expected, actual)),
    }
}

pub(crate) fn stale(expected: &str, actual: &str) -> Problem {
    Problem::new(409, "stale").with("expected", expected).with("actual", actual)
}

/// Puts `rules` into force, made from the version `upon`. When another came after that one, the change has to be
/// looked at again: 409 `stale`. `shipped` is the version that came with the product.
pub(crate) async fn publish(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    upon: String,
    shipped: &dyn Versioned,
    rules: RuleSet,
) -> Result<(), Problem> {
    let shipped = (shipped.version().to_owned(), shipped.effective());
    let command = Publish { id: following(app.district(), &rules.subject, &upon), upon, shipped, rules };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    crate::people::refresh(app).await
}

/// The stream of the version that follows another one. It follows from that one, so that of two who publish upon the same
/// version at the same time only one does.
pub(crate) fn following(district: District, subject: &str, upon: &str) -> Uuid {
    let what = format!("{district}\n{subject}\n{upon}\n");
    let digest = Hash::of(&[b"mashang.rules.stream.v1\n", what.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

struct Publish {
    id: Uuid,
    upon: String,
    shipped: (String, Instant),
    rules: RuleSet,
}

impl Command for Publish {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let refuse = |field, problem| Err(Halt::Refused(Problem::invalid(field, problem)));
        if let Some(faster) = tx.get::<RuleSet>(self.id)? {
            return Err(Halt::Refused(stale(&self.upon, &faster.version)));
        }
        let mut known = vec![self.shipped.clone()];
        let key = [tx.district().into(), self.rules.subject.as_str().into()];
        for row in tx.query(queries::admin::RULES_OF, &key)? {
            let rules: RuleSet =
                serde_json::from_str(row.text(1)?).map_err(|e| EngineError::Other(format!("rules: {e}")))?;
            known.push((rules.version, rules.effective_at));
        }
        let newest = known.iter().max_by_key(|(_, effective)| *effective);
        if let Some((newest, _)) = newest.filter(|(newest, _)| *newest != self.upon) {
            return Err(Halt::Refused(stale(&self.upon, newest)));
        }
        if known.iter().any(|(version, _)| *version == self.rules.version) {
            return refuse("version", "twice");
        }
        // A minute of grace: the form was filled in a moment ago.
        if self.rules.effective_at.plus(Instant::MINUTE) < tx.now() {
            return refuse("effective", "in_the_past");
        }
        if newest.is_some_and(|(_, effective)| *effective >= self.rules.effective_at) {
            return refuse("effective", "not_later");
        }
        let event = Recorded::Registered { now: self.rules.clone() };
        tx.record::<RuleSet>(self.id, &event, &Words::default())?;
        Ok(())
    }
}
