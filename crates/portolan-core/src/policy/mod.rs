//! NetworkPolicies: which connections of Pods they allow (`networking/v1` NetworkPolicy, and the documentation of SIG
//! Network's concepts).
//!
//! A Pod is isolated for a direction if a policy of its namespace selects it and is about that direction; then only what
//! a rule of any of those policies allows passes. Both ends are asked: egress of the sender, ingress of the receiver. A
//! policy sees addresses and ports behind Services, those of the Pods themselves. Answers to an allowed connection are
//! always allowed. Whether policies are enforced at all is up to the network plugin.

mod dns;
mod matching;
mod miss;
#[cfg(test)]
mod naive;
mod ruling;
mod selected;
mod words;

pub use dns::{DNS_PORT, dns_servers, dns_stand_in, is_dns};
pub use matching::{Answer, peer_answer, port_matches};
pub use miss::{Miss, MissKind};
pub use ruling::{Cited, Exemption, Ruling, Why};
pub use selected::{Groups, Policies};

use crate::cluster::Cluster;
use crate::object::Protocol;
use crate::workload::Pod;
use std::net::{IpAddr, SocketAddr};

/// One end of a connection, as policies see it.
#[derive(Clone, Copy, Debug)]
pub enum Party<'p> {
    /// A Pod with a network of its own, at the address at which it is seen; `None` if that is not known.
    Pod(&'p Pod, Option<IpAddr>),
    /// Who is no such Pod: a node, a Pod on its network, somebody outside; `None` for an address that is not known.
    Address(Option<IpAddr>),
}

/// A connection as policies see it: behind the translation of destinations.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'p> {
    /// Who opens it.
    pub from: Party<'p>,
    /// Who shall answer.
    pub to: Party<'p>,
    /// The protocol.
    pub protocol: Protocol,
    /// The port at which it arrives.
    pub port: u16,
    /// What the client asked for, before a Service's address and port were translated.
    pub asked: Option<SocketAddr>,
    /// From where it was sent, before a node gave it its own address.
    pub sent_from: Option<IpAddr>,
}

impl<'p> Party<'p> {
    /// A Pod as others meet it: by its labels, or by its node's address if it is on the node's network.
    #[must_use]
    pub fn of(pod: &'p Pod) -> Self {
        let ip = pod.ips.first().copied();
        if pod.spec.host_network { Self::Address(ip) } else { Self::Pod(pod, ip) }
    }

    /// The address, if it is known.
    #[must_use]
    pub const fn ip(self) -> Option<IpAddr> {
        match self {
            Self::Pod(_, ip) | Self::Address(ip) => ip,
        }
    }
}

/// Whether an address is that of the node on which a Pod runs.
fn is_own_node(cluster: &Cluster, pod: &Pod, ip: IpAddr) -> bool {
    let mut nodes = cluster.nodes.iter();
    !pod.node_name.is_empty()
        && nodes.any(|node| node.name == pod.node_name && node.internal_ips.contains(&ip))
}
