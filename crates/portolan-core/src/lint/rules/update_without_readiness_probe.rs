//! `update-without-readiness-probe`.

use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::behind;
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A Deployment behind a Service with `maxUnavailable: 0`, which asks that no Pod goes before another is ready,
    /// while the container that serves has neither a readiness nor a startup probe, and `minReadySeconds` is not
    /// set.
    ///
    /// ## Why it matters
    /// Without a probe a container is ready as soon as its process runs. The update takes an old Pod away while the
    /// new one still starts, and connections to the new one are refused until it listens: the gap that
    /// `maxUnavailable: 0` was to prevent.
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
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: echo
    /// spec:
    ///   strategy:
    ///     rollingUpdate:
    ///       maxUnavailable: 0
    ///   selector:
    ///     matchLabels:
    ///       app: echo
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: echo
    ///     spec:
    ///       containers:
    ///       - name: echo
    ///         image: registry.example/echo:1
    ///         ports:
    ///         - containerPort: 8080
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: echo
    /// spec:
    ///   strategy:
    ///     rollingUpdate:
    ///       maxUnavailable: 0
    ///   selector:
    ///     matchLabels:
    ///       app: echo
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: echo
    ///     spec:
    ///       containers:
    ///       - name: echo
    ///         image: registry.example/echo:1
    ///         ports:
    ///         - containerPort: 8080
    ///         readinessProbe:
    ///           httpGet:
    ///             port: 8080
    /// ```
    ///
    /// ## Fix
    /// Add a readiness probe. For the other end of a Pod's life a `preStop` hook that waits a few seconds lets
    /// kube-proxy and load balancers forget it before the process stops.
    pub(super) struct UpdateWithoutReadinessProbe {
        name: "update-without-readiness-probe",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "an update without a gap that no readiness probe makes one",
        /// ## 何を見つけるか
        /// Serviceの先のDeploymentのうち、`maxUnavailable: 0`によって、新しいPodの準備ができるまで古いPodを減らさないよ
        /// うに指定しているのに、コンテナにreadinessProbeもstartupProbeもなく、`minReadySeconds`の設定もないものを見つ
        /// けます。
        ///
        /// ## なぜ問題か
        /// プローブがなければ、コンテナはプロセスが動き始めた時点で準備完了とみなされます。新しいPodが起動している間に
        /// 古いPodがなくなり、待ち受けを始めるまで新しいPodへの接続は拒否されます。`maxUnavailable: 0`で防ごうとした途
        /// 切れです。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// readinessProbeを加えます。Podの終了側では、数秒待つ`preStop`フックがあれば、プロセスが止まる前にkube-proxyや
        /// ロードバランサーがPodを外せます。
        ja: "readinessProbeのない、途切れない更新の設定",
    }
}

template!(AT_ONCE, "update-without-readiness-probe.at-once",
    en: "no gap is wanted here, but without a readiness probe a new Pod counts as ready before it listens",
    ja: "途切れない更新が指定されていますが、readinessProbeがないため、新しいPodは待ち受けを始める前に準備完了とみなされます");
template!(NO_PROBE, "update-without-readiness-probe.no-probe", en: "this container has no readiness probe", ja: "このコンテナにはreadinessProbeがありません");
template!(SYMPTOM, "update-without-readiness-probe.symptom",
    en: "during each update some connections are refused",
    ja: "更新のたびに、一部の接続が拒否されます");

const PATH: &str = "spec.strategy.rollingUpdate.maxUnavailable";

impl Rule for UpdateWithoutReadinessProbe {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut seen = BTreeSet::new();
        for (_, port, template) in behind(context).filter(|(.., one)| one.kind == "Deployment") {
            let mut serving = template.spec.containers.iter();
            let serving = serving.position(|one| one.ports.iter().any(|it| port.is_target(it)));
            if let Some(at) = serving.filter(|_| seen.insert(template.object)) {
                sink.found_if(look(context, template, at));
            }
        }
    }
}

fn look(context: &Context<'_>, template: &Template<'_>, at: usize) -> Option<Finding> {
    let written = context.field(template.object, PATH)?.text().trim_matches(['"', '\'']);
    let waits = context.field(template.object, "spec.minReadySeconds").is_some();
    let mut probes = template.spec.containers.iter().flat_map(|one| &one.probes);
    let held = probes.any(|probe| probe.holds_back()) || !template.spec.readiness_gates.is_empty();
    (matches!(written, "0" | "0%") && !waits && !held).then(|| {
        let container =
            Spot::value(template.object, template.path_of(&format!("spec.containers[{at}].name")));
        context
            .finding(UpdateWithoutReadinessProbe::META, Spot::value(template.object, PATH), AT_ONCE.message())
            .see(context.place(&container), NO_PROBE.message())
            .note(SYMPTOM.message())
    })
}
