//! The way of the answer: back through every node that changed the addresses, for only that node can undo it.

use super::log::{At, Branch};
use super::network::Network;
use super::node::Station;
use super::reason::Reason;
use super::{Client, Stage, words};
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::template;
use std::net::{IpAddr, SocketAddr};

template!(BACK_STRAIGHT, "trace.back-straight",
    en: "goes back to {source} unchanged",
    ja: "そのまま{source}に戻ります");
template!(BACK_BY_PROXY, "trace.back-by-proxy",
    en: "goes back to the proxy, which answers the client",
    ja: "プロキシに戻り、プロキシがクライアントに応答します");
template!(BACK_THROUGH, "trace.back-through",
    en: "comes back through {node}: connection tracking gives it the source {original} again, the address that the client knows",
    ja: "{node}を通って戻ります。接続追跡によって、送信元がクライアントの知っているアドレス{original}に戻されます");
template!(BACK_TO, "trace.back-to",
    en: "goes to {seen} and so comes back through {node}: connection tracking gives it the destination {source} again, and the source {original}, the address that the client knows",
    ja: "{seen}宛てなので、{node}を通って戻ります。接続追跡によって、宛先は{source}に、送信元はクライアントの知っているアドレス{original}に戻されます");

template!(BACK_PART, "trace.back-part",
    en: "comes back through {node}: connection tracking gives it the source {original} again",
    ja: "{node}を通って戻ります。接続追跡によって、送信元が{original}に戻されます");
template!(BACK_PART_TO, "trace.back-part-to",
    en: "goes to {seen} and so comes back through {node}: connection tracking gives it the destination {source} again, and the source {original}",
    ja: "{seen}宛てなので、{node}を通って戻ります。接続追跡によって、宛先は{source}に、送信元は{original}に戻されます");
template!(BACK_BY_BALANCER, "trace.back-by-balancer",
    en: "comes back through the load balancer, which gives it the source {address} again, the address that the client knows",
    ja: "ロードバランサーを通って戻り、送信元はクライアントの知っているアドレス{address}に戻されます");
template!(BACK_ASTRAY, "trace.back-astray",
    en: "goes straight to {source}, and not through {node}: it keeps the source {from}",
    ja: "{node}を通らずに、直接{source}に向かいます。送信元は{from}のままです");
template!(ASTRAY, "trace.astray",
    en: "the answer does not come back through {node}, which changed the destination: the client gets it from {from}, and not from {original} to which it sent, and drops it",
    ja: "応答が、宛先を変えた{node}を通って戻りません。クライアントには、送った相手の{original}ではなく{from}からの応答に見えるため、破棄されます");

/// What a node did to the addresses of a packet, and undoes for the answer.
#[derive(Clone, Debug)]
pub(super) struct Translation {
    pub(super) node: Box<str>,
    /// The destination before.
    pub(super) original: SocketAddr,
    /// The source before.
    pub(super) source: IpAddr,
    /// The source behind.
    seen: IpAddr,
    /// The field of the Service that says to which port.
    pub(super) field: Option<Origin>,
    /// The field of the Service that keeps the source, where its policy is Local.
    policy: Option<Origin>,
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
            policy: port
                .filter(|port| port.service.external_local())
                .map(|port| port.origin("spec.externalTrafficPolicy")),
        });
    }
}

impl Network<'_> {
    /// The way of the answer from a node; why it does not reach the client, if it does not.
    pub(super) fn reply(&mut self, branch: &mut Branch, from: &str) -> Option<Reason> {
        let at = |node| At { stage: Stage::Reply, node };
        let source = branch.packet.source;
        let translations = std::mem::take(&mut branch.translations);
        let balancer = branch.balancer;
        if branch.http.is_some() {
            self.note(branch, at(""), BACK_BY_PROXY.message(), None);
        } else if translations.is_empty() && balancer.is_none() {
            self.note(branch, at(""), BACK_STRAIGHT.with([("source", words::ip(source))]), None);
        }
        let mut place = from;
        for one in translations.iter().rev() {
            let original = ("original", words::address(one.original));
            let node = ("node", Arg::text(one.node.as_ref()));
            if !self.comes_back(one, place) {
                let address = || ("from", words::address(branch.packet.destination));
                let source = ("source", words::ip(one.source));
                let message = BACK_ASTRAY.with([source, node.clone(), address()]);
                // A network plugin may hide what Pods send to nodes behind their own node.
                let of_pod = self.pod_at(one.source).is_some();
                let certainty = if of_pod { Certainty::DependsOnCluster } else { Certainty::Likely };
                let reason = Reason::new(ASTRAY.with([node, original, address()]), certainty);
                self.note(branch, at(place), message, None);
                return Some(reason.blame(one.policy.clone()));
            }
            let (straight, round) = match balancer {
                Some(_) => (&BACK_PART, &BACK_PART_TO),
                None => (&BACK_THROUGH, &BACK_TO),
            };
            let message = if one.seen == one.source {
                straight.with([node, original])
            } else {
                let (seen, source) = (words::ip(one.seen), words::ip(one.source));
                round.with([node, original, ("seen", seen), ("source", source)])
            };
            self.note(branch, at(&one.node), message, None);
            place = &one.node;
        }
        if let Some(address) = balancer {
            self.note(branch, at(""), BACK_BY_BALANCER.with([("address", words::address(address))]), None);
        }
        None
    }

    /// Whether an answer that sets out from `place` passes the node of a translation: because it is there already, or
    /// goes to an address of that node or of one of its Pods.
    fn comes_back(&self, one: &Translation, place: &str) -> bool {
        if one.seen != one.source || *place == *one.node {
            return true;
        }
        let pod = self.pod_at(one.source).map(|(_, pod)| pod.node_name.as_ref());
        let node = || self.node_at(one.source).map(|node| self.node_name(node));
        let client = || match self.request.from {
            Client::Node(node) => Some(self.node_name(node)),
            Client::Pod(_) | Client::Outside(_) => None,
        };
        pod.or_else(node).or_else(client).is_some_and(|home| *home == *one.node)
    }
}
