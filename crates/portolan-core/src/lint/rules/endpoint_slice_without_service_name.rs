//! `endpoint-slice-without-service-name`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::ServiceType;
use crate::template;

rule! {
    /// ## What it finds
    /// An EndpointSlice made by hand without the label `kubernetes.io/service-name`.
    ///
    /// ## Why it matters
    /// That label, and not the name, says to which Service a slice belongs. Without it kube-proxy and the cluster's
    /// DNS pass the slice over, and its addresses get no connections.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   ports:
    ///   - name: postgres
    ///     port: 5432
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: database-1
    ///   labels:
    ///     app: database
    /// addressType: IPv4
    /// ports:
    /// - name: postgres
    ///   port: 5432
    ///   protocol: TCP
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   ports:
    ///   - name: postgres
    ///     port: 5432
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: database-1
    ///   labels:
    ///     kubernetes.io/service-name: database
    /// addressType: IPv4
    /// ports:
    /// - name: postgres
    ///   port: 5432
    ///   protocol: TCP
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ## Fix
    /// Write the label with the Service's name. Where one Service without a selector is in the same Namespace,
    /// `--unsafe-fixes` writes it behind labels that are there already.
    pub(super) struct EndpointSliceWithoutServiceName {
        name: "endpoint-slice-without-service-name",
        since: "0.1.0",
        severity: Warning,
        certainty: Proved,
        see: "concepts/services-networking/endpoint-slices/",
        en: "an EndpointSlice that belongs to no Service",
        /// ## 何を見つけるか
        /// 手書きのEndpointSliceのうち、ラベル`kubernetes.io/service-name`がないものを見つけます。
        ///
        /// ## なぜ問題か
        /// EndpointSliceがどのServiceに属するかを決めるのは、名前ではなくこのラベルです。ラベルがないと、kube-proxyもク
        /// ラスターのDNSもこのEndpointSliceを無視し、そのアドレスには接続が届きません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Serviceの名前をこのラベルに書きます。同じNamespaceにselectorのないServiceが一つだけあれば、`--unsafe-fixes`
        /// が既存のラベルの後ろにそれを書きます。
        ja: "どのServiceにも属さないEndpointSlice",
    }
}

template!(NOBODY, "endpoint-slice-without-service-name.nobody",
    en: "this EndpointSlice belongs to no Service: the label `kubernetes.io/service-name` is missing",
    ja: "このEndpointSliceはどのServiceにも属しません。ラベル`kubernetes.io/service-name`がありません");
template!(SYMPTOM, "endpoint-slice-without-service-name.symptom",
    en: "kube-proxy and DNS pass it over: no connection comes to its addresses",
    ja: "kube-proxyにもDNSにも無視されるため、そのアドレスには接続が届きません");
template!(WRITE, "endpoint-slice-without-service-name.write",
    en: "write {label} into `metadata.labels`",
    ja: "`metadata.labels`に{label}と書いてください");
template!(FIX, "endpoint-slice-without-service-name.fix", en: "Write {label}", ja: "{label}と書く");

/// The label that says to which Service a slice belongs.
const LABEL: &str = "kubernetes.io/service-name";

impl Rule for EndpointSliceWithoutServiceName {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let slices = context.analysis.cluster.slices.iter();
        for slice in slices.filter(|one| one.meta.labels.get(LABEL).is_none()) {
            let (id, namespace) = (slice.meta.id, &*slice.meta.namespace);
            let finding = context.finding(Self::META, Spot::value(id, "metadata.name"), NOBODY.message());
            let by_hand = |one: &&crate::object::Service| {
                one.selector.is_none() && one.kind != ServiceType::ExternalName
            };
            let mut services = context.services_of(namespace).filter(by_hand);
            let only = services.next().filter(|_| services.next().is_none());
            let name = only.map_or("NAME", |service| &*service.meta.name);
            let label = || [("label", Arg::code(format!("{LABEL}: {name}")))];
            let edits = only.and_then(|_| edit::insert_into(context, id, "metadata.labels", LABEL, name));
            let finding = finding.note(SYMPTOM.message()).help(WRITE.with(label()));
            sink.push(finding.guess(FIX.with(label()), edits));
        }
    }
}
