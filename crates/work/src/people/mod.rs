//! 人员: signing in, appointing, units.

mod account;
mod appoint;
mod first;
mod follow;
mod gate;
mod invite;
mod list;
mod password;
mod person_import;
mod second_factor;
mod session;
mod sign_in;
mod standing;
pub(crate) mod typed;
mod unit_end;
mod unit_history;
mod unit_import;
mod units;

pub use appoint::{PersonInput, appoint, appoint_with_password, change_person};
pub use first::first_administrators;
pub use follow::follow;
pub(crate) use follow::refresh;
pub(crate) use gate::Gate;
pub use invite::{Invited, Invitee, invite, look_at_invite, redeem_invite};
pub use list::{Listed, list};
pub use password::set_password;
pub use person_import::{ImportedPerson, PersonImport, import_people};
pub use second_factor::{Enrolment, confirm_second_factor, enrol_second_factor, forget_second_factor};
pub use session::{SignedIn, session, sign_out, sweep_sessions};
pub use sign_in::{Credentials, sign_in};
pub use standing::{disable, enable};
pub use unit_end::end_unit;
pub use unit_history::{UnitChange, UnitStep, unit_history};
pub use unit_import::{ImportedUnit, Taken, UnitImport, import_units};
pub use units::{UnitInput, UnitView, change_unit, register_unit, register_unit_blocking, units};
