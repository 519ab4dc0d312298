//! What leads to the cluster from outside: addresses of nodes, load balancers, external IPs.

use super::log::{At, Branch, Shown};
use super::network::{Network, Position};
use super::reason::Loss;
use super::{Packet, Stage};
use crate::diagnostic::{Arg, Message, Origin};
use crate::external::{BackEnd, Delivery, Exposure, External, Targets};
use crate::object::{Service, ServicePort};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(TO_NODE, "trace.outside-to-node",
    en: "the network leads it to {node}",
    ja: "ネットワークを通って{node}に届きます");
template!(BALANCED, "trace.load-balancer",
    en: "the load balancer of Service {service} sends it to {node} (of {n} that it may choose)",
    ja: "Service {service}のロードバランサーが、{node}に送ります（候補のノード数: {n}）");
template!(TO_NODE_PORT, "trace.load-balancer-to-node-port",
    en: "the load balancer of Service {service} sends it to {node}, node port {port} (of {n} healthy {n|back end|back ends})",
    ja: "Service {service}のロードバランサーが、{node}のNodePort {port}に送ります（正常なバックエンドの数: {n}{n||}）");
template!(TO_POD, "trace.load-balancer-to-pod",
    en: "the load balancer of Service {service} sends it straight to {pod} at {address} (of {n} healthy {n|back end|back ends})",
    ja: "Service {service}のロードバランサーが、{pod}（{address}）に直接送ります（正常なバックエンドの数: {n}{n||}）");
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
    if matches!(role, Role::LoadBalancer(_)) && network.cluster.options.provider.is_some() {
        balance(network, branch, (service, role, port), hops);
    } else {
        spread(network, branch, (service, role, port), hops);
    }
}

/// Sends it to the back ends of the provider's load balancer, each by its share.
fn balance(
    network: &mut Network<'_>,
    branch: Branch,
    (service, role, port): (&Service, Role, &ServicePort),
    hops: u8,
) {
    let name = || service.meta.full_name();
    let field = origin(service, role.path(service));
    let external = network.external.get_or_insert_with(|| External::new(network.cluster, network.slices));
    let exposure = external.exposure(service);
    if exposure.profile.filters_sources && is_turned_away(service, branch.packet.source) {
        let blame = origin(service, "spec.loadBalancerSourceRanges".to_owned());
        network.lose(branch, "", Loss::SourceRanges(name(), Some(blame)));
        return;
    }
    let index = service.ports.iter().position(|one| std::ptr::eq(one, port));
    let asked = network.request.proxy.node.as_deref();
    let back_ends = || exposure.back_ends.iter().filter(|one| Some(one.service_port) == index);
    let at_node = |one: &&BackEnd| asked.is_some_and(|node| *one.node_name == *node) && one.pod.is_none();
    let mut chosen: Vec<(&BackEnd, f64)> = back_ends().filter(at_node).map(|one| (one, 1.0)).collect();
    if chosen.is_empty() {
        chosen = back_ends().filter(|one| one.share > 0.0).map(|one| (one, one.share)).collect();
    }
    if chosen.is_empty() {
        let unported = back_ends().next().is_some_and(|one| one.port == 0);
        let policy = origin(service, "spec.externalTrafficPolicy".to_owned());
        let loss = if unported {
            let blame = origin(service, "spec.allocateLoadBalancerNodePorts".to_owned());
            Loss::NoNodePort(name(), Some(blame))
        } else if exposure.targets == Targets::Pods || !service.external_local() {
            Loss::NoBackEnd(name(), Some(origin(service, "spec.selector".to_owned())))
        } else {
            Loss::NoHealthyNode(name(), Some(policy))
        };
        network.lose(branch, "", loss);
        return;
    }
    for (back_end, share) in &chosen {
        let part = if *share < 1.0 { network.log.split(&branch, *share) } else { Some(branch.clone()) };
        let Some(mut part) = part else { break };
        let message = chosen_words(service, back_end, &exposure, chosen.len());
        let shown = Shown { text: String::new(), origin: Some(field.clone()) };
        network.note(&mut part, At { stage: Stage::Outside, node: "" }, message, Some(shown));
        deliver(network, part, (back_end, &exposure), hops);
    }
}

fn chosen_words(service: &Service, back_end: &BackEnd, exposure: &Exposure, count: usize) -> Message {
    let service = ("service", Arg::code(service.meta.full_name()));
    let n = ("n", Arg::count(count));
    let node = ("node", Arg::text(&*back_end.node_name));
    let address = back_end.address.map(|ip| SocketAddr::new(ip, back_end.port).to_string());
    match (&back_end.pod, exposure.profile.delivery) {
        (Some(pod), _) => {
            let address = Arg::text(address.unwrap_or_default());
            TO_POD.with([service, ("pod", Arg::code(pod)), ("address", address), n])
        }
        (None, Delivery::NodePort) => {
            TO_NODE_PORT.with([service, node, ("port", Arg::Number(back_end.port.into())), n])
        }
        (None, Delivery::Unchanged) => BALANCED.with([service, node, n]),
    }
}

/// The packet as it comes to a back end: to the node's or the Pod's own address, or unchanged; from the client, or from the
/// load balancer where that opens connections of its own.
fn deliver(
    network: &mut Network<'_>,
    mut branch: Branch,
    (back_end, exposure): (&BackEnd, &Exposure),
    hops: u8,
) {
    let balancer = branch.packet.destination.ip();
    let unchanged = back_end.pod.is_none() && exposure.profile.delivery == Delivery::Unchanged;
    let mut packet = branch.packet.at_next_node();
    if !unchanged && let Some(ip) = back_end.address {
        branch.balancer = branch.balancer.or(Some(packet.destination));
        packet.destination = SocketAddr::new(ip, back_end.port);
    }
    if !exposure.keeps_source {
        packet.source = balancer;
    }
    branch.packet = packet;
    match back_end.node {
        Some(node) => network.go_on(branch, Position::Node(node), hops + 1),
        None => network.lose(branch, "", Loss::UnknownOutside),
    }
}

/// Whether a load balancer that reads `loadBalancerSourceRanges` turns a client away.
fn is_turned_away(service: &Service, source: IpAddr) -> bool {
    let ranges = &service.load_balancer.source_ranges;
    let mut own = ranges.iter().filter(|net| net.addr().is_ipv4() == source.is_ipv4()).peekable();
    own.peek().is_some() && !own.any(|net| net.contains(&source))
}

/// Sends it to the nodes that may be chosen, each equally likely.
fn spread(
    network: &mut Network<'_>,
    branch: Branch,
    (service, role, port): (&Service, Role, &ServicePort),
    hops: u8,
) {
    let nodes = candidates(network, service, role, port, &branch.packet);
    let field = origin(service, role.path(service));
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
            .find(|(_, one)| one.ip.or(one.resolved) == Some(ip))
            .map(|(index, one)| if one.proxy { Role::Proxy(index) } else { Role::LoadBalancer(index) });
        let external = || service.external_ips.iter().position(|known| *known == ip).map(Role::ExternalIp);
        balancer.or_else(external).map(|role| (service, role))
    })
}

impl Role {
    fn path(self, service: &Service) -> String {
        match self {
            Self::LoadBalancer(_) | Self::Proxy(_) if service.load_balancer.provided => {
                "spec.type".to_owned()
            }
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
