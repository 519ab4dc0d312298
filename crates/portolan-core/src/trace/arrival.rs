//! The end of the way: a container that owns the port, a process of a node, somebody outside.

use super::log::{At, Branch, Shown};
use super::network::Network;
use super::node::Station;
use super::reason::{Loss, Reason};
use super::{Client, Ending, Incoming, Packet, Receiver, Stage, words};
use crate::diagnostic::{Arg, Certainty, Message};
use crate::object::{IpFamily, Protocol};
use crate::template;
use crate::workload::{Pod, PodId};
use std::net::{IpAddr, SocketAddr};

template!(ARRIVED, "trace.arrived",
    en: "comes to Pod {pod} at {address}; the Pod sees it come from {source}",
    ja: "Pod {pod}の{address}に届きます。Podからは{source}が送信元に見えます");
template!(ARRIVED_AT_ITSELF, "trace.arrived-at-itself",
    en: "comes back to Pod {pod} itself at {address} (hairpin); it sees {source} as the sender",
    ja: "送信元のPod {pod}自身の{address}に戻ってきます（ヘアピン）。送信元は{source}に見えます");
template!(ARRIVED_ON_NODE, "trace.arrived-on-node",
    en: "is for {node} itself, at {address}",
    ja: "{node}自身の{address}宛てです");
template!(HOST_PORT, "trace.host-port",
    en: "the network plugin's port mapping leads {address} to Pod {pod} (hostPort): the destination becomes {to}",
    ja: "ネットワークプラグインのポートマッピング（hostPort）により、{address}はPod {pod}につながり、宛先が{to}に変わります");
template!(LEFT, "trace.left",
    en: "leaves the cluster for {address}",
    ja: "{address}に向けてクラスターを出ます");
template!(CONTAINER, "trace.container",
    en: "container {container} of Pod {pod} has the port {port}/{protocol}",
    ja: "Pod {pod}のコンテナ{container}がポート{port}/{protocol}を持っています");
template!(SOME_CONTAINER, "trace.some-container",
    en: "no container of Pod {pod} declares its ports; something is taken to listen on {port}/{protocol}",
    ja: "Pod {pod}のコンテナはポートを宣言していません。{port}/{protocol}で待ち受けているものとみなします");
template!(PORT_NOT_DECLARED, "trace.port-not-declared",
    en: "no container of Pod {pod} declares {port}/{protocol}; they declare {ports}",
    ja: "Pod {pod}のどのコンテナも{port}/{protocol}を宣言していません。宣言されているのは{ports}です");
template!(HEALTH_CHECK, "trace.health-check",
    en: "kube-proxy itself answers on the health-check node port of Service {service}",
    ja: "Service {service}のhealthCheckNodePortには、kube-proxy自身が応答します");
template!(NODE_PROCESS, "trace.node-process",
    en: "no Service has node port {port} on {node}, and no Pod on its network declares the port",
    ja: "{node}にNodePort {port}のServiceはなく、ホストネットワークのPodにもこのポートの宣言はありません");
template!(NODE_PORT_ELSEWHERE, "trace.node-port-elsewhere",
    en: "Service {service} has node port {port}, but in this mode and with these flags kube-proxy serves it on other addresses of {node}",
    ja: "Service {service}にNodePort {port}がありますが、このモードとフラグでは、kube-proxyは{node}の別のアドレスでこれに応じます");
template!(STATED_ENDPOINT, "trace.stated-endpoint",
    en: "{address} is an endpoint without a Pod in these manifests: what listens there they do not show",
    ja: "{address}は、マニフェストにPodのないエンドポイントです。そこで何が待ち受けているかは分かりません");
template!(BEYOND, "trace.beyond",
    en: "what answers at {address}, manifests do not show",
    ja: "{address}で何が応答するかはマニフェストに現れません");
template!(API_SERVER, "trace.api-server",
    en: "{address} is Service `default/kubernetes`, the way to the API server, of which these manifests say nothing: every cluster has it",
    ja: "{address}はAPIサーバーに通じるService `default/kubernetes`です。マニフェストにはありませんが、どのクラスターにもあります");

/// The port of Service `default/kubernetes`.
const API_SERVER_PORT: u16 = 443;

/// Which container a port belongs to.
enum Owner {
    Container(Box<str>),
    /// Nothing is declared at all; the container, if there is just one.
    Undeclared(Option<Box<str>>),
    /// Others are declared.
    Others(Vec<String>),
}

impl<'a> Network<'a> {
    /// It comes to a Pod with a network of its own.
    pub(super) fn arrive_in_pod(&mut self, mut branch: Branch, id: PodId) {
        let Some(pod) = self.cluster.pod(id) else { return };
        let itself = self.request.from == Client::Pod(id);
        let template = if itself && !branch.translations.is_empty() { &ARRIVED_AT_ITSELF } else { &ARRIVED };
        let message = template.with([
            ("pod", Arg::code(pod.full_name())),
            ("address", words::address(branch.packet.destination)),
            ("source", words::ip(branch.packet.source)),
        ]);
        self.note(&mut branch, At { stage: Stage::Arrive, node: &pod.node_name }, message, None);
        let over_a_node = branch.packet.incoming != Incoming::Own;
        if over_a_node && pod.ips.contains(&branch.packet.source) {
            self.lose(branch, &pod.node_name, Loss::OwnSource);
            return;
        }
        self.meet_container(branch, id, pod);
    }

    /// It is for the node itself: for a Pod on the node's network, or one with a port there, or a process.
    pub(super) fn arrive_on_node(&mut self, mut branch: Branch, node: usize, station: &Station<'a>) {
        let name = self.node_name(node);
        let message = ARRIVED_ON_NODE
            .with([("node", Arg::text(name)), ("address", words::address(branch.packet.destination))]);
        self.note(&mut branch, At { stage: Stage::Arrive, node: name }, message, None);
        if let Some((id, pod)) = self.listener(name, &branch.packet) {
            self.meet_container(branch, id, pod);
            return;
        }
        let number = branch.packet.destination.port();
        let health_check = station.plan.ports.iter().find(|port| port.health_check_node_port == number);
        if let Some(port) = health_check.filter(|_| number != 0 && branch.packet.protocol == Protocol::Tcp) {
            let message = HEALTH_CHECK.with([("service", Arg::code(port.service.meta.full_name()))]);
            let reason = Reason::new(message, Certainty::Proved).receiver(Receiver::Node(name.into()));
            self.conclude(branch, name, Ending::Answered, reason);
            return;
        }
        let reason = nobody_listens(name, station, &branch.packet);
        self.conclude(branch, name, Ending::Refused, reason);
    }

    /// Somebody on a node answers, or refuses; the client hears of it, unless the answer goes astray.
    pub(super) fn conclude(&mut self, mut branch: Branch, from: &str, ending: Ending, reason: Reason) {
        match self.reply(&mut branch, from) {
            Some(astray) => self.end(branch, Ending::Timeout, astray),
            None => self.end(branch, ending, reason),
        }
    }

    /// Whether it is for Service `default/kubernetes`, which every cluster has, and these manifests do not show.
    pub(super) fn is_for_api_server(&self, to: SocketAddr) -> bool {
        let own = self.cluster.options.kubernetes_ip() == Some(to.ip()) && to.port() == API_SERVER_PORT;
        let inside = !matches!(self.request.from, Client::Outside(_));
        let tcp = self.request.protocol == Protocol::Tcp;
        let mut services = self.cluster.services.iter();
        own && inside && tcp && !services.any(|service| service.cluster_ips.contains(&to.ip()))
    }

    /// It is for the API server: kube-proxy has rules for it that manifests do not show.
    pub(super) fn arrive_at_api_server(&mut self, branch: Branch) {
        let message = API_SERVER.with([("address", words::ip(branch.packet.destination.ip()))]);
        let reason = Reason::new(message, Certainty::DependsOnCluster).receiver(Receiver::Elsewhere);
        self.end(branch, Ending::Answered, reason);
    }

    /// It is for nobody in the cluster.
    pub(super) fn arrive_elsewhere(&mut self, mut branch: Branch, station: &Station<'a>) {
        let to = branch.packet.destination;
        let at = At { stage: Stage::Route, node: station.here.node };
        self.note(&mut branch, at, LEFT.with([("address", words::address(to))]), None);
        let template = if branch.translations.is_empty() { &BEYOND } else { &STATED_ENDPOINT };
        let reason =
            Reason::new(template.with([("address", words::address(to))]), Certainty::DependsOnCluster);
        self.end(branch, Ending::Answered, reason.receiver(Receiver::Elsewhere));
    }

    /// Gives a packet for a `hostPort` the Pod as its destination, as the CNI plugin `portmap` does behind kube-proxy's
    /// rules; the Pod's address.
    pub(super) fn map_host_port(&mut self, branch: &mut Branch, station: &Station<'a>) -> Option<IpAddr> {
        let packet = &branch.packet;
        let to = packet.destination;
        let elsewhere = to.ip().is_loopback() || !station.here.is_local(to.ip());
        if packet.original.is_some() || elsewhere || station.has_virtual_server(packet) {
            return None;
        }
        let here = self.cluster.pods.iter().filter(|pod| {
            !pod.spec.host_network && !pod.is_terminal() && pod.node_name.as_ref() == station.here.node
        });
        let mut ports = here.flat_map(|pod| {
            let containers = pod.spec.containers.iter().flat_map(|container| &container.ports);
            containers.map(move |port| (pod, port))
        });
        let (pod, port) =
            ports.find(|(_, port)| port.host_port == to.port() && port.protocol == packet.protocol)?;
        let ip = pod.ips.iter().copied().find(|ip| IpFamily::of(*ip) == packet.family())?;
        let to_pod = SocketAddr::new(ip, port.port);
        branch.packet.translate(to_pod);
        let message = HOST_PORT.with([
            ("address", words::address(to)),
            ("pod", Arg::code(pod.full_name())),
            ("to", words::address(to_pod)),
        ]);
        let shown = Shown { text: String::new(), origin: Some(pod.origin_of("containers")) };
        let at = At { stage: Stage::Prerouting, node: station.here.node };
        self.log.step(branch, at, message, Some(shown));
        Some(ip)
    }

    pub(super) fn meet_container(&mut self, branch: Branch, id: PodId, pod: &Pod) {
        let (number, protocol) = (branch.packet.destination.port(), branch.packet.protocol);
        let args = |container: &str| {
            [
                ("pod", Arg::code(pod.full_name())),
                ("port", Arg::Number(number.into())),
                ("protocol", Arg::text(protocol.as_str())),
                ("container", Arg::code(container)),
            ]
        };
        let mut ending = Ending::Answered;
        let reason = match owner(pod, number, protocol) {
            Owner::Container(container) => {
                let reason = Reason::new(CONTAINER.with(args(&container)), Certainty::Likely);
                reason.receiver(Receiver::Pod(id, Some(container)))
            }
            Owner::Undeclared(container) => {
                let reason = Reason::new(SOME_CONTAINER.with(args("")), Certainty::Likely);
                reason.receiver(Receiver::Pod(id, container))
            }
            Owner::Others(ports) => {
                let mut message: Message = PORT_NOT_DECLARED.with(args(""));
                message.args.push(("ports", Arg::Codes(ports)));
                let field = branch.translations.iter().rev().find_map(|one| one.field.clone());
                let blame = field.unwrap_or_else(|| pod.origin_of("containers"));
                ending = Ending::Refused;
                let reason = Reason::new(message, Certainty::Likely).blame(Some(blame));
                reason.receiver(Receiver::Pod(id, None))
            }
        };
        if ending == Ending::Answered && self.is_proxy(&branch, id) {
            self.serve(branch, Some(id), reason);
            return;
        }
        self.conclude(branch, &pod.node_name, ending, reason);
    }

    /// The Pod on the node's own network that declares the port.
    fn listener(&self, node: &str, packet: &Packet) -> Option<(PodId, &'a Pod)> {
        let number = packet.destination.port();
        let pods = self.cluster.pods.iter().zip(0..);
        let on_host = pods
            .filter(|(pod, _)| pod.spec.host_network && !pod.is_terminal() && pod.node_name.as_ref() == node);
        let mut owners = on_host.filter(|(pod, _)| match owner(pod, number, packet.protocol) {
            Owner::Container(_) => true,
            Owner::Undeclared(_) | Owner::Others(_) => false,
        });
        owners.next().map(|(pod, index)| (PodId(index), pod))
    }
}

/// Why a node itself refuses a packet.
fn nobody_listens(node: &str, station: &Station<'_>, packet: &Packet) -> Reason {
    let number = packet.destination.port();
    let args = [("node", Arg::text(node)), ("port", Arg::Number(number.into()))];
    let mut ports = station.plan.ports.iter().filter(|port| port.port.protocol == packet.protocol);
    let unserved = ports.find(|port| number != 0 && port.port.node_port == number);
    let Some(port) = unserved.filter(|_| packet.original.is_none()) else {
        return Reason::new(NODE_PROCESS.with(args), Certainty::DependsOnCluster);
    };
    let mut message = NODE_PORT_ELSEWHERE.with(args);
    message.args.push(("service", Arg::code(port.service.meta.full_name())));
    Reason::new(message, Certainty::Likely).blame(Some(port.port_origin("nodePort")))
}

/// Which container of a Pod has a port.
fn owner(pod: &Pod, number: u16, protocol: Protocol) -> Owner {
    let sidecars = pod.spec.init_containers.iter().filter(|container| container.sidecar);
    let containers: Vec<_> = pod.spec.containers.iter().chain(sidecars).collect();
    let mut ports = containers.iter().flat_map(|one| one.ports.iter().map(move |port| (*one, port)));
    let declared = ports.clone().map(|(_, port)| format!("{}/{}", port.port, port.protocol.as_str()));
    let declared: Vec<_> = declared.collect();
    match ports.find(|(_, port)| port.port == number && port.protocol == protocol) {
        Some((container, _)) => Owner::Container(container.name.clone()),
        None if declared.is_empty() => {
            let only = containers.first().filter(|_| containers.len() == 1);
            Owner::Undeclared(only.map(|container| container.name.clone()))
        }
        None => Owner::Others(declared),
    }
}
