//! What comes nearest to allowing a connection that no rule allows: the slip that was probably made.

use super::matching::namespace_answer;
use super::{Cited, Flow, Party, peer_answer, port_matches};
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::{Direction, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule};

/// A rule that would allow a connection if one thing were different.
#[derive(Clone, Debug)]
pub struct Miss<'a> {
    /// The rule, and its peer or port that is not met.
    pub cited: Cited<'a>,
    /// What is different.
    pub kind: MissKind,
}

/// What is different, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissKind {
    /// The rule allows the port to which the client connects, and not the one behind the Service.
    ServicePort,
    /// The rule allows the number for another protocol.
    Protocol,
    /// The rule allows other ports.
    Port,
    /// A `podSelector` alone means Pods of the policy's own namespace, and the Pod is in another one.
    OtherNamespace,
    /// The block has the address of the Service, and not that of the Pod behind it.
    ServiceAddress,
    /// The block has the client's address, and a node has put its own in its place.
    Masqueraded,
    /// The address is in one of the exceptions.
    Except,
    /// The Namespace has other labels.
    Namespace,
    /// The Pod has other labels.
    Labels,
}

impl Miss<'_> {
    /// The field that is not met.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let path = match self.kind {
            MissKind::ServicePort | MissKind::Protocol | MissKind::Port => {
                let number = self.cited.port.is_some();
                let field = if self.kind == MissKind::Protocol { "protocol" } else { "port" };
                if number { format!("{}.{field}", self.cited.port_path()) } else { self.cited.port_path() }
            }
            _ => self.cited.peer_path(),
        };
        self.cited.at(path)
    }
}

/// What comes nearest among the rules of policies.
pub(super) fn nearest<'a>(
    cluster: &Cluster,
    policies: &[&'a NetworkPolicy],
    direction: Direction,
    other: Party<'_>,
    flow: &Flow<'_>,
) -> Option<Miss<'a>> {
    let rules = policies.iter().flat_map(|policy| {
        let rules = policy.rules(direction).unwrap_or_default().iter().enumerate();
        rules.map(|(rule, of)| (Cited { policy, direction, rule, peer: None, port: None }, of))
    });
    let misses = rules.filter_map(|(cited, rule)| {
        let on_port = rule.ports.is_empty() || rule.ports.iter().any(|port| port_matches(port, flow));
        if on_port {
            by_peer(cluster, cited, rule, other, flow)
        } else {
            by_port(cluster, cited, rule, other, flow)
        }
    });
    misses.min_by_key(|miss| miss.kind)
}

fn by_port<'a>(
    cluster: &Cluster,
    cited: Cited<'a>,
    rule: &'a PolicyRule,
    other: Party<'_>,
    flow: &Flow<'_>,
) -> Option<Miss<'a>> {
    let met = |peer: &PolicyPeer| peer_answer(cluster, cited.policy, peer, other).holds;
    if !(rule.peers.is_empty() || rule.peers.iter().any(met)) {
        return None;
    }
    let asked = flow.asked.map_or(flow.port, |asked| asked.port());
    let find = |fits: &dyn Fn(&PolicyPort) -> bool| rule.ports.iter().position(fits);
    let behind = find(&|port| asked != flow.port && port_matches(port, &Flow { port: asked, ..*flow }));
    let protocol = find(&|port| port_matches(port, &Flow { protocol: port.protocol, ..*flow }));
    let (kind, port) = match (behind, protocol) {
        (Some(port), _) => (MissKind::ServicePort, port),
        (None, Some(port)) => (MissKind::Protocol, port),
        (None, None) => (MissKind::Port, 0),
    };
    Some(Miss { cited: Cited { port: Some(port), ..cited }, kind })
}

fn by_peer<'a>(
    cluster: &Cluster,
    cited: Cited<'a>,
    rule: &'a PolicyRule,
    other: Party<'_>,
    flow: &Flow<'_>,
) -> Option<Miss<'a>> {
    let misses = rule.peers.iter().enumerate().filter_map(|(index, peer)| {
        let kind = kind(cluster, cited, peer, other, flow)?;
        Some(Miss { cited: Cited { peer: Some(index), ..cited }, kind })
    });
    misses.min_by_key(|miss| miss.kind)
}

fn kind(
    cluster: &Cluster,
    cited: Cited<'_>,
    peer: &PolicyPeer,
    other: Party<'_>,
    flow: &Flow<'_>,
) -> Option<MissKind> {
    match (peer, other) {
        (PolicyPeer::Pods { pods, namespaces }, Party::Pod(pod, _)) => {
            let by_pod = pods.as_ref().is_none_or(|selector| selector.matches(&pod.labels));
            let by_namespace = namespace_answer(cluster, cited.policy, namespaces.as_ref(), pod).holds;
            match (by_pod, by_namespace) {
                (true, false) if namespaces.is_none() => Some(MissKind::OtherNamespace),
                (true, false) => Some(MissKind::Namespace),
                (false, true) => Some(MissKind::Labels),
                _ => None,
            }
        }
        (PolicyPeer::Block(block), party) => {
            let (before, kind) = match cited.direction {
                Direction::Egress => (flow.asked.map(|asked| asked.ip()), MissKind::ServiceAddress),
                Direction::Ingress => (flow.sent_from, MissKind::Masqueraded),
            };
            let had = before.is_some_and(|ip| Some(ip) != party.ip() && block.contains(ip));
            let excepted = party.ip().is_some_and(|ip| block.excepts(ip)).then_some(MissKind::Except);
            if had { Some(kind) } else { excepted }
        }
        (PolicyPeer::Pods { .. } | PolicyPeer::Nobody, _) => None,
    }
}
