//! `selector-too-broad`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{declared, wanted};
use crate::lint::rule::rule;
use crate::lint::template::{Template, is_given};
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service whose selector matches the Pods of several workloads that are not variants of one application: another
    /// component or release, the Pods of a Job, or Pods that do not have the Service's port.
    ///
    /// Workloads that differ only in labels such as `version`, `track` or `color` are taken for variants on purpose, and
    /// not reported. If the Pods differ only by a release, an instance or the like, and all of them have the port, it is
    /// a note. A headless Service that gives the Pods of several StatefulSets their names is left alone.
    ///
    /// ## Why it matters
    /// kube-proxy spreads connections over all endpoints. A share of the requests goes to Pods that cannot answer them,
    /// or that answer as a different application: errors that come and go.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: shop
    /// spec:
    ///   selector:
    ///     app: shop
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shop
    ///   labels:
    ///     app: shop
    ///     component: web
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: example.com/shop
    ///     ports:
    ///     - containerPort: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shop-cache
    ///   labels:
    ///     app: shop
    ///     component: cache
    /// spec:
    ///   containers:
    ///   - name: redis
    ///     image: redis
    ///     ports:
    ///     - containerPort: 6379
    /// ```
    ///
    /// One label more keeps the components apart:
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: shop
    /// spec:
    ///   selector:
    ///     app: shop
    ///     component: web
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shop
    ///   labels:
    ///     app: shop
    ///     component: web
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: example.com/shop
    ///     ports:
    ///     - containerPort: 80
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: shop-cache
    ///   labels:
    ///     app: shop
    ///     component: cache
    /// spec:
    ///   containers:
    ///   - name: redis
    ///     image: redis
    ///     ports:
    ///     - containerPort: 6379
    /// ```
    ///
    /// ## Fix
    /// Add the label that keeps the workloads apart to the selector. When one workload has the Service's name and one
    /// label tells it from all the others, `--unsafe-fixes` adds that label.
    pub(super) struct SelectorTooBroad {
        name: "selector-too-broad",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/overview/working-with-objects/labels/",
        en: "a selector that also matches Pods of another workload",
        /// ## 何を見つけるか
        /// 一つのアプリケーションの変種とは言えない複数のワークロードのPodに一致するselectorを見つけます。別のコンポーネントや
        /// リリース、JobのPod、Serviceのポートを持たないPodなどです。
        ///
        /// `version`、`track`、`color`のようなラベルだけが違うワークロードは、意図した変種とみなして報告しません。リリースや
        /// インスタンスだけが違い、どのPodにもポートがある場合は、注記にとどめます。複数のStatefulSetのPodに名前を与えるheadless
        /// Serviceは対象外です。
        ///
        /// ## なぜ問題か
        /// kube-proxyは接続をすべてのエンドポイントに振り分けます。リクエストの一部が、応答できないPodや別のアプリケーションの
        /// Podに届き、ときどき失敗するという分かりにくい症状になります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// ラベルを一つ加えれば、コンポーネントを区別できます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ワークロードを区別するラベルをselectorに加えます。Serviceと同じ名前のワークロードがあり、ほかのすべてと区別できる
        /// ラベルがあれば、`--unsafe-fixes`がそのラベルを加えます。
        ja: "別のワークロードのPodにも一致するselector",
    }
}

template!(SEVERAL, "selector-too-broad.several",
    en: "this selector matches Pods of {n} workloads",
    ja: "このselectorは{n}個のワークロードのPodに一致します");
template!(SHARE, "selector-too-broad.share",
    en: "{workload}: {pods} {pods|Pod|Pods}, {labels}",
    ja: "{workload}：Pod {pods}個、{labels}");
template!(MORE, "selector-too-broad.more",
    en: "… and {n} more {n|workload|workloads}",
    ja: "…ほかに{n}個のワークロード");
template!(NO_PORT, "selector-too-broad.no-port",
    en: "{workload} does not declare port {port}, to which this Service sends",
    ja: "{workload}は、このServiceの送り先であるポート{port}を宣言していません");
template!(RUNS_TO_COMPLETION, "selector-too-broad.runs-to-completion",
    en: "{workload} runs to completion: its Pods come into the Service while they run",
    ja: "{workload}は完了するまで実行されるもので、そのPodは実行中だけServiceに加わります");
template!(SYMPTOM, "selector-too-broad.symptom",
    en: "every endpoint gets an equal share of the connections to Service {service}",
    ja: "Service {service}への接続は、すべてのエンドポイントに等しく振り分けられます");
template!(NARROW, "selector-too-broad.narrow",
    en: "to reach only {workload}, add {label} to the selector",
    ja: "{workload}だけに送るには、selectorに{label}を加えてください");
template!(FIX, "selector-too-broad.fix",
    en: "Select only {workload}",
    ja: "{workload}だけを選ぶ");

/// Labels that tell applications, or parts of one, apart.
const APPLICATIONS: [&str; 10] = [
    "app",
    "app.kubernetes.io/component",
    "app.kubernetes.io/name",
    "component",
    "k8s-app",
    "name",
    "role",
    "run",
    "service",
    "tier",
];

/// Labels by which variants of one application are told apart on purpose.
const VARIANTS: [&str; 12] = [
    "app.kubernetes.io/version",
    "canary",
    "color",
    "colour",
    "deployment",
    "revision",
    "slot",
    "stage",
    "track",
    "v",
    "variant",
    "version",
];

/// How much it matters that the workloads differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Variant,
    Release,
    Application,
}

impl Rule for SelectorTooBroad {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections().iter().filter(|one| one.sources.len() > 1) {
            let sources: Vec<(&Template<'_>, usize)> = context.sources(selection).collect();
            sink.found.extend(too_broad(context, selection, &sources).map(Finding::into_diagnostic));
        }
    }
}

fn too_broad(
    context: &Context<'_>,
    selection: &Selection<'_>,
    sources: &[(&Template<'_>, usize)],
) -> Option<Finding> {
    let service = &selection.service.meta;
    let meant = sources.iter().map(|(one, _)| *one).find(|one| one.name == &*service.name);
    let (first, _) = sources.first()?;
    let anchor = meant.unwrap_or(first);
    let others = || sources.iter().map(|(one, _)| *one).filter(|one| !std::ptr::eq(*one, anchor));
    let difference = others().map(|one| differ(anchor, one)).max()?;
    let is_job = |one: &Template<'_>| matches!(one.kind, "Job" | "CronJob");
    let jobs: Vec<&Template<'_>> = others().filter(|one| is_job(one) && !is_job(anchor)).collect();
    let portless = portless(selection, sources);
    let harm = !jobs.is_empty() || !portless.is_empty();
    let governs =
        selection.service.headless && sources.iter().all(|(one, _)| one.names(context, &service.name));
    if (difference == Difference::Variant || governs) && !harm {
        return None;
    }
    let message = SEVERAL.with([("n", Arg::count(sources.len()))]);
    let mut finding =
        context.finding(SelectorTooBroad::META, Spot::key(service.id, "spec.selector"), message);
    if difference < Difference::Application && !harm {
        finding = finding.graded(Severity::Note, Certainty::DependsOnCluster);
    }
    for (template, pods) in sources.iter().take(4) {
        let labels = Spot::key(template.object, template.path_of("metadata.labels"));
        finding = finding.see(context.place(&labels), share(selection, template, *pods));
    }
    if sources.len() > 4 {
        finding = finding.note(MORE.with([("n", Arg::count(sources.len() - 4))]));
    }
    finding = finding.note(SYMPTOM.with([("service", Arg::code(&*service.name))]));
    for (template, port) in portless.iter().take(3) {
        let args = [("workload", Arg::code(template.title())), ("port", Arg::code(port))];
        finding = finding.note(NO_PORT.with(args));
    }
    for job in jobs.iter().take(2) {
        finding = finding.note(RUNS_TO_COMPLETION.with([("workload", Arg::code(job.title()))]));
    }
    Some(narrow(context, selection, sources, meant, finding))
}

/// Offers the label that leaves only the workload that was meant, or the one that may have been.
fn narrow(
    context: &Context<'_>,
    selection: &Selection<'_>,
    sources: &[(&Template<'_>, usize)],
    meant: Option<&Template<'_>>,
    mut finding: Finding,
) -> Finding {
    let sources = || sources.iter().map(|(one, _)| *one);
    for template in sources().filter(|one| meant.is_none_or(|meant| std::ptr::eq(meant, *one))).take(4) {
        let others = || sources().filter(|one| !std::ptr::eq(*one, template));
        let only_here = |key: &str, value: &str| others().all(|one| one.labels.get(key) != Some(value));
        let new =
            |key: &str| selection.selector.get(key).is_none() && !VARIANTS.contains(&key) && !is_given(key);
        let mut telling = template.labels.iter().filter(|(key, value)| new(key) && only_here(key, value));
        let Some((key, value)) = telling.next() else { continue };
        let workload = ("workload", Arg::code(template.title()));
        finding =
            finding.help(NARROW.with([workload.clone(), ("label", Arg::code(format!("{key}: {value}")))]));
        if meant.is_some() {
            let edits = edit::insert_into(context, selection.service.meta.id, "spec.selector", key, value);
            finding = finding.guess(FIX.with([workload]), edits);
        }
    }
    finding
}

fn share(selection: &Selection<'_>, template: &Template<'_>, pods: usize) -> crate::diagnostic::Message {
    let telling =
        template.labels.iter().filter(|(key, _)| selection.selector.get(key).is_none() && !is_given(key));
    let labels: Vec<String> = telling.take(4).map(|(key, value)| key_value(key, value)).collect();
    let all = || selection.selector.iter().map(|(key, value)| key_value(key, value)).collect();
    SHARE.with([
        ("workload", Arg::code(template.title())),
        ("pods", Arg::count(pods)),
        ("labels", Arg::Codes(if labels.is_empty() { all() } else { labels })),
    ])
}

fn key_value(key: &str, value: &str) -> String {
    format!("{key}={value}")
}

/// The workloads that do not declare a target port which others of them declare, with that port. Those that lack a name
/// get no endpoint, so that only numbers count.
fn portless<'t, 'a>(
    selection: &Selection<'_>,
    sources: &[(&'t Template<'a>, usize)],
) -> Vec<(&'t Template<'a>, String)> {
    let mut found = Vec::new();
    for port in wanted(selection).filter(|port| port.target_number().is_some()) {
        let knows = |one: &Template<'_>| port.is_declared_by(one);
        let declares_others = |one: &Template<'_>| declared(one.spec).next().is_some();
        if !sources.iter().any(|(one, _)| knows(one)) {
            continue;
        }
        for (template, _) in sources {
            if !knows(template) && declares_others(template) {
                found.push((*template, port.port.target_port.to_string()));
            }
        }
    }
    found
}

/// How two workloads that a selector does not tell apart differ.
fn differ(one: &Template<'_>, other: &Template<'_>) -> Difference {
    let keys = one.labels.iter().chain(other.labels.iter()).map(|(key, _)| key);
    let differing = keys.filter(|key| one.labels.get(key) != other.labels.get(key));
    let weigh = |key: &str| {
        if VARIANTS.contains(&key) || is_given(key) {
            Difference::Variant
        } else if APPLICATIONS.contains(&key) {
            Difference::Application
        } else {
            Difference::Release
        }
    };
    differing.map(weigh).max().unwrap_or(Difference::Variant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_weighs_more_than_a_release() {
        assert!(Difference::Variant < Difference::Release);
        assert!(Difference::Release < Difference::Application);
    }
}
