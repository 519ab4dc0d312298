//! Who takes part: the client, and those whom connections reach.

use super::words;
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang};
use portolan_core::object::Node;
use portolan_core::trace::{Client, End, Receiver};
use std::net::IpAddr;

/// The client, for the head of a report: `Pod default/shell on node-a`.
pub(crate) fn client(analysis: &Analysis, from: &Client, lang: Lang) -> String {
    let cluster = &analysis.cluster;
    match from {
        Client::Pod(id) => cluster.pod(*id).map_or_else(String::new, |pod| {
            let name = pod.full_name();
            on(format!("Pod {name}"), &pod.node_name, lang)
        }),
        Client::Node(node) => cluster.nodes.get(*node).map(|node| node.name.to_string()).unwrap_or_default(),
        Client::Outside(ip) => {
            let ip = Arg::text(ip.to_string());
            words::FROM_OUTSIDE.with([("ip", ip)]).render(lang)
        }
    }
}

/// The client's own addresses.
pub(crate) fn addresses(analysis: &Analysis, from: &Client) -> Vec<IpAddr> {
    let cluster = &analysis.cluster;
    match from {
        Client::Pod(id) => cluster.pod(*id).map(|pod| pod.ips.clone()).unwrap_or_default(),
        Client::Node(node) => {
            cluster.nodes.get(*node).map(|node| node.internal_ips.clone()).unwrap_or_default()
        }
        Client::Outside(ip) => vec![*ip],
    }
}

/// The node that has an address.
pub(crate) fn node_at(analysis: &Analysis, ip: IpAddr) -> Option<&Node> {
    analysis.cluster.nodes.iter().find(|node| node.internal_ips.contains(&ip))
}

/// Who is reached, without the address: `Pod default/web-0`, a node, or nobody.
pub(crate) fn receiver(analysis: &Analysis, receiver: &Receiver) -> String {
    match receiver {
        Receiver::Pod(id, _) => {
            analysis.cluster.pod(*id).map_or_else(String::new, |pod| format!("Pod {}", pod.full_name()))
        }
        Receiver::Node(name) => name.to_string(),
        Receiver::Nobody | Receiver::Elsewhere => String::new(),
    }
}

/// The node of whom is reached.
pub(crate) fn node_of<'a>(analysis: &'a Analysis, receiver: &'a Receiver) -> &'a str {
    match receiver {
        Receiver::Pod(id, _) => analysis.cluster.pod(*id).map(|pod| &*pod.node_name).unwrap_or_default(),
        Receiver::Node(name) => name,
        Receiver::Nobody | Receiver::Elsewhere => "",
    }
}

/// How a branch ends, in short: `10.244.2.2:8080, Pod default/web-0 on node-b`.
pub(crate) fn named(analysis: &Analysis, end: &End, lang: Lang) -> String {
    let address = end.packet.as_ref().map(|packet| packet.destination.to_string());
    let name = receiver(analysis, &end.receiver);
    let place = match &end.receiver {
        Receiver::Pod(..) => node_of(analysis, &end.receiver),
        _ => "",
    };
    let name = if name.is_empty() { name } else { on(name, place, lang) };
    let parts = [address.unwrap_or_default(), name];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => end.reason.render(lang),
        parts => parts.join(match lang {
            Lang::En => ", ",
            Lang::Ja => "、",
        }),
    }
}

fn on(name: String, node: &str, lang: Lang) -> String {
    if node.is_empty() {
        return name;
    }
    words::ON_NODE.with([("name", Arg::text(name)), ("node", Arg::text(node))]).render(lang)
}
