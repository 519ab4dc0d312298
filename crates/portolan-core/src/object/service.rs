//! Services, as `core/v1` types.go has them after defaulting.

use super::{Labels, Meta};
use ipnet::IpNet;
use std::fmt;
use std::net::IpAddr;

/// A Service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Who it is.
    pub meta: Meta,
    /// `spec.type`.
    pub kind: ServiceType,
    /// `spec.selector`; `None` for an absent or empty one: its endpoints are made by hand.
    pub selector: Option<Labels>,
    /// `spec.ports`, in order.
    pub ports: Vec<ServicePort>,
    /// Whether `spec.clusterIP` is `None`.
    pub headless: bool,
    /// `spec.clusterIPs`: written, or given out by the cluster stage; empty for headless and ExternalName ones.
    pub cluster_ips: Vec<IpAddr>,
    /// `spec.ipFamilies`.
    pub ip_families: Vec<IpFamily>,
    /// `spec.ipFamilyPolicy`.
    pub ip_family_policy: Option<IpFamilyPolicy>,
    /// `spec.externalName`; empty for the other types.
    pub external_name: Box<str>,
    /// `spec.externalIPs`.
    pub external_ips: Vec<IpAddr>,
    /// What concerns load balancers.
    pub load_balancer: LoadBalancer,
    /// The timeout in seconds of `sessionAffinity: ClientIP`; `None` for no affinity.
    pub session_affinity: Option<u32>,
    /// `spec.externalTrafficPolicy`; `None` where the type has none.
    pub external_traffic_policy: Option<TrafficPolicy>,
    /// `spec.internalTrafficPolicy`.
    pub internal_traffic_policy: Option<TrafficPolicy>,
    /// `spec.healthCheckNodePort`; 0 for none.
    pub health_check_node_port: Port,
    /// `spec.publishNotReadyAddresses`.
    pub publish_not_ready_addresses: bool,
    /// `spec.trafficDistribution`.
    pub traffic_distribution: Option<Box<str>>,
}

/// A port by number or by the name that a container gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetPort {
    /// By number; 0 is what the API server refuses.
    Number(Port),
    /// By name.
    Name(Box<str>),
}

/// A port number; 0 where there is none.
pub type Port = u16;

/// `spec.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceType {
    /// `ClusterIP`, headless ones included.
    ClusterIp,
    /// `NodePort`.
    NodePort,
    /// `LoadBalancer`.
    LoadBalancer,
    /// `ExternalName`.
    ExternalName,
}

/// One of `spec.ports`.
#[derive(Clone, Debug)]
pub struct ServicePort {
    /// The name; empty for none.
    pub name: Box<str>,
    /// The protocol.
    pub protocol: Protocol,
    /// `appProtocol`.
    pub app_protocol: Option<Box<str>>,
    /// The port of the Service.
    pub port: Port,
    /// The port of the Pods.
    pub target_port: TargetPort,
    /// The node port: written, or given out by the cluster stage; 0 for none.
    pub node_port: Port,
}

/// A transport protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// SCTP.
    Sctp,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// An IP family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IpFamily {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// `spec.ipFamilyPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpFamilyPolicy {
    /// `SingleStack`.
    Single,
    /// `PreferDualStack`.
    PreferDual,
    /// `RequireDualStack`.
    RequireDual,
}

/// `spec.externalTrafficPolicy` and `spec.internalTrafficPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficPolicy {
    /// Any endpoint.
    Cluster,
    /// Only endpoints on the node that the packet reached.
    Local,
}

/// What a Service says of load balancers, and what one has answered.
#[derive(Clone, Debug, Default)]
pub struct LoadBalancer {
    /// `spec.loadBalancerIP`, as written.
    pub ip: Box<str>,
    /// `spec.loadBalancerClass`.
    pub class: Option<Box<str>>,
    /// `spec.loadBalancerSourceRanges`.
    pub source_ranges: Vec<IpNet>,
    /// `spec.allocateLoadBalancerNodePorts`.
    pub allocate_node_ports: bool,
    /// `status.loadBalancer.ingress`: stated, or simulated from the Service's annotations.
    pub ingress: Vec<LoadBalancerIngress>,
    /// Whether the cluster's provider gave the addresses: neither a status nor an annotation states them.
    pub provided: bool,
}

/// One address of a load balancer.
#[derive(Clone, Debug, Default)]
pub struct LoadBalancerIngress {
    /// Its IP.
    pub ip: Option<IpAddr>,
    /// Its host name.
    pub hostname: Box<str>,
    /// `ipMode: Proxy`: kube-proxy leaves the address alone.
    pub proxy: bool,
    /// The address behind the host name, where the cluster's provider gave that; kube-proxy does not know it.
    pub resolved: Option<IpAddr>,
}

impl Service {
    /// Whether `node` traffic to this Service may come from outside the cluster by node port or load balancer.
    #[must_use]
    pub fn external_local(&self) -> bool {
        self.external_traffic_policy == Some(TrafficPolicy::Local)
    }
}

impl IpFamily {
    /// The family of an address.
    #[must_use]
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }
}

/// Spelled as in the API.
impl fmt::Display for IpFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        })
    }
}

impl Protocol {
    /// Spelled as in the API: `TCP`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sctp => "SCTP",
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
        }
    }

    /// Spelled as iptables and DNS do: `tcp`.
    #[must_use]
    pub const fn lower(self) -> &'static str {
        match self {
            Self::Sctp => "sctp",
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }

    /// The protocol of that name; TCP for none.
    #[must_use]
    pub fn parse(text: Option<&str>) -> Option<Self> {
        match text {
            None | Some("" | "TCP") => Some(Self::Tcp),
            Some("UDP") => Some(Self::Udp),
            Some("SCTP") => Some(Self::Sctp),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ServiceType {
    /// Spelled as in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClusterIp => "ClusterIP",
            Self::NodePort => "NodePort",
            Self::LoadBalancer => "LoadBalancer",
            Self::ExternalName => "ExternalName",
        }
    }
}

impl IpFamilyPolicy {
    /// Spelled as in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "SingleStack",
            Self::PreferDual => "PreferDualStack",
            Self::RequireDual => "RequireDualStack",
        }
    }
}

impl TrafficPolicy {
    /// Spelled as in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "Cluster",
            Self::Local => "Local",
        }
    }
}

impl fmt::Display for TargetPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}
