//! `headless-service-name-mismatch`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Service, Workload, WorkloadKind};
use crate::template;

rule! {
    /// ## What it finds
    /// A StatefulSet whose `serviceName` is not the name of a headless Service that selects its Pods: there is no such
    /// Service, or it has a cluster IP, or it selects other Pods.
    ///
    /// Where no Service of the input could be meant, the finding is only a note: it may be defined elsewhere.
    ///
    /// ## Why it matters
    /// `web-0.web.default.svc.cluster.local` exists only when the Service named in `serviceName` is headless and has the
    /// Pod among its endpoints. Databases and brokers find their peers by these names; without them they wait for each
    /// other for ever. The API server accepts any name.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web-headless
    /// spec:
    ///   clusterIP: None
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   serviceName: web
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: nginx
    ///         image: nginx
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web-headless
    /// spec:
    ///   clusterIP: None
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: apps/v1
    /// kind: StatefulSet
    /// metadata:
    ///   name: web
    /// spec:
    ///   serviceName: web-headless
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: nginx
    ///         image: nginx
    /// ```
    ///
    /// ## Fix
    /// Write the headless Service's name into `serviceName`, which cannot be changed after the StatefulSet is created; or
    /// name or mend the Service. `--unsafe-fixes` writes the only headless Service that selects the Pods.
    pub(super) struct HeadlessServiceNameMismatch {
        name: "headless-service-name-mismatch",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/services-networking/service/#headless-services",
        en: "a `serviceName` that is not a headless Service of the Pods",
        /// ## 何を見つけるか
        /// StatefulSetの`serviceName`が、そのPodを選ぶheadless Serviceの名前になっていない場合を見つけます。そのServiceが
        /// ない、クラスターIPを持っている、別のPodを選んでいる、のいずれかです。
        ///
        /// 与えられたファイルに該当しそうなServiceがない場合は、ほかの場所で定義されているかもしれないので、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// `web-0.web.default.svc.cluster.local`という名前は、`serviceName`のServiceがheadlessで、そのPodがエンドポイントに
        /// 含まれる場合にだけ存在します。データベースやメッセージブローカーはこの名前で互いを探すため、名前がなければ待ち続けます。
        /// APIサーバーはどんな名前でも受け付けます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `serviceName`にheadless Serviceの名前を書きます（StatefulSetの作成後は変更できません）。または、Serviceの名前や
        /// 内容を直します。Podを選ぶheadless Serviceが一つだけなら、`--unsafe-fixes`がその名前を書きます。
        ja: "PodのheadlessServiceではない`serviceName`",
    }
}

template!(NO_SERVICE, "headless-service-name-mismatch.no-service",
    en: "there is no Service {name} in Namespace {namespace}",
    ja: "Namespace {namespace}にService {name}がありません");
template!(NOT_GIVEN, "headless-service-name-mismatch.not-given",
    en: "Service {name} is not in the files given",
    ja: "Service {name}は、与えられたファイルの中にありません");
template!(NOT_HEADLESS, "headless-service-name-mismatch.not-headless",
    en: "Service {name} is not headless",
    ja: "Service {name}はheadlessではありません");
template!(HAS_CLUSTER_IP, "headless-service-name-mismatch.has-cluster-ip",
    en: "there is no `clusterIP: None` here",
    ja: "ここに`clusterIP: None`がありません");
template!(OTHER_PODS, "headless-service-name-mismatch.other-pods",
    en: "Service {name} does not select the Pods of this StatefulSet",
    ja: "Service {name}は、このStatefulSetのPodを選んでいません");
template!(SYMPTOM, "headless-service-name-mismatch.symptom",
    en: "the name {name} does not resolve (NXDOMAIN)",
    ja: "{name}という名前は解決できません（NXDOMAIN）");
template!(ONE_NAME, "headless-service-name-mismatch.one-name",
    en: "a headless Service has a name for each Pod; one with a cluster IP has only its own",
    ja: "headless ServiceにはPodごとの名前がありますが、クラスターIPを持つServiceにあるのは自分の名前だけです");
template!(THIS_ONE, "headless-service-name-mismatch.this-one",
    en: "headless, and selects these Pods",
    ja: "headlessで、これらのPodを選んでいます");
template!(SELECTS, "headless-service-name-mismatch.selects",
    en: "selects {labels}",
    ja: "{labels}を選んでいます");
template!(NAMED_LIKE_IT, "headless-service-name-mismatch.named-like-it",
    en: "this Service is called {name}",
    ja: "このServiceの名前は{name}です");
template!(DID_YOU_MEAN, "headless-service-name-mismatch.did-you-mean",
    en: "did you mean {name}?",
    ja: "{name}の書き間違いではありませんか？");
template!(MAKE_HEADLESS, "headless-service-name-mismatch.make-headless",
    en: "write `clusterIP: None` in Service {name}, or name a second, headless Service here",
    ja: "Service {name}に`clusterIP: None`と書くか、別のheadless Serviceの名前をここに書いてください");
template!(SELECT_THEM, "headless-service-name-mismatch.select-them",
    en: "write labels of the Pod template into the selector of Service {name}: {labels}",
    ja: "Service {name}のselectorに、Podテンプレートのラベルを書いてください：{labels}");
template!(ELSEWHERE, "headless-service-name-mismatch.elsewhere",
    en: "if it is not in the cluster either, the Pods get no names of their own in DNS",
    ja: "クラスターにもなければ、PodごとのDNS名は作られません");
template!(FIX, "headless-service-name-mismatch.fix",
    en: "Write {name} as `serviceName`",
    ja: "`serviceName`に{name}と書く");

impl Rule for HeadlessServiceNameMismatch {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for workload in &context.analysis.cluster.workloads {
            let WorkloadKind::StatefulSet { service_name, .. } = &workload.kind else { continue };
            if service_name.is_empty() {
                continue;
            }
            let set = Set { context, workload, service_name };
            sink.found.extend(set.finding().map(Finding::into_diagnostic));
        }
    }
}

/// A StatefulSet that names a Service.
struct Set<'c, 'a> {
    context: &'c Context<'a>,
    workload: &'c Workload,
    service_name: &'c str,
}

impl Set<'_, '_> {
    fn finding(&self) -> Option<Finding> {
        let namespace = &*self.workload.meta.namespace;
        let Some(service) = self.context.service(namespace, self.service_name) else {
            return Some(self.missing());
        };
        if !service.headless {
            return Some(self.not_headless(service));
        }
        let pods = &self.workload.template.labels;
        let other_pods = service.selector.as_ref().is_some_and(|selector| !self.selects(selector, pods));
        let told_elsewhere = other_pods && self.context.selects_nothing(service);
        (other_pods && !told_elsewhere).then(|| self.other_pods(service))
    }

    /// Whether a selector matches the Pods; they also get labels that tell each from the others.
    fn selects(&self, selector: &crate::object::Labels, pods: &crate::object::Labels) -> bool {
        const OWN: [&str; 3] = [
            "apps.kubernetes.io/pod-index",
            "controller-revision-hash",
            "statefulset.kubernetes.io/pod-name",
        ];
        selector.iter().all(|(key, value)| pods.get(key) == Some(value) || OWN.contains(&key))
    }

    fn says(&self, message: crate::diagnostic::Message) -> Finding {
        let spot = Spot::value(self.workload.meta.id, "spec.serviceName");
        let meta = &self.workload.meta;
        let domain = &self.context.analysis.cluster.options.cluster_domain;
        let name = format!("{}-0.{}.{}.svc.{domain}", meta.name, self.service_name, meta.namespace);
        let finding = self.context.finding(HeadlessServiceNameMismatch::META, spot, message);
        finding.note(SYMPTOM.with([("name", Arg::code(name))]))
    }

    fn name(&self) -> (&'static str, Arg) {
        ("name", Arg::code(self.service_name))
    }

    fn missing(&self) -> Finding {
        let namespace = &*self.workload.meta.namespace;
        let message =
            || NO_SERVICE.with([self.name(), ("namespace", Arg::code(&*self.workload.meta.namespace))]);
        let headless = self.headless_services();
        let names = self.context.services_of(namespace).map(|one| &*one.meta.name);
        if let [service] = headless.as_slice() {
            return self.instead(self.says(message()), service, THIS_ONE.message());
        }
        if let Some((near, _)) = nearest(self.service_name, names)
            && let Some(service) = self.context.service(namespace, near)
        {
            let seen = NAMED_LIKE_IT.with([("name", Arg::code(near))]);
            return self.instead(self.says(message()), service, seen);
        }
        let spot = Spot::value(self.workload.meta.id, "spec.serviceName");
        let message = NOT_GIVEN.with([self.name()]);
        let finding = self.context.finding(HeadlessServiceNameMismatch::META, spot, message);
        finding.note(ELSEWHERE.message()).graded(Severity::Note, Certainty::DependsOnCluster)
    }

    /// The headless Services that select these Pods.
    fn headless_services(&self) -> Vec<&Service> {
        let pods = &self.workload.template.labels;
        let fits = |one: &&Service| {
            one.headless && one.selector.as_ref().is_some_and(|selector| self.selects(selector, pods))
        };
        self.context.services_of(&self.workload.meta.namespace).filter(fits).collect()
    }

    /// Offers another Service's name.
    fn instead(&self, finding: Finding, service: &Service, seen: crate::diagnostic::Message) -> Finding {
        let name = ("name", Arg::code(&*service.meta.name));
        let place = self.context.place(&Spot::value(service.meta.id, "metadata.name"));
        let edits =
            edit::replace(self.context, self.workload.meta.id, "spec.serviceName", &service.meta.name);
        let finding = finding.see(place, seen).help(DID_YOU_MEAN.with([name.clone()]));
        finding.guess(FIX.with([name]), edits)
    }

    fn not_headless(&self, service: &Service) -> Finding {
        let finding = self.says(NOT_HEADLESS.with([self.name()])).note(ONE_NAME.message());
        let finding = finding.graded(Severity::Warning, Certainty::Proved);
        if let [other] = self.headless_services().as_slice() {
            return self.instead(finding, other, THIS_ONE.message());
        }
        let place = self.context.place(&Spot::key(service.meta.id, "spec"));
        finding.see(place, HAS_CLUSTER_IP.message()).help(MAKE_HEADLESS.with([self.name()]))
    }

    fn other_pods(&self, service: &Service) -> Finding {
        let finding = self.says(OTHER_PODS.with([self.name()]));
        let labels = |labels: &crate::object::Labels| {
            let entries = labels.iter().map(|(key, value)| format!("{key}: {value}"));
            ("labels", Arg::Codes(entries.collect()))
        };
        let selector = service.selector.clone().unwrap_or_default();
        let place = self.context.place(&Spot::key(service.meta.id, "spec.selector"));
        let help = SELECT_THEM.with([self.name(), labels(&self.workload.template.labels)]);
        finding
            .see(place, SELECTS.with([labels(&selector)]))
            .help(help)
            .graded(Severity::Error, Certainty::Proved)
    }
}
