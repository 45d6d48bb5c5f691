//! SQL as text, one file per noun, written once for both engines. A test prepares every statement on both.

pub mod hazard;
pub mod ledger;
pub mod people;
pub mod place;

/// Every statement, for the test that prepares them.
pub fn all() -> Vec<&'static str> {
    [ledger::ALL, hazard::ALL, people::ALL, place::ALL].concat()
}

/// Declares statements by name and lists them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* pub const $name: &str = $sql;)+
        /// Every statement of this file.
        pub const ALL: &[&str] = &[$($name),+];
    };
}
pub(crate) use statements;
