//! A whole dump against a whole input: each family by itself, from the node that it seems to be from.

use super::{Difference, Dump, Expected, Reading, Tool, compare, planned};
use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::{EndpointSlice, IpFamily};
use crate::proxy::service_port::port_name;
use crate::proxy::{Mode, ProxyOptions, plan};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// What is known beside the manifests.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// How kube-proxy was started, as far as it was told; mode and family are those of the dump.
    pub options: &'a ProxyOptions,
    /// Whether flags of kube-proxy were given.
    pub flags: bool,
    /// The family that is wanted; `None` for all.
    pub family: Option<IpFamily>,
    /// Whether a field of a manifest is written there.
    pub stated: &'a dyn Fn(&Origin) -> bool,
}

/// One family of a dump.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it means.
    pub reading: Reading,
    /// The node it was taken from, where that can be told.
    pub node: Option<Box<str>>,
    /// The node that the rules look like, where it is another than the one that was asked for.
    pub looks_like: Option<Box<str>>,
    /// What differs; `None` where there is nothing to compare with.
    pub differences: Option<Vec<Difference>>,
}

/// Reads each family of a dump, and compares it with a cluster if one is given.
#[must_use]
pub fn parts(dump: &Dump, manifests: Option<(&Cluster, &[EndpointSlice])>, given: Given<'_>) -> Vec<Part> {
    let Some((cluster, slices)) = manifests else {
        let readings = dump.readings(&[]).into_iter().filter(|reading| wanted(reading, given));
        return readings
            .map(|reading| Part { reading, node: None, looks_like: None, differences: None })
            .collect();
    };
    let services = cluster.services.iter();
    let names: BTreeSet<String> =
        services.flat_map(|one| one.ports.iter().map(move |port| port_name(one, port))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let readings = dump.readings(&names).into_iter().filter(|reading| wanted(reading, given));
    readings.map(|reading| part(reading, cluster, slices, given)).collect()
}

fn wanted(reading: &Reading, given: Given<'_>) -> bool {
    given.family.is_none_or(|family| family == reading.family)
}

fn part(reading: Reading, cluster: &Cluster, slices: &[EndpointSlice], given: Given<'_>) -> Part {
    let guess = node_of(&reading, cluster);
    let node: Option<Box<str>> = given.options.node.as_deref().map(Into::into).or_else(|| guess.clone());
    let mut options = given.options.clone();
    options.family = reading.family;
    options.node = node.as_deref().map(str::to_owned);
    options.mode = match reading.tool {
        Tool::Iptables => Mode::Iptables,
        Tool::Nft => Mode::Nftables,
    };
    let plan = plan(cluster, slices, &options);
    let wanted = planned(&plan);
    let expected = Expected {
        cluster,
        plan: &plan,
        stated: given.stated,
        node_known: node.is_some(),
        flags_known: given.flags,
    };
    let differences = compare(&reading, &wanted, expected);
    let looks_like = guess.filter(|guess| node.as_ref() != Some(guess));
    Part { reading, node, looks_like, differences: Some(differences) }
}

/// The node a dump was taken from: the only one, the one whose address answers node ports, or the one of the Pods that
/// the policy Local reaches.
fn node_of(reading: &Reading, cluster: &Cluster) -> Option<Box<str>> {
    if let [only] = cluster.nodes.as_slice() {
        return Some(only.name.clone());
    }
    let seen = &reading.node;
    let answers = |ip| seen.node_port_ips.as_ref().is_some_and(|ips| ips.contains(ip));
    if let Some(node) = cluster.nodes.iter().find(|node| node.internal_ips.iter().any(answers)) {
        return Some(node.name.clone());
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    let stated = |pod: &&crate::workload::Pod| pod.status.is_some() && !pod.node_name.is_empty();
    for pod in cluster.pods.iter().filter(stated) {
        if pod.ips.iter().any(|ip| seen.local_endpoints.contains(ip)) {
            *votes.entry(&pod.node_name).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name.into())
}
