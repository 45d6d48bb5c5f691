//! 重复请求: the answer that a key got before, for commands that look at the outside before they are decided. A
//! photo that the first request attached is no longer free when the request is repeated.

use crate::{App, Problem};
use serde::de::DeserializeOwned;
use store::{Key, queries};

/// The answer given before for this key, if there was one.
pub(crate) async fn answered<T: DeserializeOwned>(
    app: &App,
    key: Option<&Key>,
) -> Result<Option<T>, Problem> {
    let Some(key) = key else { return Ok(None) };
    match kept(app, key).await? {
        None => Ok(None),
        Some((false, _)) => Err(Problem::new(409, "key_reused")),
        Some((true, answer)) => parse(&answer).map(Some),
    }
}

/// The answer given before for this key, even if something else was asked for.
pub(crate) async fn whatever<T: DeserializeOwned>(app: &App, key: &Key) -> Result<Option<T>, Problem> {
    kept(app, key).await?.map(|(_, answer)| parse(&answer)).transpose()
}

/// Whether the same was asked for, and the answer.
async fn kept(app: &App, key: &Key) -> Result<Option<(bool, String)>, Problem> {
    let key = key.clone();
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::ledger::KEY, &[district.into(), key.key.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((row.hash(0)?.0 == key.fingerprint, row.text(1)?.to_owned())))
    });
    Ok(found.await?)
}

fn parse<T: DeserializeOwned>(answer: &str) -> Result<T, Problem> {
    serde_json::from_str(answer).map_err(|error| {
        tracing::error!(%error, "a kept answer cannot be read");
        Problem::internal()
    })
}
