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
    let Some(key) = key.cloned() else { return Ok(None) };
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::ledger::KEY, &[district.into(), key.key.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((row.hash(0)?.0 == key.fingerprint, row.text(1)?.to_owned())))
    });
    match found.await? {
        None => Ok(None),
        Some((false, _)) => Err(Problem::new(409, "key_reused")),
        Some((true, answer)) => serde_json::from_str(&answer).map(Some).map_err(|error| {
            tracing::error!(%error, "a kept answer cannot be read");
            Problem::internal()
        }),
    }
}
