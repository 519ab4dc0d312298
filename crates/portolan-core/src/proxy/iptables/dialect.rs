//! What kube-proxy's iptables mode wrote in which release, from 1.17 on.
//!
//! Each fact names the release that changed it, and the pull request of kubernetes/kubernetes where one is known: it is
//! how the first release of a minor version writes, and some were carried back to later patches of older ones. The rules
//! that a kubelet of the same release adds are meant to be there too: until 1.24 they drop what kube-proxy marks.

use std::ops::RangeInclusive;

/// The minor versions of Kubernetes 1 whose rules are known.
pub const VERSIONS: RangeInclusive<u32> = 17..=36;

/// How the rules of a release look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Each traffic policy has a chain of its own, and one takes all traffic from outside (`KUBE-SVC`, `KUBE-SVL`,
    /// `KUBE-EXT`), where there were `KUBE-SVC` and `KUBE-XLB`: 1.24 (#109060). With them came comments that name the
    /// endpoint.
    pub(super) policy_chains: bool,
    /// The name of a Service port without a name ends in a colon: until 1.18.
    pub(super) trailing_colon: bool,
    /// The chain of each Service marks what needs source NAT, where the chain of all Services did: 1.21 (#96959).
    pub(super) marks_in_service_chain: bool,
    /// How external IPs are reached.
    pub(super) external_ips: ExternalIps,
    /// `internalTrafficPolicy` is followed: 1.22, where its feature gate is on by default.
    pub(super) internal_traffic_policy: bool,
    /// The chain `KUBE-EXTERNAL-SERVICES` stands in `FORWARD` too and refuses traffic for load balancers, and
    /// `KUBE-SERVICES` no longer stands in `INPUT`: 1.20 (#95252).
    pub(super) external_services_forwarded: bool,
    /// Health-check node ports are let in: 1.21 (#97824).
    pub(super) health_check_node_ports: bool,
    /// Comments number the endpoints of the policy Local: until 1.22 (#106030).
    pub(super) numbered_endpoints: bool,
    /// What must be lost is marked, and lost by a rule of the kubelet: until 1.24 (#110289, #110290).
    pub(super) marks_drops: bool,
    /// The firewall of a load balancer ends with a comment, and kube-proxy itself has the chain `KUBE-FIREWALL`: 1.27
    /// (#114470).
    pub(super) owns_firewall: bool,
    /// `--iptables-localhost-nodeports` is a flag: 1.26.
    pub(super) localhost_flag: bool,
    /// Packets lose their mark before they get source NAT, which others return from early: 1.19, and later patches of 1.16
    /// to 1.18 (#92035).
    pub(super) unmarks: bool,
    /// How the packets behind the first one of a connection are let through.
    pub(super) forwarding: Forwarding,
    /// Counters of nfacct: 1.32 (#122812, #125015).
    pub(super) counters: bool,
}

/// Who comes to external IPs, and with which source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExternalIps {
    /// All from other machines, with source NAT: until 1.17.
    Masqueraded,
    /// The same, under the policy Cluster: until 1.20.
    ByPolicy,
    /// All; source NAT for those who are no Pods: 1.21 (#96296).
    AsClusterIps,
}

/// What `KUBE-FORWARD` says of known connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forwarding {
    /// From and to the network of the Pods, if that is known: until 1.17.
    PodNetwork,
    /// Two equal rules: until 1.22 (#87748).
    Twice,
    /// One rule: 1.23 (#97279).
    Once,
}

impl Dialect {
    /// How kube-proxy of Kubernetes 1.`minor` writes; other versions write as the nearest that is known.
    pub(super) const fn of(minor: u32) -> Self {
        Self {
            policy_chains: minor >= 24,
            trailing_colon: minor <= 18,
            marks_in_service_chain: minor >= 21,
            external_ips: match minor {
                0..=17 => ExternalIps::Masqueraded,
                18..=20 => ExternalIps::ByPolicy,
                _ => ExternalIps::AsClusterIps,
            },
            internal_traffic_policy: minor >= 22,
            external_services_forwarded: minor >= 20,
            health_check_node_ports: minor >= 21,
            numbered_endpoints: minor <= 22,
            marks_drops: minor <= 24,
            owns_firewall: minor >= 27,
            localhost_flag: minor >= 26,
            unmarks: minor >= 19,
            forwarding: match minor {
                0..=17 => Forwarding::PodNetwork,
                18..=22 => Forwarding::Twice,
                _ => Forwarding::Once,
            },
            counters: minor >= 32,
        }
    }
}
