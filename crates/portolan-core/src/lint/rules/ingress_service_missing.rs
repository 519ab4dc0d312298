//! `ingress-service-missing`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::outside::{Leads, backends, near_service};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A path or a default back end of an Ingress whose Service is not in the input.
    ///
    /// Where a Service of the same Namespace has nearly the same name, it is taken for a slip of the pen. Where none has,
    /// the Service may be defined in files that were not given: then this is a note.
    ///
    /// ## Why it matters
    /// An Ingress reaches Services of its own Namespace only, and the API server does not check that they exist. For a
    /// Service that is not there ingress-nginx answers every request with 503.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: storefornt
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: storefront
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: storefront
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: storefront
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Write the name of a Service in the Ingress's Namespace. When one name is a slip away, `--unsafe-fixes` writes it.
    pub(super) struct IngressServiceMissing {
        name: "ingress-service-missing",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/services-networking/ingress/",
        en: "an Ingress that leads to a Service which is not there",
        /// ## 何を見つけるか
        /// Ingressのパスやデフォルトバックエンドのうち、そのServiceが入力にないものを見つけます。
        ///
        /// 同じNamespaceによく似た名前のServiceがあれば、書き間違いとみなします。なければ、渡されていないファイルで定義されて
        /// いるかもしれないので、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// Ingressが送れるのは同じNamespaceのServiceだけで、APIサーバーはServiceがあるかどうかを確かめません。Serviceがなけれ
        /// ば、ingress-nginxはどのリクエストにも503を返します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// IngressのNamespaceにあるServiceの名前を書きます。書き間違いと思われる名前が一つだけあれば、`--unsafe-fixes`がその
        /// 名前を書きます。
        ja: "存在しないServiceに送るIngress",
    }
}

template!(MISSING, "ingress-service-missing.missing",
    en: "no Service in namespace {namespace} has the name {service}",
    ja: "Namespace {namespace}に{service}という名前のServiceがありません");
template!(SYMPTOM, "ingress-service-missing.symptom",
    en: "requests that come here are answered with 503",
    ja: "ここに来るリクエストには503が返されます");
template!(NOT_GIVEN, "ingress-service-missing.not-given",
    en: "it may be defined in files that were not given",
    ja: "渡されていないファイルで定義されているかもしれません");
template!(ELSEWHERE, "ingress-service-missing.elsewhere",
    en: "namespace {other} has one; an Ingress reaches Services of its own namespace only",
    ja: "Namespace {other}にはありますが、Ingressが送れるのは同じNamespaceのServiceだけです");
template!(MEANT, "ingress-service-missing.meant",
    en: "did you mean {name}?",
    ja: "{name}の書き間違いではありませんか？");
template!(FIX, "ingress-service-missing.fix", en: "Send it to Service {name}", ja: "Service {name}に送る");

impl Rule for IngressServiceMissing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for one in backends(context) {
            if context.service(&one.ingress.meta.namespace, &one.backend.service).is_none() {
                sink.push(missing(context, &one));
            }
        }
    }
}

fn missing(context: &Context<'_>, one: &Leads<'_>) -> Finding {
    let (namespace, name) = (&*one.ingress.meta.namespace, &*one.backend.service);
    let path = one.field("service.name");
    let spot = Spot::value(one.id(), path.clone());
    let message = MISSING.with([("namespace", Arg::code(namespace)), ("service", Arg::code(name))]);
    let finding = context.finding(IngressServiceMissing::META, spot, message);
    if let Some(near) = near_service(context, namespace, name) {
        let edits = edit::replace(context, one.id(), &path, &near.meta.name);
        let near = ("name", Arg::code(&*near.meta.name));
        return finding
            .note(SYMPTOM.message())
            .help(MEANT.with([near.clone()]))
            .guess(FIX.with([near]), edits);
    }
    let finding = finding.graded(Severity::Note, Certainty::DependsOnCluster);
    match context.only_service_named(name) {
        Some(other) => finding.note(ELSEWHERE.with([("other", Arg::code(&*other.meta.namespace))])),
        None => finding.note(NOT_GIVEN.message()),
    }
}
