//! A Pod of the simulated cluster, whoever made it.

use super::steering::Steering;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{Labels, Owner, Phase, PodSpec, PodStatus, WrittenPod};
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
    pub labels: Labels,
    /// Annotations.
    pub annotations: Labels,
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
    /// Whether its node is down: it has been marked as not ready, and nobody knows how its containers are.
    pub lost: bool,
    /// The whole stated status, where the Pod is part of a cluster dump.
    pub status: Option<PodStatus>,
}

impl Pod {
    /// `namespace/name`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// The origin of something that a field of the Pod's specification led to: `containers[0].ports[0]`.
    #[must_use]
    pub fn origin_of(&self, spec_path: &str) -> Origin {
        let prefix = self.template_path;
        let dot = if prefix.is_empty() { "" } else { "." };
        Origin { object: self.origin, path: format!("{prefix}{dot}spec.{spec_path}") }
    }
    /// Whether controllers count it: it has not come to its end and is not being deleted.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.is_terminal() && !self.terminating
    }

    /// Whether it has come to its end, as `podutil.IsPodTerminal` tells.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(self.phase, Phase::Succeeded | Phase::Failed)
    }

    /// A Pod with a manifest of its own: in the state that a cluster dump states, else in the one it is steered to.
    pub(crate) fn written(pod: WrittenPod) -> Self {
        let WrittenPod { meta, spec, status } = pod;
        let steering = Steering::of(&meta.annotations);
        Self {
            origin: meta.id,
            template_path: "",
            hostname: spec.hostname.clone(),
            subdomain: spec.subdomain.clone(),
            node_name: spec.node_name.clone(),
            ips: status.as_ref().map_or_else(|| steering.ips(0), |status| status.ips.clone()),
            phase: status.as_ref().map_or_else(|| steering.phase(0), |status| status.phase),
            ready: status.as_ref().map_or_else(|| steering.ready(0), |status| status.ready),
            terminating: status.as_ref().map_or_else(|| steering.terminating(0), |status| status.terminating),
            lost: false,
            namespace: meta.namespace,
            name: meta.name,
            labels: meta.labels,
            annotations: meta.annotations,
            owner: meta.owner,
            spec,
            status,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::object::Meta;

    /// A written Pod with these labels.
    pub(crate) fn written(namespace: &str, name: &str, labels: &[(&str, &str)]) -> WrittenPod {
        let meta = Meta {
            id: ObjectId(0),
            namespace: namespace.into(),
            name: name.into(),
            labels: labels.iter().copied().collect(),
            annotations: Labels::default(),
            owner: None,
            stated: false,
        };
        WrittenPod { meta, spec: Arc::default(), status: None }
    }

    /// A running Pod with these labels.
    pub(crate) fn pod(namespace: &str, name: &str, labels: &[(&str, &str)]) -> Pod {
        Pod::written(written(namespace, name, labels))
    }

    #[test]
    fn a_stated_status_beats_the_steering() {
        let mut one = written("default", "a", &[]);
        one.meta.annotations = [("portolan.dev/ready", "true")].into_iter().collect();
        one.status = Some(PodStatus { phase: Phase::Pending, ..PodStatus::default() });
        let pod = Pod::written(one);
        assert!(!pod.ready && pod.phase == Phase::Pending && pod.ips.is_empty());
    }
}
