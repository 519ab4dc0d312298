//! What leads to the cluster from outside: addresses of nodes, load balancers, external IPs.

use super::log::{At, Branch, Shown};
use super::network::{Network, Position};
use super::reason::Loss;
use super::{Packet, Stage};
use crate::diagnostic::{Arg, Origin};
use crate::object::{Service, ServicePort};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(TO_NODE, "trace.outside-to-node",
    en: "the network leads it to {node}",
    ja: "ネットワークを通って{node}に届きます");
template!(BALANCED, "trace.load-balancer",
    en: "the load balancer of Service {service} sends it to {node} (of {n} that it may choose)",
    ja: "Service {service}のロードバランサーが、{node}に送ります（候補のノード数: {n}）");
template!(ROUTED, "trace.external-ip",
    en: "networks outside lead the external IP of Service {service} to a node; which one manifests do not show: here {node}",
    ja: "Service {service}のexternalIPは、クラスター外のネットワークがいずれかのノードへ導きます。どのノードかはマニフェストに現れません（ここでは{node}）");

/// What an address outside the cluster is to a Service.
#[derive(Clone, Copy)]
enum Role {
    /// A load balancer that leaves destinations as they are.
    LoadBalancer(usize),
    /// A load balancer that opens connections of its own.
    Proxy(usize),
    ExternalIp(usize),
}

/// Whether something outside is known to lead the address to a node.
pub(super) fn leads_back(network: &Network<'_>, ip: IpAddr) -> bool {
    owners(network, ip).next().is_some()
}

/// A packet comes from outside.
pub(super) fn enter(network: &mut Network<'_>, mut branch: Branch, hops: u8) {
    let to = branch.packet.destination.ip();
    if let Some(node) = network.node_at(to) {
        let message = TO_NODE.with([("node", Arg::text(network.node_name(node)))]);
        network.note(&mut branch, At { stage: Stage::Outside, node: "" }, message, None);
        branch.packet = branch.packet.at_next_node();
        network.go_on(branch, Position::Node(node), hops + 1);
        return;
    }
    let found: Vec<_> = owners(network, to).collect();
    if found.is_empty() {
        let service_network = network.cluster.options.is_service_address(to);
        let inside = service_network || network.pod_at(to).is_some();
        network.lose(branch, "", if inside { Loss::InsideOnly } else { Loss::UnknownOutside });
        return;
    }
    let (number, protocol) = (branch.packet.destination.port(), branch.packet.protocol);
    let serves = |port: &&ServicePort| port.port == number && port.protocol == protocol;
    let with_port = found
        .iter()
        .find_map(|(service, role)| service.ports.iter().find(serves).map(|port| (*service, *role, port)));
    let Some((service, role, port)) = with_port else {
        let blame = found.first().map(|(service, _)| origin(service, "spec.ports".to_owned()));
        let name = found.first().map(|(service, _)| service.meta.full_name()).unwrap_or_default();
        network.lose(branch, "", Loss::NotListening(name, blame));
        return;
    };
    spread(network, branch, (service, role, port), hops);
}

/// Sends it to the nodes that may be chosen, each equally likely.
fn spread(
    network: &mut Network<'_>,
    branch: Branch,
    (service, role, port): (&Service, Role, &ServicePort),
    hops: u8,
) {
    let nodes = candidates(network, service, role, port, &branch.packet);
    let field = origin(service, role.path());
    if nodes.is_empty() {
        let blame = origin(service, "spec.externalTrafficPolicy".to_owned());
        network.lose(branch, "", Loss::NoHealthyNode(service.meta.full_name(), Some(blame)));
        return;
    }
    if matches!(role, Role::Proxy(_)) && port.node_port == 0 {
        network.lose(branch, "", Loss::NoNodePort(service.meta.full_name(), Some(field)));
        return;
    }
    let parts = network.log.share_out(&branch, nodes.len());
    for (mut part, node) in parts.into_iter().zip(nodes.iter().copied()) {
        let template = if matches!(role, Role::ExternalIp(_)) { &ROUTED } else { &BALANCED };
        let message = template.with([
            ("service", Arg::code(service.meta.full_name())),
            ("node", Arg::text(network.node_name(node))),
            ("n", Arg::count(nodes.len())),
        ]);
        let shown = Shown { text: String::new(), origin: Some(field.clone()) };
        network.note(&mut part, At { stage: Stage::Outside, node: "" }, message, Some(shown));
        part.packet = arriving(network, part.packet, node, role, port);
        network.go_on(part, Position::Node(node), hops + 1);
    }
}

/// The packet as it comes to the node: a load balancer that opens connections of its own sends to the node port.
fn arriving(network: &Network<'_>, packet: Packet, node: usize, role: Role, port: &ServicePort) -> Packet {
    let mut packet = packet.at_next_node();
    if matches!(role, Role::Proxy(_)) {
        let family = packet.family();
        let own = network.cluster.nodes.get(node).and_then(|node| {
            node.internal_ips.iter().copied().find(|ip| crate::object::IpFamily::of(*ip) == family)
        });
        packet.source = packet.destination.ip();
        packet.destination = SocketAddr::new(own.unwrap_or(packet.source), port.node_port);
    }
    packet
}

/// The nodes to which it may be led: the one that was asked for, or those that a health check finds.
fn candidates(
    network: &mut Network<'_>,
    service: &Service,
    role: Role,
    port: &ServicePort,
    packet: &Packet,
) -> Vec<usize> {
    let ready = |node: &usize| network.cluster.nodes.get(*node).is_some_and(|node| node.ready);
    let all: Vec<usize> = (0..network.cluster.nodes.len()).filter(ready).collect();
    if let Some(node) = network.request.proxy.node.as_deref().and_then(|name| network.node_named(name)) {
        return vec![node];
    }
    if matches!(role, Role::ExternalIp(_)) || !service.external_local() {
        return all;
    }
    let family = packet.family();
    let healthy = |node: &usize| {
        network.station(*node, family).is_some_and(|station| {
            let mut ports = station.plan.ports.iter();
            ports.any(|one| {
                one.service.meta.id == service.meta.id
                    && one.port.port == port.port
                    && !one.usable.local.is_empty()
            })
        })
    };
    all.into_iter().filter(healthy).collect()
}

/// The Services to which an address outside the cluster belongs.
fn owners<'a>(network: &Network<'a>, ip: IpAddr) -> impl Iterator<Item = (&'a Service, Role)> + use<'a> {
    network.cluster.services.iter().filter_map(move |service| {
        let mut ingress = service.load_balancer.ingress.iter().enumerate();
        let balancer = ingress
            .find(|(_, one)| one.ip == Some(ip))
            .map(|(index, one)| if one.proxy { Role::Proxy(index) } else { Role::LoadBalancer(index) });
        let external = || service.external_ips.iter().position(|known| *known == ip).map(Role::ExternalIp);
        balancer.or_else(external).map(|role| (service, role))
    })
}

impl Role {
    fn path(self) -> String {
        match self {
            Self::LoadBalancer(index) | Self::Proxy(index) => {
                format!("status.loadBalancer.ingress[{index}].ip")
            }
            Self::ExternalIp(index) => format!("spec.externalIPs[{index}]"),
        }
    }
}

fn origin(service: &Service, path: String) -> Origin {
    Origin { object: service.meta.id, path }
}
