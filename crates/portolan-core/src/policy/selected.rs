//! Which policies select which Pods, found once for all Pods of one namespace with the same labels.

use super::{Flow, Party, Ruling, port_matches};
use crate::cluster::Cluster;
use crate::object::{Direction, Labels, NetworkPolicy, PolicyPeer, Selector};
use crate::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The policies that select the Pods of a namespace, by the labels of those Pods for which selectors of policies ask.
type Selected<'a> = BTreeMap<Labels, Rc<[&'a NetworkPolicy]>>;

/// The policies of a cluster, by namespace and by the Pods that they select.
pub struct Policies<'a> {
    pub(super) cluster: &'a Cluster,
    by_namespace: BTreeMap<&'a str, Vec<&'a NetworkPolicy>>,
    groups: Groups<'a>,
    /// Those alone by which policies select the Pods to which they apply.
    applied: Groups<'a>,
    selected: RefCell<BTreeMap<&'a str, Selected<'a>>>,
    asked: Cell<usize>,
}

/// The labels by which selectors tell Pods apart: Pods of one namespace that are alike in these are alike to every
/// policy that does not name addresses.
#[derive(Debug)]
pub struct Groups<'a> {
    keys: BTreeSet<&'a str>,
}

impl<'a> Groups<'a> {
    /// Of the Pods to which policies apply.
    fn applied(policies: &'a [NetworkPolicy]) -> Self {
        let mut keys = BTreeSet::new();
        policies.iter().for_each(|policy| add_keys(&policy.pod_selector, &mut keys));
        Self { keys }
    }

    /// Of those, and of their peers.
    fn all(policies: &'a [NetworkPolicy]) -> Self {
        let Self { mut keys } = Self::applied(policies);
        for policy in policies {
            let rules = [&policy.ingress, &policy.egress].into_iter().flatten().flatten();
            for peer in rules.flat_map(|rule| &rule.peers) {
                if let PolicyPeer::Pods { pods: Some(selector), .. } = peer {
                    add_keys(selector, &mut keys);
                }
            }
        }
        Self { keys }
    }

    /// The labels of a Pod that matter.
    #[must_use]
    pub fn labels(&self, labels: &Labels) -> Labels {
        labels.only(|key| self.keys.contains(key))
    }
}

fn add_keys<'a>(selector: &'a Selector, keys: &mut BTreeSet<&'a str>) {
    keys.extend(selector.match_labels.iter().map(|(key, _)| key));
    keys.extend(selector.match_expressions.iter().map(|one| &*one.key));
}

impl<'a> Policies<'a> {
    /// The policies of a cluster.
    #[must_use]
    pub fn new(cluster: &'a Cluster) -> Self {
        let mut by_namespace: BTreeMap<&str, Vec<&NetworkPolicy>> = BTreeMap::new();
        for policy in &cluster.policies {
            by_namespace.entry(&policy.meta.namespace).or_default().push(policy);
        }
        Self {
            cluster,
            by_namespace,
            groups: Groups::all(&cluster.policies),
            applied: Groups::applied(&cluster.policies),
            selected: RefCell::default(),
            asked: Cell::new(0),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cluster.policies.is_empty()
    }

    /// By which labels they tell Pods apart.
    #[must_use]
    pub fn groups(&self) -> &Groups<'a> {
        &self.groups
    }

    /// How many selectors were held against labels so far: a measure of the work done.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.get()
    }

    /// The policies that select a Pod, in input order; those on a node's network are selected by none.
    #[must_use]
    pub fn selecting(&self, pod: &Pod) -> Rc<[&'a NetworkPolicy]> {
        if pod.spec.host_network { Rc::default() } else { self.selecting_by_labels(pod) }
    }

    /// The policies whose selector a Pod's labels meet.
    pub(super) fn selecting_by_labels(&self, pod: &Pod) -> Rc<[&'a NetworkPolicy]> {
        let Some((namespace, all)) = self.by_namespace.get_key_value(&*pod.namespace) else {
            return Rc::default();
        };
        let labels = self.applied.labels(&pod.labels);
        if let Some(known) = self.selected.borrow().get(namespace).and_then(|known| known.get(&labels)) {
            return Rc::clone(known);
        }
        self.asked.set(self.asked.get().saturating_add(all.len()));
        let found = all.iter().copied().filter(|policy| policy.pod_selector.matches(&labels));
        let found: Rc<[_]> = found.collect();
        self.selected.borrow_mut().entry(namespace).or_default().insert(labels, Rc::clone(&found));
        found
    }

    /// The policies that isolate a Pod for a direction.
    pub fn isolating(&self, pod: &Pod, direction: Direction) -> Vec<&'a NetworkPolicy> {
        let selecting = self.selecting(pod);
        selecting.iter().copied().filter(|policy| policy.rules(direction).is_some()).collect()
    }

    /// Whether any rule for a Pod's ingress allows the port of a connection, from whomever.
    #[must_use]
    pub fn opens(&self, pod: &Pod, flow: &Flow<'_>) -> bool {
        let isolating = self.isolating(pod, Direction::Ingress);
        let mut rules = isolating.iter().flat_map(|policy| policy.ingress.iter().flatten());
        rules.any(|rule| rule.ports.is_empty() || rule.ports.iter().any(|port| port_matches(port, flow)))
    }

    /// What the policies of the receiver say of a connection.
    #[must_use]
    pub fn ingress(&self, flow: &Flow<'_>) -> Ruling<'a> {
        match flow.to {
            Party::Pod(pod, _) => self.rule(Direction::Ingress, pod, flow),
            Party::Address(_) => Ruling::open(Direction::Ingress),
        }
    }

    /// What the policies of the sender say of a connection.
    #[must_use]
    pub fn egress(&self, flow: &Flow<'_>) -> Ruling<'a> {
        match flow.from {
            Party::Pod(pod, _) => self.rule(Direction::Egress, pod, flow),
            Party::Address(_) => Ruling::open(Direction::Egress),
        }
    }
}
