//! What NetworkPolicies let through: asked where the network plugin asks them, at the interfaces of Pods, with the
//! destination behind every Service and the source as the Pod's node was given it.

use super::log::{At, Branch, Shown};
use super::network::Network;
use super::reason::Reason;
use super::{Client, Ending, Incoming, Stage};
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::dns::uses_cluster_dns;
use crate::policy::{Flow, Party, Ruling, Why, dns_servers};
use crate::template;
use crate::workload::Pod;
use std::net::IpAddr;

template!(DROPPED, "trace.policy-drops",
    en: "{denied}: a network plugin that enforces NetworkPolicies drops it",
    ja: "{denied}。NetworkPolicyに対応するネットワークプラグインが破棄します");
template!(DNS_BLOCKED, "trace.policy-blocks-dns",
    en: "Pod {pod} cannot look up {name}: {denied}; a rule for egress must allow 53/UDP and 53/TCP to the cluster's DNS",
    ja: "Pod {pod}は{name}を名前解決できません。{denied}。クラスターのDNSへの53/UDPと53/TCPを許可するegressのルールが必要です");
template!(LOOK_UP, "trace.policy-look-up",
    en: "asks the cluster's DNS for {name}: no answer comes",
    ja: "クラスターのDNSに{name}を問い合わせますが、応答がありません");
template!(LOOK_UP_ELSEWHERE, "trace.policy-look-up-elsewhere",
    en: "asks the node's resolver for {name}: no answer comes",
    ja: "ノードのリゾルバーに{name}を問い合わせますが、応答がありません");

template!(UNSEEN, "trace.policy-unseen",
    en: "NetworkPolicy {policies} isolates Pod {pod}: a rule must allow the proxy in, whose Pods these manifests do not show",
    ja: "Pod {pod}はNetworkPolicy {policies}で隔離されています。プロキシのPodはマニフェストに現れないため、それを許可するルールがあるかは分かりません");

/// The ports on which API servers listen behind Service `default/kubernetes`: that of kubeadm, and that of most clouds.
const API_SERVER_PORTS: [u16; 2] = [6443, 443];

impl<'a> Network<'a> {
    /// The branch, if policies let it leave a node for its destination; else it ends here.
    pub(super) fn police(&mut self, mut branch: Branch, node: &'a str) -> Option<Branch> {
        if self.policies.is_empty() {
            return Some(branch);
        }
        let packet = &branch.packet;
        let to = packet.destination;
        let receiver = self.pod_at(to.ip()).map(|(_, pod)| pod);
        let here = branch.translations.last().filter(|last| *last.node == *node);
        let source = here.map_or(packet.source, |last| last.source);
        let hidden = source != packet.source;
        let first = branch.translations.first();
        let flow = Flow {
            from: self.party(source),
            to: receiver.map_or(Party::Address(Some(to.ip())), |pod| Party::Pod(pod, Some(to.ip()))),
            protocol: packet.protocol,
            port: to.port(),
            asked: first.map(|first| first.original),
            sent_from: first.map(|first| first.source),
        };
        if packet.incoming == Incoming::Pod {
            let ruling = self.policies.egress(&flow);
            branch = self.obey(branch, node, ruling, &flow)?;
        }
        if receiver.is_some_and(|pod| *pod.node_name == *node) {
            let mut ruling = self.policies.ingress(&flow);
            // Some plugins look before the node gives its own address to a packet, some behind that.
            ruling.sure &= ruling.allowed || !hidden;
            branch = self.obey(branch, node, ruling, &flow)?;
        }
        Some(branch)
    }

    fn party(&self, ip: IpAddr) -> Party<'a> {
        self.pod_at(ip).map_or(Party::Address(Some(ip)), |(_, pod)| Party::Pod(pod, Some(ip)))
    }

    /// Writes down what policies say, and ends a branch that they do not let through.
    fn obey(
        &mut self,
        mut branch: Branch,
        node: &str,
        ruling: Ruling<'_>,
        flow: &Flow<'_>,
    ) -> Option<Branch> {
        let Some(said) = ruling.said(self.cluster, flow) else { return Some(branch) };
        if !ruling.sure {
            branch.certainty = Certainty::DependsOnCluster;
        }
        let at = At { stage: Stage::Policy, node };
        if ruling.allowed {
            self.note(&mut branch, at, said, shown(origin(&ruling)));
            return Some(branch);
        }
        let message = DROPPED.with([("denied", Arg::said(said.clone()))]);
        self.note(&mut branch, at, message, shown(ruling.blame()));
        self.end(branch, Ending::Timeout, Reason::new(said, Certainty::Likely).blame(ruling.blame()));
        None
    }

    /// The branch, if a rule may let a proxy come to a Pod of which these manifests show nothing but that it must be there.
    pub(super) fn police_unseen(&mut self, mut branch: Branch, pod: &'a Pod) -> Option<Branch> {
        let to = branch.packet.destination;
        let flow = Flow {
            from: Party::Address(None),
            to: Party::Pod(pod, Some(to.ip())),
            protocol: branch.packet.protocol,
            port: to.port(),
            asked: None,
            sent_from: None,
        };
        let ruling = self.policies.ingress(&flow);
        let isolating = match &ruling.why {
            Why::Isolated(policies, _) if self.policies.opens(pod, &flow) => policies,
            _ => return self.obey(branch, &pod.node_name, ruling, &flow),
        };
        let names = isolating.iter().map(|policy| policy.meta.full_name()).collect();
        let message = UNSEEN.with([("policies", Arg::Codes(names)), ("pod", Arg::code(pod.full_name()))]);
        branch.certainty = Certainty::DependsOnCluster;
        self.note(
            &mut branch,
            At { stage: Stage::Policy, node: &pod.node_name },
            message,
            shown(ruling.blame()),
        );
        Some(branch)
    }

    /// The branch, if policies let the client open a connection to the API server behind its Service.
    pub(super) fn police_api_server(&mut self, branch: Branch) -> Option<Branch> {
        let pod = self.client_pod().filter(|_| !self.policies.is_empty());
        let Some(pod) = pod else { return Some(branch) };
        let ways = API_SERVER_PORTS.map(|port| {
            let flow = Flow {
                from: Party::of(pod),
                to: Party::Address(None),
                protocol: branch.packet.protocol,
                port,
                asked: Some(branch.packet.destination),
                sent_from: None,
            };
            (self.policies.egress(&flow), flow)
        });
        let sure = ways.iter().all(|(ruling, _)| ruling.allowed && ruling.sure);
        let [first, second] = ways;
        let (ruling, flow) = if second.0.allowed && !first.0.allowed { second } else { first };
        self.obey(branch, &pod.node_name, Ruling { sure, ..ruling }, &flow)
    }

    /// The branch, if policies let the client look names up; else it ends here, and no packet is sent.
    pub(super) fn police_look_up(&mut self, mut branch: Branch) -> Option<Branch> {
        let pod = self.client_pod().filter(|pod| !self.policies.is_empty() && !pod.spec.host_network);
        let Some(pod) = pod else { return Some(branch) };
        let servers;
        let of_cluster = uses_cluster_dns(pod);
        let asked = if of_cluster {
            servers = dns_servers(self.cluster);
            self.policies.dns(pod, &servers)
        } else {
            Some(self.policies.resolver(pod))
        };
        let Some((ruling, flow)) = asked else { return Some(branch) };
        if !ruling.sure {
            branch.certainty = Certainty::DependsOnCluster;
        }
        let said = ruling.said(self.cluster, &flow);
        let Some(said) = said.filter(|_| !ruling.allowed) else { return Some(branch) };
        let name = ("name", Arg::code(&*self.request.to.host));
        let look_up = if of_cluster { &LOOK_UP } else { &LOOK_UP_ELSEWHERE };
        self.note(&mut branch, At { stage: Stage::Dns, node: "" }, look_up.with([name.clone()]), None);
        let at = At { stage: Stage::Policy, node: &pod.node_name };
        let dropped = DROPPED.with([("denied", Arg::said(said.clone()))]);
        self.note(&mut branch, at, dropped, shown(ruling.blame()));
        let pod = ("pod", Arg::code(pod.full_name()));
        let short = ruling.said_in_short(self.cluster, &flow).unwrap_or(said);
        let message = DNS_BLOCKED.with([pod, name, ("denied", Arg::said(short))]);
        let reason = Reason::new(message, Certainty::Likely).blame(ruling.blame());
        self.end_without_packet(branch, Ending::Timeout, reason);
        None
    }

    fn client_pod(&self) -> Option<&'a Pod> {
        match self.request.from {
            Client::Pod(id) => self.cluster.pod(id),
            Client::Node(_) | Client::Outside(_) => None,
        }
    }
}

/// The rule that allows.
fn origin(ruling: &Ruling<'_>) -> Option<Origin> {
    match &ruling.why {
        Why::Rule(cited) => Some(cited.origin()),
        Why::NotIsolated | Why::Exempt(_) | Why::Isolated(..) => None,
    }
}

fn shown(origin: Option<Origin>) -> Option<Shown> {
    origin.map(|origin| Shown { text: String::new(), origin: Some(origin) })
}
