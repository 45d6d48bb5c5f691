//! An action names photos by id; what makes them evidence is added here, from what was measured when they came in.

use crate::{App, Problem};
use domain::hazard::{Photo, PhotoRole};
use domain::ids::{FileId, HazardId};
use domain::people::Actor;
use domain::place::Position;
use store::queries;
use uuid::Uuid;

/// The photos with these ids, in the role given. Each must have been sent by this author and stand nowhere yet.
pub async fn find(app: &App, actor: &Actor, files: &[(Uuid, PhotoRole)]) -> Result<Vec<Photo>, Problem> {
    let (district, wanted) = (app.district(), files.to_vec());
    let author = actor.staff().map(|s| s.person.0);
    let found = app.store().read(move |c| {
        let mut photos = Vec::with_capacity(wanted.len());
        for (file, role) in wanted {
            let key = [district.into(), file.into()];
            let sent = c.query(queries::hazard::UPLOAD, &key)?;
            let free = c.query(queries::hazard::PHOTO, &key)?.is_empty();
            match sent.first() {
                Some(row) if free && row.opt_id(4)? == author => photos.push(Photo {
                    file: FileId(file),
                    role,
                    sha256: row.hash(0)?.to_string(),
                    kept: row.hash(6)?.to_string(),
                    phash: row.int(1)?,
                    middle: row.opt_int(7)?,
                    taken: None,
                    distance_m: None,
                }),
                _ => return Ok(None),
            }
        }
        Ok(Some(photos))
    });
    found.await?.ok_or_else(|| Problem::invalid("photos", "unknown"))
}

/// Puts the photos of an action on a hazard in place of their ids: `photos` is a list of ids, or of `{file, role}`.
pub async fn attach(
    app: &App,
    actor: &Actor,
    hazard: HazardId,
    body: &mut serde_json::Map<String, serde_json::Value>,
    role: PhotoRole,
) -> Result<(), Problem> {
    let Some(given) = body.remove("photos") else { return Ok(()) };
    let bad = || Problem::invalid("photos", "malformed");
    let mut files = Vec::new();
    for item in given.as_array().ok_or_else(bad)? {
        let (file, role) = match item {
            serde_json::Value::String(file) => (file.as_str(), role),
            serde_json::Value::Object(fields) => {
                let file = fields.get("file").and_then(|f| f.as_str()).ok_or_else(bad)?;
                let own = fields.get("role").cloned().map(serde_json::from_value).transpose();
                (file, own.map_err(|_| bad())?.unwrap_or(role))
            }
            _ => return Err(bad()),
        };
        files.push((file.parse().map_err(|_| bad())?, role));
    }
    let photos = find(app, actor, &files).await?;
    let place = if photos.is_empty() { None } else { position(app, hazard).await? };
    let photos = super::camera::read(app, actor, photos, place).await;
    body.insert("photos".into(), serde_json::to_value(photos).map_err(|_| bad())?);
    Ok(())
}

/// Where a hazard is; whether the actor may know of it is asked when the action is decided.
async fn position(app: &App, hazard: HazardId) -> Result<Option<Position>, Problem> {
    let key = [app.district().into(), hazard.into()];
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &key)?;
        rows.first().map(|row| crate::hazard::state(row.text(0)?)).transpose()
    });
    Ok(found.await?.and_then(|hazard| hazard.position))
}
