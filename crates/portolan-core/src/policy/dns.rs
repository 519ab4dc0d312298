//! The Pods that answer the cluster's DNS names, as policies meet them.
//!
//! Manifests of applications rarely have them: then one stands in that is labelled as every installer labels them.

use super::{Flow, Party, Policies, Ruling};
use crate::cluster::Cluster;
use crate::diagnostic::ObjectId;
use crate::object::{
    Container, ContainerPort, Direction, Labels, Meta, PodSpec, PolicyPeer, PolicyPort, PolicyRule,
    PortMatch, Protocol, WrittenPod,
};
use crate::workload::Pod;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The port of the cluster's DNS, behind its Service as before it.
pub const DNS_PORT: u16 = 53;

/// That, and the one behind the Service of OpenShift.
const DNS_PORTS: [u16; 2] = [DNS_PORT, 5353];

/// The namespace of the cluster's DNS.
const NAMESPACE: &str = "kube-system";

/// The label of its Pods: CoreDNS has kept that of kube-dns.
const LABEL: (&str, &str) = ("k8s-app", "kube-dns");

/// Where NodeLocal DNSCache listens on every node (KEP-1024).
const NODE_LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::new(169, 254, 20, 10));

/// Whether a Pod answers the cluster's DNS names.
#[must_use]
pub fn is_dns(pod: &Pod) -> bool {
    *pod.namespace == *NAMESPACE && pod.labels.get(LABEL.0) == Some(LABEL.1) && !pod.is_terminal()
}

/// A Pod of CoreDNS as installers make it; its address is not known.
#[must_use]
pub fn dns_stand_in() -> Pod {
    let meta = Meta {
        id: ObjectId(u32::MAX),
        namespace: NAMESPACE.into(),
        name: "coredns".into(),
        labels: [LABEL].into_iter().collect(),
        annotations: Labels::default(),
        owner: None,
        stated: false,
    };
    let port =
        |name: &str, protocol| ContainerPort { name: name.into(), port: DNS_PORT, protocol, host_port: 0 };
    let ports = vec![port("dns", Protocol::Udp), port("dns-tcp", Protocol::Tcp)];
    let container = Container { name: "coredns".into(), ports, ..Container::default() };
    let spec = PodSpec { containers: vec![container], ..PodSpec::default() };
    Pod::written(WrittenPod { meta, spec: Arc::new(spec), status: None })
}

impl<'a> Policies<'a> {
    /// What the policies say of a Pod's questions to the cluster's DNS, at both ends: that which allows them, if any of
    /// its Pods may be asked, and the connection that was judged.
    #[must_use]
    pub fn dns<'p>(&self, pod: &'p Pod, servers: &'p [Pod]) -> Option<(Ruling<'a>, Flow<'p>)> {
        let asked = SocketAddr::new(dns_address(self.cluster)?, DNS_PORT);
        let questions = servers.iter().map(|server| Flow {
            from: Party::of(pod),
            to: Party::Pod(server, server.ips.first().copied()),
            protocol: Protocol::Udp,
            port: DNS_PORT,
            asked: Some(asked),
            sent_from: None,
        });
        let mut denied = None;
        for flow in questions {
            let (egress, ingress) = (self.egress(&flow), self.ingress(&flow));
            let sure = egress.sure && ingress.sure;
            let decides = if egress.allowed && !ingress.allowed { ingress } else { egress };
            if decides.allowed {
                return Some((Ruling { sure, ..decides }, flow));
            }
            denied = denied.or(Some((decides, flow)));
        }
        let (ruling, flow) = denied?;
        let cache = Flow { to: Party::Address(Some(NODE_LOCAL)), ..flow };
        let of_cache = self.egress(&cache);
        if of_cache.allowed {
            return Some((Ruling { sure: false, ..of_cache }, cache));
        }
        let sure = ruling.sure && !self.means_dns(pod);
        Some((Ruling { sure, ..ruling }, flow))
    }

    /// Whether a rule lets a Pod ask certain others for names: not every cluster labels its DNS alike.
    fn means_dns(&self, pod: &Pod) -> bool {
        let asks = |port: &PolicyPort| match &port.ports {
            PortMatch::Range(first, last) => first == last && DNS_PORTS.contains(first),
            PortMatch::Name(name) => name.contains("dns"),
            PortMatch::All => false,
        };
        let isolating = self.isolating(pod, Direction::Egress);
        let rules = isolating.iter().flat_map(|policy| policy.egress.iter().flatten());
        let to_pods =
            |rule: &&PolicyRule| rule.peers.iter().any(|peer| matches!(peer, PolicyPeer::Pods { .. }));
        let mut ports = rules.filter(to_pods).flat_map(|rule| &rule.ports);
        ports.any(|port| port.protocol == Protocol::Udp && asks(port))
    }

    /// What the policies say of a Pod's questions to a resolver of which nothing is known.
    #[must_use]
    pub fn resolver<'p>(&self, pod: &'p Pod) -> (Ruling<'a>, Flow<'p>) {
        let flow = Flow {
            from: Party::of(pod),
            to: Party::Address(None),
            protocol: Protocol::Udp,
            port: DNS_PORT,
            asked: None,
            sent_from: None,
        };
        (self.egress(&flow), flow)
    }
}

/// The Pods of the cluster's DNS, or the one that stands in for them.
#[must_use]
pub fn dns_servers(cluster: &Cluster) -> Vec<Pod> {
    let found: Vec<Pod> = cluster.pods.iter().filter(|pod| is_dns(pod)).cloned().collect();
    if found.is_empty() { vec![dns_stand_in()] } else { found }
}

/// The address of Service `kube-system/kube-dns`: the tenth of the Service network.
fn dns_address(cluster: &Cluster) -> Option<IpAddr> {
    let services = cluster.services.iter();
    let mut stated =
        services.filter(|one| *one.meta.namespace == *NAMESPACE && *one.meta.name == *"kube-dns");
    let stated = stated.next().and_then(|service| service.cluster_ips.first().copied());
    stated.or_else(|| {
        Some(match cluster.options.service_cidrs.first()?.network() {
            IpAddr::V4(ip) => IpAddr::V4(u32::from(ip).checked_add(10)?.into()),
            IpAddr::V6(ip) => IpAddr::V6(u128::from(ip).checked_add(10)?.into()),
        })
    })
}
