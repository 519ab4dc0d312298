//! JSON for programs; field names and shapes are stable.

mod admission;
mod advice;
pub(crate) mod check;
mod comparison;
mod dns;
mod endpoint_slices;
mod environment;
mod ipvs;
mod nftables;
pub(crate) mod origin;
mod reachability;
mod rules;
mod trace;

pub use admission::admission;
pub use advice::advice;
pub use check::check;
pub use comparison::comparison;
pub use dns::dns;
pub use endpoint_slices::endpoint_slices;
pub(crate) use endpoint_slices::{endpoint_slice, owner_reference};
pub use environment::environment;
pub use ipvs::ipvs;
pub use nftables::nftables;
pub use reachability::reachability;
pub use rules::iptables;
pub use trace::trace;

use serde::Serialize;

/// JSON with two spaces a level, and a line's end behind it.
pub(crate) fn indented(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// JSON with four spaces a level, as kubectl prints it.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, format));
    match written {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}
