//! 网格: the register of grids with those who answer for them.

mod boundary;
mod import;
mod list;
mod write;

pub use import::{GridImport, ImportedGrid, import_grids};
pub(crate) use list::load;
pub use list::{GridView, grid_at, grids};
pub use write::{GridInput, change_grid, end_grid, register_grid};
