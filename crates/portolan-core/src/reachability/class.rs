//! Pods that are alike to every policy: of one namespace, with the same values of the labels that selectors name, on the
//! same side of every `ipBlock` that divides the Pods' network, and on or off the node's network.

use crate::cluster::Cluster;
use crate::object::{IpBlock, Labels, PolicyPeer, PolicyRule, Port, PortMatch, Protocol};
use crate::policy::Policies;
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// Index of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClassId(pub(super) usize);

/// The classes of a cluster.
pub(super) struct Classes<'a> {
    /// The class of each Pod; `None` for one that has no network.
    of: Vec<Option<ClassId>>,
    /// The Pods of each class, the first of which stands for all.
    pub(super) pods: Vec<Vec<PodId>>,
    cluster: &'a Cluster,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    namespace: &'a str,
    labels: Labels,
    in_blocks: Vec<bool>,
    /// The node, where that matters: to Pods on its network, and to those that such Pods reach.
    node: Option<&'a str>,
    host_network: bool,
    /// Ports with names that policies mention.
    ports: Vec<(&'a str, Port, Protocol)>,
}

impl<'a> Classes<'a> {
    pub(super) fn new(cluster: &'a Cluster, policies: &Policies<'a>) -> Self {
        let blocks = dividing(cluster);
        let names = names(cluster);
        let by_node = cluster.pods.iter().any(|pod| pod.spec.host_network);
        let mut known: BTreeMap<Key<'a>, ClassId> = BTreeMap::new();
        let mut pods: Vec<Vec<PodId>> = Vec::new();
        let of = cluster.pods.iter().zip(0..).map(|(pod, id)| {
            if pod.is_terminal() || pod.ips.is_empty() {
                return None;
            }
            let inside = |block: &&IpBlock| pod.ips.iter().any(|ip| block.contains(*ip));
            let key = Key {
                namespace: &pod.namespace,
                labels: policies.groups().labels(&pod.labels),
                in_blocks: blocks.iter().map(inside).collect(),
                node: by_node.then_some(&*pod.node_name),
                host_network: pod.spec.host_network,
                ports: named(pod, &names),
            };
            let class = *known.entry(key).or_insert_with(|| {
                pods.push(Vec::new());
                ClassId(pods.len() - 1)
            });
            if let Some(members) = pods.get_mut(class.0) {
                members.push(PodId(id));
            }
            Some(class)
        });
        let of = of.collect();
        Self { of, pods, cluster }
    }

    /// The class of a Pod.
    pub(super) fn of(&self, pod: PodId) -> Option<ClassId> {
        self.of.get(pod.0 as usize).copied().flatten()
    }

    /// The Pod that stands for a class.
    pub(super) fn pod(&self, class: ClassId) -> Option<&'a Pod> {
        self.cluster.pod(*self.pods.get(class.0)?.first()?)
    }

    /// The only Pod of a class, if there is just one.
    pub(super) fn only(&self, class: ClassId) -> bool {
        self.pods.get(class.0).is_some_and(|pods| pods.len() == 1)
    }
}

/// The blocks that tell Pods apart: those with some of the Pods' addresses and not all.
fn dividing(cluster: &Cluster) -> Vec<&IpBlock> {
    let peers = rules(cluster).flat_map(|rule| &rule.peers);
    let blocks =
        peers.filter_map(|peer| if let PolicyPeer::Block(block) = peer { Some(block) } else { None });
    let ips = || cluster.pods.iter().flat_map(|pod| &pod.ips).copied();
    let mut found: BTreeMap<_, &IpBlock> = BTreeMap::new();
    for block in blocks {
        found.entry((block.cidr, &block.except)).or_insert(block);
    }
    let divides =
        |block: &&IpBlock| ips().any(|ip| block.contains(ip)) && !ips().all(|ip| block.contains(ip));
    found.into_values().filter(divides).collect()
}

/// The rules of all policies.
fn rules(cluster: &Cluster) -> impl Iterator<Item = &PolicyRule> {
    cluster.policies.iter().flat_map(|policy| [&policy.ingress, &policy.egress]).flatten().flatten()
}

/// The names that policies give for ports.
fn names(cluster: &Cluster) -> BTreeSet<&str> {
    let ports = rules(cluster).flat_map(|rule| &rule.ports);
    ports
        .filter_map(|port| if let PortMatch::Name(name) = &port.ports { Some(&**name) } else { None })
        .collect()
}

fn named<'a>(pod: &'a Pod, names: &BTreeSet<&str>) -> Vec<(&'a str, Port, Protocol)> {
    if names.is_empty() {
        return Vec::new();
    }
    let ports = pod.spec.all_containers().flat_map(|container| &container.ports);
    let named = ports.filter(|port| names.contains(&*port.name));
    named.map(|port| (&*port.name, port.port, port.protocol)).collect()
}
