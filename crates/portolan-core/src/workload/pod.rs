//! A Pod of the simulated cluster, whoever made it.

use crate::diagnostic::{ObjectId, Origin};
use crate::object::{Labels, Owner, Phase, PodSpec, PodStatus};
use std::net::IpAddr;
use std::sync::Arc;

/// Index of a Pod in [`crate::cluster::Cluster::pods`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PodId(pub u32);

/// A Pod.
#[derive(Clone, Debug)]
pub struct Pod {
    /// The manifest it comes from: its own, or its controller's.
    pub origin: ObjectId,
    /// The path of its template in that manifest; empty for a Pod with a manifest of its own.
    pub template_path: &'static str,
    /// The namespace.
    pub namespace: Box<str>,
    /// The name.
    pub name: Box<str>,
    /// Labels, those that controllers and the API server add included.
    pub labels: Arc<Labels>,
    /// Annotations.
    pub annotations: Arc<Labels>,
    /// The controlling owner.
    pub owner: Option<Owner>,
    /// Its specification.
    pub spec: Arc<PodSpec>,
    /// The host name: `spec.hostname`, or what a StatefulSet or an indexed Job sets; empty for none.
    pub hostname: Box<str>,
    /// The subdomain: `spec.subdomain`, or what a StatefulSet sets; empty for none.
    pub subdomain: Box<str>,
    /// The node it is bound to; empty for none.
    pub node_name: Box<str>,
    /// Its addresses, the first one first; given out by the cluster stage where nothing states them.
    pub ips: Vec<IpAddr>,
    /// The phase.
    pub phase: Phase,
    /// Whether the condition Ready is true.
    pub ready: bool,
    /// Whether it is being deleted.
    pub terminating: bool,
    /// The whole stated status, where the Pod is part of a cluster dump.
    pub status: Option<PodStatus>,
}

impl Pod {
    /// The origin of something that a field of the Pod's specification led to: `containers[0].ports[0]`.
    #[must_use]
    pub fn origin_of(&self, spec_path: &str) -> Origin {
        let prefix = self.template_path;
        let dot = if prefix.is_empty() { "" } else { "." };
        Origin { object: self.origin, path: format!("{prefix}{dot}spec.{spec_path}") }
    }
}
