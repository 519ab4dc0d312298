//! Pods get a node, addresses and the labels of the place.
//!
//! Nodes take turns in the order in which Pods are made, unless a Pod names its node.

use super::lease::{Leases, complete};
use super::nodes::pod_families;
use super::standing::Standing;
use crate::object::{IpFamily, Labels, Node, Phase, PodSpec};
use crate::options::Options;
use crate::workload::{Pod, TOPOLOGY, node_fits};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// The first minor version in which the API server copies topology labels to Pods (KEP-4742).
const TOPOLOGY_LABELS_SINCE: u32 = 35;

/// Binds Pods to nodes and gives them what nothing states.
///
/// A Pod that runs already keeps its node and its addresses.
pub(super) fn bind(pods: &mut [Pod], nodes: &[Node], options: &Options, standing: &Standing<'_>) {
    let by_name: BTreeMap<&str, usize> =
        nodes.iter().enumerate().map(|(place, node)| (node.name.as_ref(), place)).collect();
    standing.give_addresses(pods, nodes, &by_name);
    let mut turn = Turn { nodes, next: 0, unfit: None };
    let mut leases = Leases::new(pods, nodes.len(), options);
    let mut copies = Copies::new(nodes);
    for pod in pods.iter_mut().filter(|pod| pod.status.is_none()) {
        if let Some(stranded) = standing.stranded(pod) {
            pod.node_name.clone_from(&stranded.node_name);
            continue;
        }
        let kept = standing.node_of(pod, nodes, &by_name);
        let place = match kept {
            _ if !pod.node_name.is_empty() => by_name.get(pod.node_name.as_ref()).copied(),
            Some(place) => Some(turn.pass(place)),
            None => turn.take(&pod.spec),
        };
        let Some((place, node)) = place.and_then(|place| Some((place, nodes.get(place)?))) else {
            pod.phase = if pod.is_terminal() { pod.phase } else { Phase::Pending };
            pod.ready = false;
            continue;
        };
        pod.node_name.clone_from(&node.name);
        if options.kubernetes >= TOPOLOGY_LABELS_SINCE {
            pod.labels = copies.labels(&pod.labels, place);
        }
        let given = std::mem::take(&mut pod.ips);
        pod.ips = match (pod.phase, pod.spec.host_network) {
            (Phase::Pending, _) => given,
            (_, true) => complete(given, host_ips(node, options), options),
            (_, false) => leases.complete(given, place, options),
        };
    }
}

/// The first address of a node in each of the cluster's families.
fn host_ips(node: &Node, options: &Options) -> Vec<IpAddr> {
    let first = |family| node.internal_ips.iter().copied().find(|ip| IpFamily::of(*ip) == family);
    pod_families(options).filter_map(first).collect()
}

/// Whose turn it is.
struct Turn<'n> {
    nodes: &'n [Node],
    next: usize,
    /// A specification that no node fits.
    unfit: Option<*const PodSpec>,
}

impl Turn<'_> {
    fn take(&mut self, spec: &Arc<PodSpec>) -> Option<usize> {
        if self.unfit == Some(Arc::as_ptr(spec)) {
            return None;
        }
        let from_here = (self.next..self.nodes.len()).chain(0..self.next);
        let fits =
            |node: &Node| node.schedulable && node.ready && (self.is_assumed(node) || node_fits(node, spec));
        let found = from_here.into_iter().find(|place| self.nodes.get(*place).is_some_and(fits));
        match found {
            Some(place) => self.next = (place + 1) % self.nodes.len().max(1),
            None => self.unfit = Some(Arc::as_ptr(spec)),
        }
        found
    }

    /// The Pod whose turn it is has its node already.
    fn pass(&mut self, place: usize) -> usize {
        self.next = (place + 1) % self.nodes.len().max(1);
        place
    }

    /// A node without a manifest may have any labels.
    fn is_assumed(&self, node: &Node) -> bool {
        node.meta.is_none()
    }
}

/// Labels with those of a place; the Pods of one template in one zone share theirs.
struct Copies {
    /// The topology labels of each node.
    places: Vec<Labels>,
    of: Option<Labels>,
    made: Vec<(usize, Labels)>,
}

impl Copies {
    fn new(nodes: &[Node]) -> Self {
        let labels = |node: &Node| {
            let place = [(TOPOLOGY[0], node.region.as_ref()), (TOPOLOGY[1], node.zone.as_ref())];
            place.into_iter().filter(|(_, value)| !value.is_empty()).collect()
        };
        Self { places: nodes.iter().map(labels).collect(), of: None, made: Vec::new() }
    }

    /// These labels with those of the node of this place.
    fn labels(&mut self, labels: &Labels, place: usize) -> Labels {
        let Some(here) = self.places.get(place) else { return labels.clone() };
        if !self.of.as_ref().is_some_and(|known| known.shares_text_with(labels)) {
            self.of = Some(labels.clone());
            self.made.clear();
        }
        if let Some((_, copy)) = self.made.iter().find(|(known, _)| self.places.get(*known) == Some(here)) {
            return copy.clone();
        }
        let copy = labels.and(here);
        self.made.push((place, copy.clone()));
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::fixtures::pod;
    use ipnet::IpNet;
    use portolan_yaml::collections::BTreeSet;

    fn bound(mut pods: Vec<Pod>, options: &Options) -> Vec<Pod> {
        let nodes = super::super::nodes::nodes(Vec::new(), &[], options);
        bind(&mut pods, &nodes, options, &Standing::default());
        pods
    }

    fn ips(pods: &[Pod]) -> Vec<String> {
        pods.iter().flat_map(|pod| &pod.ips).map(ToString::to_string).collect()
    }

    #[test]
    fn nodes_take_turns_and_number_their_pods_from_two() {
        let mut pods: Vec<Pod> = (0..5).map(|_| pod("default", "a", &[])).collect();
        pods[1].node_name = "node-a".into();
        let pods = bound(pods, &Options::default());
        assert_eq!(ips(&pods), ["10.244.1.2", "10.244.1.3", "10.244.2.2", "10.244.3.2", "10.244.1.4"]);
        assert_eq!(pods[2].labels.get(TOPOLOGY[1]), Some("zone-b"));
    }

    #[test]
    fn addresses_that_are_spoken_for_are_passed_over() {
        let mut pods = vec![pod("default", "a", &[]), pod("default", "b", &[])];
        pods[1].ips = vec!["10.244.1.2".parse().expect("an address")];
        assert_eq!(ips(&bound(pods, &Options::default())), ["10.244.1.3", "10.244.1.2"]);
    }

    #[test]
    fn both_families_are_given_where_the_cluster_has_them() {
        let mut options = Options::default();
        options.cluster_cidrs.extend("fd00:10:244::/48".parse::<IpNet>());
        let pods = bound(vec![pod("default", "a", &[]), pod("default", "b", &[])], &options);
        assert_eq!(ips(&pods), ["10.244.1.2", "fd00:10:244:1::2", "10.244.2.2", "fd00:10:244:2::2"]);
    }

    #[test]
    fn a_family_that_is_not_given_is_filled_in() {
        let mut options = Options::default();
        options.cluster_cidrs.extend("fd00:10:244::/48".parse::<IpNet>());
        let mut pods = vec![pod("default", "four", &[]), pod("default", "six", &[])];
        pods[0].ips = "10.244.1.41".parse().into_iter().collect();
        pods[1].ips = "fd00:10:244:2::41".parse().into_iter().collect();
        let all = ips(&bound(pods, &options));
        assert_eq!(all, ["10.244.1.41", "fd00:10:244:1::29", "10.244.2.2", "fd00:10:244:2::41"]);
    }

    #[test]
    fn a_small_network_is_used_up_without_giving_anything_twice() {
        let options =
            Options { cluster_cidrs: "10.1.0.0/28".parse().into_iter().collect(), ..Options::default() };
        let pods = bound((0..20).map(|_| pod("default", "a", &[])).collect(), &options);
        let all = ips(&pods);
        assert_eq!(all.len(), 13);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 13);
    }

    #[test]
    fn a_pod_on_an_unknown_node_stays_pending() {
        let mut lost = pod("default", "a", &[]);
        lost.node_name = "node-z".into();
        let pods = bound(vec![lost], &Options::default());
        assert!(pods[0].phase == Phase::Pending && !pods[0].ready && pods[0].ips.is_empty());
    }
}
