//! 场所 and 点位码.

use crate::{App, Problem};
use domain::ids::PlaceId;
use domain::place::Place;
use store::queries;

/// A place of the register.
pub async fn find(app: &App, id: PlaceId) -> Result<Option<Place>, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLACE, &[district.into(), id.into()])?;
        rows.first()
            .map(|row| {
                serde_json::from_str(row.text(0)?)
                    .map_err(|e| store::EngineError::Other(format!("state of a place: {e}")))
            })
            .transpose()
    });
    Ok(found.await?)
}
