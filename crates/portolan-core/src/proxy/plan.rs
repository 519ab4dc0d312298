//! The plan: everything kube-proxy knows on one node for one IP family, and nothing of how it writes it down.

use super::endpoints::{OTHER_PROXY, SliceIndex};
use super::topology::{Usable, Viewpoint, categorize};
use super::{DetectLocal, Mode, NodePortAddresses, PlannedEndpoint, ProxyOptions};
use crate::cluster::Cluster;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{
    EndpointSlice, IpFamily, Node, Protocol, Service, ServicePort, ServiceType, TrafficPolicy,
};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kube-proxy makes rules of.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The mode it runs in.
    pub mode: Mode,
    /// The family; a dual-stack kube-proxy makes a plan for each.
    pub family: IpFamily,
    /// The node's primary address of this family.
    pub node_ip: Option<IpAddr>,
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

/// A port of a Service in one family: a `ServicePort` of `pkg/proxy/serviceport.go` with its endpoints.
#[derive(Clone, Debug)]
pub struct PlannedPort<'a> {
    /// `namespace/name`, and `:port` where the port has a name.
    pub name: Box<str>,
    /// The Service.
    pub service: &'a Service,
    /// The port.
    pub port: &'a ServicePort,
    /// Its place among the Service's ports.
    pub index: usize,
    /// The cluster IP of this family.
    pub cluster_ip: IpAddr,
    /// External IPs of this family, with their places in the manifest.
    pub external_ips: Vec<(usize, IpAddr)>,
    /// Load-balancer addresses of this family that are delivered to the node as they are.
    pub load_balancer_ips: Vec<(usize, IpAddr)>,
    /// `loadBalancerSourceRanges` of this family, unless one of them admits everybody.
    pub source_ranges: Vec<(usize, IpNet)>,
    /// The health-check node port; 0 for none.
    pub health_check_node_port: u16,
    /// Whether `externalTrafficPolicy` is Local.
    pub external_local: bool,
    /// Whether `internalTrafficPolicy` is Local.
    pub internal_local: bool,
    /// All endpoints, usable or not, in the order of their texts.
    pub endpoints: Vec<PlannedEndpoint<'a>>,
    /// Which of them can be used on this node.
    pub usable: Usable,
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
    let mut ports: Vec<_> = cluster
        .services
        .iter()
        .filter_map(|service| Some((service, proxied_ip(service, family)?)))
        .flat_map(|(service, cluster_ip)| {
            service.ports.iter().enumerate().map(move |port| new_port(service, cluster_ip, port, family))
        })
        .collect();
    for port in &mut ports {
        port.find_endpoints(&index, viewpoint);
    }
    ports.sort_by(|one, other| (&one.name, one.port.protocol).cmp(&(&other.name, other.port.protocol)));
    let networks = node_port_networks(options, node);
    Plan {
        mode: options.mode,
        family,
        node_ip: node.and_then(|node| primary_address(node, family)),
        local_traffic: local_traffic(options),
        masquerade_all: options.masquerade_all,
        masquerade_mark: masquerade_mark(options),
        node_port_destinations: destinations(networks.as_deref(), node, family),
        localhost_node_ports: options.localhost_nodeports
            && family == IpFamily::V4
            && networks.is_none_or(|networks| networks.iter().any(contains_loopback)),
        nfacct: options.nfacct,
        service_cidr: cluster.options.service_cidr(family),
        ports,
    }
}

/// The cluster IP of a Service in a family, unless kube-proxy leaves the Service alone.
fn proxied_ip(service: &Service, family: IpFamily) -> Option<IpAddr> {
    let labels = &service.meta.labels;
    let skipped =
        service.headless || service.kind == ServiceType::ExternalName || labels.get(OTHER_PROXY).is_some();
    service.cluster_ips.iter().copied().find(|ip| !skipped && IpFamily::of(*ip) == family)
}

fn new_port<'a>(
    service: &'a Service,
    cluster_ip: IpAddr,
    (index, port): (usize, &'a ServicePort),
    family: IpFamily,
) -> PlannedPort<'a> {
    let (namespace, name) = (&service.meta.namespace, &service.meta.name);
    let name = match port.name.as_ref() {
        "" => format!("{namespace}/{name}"),
        port => format!("{namespace}/{name}:{port}"),
    };
    let of_family = move |(index, ip): (usize, IpAddr)| (IpFamily::of(ip) == family).then_some((index, ip));
    let ingress = service.load_balancer.ingress.iter().enumerate();
    let needs_health_check = service.kind == ServiceType::LoadBalancer && service.external_local();
    PlannedPort {
        name: name.into(),
        service,
        port,
        index,
        cluster_ip,
        external_ips: service.external_ips.iter().copied().enumerate().filter_map(of_family).collect(),
        load_balancer_ips: ingress
            .filter(|(_, one)| !one.proxy)
            .filter_map(|(index, one)| of_family((index, one.ip?)))
            .collect(),
        source_ranges: source_ranges(service, family),
        health_check_node_port: if needs_health_check { service.health_check_node_port } else { 0 },
        external_local: service.external_local(),
        internal_local: service.internal_traffic_policy == Some(TrafficPolicy::Local),
        endpoints: Vec::new(),
        usable: Usable::default(),
    }
}

/// The source ranges of a family; a range of all addresses is as good as none.
fn source_ranges(service: &Service, family: IpFamily) -> Vec<(usize, IpNet)> {
    let ranges = service.load_balancer.source_ranges.iter().map(IpNet::trunc).enumerate();
    let own: Vec<_> = ranges.filter(|(_, net)| IpFamily::of(net.addr()) == family).collect();
    if own.iter().any(|(_, net)| net.prefix_len() == 0) { Vec::new() } else { own }
}

impl<'a> PlannedPort<'a> {
    fn find_endpoints(&mut self, index: &SliceIndex<'a>, viewpoint: Viewpoint<'_>) {
        let meta = &self.service.meta;
        let port = (self.port.name.as_ref(), self.port.protocol);
        self.endpoints = index.endpoints((&meta.namespace, &meta.name), port, viewpoint.node);
        let uses_cluster = !self.internal_local || self.externally_accessible();
        let uses_local = self.internal_local || (self.external_local && self.externally_accessible());
        self.usable = categorize(&self.endpoints, (uses_cluster, uses_local), viewpoint);
    }

    /// Whether it can be reached by anything but the cluster IP.
    #[must_use]
    pub fn externally_accessible(&self) -> bool {
        self.port.node_port != 0 || !self.load_balancer_ips.is_empty() || !self.external_ips.is_empty()
    }

    /// Whether traffic to the cluster IP finds an endpoint.
    #[must_use]
    pub fn answers_internally(&self) -> bool {
        if self.internal_local { !self.usable.local.is_empty() } else { self.usable.anywhere }
    }

    /// Whether traffic from outside the cluster finds an endpoint.
    #[must_use]
    pub fn answers_externally(&self) -> bool {
        if self.external_local { !self.usable.local.is_empty() } else { self.usable.anywhere }
    }

    /// Some of its endpoints, by indices of [`Self::usable`].
    pub fn select(&self, indices: &[usize]) -> impl ExactSizeIterator<Item = &PlannedEndpoint<'a>> {
        indices.iter().map(|index| &self.endpoints[*index])
    }

    /// The origin of something that a field of the Service led to: `spec.clusterIP`.
    #[must_use]
    pub fn origin(&self, path: impl Into<String>) -> Origin {
        Origin { object: self.object(), path: path.into() }
    }

    /// The origin of something that a field of this port led to: `port`.
    #[must_use]
    pub fn port_origin(&self, field: &str) -> Origin {
        self.origin(format!("spec.ports[{}].{field}", self.index))
    }

    fn object(&self) -> ObjectId {
        self.service.meta.id
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

fn local_traffic(options: &ProxyOptions) -> LocalTraffic {
    match &options.detect_local {
        DetectLocal::ClusterCidr => options
            .cluster_cidrs
            .iter()
            .find(|net| IpFamily::of(net.addr()) == options.family)
            .map_or(LocalTraffic::Unknown, |net| LocalTraffic::Network(net.trunc())),
        DetectLocal::BridgeInterface(name) => LocalTraffic::Interface(name.as_str().into()),
        DetectLocal::InterfaceNamePrefix(prefix) => LocalTraffic::InterfacePrefix(prefix.as_str().into()),
    }
}

fn primary_address(node: &Node, family: IpFamily) -> Option<IpAddr> {
    node.internal_ips.iter().copied().find(|ip| IpFamily::of(*ip) == family)
}

/// The networks of `--nodeport-addresses` in this family; `None` where they are all addresses.
fn node_port_networks(options: &ProxyOptions, node: Option<&Node>) -> Option<Vec<IpNet>> {
    let primary = || {
        let ip = node.and_then(|node| primary_address(node, options.family));
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
