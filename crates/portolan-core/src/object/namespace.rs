//! Namespaces.

use super::{Labels, Selector};
use crate::diagnostic::ObjectId;

/// The label that every Namespace has: its own name (KEP-2161).
pub const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// A Namespace.
#[derive(Clone, Debug, Default)]
pub struct Namespace {
    /// Its manifest; `None` for one that is only mentioned, whose labels are not known but for its name.
    pub origin: Option<ObjectId>,
    /// Its labels.
    pub labels: Labels,
}

impl Namespace {
    /// One that has no manifest.
    #[must_use]
    pub fn mentioned(name: &str) -> Self {
        Self { origin: None, labels: Labels::default().with(NAME_LABEL, name) }
    }

    /// One with a manifest.
    #[must_use]
    pub fn written(origin: ObjectId, name: &str, labels: &Labels) -> Self {
        Self { origin: Some(origin), labels: labels.with(NAME_LABEL, name) }
    }

    /// Whether a selector asks for labels of which nothing is known.
    #[must_use]
    pub fn leaves_open(&self, selector: &Selector) -> bool {
        let unknown = |key: &str| key != NAME_LABEL;
        self.origin.is_none()
            && (selector.match_labels.iter().any(|(key, _)| unknown(key))
                || selector.match_expressions.iter().any(|one| unknown(&one.key)))
    }
}
