//! Trees become typed objects: which kind a manifest is, what of it cannot be decoded, and where its fields stand.

mod custom;
mod decode;
mod faults;
mod field;
mod fits;
mod go_time;
mod go_types;
mod items;
pub mod kind;
pub(crate) mod quantity;
mod schema;

pub(crate) use custom::{Custom, decode_custom};
pub use decode::is_decodable;
pub(crate) use decode::{Typed, decode};
pub(crate) use faults::{Fault, FaultKind, Faults, Wanted};
pub(crate) use field::{Field, NoField, field};
pub(crate) use items::{Route, Shapeless, Written, collect};
pub use kind::{Kind, Resource};
pub use quantity::canonical as canonical_quantity;
pub use schema::{Schema, Shape};
