//! Services get what the API server gives them on creation, and load balancers answer where they are told to.
//!
//! Follows `pkg/registry/core/service/storage/alloc.go`.

use super::range::{Range, address, number};
use crate::object::{
    IpFamily, LoadBalancerIngress, Port, Service, ServicePort, ServiceType, TrafficPolicy, parse_ip,
};
use crate::options::Options;
use crate::workload::Fnv;
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

/// Gives out cluster IPs, node ports and health-check node ports, and asks the load balancers.
pub(super) fn allocate(services: &mut [Service], options: &Options) {
    let mut ips = Addresses::new(services, options);
    let mut ports = Range::of_ports(&options.node_ports);
    for service in &*services {
        service.ports.iter().for_each(|port| ports.take(port.node_port.into()));
        ports.take(service.health_check_node_port.into());
    }
    for service in services {
        let hash = Fnv::new().feed(&service.meta.namespace).feed(&service.meta.name);
        ips.give(service, hash);
        node_ports(service, &mut ports, hash);
        health_check_port(service, &mut ports, hash);
        answer(service);
    }
}

/// The Service networks.
struct Addresses {
    ranges: Vec<(IpFamily, IpAddr, Range)>,
}

impl Addresses {
    fn new(services: &[Service], options: &Options) -> Self {
        let range = |net: &ipnet::IpNet| (IpFamily::of(net.addr()), net.addr(), Range::of_network(*net));
        let mut ranges: Vec<_> = options.service_cidrs.iter().map(range).collect();
        if let Some((_, base, range)) = ranges.first_mut() {
            range.take(number(*base).saturating_add(1)); // default/kubernetes
        }
        for ip in services.iter().flat_map(|service| &service.cluster_ips) {
            let own = ranges.iter_mut().find(|(family, _, _)| *family == IpFamily::of(*ip));
            own.into_iter().for_each(|(_, _, range)| range.take(number(*ip)));
        }
        Self { ranges }
    }

    /// One address for each family of the Service that has none yet.
    fn give(&mut self, service: &mut Service, hash: Fnv) {
        if service.headless || service.kind == ServiceType::ExternalName {
            return;
        }
        if service.ip_families.is_empty() {
            let stated = service.cluster_ips.iter().map(|ip| IpFamily::of(*ip));
            let own = self.ranges.first().map(|(family, _, _)| *family);
            service.ip_families = stated.chain(own).take(service.cluster_ips.len().max(1)).collect();
        }
        for family in service.ip_families.iter().skip(service.cluster_ips.len()) {
            let own = self.ranges.iter_mut().find(|(known, _, _)| known == family);
            let Some((_, base, range)) = own else { continue };
            let given = range.give(hash.finish()).and_then(|number| address(number, *base));
            service.cluster_ips.extend(given);
        }
    }
}

/// A node port for each port; ports of the same number and of different protocols share theirs.
fn node_ports(service: &mut Service, range: &mut Range, hash: Fnv) {
    let wanted = match service.kind {
        ServiceType::NodePort => true,
        ServiceType::LoadBalancer => service.load_balancer.allocate_node_ports,
        ServiceType::ClusterIp | ServiceType::ExternalName => false,
    };
    if !wanted {
        return;
    }
    let mut given: BTreeMap<Port, Port> = BTreeMap::new();
    for ServicePort { port, node_port, .. } in &mut service.ports {
        if *node_port == 0 {
            *node_port = match given.get(port) {
                Some(shared) => *shared,
                None => give_port(range, hash.number((*port).into())),
            };
        }
        given.entry(*port).or_insert(*node_port);
    }
}

fn health_check_port(service: &mut Service, range: &mut Range, hash: Fnv) {
    let local = service.external_traffic_policy == Some(TrafficPolicy::Local);
    if service.kind == ServiceType::LoadBalancer && local && service.health_check_node_port == 0 {
        service.health_check_node_port = give_port(range, hash.feed("healthCheckNodePort"));
    }
}

/// The same cluster with all Services that are reached from outside under one policy.
pub(super) fn under(services: &mut [Service], policy: TrafficPolicy, options: &Options) {
    let mut ports = Range::of_ports(&options.node_ports);
    for service in &*services {
        service.ports.iter().for_each(|port| ports.take(port.node_port.into()));
        ports.take(service.health_check_node_port.into());
    }
    for service in services.iter_mut().filter(|service| service.external_traffic_policy.is_some()) {
        let hash = Fnv::new().feed(&service.meta.namespace).feed(&service.meta.name);
        service.external_traffic_policy = Some(policy);
        health_check_port(service, &mut ports, hash);
    }
}

fn give_port(range: &mut Range, hash: Fnv) -> Port {
    range.give(hash.finish()).and_then(|port| Port::try_from(port).ok()).unwrap_or(0)
}

/// What `portolan.dev/lb-ip`, `lb-hostname` and `lb-ipmode` say that the load balancer answers.
fn answer(service: &mut Service) {
    if service.kind != ServiceType::LoadBalancer || !service.load_balancer.ingress.is_empty() {
        return;
    }
    let list = |key| {
        let list = service.meta.annotations.get(key).unwrap_or_default().split(',').map(str::trim);
        list.filter(|item| !item.is_empty())
    };
    let proxy = service.meta.annotations.get("portolan.dev/lb-ipmode") == Some("Proxy");
    let by_ip = list("portolan.dev/lb-ip").filter_map(parse_ip).map(|ip| LoadBalancerIngress {
        ip: Some(ip),
        proxy,
        ..LoadBalancerIngress::default()
    });
    let by_name = list("portolan.dev/lb-hostname")
        .map(|name| LoadBalancerIngress { hostname: name.into(), ..LoadBalancerIngress::default() });
    service.load_balancer.ingress = by_ip.chain(by_name).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::fixtures::service;
    use crate::object::Protocol;

    #[test]
    fn dynamic_addresses_avoid_the_static_band_and_whatever_a_manifest_names() {
        let options = Options::default();
        let mut first = [service("default", "one", &[])];
        allocate(&mut first, &options);
        let IpAddr::V4(given) = first[0].cluster_ips[0] else { panic!("an IPv4 address") };
        assert!(given > std::net::Ipv4Addr::new(10, 96, 1, 0), "{given}");

        let mut rival = service("default", "two", &[]);
        rival.cluster_ips = vec![given.into()];
        let mut both = [service("default", "one", &[]), rival];
        allocate(&mut both, &options);
        assert_ne!(both[0].cluster_ips, both[1].cluster_ips);
    }

    #[test]
    fn ports_of_one_number_share_a_node_port() {
        let mut dns = service("default", "dns", &[]);
        dns.kind = ServiceType::NodePort;
        dns.ports = [Protocol::Udp, Protocol::Tcp]
            .map(|protocol| ServicePort { protocol, ..dns.ports[0].clone() })
            .into();
        let mut services = [dns];
        allocate(&mut services, &Options::default());
        let [one, other] = &services[0].ports[..] else { panic!("two ports") };
        assert!(one.node_port >= 30086 && one.node_port == other.node_port);
    }

    #[test]
    fn a_load_balancer_answers_what_its_annotations_say() {
        let mut web = service("default", "web", &[]);
        web.kind = ServiceType::LoadBalancer;
        web.external_traffic_policy = Some(TrafficPolicy::Local);
        web.meta.annotations = [
            ("portolan.dev/lb-ip", "203.0.113.1,2001:db8::1"),
            ("portolan.dev/lb-hostname", "lb.example.com"),
        ]
        .into_iter()
        .collect();
        let mut services = [web];
        allocate(&mut services, &Options::default());
        assert_eq!(services[0].load_balancer.ingress.len(), 3);
        assert_ne!(services[0].health_check_node_port, 0);
        assert_ne!(services[0].health_check_node_port, services[0].ports[0].node_port);
    }
}
