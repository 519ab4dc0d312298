//! Controllers become Pods.

mod expand;
mod hash;
mod index;
mod kinds;
mod mold;
mod name;
mod pod;
mod present;
mod sets;
mod steering;

pub use expand::{Cut, Expansion, expand};
pub use hash::Fnv;
pub use index::PodIndex;
pub(crate) use index::TOPOLOGY;
pub use name::generated;
#[cfg(test)]
pub(crate) use pod::tests as fixtures;
pub use pod::{Pod, PodId};
pub(crate) use sets::resume;

use crate::object::{Node, PodSpec};

/// Whether a node has the labels that a Pod's `nodeSelector` asks for.
#[must_use]
pub fn node_fits(node: &Node, spec: &PodSpec) -> bool {
    spec.node_selector.iter().all(|(key, value)| match &node.meta {
        Some(meta) => meta.labels.get(key) == Some(value),
        None => match key {
            "kubernetes.io/hostname" => node.name.as_ref() == value,
            "kubernetes.io/os" => value == "linux",
            "kubernetes.io/arch" => value == "amd64",
            "topology.kubernetes.io/zone" => node.zone.as_ref() == value,
            "topology.kubernetes.io/region" => node.region.as_ref() == value,
            _ => false,
        },
    })
}
