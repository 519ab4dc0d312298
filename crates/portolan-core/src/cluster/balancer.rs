//! What the load balancers of the cluster's provider answer, where no manifest states it.
//!
//! Which address a real provider gives nobody can know. Here they come from the networks that are set aside for
//! examples (RFC 5737, RFC 3849, RFC 2544), by a hash of the Service's name; from MetalLB's pools where the input has some; and of
//! ServiceLB they are those of the nodes, as it makes them.

use super::Cluster;
use super::range::{Range, address, number};
use crate::object::{
    AddressPool, IpFamily, LoadBalancerIngress, Node, Protocol, Service, ServiceType, parse_ip,
};
use crate::options::Provider;
use crate::workload::Fnv;
use ipnet::IpNet;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The addresses that stand for a client outside wherever one is needed, of IPv4 and of IPv6: of the networks that are
/// set aside for documentation (RFC 5737, RFC 3849), and given to nothing here.
pub const OUTSIDE: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 77)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x77)),
];

/// Of a pool no more addresses are tried than this.
const MOST_TRIED: u128 = 65_536;

/// The annotations with which Services ask MetalLB for addresses.
const METALLB_ADDRESSES: [&str; 2] = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];
/// The annotations with which they ask for a pool.
const METALLB_POOL: [&str; 2] = ["metallb.io/address-pool", "metallb.universe.tf/address-pool"];

impl Cluster {
    /// Gives load balancers the addresses of the provider; those that it gave before are given anew, for some depend
    /// on the state of Pods and nodes.
    pub(crate) fn provide_addresses(&mut self) {
        let Some(provider) = self.options.provider else { return };
        let mut services = std::mem::take(&mut self.services);
        for service in services.iter_mut().filter(|service| service.load_balancer.provided) {
            service.load_balancer.ingress.clear();
        }
        let mut given = Given::new(&services, &self.address_pools);
        for service in &mut services {
            let waits = service.kind == ServiceType::LoadBalancer && service.load_balancer.ingress.is_empty();
            if waits && provider.serves_class(service.load_balancer.class.as_deref()) {
                service.load_balancer.ingress = self.answer(provider, service, &mut given);
                service.load_balancer.provided = true;
            }
        }
        self.services = services;
    }

    fn answer(
        &self,
        provider: Provider,
        service: &Service,
        given: &mut Given<'_>,
    ) -> Vec<LoadBalancerIngress> {
        let hash = Fnv::new().feed(&service.meta.namespace).feed(&service.meta.name);
        let by_ip = |ip| LoadBalancerIngress { ip: Some(ip), ..LoadBalancerIngress::default() };
        match provider {
            Provider::Kind | Provider::Minikube | Provider::None => Vec::new(),
            Provider::K3sServiceLb => {
                given.ports(service, self.nodes_of(service)).into_iter().map(by_ip).collect()
            }
            Provider::AwsNlbInstance | Provider::AwsNlbIp => {
                let host = LoadBalancerIngress {
                    hostname: nlb_name(service, hash),
                    resolved: given.example(IpFamily::V4, hash),
                    ..LoadBalancerIngress::default()
                };
                vec![host]
            }
            Provider::MetalLbL2 => given.of_pools(service, hash).into_iter().map(by_ip).collect(),
            Provider::AckFlannel | Provider::AckTerwayEniip => {
                given.examples(service, hash).map(by_ip).collect()
            }
            Provider::Generic | Provider::Gke | Provider::Aks => match parse_ip(&service.load_balancer.ip) {
                Some(ip) => vec![by_ip(ip)],
                None => given.examples(service, hash).map(by_ip).collect(),
            },
        }
    }

    /// The nodes of whose addresses ServiceLB makes those of a Service: all that are ready; for the policy Local those
    /// with a ready Pod of it.
    fn nodes_of(&self, service: &Service) -> Vec<&Node> {
        let with_pods: BTreeSet<&str> = match &service.selector {
            Some(labels) if service.external_local() => {
                let pods = self.select(&service.meta.namespace, labels);
                let pods = pods.into_iter().filter_map(|id| self.pod(id));
                pods.filter(|pod| pod.ready && !pod.terminating).map(|pod| &*pod.node_name).collect()
            }
            _ => self.nodes.iter().map(|node| &*node.name).collect(),
        };
        self.nodes.iter().filter(|node| node.ready && with_pods.contains(&*node.name)).collect()
    }
}

/// What is given out already.
struct Given<'p> {
    examples: [(IpFamily, IpAddr, Range); 3],
    pools: &'p [AddressPool],
    taken: BTreeSet<IpAddr>,
    /// Ports that ServiceLB has opened on the nodes.
    host_ports: BTreeSet<(u16, Protocol)>,
    /// Where the search in a range of a pool goes on: what stands before is taken.
    searched: BTreeMap<IpAddr, u128>,
}

impl<'p> Given<'p> {
    fn new(services: &[Service], pools: &'p [AddressPool]) -> Self {
        let stated = services.iter().flat_map(|one| &one.load_balancer.ingress).filter_map(|one| one.ip);
        let taken: BTreeSet<IpAddr> = stated.chain(OUTSIDE).collect();
        let range = |ip: IpAddr, length| {
            let mut range =
                IpNet::new(ip, length).map_or_else(|_| Range::of_network(ip.into()), Range::of_network);
            taken.iter().filter(|one| one.is_ipv4() == ip.is_ipv4()).for_each(|one| range.take(number(*one)));
            (IpFamily::of(ip), ip, range)
        };
        let examples = [
            range(Ipv4Addr::new(198, 51, 100, 0).into(), 24),
            range(Ipv4Addr::new(198, 18, 0, 0).into(), 15),
            range(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0x5133, 0).into(), 112),
        ];
        Self { examples, pools, taken, host_ports: BTreeSet::new(), searched: BTreeMap::new() }
    }

    /// An example's address; none when all are given out.
    fn example(&mut self, family: IpFamily, hash: Fnv) -> Option<IpAddr> {
        let mut own = self.examples.iter_mut().filter(|(known, _, _)| *known == family);
        own.find_map(|(_, base, range)| address(range.give(hash.finish())?, *base))
    }

    /// One of each of the Service's families.
    fn examples(&mut self, service: &Service, hash: Fnv) -> impl Iterator<Item = IpAddr> {
        service.ip_families.iter().filter_map(move |family| self.example(*family, hash))
    }

    /// The addresses of the nodes, unless another Service has opened one of the ports there.
    fn ports(&mut self, service: &Service, nodes: Vec<&Node>) -> Vec<IpAddr> {
        let ports: BTreeSet<_> = service.ports.iter().map(|port| (port.port, port.protocol)).collect();
        if ports.iter().any(|port| self.host_ports.contains(port)) {
            return Vec::new();
        }
        self.host_ports.extend(ports);
        let of = |family: &IpFamily| {
            let ips = nodes.iter().flat_map(|node| node.internal_ips.iter().copied());
            let mut ips: Vec<_> = ips.filter(|ip| IpFamily::of(*ip) == *family).collect();
            ips.sort_unstable_by_key(ToString::to_string);
            ips
        };
        service.ip_families.iter().flat_map(of).collect()
    }

    /// What MetalLB gives: what the Service asks for, if a pool has it; else the first free address of a pool.
    fn of_pools(&mut self, service: &Service, hash: Fnv) -> Vec<IpAddr> {
        let note = |keys: [&str; 2]| keys.into_iter().find_map(|key| service.meta.annotations.get(key));
        let asked = note(METALLB_ADDRESSES).unwrap_or(&service.load_balancer.ip);
        let asked: Vec<IpAddr> = asked.split(',').filter_map(|one| parse_ip(one.trim())).collect();
        let has = |ip: &IpAddr| self.pools.is_empty() || self.pools.iter().any(|pool| pool.contains(*ip));
        if !asked.is_empty() {
            let free = asked.iter().all(|ip| has(ip) && !self.taken.contains(ip));
            self.taken.extend(asked.iter().copied().filter(|_| free));
            return if free { asked } else { Vec::new() };
        }
        if self.pools.is_empty() {
            return self.examples(service, hash).collect();
        }
        let name = note(METALLB_POOL);
        service.ip_families.iter().filter_map(|family| self.free(*family, name)).collect()
    }

    /// The first free address of a pool: of the one with that name, or of those that serve everybody.
    fn free(&mut self, family: IpFamily, name: Option<&str>) -> Option<IpAddr> {
        let serves = |pool: &&AddressPool| name.map_or(pool.auto_assign, |name| *pool.name == *name);
        let pools = self.pools.iter().filter(serves).flat_map(|pool| &pool.ranges);
        let mut ranges = pools.filter(|(first, _)| IpFamily::of(*first) == family);
        let ip = ranges.find_map(|(first, last)| {
            let (low, high) = (number(*first), number(*last));
            let next = self.searched.entry(*first).or_insert(low);
            let mut ips =
                (*next..=high.min(low.saturating_add(MOST_TRIED))).filter_map(|one| address(one, *first));
            let found = ips.find(|ip| !self.taken.contains(ip));
            *next = found.map_or(high.saturating_add(1), number);
            found
        })?;
        self.taken.insert(ip);
        Some(ip)
    }
}

/// A name after the fashion of the AWS Load Balancer Controller: eight letters of namespace and name, and a hash.
fn nlb_name(service: &Service, hash: Fnv) -> Box<str> {
    let short = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).take(8).collect() };
    let (namespace, name) = (short(&service.meta.namespace), short(&service.meta.name));
    format!("k8s-{namespace}-{name}-{:010x}.elb.example.com", hash.finish() & 0xff_ffff_ffff).into()
}
