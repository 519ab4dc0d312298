//! The nodes: those of the input, or those of the cluster in which the conformance cases were recorded.

use crate::object::{IpFamily, Node, WrittenPod};
use crate::options::Options;
use crate::workload::TOPOLOGY;
use ipnet::IpNet;
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The nodes of the input; without any, those on which a cluster dump says that its Pods are; without such Pods, three.
pub(super) fn nodes(written: Vec<Node>, pods: &[WrittenPod], options: &Options) -> Vec<Node> {
    let mut nodes = match written.is_empty() {
        true => stated(pods),
        false => written,
    };
    if nodes.is_empty() {
        nodes = default_nodes(options);
    }
    for (place, node) in nodes.iter_mut().enumerate().filter(|(_, node)| node.pod_cidrs.is_empty()) {
        node.pod_cidrs = options.cluster_cidrs.iter().filter_map(|net| block(*net, place)).collect();
    }
    nodes
}

/// The part of the cluster's network that the controller manager gives to the Pods of the node of a place: the first one
/// is left out, as in the recorded cluster.
fn block(net: IpNet, place: usize) -> Option<IpNet> {
    let length = if net.addr().is_ipv4() { 24 } else { 64 };
    net.trunc().subnets(length).ok()?.nth(place.checked_add(1)?)
}

/// `node-a`, `node-b` and `node-c`, each in a zone of its own.
fn default_nodes(options: &Options) -> Vec<Node> {
    ('a'..='c')
        .zip(11..)
        .map(|(letter, host)| Node {
            meta: None,
            name: format!("node-{letter}").into(),
            internal_ips: pod_families(options).map(|family| node_ip(family, host)).collect(),
            pod_cidrs: Vec::new(),
            zone: format!("zone-{letter}").into(),
            region: "region-1".into(),
            ready: true,
            lost: false,
            schedulable: true,
            cpu_millis: 16_000,
        })
        .collect()
}

/// The families in which Pods and nodes get addresses, the cluster's own first.
pub(super) fn pod_families(options: &Options) -> impl Iterator<Item = IpFamily> {
    let given = options.cluster_cidrs.iter().map(|net| IpFamily::of(net.addr()));
    let none = options.cluster_cidrs.is_empty();
    given.chain(options.families().filter(move |_| none))
}

fn node_ip(family: IpFamily, host: u8) -> IpAddr {
    match family {
        IpFamily::V4 => Ipv4Addr::new(192, 168, 10, host).into(),
        IpFamily::V6 => {
            let digits = u16::from(host / 10) * 16 + u16::from(host % 10);
            Ipv6Addr::new(0xfd00, 0x192, 0x168, 0x10, 0, 0, 0, digits).into()
        }
    }
}

/// The nodes that stated Pods name, with what the Pods tell of them.
fn stated(pods: &[WrittenPod]) -> Vec<Node> {
    let mut nodes: BTreeMap<&str, Node> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| !pod.spec.node_name.is_empty()) {
        let Some(status) = &pod.status else { continue };
        let label = |key| pod.meta.labels.get(key).unwrap_or_default().into();
        nodes.entry(&pod.spec.node_name).or_insert_with(|| Node {
            meta: None,
            name: pod.spec.node_name.clone(),
            internal_ips: status.host_ips.clone(),
            pod_cidrs: Vec::new(),
            region: label(TOPOLOGY[0]),
            zone: label(TOPOLOGY[1]),
            ready: true,
            lost: false,
            schedulable: true,
            cpu_millis: 16_000,
        });
    }
    nodes.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_nodes_are_those_of_the_recorded_cluster() {
        let mut options = Options::default();
        options.cluster_cidrs.extend("fd00:10:244::/48".parse::<ipnet::IpNet>());
        let nodes = nodes(Vec::new(), &[], &options);
        let addresses: Vec<String> = nodes[1].internal_ips.iter().map(ToString::to_string).collect();
        assert_eq!(addresses, ["192.168.10.12", "fd00:192:168:10::12"]);
        let networks: Vec<String> = nodes[1].pod_cidrs.iter().map(ToString::to_string).collect();
        assert_eq!(networks, ["10.244.2.0/24", "fd00:10:244:2::/64"]);
        assert_eq!((nodes.len(), nodes[2].zone.as_ref()), (3, "zone-c"));
    }
}
