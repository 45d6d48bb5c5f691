//! 存证: promises, checkpoints and the published key.

use crate::app::LogSigner;
use crate::{App, Problem};
use domain::ledger::{Envelope, Hash, SignedCheckpoint};
use store::Sign;

/// What a promise signs: `mashang.promise.v1`, a line feed, the hash in hexadecimal, a space, the time recorded.
pub fn promise_text(envelope: &Envelope) -> String {
    format!("mashang.promise.v1\n{} {}\n", envelope.hash, envelope.recorded_at)
}

/// 承诺: the log's signature under an event that is durable but not numbered yet, in hexadecimal.
pub(crate) fn promise(app: &App, envelope: &Envelope) -> String {
    let signer = LogSigner(app.inner().keys.log_signer());
    hex::encode(signer.sign(promise_text(envelope).as_bytes()))
}

/// The newest checkpoint of the district.
pub async fn checkpoint(app: &App) -> Result<SignedCheckpoint, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| store::latest_checkpoint(c, district)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The proof that the log at `old` events is the beginning of the log at `new` events.
pub async fn consistency(app: &App, old: u64, new: u64) -> Result<Vec<Hash>, Problem> {
    let size = checkpoint(app).await?.checkpoint.size;
    if old == 0 || old > new || new > size {
        return Err(Problem::invalid("old", "out_of_range"));
    }
    let district = app.district();
    Ok(app.store().read(move |c| store::consistency(c, district, old, new)).await?)
}
