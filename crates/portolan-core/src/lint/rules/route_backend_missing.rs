//! `route-backend-missing`.

use crate::diagnostic::{Arg, Certainty, Origin, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::outside::{near_service, ports};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{BackendRef, Port, Service, ServiceType};
use crate::template;

rule! {
    /// ## What it finds
    /// A back end of an HTTPRoute or a GRPCRoute whose Service is not in the input, or has no such port.
    ///
    /// A Service that is not there may be defined in files that were not given: then this is a note, unless a name in the
    /// Namespace is a slip away.
    ///
    /// ## Why it matters
    /// The share of the requests that would go to this back end is answered with 500.
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
    ///       port: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
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
    ///       port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write a Service of the Namespace, and a port of that Service. Where there is only one port, or one name is a slip
    /// away, `--unsafe-fixes` writes it.
    pub(super) struct RouteBackendMissing {
        name: "route-backend-missing",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/gateway/",
        en: "a route that leads to a Service or a port which is not there",
        /// ## 何を見つけるか
        /// HTTPRouteやGRPCRouteのバックエンドのうち、Serviceが入力にないもの、またはそのポートがServiceにないものを見つけます。
        ///
        /// Serviceは渡されていないファイルで定義されているかもしれないので、書き間違いと思われる場合を除いて注記にとどめます。
        ///
        /// ## なぜ問題か
        /// このバックエンドに送られるはずの割合のリクエストに、500が返されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// NamespaceにあるServiceと、そのServiceにあるポートを書きます。ポートが一つだけの場合や、書き間違いと思われる名前がある場合
        /// は、`--unsafe-fixes`がそれを書きます。
        ja: "存在しないServiceやポートに送るルート",
    }
}

template!(MISSING, "route-backend-missing.missing",
    en: "no Service in namespace {namespace} has the name {service}",
    ja: "Namespace {namespace}に{service}という名前のServiceがありません");
template!(NO_PORT, "route-backend-missing.no-port",
    en: "Service {service} has no port {port}; it has {known}",
    ja: "Service {service}にポート{port}はありません。あるのは{known}です");
template!(WITHOUT_PORT, "route-backend-missing.without-port",
    en: "a Service as a back end needs a `port`; {service} has {known}",
    ja: "Serviceをバックエンドにするには`port`が必要です。{service}にあるのは{known}です");
template!(SYMPTOM, "route-backend-missing.symptom",
    en: "its share of the requests is answered with 500",
    ja: "このバックエンドの分のリクエストには500が返されます");
template!(NOT_GIVEN, "route-backend-missing.not-given",
    en: "it may be defined in files that were not given",
    ja: "渡されていないファイルで定義されているかもしれません");
template!(FIX_NAME, "route-backend-missing.fix-name", en: "Send it to Service {name}", ja: "Service {name}に送る");
template!(FIX_PORT, "route-backend-missing.fix-port", en: "Send it to port {port}", ja: "ポート{port}に送る");

impl Rule for RouteBackendMissing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for route in &context.analysis.cluster.routes {
            for (at, rule) in route.rules.iter().enumerate() {
                for (index, backend) in rule.backends.iter().enumerate() {
                    let path = format!("spec.rules[{at}].backendRefs[{index}]");
                    let origin = Origin { object: route.meta.id, path };
                    if backend.group.is_empty() && &*backend.kind == "Service" {
                        check(context, backend, &origin, sink);
                    }
                }
            }
        }
    }
}

fn check(context: &Context<'_>, backend: &BackendRef, origin: &Origin, sink: &mut Sink) {
    let Some(service) = context.service(&backend.namespace, &backend.name) else {
        sink.push(missing(context, backend, origin));
        return;
    };
    if service.kind == ServiceType::ExternalName {
        return;
    }
    match backend.port {
        None => {
            let name = ("service", Arg::code(&*backend.name));
            let message = WITHOUT_PORT.with([name, ("known", Arg::Codes(ports(service)))]);
            let spot = Spot::value(origin.object, format!("{}.name", origin.path));
            let finding = context.finding(RouteBackendMissing::META, spot, message).note(SYMPTOM.message());
            let only = only_port(service).map(|port| port.to_string()).unwrap_or_default();
            let name = format!("{}.name", origin.path);
            let edits = only_port(service)
                .and_then(|_| edit::insert_beside(context, origin.object, &name, "port", &only));
            sink.push(finding.guess(FIX_PORT.with([("port", Arg::code(only))]), edits));
        }
        Some(port) if service.ports.iter().all(|one| one.port != port) => {
            sink.push(no_port(context, service, port, origin));
        }
        Some(_) => {}
    }
}

fn only_port(service: &Service) -> Option<Port> {
    match service.ports.as_slice() {
        [only] => Some(only.port),
        _ => None,
    }
}

fn missing(context: &Context<'_>, backend: &BackendRef, origin: &Origin) -> Finding {
    let path = format!("{}.name", origin.path);
    let (namespace, name) = (&*backend.namespace, &*backend.name);
    let message = MISSING.with([("namespace", Arg::code(namespace)), ("service", Arg::code(name))]);
    let spot = Spot::value(origin.object, path.clone());
    let finding = context.finding(RouteBackendMissing::META, spot, message);
    let Some(near) = near_service(context, namespace, name) else {
        return finding.note(NOT_GIVEN.message()).graded(Severity::Note, Certainty::DependsOnCluster);
    };
    let edits = edit::replace(context, origin.object, &path, &near.meta.name);
    let finding = finding.note(SYMPTOM.message()).graded(Severity::Error, Certainty::Likely);
    finding.guess(FIX_NAME.with([("name", Arg::code(&*near.meta.name))]), edits)
}

fn no_port(context: &Context<'_>, service: &Service, port: Port, origin: &Origin) -> Finding {
    let path = format!("{}.port", origin.path);
    let message = NO_PORT.with([
        ("service", Arg::code(&*service.meta.name)),
        ("port", Arg::Number(port.into())),
        ("known", Arg::Codes(ports(service))),
    ]);
    let spot = Spot::value(origin.object, path.clone());
    let finding = context.finding(RouteBackendMissing::META, spot, message).note(SYMPTOM.message());
    let meant = service.ports.iter().find(|one| one.target_port.to_string() == port.to_string());
    let Some(port) = meant.map(|one| one.port).or_else(|| only_port(service)) else { return finding };
    let edits = edit::replace(context, origin.object, &path, &port.to_string());
    finding.guess(FIX_PORT.with([("port", Arg::Number(port.into()))]), edits)
}
