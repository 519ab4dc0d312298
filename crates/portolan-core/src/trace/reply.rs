//! The way back: what nodes did to the addresses of a packet, they undo for the answer, if it comes by them.

use super::log::{At, Branch};
use super::network::Network;
use super::node::Station;
use super::reason::Loss;
use super::{Stage, words};
use crate::diagnostic::{Arg, Origin};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(BACK_STRAIGHT, "trace.back-straight",
    en: "goes back to {source} unchanged",
    ja: "そのまま{source}に戻ります");
template!(BACK_THROUGH, "trace.back-through",
    en: "comes back through {node}: connection tracking gives it the source {original} again, the address that the client knows",
    ja: "{node}を通って戻ります。接続追跡によって、送信元がクライアントの知っているアドレス{original}に戻されます");
template!(BACK_TO, "trace.back-to",
    en: "goes to {seen} and so comes back through {node}: connection tracking gives it the destination {source} again, and the source {original}, the address that the client knows",
    ja: "{seen}宛てなので、{node}を通って戻ります。接続追跡によって、宛先は{source}に、送信元はクライアントの知っているアドレス{original}に戻されます");

/// What a node did to the addresses of a packet, and undoes for the answer.
#[derive(Clone, Debug)]
pub(super) struct Translation {
    node: Box<str>,
    /// The destination before.
    original: SocketAddr,
    /// The source before.
    source: IpAddr,
    /// The source behind.
    seen: IpAddr,
    /// The field of the Service that says to which port.
    pub(super) field: Option<Origin>,
}

impl Branch {
    /// Keeps in mind what a node did to the packet since it had this source.
    pub(super) fn note_translation(&mut self, before: IpAddr, station: &Station<'_>) {
        let packet = &self.packet;
        if packet.original.is_none() && packet.source == before {
            return;
        }
        let original = packet.original.unwrap_or(packet.destination);
        let port = station.port_at(original, packet.protocol);
        self.translations.push(Translation {
            node: station.here.node.into(),
            original,
            source: before,
            seen: packet.source,
            field: port.map(|port| port.port_origin("targetPort")),
        });
    }
}

impl Network<'_> {
    /// Whether the answer of somebody on a node takes a way past a node that would have to change its addresses. It goes
    /// straight to the source that the receiver sees: through the receiver's own node and the one where that source is.
    pub(super) fn strays(&self, branch: &Branch, receiver: &str) -> Option<Loss> {
        let (mut place, mut to) = (receiver, branch.packet.source);
        for one in branch.translations.iter().rev() {
            if *one.node != *place && !to.is_loopback() && self.home(to) != Some(one.node.as_ref()) {
                let from = branch.packet.destination;
                let blame = one.field.as_ref().map(|field| field.object);
                return Some(Loss::Strays { node: one.node.clone(), from, blame });
            }
            (place, to) = (&one.node, one.source);
        }
        None
    }

    /// The node through which an address is reached; none for those outside.
    fn home(&self, ip: IpAddr) -> Option<&str> {
        let pod = self.pod_at(ip).map(|(_, pod)| pod.node_name.as_ref());
        pod.or_else(|| self.node_at(ip).map(|node| self.node_name(node)))
    }

    /// The way of the answer: back through every node that changed the addresses.
    pub(super) fn reply(&mut self, branch: &mut Branch) {
        let at = |node| At { stage: Stage::Reply, node };
        let source = branch.packet.source;
        let translations = std::mem::take(&mut branch.translations);
        if translations.is_empty() {
            self.note(branch, at(""), BACK_STRAIGHT.with([("source", words::ip(source))]), None);
        }
        for one in translations.iter().rev() {
            let original = ("original", words::address(one.original));
            let node = ("node", Arg::text(one.node.as_ref()));
            let message = if one.seen == one.source {
                BACK_THROUGH.with([node, original])
            } else {
                let (seen, source) = (words::ip(one.seen), words::ip(one.source));
                BACK_TO.with([node, original, ("seen", seen), ("source", source)])
            };
            self.note(branch, at(&one.node), message, None);
        }
    }
}
