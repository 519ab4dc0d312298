//! What is asked: from whom, to what.

use crate::object::Protocol;
use crate::proxy::ProxyOptions;
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
}
