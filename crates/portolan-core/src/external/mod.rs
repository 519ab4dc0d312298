//! What providers put in front of a cluster: for each Service of type LoadBalancer or NodePort the address, the back-end
//! servers and which of them are healthy, and what becomes of clients under a policy.
//!
//! [`PROFILES`] is a table of facts, each with the pages that state it; [`External`] makes of them what they mean for
//! the Services, nodes and Pods at hand. What kube-proxy does on a node comes from its plan ([`crate::proxy`]).

mod annotation;
mod back_end;
mod choice;
mod profile;
mod source;
mod why;

pub use back_end::BackEnd;
pub use profile::{Affinity, Check, Delivery, PROFILES, Profile, Targets, profile};
pub use source::Source;
pub use why::pending;

use crate::cluster::Cluster;
use crate::diagnostic::Origin;
use crate::object::{EndpointSlice, IpFamily, Node, Service, ServiceType, TrafficPolicy};
use crate::options::Provider;
use crate::proxy::ServicePlans;
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

/// Nodes with this label are no back ends of load balancers.
const EXCLUDED: &str = "node.kubernetes.io/exclude-from-external-load-balancers";

/// A cluster as load balancers see it.
pub struct External<'a> {
    cluster: &'a Cluster,
    provider: Provider,
    plans: [ServicePlans<'a>; 2],
    nodes: BTreeMap<&'a str, usize>,
}

/// A Service as it is reached from outside.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The policy for which this holds.
    pub policy: TrafficPolicy,
    /// What the provider's load balancers do.
    pub profile: &'static Profile,
    /// The field that asks for a way in from outside.
    pub origin: Origin,
    /// Whether there is a load balancer: a Service of type NodePort has none, and nobody makes one for a Service that
    /// waits for another provider.
    pub balanced: bool,
    /// What it sends to.
    pub targets: Targets,
    /// The family in which the rest is.
    pub family: IpFamily,
    /// The addresses.
    pub addresses: Vec<Address>,
    /// Whether the addresses are of the provider's private network.
    pub internal: bool,
    /// The health check of each back end.
    pub check: Check,
    /// The back ends, port by port of the Service.
    pub back_ends: Vec<BackEnd>,
    /// The share of each Pod in the connections to the first port that has back ends; they add up to 1 where any
    /// Pod gets a connection.
    pub shares: Vec<Share>,
    /// Whether a share goes by the number of Pods on a node.
    pub by_pods: bool,
    /// Whether the load balancer leaves the client's address as it is.
    pub keeps_source: bool,
    /// Whether Pods see the client's own address.
    pub source_kept: bool,
    /// Whether the connections of a client can be kept on one Pod.
    pub sessions: bool,
    /// Whether the manifest asks for that.
    pub sessions_asked: bool,
}

/// An address of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its IP, or the one behind its host name.
    pub ip: Option<IpAddr>,
    /// Its host name; empty for none.
    pub hostname: Box<str>,
    /// Whether the provider gave it here; else a manifest states it.
    pub provided: bool,
    /// Whether it only stands for one that nobody can know.
    pub example: bool,
    /// The field that leads to it.
    pub origin: Origin,
}

/// The share of a Pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// `namespace/name`; the address of an endpoint that is no Pod.
    pub pod: String,
    /// Its node; empty where none is known.
    pub node: String,
    /// How likely it is that a connection comes to it.
    pub fraction: f64,
}

impl<'a> External<'a> {
    /// Of a cluster and its slices, with its provider's load balancers: those of [`Provider::Generic`] if nobody is
    /// named.
    #[must_use]
    pub fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice]) -> Self {
        let nodes = cluster.nodes.iter().enumerate();
        Self {
            cluster,
            provider: cluster.options.provider.unwrap_or(Provider::Generic),
            plans: [IpFamily::V4, IpFamily::V6].map(|family| ServicePlans::new(slices, family)),
            nodes: nodes.map(|(place, node)| (&*node.name, place)).collect(),
        }
    }

    /// Whether a Service is reached from outside at all.
    #[must_use]
    pub const fn concerns(service: &Service) -> bool {
        matches!(service.kind, ServiceType::LoadBalancer | ServiceType::NodePort)
    }

    /// A Service as it is.
    #[must_use]
    pub fn exposure(&self, service: &Service) -> Exposure {
        self.exposure_under(service, service.external_traffic_policy.unwrap_or(TrafficPolicy::Cluster))
    }

    /// A Service as it would be under a policy.
    #[must_use]
    pub fn exposure_under(&self, service: &Service, policy: TrafficPolicy) -> Exposure {
        let service = &Service { external_traffic_policy: Some(policy), ..service.clone() };
        let class = service.load_balancer.class.as_deref();
        let served = !service.load_balancer.ingress.is_empty() || self.provider.serves_class(class);
        let balanced = service.kind == ServiceType::LoadBalancer && served;
        let profile = profile(self.provider);
        let targets = if balanced { annotation::targets(profile, service) } else { Targets::Own };
        let family = service.ip_families.first().copied().unwrap_or(IpFamily::V4);
        let local = policy == TrafficPolicy::Local;
        let pods = targets == Targets::Pods;
        let proxied = service.load_balancer.ingress.iter().any(|one| one.proxy);
        let keeps_source = !proxied && (!balanced || annotation::keeps_source(profile, service, targets));
        let mut exposure = Exposure {
            policy,
            profile,
            origin: Origin { object: service.meta.id, path: "spec.type".to_owned() },
            balanced,
            targets,
            family,
            addresses: addresses(service),
            internal: balanced && annotation::internal(profile, service),
            check: check(profile, targets, local),
            back_ends: Vec::new(),
            shares: Vec::new(),
            by_pods: balanced && local && targets == Targets::Nodes && annotation::by_pods(profile, service),
            keeps_source,
            source_kept: keeps_source && (local || pods),
            sessions: sessions(profile, service, targets, local),
            sessions_asked: service.session_affinity.is_some() || sticky(profile, service),
        };
        for port in 0..service.ports.len() {
            self.add_port(service, port, &mut exposure);
        }
        exposure
    }

    /// The nodes of the endpoints that are ready for any of a Service's ports; `None` for each that names no node.
    #[must_use]
    pub fn nodes_of_ready(&self, service: &Service) -> Vec<Option<Box<str>>> {
        let family = service.ip_families.first().copied().unwrap_or(IpFamily::V4);
        let Some(anywhere) = self.cluster.nodes.first() else { return Vec::new() };
        let ports = self.plans(family).ports(service, anywhere);
        let port = ports.iter().max_by_key(|port| port.endpoints.iter().filter(|one| one.is_ready()).count());
        let endpoints = port.into_iter().flat_map(|port| &port.endpoints).filter(|one| one.is_ready());
        endpoints.map(|one| one.endpoint.node_name.clone()).collect()
    }

    fn plans(&self, family: IpFamily) -> &ServicePlans<'a> {
        let [four, six] = &self.plans;
        if family == IpFamily::V4 { four } else { six }
    }

    /// The nodes that load balancers may send to.
    fn candidates(&self) -> impl Iterator<Item = (usize, &'a Node)> {
        let excluded =
            |node: &Node| node.meta.as_ref().is_some_and(|meta| meta.labels.get(EXCLUDED).is_some());
        self.cluster.nodes.iter().enumerate().filter(move |(_, node)| !excluded(node))
    }
}

impl Exposure {
    /// The port at which the health check asks back ends for the Service's first port.
    #[must_use]
    pub fn health_port(&self, service: &Service) -> Option<u16> {
        let port = match self.check {
            Check::KubeProxy => 10256,
            Check::HealthCheckNodePort => service.health_check_node_port,
            Check::NodePort => service.ports.first()?.node_port,
            Check::TargetPort => self.first_port().next()?.port,
            Check::Api => return None,
        };
        Some(port).filter(|port| *port != 0)
    }

    /// The back ends of the first port that has any.
    pub fn first_port(&self) -> impl Iterator<Item = &BackEnd> {
        let first = self.back_ends.first().map(|one| one.service_port);
        self.back_ends.iter().filter(move |one| Some(one.service_port) == first)
    }
}

fn addresses(service: &Service) -> Vec<Address> {
    let provided = service.load_balancer.provided;
    let all = service.load_balancer.ingress.iter().enumerate();
    let origin = |index: usize| {
        let stated = format!("status.loadBalancer.ingress[{index}]");
        Origin { object: service.meta.id, path: if provided { "spec.type".to_owned() } else { stated } }
    };
    let all = all.map(|(index, one)| Address {
        ip: one.ip.or(one.resolved),
        hostname: one.hostname.clone(),
        provided,
        example: provided && (!one.hostname.is_empty() || one.ip.is_some_and(is_example)),
        origin: origin(index),
    });
    all.collect()
}

/// Whether an address is one of the networks that are set aside for examples (RFC 5737, RFC 3849, RFC 2544).
fn is_example(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_documentation() || matches!(ip.octets(), [198, 18 | 19, ..]),
        IpAddr::V6(ip) => matches!(ip.segments(), [0x2001, 0xdb8, ..]),
    }
}

const fn check(profile: &Profile, targets: Targets, local: bool) -> Check {
    let (cluster, other) = profile.checks;
    match targets {
        Targets::Pods => Check::TargetPort,
        Targets::Leader | Targets::Own => Check::Api,
        // An annotation may ask for nodes where the provider sends to Pods.
        Targets::Nodes if matches!(cluster, Check::TargetPort) => Check::NodePort,
        Targets::Nodes => {
            if local {
                other
            } else {
                cluster
            }
        }
    }
}

/// Whether an annotation asks the load balancer to send clients back to where they were.
fn sticky(profile: &Profile, service: &Service) -> bool {
    match profile.affinity {
        Affinity::Annotation(key) => annotation::is_sticky(service, key),
        Affinity::Service => false,
    }
}

/// Whether connections of a client can be kept on one Pod: what the load balancer keeps is a back end, and kube-proxy on
/// a node keeps a Pod only if the Service asks for it.
fn sessions(profile: &Profile, service: &Service, targets: Targets, local: bool) -> bool {
    let by_service = service.session_affinity.is_some();
    match targets {
        Targets::Pods => true,
        Targets::Nodes => local || (by_service && profile.affinity == Affinity::Service),
        Targets::Leader | Targets::Own => local || by_service,
    }
}

#[cfg(test)]
mod tests;
