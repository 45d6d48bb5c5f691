//! 场所 and 点位码: registered, changed, listed; codes made, activated, revoked, scanned.

mod activate;
mod change;
mod entry;
mod find;
mod list;
mod make_codes;
mod plate;
mod register;
mod revoke;
mod scan;

pub use activate::{Activated, Activation, activate};
pub use change::change;
pub use entry::{GivenPosition, PlaceEntry};
pub use find::{CodeView, PlaceView, find, get};
pub use list::{ListedPlaces, PlaceFilter, PlaceRow, list};
pub use make_codes::make_codes;
pub use plate::{Plate, plate, qr_svg, some_plates};
pub use register::register;
pub use revoke::{Revocation, revoke};
pub use scan::{Closed, Mistyped, Retired, Scanned, Spot, picture, scan};
