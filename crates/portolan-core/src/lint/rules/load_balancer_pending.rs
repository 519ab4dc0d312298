//! `load-balancer-pending`.

use crate::diagnostic::{Arg, Certainty, Message, Severity};
use crate::external::pending;
use crate::lint::context::Context;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Service, ServiceType};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service of type LoadBalancer that gets no address: because nobody makes load balancers in the cluster that
    /// `--provider` or `portolan.toml` names, because its `loadBalancerClass` is another controller's, because no address
    /// or port is free, or because the cluster dump says that it has none.
    ///
    /// Without a provider, manifests that no cluster has stated yet are left alone.
    ///
    /// ## Why it matters
    /// Kubernetes itself makes no load balancers. `kubectl get svc` shows `EXTERNAL-IP <pending>` for as long as nobody
    /// does, and the Service is a NodePort meanwhile.
    ///
    /// ## Example
    /// A Service as a cluster has stated it:
    ///
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    ///   uid: 6d9fba6c-2f59-4f26-a3a8-1f2a56c4d4ab
    ///   resourceVersion: "1042"
    ///   creationTimestamp: "2026-01-01T00:00:00Z"
    /// spec:
    ///   type: LoadBalancer
    ///   clusterIP: 10.96.7.7
    ///   ports:
    ///   - port: 80
    ///     nodePort: 30080
    /// status:
    ///   loadBalancer: {}
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: legacy
    ///   uid: 6d9fba6c-2f59-4f26-a3a8-1f2a56c4d4ab
    ///   resourceVersion: "1042"
    ///   creationTimestamp: "2026-01-01T00:00:00Z"
    /// spec:
    ///   type: LoadBalancer
    ///   clusterIP: 10.96.7.7
    ///   ports:
    ///   - port: 80
    ///     nodePort: 30080
    /// status:
    ///   loadBalancer:
    ///     ingress:
    ///     - ip: 203.0.113.10
    /// ```
    ///
    /// ## Fix
    /// Run a controller that makes load balancers (MetalLB on machines of your own, cloud-provider-kind for kind, `minikube
    /// tunnel` for minikube), or use the type NodePort, an Ingress or a Gateway.
    pub(super) struct LoadBalancerPending {
        name: "load-balancer-pending",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/service/#loadbalancer",
        en: "a load balancer that gets no address",
        /// ## 何を見つけるか
        /// アドレスが割り当てられない、LoadBalancer型のServiceを見つけます。`--provider`や`portolan.toml`で指定された
        /// クラスターにロードバランサーを作るものがない場合、`loadBalancerClass`が別のコントローラーのものである場合、空いている
        /// アドレスやポートがない場合、クラスターから取り出した状態にアドレスがない場合があります。
        ///
        /// プロバイダーの指定がなければ、まだクラスターに適用されていないマニフェストは指摘しません。
        ///
        /// ## なぜ問題か
        /// Kubernetes自体はロードバランサーを作りません。作るものがない間、`kubectl get svc`には`EXTERNAL-IP <pending>`と
        /// 表示され、ServiceはNodePortとしてだけ動きます。
        ///
        /// ## 例
        /// クラスターから取り出したServiceです。
        ///
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ロードバランサーを作るコントローラー（自前のマシンならMetalLB、kindならcloud-provider-kind、minikubeなら
        /// `minikube tunnel`）を動かすか、NodePort型のService、IngressまたはGatewayを使います。
        ja: "アドレスが割り当てられないロードバランサー",
    }
}

template!(PENDING, "load-balancer-pending.pending",
    en: "Service {service} gets no address: {why}",
    ja: "Service {service}にアドレスが割り当てられません: {why}");
template!(STATED, "load-balancer-pending.stated",
    en: "Service {service} has no address in the cluster: nobody has made a load balancer for it yet",
    ja: "クラスター上のService {service}にはアドレスがありません。ロードバランサーがまだ作られていないためです");
template!(EVENTS, "load-balancer-pending.events",
    en: "`kubectl describe svc {service}` shows the events of the controller that should make it; without any there is none",
    ja: "`kubectl describe svc {service}`で、ロードバランサーを作るはずのコントローラーのイベントを確かめられます。イベントがなければ、コントローラーがありません");

impl Rule for LoadBalancerPending {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let services = context.analysis.cluster.services.iter();
        let waiting =
            |one: &&Service| one.kind == ServiceType::LoadBalancer && one.load_balancer.ingress.is_empty();
        for service in services.filter(waiting) {
            let Some((message, certainty, path)) = reason(context, service) else { continue };
            let unsure = certainty == Certainty::DependsOnCluster;
            let severity = if unsure { Severity::Note } else { Severity::Warning };
            let finding = context.finding(Self::META, Spot::value(service.meta.id, path), message);
            let finding = finding.graded(severity, certainty);
            let stated = service.meta.stated;
            let events = || EVENTS.with([("service", Arg::text(&*service.meta.name))]);
            sink.push(if stated { finding.help(events()) } else { finding });
        }
    }
}

/// Why it waits, how sure that is, and the field to look at.
fn reason(context: &Context<'_>, service: &Service) -> Option<(Message, Certainty, &'static str)> {
    let name = ("service", Arg::code(&*service.meta.name));
    let class = service.load_balancer.class.as_deref();
    if let Some((why, certainty, _)) = pending(&context.analysis.cluster, service) {
        let provider = context.analysis.cluster.options.provider;
        let others = class.is_some() && provider.is_some_and(|provider| !provider.serves_class(class));
        let path = if others { "spec.loadBalancerClass" } else { "spec.type" };
        return Some((PENDING.with([name, ("why", Arg::said(why))]), certainty, path));
    }
    service.meta.stated.then(|| (STATED.with([name]), Certainty::Proved, "status.loadBalancer"))
}
