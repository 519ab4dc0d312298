//! What stands already when a cluster settles anew after a change.

use crate::object::{Node, Phase};
use crate::workload::{Pod, node_fits};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// The Pods that run, and the nodes that fail. The default is a cluster in which nothing has run yet.
#[derive(Debug, Default)]
pub struct Standing<'c> {
    places: BTreeMap<(&'c str, &'c str), &'c Pod>,
    down: BTreeSet<Box<str>>,
    gone: BTreeSet<Box<str>>,
    /// The guest, if there was one.
    pub(super) guest: Option<&'c Pod>,
}

impl<'c> Standing<'c> {
    /// A cluster in which these Pods run, these nodes have gone down, and these are deleted.
    #[must_use]
    pub fn new(pods: &'c [Pod], down: BTreeSet<Box<str>>, gone: BTreeSet<Box<str>>) -> Self {
        let running = pods.iter().filter(|pod| pod.status.is_none() && !pod.node_name.is_empty());
        let places = running.map(|pod| ((&*pod.namespace, &*pod.name), pod)).collect();
        Self { places, down, gone, guest: None }
    }

    /// The same with the guest that was there: it stays where it was if it can.
    #[must_use]
    pub fn with_guest(self, guest: Option<&'c Pod>) -> Self {
        Self { guest, ..self }
    }

    /// Takes away the nodes that are deleted, and marks those that are down.
    pub(super) fn mark(&self, nodes: &mut Vec<Node>) {
        nodes.retain(|node| !self.gone.contains(&node.name));
        for node in nodes.iter_mut().filter(|node| self.down.contains(&node.name)) {
            node.ready = false;
        }
    }

    /// The node on which a Pod runs, unless it may no longer be there.
    pub(super) fn node_of(
        &self,
        pod: &Pod,
        nodes: &[Node],
        by_name: &BTreeMap<&str, usize>,
    ) -> Option<usize> {
        let known = self.known(pod)?;
        let place = *by_name.get(&*known.node_name)?;
        nodes.get(place).filter(|node| node.meta.is_none() || node_fits(node, &pod.spec)).map(|_| place)
    }

    /// Gives Pods that run the addresses that they have.
    pub(super) fn give_addresses(&self, pods: &mut [Pod], nodes: &[Node], by_name: &BTreeMap<&str, usize>) {
        if self.places.is_empty() {
            return;
        }
        let open = |pod: &&mut Pod| pod.status.is_none() && pod.ips.is_empty() && pod.phase != Phase::Pending;
        for pod in pods.iter_mut().filter(open) {
            let stays = self.node_of(pod, nodes, by_name).is_some() || self.stranded(pod).is_some();
            if let Some(known) = self.known(pod).filter(|_| stays) {
                pod.ips.clone_from(&known.ips);
            }
        }
    }

    /// A Pod on a node that was deleted, as it was: it stays until it is swept away.
    pub(super) fn stranded(&self, pod: &Pod) -> Option<&'c Pod> {
        self.known(pod).filter(|known| self.gone.contains(&known.node_name))
    }

    fn known(&self, pod: &Pod) -> Option<&'c Pod> {
        if self.places.is_empty() {
            return None;
        }
        let known = self.places.get(&(&*pod.namespace, &*pod.name))?;
        let same = |one: &str, other: &str| one.is_empty() || one == other;
        let stays =
            known.spec.host_network == pod.spec.host_network && same(&pod.node_name, &known.node_name);
        stays.then_some(*known)
    }
}
