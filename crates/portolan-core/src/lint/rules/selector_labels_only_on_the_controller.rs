//! `selector-labels-only-on-the-controller`.

use crate::diagnostic::Arg;
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::compare;
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service that selects labels which a controller has in its own `metadata.labels`, but not in the labels of its
    /// Pod template.
    ///
    /// ## Why it matters
    /// A Service selects Pods, never Deployments. Pods get the labels of `spec.template.metadata.labels`; those of the
    /// controller itself are not handed down. The Service has no endpoints.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///     tier: front
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    ///     tier: front
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: nginx
    ///         image: nginx
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///     tier: front
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    ///     tier: front
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///         tier: front
    ///     spec:
    ///       containers:
    ///       - name: nginx
    ///         image: nginx
    /// ```
    ///
    /// ## Fix
    /// Add the labels to the Pod template; this can be done at any time, unlike a change of the controller's
    /// `spec.selector`. `--unsafe-fixes` adds a single missing label.
    pub(super) struct SelectorLabelsOnlyOnTheController {
        name: "selector-labels-only-on-the-controller",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/overview/working-with-objects/labels/",
        en: "a selector that fits a controller's own labels, but not its Pods",
        /// ## 何を見つけるか
        /// コントローラー自身の`metadata.labels`にはあるものの、Podテンプレートのラベルにはないラベルを選んでいるServiceを
        /// 見つけます。
        ///
        /// ## なぜ問題か
        /// Serviceが選ぶのはPodであり、Deploymentではありません。Podに付くのは`spec.template.metadata.labels`のラベルで、
        /// コントローラー自身のラベルは引き継がれません。そのため、Serviceにはエンドポイントがありません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Podテンプレートにそのラベルを加えます。コントローラーの`spec.selector`と違って、いつでも変更できます。足りない
        /// ラベルが一つなら、`--unsafe-fixes`が加えます。
        ja: "コントローラー自身のラベルには一致し、Podには一致しないselector",
    }
}

template!(ONLY_THERE, "selector-labels-only-on-the-controller.only-there",
    en: "this selector matches the labels of {workload} itself, but not those of its Pods",
    ja: "このselectorは{workload}自身のラベルには一致しますが、そのPodのラベルには一致しません");
template!(OWN, "selector-labels-only-on-the-controller.own",
    en: "these labels stay on the {kind}",
    ja: "これらのラベルが付くのは{kind}だけです");
template!(TEMPLATE, "selector-labels-only-on-the-controller.template",
    en: "the Pods get these labels: {missing} {n|is|are} not among them",
    ja: "Podに付くのはこれらのラベルで、{missing}は{n|ありません|ありません}");
template!(SYMPTOM, "selector-labels-only-on-the-controller.symptom",
    en: "a Service selects Pods; Service {service} gets no endpoints, and connections to it are refused",
    ja: "Serviceが選ぶのはPodです。Service {service}にはエンドポイントがなく、接続は拒否されます");
template!(ADD, "selector-labels-only-on-the-controller.add",
    en: "add {missing} to `{path}`",
    ja: "`{path}`に{missing}を加えてください");
template!(FIX, "selector-labels-only-on-the-controller.fix",
    en: "Give the Pods the label {missing}",
    ja: "Podにラベル{missing}を付ける");

impl Rule for SelectorLabelsOnlyOnTheController {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let empty = context.selections().iter().filter(|selection| selection.sources.is_empty());
        for selection in empty.filter(|one| !context.has_hand_made_endpoints(one.service)) {
            let namespace = &*selection.service.meta.namespace;
            if context.with_labels(namespace, selection.selector).next().is_some() {
                continue;
            }
            let mut mislabelled = context.with_own_labels(namespace, selection.selector);
            if let Some(template) = mislabelled.next() {
                sink.push(only_there(context, selection, template));
            }
        }
    }
}

fn only_there(context: &Context<'_>, selection: &Selection<'_>, template: &Template<'_>) -> Finding {
    let service = &selection.service.meta;
    let missing: Vec<(&str, &str)> =
        selection.selector.iter().filter(|(key, value)| template.labels.get(key) != Some(value)).collect();
    let names: Vec<String> = missing.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let names = ("missing", Arg::Codes(names));
    let labels = template.path_of("metadata.labels");
    let own = Spot::key(template.object, "metadata.labels");
    let there = Spot::key(template.object, labels.clone());
    let count = ("n", Arg::count(missing.len()));
    let message = ONLY_THERE.with([("workload", Arg::code(template.title()))]);
    let finding = context
        .finding(SelectorLabelsOnlyOnTheController::META, Spot::key(service.id, "spec.selector"), message)
        .see(context.place(&own), OWN.with([("kind", Arg::text(template.kind))]))
        .see(context.place(&there), TEMPLATE.with([names.clone(), count]))
        .note(SYMPTOM.with([("service", Arg::code(&*service.name))]))
        .help(ADD.with([names.clone(), ("path", Arg::text(labels.clone()))]));
    let edits = match missing.as_slice() {
        [(key, value)] if compare(selection.selector, template.labels).missed.len() == 1 => {
            let value_there = template.labels.get(key).is_some();
            let new =
                (!value_there).then(|| edit::insert_into(context, template.object, &labels, key, value));
            new.flatten()
        }
        _ => None,
    };
    finding.guess(FIX.with([names]), edits)
}
