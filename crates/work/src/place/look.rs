//! A scanned code, for staff: which plate it is and where it belongs.

use super::find::{CodeView, code as record, code_view};
use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeState, PlaceCode};
use serde::Serialize;
use store::queries;
use uuid::Uuid;

/// A plate that somebody from the office scanned.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ScannedPlate {
    /// The place.
    pub place: Uuid,
    /// The plate.
    pub code: CodeView,
    /// Plates of the same place that hang: one of them may be replaced.
    pub hanging: Vec<CodeView>,
}

/// Looks up a code as it was scanned or typed.
pub async fn look_up_code(app: &App, actor: &Actor, text: &str) -> Result<ScannedPlate, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let makes_codes = may(actor, Act::Manage, Resource::Codes).is_ok();
    let code = PlaceCode::parse(text, &app.inner().code_keys).map_err(|_| Problem::not_found())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::CODE, &[district.into(), code.stem().into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (id, scanned) = (row.id(0)?, record(row, 1)?);
        let others = c.query(queries::place::CODES_OF, &[district.into(), scanned.place.into()])?;
        let others = others.iter().map(|row| Ok((row.id(0)?, record(row, 1)?)));
        let others: Result<Vec<_>, store::EngineError> = others.collect();
        Ok(Some((id, scanned, others?)))
    });
    let (id, scanned, others) = found.await?.ok_or_else(Problem::not_found)?;
    let hanging =
        others.into_iter().filter(|(other, c)| *other != id && matches!(c.state, CodeState::Active { .. }));
    Ok(ScannedPlate {
        place: scanned.place.0,
        hanging: hanging.map(|(id, record)| code_view(app, id, record, makes_codes)).collect(),
        code: code_view(app, id, scanned, makes_codes),
    })
}
