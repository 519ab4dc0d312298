//! What the modes of kube-proxy do differently, each with its reason.

use super::{Distribution, Question, certain, close};
use crate::Analysis;
use crate::object::{IpFamily, Service, ServicePort};
use crate::proxy::{self, Mode, NodePortDestinations, Plan, PlannedPort, ProxyOptions};
use crate::trace::{Client, Ending};
use crate::workload::PodId;
use std::net::{IpAddr, SocketAddr};

/// What nftables mode makes of a packet, told from what iptables mode makes of it; and why it differs.
pub(super) fn of_nftables(
    analysis: &Analysis,
    options: &ProxyOptions,
    question: &Question,
    iptables: &Distribution,
) -> (&'static str, Distribution) {
    let facts = Facts { analysis, options, question };
    if facts.to_a_cluster_ip_without_the_port() {
        return ("a cluster IP answers on all ports, if only to refuse", certain(Ending::Refused));
    }
    if facts.to_a_node_port_without_rules(Mode::Nftables) {
        return ("node ports answer on the primary address only", certain(Ending::Refused));
    }
    if let Some(port) = facts.balanced_port().filter(|port| !port.usable.anywhere) {
        if facts.is_outside_the_ranges(&port) {
            return ("source ranges hold before the lack of endpoints is noticed", certain(Ending::Timeout));
        }
        if facts.sent_by_a_node() {
            return (
                "what a node sends is refused at once: iptables asks only what comes in or passes",
                certain(Ending::Refused),
            );
        }
    }
    if let Some(pod) = facts.pod_by_way_of_another_node() {
        let reason = "hairpins are known on the Pod's own node only: from another it gets its own packet, and drops it";
        return (reason, without_hairpin(iptables, pod));
    }
    ("no difference", iptables.clone())
}

/// What IPVS mode makes of a packet, told from what iptables mode makes of it; and why it differs.
pub(super) fn of_ipvs(
    analysis: &Analysis,
    options: &ProxyOptions,
    question: &Question,
    iptables: &Distribution,
) -> (&'static str, Expected) {
    let facts = Facts { analysis, options, question };
    let exactly = |reason, ending| (reason, Expected::Exactly(certain(ending)));
    if facts.to_a_bound_address_without_the_port() {
        return exactly("addresses on kube-ipvs0 refuse other ports", Ending::Refused);
    }
    if facts.to_a_node_port_without_rules(Mode::Ipvs) {
        return exactly("node ports do not answer on the loopback address", Ending::Refused);
    }
    let on_host = facts.client_node().is_some_and(|(_, on_host)| on_host);
    if let Some(port) = facts.balanced_port().filter(|port| !port.usable.anywhere) {
        if !on_host && facts.is_outside_the_ranges(&port) {
            return exactly("source ranges hold before the lack of real servers is noticed", Ending::Timeout);
        }
        if !facts.is_outside() {
            return exactly("a virtual server without real ones refuses, on whichever node", Ending::Refused);
        }
    }
    match facts.choice_under_local() {
        Some(endpoints) if !facts.is_outside() => {
            let reason = "Local holds for clients in the cluster too, and not where there is no endpoint";
            let nodes = analysis.cluster.nodes.iter().flat_map(|node| node.internal_ips.clone());
            (reason, Expected::Among(endpoints, nodes.collect()))
        }
        _ => ("no difference", Expected::Exactly(iptables.clone())),
    }
}

/// What is known of a distribution.
pub(super) enum Expected {
    Exactly(Distribution),
    /// Each of these endpoints gets an equal share, unless that is lost on the way, or nobody listens on a node.
    Among(Vec<SocketAddr>, Vec<IpAddr>),
}

impl Expected {
    pub(super) fn holds(&self, actual: &Distribution) -> bool {
        let (endpoints, nodes) = match self {
            Self::Exactly(expected) => return close(actual, expected, 1e-6),
            Self::Among(endpoints, nodes) => (endpoints, nodes),
        };
        let refusable = endpoints.is_empty() || endpoints.iter().any(|one| nodes.contains(&one.ip()));
        actual.iter().all(|((ending, _, arrived), share)| match arrived {
            Some((at, _)) => {
                let turns = endpoints.iter().filter(|one| *one == at).count();
                (share - turns as f64 / endpoints.len() as f64).abs() < 1e-9
            }
            None => *ending == Ending::Timeout || (refusable && *ending == Ending::Refused),
        })
    }
}

/// What there is to know of a question.
struct Facts<'q> {
    analysis: &'q Analysis,
    options: &'q ProxyOptions,
    question: &'q Question,
}

impl<'q> Facts<'q> {
    fn ports(&self) -> impl Iterator<Item = (&'q Service, &'q ServicePort)> {
        let protocol = self.question.protocol;
        let services = self.analysis.cluster.services.iter();
        let all = services.flat_map(|service| service.ports.iter().map(move |port| (service, port)));
        all.filter(move |(_, port)| port.protocol == protocol)
    }

    fn ip(&self) -> IpAddr {
        self.question.to.ip()
    }

    fn is_outside(&self) -> bool {
        matches!(self.question.from, Client::Outside(_))
    }

    fn to_a_cluster_ip_without_the_port(&self) -> bool {
        let mut services = self.analysis.cluster.services.iter();
        let number = self.question.to.port();
        !self.is_outside()
            && services.any(|service| service.cluster_ips.contains(&self.ip()))
            && !self
                .ports()
                .any(|(service, port)| service.cluster_ips.contains(&self.ip()) && port.port == number)
    }

    /// A node port, at an address of a node on which it does not answer in that mode.
    fn to_a_node_port_without_rules(&self, mode: Mode) -> bool {
        let Some(node) = self.node_of(self.ip()) else { return false };
        let number = self.question.to.port();
        let answers = match &self.plan(node, mode).node_port_destinations {
            NodePortDestinations::AllLocal => !self.ip().is_loopback(),
            NodePortDestinations::Addresses(ips) => ips.contains(&self.ip()) && !self.ip().is_loopback(),
        };
        !answers && self.ports().any(|(_, port)| port.node_port == number)
    }

    /// An address that the client's node has on `kube-ipvs0`, if it is another node's own, and no port of its Service.
    fn to_a_bound_address_without_the_port(&self) -> bool {
        let Some((client, _)) = self.client_node() else { return false };
        let plan = self.plan(client, Mode::Ipvs);
        let known = plan.ports.iter().any(|port| self.is_address_of(port));
        known && self.node_of(self.ip()) != Some(client) && self.port_on(client).is_none()
    }

    /// The Service port behind an address outside the cluster that nodes know.
    fn balanced_port(&self) -> Option<PlannedPort<'q>> {
        let (ip, number) = (self.ip(), self.question.to.port());
        let mut ports = self.plan(0, Mode::Nftables).ports.into_iter();
        ports.find(|port| {
            let ips = port.external_ips.iter().chain(&port.load_balancer_ips);
            let known = ips.map(|(_, known)| *known).any(|known| known == ip);
            known && port.port.port == number && port.port.protocol == self.question.protocol
        })
    }

    /// Not in the ranges, nor the load balancer's own address on a node that is in them.
    fn is_outside_the_ranges(&self, port: &PlannedPort<'_>) -> bool {
        let guarded = port.load_balancer_ips.iter().any(|(_, ip)| *ip == self.ip());
        let within = |ip: IpAddr| port.source_ranges.iter().any(|(_, range)| range.contains(&ip));
        let source = self.source();
        let itself = source == self.ip();
        let node = self.client_node().and_then(|(node, _)| self.plan(node, Mode::Nftables).node_ip);
        let admitted = within(source) || (itself && node.is_some_and(within));
        guarded && !port.source_ranges.is_empty() && !admitted
    }

    fn is_address_of(&self, port: &PlannedPort<'_>) -> bool {
        let outer = port.external_ips.iter().chain(&port.load_balancer_ips).map(|(_, ip)| *ip);
        outer.chain([port.cluster_ip]).any(|known| known == self.ip())
    }

    /// The Service port that a node has for the destination.
    fn port_on(&self, node: usize) -> Option<PlannedPort<'q>> {
        let number = self.question.to.port();
        let on_the_node = self.node_of(self.ip()) == Some(node);
        let ports = self.plan(node, Mode::Ipvs).ports.into_iter();
        ports.filter(|port| port.port.protocol == self.question.protocol).find(|port| {
            (self.is_address_of(port) && port.port.port == number)
                || (on_the_node && port.port.node_port == number)
        })
    }

    /// The Service port, on the node that schedules the packet in IPVS mode: the client's own, or that of the address.
    fn scheduled_port(&self) -> Option<PlannedPort<'q>> {
        let (client, _) = self.client_node()?;
        self.port_on(client).or_else(|| self.port_on(self.node_of(self.ip())?))
    }

    /// The endpoints among which IPVS chooses for clients in the cluster where a policy is Local: those on the node, or
    /// all if there are none.
    fn choice_under_local(&self) -> Option<Vec<SocketAddr>> {
        let port = self.scheduled_port()?;
        let internal = port.cluster_ip == self.ip();
        let local = if internal { port.internal_local } else { port.external_local };
        let indices = if port.usable.local.is_empty() { &port.usable.cluster } else { &port.usable.local };
        local.then(|| port.select(indices).map(|endpoint| endpoint.address).collect())
    }

    /// A node sends it to an address that it does not have itself.
    fn sent_by_a_node(&self) -> bool {
        self.client_node().is_some_and(|(node, on_host)| on_host && self.node_of(self.ip()) != Some(node))
    }

    /// A Pod with a network of its own, and a node port of another node than the Pod's; under the policy Cluster, that
    /// node gives the packet its own address as the source anyway.
    fn pod_by_way_of_another_node(&self) -> Option<PodId> {
        let Client::Pod(id) = self.question.from else { return None };
        let (node, on_host) = self.client_node()?;
        let through = self.node_of(self.ip())?;
        let number = self.question.to.port();
        let local =
            |(service, port): (&Service, &ServicePort)| service.external_local() && port.node_port == number;
        (!on_host && through != node && self.ports().any(local)).then_some(id)
    }

    /// The client's node, and whether it sends as the node itself.
    fn client_node(&self) -> Option<(usize, bool)> {
        let cluster = &self.analysis.cluster;
        match self.question.from {
            Client::Outside(_) => None,
            Client::Node(node) => Some((node, true)),
            Client::Pod(id) => {
                let pod = cluster.pod(id)?;
                let node = cluster.nodes.iter().position(|node| node.name == pod.node_name)?;
                Some((node, pod.spec.host_network))
            }
        }
    }

    fn source(&self) -> IpAddr {
        let cluster = &self.analysis.cluster;
        let own = match self.question.from {
            Client::Outside(ip) => return ip,
            Client::Node(node) => &cluster.nodes[node].internal_ips,
            Client::Pod(id) => &cluster.pod(id).expect("a Pod").ips,
        };
        let family = IpFamily::of(self.ip());
        let own = own.iter().copied().filter(|ip| IpFamily::of(*ip) == family);
        own.clone().find(|ip| *ip == self.ip()).or_else(|| own.clone().next()).unwrap_or(self.ip())
    }

    /// The node that has an address; for the loopback address the client's own.
    fn node_of(&self, ip: IpAddr) -> Option<usize> {
        if ip.is_loopback() {
            return self.client_node().filter(|(_, on_host)| *on_host).map(|(node, _)| node);
        }
        self.analysis.cluster.nodes.iter().position(|node| node.internal_ips.contains(&ip))
    }

    fn plan(&self, node: usize, mode: Mode) -> Plan<'q> {
        let name = self.analysis.cluster.nodes[node].name.to_string();
        let options =
            ProxyOptions { mode, node: Some(name), family: IpFamily::of(self.ip()), ..self.options.clone() };
        proxy::plan(&self.analysis.cluster, &self.analysis.slices, &options)
    }
}

/// What comes back to the Pod itself is lost.
fn without_hairpin(iptables: &Distribution, pod: PodId) -> Distribution {
    let mut result = Distribution::new();
    for ((ending, to, arrived), share) in iptables {
        let key = if *to == Some(pod) { (Ending::Timeout, None, None) } else { (*ending, *to, *arrived) };
        *result.entry(key).or_default() += share;
    }
    result
}
