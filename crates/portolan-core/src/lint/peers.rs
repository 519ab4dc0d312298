//! What rules on NetworkPolicies have in common: which workloads a selector means, and which Service ports a policy
//! names in place of those of the Pods.

use super::context::{Context, Selection};
use super::ports::{Wanted, declared, wanted};
use super::template::Template;
use crate::object::{
    Direction, NetworkPolicy, PolicyPeer, PolicyRule, Port, PortMatch, Selector, TargetPort,
};
use crate::policy::{Answer, Party, peer_answer};
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::BTreeSet;

/// The directions in reading order.
pub(super) const DIRECTIONS: [Direction; 2] = [Direction::Ingress, Direction::Egress];

/// A rule of a policy with its place.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) policy: &'a NetworkPolicy,
    pub(super) direction: Direction,
    pub(super) index: usize,
    pub(super) rule: &'a PolicyRule,
}

impl Placed<'_> {
    /// `spec.ingress[0]`.
    pub(super) fn path(&self) -> String {
        format!("spec.{}[{}]", self.direction.as_str(), self.index)
    }

    /// `spec.ingress[0].from[1]`.
    pub(super) fn peer_path(&self, peer: usize) -> String {
        format!("{}.{}[{peer}]", self.path(), self.direction.peers_field())
    }
}

/// All rules of all policies.
pub(super) fn rules<'a>(context: &Context<'a>) -> impl Iterator<Item = Placed<'a>> + use<'a> {
    let policies = context.analysis.cluster.policies.iter();
    policies.flat_map(|policy| DIRECTIONS.into_iter().flat_map(move |one| rules_of(policy, one)))
}

/// The rules of a policy for a direction.
pub(super) fn rules_of(policy: &NetworkPolicy, direction: Direction) -> impl Iterator<Item = Placed<'_>> {
    let rules = policy.rules(direction).unwrap_or_default().iter().enumerate();
    rules.map(move |(index, rule)| Placed { policy, direction, index, rule })
}

/// The workloads of a namespace that a selector means, whether they have Pods or not.
pub(super) fn workloads<'c, 'a>(
    context: &'c Context<'a>,
    namespace: &'c str,
    selector: &'c Selector,
) -> impl Iterator<Item = &'c Template<'a>> {
    let all = context.with_labels(namespace, &selector.match_labels);
    let some = all.filter(|one| selector.matches(one.labels));
    let any = selector.match_labels.is_empty();
    let others = context.templates().iter().filter(move |one| any && one.namespace == namespace);
    some.chain(others.filter(|one| selector.matches(one.labels)))
}

/// Whether a selector means a Pod or a workload of a namespace.
pub(super) fn selects(context: &Context<'_>, namespace: &str, selector: &Selector) -> bool {
    workloads(context, namespace, selector).next().is_some()
        || !context.analysis.cluster.select_all(namespace, selector).is_empty()
}

/// A rule that allows the port of a Service where the Pods behind it have another one.
pub(super) struct Slip<'a> {
    pub(super) at: Placed<'a>,
    /// The index in `ports`.
    pub(super) port: usize,
    /// The Service.
    pub(super) service: &'a crate::object::Service,
    /// The index of its port.
    pub(super) service_port: usize,
    /// The port of the Pods.
    pub(super) target: Port,
}

/// All of them, each port of a rule once.
pub(super) fn slips<'a>(context: &Context<'a>) -> Vec<Slip<'a>> {
    let mut found = Vec::new();
    for selection in context.selections().iter().filter(|one| !one.service.headless) {
        let pods = pods(context, selection);
        let Some((first, _)) = pods.first().copied() else { continue };
        for port in wanted(selection) {
            let Some(target) = target(&port, first).filter(|target| *target != port.port.port) else {
                continue;
            };
            let listens = |pod: &Pod| declared(&pod.spec).any(|one| one.port.port == port.port.port);
            if pods.iter().any(|(pod, _)| listens(pod)) {
                continue;
            }
            for at in concerned(context, selection, first) {
                let with = |number: Port| {
                    let range = PortMatch::Range(number, number);
                    at.rule
                        .ports
                        .iter()
                        .position(|one| one.ports == range && one.protocol == port.port.protocol)
                };
                if let (Some(index), None) = (with(port.port.port), with(target)) {
                    let service = selection.service;
                    found.push(Slip { at, port: index, service, service_port: port.index, target });
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert((one.at.policy.meta.id, one.at.direction, one.at.index, one.port)));
    found.sort_by_key(|one| (one.at.policy.meta.id, one.at.direction, one.at.index, one.port));
    found
}

/// The rules that are about the Pods of a Service: ingress of policies that select them, and egress to them.
fn concerned<'a>(context: &Context<'a>, selection: &Selection<'a>, pod: &'a Pod) -> Vec<Placed<'a>> {
    let ingress = context.policies().isolating(pod, Direction::Ingress);
    let ingress = ingress.into_iter().flat_map(|policy| rules_of(policy, Direction::Ingress));
    let cluster = &context.analysis.cluster;
    let party = Party::of(pod);
    let means = |at: &Placed<'_>, peer: &PolicyPeer| {
        matches!(peer, PolicyPeer::Pods { .. })
            && peer_answer(cluster, at.policy, peer, party) == Answer { holds: true, sure: true }
    };
    let of_namespace = |at: &Placed<'_>| at.policy.meta.namespace == selection.service.meta.namespace;
    let policies = cluster.policies.iter().flat_map(|policy| rules_of(policy, Direction::Egress));
    let egress = policies.filter(|at| of_namespace(at) || !at.rule.peers.is_empty());
    let egress = egress.filter(|at| at.rule.peers.iter().any(|peer| means(at, peer)));
    ingress.chain(egress).collect()
}

/// The Pods of a Service, each with its id.
pub(super) fn pods<'a>(context: &Context<'a>, selection: &Selection<'a>) -> Vec<(&'a Pod, PodId)> {
    let cluster = &context.analysis.cluster;
    let ids = cluster.select(&selection.service.meta.namespace, selection.selector);
    let pods = ids.into_iter().filter_map(|id| Some((cluster.pod(id)?, id)));
    pods.filter(|(pod, _)| !pod.is_terminal() && !pod.spec.host_network).collect()
}

/// The port of a Pod to which a Service port leads.
pub(super) fn target(port: &Wanted<'_>, pod: &Pod) -> Option<Port> {
    match &port.port.target_port {
        TargetPort::Number(number) => Some(*number),
        TargetPort::Name(_) => {
            let mut ports = declared(&pod.spec);
            let meant = |one: &super::ports::Declared<'_>| {
                port.is_target(one.port) && one.port.protocol == port.port.protocol
            };
            ports.find(meant).map(|one| one.port.port)
        }
    }
}

/// The selectors of a rule's two peers, Namespaces and Pods, if its author probably meant one peer with both: the
/// policy's own Namespace has no such Pods.
pub(super) fn parted<'a>(context: &Context<'_>, at: &Placed<'a>) -> Option<(&'a Selector, &'a Selector)> {
    let [first, second] = at.rule.peers.as_slice() else { return None };
    let (
        PolicyPeer::Pods { pods: None, namespaces: Some(namespaces) },
        PolicyPeer::Pods { pods: Some(pods), namespaces: None },
    ) = (first, second)
    else {
        return None;
    };
    let own = &at.policy.meta.namespace;
    let elsewhere =
        || context.templates().iter().any(|one| one.namespace != &**own && pods.matches(one.labels));
    let nobody_here = !namespaces.is_empty() && !pods.is_empty() && !selects(context, own, pods);
    (nobody_here && elsewhere()).then_some((namespaces, pods))
}
