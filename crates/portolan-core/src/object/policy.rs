//! NetworkPolicy.

use super::{Meta, Selector};

/// A NetworkPolicy.
#[derive(Clone, Debug)]
pub struct NetworkPolicy {
    /// Who it is.
    pub meta: Meta,
    /// `spec.podSelector`.
    pub pod_selector: Selector,
}
