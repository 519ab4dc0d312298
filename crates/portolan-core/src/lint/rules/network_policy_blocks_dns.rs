//! `network-policy-blocks-dns`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::dns::uses_cluster_dns;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Direction, NetworkPolicy, PolicyPeer};
use crate::policy::{Policies, dns_servers};
use crate::template;
use crate::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

rule! {
    /// ## What it finds
    /// A NetworkPolicy that lets Pods connect to others (egress) and keeps them from the cluster's DNS: no rule of any
    /// policy for these Pods allows port 53 to it.
    ///
    /// Policies that allow nothing out at all are left alone: then that is meant. If only `ipBlock`s are allowed it is a
    /// note, for a program may use addresses without names. CoreDNS is taken to run in Namespace `kube-system` with the
    /// label `k8s-app: kube-dns`, unless the manifests show its Pods.
    ///
    /// ## Why it matters
    /// Before a program connects to `db` it asks DNS for the address. With the question dropped it waits, and fails with a
    /// timeout or with `Temporary failure in name resolution`, although the rule for `db` is right.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   policyTypes:
    ///   - Egress
    ///   egress:
    ///   - to:
    ///     - podSelector:
    ///         matchLabels:
    ///           app: db
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: example.com/web
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    ///   labels:
    ///     app: db
    /// spec:
    ///   containers:
    ///   - name: db
    ///     image: example.com/db
    /// ```
    ///
    /// A second rule allows questions to the cluster's DNS:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   policyTypes:
    ///   - Egress
    ///   egress:
    ///   - to:
    ///     - podSelector:
    ///         matchLabels:
    ///           app: db
    ///   - to:
    ///     - namespaceSelector:
    ///         matchLabels:
    ///           kubernetes.io/metadata.name: kube-system
    ///       podSelector:
    ///         matchLabels:
    ///           k8s-app: kube-dns
    ///     ports:
    ///     - port: 53
    ///       protocol: UDP
    ///     - port: 53
    ///       protocol: TCP
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: example.com/web
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    ///   labels:
    ///     app: db
    /// spec:
    ///   containers:
    ///   - name: db
    ///     image: example.com/db
    /// ```
    ///
    /// ## Fix
    /// Allow 53/UDP and 53/TCP to the cluster's DNS, here or in a policy of its own for all Pods of the Namespace.
    /// `--unsafe-fixes` appends such a rule.
    pub(super) struct NetworkPolicyBlocksDns {
        name: "network-policy-blocks-dns",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "a NetworkPolicy under which Pods cannot look names up",
        /// ## 何を見つけるか
        /// Podからの接続（egress）を許可していながら、クラスターのDNSへの問い合わせを妨げているNetworkPolicyを見つけます。
        /// これらのPodを選択するどのポリシーにも、DNSの53番ポートを許可するルールがない場合です。
        ///
        /// 外への接続を何も許可しないポリシーは、そう意図したものとみなして対象外です。許可されているのが`ipBlock`だけなら、
        /// 名前を使わずアドレスだけを使うプログラムもあるため、注記にとどめます。マニフェストにDNSのPodがなければ、
        /// CoreDNSはNamespace `kube-system`でラベル`k8s-app: kube-dns`を持つものとみなします。
        ///
        /// ## なぜ問題か
        /// プログラムは`db`に接続する前に、DNSにアドレスを問い合わせます。問い合わせが破棄されると、`db`へのルールが正しくても、
        /// タイムアウトや`Temporary failure in name resolution`で失敗します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// 2つ目のルールで、クラスターのDNSへの問い合わせを許可します。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// クラスターのDNSへの53/UDPと53/TCPを、このポリシーか、NamespaceのすべてのPodを対象とする別のポリシーで許可します。
        /// `--unsafe-fixes`はそのルールを末尾に加えます。
        ja: "Podが名前解決できなくなるNetworkPolicy",
    }
}

template!(BLOCKED, "network-policy-blocks-dns.blocked",
    en: "under this policy {pod} can connect to others, but cannot look up their names: nothing allows 53/UDP to the cluster's DNS",
    ja: "このポリシーで{pod}はほかへ接続できますが、名前解決ができません。クラスターのDNSへの53/UDPが許可されていないためです");
template!(SYMPTOM, "network-policy-blocks-dns.symptom",
    en: "connections by name fail with a timeout, or with `Temporary failure in name resolution`",
    ja: "名前を使った接続は、タイムアウトか`Temporary failure in name resolution`で失敗します");
template!(BY_TCP, "network-policy-blocks-dns.by-tcp",
    en: "53/TCP is allowed, but questions are sent by UDP first",
    ja: "53/TCPは許可されていますが、問い合わせはまずUDPで送られます");
template!(ALLOW, "network-policy-blocks-dns.allow",
    en: "allow 53/UDP and 53/TCP to the Pods with `k8s-app: kube-dns` in Namespace `kube-system`",
    ja: "Namespace `kube-system`のラベル`k8s-app: kube-dns`を持つPodへの53/UDPと53/TCPを許可してください");
template!(FIX, "network-policy-blocks-dns.fix",
    en: "Allow questions to the cluster's DNS",
    ja: "クラスターのDNSへの問い合わせを許可する");

/// The rule that is missing, with a line for each entry.
const BLOCK: &[&str] = &[
    "- to:",
    "  - namespaceSelector:",
    "      matchLabels:",
    "        kubernetes.io/metadata.name: kube-system",
    "    podSelector:",
    "      matchLabels:",
    "        k8s-app: kube-dns",
    "  ports:",
    "  - port: 53",
    "    protocol: UDP",
    "  - port: 53",
    "    protocol: TCP",
];

/// The same in one line.
const FLOW: &str = "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, \
                    podSelector: {matchLabels: {k8s-app: kube-dns}}}], \
                    ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}";

impl Rule for NetworkPolicyBlocksDns {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let policies = context.policies();
        let cluster = &context.analysis.cluster;
        if cluster.policies.iter().all(|policy| policy.egress.is_none()) {
            return;
        }
        let servers = dns_servers(cluster);
        let mut known = BTreeMap::new();
        let mut told = BTreeSet::new();
        for pod in cluster.pods.iter().filter(|pod| !pod.is_terminal() && uses_cluster_dns(pod)) {
            let key = (&*pod.namespace, policies.groups().labels(&pod.labels));
            let culprit = known.entry(key).or_insert_with(|| culprit(policies, pod, &servers));
            if let Some(policy) = culprit
                && told.insert(policy.meta.id)
            {
                sink.push(finding(context, policy, pod));
            }
        }
    }
}

/// The policy that lets a Pod connect to others by name and forgets about names.
fn culprit<'a>(policies: &Policies<'a>, pod: &Pod, servers: &[Pod]) -> Option<&'a NetworkPolicy> {
    let (ruling, _) = policies.dns(pod, servers)?;
    let isolating = policies.isolating(pod, Direction::Egress);
    let blocked = !ruling.allowed && ruling.sure && ruling.direction == Direction::Egress;
    isolating.into_iter().find(|one| blocked && one.egress.as_ref().is_some_and(|rules| !rules.is_empty()))
}

fn finding(context: &Context<'_>, policy: &NetworkPolicy, pod: &Pod) -> Finding {
    let id = policy.meta.id;
    let spot = Spot::key(id, "spec.egress");
    let message = BLOCKED.with([("pod", Arg::code(&*pod.name))]);
    let mut finding = context.finding(NetworkPolicyBlocksDns::META, spot, message);
    let rules = policy.egress.as_deref().unwrap_or_default();
    let peers = || rules.iter().flat_map(|rule| &rule.peers);
    if rules.iter().all(|rule| !rule.peers.is_empty())
        && peers().all(|peer| matches!(peer, PolicyPeer::Block(_)))
    {
        finding = finding.graded(Severity::Note, Certainty::DependsOnCluster);
    }
    finding = finding.note(SYMPTOM.message()).help(ALLOW.message());
    let tcp = rules.iter().flat_map(|rule| &rule.ports);
    if tcp.into_iter().any(|port| port.to_string() == "53/TCP") {
        finding = finding.note(BY_TCP.message());
    }
    finding.guess(FIX.message(), edit::append_item(context, id, "spec.egress", (BLOCK, FLOW)))
}
