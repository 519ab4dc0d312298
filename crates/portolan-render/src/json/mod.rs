//! JSON for programs; field names and shapes are stable.

mod dns;

pub use dns::dns;
