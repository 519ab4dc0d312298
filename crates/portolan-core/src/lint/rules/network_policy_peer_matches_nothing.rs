//! `network-policy-peer-matches-nothing`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::peers::{Placed, parted, rules, selects};
use crate::lint::rule::rule;
use crate::lint::template::key_path;
use crate::lint::{Rule, RuleMeta, compare};
use crate::object::{NAME_LABEL, PolicyPeer, Selector};
use crate::template;

rule! {
    /// ## What it finds
    /// A peer of a NetworkPolicy that means nobody: a `namespaceSelector` with labels that no Namespace has, or a
    /// `podSelector` with labels that no Pod has there.
    ///
    /// The classic is `name: shop` for Namespace `shop`, which has no such label: what every Namespace has is
    /// `kubernetes.io/metadata.name`. A `podSelector` alone means Pods of the policy's own Namespace; one for Pods of
    /// another Namespace needs a `namespaceSelector` beside it. What may merely not be in the input is a note.
    ///
    /// ## Why it matters
    /// The rule allows nothing. Whoever was to be let in meets a timeout, and the policy looks right.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///   - from:
    ///     - namespaceSelector:
    ///         matchLabels:
    ///           name: shop
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ```
    ///
    /// Every Namespace has its name as a label:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector: {}
    ///   ingress:
    ///   - from:
    ///     - namespaceSelector:
    ///         matchLabels:
    ///           kubernetes.io/metadata.name: shop
    /// ---
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    /// ```
    ///
    /// ## Fix
    /// Write labels that the Namespace and the Pods have. `--unsafe-fixes` writes `kubernetes.io/metadata.name` where
    /// another key stands for the name.
    pub(super) struct NetworkPolicyPeerMatchesNothing {
        name: "network-policy-peer-matches-nothing",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "a peer of a NetworkPolicy that means nobody",
        /// ## 何を見つけるか
        /// だれも意味しないNetworkPolicyの相手を見つけます。どのNamespaceにもないラベルの`namespaceSelector`や、該当する
        /// Podのない`podSelector`です。
        ///
        /// よくあるのは、Namespace `shop`のつもりの`name: shop`です。このラベルは自動では付きません。どのNamespaceにもあるのは
        /// `kubernetes.io/metadata.name`です。`podSelector`だけなら、ポリシー自身のNamespaceのPodを意味します。ほかのNamespaceの
        /// Podには、同じ項目に`namespaceSelector`が必要です。入力にないだけかもしれないものは、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// そのルールは何も許可しません。許可されるはずだった相手の接続はタイムアウトしますが、ポリシーは正しく見えます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// どのNamespaceも、自分の名前をラベルに持っています。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// NamespaceとPodが実際に持つラベルを書きます。別のキーで名前が書かれていれば、`--unsafe-fixes`が
        /// `kubernetes.io/metadata.name`に変えます。
        ja: "だれも意味しないNetworkPolicyの相手",
    }
}

template!(NO_LABEL, "network-policy-peer-matches-nothing.no-label",
    en: "Namespace {name} has no label {label}: the label that every Namespace has is {given}",
    ja: "Namespace {name}にラベル{label}はありません。どのNamespaceにもあるラベルは{given}です");
template!(PERHAPS_NO_LABEL, "network-policy-peer-matches-nothing.perhaps-no-label",
    en: "Namespace {name} has the label {label} only if somebody put it there; it always has {given}",
    ja: "Namespace {name}にラベル{label}があるのは、だれかが付けた場合だけです。{given}なら必ずあります");
template!(NO_SUCH_NAME, "network-policy-peer-matches-nothing.no-such-name",
    en: "no Namespace is called {name}; did you mean {near}?",
    ja: "{name}という名前のNamespaceはありません。{near}の書き間違いではありませんか？");
template!(NO_NAMESPACE, "network-policy-peer-matches-nothing.no-namespace",
    en: "no Namespace in the files given has {labels}",
    ja: "{labels}を持つNamespaceは、与えられたファイルの中にありません");
template!(NO_POD, "network-policy-peer-matches-nothing.no-pod",
    en: "no Pod in Namespace {own} has {labels}; {workload} has, in Namespace {there}, and a `podSelector` alone means the policy's own Namespace",
    ja: "Namespace {own}に{labels}を持つPodはありません。持っているのはNamespace {there}の{workload}ですが、`podSelector`だけではポリシー自身のNamespaceを意味します");
template!(NO_POD_NEAR, "network-policy-peer-matches-nothing.no-pod-near",
    en: "no Pod in Namespace {own} has {labels}; nearest is {workload}, with {found}",
    ja: "Namespace {own}に{labels}を持つPodはありません。いちばん近いのは{workload}で、ラベルは{found}です");
template!(ELSEWHERE, "network-policy-peer-matches-nothing.elsewhere",
    en: "it may be defined in files that were not given",
    ja: "与えられていないファイルで定義されているかもしれません");
template!(SYMPTOM, "network-policy-peer-matches-nothing.symptom",
    en: "this peer allows nobody: connections that it is meant for time out",
    ja: "この相手はだれも許可しないため、許可するつもりだった接続はタイムアウトします");
template!(BESIDE, "network-policy-peer-matches-nothing.beside",
    en: "write a `namespaceSelector` for {there} in the same peer",
    ja: "同じ項目に、{there}のための`namespaceSelector`を書いてください");
template!(FIX, "network-policy-peer-matches-nothing.fix", en: "Select {label}", ja: "{label}を選ぶ");

/// The Namespaces that every cluster has.
const ALWAYS_THERE: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

impl Rule for NetworkPolicyPeerMatchesNothing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for at in rules(context).filter(|at| parted(context, at).is_none()) {
            for (index, peer) in at.rule.peers.iter().enumerate() {
                let PolicyPeer::Pods { pods, namespaces } = peer else { continue };
                let peer = Peer { context, at, path: at.peer_path(index) };
                let found = match (pods, namespaces) {
                    (_, Some(selector)) => peer.of_namespaces(selector),
                    (Some(selector), None) => peer.of_pods(selector),
                    (None, None) => None,
                };
                sink.found.extend(found.map(Finding::into_diagnostic));
            }
        }
    }
}

/// One peer with its place.
struct Peer<'c, 'a> {
    context: &'c Context<'a>,
    at: Placed<'a>,
    path: String,
}

impl Peer<'_, '_> {
    fn says(&self, path: String, message: crate::diagnostic::Message) -> Finding {
        let spot = Spot::value(self.at.policy.meta.id, path);
        self.context.finding(NetworkPolicyPeerMatchesNothing::META, spot, message).note(SYMPTOM.message())
    }

    fn of_namespaces(&self, selector: &Selector) -> Option<Finding> {
        let known = &self.context.analysis.cluster.namespaces;
        if selector.is_empty() || known.values().any(|one| selector.matches(&one.labels)) {
            return None;
        }
        let labels = format!("{}.namespaceSelector.matchLabels", self.path);
        let entries: Vec<_> = selector.match_labels.iter().collect();
        let [(key, value)] = entries.as_slice() else { return self.not_given(selector) };
        if !selector.match_expressions.is_empty() {
            return self.not_given(selector);
        }
        if *key == NAME_LABEL {
            // A Namespace that nobody mentions is as good as any; only a slip of the pen tells.
            if ALWAYS_THERE.contains(value) {
                return None;
            }
            let (near, _) = nearest(value, known.keys().map(|name| &**name))?;
            let message = NO_SUCH_NAME.with([("name", Arg::code(*value)), ("near", Arg::code(near))]);
            let path = key_path(&labels, key);
            let edits = edit::replace(self.context, self.at.policy.meta.id, &path, near);
            let label = ("label", Arg::code(format!("{key}: {near}")));
            return Some(self.says(path, message).guess(FIX.with([label]), edits));
        }
        let written = known.get(*value).and_then(|one| one.origin);
        if written.is_none() && !known.contains_key(*value) && !ALWAYS_THERE.contains(value) {
            return self.not_given(selector);
        }
        Some(self.name_under(key, value, written.is_some()))
    }

    /// Another key stands for the name of a Namespace.
    fn name_under(&self, key: &str, value: &str, written: bool) -> Finding {
        let labels = format!("{}.namespaceSelector.matchLabels", self.path);
        let template = if written { &NO_LABEL } else { &PERHAPS_NO_LABEL };
        let given = format!("{NAME_LABEL}: {value}");
        let message = template.with([
            ("name", Arg::code(value)),
            ("label", Arg::code(format!("{key}: {value}"))),
            ("given", Arg::code(&given)),
        ]);
        let path = key_path(&labels, key);
        let edits = edit::rename(self.context, self.at.policy.meta.id, &path, NAME_LABEL);
        let finding = self.says(path, message).guess(FIX.with([("label", Arg::code(given))]), edits);
        if written { finding } else { finding.graded(Severity::Note, Certainty::DependsOnCluster) }
    }

    fn not_given(&self, selector: &Selector) -> Option<Finding> {
        let mut namespaces = self.context.analysis.cluster.namespaces.values();
        namespaces.any(|one| one.origin.is_some()).then_some(())?;
        let message = NO_NAMESPACE.with([("labels", Arg::code(selector.to_string()))]);
        let path = format!("{}.namespaceSelector", self.path);
        let finding = self.says(path, message).note(ELSEWHERE.message());
        Some(finding.graded(Severity::Note, Certainty::DependsOnCluster))
    }

    fn of_pods(&self, selector: &Selector) -> Option<Finding> {
        let own = &*self.at.policy.meta.namespace;
        if selector.match_labels.is_empty() || selects(self.context, own, selector) {
            return None;
        }
        let path = format!("{}.podSelector", self.path);
        let labels = ("labels", Arg::code(selector.to_string()));
        let own_arg = ("own", Arg::code(own));
        let compared =
            self.context.candidates(own).map(|one| (one, compare(&selector.match_labels, one.labels)));
        let plausible = compared.filter(|(_, found)| found.is_plausible());
        if let Some((template, _)) = plausible.min_by_key(|(one, found)| (found.rank(), one.object)) {
            let found = template.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
            let workload = ("workload", Arg::code(template.title()));
            let message = NO_POD_NEAR.with([own_arg, labels, workload, ("found", Arg::Codes(found))]);
            return Some(self.says(path, message));
        }
        let mut outside = self.context.with_labels_outside(own, &selector.match_labels);
        let template = outside.find(|one| selector.matches(one.labels))?;
        let there = ("there", Arg::code(template.namespace));
        let workload = ("workload", Arg::code(template.title()));
        let message = NO_POD.with([own_arg, labels, workload, there.clone()]);
        Some(self.says(path, message).help(BESIDE.with([there])))
    }
}
