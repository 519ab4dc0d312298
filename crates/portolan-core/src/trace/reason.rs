//! Why a connection ends as it does, how sure that is, and which field to look at.

use super::hook::Decision;
use super::network::Network;
use super::node::Station;
use super::{Ending, Packet, Receiver, words};
use crate::diagnostic::{Arg, Certainty, Message, Origin};
use crate::object::{IpFamily, Service, TargetPort};
use crate::proxy::PlannedPort;
use crate::template;
use crate::workload::Pod;

template!(NO_ENDPOINTS, "trace.no-endpoints",
    en: "Service {service} has no selector, and no EndpointSlice gives it an endpoint",
    ja: "Service {service}にはセレクターがなく、エンドポイントを与えるEndpointSliceもありません");
template!(SELECTS_NOTHING, "trace.selects-nothing",
    en: "Service {service} has no endpoint: no Pod has the labels that it selects, {labels}",
    ja: "Service {service}にはエンドポイントがありません。選択するラベル{labels}を持つPodがないためです");
template!(NONE_READY, "trace.none-ready",
    en: "Service {service} has no ready endpoint: {n|the Pod that it selects is not|none of the Pods that it selects is} ready ({pods})",
    ja: "Service {service}には準備のできたエンドポイントがありません。選択されるPod（{pods}）が{n|準備完了（Ready）ではない|どれも準備完了（Ready）ではない}ためです");
template!(NONE_WITH_PORT, "trace.none-with-port",
    en: "Service {service} has no endpoint for port {port}: no Pod that it selects has a port named {name}",
    ja: "Service {service}のポート{port}にはエンドポイントがありません。選択されるPodに{name}という名前のポートがないためです");
template!(NO_LOCAL_ENDPOINTS, "trace.no-local-endpoints",
    en: "Service {service} has endpoints, but none on {node}, and its policy Local uses no others",
    ja: "Service {service}のエンドポイントは{node}にはありません。ポリシーがLocalなので、他のノードのものは使われません");
template!(OUTSIDE_RANGES, "trace.outside-ranges",
    en: "{source} is not in the loadBalancerSourceRanges of Service {service}",
    ja: "{source}はService {service}のloadBalancerSourceRangesに含まれていません");
template!(NO_SUCH_PORT, "trace.no-such-port",
    en: "Service {service} has no port {port} for {protocol}; it has {ports}",
    ja: "Service {service}に{protocol}のポート{port}はありません。あるのは{ports}です");
template!(NO_SUCH_SERVICE, "trace.no-such-service",
    en: "no Service has the cluster IP {address}",
    ja: "クラスターIPが{address}のServiceはありません");
template!(FIREWALL, "trace.firewall",
    en: "a rule of kube-proxy drops it on {node}",
    ja: "{node}にあるkube-proxyのルールによって破棄されます");
template!(LOOP, "trace.loop",
    en: "the packet goes round in circles",
    ja: "パケットが同じところを回り続けます");
template!(OWN_SOURCE, "trace.own-source",
    en: "it seems to come from {source}, an address of the receiver itself, which no rule on the way replaced: the receiver's kernel drops it",
    ja: "送信元が受け手自身のアドレス{source}のままで、途中のどのルールもこれを置き換えていません。受け手のカーネルが破棄します");
template!(NODE_LOST, "trace.node-lost",
    en: "{node} is down: nothing comes to it or from it",
    ja: "{node}は停止しているため、通信できません");
template!(NOT_BOUND, "trace.not-bound",
    en: "the Pod runs on no node yet, and has no address",
    ja: "このPodはまだどのノードでも動いておらず、アドレスがありません");
template!(NO_ADDRESS, "trace.no-address",
    en: "the client has no {family} address",
    ja: "クライアントに{family}アドレスがありません");
template!(INSIDE_ONLY, "trace.inside-only",
    en: "{address} is an address inside the cluster: networks outside have no way to it",
    ja: "{address}はクラスター内部のアドレスです。クラスター外のネットワークからは届きません");
template!(UNKNOWN_OUTSIDE, "trace.unknown-outside",
    en: "{address} is neither a node nor an address of a Service in these manifests",
    ja: "{address}は、このマニフェストのノードのアドレスでもServiceのアドレスでもありません");
template!(NO_HEALTHY_NODE, "trace.no-healthy-node",
    en: "the load balancer finds no healthy node: no node has an endpoint of Service {service}",
    ja: "ロードバランサーから見て正常なノードがありません。Service {service}のエンドポイントを持つノードがないためです");
template!(NO_BACK_END, "trace.no-back-end",
    en: "the load balancer of Service {service} has no healthy back end: no endpoint of it is ready",
    ja: "Service {service}のロードバランサーに正常なバックエンドがありません。準備のできたエンドポイントがないためです");
template!(NOT_LISTENING, "trace.load-balancer-not-listening",
    en: "the load balancer of Service {service} has no port {port} for {protocol}",
    ja: "Service {service}のロードバランサーに{protocol}のポート{port}はありません");
template!(NO_NODE_PORT, "trace.no-node-port",
    en: "Service {service} has no node port for the load balancer to send to; some load balancers reach Pods directly",
    ja: "Service {service}にはロードバランサーの送り先となるNodePortがありません（Podに直接送るロードバランサーもあります）");

/// At most so many Pods are named.
const MOST_NAMES: usize = 5;

/// A way to get lost that is not a rule's decision.
pub(super) enum Loss {
    /// Too many hops.
    Loop,
    /// It comes to where it claims to come from: a martian source (RFC 1812, section 5.3.8).
    OwnSource,
    /// The node is down.
    NodeLost,
    /// The client's Pod is on no node.
    NotBound,
    /// The client has no address of the family.
    NoAddress(IpFamily),
    /// The address is in the Service network, and no rule took it.
    ServiceNetwork,
    /// The address is a Pod's or a cluster IP, and the client is outside.
    InsideOnly,
    /// Nobody outside is known to lead the address here.
    UnknownOutside,
    /// No node passes the load balancer's health check.
    NoHealthyNode(String, Option<Origin>),
    /// The load balancer has nothing to send to.
    NoBackEnd(String, Option<Origin>),
    /// The load balancer turns the client away.
    SourceRanges(String, Option<Origin>),
    /// The load balancer does not have the port.
    NotListening(String, Option<Origin>),
    /// The load balancer needs a node port, and there is none.
    NoNodePort(String, Option<Origin>),
}

/// Why, how sure, who, and what to look at.
pub(super) struct Reason {
    pub(super) message: Message,
    pub(super) certainty: Certainty,
    pub(super) receiver: Receiver,
    pub(super) blame: Option<Origin>,
}

impl Reason {
    pub(super) fn new(message: Message, certainty: Certainty) -> Self {
        Self { message, certainty, receiver: Receiver::Nobody, blame: None }
    }

    pub(super) fn blame(mut self, blame: Option<Origin>) -> Self {
        self.blame = blame;
        self
    }

    pub(super) fn receiver(mut self, receiver: Receiver) -> Self {
        self.receiver = receiver;
        self
    }
}

/// Why a rule dropped or rejected a packet.
pub(super) fn of_rules(
    network: &Network<'_>,
    packet: &Packet,
    decision: Decision,
    station: &Station<'_>,
) -> (Ending, Reason) {
    let ending = if decision == Decision::Reject { Ending::Refused } else { Ending::Timeout };
    let to = packet.original.unwrap_or(packet.destination);
    let Some(port) = station.port_at(to, packet.protocol) else {
        return (ending, of_service_network(network, packet, station.here.node));
    };
    let service = || Arg::code(port.service.meta.full_name());
    let proved = |message| Reason::new(message, Certainty::Proved);
    let reason = if !port.usable.anywhere {
        without_endpoints(network, port)
    } else if decision == Decision::Drop && packet.original.is_none() && !lacks_local(port, packet) {
        let message = OUTSIDE_RANGES.with([("service", service()), ("source", words::ip(packet.source))]);
        proved(message).blame(Some(port.origin("spec.loadBalancerSourceRanges")))
    } else {
        let message =
            NO_LOCAL_ENDPOINTS.with([("service", service()), ("node", Arg::text(station.here.node))]);
        proved(message).blame(Some(port.origin(policy_field(port, packet))))
    };
    (ending, reason)
}

/// Why a Service port has no endpoint at all.
fn without_endpoints(network: &Network<'_>, port: &PlannedPort<'_>) -> Reason {
    let pods = selected(network, port.service);
    let TargetPort::Name(name) = &port.port.target_port else {
        return of_pods(port.service, &pods);
    };
    if !pods.iter().any(|pod| pod.ready) {
        return of_pods(port.service, &pods);
    }
    let number = Arg::Number(port.port.port.into());
    let service = ("service", Arg::code(port.service.meta.full_name()));
    let message = NONE_WITH_PORT.with([service, ("port", number), ("name", Arg::code(&**name))]);
    Reason::new(message, Certainty::Likely).blame(Some(port.port_origin("targetPort")))
}

/// The Pods that a Service selects, ready or not.
pub(super) fn selected<'a>(network: &Network<'a>, service: &Service) -> Vec<&'a Pod> {
    let labels = service.selector.iter();
    let pods = labels.flat_map(|labels| network.cluster.select(&service.meta.namespace, labels));
    pods.filter_map(|id| network.cluster.pod(id)).collect()
}

/// Why a Service that selects these Pods has no endpoint.
pub(super) fn of_pods(service: &Service, pods: &[&Pod]) -> Reason {
    let name = ("service", Arg::code(service.meta.full_name()));
    let own = |path: &str| Origin { object: service.meta.id, path: path.to_owned() };
    let (message, blame) = match (&service.selector, pods.first()) {
        (None, _) => (NO_ENDPOINTS.with([name]), own("spec")),
        (Some(labels), None) => {
            let labels = labels.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            (SELECTS_NOTHING.with([name, ("labels", Arg::Codes(labels))]), own("spec.selector"))
        }
        (Some(_), Some(first)) => {
            let names = pods.iter().take(MOST_NAMES).map(|pod| pod.name.to_string()).collect();
            let count = ("n", Arg::count(pods.len()));
            let message = NONE_READY.with([name, count, ("pods", Arg::Codes(names))]);
            (message, Origin { object: first.origin, path: String::new() })
        }
    };
    Reason::new(message, Certainty::Likely).blame(Some(blame))
}

/// Whether the policy for this destination is Local, and no endpoint is here.
fn lacks_local(port: &PlannedPort<'_>, packet: &Packet) -> bool {
    if port.cluster_ip == packet.destination.ip() {
        !port.answers_internally()
    } else {
        !port.answers_externally()
    }
}

fn policy_field(port: &PlannedPort<'_>, packet: &Packet) -> &'static str {
    if port.cluster_ip == packet.destination.ip() {
        "spec.internalTrafficPolicy"
    } else {
        "spec.externalTrafficPolicy"
    }
}

/// Why the network lost a packet.
pub(super) fn of_network(network: &Network<'_>, packet: &Packet, node: &str, loss: Loss) -> (Ending, Reason) {
    use Certainty::{DependsOnCluster, Likely, Proved};
    let address = || words::ip(packet.destination.ip());
    let service = |name: String| Arg::code(name);
    match loss {
        Loss::Loop => (Ending::Timeout, Reason::new(LOOP.message(), DependsOnCluster)),
        Loss::OwnSource => {
            let message = OWN_SOURCE.with([("source", words::ip(packet.source))]);
            (Ending::Timeout, Reason::new(message, Likely))
        }
        Loss::NodeLost => {
            let message = NODE_LOST.with([("node", Arg::text(node))]);
            (Ending::Timeout, Reason::new(message, Proved))
        }
        Loss::NotBound => (Ending::NoRoute, Reason::new(NOT_BOUND.message(), Likely)),
        Loss::NoAddress(family) => {
            let message = NO_ADDRESS.with([("family", Arg::text(family.to_string()))]);
            (Ending::NoRoute, Reason::new(message, Likely))
        }
        Loss::ServiceNetwork => (Ending::Timeout, of_service_network(network, packet, node)),
        Loss::InsideOnly => {
            let message = INSIDE_ONLY.with([("address", address())]);
            let mut services = network.cluster.services.iter();
            let service = services.find(|one| one.cluster_ips.contains(&packet.destination.ip()));
            let blame = service.map(|one| Origin { object: one.meta.id, path: "spec.type".to_owned() });
            (Ending::NoRoute, Reason::new(message, DependsOnCluster).blame(blame))
        }
        Loss::UnknownOutside => {
            let message = UNKNOWN_OUTSIDE.with([("address", address())]);
            (Ending::NoRoute, Reason::new(message, DependsOnCluster))
        }
        Loss::NoHealthyNode(name, blame) => {
            let message = NO_HEALTHY_NODE.with([("service", service(name))]);
            (Ending::Timeout, Reason::new(message, Likely).blame(blame))
        }
        Loss::NoBackEnd(name, blame) => {
            let message = NO_BACK_END.with([("service", service(name))]);
            (Ending::Timeout, Reason::new(message, Likely).blame(blame))
        }
        Loss::SourceRanges(name, blame) => {
            let message =
                OUTSIDE_RANGES.with([("service", service(name)), ("source", words::ip(packet.source))]);
            (Ending::Timeout, Reason::new(message, Likely).blame(blame))
        }
        Loss::NotListening(name, blame) => {
            let protocol = Arg::text(packet.protocol.as_str());
            let port = Arg::Number(packet.destination.port().into());
            let message =
                NOT_LISTENING.with([("service", service(name)), ("port", port), ("protocol", protocol)]);
            (Ending::Timeout, Reason::new(message, Proved).blame(blame))
        }
        Loss::NoNodePort(name, blame) => {
            let message = NO_NODE_PORT.with([("service", service(name))]);
            (Ending::NoRoute, Reason::new(message, DependsOnCluster).blame(blame))
        }
    }
}

/// Why nothing takes an address of the Service network.
fn of_service_network(network: &Network<'_>, packet: &Packet, node: &str) -> Reason {
    let ip = packet.destination.ip();
    let mut services = network.cluster.services.iter();
    if let Some(service) = services.find(|service| service.cluster_ips.contains(&ip)) {
        let ports = service.ports.iter().map(|port| format!("{}/{}", port.port, port.protocol.as_str()));
        let message = NO_SUCH_PORT.with([
            ("service", Arg::code(service.meta.full_name())),
            ("port", Arg::Number(packet.destination.port().into())),
            ("protocol", Arg::text(packet.protocol.as_str())),
            ("ports", Arg::Codes(ports.collect())),
        ]);
        let blame = Origin { object: service.meta.id, path: "spec.ports".to_owned() };
        return Reason::new(message, Certainty::Proved).blame(Some(blame));
    }
    let inside = network.cluster.options.is_service_address(ip);
    let message = if inside {
        NO_SUCH_SERVICE.with([("address", words::ip(ip))])
    } else {
        FIREWALL.with([("node", Arg::text(node))])
    };
    Reason::new(message, Certainty::Likely)
}
