//! The beginning of the way: who opens the connection, from which address, and where the packet goes first.

use super::log::{At, Branch};
use super::network::{Network, Position};
use super::reason::Loss;
use super::{Client, Incoming, Packet, Stage};
use crate::diagnostic::Arg;
use crate::object::{IpFamily, Protocol};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(SENT, "trace.sent",
    en: "{who} opens a {protocol} connection to {to}",
    ja: "{who}が{to}に{protocol}接続を開きます");
template!(SENT_ALONE, "trace.sent-alone",
    en: "{who} sends {protocol} packets to {to}",
    ja: "{who}が{to}に{protocol}パケットを送ります");
impl<'a> Network<'a> {
    /// The client's first packet.
    pub(super) fn open(&mut self, mut branch: Branch, to: SocketAddr) {
        let family = IpFamily::of(to.ip());
        let source = self.source(family, to.ip());
        let source = source.map(|ip| if self.is_on_client(to.ip()) { to.ip() } else { ip });
        branch.packet = Packet::new(source.unwrap_or(to.ip()), to, self.request.protocol);
        let template = if self.request.protocol == Protocol::Udp { &SENT_ALONE } else { &SENT };
        let message = template.with([
            ("who", Arg::text(self.client_name(source))),
            ("protocol", Arg::text(self.request.protocol.as_str())),
            ("to", Arg::text(to.to_string())),
        ]);
        self.log.step(&mut branch, At { stage: Stage::Send, node: self.client_node() }, message, None);
        if source.is_none() {
            let pod = match self.request.from {
                Client::Pod(id) => self.cluster.pod(id),
                Client::Node(_) | Client::Outside(_) => None,
            };
            let pending = pod.is_some_and(|pod| pod.ips.is_empty());
            self.lose(branch, "", if pending { Loss::NotBound } else { Loss::NoAddress(family) });
            return;
        }
        if self.is_for_api_server(to) {
            if let Some(branch) = self.police_api_server(branch) {
                self.arrive_at_api_server(branch);
            }
            return;
        }
        if self.is_at_unseen_door(to) {
            self.pass_unseen_door(branch, to);
            return;
        }
        self.begin(branch);
    }

    /// The address from which the client sends.
    pub(super) fn source(&self, family: IpFamily, to: IpAddr) -> Option<IpAddr> {
        let of_family = |ip: &IpAddr| IpFamily::of(*ip) == family;
        match &self.request.from {
            Client::Outside(ip) => Some(*ip).filter(of_family),
            _ if to.is_loopback() => Some(to),
            Client::Pod(id) => self.cluster.pod(*id)?.ips.iter().copied().find(of_family),
            Client::Node(node) => self.cluster.nodes.get(*node)?.internal_ips.iter().copied().find(of_family),
        }
    }

    /// Whether the client is on a node's network, and the node has the address: then it is the source, too.
    fn is_on_client(&mut self, ip: IpAddr) -> bool {
        let node = match self.request.from {
            Client::Outside(_) => None,
            Client::Node(node) => Some(node),
            Client::Pod(id) => {
                let pod = self.cluster.pod(id).filter(|pod| pod.spec.host_network);
                pod.and_then(|pod| self.node_named(&pod.node_name))
            }
        };
        let station = node.and_then(|node| self.station(node, IpFamily::of(ip)));
        station.is_some_and(|station| station.here.is_local(ip))
    }

    pub(super) fn client_name(&self, source: Option<IpAddr>) -> String {
        let name = match &self.request.from {
            Client::Pod(id) => self.cluster.pod(*id).map(|pod| format!("Pod {}", pod.full_name())),
            Client::Node(node) => Some(self.node_name(*node).to_owned()),
            Client::Outside(ip) => return ip.to_string(),
        };
        let name = name.unwrap_or_default();
        source.map_or(name.clone(), |ip| format!("{name} ({ip})"))
    }

    pub(super) fn client_node(&self) -> &'a str {
        match &self.request.from {
            Client::Pod(id) => self.cluster.pod(*id).map(|pod| pod.node_name.as_ref()).unwrap_or_default(),
            Client::Node(node) => self.node_name(*node),
            Client::Outside(_) => "",
        }
    }

    /// Sends a packet on from where the client is.
    pub(super) fn send(&mut self, mut branch: Branch, hops: u8) {
        let to = branch.packet.destination.ip();
        match self.request.from {
            Client::Outside(_) => self.go_on(branch, Position::Outside, hops),
            Client::Node(node) => self.go_out(branch, node, hops),
            Client::Pod(id) => {
                let Some(pod) = self.cluster.pod(id) else { return };
                match self.node_named(&pod.node_name) {
                    Some(node) if pod.spec.host_network => self.go_out(branch, node, hops),
                    _ if to.is_loopback() || pod.ips.contains(&to) => self.arrive_in_pod(branch, id),
                    Some(node) => {
                        branch.packet.incoming = Incoming::Pod;
                        self.go_on(branch, Position::Node(node), hops);
                    }
                    None => self.lose(branch, "", Loss::NotBound),
                }
            }
        }
    }
}
