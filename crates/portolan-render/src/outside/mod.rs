//! What is reached from outside the cluster: every way in to a Service, node by node, with the Pods that answer.
//!
//! Each answer is a walk of a packet ([`portolan_core::trace`]) through the rules of that node. Who sends packets to
//! the nodes is outside the manifests: cloud providers, Ingress controllers and NetworkPolicies are not simulated.

mod words;

use portolan_core::Analysis;
use portolan_core::cluster::OUTSIDE;
use portolan_core::diagnostic::{Message, Origin};
use portolan_core::object::{Protocol, Service, ServicePort, ServiceType};
use portolan_core::proxy::ProxyOptions;
use portolan_core::trace::{Client, Ending, Outcome, Receiver, Request, Target, trace};
use std::net::{IpAddr, Ipv4Addr};

/// How many walks are made at most: each looks at the rules of all Services.
const MOST_WALKS: usize = 96;

/// At most this many nodes are columns.
const MOST_NODES: usize = 8;

/// The ways in.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// The nodes, in order; those beyond the first few are left out.
    pub nodes: Vec<String>,
    /// How many nodes are left out.
    pub more_nodes: usize,
    /// The ways in, Service by Service.
    pub ways: Vec<Way>,
    /// How many ways are left out.
    pub more_ways: usize,
}

/// A way in: an address outside the cluster, or a port of the nodes.
#[derive(Clone, Debug)]
pub struct Way {
    /// `namespace/name` of the Service.
    pub service: String,
    /// What kind of way it is.
    pub kind: WayKind,
    /// The address, or `:30080`; empty for a load balancer that has none yet.
    pub address: String,
    /// The name of the Service port, or its number.
    pub port: String,
    /// The field that opens the way.
    pub origin: Origin,
    /// Whether only Pods on the node that a packet reaches are used.
    pub local: bool,
    /// The field that says so.
    pub policy: Origin,
    /// The port on which nodes tell load balancers how they are; 0 for none.
    pub health_check: u16,
    /// What is to be said beside the answers.
    pub note: Option<Message>,
    /// The answer by each node, in the order of [`Outside::nodes`].
    pub answers: Vec<Answer>,
}

/// A kind of way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayKind {
    /// A port of every node.
    NodePort,
    /// The address of a load balancer.
    LoadBalancer,
    /// One of `externalIPs`.
    ExternalIp,
}

/// What a client outside gets by a node.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How it ends, the most likely end first.
    pub ending: Ending,
    /// The Pods that answer, each with its share.
    pub shares: Vec<Share>,
    /// Whether the Pods see the client's own address; `None` where none answers, or some do and others do not.
    pub source_kept: Option<bool>,
    /// Why it ends so, where nobody answers.
    pub reason: Option<Message>,
    /// The field to look at, where nobody answers.
    pub blame: Option<Origin>,
}

/// A Pod that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The Pod; a node's name where a program of the node answers.
    pub pod: String,
    /// Its node.
    pub node: String,
    /// How likely it is to be the one.
    pub probability: f64,
    /// Its manifest.
    pub origin: Option<Origin>,
}

/// Walks all ways in; how kube-proxy was started is the same on every node.
#[must_use]
pub fn of(analysis: &Analysis, proxy: &ProxyOptions) -> Outside {
    let cluster = &analysis.cluster;
    let nodes: Vec<String> = cluster.nodes.iter().map(|node| node.name.to_string()).collect();
    let (shown, more_nodes) = (nodes.len().min(MOST_NODES), nodes.len().saturating_sub(MOST_NODES));
    let mut outside =
        Outside { nodes: nodes.into_iter().take(shown).collect(), more_nodes, ..Outside::default() };
    let mut left = MOST_WALKS;
    for service in &cluster.services {
        for (mut way, ip, port) in ways(service) {
            let walks = ip.map_or(0, |_| shown);
            if walks > left {
                outside.more_ways += 1;
                continue;
            }
            left -= walks;
            if let Some(ip) = ip {
                way.answers = (0..shown).map(|node| answer(analysis, proxy, (node, ip), port)).collect();
            }
            outside.ways.push(way);
        }
    }
    outside
}

/// The destination of the walks: the node's own address, or one outside.
#[derive(Clone, Copy)]
enum To {
    Node,
    Address(IpAddr),
}

/// The ways in to a Service: what is known of each, where it leads, and by which port.
fn ways(service: &Service) -> Vec<(Way, Option<To>, (u16, Protocol))> {
    let mut all = Vec::new();
    for (index, port) in service.ports.iter().enumerate() {
        let outside = (port.port, port.protocol);
        if port.node_port != 0 {
            let origin = field(service, format!("spec.ports[{index}].nodePort"));
            let way = way(service, port, (WayKind::NodePort, format!(":{}", port.node_port)), origin);
            all.push((way, Some(To::Node), (port.node_port, port.protocol)));
        }
        for (at, ip) in service.external_ips.iter().enumerate() {
            let origin = field(service, format!("spec.externalIPs[{at}]"));
            let way = way(service, port, (WayKind::ExternalIp, format!("{ip}")), origin);
            all.push((Way { note: Some(words::ROUTED.message()), ..way }, Some(To::Address(*ip)), outside));
        }
        if service.kind != ServiceType::LoadBalancer {
            continue;
        }
        let ingress = &service.load_balancer.ingress;
        for (at, one) in ingress.iter().enumerate() {
            let origin = field(service, format!("status.loadBalancer.ingress[{at}]"));
            let text = one.ip.map_or_else(|| one.hostname.to_string(), |ip| ip.to_string());
            let way = way(service, port, (WayKind::LoadBalancer, text), origin);
            let note = match one.ip {
                None => Some(words::HOSTNAME.message()),
                Some(_) if one.proxy => Some(words::PROXY.message()),
                Some(_) => None,
            };
            all.push((Way { note, ..way }, one.ip.map(To::Address), outside));
        }
        if ingress.is_empty() {
            let origin = field(service, "spec.type".to_owned());
            let way = way(service, port, (WayKind::LoadBalancer, String::new()), origin);
            all.push((Way { note: Some(words::PENDING.message()), ..way }, None, outside));
        }
    }
    all
}

fn way(service: &Service, port: &ServicePort, (kind, address): (WayKind, String), origin: Origin) -> Way {
    let name = if port.name.is_empty() { port.port.to_string() } else { port.name.to_string() };
    Way {
        service: service.meta.full_name(),
        kind,
        address,
        port: name,
        origin,
        local: service.external_local(),
        policy: field(service, "spec.externalTrafficPolicy".to_owned()),
        health_check: service.health_check_node_port,
        note: None,
        answers: Vec::new(),
    }
}

fn field(service: &Service, path: String) -> Origin {
    Origin { object: service.meta.id, path }
}

/// A client outside, of the same family as an address.
const fn client(family_of: IpAddr) -> IpAddr {
    let [v4, v6] = OUTSIDE;
    if family_of.is_ipv4() { v4 } else { v6 }
}

fn answer(
    analysis: &Analysis,
    proxy: &ProxyOptions,
    (node, to): (usize, To),
    (port, protocol): (u16, Protocol),
) -> Answer {
    let cluster = &analysis.cluster;
    let known = cluster.nodes.get(node);
    let own = known.and_then(|node| node.internal_ips.first().copied());
    let ip = match to {
        To::Address(ip) => ip,
        To::Node => own.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
    };
    let mut proxy = proxy.clone();
    proxy.node = known.map(|node| node.name.to_string());
    let from = client(ip);
    let request =
        Request { from: Client::Outside(from), to: Target::new(ip.to_string(), port), protocol, proxy };
    summed_up(analysis, from, &trace(cluster, &analysis.slices, &request).outcomes())
}

fn summed_up(analysis: &Analysis, client: IpAddr, outcomes: &[Outcome]) -> Answer {
    let likely = outcomes.iter().max_by(|one, other| one.probability.total_cmp(&other.probability));
    let answered = || outcomes.iter().filter(|one| one.ending == Ending::Answered);
    let mut shares: Vec<Share> = Vec::new();
    for outcome in answered() {
        let share = share(analysis, outcome);
        match shares.iter_mut().find(|one| one.pod == share.pod) {
            Some(known) => known.probability += share.probability,
            None => shares.push(share),
        }
    }
    let kept = || answered().map(|one| one.seen_source == Some(client));
    let source_kept = kept().next().filter(|first| kept().all(|one| one == *first));
    let lost = outcomes.iter().find(|one| one.ending != Ending::Answered);
    Answer {
        ending: likely.map_or(Ending::NoRoute, |one| one.ending),
        shares,
        source_kept,
        reason: lost.map(|one| one.reason.clone()),
        blame: lost.and_then(|one| one.blame.clone()),
    }
}

fn share(analysis: &Analysis, outcome: &Outcome) -> Share {
    let probability = outcome.probability;
    match &outcome.receiver {
        Receiver::Pod(id, _) => {
            let pod = analysis.cluster.pod(*id);
            Share {
                pod: pod.map(|pod| pod.name.to_string()).unwrap_or_default(),
                node: pod.map(|pod| pod.node_name.to_string()).unwrap_or_default(),
                probability,
                origin: pod.map(|pod| Origin { object: pod.origin, path: String::new() }),
            }
        }
        Receiver::Node(name) => {
            Share { pod: name.to_string(), node: name.to_string(), probability, origin: None }
        }
        Receiver::Nobody | Receiver::Elsewhere => {
            let address = outcome.address.map(|address| address.to_string()).unwrap_or_default();
            Share { pod: address, node: String::new(), probability, origin: None }
        }
    }
}

#[cfg(test)]
mod tests;
