//! What the modes of kube-proxy do differently, each with its reason.

use super::{Distribution, Question, certain};
use crate::Analysis;
use crate::object::{IpFamily, Service, ServicePort};
use crate::proxy::{self, Mode, NodePortDestinations, Plan, PlannedPort, ProxyOptions};
use crate::trace::{Client, Ending};
use crate::workload::PodId;
use std::net::IpAddr;

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
    if facts.to_a_node_port_where_nftables_has_none() {
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

    fn to_a_node_port_where_nftables_has_none(&self) -> bool {
        let Some(node) = self.node_of(self.ip()) else { return false };
        let number = self.question.to.port();
        let plan = self.plan(node);
        let answers = match &plan.node_port_destinations {
            NodePortDestinations::AllLocal => !self.ip().is_loopback(),
            NodePortDestinations::Addresses(ips) => ips.contains(&self.ip()) && !self.ip().is_loopback(),
        };
        !answers && self.ports().any(|(_, port)| port.node_port == number)
    }

    /// The Service port behind an address outside the cluster that nodes know.
    fn balanced_port(&self) -> Option<PlannedPort<'q>> {
        let (ip, number) = (self.ip(), self.question.to.port());
        let mut ports = self.plan(0).ports.into_iter();
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
        let node = self.client_node().and_then(|(node, _)| self.plan(node).node_ip);
        let admitted = within(source) || (itself && node.is_some_and(within));
        guarded && !port.source_ranges.is_empty() && !admitted
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
        if own.contains(&self.ip()) { self.ip() } else { own[0] }
    }

    /// The node that has an address; for the loopback address the client's own.
    fn node_of(&self, ip: IpAddr) -> Option<usize> {
        if ip.is_loopback() {
            return self.client_node().filter(|(_, on_host)| *on_host).map(|(node, _)| node);
        }
        self.analysis.cluster.nodes.iter().position(|node| node.internal_ips.contains(&ip))
    }

    fn plan(&self, node: usize) -> Plan<'q> {
        let name = self.analysis.cluster.nodes[node].name.to_string();
        let options = ProxyOptions {
            mode: Mode::Nftables,
            node: Some(name),
            family: IpFamily::of(self.ip()),
            ..self.options.clone()
        };
        proxy::plan(&self.analysis.cluster, &self.analysis.slices, &options)
    }
}

/// What comes back to the Pod itself is lost.
fn without_hairpin(iptables: &Distribution, pod: PodId) -> Distribution {
    let mut result = Distribution::new();
    for ((ending, to, arrived), share) in iptables {
        let key = if *to == Some(pod) {
            (Ending::Timeout, None, String::new())
        } else {
            (*ending, *to, arrived.clone())
        };
        *result.entry(key).or_default() += share;
    }
    result
}
