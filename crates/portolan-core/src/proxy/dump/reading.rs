//! What a dump means: for each Service port the ways in, the endpoints behind them and how likely each is, whatever
//! tool printed it.

use crate::object::{IpFamily, Protocol};
use ipnet::IpNet;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use super::Role;

/// A line of the dump, from 1; 0 for rules that come from a plan.
pub type Line = u32;

/// A Service port as kube-proxy names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortName {
    /// `namespace/name`, and `:port` where the port has a name; for a hash that nothing explains, the hash.
    pub name: Box<str>,
    /// The protocol.
    pub protocol: Protocol,
}

/// How kube-proxy forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// `iptables-save`.
    Iptables,
    /// `nft list`.
    Nft,
}

/// Everything that a dump says of one family.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The tool that printed it.
    pub tool: Tool,
    /// The family.
    pub family: IpFamily,
    /// The chains, in the order of the text.
    pub chains: Vec<ChainSeen>,
    /// The Service ports, by name.
    pub ports: BTreeMap<PortName, PortSeen>,
    /// What it tells of the node and its kube-proxy.
    pub node: NodeSeen,
}

/// A chain, or a map of nftables.
#[derive(Clone, Debug)]
pub struct ChainSeen {
    /// Its table.
    pub table: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// What it is for.
    pub role: Role,
    /// The Service port that it serves.
    pub port: Option<PortName>,
    /// The endpoint that it leads to, for the chain of one.
    pub address: Option<SocketAddr>,
    /// The line that declares it.
    pub line: Line,
    /// The lines of its rules.
    pub rules: Vec<Line>,
    /// How many packets have matched its rules, where the dump counts.
    pub packets: Option<u64>,
}

/// A Service port.
#[derive(Clone, Debug, Default)]
pub struct PortSeen {
    /// The ways in.
    pub doors: BTreeMap<Door, DoorSeen>,
    /// The endpoints of the traffic policy Cluster.
    pub cluster: Option<PoolSeen>,
    /// The endpoints of the traffic policy Local.
    pub local: Option<PoolSeen>,
    /// What happens to traffic from outside the cluster.
    pub external: Option<ExternalSeen>,
    /// The sources that a load balancer's firewall admits.
    pub ranges: Option<RangesSeen>,
    /// Whose traffic to the cluster IP gets the node's address as its source.
    pub masquerade: Option<(Masquerade, Line)>,
    /// The health-check node port.
    pub health_check: Option<(u16, Line)>,
}

/// An address and a port at which a Service port answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// The cluster IP.
    ClusterIp(IpAddr, u16),
    /// An external IP, or the address of a load balancer.
    External(IpAddr, u16),
    /// The node port.
    NodePort(u16),
}

/// What is behind a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorSeen {
    /// Its rule.
    pub line: Line,
    /// What a packet gets.
    pub answer: Answer,
}

/// What a packet gets that comes to a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An endpoint of the traffic policy Cluster.
    Cluster,
    /// An endpoint of the traffic policy Local.
    Local,
    /// What traffic from outside gets.
    External,
    /// The same, if its source is admitted.
    Guarded,
    /// "Connection refused".
    Rejected,
    /// Silence.
    Dropped,
}

/// Endpoints among which connections are shared out.
#[derive(Clone, Debug, Default)]
pub struct PoolSeen {
    /// The line of its first rule.
    pub line: Line,
    /// The endpoints.
    pub shares: Vec<Share>,
    /// How long a client stays with its endpoint, in seconds.
    pub affinity: Option<u32>,
    /// Rules that no packet reaches, because an earlier one takes all.
    pub unreached: Vec<Line>,
    /// Rules that lead to no endpoint.
    pub dead: Vec<Line>,
}

/// An endpoint in a pool.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Its address.
    pub address: SocketAddr,
    /// The fraction of connections that it gets, clients that are remembered apart.
    pub odds: f64,
    /// The rule that sends connections to it.
    pub line: Line,
}

/// What happens to traffic from outside the cluster.
#[derive(Clone, Copy, Debug)]
pub struct ExternalSeen {
    /// Whether only endpoints on this node are used.
    pub local: bool,
    /// The line of its chain.
    pub line: Line,
}

/// The sources that a firewall admits.
#[derive(Clone, Debug)]
pub struct RangesSeen {
    /// As `10.0.0.0/8` or `10.0.0.1-10.0.0.9`.
    pub sources: BTreeSet<String>,
    /// The line of its chain.
    pub line: Line,
}

/// Whose traffic gets the node's address as its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Masquerade {
    /// All.
    All,
    /// What comes from outside a network.
    NotFrom(IpNet),
    /// What comes in by another interface.
    NotThrough(Box<str>),
}

/// What a dump tells of its node.
#[derive(Clone, Debug, Default)]
pub struct NodeSeen {
    /// Whether the kernel's own chains lead to kube-proxy's rules; `None` where the dump cannot tell.
    pub hooked: Option<bool>,
    /// The addresses at which node ports answer; `None` for all.
    pub node_port_ips: Option<BTreeSet<IpAddr>>,
    /// Addresses of endpoints that are on this node for certain.
    pub local_endpoints: BTreeSet<IpAddr>,
    /// Whether the rules look like those of IPVS mode.
    pub ipvs: bool,
    /// The form of the rules, where it is told apart.
    pub form: Form,
    /// Masquerading that holds for all cluster IPs.
    pub masquerade: Option<(Masquerade, Line)>,
}

/// In which form kube-proxy of different releases writes its rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Names of Service ports end with a colon: about 1.17 and before.
    Colon,
    /// Chains `KUBE-XLB-…` for traffic from outside: about 1.23 and before.
    Xlb,
    /// Chains `KUBE-EXT-…`, but not yet `KUBE-PROXY-FIREWALL`: about 1.24 and 1.25.
    Ext,
    /// `KUBE-PROXY-FIREWALL`: about 1.26 and later.
    Firewall,
    /// nftables: 1.29 and later.
    Nftables,
}

impl PortName {
    /// The namespace, the Service's name, and the port's name, which may be empty.
    #[must_use]
    pub fn parts(&self) -> Option<(&str, &str, &str)> {
        let (namespace, rest) = self.name.split_once('/')?;
        let (service, port) = rest.split_once(':').unwrap_or((rest, ""));
        Some((namespace, service, port))
    }
}

impl Answer {
    /// Whether somebody answers.
    #[must_use]
    pub const fn is_served(self) -> bool {
        !matches!(self, Self::Rejected | Self::Dropped)
    }
}

impl PortSeen {
    /// The affinity of whatever pool has one.
    #[must_use]
    pub fn affinity(&self) -> Option<u32> {
        let pools = [&self.cluster, &self.local];
        pools.into_iter().flatten().find_map(|pool| pool.affinity)
    }

    /// Both pools.
    pub fn pools(&self) -> impl Iterator<Item = &PoolSeen> {
        [&self.cluster, &self.local].into_iter().flatten()
    }
}
