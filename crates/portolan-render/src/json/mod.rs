//! JSON for programs; field names and shapes are stable.

mod check;
mod dns;

pub use check::check;
pub use dns::dns;
