//! 场所 and 点位码: registered, imported, changed, listed; codes made, printed, activated, patrolled, revoked, scanned;
//! places inspected by plan.

mod activate;
mod change;
mod check_lists;
mod contact;
mod coverage;
mod distances;
pub(crate) mod editions;
mod entry;
mod find;
mod history;
mod import;
mod inspect;
mod list;
mod look;
mod make_codes;
mod patrol;
mod pick;
mod plans;
mod plate;
mod register;
mod revoke;
mod scan;
mod scans;
mod sheet;

pub use activate::{Activated, Activation, Replaces, activate};
pub use change::change;
pub use check_lists::{
    CheckFieldDiffers, CheckItemDiffers, CheckItemInput, CheckListBook, CheckListInput, CheckListsCompared,
    CheckListsInput, check_list_book, publish_check_lists,
};
pub use contact::ContactEntry;
pub use coverage::{CoverageBy, CoverageFilter, CoverageRow, DuePlace, coverage, due_places};
pub use distances::{DistanceVersion, DistancesInput, distances, publish_distances};
pub use entry::{GivenPosition, PlaceEntry};
pub use find::{CodeView, PlaceView, SurveyView, find, get};
pub use history::{PlaceStep, history};
pub use import::{
    ImportOutcome, ImportedPlace, ImportedPlaces, ImportingPlaces, RefusedPlace, import_places, template,
};
pub use inspect::{
    CheckItemView, CheckListView, InspectionEntry, InspectionView, MarkEntry, check_list, inspect,
    inspections,
};
pub use list::{ListedPlaces, PlaceFilter, PlaceRow, list};
pub use look::{ScannedPlate, look_up_code};
pub use make_codes::{make_codes, make_missing};
pub use patrol::{
    HangingPlate, PlateFilter, PlateFound, PlateHealth, PlateList, QuietList, QuietPlace, check_plate,
    patrol, plate_health, quiet,
};
pub use pick::{Picked, Picking, drawn, pick, picked};
pub use plans::{PlanEntry, PlanView, change_plan, make_plan, plans};
pub use plate::{Plate, plate, qr_svg, some_plates};
pub use register::register;
pub use revoke::{Revocation, revoke};
pub use scan::{Closed, Mistyped, Retired, Scanned, Spot, picture, scan, staff_picture};
pub(crate) use scans::ScanCounts;
pub use scans::{DayScans, PlaceScans, count_scan, scans, write_scans};
pub(crate) use scans::{date, day, scans_are_open_to};
pub use sheet::{Label, LabelLayout, LabelSheetView, SheetRequest, label_layouts, sheet};
