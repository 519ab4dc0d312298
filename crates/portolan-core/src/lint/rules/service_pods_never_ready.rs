//! `service-pods-never-ready`.

use crate::diagnostic::Arg;
use crate::lint::context::{Context, Selection};
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::probes::{Probed, never_ready};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service all of whose Pods can never become ready, since each of them has a readiness or a startup probe that cannot
    /// succeed. The probe itself is found by `probe-port-unknown`.
    ///
    /// Services with `publishNotReadyAddresses` are left alone, and so are Pods of a cluster dump that are ready.
    ///
    /// ## Why it matters
    /// The Pods run and the selector is right, but only Pods that are ready get traffic: the Service has no ready endpoint.
    /// Connections to its cluster IP are refused, and a headless Service's name leads to no address.
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
    ///   ports:
    ///   - port: 80
    ///     targetPort: http
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
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
    ///       - name: web
    ///         image: example.com/web
    ///         ports:
    ///         - name: http
    ///           containerPort: 8080
    ///         readinessProbe:
    ///           httpGet:
    ///             path: /healthz
    ///             port: web
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
    ///   ports:
    ///   - port: 80
    ///     targetPort: http
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
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
    ///       - name: web
    ///         image: example.com/web
    ///         ports:
    ///         - name: http
    ///           containerPort: 8080
    ///         readinessProbe:
    ///           httpGet:
    ///             path: /healthz
    ///             port: http
    /// ```
    ///
    /// ## Fix
    /// Mend the probe: `probe-port-unknown` has a fix where it can guess the port.
    pub(super) struct ServicePodsNeverReady {
        name: "service-pods-never-ready",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a Service whose Pods can never become ready",
        /// ## 何を見つけるか
        /// 選ばれたPodのすべてに成功することのないreadiness probeかstartup probeがあり、どのPodも準備完了にならないServiceを見つけます。
        /// プローブそのものは`probe-port-unknown`が見つけます。
        ///
        /// `publishNotReadyAddresses`のあるServiceと、クラスターのダンプで準備完了になっているPodは対象外です。
        ///
        /// ## なぜ問題か
        /// Podは動いていてselectorも正しいのですが、通信を受けるのは準備完了のPodだけです。Serviceには準備完了のエンドポイントが
        /// ありません。クラスターIPへの接続は拒否され、Headless Serviceの名前からはアドレスが得られません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// プローブを直します。ポートを推測できるときは、`probe-port-unknown`に修正があります。
        ja: "どのPodも準備完了にならないService",
    }
}

template!(NEVER, "service-pods-never-ready.never",
    en: "the Pods of Service {service} can never become ready",
    ja: "Service {service}のPodは準備完了になりません");
template!(BECAUSE, "service-pods-never-ready.because",
    en: "the {probe} of container {container} in {workload} uses the port {port}, which that container does not have",
    ja: "{workload}のコンテナ{container}の{probe}が使うポート{port}は、そのコンテナにありません");
template!(HERE, "service-pods-never-ready.here",
    en: "this probe can never succeed",
    ja: "このプローブは成功しません");
template!(REFUSED, "service-pods-never-ready.refused",
    en: "the Service has no ready endpoint: connections to it are refused",
    ja: "Serviceに準備完了のエンドポイントがないため、接続は拒否されます");
template!(NO_ADDRESS, "service-pods-never-ready.no-address",
    en: "the Service has no ready endpoint: its name leads to no address",
    ja: "Serviceに準備完了のエンドポイントがないため、名前からアドレスが得られません");
template!(MEND, "service-pods-never-ready.mend",
    en: "mend the probe",
    ja: "プローブを直してください");

impl Rule for ServicePodsNeverReady {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let wanting = context.selections().iter().filter(|one| !one.service.publish_not_ready_addresses);
        for selection in wanting {
            let blocked: Option<Vec<_>> =
                context.sources(selection).map(|(one, _)| Some((one, never_ready(one.spec)?))).collect();
            if let Some(blocked) = blocked.filter(|all| !all.is_empty())
                && !is_seen_ready(context, selection)
            {
                sink.push(never(context, selection, &blocked));
            }
        }
    }
}

/// Whether a cluster dump states that one of the Pods is ready.
fn is_seen_ready(context: &Context<'_>, selection: &Selection<'_>) -> bool {
    let cluster = &context.analysis.cluster;
    let selected = cluster.select(&selection.service.meta.namespace, selection.selector);
    let mut pods = selected.into_iter().filter_map(|id| cluster.pod(id));
    pods.any(|pod| pod.ready && pod.status.is_some())
}

fn never(
    context: &Context<'_>,
    selection: &Selection<'_>,
    blocked: &[(&Template<'_>, Probed<'_>)],
) -> Finding {
    let service = &selection.service.meta;
    let message = NEVER.with([("service", Arg::code(&*service.name))]);
    let mut finding =
        context.finding(ServicePodsNeverReady::META, Spot::key(service.id, "spec.selector"), message);
    for (template, probed) in blocked.iter().take(3) {
        let port = probed.probe.port().map(ToString::to_string).unwrap_or_default();
        let spot = Spot::value(template.object, probed.path(template, "port"));
        finding = finding.see(context.place(&spot), HERE.message()).note(BECAUSE.with([
            ("probe", Arg::text(probed.probe.kind.field())),
            ("container", Arg::code(&*probed.container.name)),
            ("workload", Arg::code(template.title())),
            ("port", Arg::code(port)),
        ]));
    }
    let symptom = if selection.service.headless { &NO_ADDRESS } else { &REFUSED };
    finding.note(symptom.message()).help(MEND.message())
}
