//! What is said of a ruling: who allows a connection, or who does not and what would be needed.

use super::miss::{Miss, MissKind};
use super::{Exemption, Flow, Party, Ruling, Why};
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Message, Template};
use crate::object::{Direction, Labels, NetworkPolicy, PolicyPeer, PolicyPort, PortMatch, Selector};
use crate::template;
use crate::workload::TOPOLOGY;

template!(ALLOWS_IN, "policy.allows-in",
    en: "NetworkPolicy {policy} allows {port} into Pod {pod} from {who}",
    ja: "NetworkPolicy {policy}が、{who}からPod {pod}への{port}を許可しています");
template!(ALLOWS_OUT, "policy.allows-out",
    en: "NetworkPolicy {policy} allows {port} out of Pod {pod} to {who}",
    ja: "NetworkPolicy {policy}が、Pod {pod}から{who}への{port}を許可しています");
template!(CLOSED_IN, "policy.closed-in",
    en: "nothing is allowed into Pod {pod}: NetworkPolicy {policies} isolates it and has no rule for ingress",
    ja: "Pod {pod}への接続は何も許可されていません。Podを隔離するNetworkPolicy {policies}に、ingressのルールがないためです");
template!(CLOSED_OUT, "policy.closed-out",
    en: "nothing is allowed out of Pod {pod}: NetworkPolicy {policies} isolates it and has no rule for egress",
    ja: "Pod {pod}からの接続は何も許可されていません。Podを隔離するNetworkPolicy {policies}に、egressのルールがないためです");
template!(DENIED_IN, "policy.denied-in",
    en: "no rule of NetworkPolicy {policies} allows {port} into Pod {pod} from {who}",
    ja: "NetworkPolicy {policies}には、{who}からPod {pod}への{port}を許可するルールがありません");
template!(DENIED_OUT, "policy.denied-out",
    en: "no rule of NetworkPolicy {policies} allows {port} out of Pod {pod} to {who}",
    ja: "NetworkPolicy {policies}には、Pod {pod}から{who}への{port}を許可するルールがありません");
template!(NEAR, "policy.near", en: "{denied}; {near}", ja: "{denied}。{near}");
template!(ITSELF, "policy.itself",
    en: "NetworkPolicies isolate Pod {pod}, but no policy keeps a Pod from itself",
    ja: "Pod {pod}はNetworkPolicyで隔離されていますが、Pod自身への接続は妨げられません");
template!(OWN_NODE, "policy.own-node",
    en: "NetworkPolicies isolate Pod {pod}, but not from the node on which it runs",
    ja: "Pod {pod}はNetworkPolicyで隔離されていますが、Podが動いているノードとの通信は妨げられません");

template!(POD, "policy.pod", en: "Pod {name}", ja: "Pod {name}");
template!(ADDRESS, "policy.address", en: "{ip}", ja: "{ip}");
template!(UNKNOWN, "policy.unknown-address",
    en: "an address that manifests do not show",
    ja: "マニフェストに現れないアドレス");

template!(NEAR_SERVICE_PORT, "policy.near-service-port",
    en: "{policy} allows {ports}, but policies see the port behind the Service, which is {port}",
    ja: "{policy}が許可しているのは{ports}ですが、ポリシーが見るのはServiceの背後のポートで、これは{port}です");
template!(NEAR_PROTOCOL, "policy.near-protocol",
    en: "{policy} allows {ports}, not {protocol}",
    ja: "{policy}が許可しているのは{ports}で、{protocol}ではありません");
template!(NEAR_PORT, "policy.near-port",
    en: "{policy} allows only {ports} here",
    ja: "ここで{policy}が許可しているのは{ports}だけです");
template!(NEAR_OTHER_NAMESPACE, "policy.near-other-namespace",
    en: "{policy} allows such Pods of its own Namespace {own} only, as a `podSelector` alone does, and this Pod is in {there}",
    ja: "{policy}が許可しているのは、ポリシー自身のNamespace {own}のPodだけです（`podSelector`だけを書いた場合の意味です）。このPodは{there}にあります");
template!(NEAR_NAMESPACE, "policy.near-namespace",
    en: "{policy} allows Namespaces with {selector}, and Namespace {there} has {labels}",
    ja: "{policy}が許可しているのは{selector}のNamespaceですが、Namespace {there}のラベルは{labels}です");
template!(NEAR_UNKNOWN_NAMESPACE, "policy.near-unknown-namespace",
    en: "{policy} allows Namespaces with {selector}; which labels Namespace {there} has, these manifests do not show",
    ja: "{policy}が許可しているのは{selector}のNamespaceです。Namespace {there}のラベルは、このマニフェストに現れません");
template!(NEAR_LABELS, "policy.near-labels",
    en: "{policy} allows Pods with {selector}, and this Pod has {labels}",
    ja: "{policy}が許可しているのは{selector}のPodですが、このPodのラベルは{labels}です");
template!(NEAR_SERVICE_ADDRESS, "policy.near-service-address",
    en: "{policy} allows {block} with the Service's address {asked}, but policies see the address behind it",
    ja: "{policy}はServiceのアドレス{asked}を含む{block}を許可していますが、ポリシーが見るのはその背後のアドレスです");
template!(NEAR_MASQUERADED, "policy.near-masqueraded",
    en: "{policy} allows {block} with the client's address {client}, but a node has put its own address in its place",
    ja: "{policy}はクライアントのアドレス{client}を含む{block}を許可していますが、送信元はノードのアドレスに変わっています");
template!(NEAR_EXCEPT, "policy.near-except",
    en: "{policy} leaves it out of {block} (`except`)",
    ja: "{policy}は{block}からこのアドレスを除いています（`except`）");

/// More policies than these are not named.
const MOST_NAMES: usize = 4;

impl Ruling<'_> {
    /// What is to be said of it, with what comes nearest where it does not pass; nothing where no policy has a say.
    #[must_use]
    pub fn said(&self, cluster: &Cluster, flow: &Flow<'_>) -> Option<Message> {
        self.words(cluster, flow, true)
    }

    /// The same in short.
    #[must_use]
    pub fn said_in_short(&self, cluster: &Cluster, flow: &Flow<'_>) -> Option<Message> {
        self.words(cluster, flow, false)
    }

    fn words(&self, cluster: &Cluster, flow: &Flow<'_>, with_miss: bool) -> Option<Message> {
        let ingress = self.direction == Direction::Ingress;
        let (own, other) = if ingress { (flow.to, flow.from) } else { (flow.from, flow.to) };
        let pod = ("pod", Arg::code(own.title()));
        let port = ("port", Arg::code(port_title(flow)));
        let who = ("who", Arg::said(other.words()));
        let by = |inward: &'static Template, outward| if ingress { inward } else { outward };
        Some(match &self.why {
            Why::NotIsolated => return None,
            Why::Exempt(Exemption::Itself) => ITSELF.with([pod]),
            Why::Exempt(Exemption::OwnNode) => OWN_NODE.with([pod]),
            Why::Rule(cited) => by(&ALLOWS_IN, &ALLOWS_OUT).with([name(cited.policy), pod, port, who]),
            Why::Isolated(policies, miss) => {
                let mut names: Vec<_> = policies.iter().map(|one| one.meta.full_name()).collect();
                names.truncate(MOST_NAMES);
                let names = ("policies", Arg::Codes(names));
                let rules = |one: &&NetworkPolicy| one.rules(self.direction).unwrap_or_default().is_empty();
                let denied = if policies.iter().all(rules) {
                    by(&CLOSED_IN, &CLOSED_OUT).with([names, pod])
                } else {
                    by(&DENIED_IN, &DENIED_OUT).with([names, pod, port, who])
                };
                let Some(miss) = miss.as_ref().filter(|_| with_miss) else { return Some(denied) };
                let near = Arg::said(miss.said(cluster, other, flow));
                NEAR.with([("denied", Arg::said(denied)), ("near", near)])
            }
        })
    }
}

impl Miss<'_> {
    fn said(&self, cluster: &Cluster, other: Party<'_>, flow: &Flow<'_>) -> Message {
        let policy = name(self.cited.policy);
        let (selector, namespaces, block) = self.selectors();
        let selector = ("selector", Arg::code(selector));
        let there = match other {
            Party::Pod(pod, _) => &*pod.namespace,
            Party::Address(_) => "",
        };
        let own = ("own", Arg::code(&*self.cited.policy.meta.namespace));
        let there_arg = ("there", Arg::code(there));
        let block = ("block", Arg::code(block));
        match self.kind {
            MissKind::ServicePort => {
                NEAR_SERVICE_PORT.with([policy, self.ports(), ("port", Arg::Number(flow.port.into()))])
            }
            MissKind::Protocol => {
                NEAR_PROTOCOL.with([policy, self.ports(), ("protocol", Arg::text(flow.protocol.as_str()))])
            }
            MissKind::Port => NEAR_PORT.with([policy, self.ports()]),
            MissKind::OtherNamespace => NEAR_OTHER_NAMESPACE.with([policy, own, there_arg]),
            MissKind::Namespace => {
                let selector = ("selector", Arg::code(namespaces));
                let known = cluster.namespaces.get(there).filter(|known| known.origin.is_some());
                match known {
                    Some(known) => {
                        let labels = ("labels", labels(&known.labels));
                        NEAR_NAMESPACE.with([policy, selector, there_arg, labels])
                    }
                    None => NEAR_UNKNOWN_NAMESPACE.with([policy, selector, there_arg]),
                }
            }
            MissKind::Labels => {
                let of_pod = match other {
                    Party::Pod(pod, _) => labels(&pod.labels.only(|key| !TOPOLOGY.contains(&key))),
                    Party::Address(_) => Arg::text(""),
                };
                NEAR_LABELS.with([policy, selector, ("labels", of_pod)])
            }
            MissKind::ServiceAddress => {
                let asked = flow.asked.map(|asked| asked.ip().to_string()).unwrap_or_default();
                NEAR_SERVICE_ADDRESS.with([policy, block, ("asked", Arg::code(asked))])
            }
            MissKind::Masqueraded => {
                let client = flow.sent_from.map(|ip| ip.to_string()).unwrap_or_default();
                NEAR_MASQUERADED.with([policy, block, ("client", Arg::code(client))])
            }
            MissKind::Except => NEAR_EXCEPT.with([policy, block]),
        }
    }

    /// `podSelector`, `namespaceSelector` and `ipBlock` of the peer, as they are shown.
    fn selectors(&self) -> (String, String, String) {
        let text = |one: &Option<Selector>| one.as_ref().map(ToString::to_string).unwrap_or_default();
        match self.cited.peer() {
            Some(PolicyPeer::Pods { pods, namespaces }) => (text(pods), text(namespaces), String::new()),
            Some(PolicyPeer::Block(block)) => (String::new(), String::new(), block.cidr.to_string()),
            Some(PolicyPeer::Nobody) | None => Default::default(),
        }
    }

    /// The ports that the rule allows: the one that was meant, or all.
    fn ports(&self) -> (&'static str, Arg) {
        let rule = self.cited.policy.rules(self.cited.direction).and_then(|rules| rules.get(self.cited.rule));
        let all = rule.map_or(&[][..], |rule| &rule.ports);
        let only = self.cited.port.and_then(|port| all.get(port)).filter(|_| self.kind != MissKind::Port);
        let ports = only.map_or(all, std::slice::from_ref);
        ("ports", Arg::Codes(ports.iter().map(ToString::to_string).collect()))
    }
}

impl Party<'_> {
    /// `namespace/name`, or the address.
    fn title(self) -> String {
        match self {
            Self::Pod(pod, _) => pod.full_name(),
            Self::Address(ip) => ip.map(|ip| ip.to_string()).unwrap_or_default(),
        }
    }

    fn words(self) -> Message {
        match self {
            Self::Pod(pod, _) => POD.with([("name", Arg::code(pod.full_name()))]),
            Self::Address(Some(ip)) => ADDRESS.with([("ip", Arg::text(ip.to_string()))]),
            Self::Address(None) => UNKNOWN.message(),
        }
    }
}

/// `8080/TCP`, `8000-8010/TCP`, `http/TCP`, `TCP`: as rules name ports.
impl std::fmt::Display for PolicyPort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let protocol = self.protocol;
        match &self.ports {
            PortMatch::All => write!(f, "{protocol}"),
            PortMatch::Range(first, last) if first == last => write!(f, "{first}/{protocol}"),
            PortMatch::Range(first, last) => write!(f, "{first}-{last}/{protocol}"),
            PortMatch::Name(name) => write!(f, "{name}/{protocol}"),
        }
    }
}

fn port_title(flow: &Flow<'_>) -> String {
    format!("{}/{}", flow.port, flow.protocol)
}

fn name(policy: &NetworkPolicy) -> (&'static str, Arg) {
    ("policy", Arg::code(policy.meta.full_name()))
}

fn labels(labels: &Labels) -> Arg {
    template!(NONE, "policy.no-labels", en: "no labels", ja: "なし");
    if labels.is_empty() {
        return Arg::said(NONE.message());
    }
    Arg::Codes(labels.iter().map(|(key, value)| format!("{key}={value}")).collect())
}
