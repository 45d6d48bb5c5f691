//! Shows a photo to whom may see the hazard that it belongs to.

use crate::hazard::Looker;
use crate::{App, Problem};
use domain::hazard::{Hazard, PhotoRole};
use domain::people::Actor;
use files::{Keep, Variant};
use store::queries;
use uuid::Uuid;

/// Which copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For reading.
    View,
    /// For lists.
    Thumb,
}

/// Whether this viewer may see a photo of a hazard: staff who see the hazard; the reporter the own photos and
/// those of the result; the public none of a live case.
fn may_see(actor: &Actor, looker: Looker, hazard: &Hazard, file: Uuid) -> bool {
    if !domain::people::may_see(actor, hazard) {
        return false;
    }
    match actor {
        Actor::ReceiptHolder { .. } => hazard.photos.iter().any(|p| {
            p.file.0 == file
                && matches!(
                    p.role,
                    PhotoRole::Before | PhotoRole::Supplement | PhotoRole::After | PhotoRole::Verification
                )
        }),
        _ => hazard.photos.iter().all(|p| p.file.0 != file || looker.sees_photo(hazard, p.role)),
    }
}

/// The bytes of a copy, a JPEG without metadata.
pub async fn fetch(app: &App, actor: &Actor, file: Uuid, size: Size) -> Result<Vec<u8>, Problem> {
    let (district, viewer) = (app.district(), actor.clone());
    let looker = Looker::of(actor, &app.registers());
    let allowed = app.store().read(move |c| {
        let owner = c.query(queries::hazard::PHOTO, &[district.into(), file.into()])?;
        let Some(owner) = owner.first() else {
            // Not part of a case yet: only who sent it.
            let sent = c.query(queries::hazard::UPLOAD, &[district.into(), file.into()])?;
            let sender = sent.first().map(|r| r.opt_id(4)).transpose()?.flatten();
            return Ok(sender.is_some() && sender == viewer.staff().map(|s| s.person.0));
        };
        let rows = c.query(queries::hazard::STATE, &[district.into(), owner.id(0)?.into()])?;
        let Some(row) = rows.first() else { return Ok(false) };
        let hazard: Hazard = serde_json::from_str(row.text(0)?)
            .map_err(|e| store::EngineError::Other(format!("state of a hazard: {e}")))?;
        Ok(may_see(&viewer, looker, &hazard, file))
    });
    if !allowed.await? {
        return Err(Problem::not_found());
    }
    read(app, file, size).await
}

/// The bytes of a copy, for callers that have asked permission themselves.
pub(crate) async fn read(app: &App, file: Uuid, size: Size) -> Result<Vec<u8>, Problem> {
    let busy = app.clone();
    let variant = match size {
        Size::View => Variant::View,
        Size::Thumb => Variant::Thumb,
    };
    let bytes = tokio::task::spawn_blocking(move || busy.inner().shelf.get(file.into(), variant));
    bytes.await.map_err(|_| Problem::new(500, "internal"))?.map_err(|error| {
        tracing::warn!(%error, "a photo could not be read");
        Problem::not_found()
    })
}
