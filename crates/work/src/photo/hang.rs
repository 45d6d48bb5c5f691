//! A photo joins a hazard, inside the command that says so.

use domain::hazard::{Photo, Refusal};
use domain::ids::{FileId, HazardId};
use store::{EngineError, Halt, Tx, queries, tables};

/// Puts photos to a hazard. They were looked up before, outside of the transaction: since then another report may have
/// taken one along, or it was thrown away because nobody did.
pub(crate) fn hang<'p>(
    tx: &mut Tx<'_>,
    hazard: HazardId,
    photos: impl IntoIterator<Item = &'p Photo>,
) -> Result<(), Halt<Refusal>> {
    for photo in photos {
        if !is_kept(tx, photo.file)? || is_taken(tx, photo.file)? {
            return Err(Halt::Refused(Refusal::Invalid { field: "photos", problem: "unknown" }));
        }
        tx.write(&tables::PHOTOS, vec![tx.district().into(), photo.file.into(), hazard.into()]);
    }
    Ok(())
}

/// Whether a photo belongs to a hazard, as the commands before have left it.
pub(crate) fn is_taken(tx: &mut Tx<'_>, file: FileId) -> Result<bool, EngineError> {
    let key = [tx.district().into(), file.into()];
    match tx.waiting(&tables::PHOTOS, &key) {
        Some(waiting) => Ok(waiting.is_some()),
        None => Ok(!tx.query(queries::hazard::PHOTO, &key)?.is_empty()),
    }
}

fn is_kept(tx: &mut Tx<'_>, file: FileId) -> Result<bool, EngineError> {
    let key = [tx.district().into(), file.into()];
    match tx.waiting(&tables::UPLOADS, &key) {
        Some(waiting) => Ok(waiting.is_some()),
        None => Ok(!tx.query(queries::beside::KEPT, &key)?.is_empty()),
    }
}
