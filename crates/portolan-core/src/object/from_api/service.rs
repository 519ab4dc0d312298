//! `core/v1` Service.

use super::{addresses, count, each, labels, parse_ip, port, some_text, target_port, text};
use crate::api::core;
use crate::object::{
    IpFamily, IpFamilyPolicy, LoadBalancer, LoadBalancerIngress, Meta, Port, Protocol, Service, ServicePort,
    ServiceType, TargetPort, TrafficPolicy,
};

impl Service {
    /// A Service after defaulting and validation.
    pub(crate) fn from_api(meta: Meta, service: core::Service) -> Self {
        let mut spec = service.spec.unwrap_or_default();
        let status =
            service.status.and_then(|status| status.load_balancer).and_then(|balancer| balancer.ingress);
        let headless = spec.cluster_ip.as_deref() == Some("None");
        Self {
            meta,
            kind: kind(spec.type_.as_deref()),
            selector: Some(labels(spec.selector.take())).filter(|selector| !selector.is_empty()),
            ports: each(spec.ports.take().unwrap_or_default(), service_port),
            headless,
            cluster_ips: cluster_ips(&spec),
            ip_families: spec.ip_families.iter().flatten().filter_map(|family| ip_family(family)).collect(),
            ip_family_policy: spec.ip_family_policy.as_deref().and_then(ip_family_policy),
            external_name: text(spec.external_name.take()),
            external_ips: addresses(spec.external_ips.iter().flatten()),
            session_affinity: session_affinity(&spec),
            external_traffic_policy: spec.external_traffic_policy.as_deref().and_then(traffic_policy),
            internal_traffic_policy: spec.internal_traffic_policy.as_deref().and_then(traffic_policy),
            health_check_node_port: port(spec.health_check_node_port.unwrap_or(0)),
            publish_not_ready_addresses: spec.publish_not_ready_addresses.unwrap_or(false),
            traffic_distribution: some_text(spec.traffic_distribution.take()),
            load_balancer: load_balancer(spec, status.unwrap_or_default()),
        }
    }
}

fn kind(kind: Option<&str>) -> ServiceType {
    match kind {
        Some("NodePort") => ServiceType::NodePort,
        Some("LoadBalancer") => ServiceType::LoadBalancer,
        Some("ExternalName") => ServiceType::ExternalName,
        _ => ServiceType::ClusterIp,
    }
}

fn service_port(one: core::ServicePort) -> Option<ServicePort> {
    let number = port(one.port);
    Some(ServicePort {
        name: text(one.name),
        protocol: Protocol::parse(one.protocol.as_deref())?,
        app_protocol: some_text(one.app_protocol),
        port: number,
        target_port: one
            .target_port
            .map_or(TargetPort::Number(number), |target| or_port(target_port(target), number)),
        node_port: port(one.node_port.unwrap_or(0)),
    })
}

/// An empty target port stands for the port.
fn or_port(target: TargetPort, number: Port) -> TargetPort {
    match target {
        TargetPort::Number(0) => TargetPort::Number(number),
        TargetPort::Name(name) if name.is_empty() => TargetPort::Number(number),
        other => other,
    }
}

fn cluster_ips(spec: &core::ServiceSpec) -> Vec<std::net::IpAddr> {
    let listed = spec.cluster_ips.as_deref().filter(|list| !list.is_empty());
    listed.map_or_else(|| addresses(&spec.cluster_ip), addresses)
}

fn ip_family(family: &str) -> Option<IpFamily> {
    match family {
        "IPv4" => Some(IpFamily::V4),
        "IPv6" => Some(IpFamily::V6),
        _ => None,
    }
}

fn ip_family_policy(policy: &str) -> Option<IpFamilyPolicy> {
    match policy {
        "SingleStack" => Some(IpFamilyPolicy::Single),
        "PreferDualStack" => Some(IpFamilyPolicy::PreferDual),
        "RequireDualStack" => Some(IpFamilyPolicy::RequireDual),
        _ => None,
    }
}

fn traffic_policy(policy: &str) -> Option<TrafficPolicy> {
    match policy {
        "Cluster" => Some(TrafficPolicy::Cluster),
        "Local" => Some(TrafficPolicy::Local),
        _ => None,
    }
}

/// Three hours unless said otherwise, as `core/v1` defaults it.
fn session_affinity(spec: &core::ServiceSpec) -> Option<u32> {
    let config = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
    let seconds = config.and_then(|config| config.timeout_seconds).unwrap_or(10800);
    (spec.session_affinity.as_deref() == Some("ClientIP")).then(|| count(seconds))
}

fn load_balancer(spec: core::ServiceSpec, ingress: Vec<core::LoadBalancerIngress>) -> LoadBalancer {
    let ranges = spec.load_balancer_source_ranges.unwrap_or_default();
    LoadBalancer {
        ip: text(spec.load_balancer_ip),
        class: some_text(spec.load_balancer_class),
        source_ranges: ranges.iter().filter_map(|range| network(range)).collect(),
        allocate_node_ports: spec.allocate_load_balancer_node_ports.unwrap_or(true),
        ingress: each(ingress, load_balancer_ingress),
        provided: false,
    }
}

/// A network as Go's `ParseCIDRSloppy` reads it, with its host bits cleared.
fn network(text: &str) -> Option<ipnet::IpNet> {
    let (address, length) = text.trim().split_once('/')?;
    Some(ipnet::IpNet::new(parse_ip(address)?, length.parse().ok()?).ok()?.trunc())
}

fn load_balancer_ingress(one: core::LoadBalancerIngress) -> LoadBalancerIngress {
    LoadBalancerIngress {
        ip: one.ip.as_deref().and_then(parse_ip),
        hostname: text(one.hostname),
        proxy: one.ip_mode.as_deref() == Some("Proxy"),
        resolved: None,
    }
}
