//! `network-policy-uses-service-port`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::peers::{Slip, slips};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Direction;
use crate::template;

rule! {
    /// ## What it finds
    /// A NetworkPolicy that allows the port of a Service, where the Pods behind the Service have another one and none of
    /// them declares the one that is allowed.
    ///
    /// ## Why it matters
    /// A NetworkPolicy sees connections behind the Service: kube-proxy has already put the Pod's address and port in the
    /// place of the Service's. A rule for the Service's port therefore allows nothing, and connections time out.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   ingress:
    ///   - ports:
    ///     - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: app
    ///     image: example.com/app
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// The rule names the port on which the container listens:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: web
    /// spec:
    ///   podSelector:
    ///     matchLabels:
    ///       app: web
    ///   ingress:
    ///   - ports:
    ///     - port: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: app
    ///     image: example.com/app
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write the port of the Pods, by number or by the name that the container gives it. `--unsafe-fixes` writes the
    /// Service's target port.
    pub(super) struct NetworkPolicyUsesServicePort {
        name: "network-policy-uses-service-port",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "a NetworkPolicy that allows the port of a Service, and not that of the Pods",
        /// ## 何を見つけるか
        /// Serviceのポートを許可していても、その背後のPodのポートは別の番号で、許可された番号を宣言しているPodもない
        /// NetworkPolicyを見つけます。
        ///
        /// ## なぜ問題か
        /// NetworkPolicyが見るのは、Serviceの背後の接続です。kube-proxyが宛先をPodのアドレスとポートに変えた後なので、
        /// Serviceのポートを許可しても何も許可されず、接続はタイムアウトします。
        ///
        /// ## 例
        /// [finds]
        ///
        /// コンテナが待ち受けるポートを書けば、正しく動きます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Podのポートを、番号またはコンテナが付けた名前で書きます。`--unsafe-fixes`はServiceの`targetPort`の番号を書きます。
        ja: "PodではなくServiceのポートを許可するNetworkPolicy",
    }
}

template!(IN, "network-policy-uses-service-port.in",
    en: "port {port} is that of Service {service}; its Pods listen on {target}, and policies see the port of the Pod",
    ja: "ポート{port}はService {service}のものです。Podは{target}で待ち受けており、ポリシーが見るのはPodのポートです");
template!(SYMPTOM, "network-policy-uses-service-port.symptom",
    en: "connections to Service {service} time out: no rule allows port {target} of the Pods here",
    ja: "ここではPodのポート{target}が許可されていないため、Service {service}への接続はタイムアウトします");
template!(THERE, "network-policy-uses-service-port.there",
    en: "the Service leads to port {target}",
    ja: "Serviceの送り先はポート{target}です");
template!(FIX, "network-policy-uses-service-port.fix",
    en: "Allow port {target}",
    ja: "ポート{target}を許可する");

impl Rule for NetworkPolicyUsesServicePort {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if !context.policies().is_empty() {
            slips(context).iter().for_each(|slip| sink.push(finding(context, slip)));
        }
    }
}

fn finding(context: &Context<'_>, slip: &Slip<'_>) -> Finding {
    let policy = slip.at.policy.meta.id;
    let path = format!("{}.ports[{}].port", slip.at.path(), slip.port);
    let own = slip.service.ports.get(slip.service_port).map_or(0, |port| port.port);
    let near = slip.service.meta.namespace == slip.at.policy.meta.namespace
        || slip.at.direction == Direction::Ingress;
    let name = if near { slip.service.meta.name.to_string() } else { slip.service.meta.full_name() };
    let service = ("service", Arg::code(name));
    let target = ("target", Arg::Number(slip.target.into()));
    let message = IN.with([("port", Arg::Number(own.into())), service.clone(), target.clone()]);
    let there = format!("spec.ports[{}]", slip.service_port);
    let written = format!("{there}.targetPort");
    let written = if context.field(slip.service.meta.id, &written).is_some() { written } else { there };
    let there = context.place(&Spot::value(slip.service.meta.id, written));
    let edits = edit::replace(context, policy, &path, &slip.target.to_string());
    let finding = context.finding(NetworkPolicyUsesServicePort::META, Spot::value(policy, path), message);
    let finding = finding.note(SYMPTOM.with([service, target.clone()]));
    finding.see(there, THERE.with([target.clone()])).guess(FIX.with([target]), edits)
}
