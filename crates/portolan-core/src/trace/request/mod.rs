//! What is asked: from whom, to what.

mod client;
mod target;

use crate::cluster::Cluster;
use crate::diagnostic::Message;
use crate::object::Protocol;
use crate::proxy::ProxyOptions;
use crate::routing::HttpRequest;
use crate::workload::PodId;
use std::net::IpAddr;

/// A question for the walk.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who opens the connection.
    pub from: Client,
    /// What to.
    pub to: Target,
    /// The protocol.
    pub protocol: Protocol,
    /// How kube-proxy was started; the same on every node, but for the node's name and the family.
    pub proxy: ProxyOptions,
}

/// Who opens a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Client {
    /// A program in a Pod.
    Pod(PodId),
    /// A program on a node, by its index in [`crate::cluster::Cluster::nodes`].
    Node(usize),
    /// Somebody outside the cluster.
    Outside(IpAddr),
}

/// What a connection is opened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host, as written: a name, or an address without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What is asked for there, where it may be HTTP.
    pub http: Option<Box<HttpRequest>>,
}

impl Request {
    /// Understands what people write: `from` as for [`Client::parse`], `to` as for [`Target::parse`]. Without a
    /// protocol it is the one that the target implies, else TCP.
    ///
    /// # Errors
    ///
    /// What cannot be understood, or is not there.
    pub fn parse(
        cluster: &Cluster,
        (from, to): (&str, &str),
        protocol: Option<Protocol>,
        proxy: ProxyOptions,
    ) -> Result<Self, Message> {
        let from = Client::parse(from, cluster)?;
        let (to, implied) = Target::parse(to, cluster, &from)?;
        Ok(Self { from, to, protocol: protocol.or(implied).unwrap_or(Protocol::Tcp), proxy })
    }
}
