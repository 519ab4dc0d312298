//! `selector-matches-nothing`.

use crate::diagnostic::{Arg, Certainty, FileEdit, Message, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::{Comparison, Miss, compare};
use crate::lint::rule::rule;
use crate::lint::template::{Template, key_path};
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service whose selector no Pod of its namespace satisfies.
    ///
    /// A selector is an *and*: a Pod must have every label of it, with exactly that value, and must live in the
    /// Service's own namespace. The finding shows the workload that comes nearest, which labels match, and which do
    /// not and by how much.
    ///
    /// Where nothing in the files given could be meant, the finding is only a note: the workload may be defined
    /// elsewhere.
    ///
    /// ## Why it matters
    /// The Service gets a cluster IP and a DNS name all the same, but no endpoints: `kubectl get endpointslices` shows
    /// `<unset>`, and every connection is refused.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///     release: sumer
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    ///     release: summer
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - containerPort: 80
    /// ```
    ///
    /// Every label of the selector is a label of the Pod:
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///     release: summer
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    ///     release: summer
    ///     version: "2"
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - containerPort: 80
    /// ```
    ///
    /// ## Fix
    /// Write the Pods' labels into the selector, or the selector's labels into the Pod template. Where values
    /// are a slip away from those of the Pods, `--unsafe-fixes` writes those into the selector. A controller's own
    /// `spec.selector` cannot be changed after it is created; the Service's can.
    pub(super) struct SelectorMatchesNothing {
        name: "selector-matches-nothing",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "tasks/debug/debug-application/debug-service/",
        en: "a selector that no Pod satisfies",
        /// ## 何を見つけるか
        /// 同じNamespaceのどのPodにも一致しないselectorを持つServiceを見つけます。
        ///
        /// selectorは「かつ」の条件です。Podはselectorのすべてのラベルを、まったく同じ値で持ち、Serviceと同じNamespaceに
        /// なければなりません。いちばん近いワークロードと、一致したラベル、一致しないラベルとその差を示します。
        ///
        /// 与えられたファイルの中に該当しそうなものがない場合は、ほかの場所で定義されているかもしれないので、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// ServiceにはクラスターIPもDNS名も割り当てられますが、エンドポイントがありません。`kubectl get endpointslices`には
        /// `<unset>`と表示され、接続はすべて拒否されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// selectorのすべてのラベルをPodが持っていれば、正しく動きます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Podのラベルをselectorに書くか、selectorのラベルをPodテンプレートに書きます。値の書き間違いと思われる場合は、
        /// `--unsafe-fixes`がPodの値をselectorに書きます。コントローラー自身の`spec.selector`は作成後に変更できませんが、
        /// Serviceのselectorは変更できます。
        ja: "どのPodにも一致しないselector",
    }
}

template!(NO_POD, "selector-matches-nothing.no-pod",
    en: "no Pod has all the labels of this selector",
    ja: "このselectorのラベルをすべて持つPodがありません");
template!(NOT_GIVEN, "selector-matches-nothing.not-given",
    en: "no Pod in the files given has the labels of this selector",
    ja: "このselectorのラベルを持つPodは、与えられたファイルの中にありません");
template!(REFUSED, "selector-matches-nothing.refused",
    en: "this selector matches only {workload}, which the API server refuses",
    ja: "このselectorに一致するのは{workload}だけですが、APIサーバーに拒否されます");
template!(ARITHMETIC, "selector-matches-nothing.arithmetic",
    en: "nearest is {workload}: {n} of {total} labels match ({matched})",
    ja: "いちばん近いのは{workload}で、{total}個のラベルのうち{n}個が一致します（{matched}）");
template!(NONE_MATCHES, "selector-matches-nothing.none-matches",
    en: "nearest is {workload}: 0 of {total} labels match",
    ja: "いちばん近いのは{workload}ですが、{total}個のラベルのうち一致するものはありません");
template!(VALUE, "selector-matches-nothing.value",
    en: "`{key}` is {found} here",
    ja: "ここでは`{key}`は{found}です");
template!(VALUE_NEAR, "selector-matches-nothing.value-near",
    en: "`{key}` is {found} here: {n} {n|letter differs|letters differ} from {wanted}",
    ja: "ここでは`{key}`は{found}です（{wanted}と{n}文字違います）");
template!(KEY, "selector-matches-nothing.key",
    en: "{value} stands under the key {found} here, not under {wanted}",
    ja: "ここでは{value}のキーは{wanted}ではなく{found}です");
template!(ABSENT, "selector-matches-nothing.absent",
    en: "these labels have no {label}",
    ja: "これらのラベルに{label}はありません");
template!(SYMPTOM, "selector-matches-nothing.symptom",
    en: "Service {service} gets a cluster IP but no endpoints: every connection to it is refused",
    ja: "Service {service}にはクラスターIPが割り当てられますが、エンドポイントがないため、接続はすべて拒否されます");
template!(ELSEWHERE, "selector-matches-nothing.elsewhere",
    en: "its Pods may be defined in files that were not given",
    ja: "Podは、与えられていないファイルで定義されているかもしれません");
template!(OTHER_NAMESPACE, "selector-matches-nothing.other-namespace",
    en: "{workload} has these labels, but in Namespace {there}; a Service selects only Pods of its own Namespace, {here}",
    ja: "{workload}はこれらのラベルを持っていますが、Namespaceは{there}です。Serviceが選ぶのは同じNamespace（{here}）のPodだけです");
template!(THERE, "selector-matches-nothing.there",
    en: "the labels are here, in Namespace {there}",
    ja: "ラベルはここにありますが、Namespaceは{there}です");
template!(SAME_NAMESPACE, "selector-matches-nothing.same-namespace",
    en: "put the Service and {workload} into the same Namespace; clients elsewhere use the name `{service}.{there}`",
    ja: "Serviceと{workload}を同じNamespaceに置いてください。ほかのNamespaceからは`{service}.{there}`という名前で使えます");
template!(DID_YOU_MEAN, "selector-matches-nothing.did-you-mean",
    en: "did you mean {label}?",
    ja: "{label}の書き間違いではありませんか？");
template!(WRITE_LABEL, "selector-matches-nothing.write-label",
    en: "add {label} to the labels of the Pod template, or take it out of the selector",
    ja: "Podテンプレートのラベルに{label}を加えるか、selectorから除いてください");
template!(WRITE_VALUE, "selector-matches-nothing.write-value",
    en: "write the same value in both places: in the selector, or in the Pod template",
    ja: "selectorとPodテンプレートに同じ値を書いてください");
template!(MEND_REFUSED, "selector-matches-nothing.mend-refused",
    en: "mend {workload} first",
    ja: "先に{workload}を直してください");
template!(FIX, "selector-matches-nothing.fix",
    en: "Select {label}",
    ja: "{label}を選ぶ");

impl Rule for SelectorMatchesNothing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections() {
            if selection.sources.is_empty() && !context.has_hand_made_endpoints(selection.service) {
                sink.found.extend(Search { context, selection }.finding().map(Finding::into_diagnostic));
            }
        }
    }
}

/// The search for what a selector that matches nothing was meant to match.
struct Search<'c, 'a> {
    context: &'c Context<'a>,
    selection: &'c Selection<'a>,
}

impl Search<'_, '_> {
    fn finding(&self) -> Option<Finding> {
        let Self { context, selection } = *self;
        let namespace = &*selection.service.meta.namespace;
        let idle = context.with_labels(namespace, selection.selector).next().is_some();
        if idle || context.with_own_labels(namespace, selection.selector).next().is_some() {
            return None;
        }
        let found = self.refused().or_else(|| self.nearest()).or_else(|| self.other_namespace());
        Some(found.unwrap_or_else(|| self.not_given()))
    }

    fn nearest(&self) -> Option<Finding> {
        let selector = self.selection.selector;
        let candidates = self.context.candidates(&self.selection.service.meta.namespace);
        let compared = candidates.map(|one| (one, compare(selector, one.labels)));
        let name = &*self.selection.service.meta.name;
        let plausible = compared.filter(|(one, comparison)| comparison.is_plausible() || one.name == name);
        let (template, comparison) =
            plausible.min_by_key(|(one, comparison)| (comparison.rank(), one.object))?;
        Some(self.near_miss(template, &comparison))
    }

    fn says(&self, spot: Spot, message: Message) -> Finding {
        self.context.finding(SelectorMatchesNothing::META, spot, message)
    }

    fn symptom(&self) -> Message {
        SYMPTOM.with([("service", Arg::code(&*self.selection.service.meta.name))])
    }

    fn selector_spot(&self) -> Spot {
        Spot::key(self.selection.service.meta.id, "spec.selector")
    }

    fn not_given(&self) -> Finding {
        let spot = self.selector_spot();
        let finding = self.context.finding(SelectorMatchesNothing::META, spot, NOT_GIVEN.message());
        let finding = finding.note(ELSEWHERE.message());
        let candidates = self.context.candidates(&self.selection.service.meta.namespace);
        let compared = candidates.map(|one| (one, compare(self.selection.selector, one.labels)));
        let near = compared.filter(|(_, comparison)| !comparison.matched.is_empty());
        let nearest =
            near.min_by_key(|(one, comparison)| (comparison.missed.len(), comparison.rank(), one.object));
        let finding = match nearest {
            Some((template, comparison)) => finding.note(arithmetic(template, &comparison)),
            None => finding,
        };
        finding.graded(Severity::Note, Certainty::DependsOnCluster)
    }

    fn refused(&self) -> Option<Finding> {
        let Self { context, selection } = self;
        let namespace = Some(&*selection.service.meta.namespace);
        let here = |manifest: &crate::admission::Manifest| manifest.namespace.as_deref() == namespace;
        let mut refused = context.refused().iter().filter(|one| here(one.manifest));
        let one = refused.find(|one| selection.selector.select(&one.labels))?;
        let kind = one.manifest.kind.as_deref().unwrap_or_default();
        let name = one.manifest.name.as_deref().unwrap_or_default();
        let workload = Arg::code(format!("{kind}/{name}"));
        let finding = self.says(self.selector_spot(), REFUSED.with([("workload", workload.clone())]));
        let finding = finding.note(self.symptom()).help(MEND_REFUSED.with([("workload", workload)]));
        Some(finding.graded(Severity::Note, Certainty::Proved))
    }

    fn other_namespace(&self) -> Option<Finding> {
        let Self { context, selection } = self;
        let namespace = &*selection.service.meta.namespace;
        let template = context.with_labels_outside(namespace, selection.selector).next()?;
        let finding = self.says(self.selector_spot(), NO_POD.message());
        let note = OTHER_NAMESPACE.with([
            ("workload", Arg::code(template.title())),
            ("there", Arg::code(template.namespace)),
            ("here", Arg::code(&*selection.service.meta.namespace)),
        ]);
        let help = SAME_NAMESPACE.with([
            ("workload", Arg::code(template.title())),
            ("service", Arg::text(&*selection.service.meta.name)),
            ("there", Arg::text(template.namespace)),
        ]);
        let labels = Spot::key(template.object, template.path_of("metadata.labels"));
        let seen = THERE.with([("there", Arg::code(template.namespace))]);
        let finding = finding.see(context.place(&labels), seen).note(note).note(self.symptom()).help(help);
        Some(finding.graded(Severity::Warning, Certainty::Likely))
    }

    fn near_miss(&self, template: &Template<'_>, comparison: &Comparison<'_>) -> Finding {
        let Self { context, selection } = *self;
        let service = selection.service.meta.id;
        let spot = match comparison.missed.as_slice() {
            [Miss::Value { key, .. } | Miss::Absent { key, .. }] => {
                Spot::value(service, key_path("spec.selector", key))
            }
            [Miss::Key { wanted, .. }] => Spot::key(service, key_path("spec.selector", wanted)),
            _ => self.selector_spot(),
        };
        let mut finding = self.says(spot, NO_POD.message());
        finding = finding.note(arithmetic(template, comparison)).note(self.symptom());
        for miss in &comparison.missed {
            let (spot, message, help) = explain(template, miss);
            finding = finding.see(context.place(&spot), message).help(help);
        }
        let (labels, edits) = self.edits(comparison);
        finding = finding.guess(FIX.with([("label", Arg::Codes(labels))]), edits);
        finding
    }
}

impl Search<'_, '_> {
    /// The labels that the Pods have, and the edits that write them into the selector; none where a label is absent, or
    /// where several differ by more than a slip.
    fn edits(&self, comparison: &Comparison<'_>) -> (Vec<String>, Option<Vec<FileEdit>>) {
        let service = self.selection.service.meta.id;
        let only = comparison.missed.len() == 1;
        let mut labels = Vec::new();
        let edits = comparison.missed.iter().map(|miss| match *miss {
            Miss::Value { key, found, distance, .. } if only || distance.is_some() => {
                labels.push(format!("{key}: {found}"));
                edit::replace_label(self.context, service, &key_path("spec.selector", key), found)
            }
            Miss::Key { wanted, found, value } => {
                labels.push(format!("{found}: {value}"));
                edit::rename(self.context, service, &key_path("spec.selector", wanted), found)
            }
            _ => None,
        });
        let edits: Option<Vec<Vec<FileEdit>>> = edits.collect();
        (labels, edits.map(|edits| edits.concat()))
    }
}

fn arithmetic(template: &Template<'_>, comparison: &Comparison<'_>) -> Message {
    let workload = ("workload", Arg::code(template.title()));
    let total = ("total", Arg::count(comparison.total()));
    if comparison.matched.is_empty() {
        return NONE_MATCHES.with([workload, total]);
    }
    let matched = comparison.matched.iter().map(|(key, value)| format!("{key}={value}"));
    let matched = ("matched", Arg::Codes(matched.collect()));
    ARITHMETIC.with([workload, ("n", Arg::count(comparison.matched.len())), total, matched])
}

/// What is to be seen at the workload's labels, and what to do about it.
fn explain(template: &Template<'_>, miss: &Miss<'_>) -> (Spot, Message, Message) {
    match *miss {
        Miss::Value { key, wanted, found, distance } => {
            let key_arg = ("key", Arg::text(key));
            let found_arg = ("found", Arg::code(found));
            let (message, help) = match distance {
                Some(distance) => (
                    VALUE_NEAR.with([
                        key_arg,
                        found_arg,
                        ("n", Arg::count(distance)),
                        ("wanted", Arg::code(wanted)),
                    ]),
                    DID_YOU_MEAN.with([("label", Arg::code(format!("{key}: {found}")))]),
                ),
                None => (VALUE.with([key_arg, found_arg]), WRITE_VALUE.message()),
            };
            (template.label_spot(key), message, help)
        }
        Miss::Key { wanted, found, value } => {
            let args =
                [("value", Arg::code(value)), ("found", Arg::code(found)), ("wanted", Arg::code(wanted))];
            let help = DID_YOU_MEAN.with([("label", Arg::code(format!("{found}: {value}")))]);
            (Spot { part: crate::diagnostic::Part::Key, ..template.label_spot(found) }, KEY.with(args), help)
        }
        Miss::Absent { key, wanted } => {
            let label = Arg::code(format!("{key}: {wanted}"));
            let spot = Spot::key(template.object, template.path_of("metadata.labels"));
            (spot, ABSENT.with([("label", label.clone())]), WRITE_LABEL.with([("label", label)]))
        }
    }
}
