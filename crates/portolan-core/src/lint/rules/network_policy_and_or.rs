//! `network-policy-and-or`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::peers::{Placed, parted, rules};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A rule with two peers, a `namespaceSelector` and a `podSelector`, where one peer with both was probably meant.
    ///
    /// Two items are alternatives: all Pods of those Namespaces, or such Pods of the policy's own Namespace. It is noted
    /// only where the own Namespace has no such Pod, so that the second alternative means nobody.
    ///
    /// ## Why it matters
    /// One dash too many opens the Pods to every Pod of the other Namespaces. That is one of the most common mistakes in
    /// NetworkPolicies, and no error tells of it.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: db
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: db
    ///   ingress:
    ///   - from:
    ///     - namespaceSelector:
    ///         matchLabels:
    ///           kubernetes.io/metadata.name: shop
    ///     - podSelector:
    ///         matchLabels:
    ///           app: api
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    ///   namespace: shop
    ///   labels:
    ///     app: api
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: example.com/api
    /// ```
    ///
    /// One peer with both selectors means such Pods of those Namespaces:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: db
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: db
    ///   ingress:
    ///   - from:
    ///     - namespaceSelector:
    ///         matchLabels:
    ///           kubernetes.io/metadata.name: shop
    ///       podSelector:
    ///         matchLabels:
    ///           app: api
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: api
    ///   namespace: shop
    ///   labels:
    ///     app: api
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: example.com/api
    /// ```
    ///
    /// ## Fix
    /// Take the dash away in front of `podSelector`. `--unsafe-fixes` does that where each item has lines of its own.
    pub(super) struct NetworkPolicyAndOr {
        name: "network-policy-and-or",
        since: "0.1.0",
        severity: Note,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "two peers of a NetworkPolicy where one was probably meant",
        /// ## 何を見つけるか
        /// `namespaceSelector`と`podSelector`が2つの相手として書かれていて、おそらく両方を持つ1つの相手のつもりだった
        /// ルールを見つけます。
        ///
        /// 2つの項目は「または」の関係です。つまり、それらのNamespaceのすべてのPod、またはポリシー自身のNamespaceの
        /// 該当するPodを意味します。自身のNamespaceに該当するPodがなく、2つ目が何も意味しない場合にだけ指摘します。
        ///
        /// ## なぜ問題か
        /// ハイフンが1つ多いだけで、ほかのNamespaceのすべてのPodに開かれてしまいます。NetworkPolicyで特に多い間違いの1つですが、
        /// エラーにはなりません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// 1つの相手に両方のselectorを書けば、それらのNamespaceの該当するPodを意味します。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `podSelector`の前のハイフンを取ります。項目ごとに行が分かれていれば、`--unsafe-fixes`がそうします。
        ja: "おそらく1つのつもりで2つに分かれているNetworkPolicyの相手",
    }
}

template!(PARTED, "network-policy-and-or.parted",
    en: "two peers are alternatives: every Pod of Namespaces with {namespaces}, or Pods with {pods} in Namespace {own}, which has none",
    ja: "2つの相手は「または」の関係です。{namespaces}のNamespaceのすべてのPod、またはNamespace {own}の{pods}のPodを意味しますが、後者はありません");
template!(MEANT, "network-policy-and-or.meant",
    en: "if Pods with {pods} in those Namespaces are meant, write both selectors in one peer",
    ja: "それらのNamespaceの{pods}のPodを意味するなら、1つの相手に両方のselectorを書いてください");
template!(FIX, "network-policy-and-or.fix", en: "Make them one peer", ja: "1つの相手にまとめる");

impl Rule for NetworkPolicyAndOr {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for at in rules(context) {
            if let Some((namespaces, pods)) = parted(context, &at) {
                sink.push(finding(context, &at, (&namespaces.to_string(), &pods.to_string())));
            }
        }
    }
}

fn finding(context: &Context<'_>, at: &Placed<'_>, (namespaces, pods): (&str, &str)) -> Finding {
    let policy = at.policy.meta.id;
    let pods = ("pods", Arg::code(pods));
    let own = ("own", Arg::code(&*at.policy.meta.namespace));
    let message = PARTED.with([("namespaces", Arg::code(namespaces)), pods.clone(), own]);
    let second = at.peer_path(1);
    let spot = Spot::value(policy, second.clone());
    let finding = context.finding(NetworkPolicyAndOr::META, spot, message);
    finding.help(MEANT.with([pods])).guess(FIX.message(), edit::join_item(context, policy, &second))
}
