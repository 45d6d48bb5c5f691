//! Photos of a report under addresses that a system may put on its own pages. Such an address opens one photo and
//! nothing else: it follows from the file under a key outside the database.

use crate::photo::{Size, fetch};
use crate::stamp::{is_stamp, stamp};
use crate::{App, Problem};
use domain::ids::HazardId;
use domain::people::Actor;
use store::queries;
use uuid::Uuid;

const KIND: &str = "mashang.picture.v1";

/// The name under which a photo is shown to whoever was given it.
pub fn picture_name(app: &App, file: Uuid) -> String {
    format!("{}-{}.jpg", file.simple(), stamp(app, KIND, file))
}

/// The photo of that name, as the reporter sees it: a JPEG without metadata. A wrong name is like one that is not
/// there.
pub async fn picture(app: &App, name: &str) -> Result<Vec<u8>, Problem> {
    let (file, given) =
        name.strip_suffix(".jpg").and_then(|n| n.split_once('-')).ok_or_else(Problem::not_found)?;
    let file: Uuid = file.parse().map_err(|_| Problem::not_found())?;
    if !is_stamp(app, KIND, file, given) {
        return Err(Problem::not_found());
    }
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::PHOTO, &[district.into(), file.into()])?;
        rows.first().map(|row| row.id(0)).transpose()
    });
    let hazard = HazardId(found.await?.ok_or_else(Problem::not_found)?);
    fetch(app, &Actor::ReceiptHolder { hazard }, file, Size::View).await
}
