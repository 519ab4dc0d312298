//! JSON for programs; field names and shapes are stable.

mod dns;
mod endpoint_slices;

pub use dns::dns;
pub use endpoint_slices::endpoint_slices;
