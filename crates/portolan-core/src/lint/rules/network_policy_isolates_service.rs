//! `network-policy-isolates-service`.

use crate::diagnostic::Arg;
use crate::lint::context::{Context, Selection};
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::peers::{pods, slips, target};
use crate::lint::ports::{Wanted, wanted};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Direction, NetworkPolicy, Port};
use crate::policy::{Flow, Party};
use crate::template;
use crate::workload::Pod;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A Service port to which nobody can connect: NetworkPolicies isolate every Pod behind it, and no rule of any of them
    /// allows the port on which the Pods listen, from whomever.
    ///
    /// A rule that allows the Service's own port in its place is found by `network-policy-uses-service-port`.
    ///
    /// ## Why it matters
    /// The Service has endpoints and looks healthy: the kubelet's probes reach the Pods in spite of policies. But every
    /// connection from other Pods and from outside times out.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: default-deny
    /// spec:
    ///   podSelector: {}
    ///   policyTypes:
    ///   - Ingress
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - containerPort: 80
    /// ```
    ///
    /// Policies add up, so that another one opens what the first one closes:
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata:
    ///   name: default-deny
    /// spec:
    ///   podSelector: {}
    ///   policyTypes:
    ///   - Ingress
    /// ---
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - containerPort: 80
    /// ```
    ///
    /// ## Fix
    /// Add a NetworkPolicy that selects these Pods and allows their port to those who shall connect.
    pub(super) struct NetworkPolicyIsolatesService {
        name: "network-policy-isolates-service",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/network-policies/",
        en: "a Service whose Pods no NetworkPolicy lets anybody reach",
        /// ## 何を見つけるか
        /// だれも接続できないServiceのポートを見つけます。背後のすべてのPodがNetworkPolicyで隔離され、Podが待ち受けるポートを
        /// 許可するルールが、相手を問わず、どのポリシーにもない場合です。
        ///
        /// 代わりにServiceのポートを許可しているルールは、`network-policy-uses-service-port`が見つけます。
        ///
        /// ## なぜ問題か
        /// kubeletのプローブはポリシーにかかわらずPodに届くため、Serviceにはエンドポイントがあり、正常に見えます。
        /// しかし、ほかのPodやクラスター外からの接続はすべてタイムアウトします。
        ///
        /// ## 例
        /// [finds]
        ///
        /// ポリシーは足し合わされるので、閉じたものを別のポリシーで開けられます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// これらのPodを選択し、接続を認める相手にPodのポートを許可するNetworkPolicyを加えます。
        ja: "NetworkPolicyのためにだれもPodに届かないService",
    }
}

template!(NOBODY, "network-policy-isolates-service.nobody",
    en: "nobody can connect to port {port} of Service {service}: its Pods are isolated by NetworkPolicy {policies}, and no rule allows their port {target}",
    ja: "Service {service}のポート{port}にはだれも接続できません。PodはNetworkPolicy {policies}で隔離され、Podのポート{target}を許可するルールがないためです");
template!(HERE, "network-policy-isolates-service.here",
    en: "this policy isolates them",
    ja: "このポリシーで隔離されます");
template!(SYMPTOM, "network-policy-isolates-service.symptom",
    en: "its endpoints are ready, as probes come from the node itself, but connections time out",
    ja: "プローブはノード自身から届くためエンドポイントは正常ですが、接続はタイムアウトします");
template!(ALLOW, "network-policy-isolates-service.allow",
    en: "add a NetworkPolicy for these Pods that allows {target} from those who shall connect",
    ja: "これらのPodを対象に、接続を認める相手からの{target}を許可するNetworkPolicyを加えてください");

/// So many policies are shown.
const MOST_SHOWN: usize = 3;

impl Rule for NetworkPolicyIsolatesService {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.policies().is_empty() {
            return;
        }
        let slips: BTreeSet<_> =
            slips(context).iter().map(|slip| (slip.service.meta.id, slip.service_port)).collect();
        for selection in context.selections() {
            let pods = pods(context, selection);
            for port in wanted(selection) {
                if !slips.contains(&(selection.service.meta.id, port.index)) {
                    sink.found
                        .extend(isolated(context, selection, port, &pods).map(Finding::into_diagnostic));
                }
            }
        }
    }
}

fn isolated<'a>(
    context: &Context<'a>,
    selection: &Selection<'a>,
    port: Wanted<'_>,
    pods: &[(&'a Pod, crate::workload::PodId)],
) -> Option<Finding> {
    let (first, _) = pods.first()?;
    let number = target(&port, first)?;
    let protocol = port.port.protocol;
    let mut isolating: Vec<&NetworkPolicy> = Vec::new();
    let mut last = None;
    for (pod, _) in pods {
        let policies = context.policies().selecting(pod);
        if last.as_ref().is_some_and(|known| std::rc::Rc::ptr_eq(known, &policies)) {
            continue;
        }
        let number = target(&port, pod)?;
        let of_pod = context.policies().isolating(pod, Direction::Ingress);
        let to = Party::of(pod);
        let from = Party::Address(None);
        let flow = Flow { from, to, protocol, port: number, asked: None, sent_from: None };
        if of_pod.is_empty() || context.policies().opens(pod, &flow) {
            return None;
        }
        for policy in of_pod {
            if !isolating.iter().any(|known| known.meta.id == policy.meta.id) {
                isolating.push(policy);
            }
        }
        last = Some(policies);
    }
    Some(finding(context, selection, port, number, &isolating))
}

fn finding(
    context: &Context<'_>,
    selection: &Selection<'_>,
    port: Wanted<'_>,
    number: Port,
    isolating: &[&NetworkPolicy],
) -> Finding {
    let target = ("target", Arg::code(format!("{number}/{}", port.port.protocol)));
    let names = isolating.iter().take(MOST_SHOWN).map(|one| one.meta.name.to_string()).collect();
    let message = NOBODY.with([
        ("port", Arg::Number(port.port.port.into())),
        ("service", Arg::code(&*selection.service.meta.name)),
        ("policies", Arg::Codes(names)),
        target.clone(),
    ]);
    let spot = Spot::value(selection.service.meta.id, port.path("port"));
    let mut finding = context.finding(NetworkPolicyIsolatesService::META, spot, message);
    for policy in isolating.iter().take(MOST_SHOWN) {
        let there = context.place(&Spot::key(policy.meta.id, "spec.podSelector"));
        finding = finding.see(there, HERE.message());
    }
    finding.note(SYMPTOM.message()).help(ALLOW.with([target]))
}
