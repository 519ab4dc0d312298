//! What the policies of one end say of a connection, and which of them.

use super::matching::EVERYBODY;
use super::{Answer, Flow, Miss, Party, Policies, is_own_node, miss, peer_answer, port_matches};
use crate::diagnostic::Origin;
use crate::object::{Direction, NetworkPolicy, PolicyPeer};
use crate::workload::Pod;

/// What the policies of one end of a connection say.
#[derive(Clone, Debug)]
pub struct Ruling<'a> {
    /// Which end was asked: the receiver for ingress, the sender for egress.
    pub direction: Direction,
    /// Whether it passes.
    pub allowed: bool,
    /// Whether that follows from the input: labels of Namespaces that have no manifest are not known, and plugins
    /// differ in whether an `ipBlock` means Pods.
    pub sure: bool,
    /// Why.
    pub why: Why<'a>,
}

/// Why a connection passes, or does not.
#[derive(Clone, Debug)]
pub enum Why<'a> {
    /// No policy isolates the Pod for this direction.
    NotIsolated,
    /// Policies isolate the Pod, and do not apply to this connection.
    Exempt(Exemption),
    /// A rule allows it.
    Rule(Cited<'a>),
    /// These policies isolate the Pod, and none of their rules allows it; with what comes nearest.
    Isolated(Vec<&'a NetworkPolicy>, Option<Miss<'a>>),
}

/// Connections that no policy forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// A Pod reaches itself.
    Itself,
    /// The node on which a Pod runs reaches it, as the kubelet must, and is reached by it.
    OwnNode,
}

/// A rule of a policy, and those of its peers and ports that are met.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The policy.
    pub policy: &'a NetworkPolicy,
    /// The direction of the rule.
    pub direction: Direction,
    /// The index of the rule.
    pub rule: usize,
    /// The index of the peer; `None` where everybody is meant.
    pub peer: Option<usize>,
    /// The index of the port; `None` where every port is meant.
    pub port: Option<usize>,
}

impl<'a> Cited<'a> {
    /// `spec.ingress[0]`.
    #[must_use]
    pub fn rule_path(&self) -> String {
        format!("spec.{}[{}]", self.direction.as_str(), self.rule)
    }

    /// `spec.ingress[0].from[1]`, or the rule where everybody is meant.
    #[must_use]
    pub fn peer_path(&self) -> String {
        match self.peer {
            Some(peer) => format!("{}.{}[{peer}]", self.rule_path(), self.direction.peers_field()),
            None => self.rule_path(),
        }
    }

    /// `spec.ingress[0].ports[1]`, or the rule where every port is meant.
    #[must_use]
    pub fn port_path(&self) -> String {
        match self.port {
            Some(port) => format!("{}.ports[{port}]", self.rule_path()),
            None => self.rule_path(),
        }
    }

    /// The peer that is met.
    #[must_use]
    pub fn peer(&self) -> Option<&'a PolicyPeer> {
        self.policy.rules(self.direction)?.get(self.rule)?.peers.get(self.peer?)
    }

    /// Where the rule is written.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.at(self.rule_path())
    }

    pub(super) fn at(&self, path: String) -> Origin {
        Origin { object: self.policy.meta.id, path }
    }
}

impl<'a> Ruling<'a> {
    /// Nobody isolates.
    pub(super) const fn open(direction: Direction) -> Self {
        Self { direction, allowed: true, sure: true, why: Why::NotIsolated }
    }

    /// The policies that decide: the one that allows, or those that isolate.
    pub fn deciding(&self) -> Vec<(&'a NetworkPolicy, Origin)> {
        match &self.why {
            Why::NotIsolated | Why::Exempt(_) => Vec::new(),
            Why::Rule(cited) => vec![(cited.policy, cited.origin())],
            Why::Isolated(policies, _) => {
                policies.iter().map(|policy| (*policy, isolation(policy, self.direction))).collect()
            }
        }
    }

    /// The field to look at where it does not pass.
    #[must_use]
    pub fn blame(&self) -> Option<Origin> {
        match &self.why {
            Why::Isolated(_, Some(miss)) => Some(miss.origin()),
            Why::Isolated(policies, None) => policies.first().map(|one| isolation(one, self.direction)),
            Why::NotIsolated | Why::Exempt(_) | Why::Rule(_) => None,
        }
    }
}

/// The field by which a policy isolates.
fn isolation(policy: &NetworkPolicy, direction: Direction) -> Origin {
    let empty = policy.rules(direction).is_some_and(<[_]>::is_empty);
    let path = if empty { "spec.policyTypes".to_owned() } else { format!("spec.{}", direction.as_str()) };
    Origin { object: policy.meta.id, path }
}

impl<'a> Policies<'a> {
    /// What the policies that select a Pod say of a connection of that direction.
    pub(super) fn rule(&self, direction: Direction, pod: &Pod, flow: &Flow<'_>) -> Ruling<'a> {
        let isolating = self.isolating(pod, direction);
        if isolating.is_empty() {
            return Ruling::open(direction);
        }
        let other = if direction == Direction::Ingress { flow.from } else { flow.to };
        if let Some(exemption) = self.exemption(pod, other) {
            return Ruling { why: Why::Exempt(exemption), ..Ruling::open(direction) };
        }
        let mut doubtful = None;
        let mut sure = true;
        for policy in &isolating {
            for (answer, cited) in self.matches(policy, direction, other, flow) {
                if answer.holds && answer.sure {
                    return Ruling { direction, allowed: true, sure: true, why: Why::Rule(cited) };
                }
                sure &= answer.sure;
                doubtful = doubtful.or(Some(cited).filter(|_| answer.holds));
            }
        }
        if let Some(cited) = doubtful {
            return Ruling { direction, allowed: true, sure: false, why: Why::Rule(cited) };
        }
        let miss = miss::nearest(self.cluster, &isolating, direction, other, flow);
        Ruling { direction, allowed: false, sure, why: Why::Isolated(isolating, miss) }
    }

    fn exemption(&self, pod: &Pod, other: Party<'_>) -> Option<Exemption> {
        match other {
            Party::Pod(other, _) if std::ptr::eq(pod, other) => Some(Exemption::Itself),
            Party::Pod(..) => None,
            Party::Address(ip) => is_own_node(self.cluster, pod, ip?).then_some(Exemption::OwnNode),
        }
    }

    /// The peers of a policy's rules that a party meets on a port that is allowed, or may meet.
    fn matches<'s>(
        &'s self,
        policy: &'a NetworkPolicy,
        direction: Direction,
        other: Party<'s>,
        flow: &'s Flow<'s>,
    ) -> impl Iterator<Item = (Answer, Cited<'a>)> + use<'a, 's> {
        let rules = policy.rules(direction).unwrap_or_default().iter().enumerate();
        rules.flat_map(move |(index, rule)| {
            let port = rule.ports.iter().position(|port| port_matches(port, flow));
            let on_port = rule.ports.is_empty() || port.is_some();
            let cited = Cited { policy, direction, rule: index, peer: None, port };
            let everybody = (on_port && rule.peers.is_empty()).then_some((EVERYBODY, cited));
            let peers = rule.peers.iter().enumerate().filter(move |_| on_port);
            let met = peers.map(move |(peer, one)| {
                let answer = peer_answer(self.cluster, policy, one, other);
                (answer, Cited { peer: Some(peer), ..cited })
            });
            everybody.into_iter().chain(met).filter(|(answer, _)| answer.holds || !answer.sure)
        })
    }
}
