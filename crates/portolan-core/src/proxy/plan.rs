//! The plan: everything kube-proxy knows on one node for one IP family, and nothing of how it writes it down.

use super::endpoints::SliceIndex;
use super::service_port::ports_of;
use super::topology::Viewpoint;
use super::{DetectLocal, Mode, NodePortAddresses, PlannedPort, ProxyOptions};
use crate::cluster::Cluster;
use crate::object::{EndpointSlice, IpFamily, Node, Protocol, Service};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kube-proxy makes rules of.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The minor version of Kubernetes 1.
    pub kubernetes: u32,
    /// The mode it runs in.
    pub mode: Mode,
    /// The family; a dual-stack kube-proxy makes a plan for each.
    pub family: IpFamily,
    /// The node's primary address of this family.
    pub node_ip: Option<IpAddr>,
    /// All addresses of the node of this family, those of the loopback interface left out.
    pub node_ips: Vec<IpAddr>,
    /// How traffic of Pods on this node is told from other traffic.
    pub local_traffic: LocalTraffic,
    /// `--masquerade-all`.
    pub masquerade_all: bool,
    /// The packet mark for source NAT.
    pub masquerade_mark: u32,
    /// Where node ports answer.
    pub node_port_destinations: NodePortDestinations,
    /// Whether node ports answer on 127.0.0.1.
    pub localhost_node_ports: bool,
    /// Whether the kernel has nfacct counters.
    pub nfacct: bool,
    /// `--conntrack-tcp-be-liberal`.
    pub conntrack_tcp_be_liberal: bool,
    /// `--ipvs-scheduler`.
    pub ipvs_scheduler: String,
    /// The Service network of this family.
    pub service_cidr: Option<IpNet>,
    /// The ports of all Services, by namespace, name and port name.
    pub ports: Vec<PlannedPort<'a>>,
}

/// How traffic of Pods on this node is recognised: `pkg/proxy/util/localdetector.go`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalTraffic {
    /// Not at all: rules that need it are left out.
    Unknown,
    /// By its source address.
    Network(IpNet),
    /// By the interface it comes in by.
    Interface(Box<str>),
    /// By the beginning of the name of the interface it comes in by.
    InterfacePrefix(Box<str>),
}

/// Where node ports answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodePortDestinations {
    /// On every address of the node.
    AllLocal,
    /// On these.
    Addresses(Vec<IpAddr>),
}

/// Makes the plan of kube-proxy on a node.
#[must_use]
pub fn plan<'a>(cluster: &'a Cluster, slices: &'a [EndpointSlice], options: &ProxyOptions) -> Plan<'a> {
    let family = options.family;
    let node = cluster.nodes.iter().find(|node| match &options.node {
        Some(name) => node.name.as_ref() == name.as_str(),
        None => true,
    });
    let viewpoint = Viewpoint {
        node: options.node.as_deref().or(node.map(|node| node.name.as_ref())).unwrap_or_default(),
        zone: node.map(|node| node.zone.as_ref()).unwrap_or_default(),
    };
    let index = SliceIndex::new(slices, family);
    let services = cluster.services.iter();
    let mut ports: Vec<_> = services.flat_map(|service| ports_of(service, family)).collect();
    for port in &mut ports {
        port.find_endpoints(&index, viewpoint);
    }
    ports.sort_by(|one, other| (&one.name, one.port.protocol).cmp(&(&other.name, other.port.protocol)));
    let networks = node_port_networks(options, node);
    Plan {
        kubernetes: cluster.options.kubernetes,
        mode: options.mode,
        family,
        node_ip: node.and_then(|node| addresses(node, family).next()),
        node_ips: node.into_iter().flat_map(|node| addresses(node, family)).collect(),
        local_traffic: local_traffic(options, node),
        masquerade_all: options.masquerade_all,
        masquerade_mark: masquerade_mark(options),
        node_port_destinations: destinations(networks.as_deref(), node, family),
        localhost_node_ports: options.localhost_nodeports
            && family == IpFamily::V4
            && networks.is_none_or(|networks| networks.iter().any(contains_loopback)),
        nfacct: options.nfacct,
        conntrack_tcp_be_liberal: options.conntrack_tcp_be_liberal,
        ipvs_scheduler: options.ipvs_scheduler.clone(),
        service_cidr: cluster.options.service_cidr(family),
        ports,
    }
}

/// What kube-proxy makes of single Services, on whichever node is asked for: a plan of everything is more than the
/// question which endpoints a Service has there needs.
pub struct ServicePlans<'a> {
    index: SliceIndex<'a>,
    family: IpFamily,
}

impl<'a> ServicePlans<'a> {
    /// For these slices, in one family.
    #[must_use]
    pub fn new(slices: &'a [EndpointSlice], family: IpFamily) -> Self {
        Self { index: SliceIndex::new(slices, family), family }
    }

    /// The ports of a Service on a node, in their order; none if kube-proxy leaves the Service alone.
    #[must_use]
    pub fn ports<'s>(&self, service: &'s Service, node: &Node) -> Vec<PlannedPort<'s>>
    where
        'a: 's,
    {
        let viewpoint = Viewpoint { node: &node.name, zone: &node.zone };
        let mut ports: Vec<_> = ports_of(service, self.family).collect();
        for port in &mut ports {
            port.find_endpoints(&self.index, viewpoint);
        }
        ports
    }
}

impl Plan<'_> {
    /// The endpoints on this node that it can reach: what one of them sends to itself through a Service needs source
    /// NAT.
    pub fn hairpins(&self) -> impl Iterator<Item = (IpAddr, Protocol, u16)> {
        self.ports.iter().flat_map(|port| {
            let local = port.select(&port.usable.reachable).filter(|endpoint| endpoint.local);
            local.map(|endpoint| (endpoint.address.ip(), port.port.protocol, endpoint.address.port()))
        })
    }
}

/// The flag for the bit is one of iptables; nftables mode keeps to the default.
fn masquerade_mark(options: &ProxyOptions) -> u32 {
    let bit = if options.mode == Mode::Nftables { 14 } else { options.masquerade_bit };
    1_u32.checked_shl(bit).unwrap_or_default()
}

/// `getLocalDetectors` in `cmd/kube-proxy/app/server_linux.go`.
fn local_traffic(options: &ProxyOptions, node: Option<&Node>) -> LocalTraffic {
    let network = |networks: &[IpNet]| {
        let own = networks.iter().find(|net| IpFamily::of(net.addr()) == options.family);
        own.map_or(LocalTraffic::Unknown, |net| LocalTraffic::Network(net.trunc()))
    };
    match &options.detect_local {
        DetectLocal::ClusterCidr => network(&options.cluster_cidrs),
        DetectLocal::NodeCidr => node.map_or(LocalTraffic::Unknown, |node| network(&node.pod_cidrs)),
        DetectLocal::BridgeInterface(name) => LocalTraffic::Interface(name.as_str().into()),
        DetectLocal::InterfaceNamePrefix(prefix) => LocalTraffic::InterfacePrefix(prefix.as_str().into()),
    }
}

/// The node's addresses of a family, the primary one first.
fn addresses(node: &Node, family: IpFamily) -> impl Iterator<Item = IpAddr> {
    node.internal_ips.iter().copied().filter(move |ip| IpFamily::of(*ip) == family)
}

/// The networks of `--nodeport-addresses` in this family; `None` where they are all addresses.
fn node_port_networks(options: &ProxyOptions, node: Option<&Node>) -> Option<Vec<IpNet>> {
    let primary = || {
        let ip = node.and_then(|node| addresses(node, options.family).next());
        ip.map(|ip| vec![IpNet::from(ip)])
    };
    match &options.nodeport_addresses {
        NodePortAddresses::Default if options.mode == Mode::Nftables => primary(),
        NodePortAddresses::Default => None,
        NodePortAddresses::Primary => primary(),
        NodePortAddresses::Networks(networks) => {
            let own = networks.iter().filter(|net| IpFamily::of(net.addr()) == options.family);
            let own: Vec<_> = own.map(IpNet::trunc).collect();
            (!own.is_empty() && own.iter().all(|net| net.prefix_len() != 0)).then_some(own)
        }
    }
}

/// The addresses of the node that lie in the networks.
fn destinations(networks: Option<&[IpNet]>, node: Option<&Node>, family: IpFamily) -> NodePortDestinations {
    let Some(networks) = networks else { return NodePortDestinations::AllLocal };
    let loopback = match family {
        IpFamily::V4 => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpFamily::V6 => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    let own = node.into_iter().flat_map(|node| node.internal_ips.iter().copied());
    let listed = |ip: &IpAddr| networks.iter().any(|net| net.contains(ip));
    NodePortDestinations::Addresses([loopback].into_iter().chain(own).filter(listed).collect())
}

fn contains_loopback(net: &IpNet) -> bool {
    net.addr().is_loopback() || net.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST))
}
