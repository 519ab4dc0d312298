//! `load-balancer-without-node-ports`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::external::{Delivery, External, Targets};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Service, ServiceType};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service of type LoadBalancer with `allocateLoadBalancerNodePorts: false` and no node port of its own, whose load
    /// balancer sends to node ports. With `--provider` it is known which do; without, it is only worth knowing.
    ///
    /// Load balancers that send straight to Pods (target type `ip` of AWS, Terway of ACK), or leave packets as they are (GKE,
    /// AKS, MetalLB, K3s), need no node ports.
    ///
    /// ## Why it matters
    /// There is nothing to send to: the load balancer has no healthy back end, or is never made.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    /// spec:
    ///   type: LoadBalancer
    ///   allocateLoadBalancerNodePorts: false
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    /// spec:
    ///   type: LoadBalancer
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Let the API server allocate node ports, which it does by default; or use a load balancer that sends to Pods.
    pub(super) struct LoadBalancerWithoutNodePorts {
        name: "load-balancer-without-node-ports",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/service/#loadbalancer",
        en: "a load balancer that sends to node ports which nobody allocates",
        /// ## 何を見つけるか
        /// `allocateLoadBalancerNodePorts: false`でノードポートのないLoadBalancer型のServiceのうち、ロードバランサーが
        /// ノードポートに送るものを見つけます。`--provider`があれば送り先が分かります。なければ、参考として知らせます。
        ///
        /// Podに直接送るロードバランサー（AWSのターゲットタイプ`ip`、ACKのTerway）や、パケットをそのまま届けるもの（GKE、AKS、
        /// MetalLB、K3s）に、ノードポートは要りません。
        ///
        /// ## なぜ問題か
        /// 送り先がありません。ロードバランサーに正常なバックエンドがないか、ロードバランサー自体が作られません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 既定どおり、APIサーバーにノードポートを割り当てさせます。または、Podに送るロードバランサーを使います。
        ja: "割り当てられないノードポートに送るロードバランサー",
    }
}

template!(NONE, "load-balancer-without-node-ports.none",
    en: "Service {service} has no node port, but load balancers of {provider} send to node ports",
    ja: "Service {service}にはノードポートがありませんが、{provider}のロードバランサーはノードポートに送ります");
template!(PERHAPS, "load-balancer-without-node-ports.perhaps",
    en: "Service {service} has no node port: only a load balancer that does without reaches its Pods",
    ja: "Service {service}にはノードポートがありません。Podに届くのは、ノードポートを使わないロードバランサーだけです");
template!(WHICH, "load-balancer-without-node-ports.which",
    en: "`--provider` says whose load balancers there are",
    ja: "`--provider`で、どのロードバランサーかを指定できます");
template!(FIX, "load-balancer-without-node-ports.fix",
    en: "let the API server allocate node ports",
    ja: "APIサーバーにノードポートを割り当てさせる");

impl Rule for LoadBalancerWithoutNodePorts {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        const PATH: &str = "spec.allocateLoadBalancerNodePorts";
        let analysis = context.analysis;
        let lacks = |one: &&Service| {
            one.kind == ServiceType::LoadBalancer
                && !one.load_balancer.allocate_node_ports
                && one.ports.iter().any(|port| port.node_port == 0)
        };
        let mut services = analysis.cluster.services.iter().filter(lacks).peekable();
        if services.peek().is_none() {
            return;
        }
        let external = External::new(&analysis.cluster, &analysis.slices);
        for service in services {
            let name = ("service", Arg::code(&*service.meta.name));
            let spot = Spot::value(service.meta.id, PATH);
            let Some(provider) = analysis.cluster.options.provider else {
                let finding = context.finding(Self::META, spot, PERHAPS.with([name])).help(WHICH.message());
                sink.push(finding.graded(Severity::Note, Certainty::DependsOnCluster));
                continue;
            };
            let exposure = external.exposure(service);
            let to_nodes =
                exposure.targets == Targets::Nodes && exposure.profile.delivery == Delivery::NodePort;
            if exposure.balanced && to_nodes {
                let message = NONE.with([name, ("provider", Arg::code(provider.as_str()))]);
                let edits = edit::replace_bare(context, service.meta.id, PATH, "true");
                sink.push(context.finding(Self::META, spot, message).guess(FIX.message(), edits));
            }
        }
    }
}
