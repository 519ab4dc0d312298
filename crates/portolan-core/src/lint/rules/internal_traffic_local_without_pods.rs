//! `internal-traffic-local-without-pods`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::peers::pods;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::TrafficPolicy;
use crate::template;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A Service with `internalTrafficPolicy: Local` whose Pods come from a workload that does not put one onto
    /// every node: a Deployment or a StatefulSet.
    ///
    /// Where the input has the cluster's nodes, those without a Pod are named; a Service with a Pod on each of them
    /// is left alone. So is one whose Pods a DaemonSet makes.
    ///
    /// ## Why it matters
    /// Under this policy kube-proxy sends a connection from a Pod only to endpoints on the node of that Pod. Where
    /// there is none the packets are dropped, and the client waits until it times out, although the Service has
    /// endpoints elsewhere.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   internalTrafficPolicy: Local
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
    ///   replicas: 1
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
    ///   internalTrafficPolicy: Local
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata:
    ///   name: echo
    /// spec:
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
    /// ## Fix
    /// Take the policy out, make the workload a DaemonSet, or ask for near endpoints without insisting on them:
    /// `trafficDistribution: PreferSameNode`. `--unsafe-fixes` writes the policy `Cluster`.
    pub(super) struct InternalTrafficLocalWithoutPods {
        name: "internal-traffic-local-without-pods",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/service-traffic-policy/",
        en: "`internalTrafficPolicy: Local` where nodes have no Pod of the Service",
        /// ## 何を見つけるか
        /// `internalTrafficPolicy: Local`のServiceのうち、Podがすべてのノードに配置されるとは限らないものを見つけます。
        /// PodがDeploymentやStatefulSetのものである場合です。
        ///
        /// 与えられたファイルにノードがあれば、Podのないノードを示します。すべてのノードにPodがあるServiceは対象外です。
        /// DaemonSetのPodを選ぶServiceも対象外です。
        ///
        /// ## なぜ問題か
        /// このポリシーでは、kube-proxyはPodからの接続を、そのPodと同じノードのエンドポイントだけに送ります。そのノード
        /// にエンドポイントがなければパケットは破棄され、ほかのノードにエンドポイントがあっても、クライアントはタイムア
        /// ウトするまで待つことになります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ポリシーを消すか、ワークロードをDaemonSetにします。近いエンドポイントを優先するだけなら
        /// `trafficDistribution: PreferSameNode`を使います。`--unsafe-fixes`はポリシーを`Cluster`にします。
        ja: "Podのないノードがある`internalTrafficPolicy: Local`",
    }
}

template!(SOME_NODES, "internal-traffic-local-without-pods.some-nodes",
    en: "Pods on {nodes} cannot reach Service {service}: under `Local` they need a Pod of it on their own node",
    ja: "{nodes}にあるPodは、Service {service}に接続できません。`Local`では、同じノードにそのPodが必要です");
template!(NOT_EVERYWHERE, "internal-traffic-local-without-pods.not-everywhere",
    en: "under `Local` only Pods on a node of {workload} reach Service {service}, and it does not run on every node",
    ja: "`Local`では、{workload}と同じノードのPodだけがService {service}に接続できますが、すべてのノードで動くとは限りません");
template!(SYMPTOM, "internal-traffic-local-without-pods.symptom",
    en: "on the other nodes packets are dropped, and connections time out",
    ja: "ほかのノードではパケットが破棄され、接続はタイムアウトします");
template!(PREFER, "internal-traffic-local-without-pods.prefer",
    en: "`trafficDistribution: PreferSameNode` prefers endpoints on the node, and takes others where there are none",
    ja: "`trafficDistribution: PreferSameNode`なら、同じノードのエンドポイントを優先し、なければほかを使います");
template!(FIX, "internal-traffic-local-without-pods.fix", en: "use the policy `Cluster`", ja: "ポリシーを`Cluster`にする");

const PATH: &str = "spec.internalTrafficPolicy";

/// How many nodes are named.
const SHOWN: usize = 8;

impl Rule for InternalTrafficLocalWithoutPods {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections() {
            let service = selection.service;
            if service.internal_traffic_policy == Some(TrafficPolicy::Local) && !service.headless {
                sink.found_if(look(context, selection));
            }
        }
    }
}

fn look<'a>(context: &Context<'a>, selection: &Selection<'a>) -> Option<Finding> {
    let cluster = &context.analysis.cluster;
    let id = selection.service.meta.id;
    let service = ("service", Arg::code(&*selection.service.meta.name));
    let (template, _) = context.sources(selection).next()?;
    let everywhere = context.sources(selection).any(|(one, _)| one.kind == "DaemonSet");
    let stated = cluster.nodes.iter().all(|node| node.meta.is_some());
    let pods = pods(context, selection);
    let here: BTreeSet<&str> = pods.iter().map(|(pod, _)| &*pod.node_name).collect();
    let empty = cluster.nodes.iter().filter(|node| node.ready && !here.contains(&*node.name));
    let empty: Vec<String> = empty.take(SHOWN).map(|node| node.name.to_string()).collect();
    let (message, certainty) = match (stated, everywhere, empty.is_empty()) {
        (true, _, true) | (false, true, _) => return None,
        (true, _, false) => (SOME_NODES.with([("nodes", Arg::Codes(empty)), service]), Certainty::Likely),
        (false, false, _) => {
            let workload = ("workload", Arg::code(template.title()));
            (NOT_EVERYWHERE.with([workload, service]), Certainty::DependsOnCluster)
        }
    };
    let severity = if stated && !everywhere { Severity::Warning } else { Severity::Note };
    let finding = context.finding(InternalTrafficLocalWithoutPods::META, Spot::value(id, PATH), message);
    let finding = finding.note(SYMPTOM.message()).help(PREFER.message()).graded(severity, certainty);
    Some(finding.guess(FIX.message(), edit::replace(context, id, PATH, "Cluster")))
}
