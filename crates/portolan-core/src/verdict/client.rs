//! Who asks where nobody is named: a Pod that nothing but asks, else the cluster's guest.

use crate::cluster::Cluster;
use crate::object::{PodSpec, Service};
use crate::trace::Client;
use crate::workload::{Pod, PodId};

/// The Pods that look like clients, in Pod order.
pub(super) struct Clients {
    known: Vec<PodId>,
}

impl Clients {
    /// A client runs, no Service leads to it, and it declares no port.
    pub(super) fn new(cluster: &Cluster) -> Self {
        let looks_so = |(pod, _): &(&Pod, u32)| is_able(pod) && !declares_ports(&pod.spec);
        let bare: Vec<_> = cluster.pods.iter().zip(0..).filter(looks_so).map(|(_, id)| PodId(id)).collect();
        if bare.is_empty() {
            return Self { known: bare };
        }
        let behind = behind_services(cluster);
        Self { known: bare.into_iter().filter(|id| behind.binary_search(id).is_err()).collect() }
    }

    /// The client for a Service: one of its own namespace if there is one.
    pub(super) fn of(&self, cluster: &Cluster, service: &Service) -> Option<Client> {
        let near = |id: &&PodId| cluster.pod(**id).is_some_and(|pod| pod.namespace == service.meta.namespace);
        let known = self.known.iter().find(near).or(self.known.first()).copied();
        known.or_else(|| cluster.guest_id()).or_else(|| named_like_guest(cluster)).map(Client::Pod)
    }
}

fn is_able(pod: &Pod) -> bool {
    pod.is_active() && !pod.lost && !pod.ips.is_empty() && !pod.node_name.is_empty() && !pod.spec.host_network
}

fn declares_ports(spec: &PodSpec) -> bool {
    spec.containers.iter().any(|container| !container.ports.is_empty())
}

/// The Pods that Services select, sorted.
fn behind_services(cluster: &Cluster) -> Vec<PodId> {
    let selected = cluster
        .services
        .iter()
        .filter_map(|service| Some(cluster.select(&service.meta.namespace, service.selector.as_ref()?)));
    let mut all: Vec<_> = selected.flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The Pod that keeps the guest out.
fn named_like_guest(cluster: &Cluster) -> Option<PodId> {
    let mut pods = cluster.pods.iter().zip(0..);
    let guest = |pod: &Pod| *pod.namespace == *"default" && *pod.name == *crate::cluster::GUEST;
    pods.find(|(pod, _)| guest(pod)).map(|(_, id)| PodId(id))
}
