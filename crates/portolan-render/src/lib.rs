//! What portolan-core found, as text for people and as JSON for programs.
//!
//! Every function here is pure: an analysis goes in, a text comes out.

mod dns;
pub mod json;
mod rules;

pub use dns::{dns_answer, dns_table};
pub use rules::rules_text;
