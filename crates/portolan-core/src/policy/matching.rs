//! Whether a peer or a port of a rule is met.

use super::{Flow, Party};
use crate::cluster::Cluster;
use crate::object::{
    IpBlock, IpFamily, Namespace, NetworkPolicy, PodSpec, PolicyPeer, PolicyPort, PortMatch,
};
use crate::workload::Pod;
use std::net::IpAddr;

/// Whether something holds, and whether that is known: the labels of a Namespace without a manifest are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it holds, as far as is known.
    pub holds: bool,
    /// Whether that is sure.
    pub sure: bool,
}

impl Answer {
    const YES: Self = Self::sure(true);
    const NO: Self = Self::sure(false);

    const fn sure(holds: bool) -> Self {
        Self { holds, sure: true }
    }

    const fn doubtful(holds: bool) -> Self {
        Self { holds, sure: false }
    }

    /// Whether both hold.
    fn and(self, other: Self) -> Self {
        let denied = |one: Self| one.sure && !one.holds;
        if denied(self) || denied(other) {
            return Self::NO;
        }
        Self { holds: self.holds && other.holds, sure: self.sure && other.sure }
    }
}

/// Whether one of `from` or `to` of a policy means a party.
#[must_use]
pub fn peer_answer(cluster: &Cluster, policy: &NetworkPolicy, peer: &PolicyPeer, party: Party<'_>) -> Answer {
    match (peer, party) {
        (PolicyPeer::Nobody, _) | (PolicyPeer::Pods { .. }, Party::Address(_)) => Answer::NO,
        (PolicyPeer::Block(block), Party::Address(ip)) => block_answer(block, ip),
        (PolicyPeer::Block(block), Party::Pod(pod, ip)) => pod_in_block(cluster, block, pod, ip),
        (PolicyPeer::Pods { pods, namespaces }, Party::Pod(pod, _)) => {
            let by_pod = pods.as_ref().is_none_or(|selector| selector.matches(&pod.labels));
            namespace_answer(cluster, policy, namespaces.as_ref(), pod).and(Answer::sure(by_pod))
        }
    }
}

/// Whether a Pod's namespace is one that a peer means: without a selector, the policy's own.
pub(super) fn namespace_answer(
    cluster: &Cluster,
    policy: &NetworkPolicy,
    selector: Option<&crate::object::Selector>,
    pod: &Pod,
) -> Answer {
    let Some(selector) = selector else { return Answer::sure(pod.namespace == policy.meta.namespace) };
    let mentioned;
    let namespace = match cluster.namespaces.get(&pod.namespace) {
        Some(known) => known,
        None => {
            mentioned = Namespace::mentioned(&pod.namespace);
            &mentioned
        }
    };
    let holds = selector.matches(&namespace.labels);
    Answer { holds, sure: !namespace.leaves_open(selector) }
}

/// Of an address that is not known, only a block of all addresses can be told.
fn block_answer(block: &IpBlock, ip: Option<IpAddr>) -> Answer {
    match ip {
        Some(ip) => Answer::sure(block.contains(ip)),
        None if block.cidr.prefix_len() == 0 => Answer { holds: true, sure: block.except.is_empty() },
        None => Answer::doubtful(false),
    }
}

/// Plugins differ in whether blocks mean Pods at all: they are for addresses outside of the cluster.
fn pod_in_block(cluster: &Cluster, block: &IpBlock, pod: &Pod, ip: Option<IpAddr>) -> Answer {
    if let Some(ip) = ip.or_else(|| pod.ips.first().copied()) {
        return if block.contains(ip) { Answer::doubtful(true) } else { Answer::NO };
    }
    let family = IpFamily::of(block.cidr.addr());
    match cluster.options.cluster_cidr(family) {
        // Of the whole network with exceptions, most addresses are left; of a part of it, few are there.
        Some(net) if block.cidr.contains(&net) => Answer::doubtful(!block.excepts_all(&net)),
        Some(net) if net.contains(&block.cidr) => Answer::doubtful(false),
        _ => Answer::NO,
    }
}

/// Whether one of `ports` means a connection. A name is that of a port of the destination, be it the Pod that a policy
/// selects (ingress) or its peer (egress).
#[must_use]
pub fn port_matches(port: &PolicyPort, flow: &Flow<'_>) -> bool {
    port.protocol == flow.protocol
        && match &port.ports {
            PortMatch::All => true,
            PortMatch::Range(first, last) => (*first..=*last).contains(&flow.port),
            PortMatch::Name(name) => match flow.to {
                Party::Pod(pod, _) => {
                    named(&pod.spec, name).any(|one| one.port == flow.port && one.protocol == flow.protocol)
                }
                Party::Address(_) => false,
            },
        }
}

/// The ports of that name of a Pod's containers and sidecars.
pub(super) fn named<'s>(
    spec: &'s PodSpec,
    name: &'s str,
) -> impl Iterator<Item = &'s crate::object::ContainerPort> {
    let sidecars = spec.init_containers.iter().filter(|container| container.sidecar);
    let ports = spec.containers.iter().chain(sidecars).flat_map(|container| &container.ports);
    ports.filter(move |port| !name.is_empty() && *port.name == *name)
}

/// Every peer holds where none is written.
pub(super) const EVERYBODY: Answer = Answer::YES;
