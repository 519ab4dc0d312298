//! The ports of Services as kube-proxy keeps them: `pkg/proxy/serviceport.go`.

use super::PlannedEndpoint;
use super::endpoints::{OTHER_PROXY, SliceIndex};
use super::topology::{Usable, Viewpoint, categorize};
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{IpFamily, Service, ServicePort, ServiceType, TrafficPolicy};
use ipnet::IpNet;
use std::net::IpAddr;

/// A port of a Service in one family, with its endpoints.
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

/// The ports of a Service in a family, without endpoints; none if kube-proxy leaves the Service alone.
pub(super) fn ports_of(service: &Service, family: IpFamily) -> impl Iterator<Item = PlannedPort<'_>> {
    let ports = service.ports.iter().enumerate();
    proxied_ip(service, family).into_iter().flat_map(move |cluster_ip| {
        ports.clone().map(move |port| new_port(service, cluster_ip, port, family))
    })
}

impl<'a> PlannedPort<'a> {
    pub(super) fn find_endpoints(&mut self, index: &SliceIndex<'a>, viewpoint: Viewpoint<'_>) {
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

/// `namespace/name`, and `:port` where the port has a name.
pub(super) fn port_name(service: &Service, port: &ServicePort) -> String {
    let colon = if port.name.is_empty() { "" } else { ":" };
    format!("{}{colon}{}", service.meta.full_name(), port.name)
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
    let of_family = move |(index, ip): (usize, IpAddr)| (IpFamily::of(ip) == family).then_some((index, ip));
    let ingress = service.load_balancer.ingress.iter().enumerate();
    let needs_health_check = service.kind == ServiceType::LoadBalancer && service.external_local();
    PlannedPort {
        name: port_name(service, port).into(),
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
