//! Object metadata as far as the simulation needs it.

use super::Labels;
use crate::diagnostic::ObjectId;
use std::sync::Arc;

/// Who an object is.
#[derive(Clone, Debug)]
pub struct Meta {
    /// The manifest.
    pub id: ObjectId,
    /// The namespace; empty for cluster-scoped kinds.
    pub namespace: Box<str>,
    /// The name, generated from `generateName` where that is given.
    pub name: Box<str>,
    /// Labels.
    pub labels: Labels,
    /// Annotations.
    pub annotations: Labels,
    /// The controlling owner.
    pub owner: Option<Owner>,
    /// Whether the object is part of a cluster dump: its state is taken, not simulated.
    pub stated: bool,
}

impl Meta {
    /// `namespace/name`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

/// The controlling owner of an object, in the same namespace; clones share their text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// For example `apps/v1`.
    pub api_version: Arc<str>,
    /// For example `ReplicaSet`.
    pub kind: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}
