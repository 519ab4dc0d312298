//! What kube-proxy's IPVS mode sets up: virtual servers in the kernel, sets of addresses for the few rules around them,
//! and addresses on the interface `kube-ipvs0` (`pkg/proxy/ipvs/proxier.go`).

mod rules;
mod set;
mod text;

pub use rules::ruleset;
pub use set::{SetName, SetType};

use super::{NodePortDestinations, Plan, PlannedPort};
use crate::diagnostic::Origin;
use crate::object::{IpFamily, Protocol};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

/// Everything that kube-proxy sets up for one family.
#[derive(Clone, Debug)]
pub struct VirtualServers {
    /// The family.
    pub family: IpFamily,
    /// `--ipvs-scheduler`: how a virtual server chooses among its real ones.
    pub scheduler: String,
    /// The virtual servers.
    pub servers: BTreeMap<(IpAddr, u16, Protocol), VirtualServer>,
    /// The sets, with their elements as `ipset` writes them; every set is there, if only empty.
    pub sets: BTreeMap<SetName, BTreeSet<String>>,
    /// The addresses on `kube-ipvs0`.
    pub bound: BTreeSet<IpAddr>,
}

/// A virtual server.
#[derive(Clone, Debug)]
pub struct VirtualServer {
    /// How long a client stays with its real server, in seconds; `None` if it does not.
    pub persistent: Option<u32>,
    /// Where connections go, all equally likely.
    pub real_servers: Vec<RealServer>,
    /// The manifest field it comes from.
    pub origin: Origin,
}

/// A real server.
#[derive(Clone, Debug)]
pub struct RealServer {
    /// Its address.
    pub address: SocketAddr,
    /// The manifest it comes from.
    pub origin: Origin,
}

/// Sets up everything of a plan.
#[must_use]
pub fn virtual_servers(plan: &Plan<'_>) -> VirtualServers {
    let mut result = VirtualServers {
        family: plan.family,
        scheduler: plan.ipvs_scheduler.clone(),
        servers: BTreeMap::new(),
        sets: SetName::ALL.iter().map(|name| (*name, BTreeSet::new())).collect(),
        bound: BTreeSet::new(),
    };
    for port in &plan.ports {
        result.loop_back(port);
        result.cluster_ip(port);
        result.external_ips(plan, port);
        result.load_balancer(plan, port);
        result.node_port(plan, port);
    }
    let bound = result.bound.iter().map(ToString::to_string).collect();
    result.sets.insert(SetName::IpvsIps, bound);
    result
}

/// Whose policy a virtual server follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Internal,
    External,
}

impl VirtualServers {
    /// Endpoints on this node, ready or not: what they send to themselves through a Service needs source NAT.
    fn loop_back(&mut self, port: &PlannedPort<'_>) {
        let protocol = port.port.protocol.lower();
        for endpoint in port.endpoints.iter().filter(|endpoint| endpoint.local) {
            let (ip, number) = (endpoint.address.ip(), endpoint.address.port());
            self.put(SetName::LoopBack, format!("{ip},{protocol}:{number},{ip}"));
        }
    }

    fn cluster_ip(&mut self, port: &PlannedPort<'_>) {
        self.put(SetName::ClusterIp, entry(port, port.cluster_ip));
        self.bound.insert(port.cluster_ip);
        self.serve(port, port.cluster_ip, Policy::Internal, port.port_origin("port"));
    }

    fn external_ips(&mut self, plan: &Plan<'_>, port: &PlannedPort<'_>) {
        let set = if port.external_local { SetName::ExternalIpLocal } else { SetName::ExternalIp };
        for (index, ip) in &port.external_ips {
            self.put(set, entry(port, *ip));
            self.bind(plan, *ip);
            self.serve(port, *ip, Policy::External, port.origin(format!("spec.externalIPs[{index}]")));
        }
    }

    /// The addresses of load balancers, and who may come to them. A load balancer's own address may where a range
    /// includes the node: its packets to that address never leave it.
    fn load_balancer(&mut self, plan: &Plan<'_>, port: &PlannedPort<'_>) {
        for (index, ip) in &port.load_balancer_ips {
            let entry = entry(port, *ip);
            let ranges = &port.source_ranges;
            for (_, range) in ranges {
                self.put(SetName::LoadBalancerSourceCidr, format!("{entry},{range}"));
            }
            if ranges.iter().any(|(_, range)| plan.node_ip.is_some_and(|node| range.contains(&node))) {
                self.put(SetName::LoadBalancerSourceIp, format!("{entry},{ip}"));
            }
            if !ranges.is_empty() {
                self.put(SetName::LoadBalancerFirewall, entry.clone());
            }
            if port.external_local {
                self.put(SetName::LoadBalancerLocal, entry.clone());
            }
            self.put(SetName::LoadBalancer, entry);
            self.bind(plan, *ip);
            let origin = port.origin(format!("status.loadBalancer.ingress[{index}].ip"));
            self.serve(port, *ip, Policy::External, origin);
        }
    }

    /// The node port and the health-check node port; neither is there where node ports have no address.
    fn node_port(&mut self, plan: &Plan<'_>, port: &PlannedPort<'_>) {
        let number = port.port.node_port;
        let addresses: Vec<IpAddr> = match &plan.node_port_destinations {
            NodePortDestinations::AllLocal => plan.node_ips.clone(),
            NodePortDestinations::Addresses(ips) => {
                ips.iter().copied().filter(|ip| !ip.is_loopback()).collect()
            }
        };
        if number != 0 && addresses.is_empty() {
            return;
        }
        if port.health_check_node_port != 0 {
            self.put(SetName::HealthCheckNodePort, port.health_check_node_port.to_string());
        }
        if number == 0 {
            return;
        }
        for ip in addresses {
            let protocol = port.port.protocol;
            let text = match protocol {
                Protocol::Sctp => format!("{ip},sctp:{number}"),
                Protocol::Tcp | Protocol::Udp => number.to_string(),
            };
            if port.external_local {
                self.put(SetName::node_port_local(protocol), text.clone());
            }
            self.put(SetName::node_port(protocol), text);
            let server = real_servers(port, Policy::External, port.port_origin("nodePort"));
            self.servers.insert((ip, number, protocol), server);
        }
    }

    fn serve(&mut self, port: &PlannedPort<'_>, ip: IpAddr, policy: Policy, origin: Origin) {
        let server = real_servers(port, policy, origin);
        self.servers.insert((ip, port.port.port, port.port.protocol), server);
    }

    /// Puts an address on `kube-ipvs0`, unless the node has it on another interface.
    fn bind(&mut self, plan: &Plan<'_>, ip: IpAddr) {
        if !plan.node_ips.contains(&ip) {
            self.bound.insert(ip);
        }
    }

    fn put(&mut self, set: SetName, entry: String) {
        self.sets.entry(set).or_default().insert(entry);
    }
}

/// Where a virtual server sends connections. A policy Local without endpoints here falls back to those elsewhere:
/// `syncEndpoint`.
fn real_servers(port: &PlannedPort<'_>, policy: Policy, origin: Origin) -> VirtualServer {
    let local = match policy {
        Policy::Internal => port.internal_local,
        Policy::External => port.external_local,
    };
    let local = local && !port.usable.local.is_empty();
    let indices = if local { &port.usable.local } else { &port.usable.cluster };
    let real_servers = port.select(indices).map(|endpoint| RealServer {
        address: endpoint.address,
        origin: Origin { object: endpoint.endpoint.origin, path: String::new() },
    });
    VirtualServer { persistent: port.service.session_affinity, real_servers: real_servers.collect(), origin }
}

/// An address and the port of a Service, as `ipset` writes them.
fn entry(port: &PlannedPort<'_>, ip: IpAddr) -> String {
    format!("{ip},{}:{}", port.port.protocol.lower(), port.port.port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::fixture::{BALANCED, analysis, plan_of};

    fn real_servers_of(servers: &VirtualServers, address: &str) -> Vec<String> {
        let address: SocketAddr = address.parse().expect("an address and a port");
        let server =
            servers.servers.get(&(address.ip(), address.port(), Protocol::Tcp)).expect("a virtual server");
        server.real_servers.iter().map(|real| real.address.to_string()).collect()
    }

    #[test]
    fn policy_local_falls_back_to_other_nodes() {
        let analysis = analysis(BALANCED);
        let servers = virtual_servers(&plan_of(&analysis, &[]));
        assert_eq!(real_servers_of(&servers, "203.0.113.9:80"), ["10.244.2.5:80"]);
        assert_eq!(real_servers_of(&servers, "192.168.10.11:30080"), ["10.244.2.5:80"]);
    }

    #[test]
    fn an_address_of_the_node_is_not_bound_again() {
        let manifests = BALANCED.replace("203.0.113.9", "192.168.10.11");
        let analysis = analysis(&manifests);
        let servers = virtual_servers(&plan_of(&analysis, &[]));
        let bound: Vec<_> = servers.bound.iter().map(ToString::to_string).collect();
        assert_eq!(bound, ["10.96.1.1"]);
    }

    #[test]
    fn without_an_address_for_node_ports_there_are_none() {
        let analysis = analysis(BALANCED);
        let servers = virtual_servers(&plan_of(&analysis, &["--nodeport-addresses=127.0.0.0/8"]));
        assert!(!servers.servers.keys().any(|(_, port, _)| *port == 30080));
        assert!(servers.sets.get(&SetName::HealthCheckNodePort).is_some_and(BTreeSet::is_empty));
    }
}
