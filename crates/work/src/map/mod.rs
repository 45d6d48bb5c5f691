//! 地图: what stands where, as clusters and points, for whoever may see it.
//!
//! Three ways to answer, each bounded whatever the district's size. Seen from far, cells are added up that every
//! write keeps counted. Seen from near, an index of places on the ground gives each point. Questions that cells do
//! not know (late, a few days, one unit, what only this viewer may see) read the newest so many hazards by the index
//! that fits, and say so when there are more.

mod answer;
mod asked;
mod cells;
mod displays;
mod hazards;
mod places;
mod points;
mod query;
mod tidy;
mod unplaced;

pub use answer::{ClusterView, HazardSpot, MapCells, PlaceSpot, PlateState};
pub use asked::{HazardsAsked, PlacesAsked, Time, View, Window};
pub use displays::{Display, NewDisplay, display_actor, displays, make_display, revoke_display};
pub use hazards::hazards;
pub use places::places;
pub use tidy::tidy;
pub(crate) use unplaced::beyond_cells;
pub use unplaced::unplaced;

/// Every shape of statement that a map can have, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    [cells::statements(), points::statements(), places::statements()].concat()
}
