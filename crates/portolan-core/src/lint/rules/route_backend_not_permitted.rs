//! `route-backend-not-permitted`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{BackendRef, Route};
use crate::routing::is_permitted;
use crate::template;

rule! {
    /// ## What it finds
    /// A back end of an HTTPRoute or a GRPCRoute in another Namespace, without a ReferenceGrant there that permits it.
    ///
    /// Where the input has grants of that Namespace, and none of them fits, this is a warning; else a note, as the grant may
    /// be defined in files that were not given.
    ///
    /// ## Why it matters
    /// Without the grant the back end is invalid: its share of the requests is answered with 500.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///   - backendRefs:
    ///     - name: web
    ///       namespace: backend
    ///       port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    ///   namespace: backend
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: shop
    /// spec:
    ///   rules:
    ///   - backendRefs:
    ///     - name: web
    ///       namespace: backend
    ///       port: 80
    /// ---
    /// apiVersion: gateway.networking.k8s.io/v1beta1
    /// kind: ReferenceGrant
    /// metadata:
    ///   name: shop
    ///   namespace: backend
    /// spec:
    ///   from:
    ///   - group: gateway.networking.k8s.io
    ///     kind: HTTPRoute
    ///     namespace: default
    ///   to:
    ///   - group: ""
    ///     kind: Service
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    ///   namespace: backend
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Create a ReferenceGrant in the Namespace of the Service: `from` the route's group, kind and Namespace, `to` the
    /// group `""` and the kind `Service`.
    pub(super) struct RouteBackendNotPermitted {
        name: "route-backend-not-permitted",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/gateway/",
        en: "a route to another Namespace without a ReferenceGrant",
        /// ## 何を見つけるか
        /// HTTPRouteやGRPCRouteのバックエンドのうち、別のNamespaceにあり、それを許すReferenceGrantがそのNamespaceにないものを
        /// 見つけます。
        ///
        /// そのNamespaceのReferenceGrantが入力にあって、どれも当てはまらない場合は警告です。そうでなければ、渡されていないファイル
        /// で定義されているかもしれないので、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// ReferenceGrantがなければバックエンドは無効で、その分のリクエストに500が返されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ServiceのNamespaceにReferenceGrantを作ります。`from`にはルートのグループ、種類、Namespaceを、`to`にはグループ`""`と種類
        /// `Service`を書きます。
        ja: "ReferenceGrantのない、別のNamespaceへのルート",
    }
}

template!(NOT_PERMITTED, "route-backend-not-permitted.not-permitted",
    en: "no ReferenceGrant in namespace {namespace} lets a {kind} of namespace {from} refer to Service {service}",
    ja: "Namespace {namespace}に、Namespace {from}の{kind}からService {service}への参照を許すReferenceGrantがありません");
template!(SYMPTOM, "route-backend-not-permitted.symptom",
    en: "its share of the requests is answered with 500",
    ja: "このバックエンドの分のリクエストには500が返されます");
template!(NOT_GIVEN, "route-backend-not-permitted.not-given",
    en: "the grant may be defined in files that were not given",
    ja: "ReferenceGrantは、渡されていないファイルで定義されているかもしれません");
template!(HERE, "route-backend-not-permitted.here", en: "this grant does not fit", ja: "このReferenceGrantは当てはまりません");

impl Rule for RouteBackendNotPermitted {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let cluster = &context.analysis.cluster;
        for route in &cluster.routes {
            for (at, rule) in route.rules.iter().enumerate() {
                for (index, backend) in rule.backends.iter().enumerate() {
                    if !is_permitted(cluster, route, backend) {
                        let path = format!("spec.rules[{at}].backendRefs[{index}].namespace");
                        sink.push(not_permitted(context, route, backend, path));
                    }
                }
            }
        }
    }
}

fn not_permitted(context: &Context<'_>, route: &Route, backend: &BackendRef, path: String) -> Finding {
    let message = NOT_PERMITTED.with([
        ("namespace", Arg::code(&*backend.namespace)),
        ("kind", Arg::text(route.kind.as_str())),
        ("from", Arg::code(&*route.meta.namespace)),
        ("service", Arg::code(&*backend.name)),
    ]);
    let spot = Spot::value(route.meta.id, path);
    let finding = context.finding(RouteBackendNotPermitted::META, spot, message).note(SYMPTOM.message());
    let mut grants = context.analysis.cluster.reference_grants.iter();
    match grants.find(|grant| grant.meta.namespace == backend.namespace) {
        Some(grant) => finding.see(context.place(&Spot::key(grant.meta.id, "spec")), HERE.message()),
        None => finding.note(NOT_GIVEN.message()).graded(Severity::Note, Certainty::DependsOnCluster),
    }
}
