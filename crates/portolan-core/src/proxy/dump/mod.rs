//! The reverse way: rules that were taken from a node are read, tied to the Services they serve, explained, and compared
//! with what the manifests say.

mod problem;
mod saved;

pub use problem::Problem;
pub use saved::{SavedChain, SavedRule, SavedRules, SavedTable};

/// Reads the text of `iptables-save`; what cannot be read is told, and does not keep the rest from being read.
#[must_use]
pub fn read_saved(text: &str) -> (Vec<SavedRules>, Vec<Problem>) {
    saved::read(text)
}
