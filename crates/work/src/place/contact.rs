//! 现场联系人: whom to call at a place. A person's name and number: kept beside the ledger, shown to those who work
//! on the place, erased by leaving it out.

use super::entry::line;
use crate::Problem;
use crate::wrongs::Wrongs;
use domain::ids::PlaceId;
use domain::people::{Actor, Role};
use domain::place::Place;
use serde::{Deserialize, Serialize};
use store::{Connection, EngineError, Tx, queries, tables};

/// Whom to call at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlaceContact)]
#[serde(deny_unknown_fields)]
pub struct ContactEntry {
    /// 姓名.
    #[serde(default)]
    pub name: String,
    /// 电话.
    #[serde(default)]
    pub phone: String,
}

impl ContactEntry {
    /// As it is kept; nothing if nothing is said.
    pub(super) fn checked(&self) -> Result<Option<Self>, Problem> {
        let mut wrongs = Wrongs::default();
        let name = wrongs.sift(line("contact.name", &self.name, 60));
        let phone = wrongs.sift(line("contact.phone", &self.phone, 40));
        if !phone.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c)) {
            wrongs.add(Problem::invalid("contact.phone", "malformed"));
        }
        wrongs.done()?;
        Ok((!name.is_empty() || !phone.is_empty()).then_some(Self { name, phone }))
    }
}

/// Whether the contact of a place is for this viewer: the desk, inspectors, the register's keeper, and the units
/// that answer for the place.
pub(super) fn sees_contact(actor: &Actor, place: &Place) -> bool {
    let Some(staff) = actor.staff() else {
        return matches!(actor, Actor::System | Actor::Terminal | Actor::Import);
    };
    let of_place =
        [place.party_unit, place.regulator_unit, place.territorial_unit].contains(&Some(staff.unit));
    staff.roles.iter().any(|role| {
        role.is_desk()
            || matches!(role, Role::SystemAdmin | Role::Inspector)
            || (*role == Role::Handler && of_place)
    })
}

pub(super) fn read(
    connection: &mut dyn Connection,
    district: domain::ids::District,
    place: PlaceId,
) -> Result<Option<ContactEntry>, EngineError> {
    let rows = connection.query(queries::place::CONTACT, &[district.into(), place.into()])?;
    rows.first()
        .map(|row| Ok(ContactEntry { name: row.text(0)?.to_owned(), phone: row.text(1)?.to_owned() }))
        .transpose()
}

/// Puts the contact in the place of the one before, or erases it.
pub(super) fn write(tx: &mut Tx<'_>, place: PlaceId, contact: Option<&ContactEntry>) {
    let key = vec![tx.district().into(), place.into()];
    match contact {
        None => tx.delete(&tables::PLACE_CONTACTS, key),
        Some(contact) => {
            let mut row = key;
            row.extend([contact.name.as_str().into(), contact.phone.as_str().into(), tx.now().into()]);
            tx.write(&tables::PLACE_CONTACTS, row);
        }
    }
}
