//! 单位, 人员, 角色: who acts, for which office, and what that allows.

mod actor;
mod consent;
mod policy;
mod register;

pub use actor::{Actor, Role, Staff};
pub use consent::{Access, Consent, ConsentRefusal, Gated, Outcome, Post, Settled, consenting};
pub use policy::{Act, Denied, Reason, Resource, Scope, may, may_see};
pub use register::{Person, Unit, UnitKind};
