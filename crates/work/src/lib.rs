//! Everything the product does: commands, reads and jobs, one file each, named by verb.
//!
//! Each takes the actor and asks permission itself. `api` and `pages` only parse, call and answer.

pub mod address;
mod answered;
mod app;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod client;
pub mod demo;
mod entropy;
pub mod figures;
pub mod grid;
pub mod hazard;
pub mod judging;
pub mod ladder;
pub mod ledger;
mod limiter;
pub mod limits;
pub mod map;
pub mod names;
pub mod notice;
pub mod overview;
pub mod people;
pub mod photo;
pub mod place;
mod problem;
mod registers;
pub mod rulebook;
pub mod setup;
pub mod spreadsheet;
mod stamp;
pub mod system;
pub mod tallies;
pub mod upkeep;
pub mod words;
mod wrongs;

pub use app::{App, Setup};
pub use limiter::{Limiter, Limiters, Rate, Rates};
pub use people::follow;
pub use problem::{Problem, expected};
pub use registers::Registers;
