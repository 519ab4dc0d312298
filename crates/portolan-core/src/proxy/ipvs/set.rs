//! The IP sets of IPVS mode, with their types and comments: `pkg/proxy/ipvs/ipset.go`.

use crate::object::{IpFamily, Protocol};

/// A set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetName {
    /// Cluster IPs and ports.
    ClusterIp,
    /// External IPs and ports.
    ExternalIp,
    /// The same, where the external traffic policy is Local.
    ExternalIpLocal,
    /// Health-check node ports.
    HealthCheckNodePort,
    /// The addresses on `kube-ipvs0`.
    IpvsIps,
    /// Load-balancer addresses and ports.
    LoadBalancer,
    /// The same, where source ranges are given.
    LoadBalancerFirewall,
    /// The same, where the external traffic policy is Local.
    LoadBalancerLocal,
    /// The source ranges.
    LoadBalancerSourceCidr,
    /// Load-balancer addresses that may come to themselves.
    LoadBalancerSourceIp,
    /// Endpoints on this node.
    LoopBack,
    /// Node ports, SCTP, where the external traffic policy is Local.
    NodePortLocalSctp,
    /// Node ports, TCP, where the external traffic policy is Local.
    NodePortLocalTcp,
    /// Node ports, UDP, where the external traffic policy is Local.
    NodePortLocalUdp,
    /// Node ports, SCTP.
    NodePortSctp,
    /// Node ports, TCP.
    NodePortTcp,
    /// Node ports, UDP.
    NodePortUdp,
}

/// What the elements of a set are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetType {
    /// Ports.
    BitmapPort,
    /// Addresses.
    HashIp,
    /// Addresses with ports.
    HashIpPort,
    /// Addresses with ports and other addresses.
    HashIpPortIp,
    /// Addresses with ports and networks.
    HashIpPortNet,
}

/// The longest name that `ipset` takes.
const LONGEST: usize = 31;

impl SetName {
    /// All sets.
    pub const ALL: [Self; 17] = [
        Self::ClusterIp,
        Self::ExternalIp,
        Self::ExternalIpLocal,
        Self::HealthCheckNodePort,
        Self::IpvsIps,
        Self::LoadBalancer,
        Self::LoadBalancerFirewall,
        Self::LoadBalancerLocal,
        Self::LoadBalancerSourceCidr,
        Self::LoadBalancerSourceIp,
        Self::LoopBack,
        Self::NodePortLocalSctp,
        Self::NodePortLocalTcp,
        Self::NodePortLocalUdp,
        Self::NodePortSctp,
        Self::NodePortTcp,
        Self::NodePortUdp,
    ];

    /// The set of node ports of a protocol.
    pub(super) const fn node_port(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Sctp => Self::NodePortSctp,
            Protocol::Tcp => Self::NodePortTcp,
            Protocol::Udp => Self::NodePortUdp,
        }
    }

    /// The set of node ports of a protocol under the policy Local.
    pub(super) const fn node_port_local(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Sctp => Self::NodePortLocalSctp,
            Protocol::Tcp => Self::NodePortLocalTcp,
            Protocol::Udp => Self::NodePortLocalUdp,
        }
    }

    /// The name of the set of a family.
    #[must_use]
    pub fn name(self, family: IpFamily) -> String {
        let (name, ..) = self.facts();
        match family {
            IpFamily::V4 => format!("KUBE-{name}"),
            IpFamily::V6 => format!("KUBE-6-{name}").chars().take(LONGEST).collect(),
        }
    }

    /// The type of its elements.
    #[must_use]
    pub const fn set_type(self) -> SetType {
        self.facts().1
    }

    /// What kube-proxy says that it is for.
    #[must_use]
    pub const fn comment(self) -> &'static str {
        self.facts().2
    }

    const fn facts(self) -> (&'static str, SetType, &'static str) {
        use SetType::{BitmapPort, HashIp, HashIpPort, HashIpPortIp, HashIpPortNet};
        match self {
            Self::ClusterIp => {
                ("CLUSTER-IP", HashIpPort, "Kubernetes service cluster ip + port for masquerade purpose")
            }
            Self::ExternalIp => (
                "EXTERNAL-IP",
                HashIpPort,
                "Kubernetes service external ip + port for masquerade and filter purpose",
            ),
            Self::ExternalIpLocal => (
                "EXTERNAL-IP-LOCAL",
                HashIpPort,
                "Kubernetes service external ip + port with externalTrafficPolicy=local",
            ),
            Self::HealthCheckNodePort => {
                ("HEALTH-CHECK-NODE-PORT", BitmapPort, "Kubernetes health check node port")
            }
            Self::IpvsIps => ("IPVS-IPS", HashIp, "Addresses on the ipvs interface"),
            Self::LoadBalancer => ("LOAD-BALANCER", HashIpPort, "Kubernetes service lb portal"),
            Self::LoadBalancerFirewall => (
                "LOAD-BALANCER-FW",
                HashIpPort,
                "Kubernetes service load balancer ip + port for load balancer with sourceRange",
            ),
            Self::LoadBalancerLocal => (
                "LOAD-BALANCER-LOCAL",
                HashIpPort,
                "Kubernetes service load balancer ip + port with externalTrafficPolicy=local",
            ),
            Self::LoadBalancerSourceCidr => (
                "LOAD-BALANCER-SOURCE-CIDR",
                HashIpPortNet,
                "Kubernetes service load balancer ip + port + source cidr for packet filter purpose",
            ),
            Self::LoadBalancerSourceIp => (
                "LOAD-BALANCER-SOURCE-IP",
                HashIpPortIp,
                "Kubernetes service load balancer ip + port + source IP for packet filter purpose",
            ),
            Self::LoopBack => (
                "LOOP-BACK",
                HashIpPortIp,
                "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose",
            ),
            Self::NodePortLocalSctp => (
                "NODE-PORT-LOCAL-SCTP-HASH",
                HashIpPort,
                "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
            ),
            Self::NodePortLocalTcp => (
                "NODE-PORT-LOCAL-TCP",
                BitmapPort,
                "Kubernetes nodeport TCP port with externalTrafficPolicy=local",
            ),
            Self::NodePortLocalUdp => (
                "NODE-PORT-LOCAL-UDP",
                BitmapPort,
                "Kubernetes nodeport UDP port with externalTrafficPolicy=local",
            ),
            Self::NodePortSctp => (
                "NODE-PORT-SCTP-HASH",
                HashIpPort,
                "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
            ),
            Self::NodePortTcp => {
                ("NODE-PORT-TCP", BitmapPort, "Kubernetes nodeport TCP port for masquerade purpose")
            }
            Self::NodePortUdp => {
                ("NODE-PORT-UDP", BitmapPort, "Kubernetes nodeport UDP port for masquerade purpose")
            }
        }
    }
}

impl SetType {
    /// Spelled as `ipset` does.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BitmapPort => "bitmap:port",
            Self::HashIp => "hash:ip",
            Self::HashIpPort => "hash:ip,port",
            Self::HashIpPortIp => "hash:ip,port,ip",
            Self::HashIpPortNet => "hash:ip,port,net",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_ipv6_have_names_of_their_own() {
        assert_eq!(SetName::ClusterIp.name(IpFamily::V4), "KUBE-CLUSTER-IP");
        assert_eq!(SetName::ClusterIp.name(IpFamily::V6), "KUBE-6-CLUSTER-IP");
        assert!(SetName::ALL.iter().all(|set| set.name(IpFamily::V6).len() <= LONGEST));
    }
}
