//! Maps: what part of the earth a screen shows, which points fall together on it, where tiles come from, and how a
//! district draws itself when there are none.
//!
//! Pure: no HTTP, no files, no database. Everything inside is CGCS2000; other systems are converted where they come
//! in and go out.

mod bounds;
mod cluster;
mod drawing;
pub mod pmtiles;
mod tile;

pub use bounds::{Bounds, BoundsError};
pub use cluster::{Cluster, Clusters, coarser};
pub use drawing::{Drawing, DrawingError, GridOutline, Layer, with_grids};
pub use tile::{Tile, TileAddress, TileAddressError};
