//! The way back: the answer must come through every node that changed the addresses, or the client does not know whom it
//! is from.

use super::log::{At, Branch};
use super::network::Network;
use super::node::Station;
use super::reason::Reason;
use super::{Ending, Stage, words};
use crate::diagnostic::{Arg, Certainty, Origin};
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
template!(AROUND, "trace.around",
    en: "the answer of {answerer} does not come back through {node}, which changed the destination: the client gets it from an address that it did not call, and drops it; network plugins that hide Pods behind their node (masquerading) avoid this",
    ja: "{answerer}の応答は、宛先を変えた{node}を通らずに戻ります。クライアントには呼び出していないアドレスからの応答に見え、破棄されます（Podをノードのアドレスで隠す（マスカレードする）ネットワークプラグインでは起こりません）");

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
    /// Ends a branch whose packet is answered, or refused by whom it reached, if the client gets to know.
    pub(super) fn answer(&mut self, mut branch: Branch, ending: Ending, reason: Reason) {
        let refused = ending != Ending::Answered;
        match self.reply(&mut branch, refused) {
            Ok(()) => self.end(branch, ending, reason),
            Err(node) => {
                let answerer = ("answerer", words::address(branch.packet.destination));
                let message = AROUND.with([answerer, ("node", Arg::text(node.as_ref()))]);
                let reason = Reason::new(message, Certainty::DependsOnCluster);
                self.end(branch, Ending::Timeout, reason);
            }
        }
    }

    /// The way of the answer, back through every node that changed the addresses; the node that it passes by, if any.
    fn reply(&mut self, branch: &mut Branch, silent: bool) -> Result<(), Box<str>> {
        let at = |node| At { stage: Stage::Reply, node };
        let source = branch.packet.source;
        let translations = std::mem::take(&mut branch.translations);
        if translations.is_empty() && !silent {
            self.note(branch, at(""), BACK_STRAIGHT.with([("source", words::ip(source))]), None);
        }
        let mut from = self.node_of(branch.packet.destination.ip());
        for one in translations.iter().rev() {
            let hides_client = one.seen != one.source;
            let passes = |node: Option<&str>| node == Some(one.node.as_ref());
            if !hides_client && !passes(from) && !passes(self.node_of(one.source)) {
                return Err(one.node.clone());
            }
            if hides_client {
                from = self.node_named(&one.node).map(|node| self.node_name(node));
            }
            if silent {
                continue;
            }
            let original = ("original", words::address(one.original));
            let node = ("node", Arg::text(one.node.as_ref()));
            let message = if hides_client {
                let (seen, source) = (words::ip(one.seen), words::ip(one.source));
                BACK_TO.with([node, original, ("seen", seen), ("source", source)])
            } else {
                BACK_THROUGH.with([node, original])
            };
            self.note(branch, at(&one.node), message, None);
        }
        Ok(())
    }
}
