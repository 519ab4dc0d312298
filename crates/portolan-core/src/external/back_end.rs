//! Back-end servers: what a load balancer sends to, which of it is healthy, and the share of each.

use super::choice::{self, Weight};
use super::{Check, Delivery, Exposure, External, Share, Targets, annotation};
use crate::object::{Endpoint, IpFamily, Node, Port, Protocol, Service};
use crate::proxy::{PlannedEndpoint, PlannedPort};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

/// A back-end server for one port of a Service.
#[derive(Clone, Debug)]
pub struct BackEnd {
    /// The place of the Service's port among its ports.
    pub service_port: usize,
    /// The node, by its place in the cluster; `None` for an endpoint on none.
    pub node: Option<usize>,
    /// The node's name; empty for none.
    pub node_name: Box<str>,
    /// The Pod to which it leads directly, `namespace/name`; `None` for a node.
    pub pod: Option<String>,
    /// Its address; `None` for a node without one. Packets may come to it with the load balancer's own as their destination
    /// ([`Delivery::Unchanged`]).
    pub address: Option<IpAddr>,
    /// The port there.
    pub port: Port,
    /// The protocol.
    pub protocol: Protocol,
    /// Whether it passes the health check.
    pub healthy: bool,
    /// How many of the Service's ready Pods are on the node.
    pub pods: usize,
    /// Its share of the connections; 0 for one that is not healthy.
    pub share: f64,
}

/// A back end with what decides on its share, and where kube-proxy sends what comes there.
struct Candidate {
    back_end: BackEnd,
    weight: Weight,
    receivers: Vec<(String, String)>,
}

impl External<'_> {
    /// Adds what a load balancer sends to for one port.
    pub(super) fn add_port(&self, service: &Service, index: usize, exposure: &mut Exposure) {
        let mut all = match exposure.targets {
            Targets::Pods => self.pods(service, index, exposure),
            Targets::Nodes | Targets::Leader | Targets::Own => self.nodes(service, index, exposure),
        };
        choice::share_out(
            all.iter_mut().map(|one| (&one.weight, one.back_end.healthy, &mut one.back_end.share)),
        );
        if exposure.shares.is_empty() {
            exposure.shares = shares(&all);
        }
        exposure.back_ends.extend(all.into_iter().map(|one| one.back_end));
    }

    fn nodes(&self, service: &Service, index: usize, exposure: &Exposure) -> Vec<Candidate> {
        let local = service.external_local();
        let (family, profile) = (exposure.family, exposure.profile);
        let leader = (exposure.targets == Targets::Leader).then(|| self.leader(service, exposure));
        let by_zone = exposure.targets == Targets::Nodes && annotation::by_zone(profile, service);
        let mut all = Vec::new();
        for (place, node) in self.candidates() {
            if leader.is_some_and(|leader| leader != Some(place)) {
                continue;
            }
            let ports = self.plans(family).ports(service, node);
            let Some(planned) = ports.get(index) else { continue };
            let pods = ready_here(&ports);
            if local && profile.lists_nodes_with_pods && exposure.targets == Targets::Nodes && pods == 0 {
                continue;
            }
            let (address, port) = landing(planned, node, exposure);
            if exposure.balanced && exposure.targets == Targets::Own && !is_listed(service, address) {
                continue;
            }
            let healthy = up(node) && port != 0 && address.is_some() && passes(exposure.check, planned, pods);
            let chosen = if local { &planned.usable.local } else { &planned.usable.cluster };
            let back_end = BackEnd {
                service_port: index,
                node: Some(place),
                node_name: node.name.clone(),
                pod: None,
                address,
                port,
                protocol: planned.port.protocol,
                healthy,
                pods,
                share: 0.0,
            };
            let weight = Weight {
                zone: by_zone.then(|| node.zone.clone()),
                amount: if exposure.by_pods { pods } else { 1 },
            };
            all.push(Candidate {
                back_end,
                weight,
                receivers: planned.select(chosen).map(receiver).collect(),
            });
        }
        all
    }

    fn pods(&self, service: &Service, index: usize, exposure: &Exposure) -> Vec<Candidate> {
        let by_zone = annotation::by_zone(exposure.profile, service);
        let Some(anywhere) = self.cluster.nodes.first() else { return Vec::new() };
        let ports = self.plans(exposure.family).ports(service, anywhere);
        let Some(planned) = ports.get(index) else { return Vec::new() };
        let ready = planned
            .endpoints
            .iter()
            .filter(|one| one.is_ready() && !one.endpoint.conditions.is_terminating());
        let all = ready.map(|one| {
            let place = one.endpoint.node_name.as_deref().and_then(|name| self.nodes.get(name)).copied();
            let node = place.and_then(|place| self.cluster.nodes.get(place));
            let back_end = BackEnd {
                service_port: index,
                node: place,
                node_name: one.endpoint.node_name.clone().unwrap_or_default(),
                pod: Some(pod_name(one.endpoint).unwrap_or_else(|| one.address.ip().to_string())),
                address: Some(one.address.ip()),
                port: one.address.port(),
                protocol: planned.port.protocol,
                healthy: node.is_none_or(up),
                pods: 1,
                share: 0.0,
            };
            let zone = || node.map(|node| node.zone.clone()).unwrap_or_default();
            let weight = Weight { zone: by_zone.then(zone), amount: 1 };
            Candidate { back_end, weight, receivers: vec![receiver(one)] }
        });
        all.collect()
    }

    /// The node that MetalLB chooses for the address: among the nodes that are up, for the policy Local among those with
    /// a Pod that serves, the one of the least SHA-256 of node and address. None while no endpoint serves anywhere.
    fn leader(&self, service: &Service, exposure: &Exposure) -> Option<usize> {
        let ip = exposure.addresses.first().and_then(|one| one.ip);
        let may = |(place, node): (usize, &Node)| {
            let ports = self.plans(exposure.family).ports(service, node);
            let serving = |one: &PlannedEndpoint<'_>| one.is_ready() || one.endpoint.conditions.is_serving();
            let mut here = ports.iter().flat_map(|port| &port.endpoints);
            let serves = here.any(|one| serving(one) && (one.local || !service.external_local()));
            (up(node) && serves).then_some((choice::rank(&node.name, ip), place))
        };
        self.candidates().filter_map(may).min().map(|(_, place)| place)
    }
}

/// The node's address, and the port at which it gets what is for the Service: its own node port, or that of the load
/// balancer where packets come unchanged.
fn landing(planned: &PlannedPort<'_>, node: &Node, exposure: &Exposure) -> (Option<IpAddr>, Port) {
    let own = node.internal_ips.iter().copied().find(|ip| IpFamily::of(*ip) == exposure.family);
    let unchanged = exposure.balanced
        && (exposure.targets != Targets::Nodes || exposure.profile.delivery == Delivery::Unchanged);
    (own, if unchanged { planned.port.port } else { planned.port.node_port })
}

/// Whether an address is one of those under which the Service is known.
fn is_listed(service: &Service, address: Option<IpAddr>) -> bool {
    service.load_balancer.ingress.iter().any(|one| one.ip.is_some() && one.ip == address)
}

const fn up(node: &Node) -> bool {
    node.ready && !node.lost
}

fn passes(check: Check, planned: &PlannedPort<'_>, pods: usize) -> bool {
    match check {
        Check::KubeProxy | Check::TargetPort => true,
        Check::HealthCheckNodePort => pods > 0,
        Check::NodePort | Check::Api => planned.answers_externally(),
    }
}

/// How many ready endpoints of the Service are on the node, whichever of its ports they have: what kube-proxy answers
/// at `healthCheckNodePort`.
fn ready_here(ports: &[PlannedPort<'_>]) -> usize {
    let here =
        ports.iter().map(|port| port.endpoints.iter().filter(|one| one.local && one.is_ready()).count());
    here.max().unwrap_or_default()
}

/// Pod and node of an endpoint.
fn receiver(one: &PlannedEndpoint<'_>) -> (String, String) {
    let pod = pod_name(one.endpoint).unwrap_or_else(|| one.address.ip().to_string());
    (pod, one.endpoint.node_name.as_deref().unwrap_or_default().to_owned())
}

fn pod_name(endpoint: &Endpoint) -> Option<String> {
    let target = endpoint.target.as_ref().filter(|target| *target.kind == *"Pod")?;
    Some(format!("{}/{}", target.namespace, target.name))
}

/// What of all connections comes to each Pod; those on one node get equal parts of what comes to the node.
fn shares(all: &[Candidate]) -> Vec<Share> {
    let mut sums: BTreeMap<&(String, String), f64> = BTreeMap::new();
    for one in all.iter().filter(|one| one.back_end.share > 0.0) {
        let part = one.back_end.share / one.receivers.len().max(1) as f64;
        for receiver in &one.receivers {
            *sums.entry(receiver).or_default() += part;
        }
    }
    let share = |((pod, node), fraction): (&(String, String), f64)| Share {
        pod: pod.clone(),
        node: node.clone(),
        fraction,
    };
    sums.into_iter().map(share).collect()
}
