//! The packet that walks.

use super::words;
use crate::diagnostic::Message;
use crate::object::{IpFamily, Protocol};
use std::net::{IpAddr, SocketAddr};

/// The first packet of a connection; the port that it comes from is any free one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Where it comes from, as the next hop sees it.
    pub source: IpAddr,
    /// Where it goes to.
    pub destination: SocketAddr,
    /// The protocol.
    pub protocol: Protocol,
    /// The mark that rules of this node have put on it.
    pub mark: u32,
    /// How it came to this node.
    pub incoming: Incoming,
    /// Where it went to before this node gave it another destination.
    pub original: Option<SocketAddr>,
    /// The address it would get as its source by masquerading: that of the interface by which it leaves the node.
    pub egress: Option<IpAddr>,
}

/// How a packet came to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A process of the node itself sends it.
    Own,
    /// From the interface of a Pod on this node.
    Pod,
    /// From the network.
    Network,
}

impl Packet {
    /// A packet that nothing has changed yet.
    pub(super) fn new(source: IpAddr, destination: SocketAddr, protocol: Protocol) -> Self {
        Self { source, destination, protocol, mark: 0, incoming: Incoming::Own, original: None, egress: None }
    }

    /// The same packet as it comes to another node: marks and what connection tracking knows stay behind.
    pub(super) fn at_next_node(self) -> Self {
        Self { incoming: Incoming::Network, ..Self::new(self.source, self.destination, self.protocol) }
    }

    /// Where the receiver sees it come from; `None` where that is the address of a proxy that manifests do not show.
    #[must_use]
    pub fn seen_source(&self) -> Option<IpAddr> {
        Some(self.source).filter(|ip| !ip.is_unspecified())
    }

    /// Its family.
    #[must_use]
    pub fn family(&self) -> IpFamily {
        IpFamily::of(self.destination.ip())
    }

    /// Gives it the address of the interface by which it leaves as its source; what that does, if anything.
    pub(super) fn masquerade(&mut self) -> Option<Message> {
        let before = std::mem::replace(&mut self.source, self.egress?);
        Some(words::masqueraded(before, self.source))
    }

    /// Gives it another destination.
    pub(super) fn translate(&mut self, to: SocketAddr) {
        self.original.get_or_insert(self.destination);
        self.destination = to;
    }
}
