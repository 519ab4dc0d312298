//! `subdomain-without-headless-service`.

use crate::diagnostic::{Arg, Certainty, Message, Severity};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Pod with `hostname` and `subdomain` where the Service of that name has a cluster IP, or does not select
    /// the Pod.
    ///
    /// If the input has no such Service the finding is a note: it may be defined elsewhere.
    ///
    /// ## Why it matters
    /// `one.echo.default.svc.cluster.local` is a name only if the Service `echo` is headless and the Pod is one of
    /// its endpoints. Otherwise it does not resolve; the API server accepts any `subdomain`.
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
    ///   - port: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   hostname: one
    ///   subdomain: echo
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   clusterIP: None
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   hostname: one
    ///   subdomain: echo
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write `clusterIP: None` into that Service, or name a headless Service that selects the Pod.
    pub(super) struct SubdomainWithoutHeadlessService {
        name: "subdomain-without-headless-service",
        since: "0.1.0",
        severity: Warning,
        certainty: Proved,
        see: "concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields",
        en: "a Pod's `subdomain` that is not a headless Service of it",
        /// ## 何を見つけるか
        /// `hostname`と`subdomain`を持つPodのうち、その名前のServiceがクラスターIPを持つもの、またはPodを選んでいないも
        /// のを見つけます。
        ///
        /// 与えられたファイルにその名前のServiceがない場合は、ほかの場所で定義されているかもしれないので、注記にとどめ
        /// ます。
        ///
        /// ## なぜ問題か
        /// `one.echo.default.svc.cluster.local`という名前は、Service `echo`がheadlessで、Podがそのエンドポイントである
        /// 場合にだけ存在します。そうでなければ解決できません。APIサーバーはどんな`subdomain`でも受け付けます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// そのServiceに`clusterIP: None`と書くか、Podを選ぶheadless Serviceの名前を書きます。
        ja: "PodのheadlessServiceではない`subdomain`",
    }
}

template!(NOT_HEADLESS, "subdomain-without-headless-service.not-headless",
    en: "Service {service} is not headless",
    ja: "Service {service}はheadlessではありません");
template!(OTHER_PODS, "subdomain-without-headless-service.other-pods",
    en: "Service {service} does not select this Pod",
    ja: "Service {service}はこのPodを選んでいません");
template!(NOT_GIVEN, "subdomain-without-headless-service.not-given",
    en: "Service {service} is not in the files given",
    ja: "Service {service}は、与えられたファイルの中にありません");
template!(SYMPTOM, "subdomain-without-headless-service.symptom",
    en: "the name {name} does not resolve (NXDOMAIN)",
    ja: "{name}という名前は解決できません（NXDOMAIN）");
template!(ELSEWHERE, "subdomain-without-headless-service.elsewhere",
    en: "if it is not in the cluster either, the name {name} does not resolve",
    ja: "クラスターにもなければ、{name}という名前は解決できません");
template!(HERE, "subdomain-without-headless-service.here", en: "Service {service}", ja: "Service {service}");

impl Rule for SubdomainWithoutHeadlessService {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates().iter().filter(|one| one.kind != "StatefulSet") {
            if !template.spec.subdomain.is_empty() && !template.spec.hostname.is_empty() {
                sink.found_if(look(context, template));
            }
        }
    }
}

fn look(context: &Context<'_>, template: &Template<'_>) -> Option<Finding> {
    let (subdomain, namespace) = (&*template.spec.subdomain, template.namespace);
    let domain = &context.analysis.cluster.options.cluster_domain;
    let name = format!("{}.{subdomain}.{namespace}.svc.{domain}", template.spec.hostname);
    let service_arg = || [("service", Arg::code(subdomain))];
    let finding = |message: Message| {
        let spot = Spot::value(template.object, template.path_of("spec.subdomain"));
        context.finding(SubdomainWithoutHeadlessService::META, spot, message)
    };
    let name = [("name", Arg::code(name))];
    let Some(service) = context.service(namespace, subdomain) else {
        let finding = finding(NOT_GIVEN.with(service_arg())).note(ELSEWHERE.with(name));
        return Some(finding.graded(Severity::Note, Certainty::DependsOnCluster));
    };
    let selects = service.selector.as_ref().is_none_or(|selector| selector.select(template.labels));
    let message = match (service.headless, selects) {
        (true, true) => return None,
        (false, _) => &NOT_HEADLESS,
        (true, false) => &OTHER_PODS,
    };
    let place = context.place(&Spot::value(service.meta.id, "metadata.name"));
    let finding = finding(message.with(service_arg())).see(place, HERE.with(service_arg()));
    Some(finding.note(SYMPTOM.with(name)))
}
