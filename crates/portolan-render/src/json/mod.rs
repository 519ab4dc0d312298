//! JSON for programs; field names and shapes are stable.

mod dns;
mod ipvs;

pub use dns::dns;
pub use ipvs::ipvs;
