//! `network-policy-selects-nothing`.

use crate::diagnostic::{Arg, Certainty, FileEdit, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::peers::selects;
use crate::lint::rule::rule;
use crate::lint::template::key_path;
use crate::lint::{Comparison, Miss, Rule, RuleMeta, compare};
use crate::object::NetworkPolicy;
use crate::template;

rule! {
    /// ## What it finds
    /// A NetworkPolicy whose `podSelector` no Pod of its Namespace satisfies.
    ///
    /// Where a workload comes near, the labels that differ are shown. Where none does, it is only a note: the Pods may be
    /// defined in files that were not given. A selector that means all Pods, `{}`, is left alone.
    ///
    /// ## Why it matters
    /// A policy that selects nothing does nothing, and nobody notices: the Pods that were to be protected stay open to
    /// everybody.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: protect-db
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: database
    ///       tier: backend
    ///   policyTypes:
    ///   - Ingress
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    ///   labels:
    ///     app: databsae
    ///     tier: backend
    /// spec:
    ///   containers:
    ///   - name: db
    ///     image: example.com/db
    /// ```
    ///
    /// The labels are those of the Pod:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: protect-db
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: database
    ///       tier: backend
    ///   policyTypes:
    ///   - Ingress
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: db
    ///   labels:
    ///     app: database
    ///     tier: backend
    /// spec:
    ///   containers:
    ///   - name: db
    ///     image: example.com/db
    /// ```
    ///
    /// ## Fix
    /// Write the Pods' labels into `podSelector`, and put the policy into the Namespace of the Pods. Where one value
    /// differs, `--unsafe-fixes` writes that of the Pods.
    pub(super) struct NetworkPolicySelectsNothing {
        name: "network-policy-selects-nothing",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "a NetworkPolicy that selects no Pod",
        /// ## 何を見つけるか
        /// 同じNamespaceのどのPodにも一致しない`podSelector`を持つNetworkPolicyを見つけます。
        ///
        /// 近いワークロードがあれば、異なるラベルを示します。なければ、与えられていないファイルで定義されているかもしれないので、
        /// 注記にとどめます。すべてのPodを意味する`{}`は対象外です。
        ///
        /// ## なぜ問題か
        /// 何も選択しないポリシーは何もせず、しかも気づかれません。守るはずだったPodは、だれからでも接続できるままです。
        ///
        /// ## 例
        /// [finds]
        ///
        /// Podと同じラベルを書けば、正しく動きます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Podのラベルを`podSelector`に書き、ポリシーをPodと同じNamespaceに置きます。値が1つだけ違う場合は、
        /// `--unsafe-fixes`がPodの値を書きます。
        ja: "Podを1つも選択しないNetworkPolicy",
    }
}

template!(NO_POD, "network-policy-selects-nothing.no-pod",
    en: "this policy applies to no Pod: nearest is {workload}, with {labels}",
    ja: "このポリシーはどのPodにも適用されません。いちばん近いのは{workload}で、ラベルは{labels}です");
template!(OTHER_NAMESPACE, "network-policy-selects-nothing.other-namespace",
    en: "this policy applies to no Pod: {workload} has these labels, but in Namespace {there}, and a policy applies to its own Namespace",
    ja: "このポリシーはどのPodにも適用されません。{workload}はこれらのラベルを持っていますが、Namespaceは{there}です。ポリシーは自身のNamespaceに適用されます");
template!(NOT_GIVEN, "network-policy-selects-nothing.not-given",
    en: "no Pod in the files given has the labels of this selector",
    ja: "このselectorのラベルを持つPodは、与えられたファイルの中にありません");
template!(ELSEWHERE, "network-policy-selects-nothing.elsewhere",
    en: "its Pods may be defined in files that were not given",
    ja: "Podは、与えられていないファイルで定義されているかもしれません");
template!(SYMPTOM, "network-policy-selects-nothing.symptom",
    en: "the Pods that it is meant for stay open to everybody",
    ja: "対象のつもりだったPodは、だれからでも接続できるままです");
template!(HERE, "network-policy-selects-nothing.here", en: "the labels are here", ja: "ラベルはここにあります");
template!(MOVE, "network-policy-selects-nothing.move",
    en: "write `namespace: {there}` in the policy's metadata",
    ja: "ポリシーのmetadataに`namespace: {there}`と書いてください");
template!(DID_YOU_MEAN, "network-policy-selects-nothing.did-you-mean",
    en: "did you mean {label}?",
    ja: "{label}の書き間違いではありませんか？");
template!(FIX, "network-policy-selects-nothing.fix", en: "Select {label}", ja: "{label}を選ぶ");

/// The path of the labels.
const LABELS: &str = "spec.podSelector.matchLabels";

impl Rule for NetworkPolicySelectsNothing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for policy in &context.analysis.cluster.policies {
            let selector = &policy.pod_selector;
            if !selector.is_empty() && !selects(context, &policy.meta.namespace, selector) {
                sink.push(finding(context, policy));
            }
        }
    }
}

fn finding(context: &Context<'_>, policy: &NetworkPolicy) -> Finding {
    let spot = || Spot::key(policy.meta.id, "spec.podSelector");
    let says = |spot, message| context.finding(NetworkPolicySelectsNothing::META, spot, message);
    let wanted = &policy.pod_selector.match_labels;
    let compared = context.candidates(&policy.meta.namespace).map(|one| (one, compare(wanted, one.labels)));
    let plausible = compared.filter(|(_, comparison)| !wanted.is_empty() && comparison.is_plausible());
    if let Some((template, comparison)) = plausible.min_by_key(|(one, found)| (found.rank(), one.object)) {
        let labels = template.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let message =
            NO_POD.with([("workload", Arg::code(template.title())), ("labels", Arg::Codes(labels))]);
        let there = context.place(&Spot::key(template.object, template.path_of("metadata.labels")));
        let mut finding = says(spot(), message).see(there, HERE.message()).note(SYMPTOM.message());
        if let Some((label, edits)) = mend(context, policy, &comparison) {
            finding = finding.help(DID_YOU_MEAN.with([("label", Arg::code(&label))]));
            finding = finding.guess(FIX.with([("label", Arg::code(label))]), edits);
        }
        return finding;
    }
    let elsewhere = context.templates().iter().filter(|one| one.namespace != &*policy.meta.namespace);
    let mut elsewhere = elsewhere.filter(|one| !wanted.is_empty() && policy.pod_selector.matches(one.labels));
    if let Some(template) = elsewhere.next() {
        let there = ("there", Arg::code(template.namespace));
        let message = OTHER_NAMESPACE.with([("workload", Arg::code(template.title())), there]);
        let place = context.place(&Spot::key(template.object, template.path_of("metadata.labels")));
        let help = MOVE.with([("there", Arg::text(template.namespace))]);
        return says(spot(), message).see(place, HERE.message()).note(SYMPTOM.message()).help(help);
    }
    let finding = says(spot(), NOT_GIVEN.message()).note(ELSEWHERE.message());
    finding.graded(Severity::Note, Certainty::DependsOnCluster)
}

/// The label that the Pods have in the place of the only one that differs, and the edit that writes it.
fn mend(
    context: &Context<'_>,
    policy: &NetworkPolicy,
    comparison: &Comparison<'_>,
) -> Option<(String, Option<Vec<FileEdit>>)> {
    let [miss] = comparison.missed.as_slice() else { return None };
    match *miss {
        Miss::Value { key, found, .. } => {
            let path = key_path(LABELS, key);
            Some((format!("{key}: {found}"), edit::replace(context, policy.meta.id, &path, found)))
        }
        Miss::Key { wanted, found, value } => {
            let path = key_path(LABELS, wanted);
            Some((format!("{found}: {value}"), edit::rename(context, policy.meta.id, &path, found)))
        }
        Miss::Absent { .. } => None,
    }
}
