//! How kube-proxy was started, as far as it changes what it writes.

use crate::object::IpFamily;
use crate::options::{Options, Provider};
use ipnet::IpNet;

/// How kube-proxy of a node was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyOptions {
    /// `--proxy-mode`.
    pub mode: Mode,
    /// The node it runs on (`--hostname-override`); `None` for the first node of the cluster.
    pub node: Option<String>,
    /// The family of which the rules are wanted.
    pub family: IpFamily,
    /// `--cluster-cidr`; empty where the flag is left out.
    pub cluster_cidrs: Vec<IpNet>,
    /// `--detect-local-mode`.
    pub detect_local: DetectLocal,
    /// `--masquerade-all`.
    pub masquerade_all: bool,
    /// `--iptables-masquerade-bit`, 0 to 31.
    pub masquerade_bit: u32,
    /// `--nodeport-addresses`.
    pub nodeport_addresses: NodePortAddresses,
    /// `--iptables-localhost-nodeports`.
    pub localhost_nodeports: bool,
    /// `--conntrack-tcp-be-liberal`: packets outside the window of a connection are let through.
    pub conntrack_tcp_be_liberal: bool,
    /// `--ipvs-scheduler`.
    pub ipvs_scheduler: String,
    /// Whether the node's kernel has nfacct counters; not a flag of kube-proxy, which finds out by itself.
    pub nfacct: bool,
}

/// `--proxy-mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Rules of iptables.
    #[default]
    Iptables,
    /// A table of nftables.
    Nftables,
    /// Virtual servers of IPVS.
    Ipvs,
}

impl Mode {
    /// The mode that kube-proxy has in the clusters of a provider unless it is asked for another one.
    #[must_use]
    pub const fn of(provider: Provider) -> Self {
        if provider.is_ack() { Self::Ipvs } else { Self::Iptables }
    }
}

/// `--detect-local-mode`, with what the mode needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DetectLocal {
    /// By `--cluster-cidr`.
    #[default]
    ClusterCidr,
    /// By the node's `spec.podCIDRs`.
    NodeCidr,
    /// By `--pod-bridge-interface`.
    BridgeInterface(String),
    /// By `--pod-interface-name-prefix`.
    InterfaceNamePrefix(String),
}

/// `--nodeport-addresses`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NodePortAddresses {
    /// Left out: all addresses of the node, in nftables mode the primary ones.
    #[default]
    Default,
    /// `primary`: the node's primary address of each family.
    Primary,
    /// Addresses in these networks.
    Networks(Vec<IpNet>),
}

impl ProxyOptions {
    /// kube-proxy's defaults in a cluster with these facts, in iptables mode, for the cluster's own family.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self {
            mode: options.provider.map_or_else(Mode::default, Mode::of),
            node: None,
            family: options.families().next().unwrap_or(IpFamily::V4),
            cluster_cidrs: options.cluster_cidrs.clone(),
            detect_local: DetectLocal::default(),
            masquerade_all: false,
            masquerade_bit: 14,
            nodeport_addresses: NodePortAddresses::default(),
            localhost_nodeports: true,
            conntrack_tcp_be_liberal: false,
            ipvs_scheduler: "rr".to_owned(),
            nfacct: true,
        }
    }
}
