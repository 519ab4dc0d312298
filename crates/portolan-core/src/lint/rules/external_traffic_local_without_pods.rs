//! `external-traffic-local-without-pods`.

use crate::diagnostic::{Arg, Certainty, Message, Severity};
use crate::external::{External, Targets};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Service;
use crate::template;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A Service with `externalTrafficPolicy: Local` where connections from outside come to nodes without an endpoint of
    /// it: because no endpoint is on a node at all, because clients choose among nodes (NodePort) of which some have
    /// no Pod, or because the load balancer sends to one node only (MetalLB in layer 2 mode).
    ///
    /// Load balancers that check `healthCheckNodePort` leave such nodes out: then nothing is found.
    ///
    /// ## Why it matters
    /// Under `Local` a node passes connections on to its own Pods only. One without a Pod drops them: clients wait until
    /// they give up.
    ///
    /// ## Example
    /// The endpoint is a machine outside of the cluster, so no node has it:
    ///
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    /// spec:
    ///   type: NodePort
    ///   externalTrafficPolicy: Local
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: legacy-1
    ///   labels:
    ///     kubernetes.io/service-name: legacy
    /// addressType: IPv4
    /// ports:
    /// - port: 8080
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    /// spec:
    ///   type: NodePort
    ///   externalTrafficPolicy: Cluster
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: legacy-1
    ///   labels:
    ///     kubernetes.io/service-name: legacy
    /// addressType: IPv4
    /// ports:
    /// - port: 8080
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ## Fix
    /// Use the policy `Cluster`, with which every node passes connections on to any endpoint, and hides the client's
    /// address; or see to a Pod on every node that clients use, with a DaemonSet for example.
    pub(super) struct ExternalTrafficLocalWithoutPods {
        name: "external-traffic-local-without-pods",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "reference/networking/virtual-ips/#external-traffic-policy",
        en: "`externalTrafficPolicy: Local` where connections come to nodes without a Pod",
        /// ## 何を見つけるか
        /// `externalTrafficPolicy: Local`のServiceで、外部からの接続がエンドポイントのないノードに届くものを見つけます。
        /// エンドポイントがどのノードにもない場合、クライアントの選ぶノード（NodePort）にPodのないものがある場合、
        /// ロードバランサーが1つのノードだけに送る場合（MetalLBのレイヤー2モード）があります。
        ///
        /// `healthCheckNodePort`を確かめるロードバランサーはそのようなノードを避けるので、指摘しません。
        ///
        /// ## なぜ問題か
        /// `Local`では、ノードは自分の上にあるPodだけに接続を渡します。Podのないノードは接続を破棄するため、クライアントは
        /// 時間切れまで待つことになります。
        ///
        /// ## 例
        /// エンドポイントはクラスター外のマシンなので、どのノードにもありません。
        ///
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `Cluster`を使います。どのノードも任意のエンドポイントに接続を渡しますが、クライアントのアドレスは見えなくなります。
        /// または、DaemonSetなどで、クライアントの使うすべてのノードにPodを置きます。
        ja: "Podのないノードに接続が届く`externalTrafficPolicy: Local`",
    }
}

template!(NOWHERE, "external-traffic-local-without-pods.nowhere",
    en: "no endpoint of Service {service} is on a node: under `Local` every node drops what comes from outside",
    ja: "Service {service}のエンドポイントはどのノードにもありません。`Local`では、どのノードも外部からの接続を破棄します");
template!(SOME_NODES, "external-traffic-local-without-pods.some-nodes",
    en: "clients that connect to {nodes} get no answer: no ready Pod of Service {service} is there",
    ja: "Service {service}の準備のできたPodがないため、{nodes}に接続したクライアントは応答を得られません");
template!(ONE_NODE, "external-traffic-local-without-pods.one-node",
    en: "MetalLB sends all traffic to one node, {node}: {n} {n|Pod|Pods} elsewhere {n|is|are} in reserve",
    ja: "MetalLBはすべてのトラフィックを1つのノードに送るため、接続が届くのは{node}のPodだけです。残りの{n}個{n||}は予備になります");
template!(NO_BACK_END, "external-traffic-local-without-pods.no-back-end",
    en: "the Pods of Service {service} are on nodes that are no back ends of load balancers",
    ja: "Service {service}のPodは、ロードバランサーのバックエンドにならないノードにあります");
template!(CLUSTER, "external-traffic-local-without-pods.cluster",
    en: "with the policy `Cluster` every node passes connections on, and hides the client's address",
    ja: "`Cluster`なら、どのノードも接続を渡します。ただし、クライアントのアドレスは見えなくなります");
template!(FIX, "external-traffic-local-without-pods.fix",
    en: "use the policy `Cluster`",
    ja: "ポリシーを`Cluster`にする");

impl Rule for ExternalTrafficLocalWithoutPods {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let analysis = context.analysis;
        let mut services = analysis
            .cluster
            .services
            .iter()
            .filter(|one| External::concerns(one) && one.external_local())
            .peekable();
        if services.peek().is_none() {
            return;
        }
        let external = External::new(&analysis.cluster, &analysis.slices);
        for service in services {
            if let Some((message, severity, certainty)) = look(context, &external, service) {
                let finding = Self::found(context, service, message).graded(severity, certainty);
                sink.push(finding);
            }
        }
    }
}

impl ExternalTrafficLocalWithoutPods {
    fn found(context: &Context<'_>, service: &Service, message: Message) -> Finding {
        const PATH: &str = "spec.externalTrafficPolicy";
        let id = service.meta.id;
        let finding = context.finding(Self::META, Spot::value(id, PATH), message).help(CLUSTER.message());
        // With a port for the health check the policy alone would be refused.
        if context.field(id, "spec.healthCheckNodePort").is_some() {
            return finding;
        }
        finding.guess(FIX.message(), edit::replace(context, id, PATH, "Cluster"))
    }
}

/// What is the matter with a Service, how bad, and how sure.
fn look(
    context: &Context<'_>,
    external: &External<'_>,
    service: &Service,
) -> Option<(Message, Severity, Certainty)> {
    let cluster = &context.analysis.cluster;
    let name = || ("service", Arg::code(&*service.meta.name));
    let ready = external.nodes_of_ready(service);
    if ready.is_empty() {
        return None;
    }
    if ready.iter().all(Option::is_none) {
        return Some((NOWHERE.with([name()]), Severity::Error, Certainty::Proved));
    }
    let stated = cluster.nodes.iter().all(|node| node.meta.is_some());
    let here: BTreeSet<&str> = ready.iter().flatten().map(|name| &**name).collect();
    let exposure = external.exposure(service);
    if !exposure.balanced {
        let empty = cluster.nodes.iter().filter(|node| node.ready && !here.contains(&*node.name));
        let empty: Vec<String> = empty.map(|node| node.name.to_string()).collect();
        let message = SOME_NODES.with([name(), ("nodes", Arg::Codes(empty.clone()))]);
        return (stated && !empty.is_empty()).then_some((message, Severity::Note, Certainty::Likely));
    }
    let leader = exposure.back_ends.first().filter(|_| exposure.targets == Targets::Leader);
    if let Some(leader) = leader.filter(|_| cluster.options.provider.is_some()) {
        let idle = ready.iter().filter(|node| node.as_deref() != Some(&*leader.node_name)).count();
        let message = ONE_NODE.with([("node", Arg::code(&*leader.node_name)), ("n", Arg::count(idle))]);
        return (idle > 0).then_some((message, Severity::Note, Certainty::Likely));
    }
    let reached = exposure.back_ends.iter().any(|one| one.healthy);
    let known = cluster.nodes.iter().any(|node| node.ready && here.contains(&*node.name));
    let lost = stated && known && exposure.targets == Targets::Nodes && !reached;
    let port = service.ports.iter().all(|port| port.node_port != 0);
    (lost && port).then(|| (NO_BACK_END.with([name()]), Severity::Warning, Certainty::Likely))
}
