//! `ingress-backend-not-http`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::outside::{Leads, known_backends};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Ingress, Protocol, Service, ServicePort, TargetPort};
use crate::routing::port_of;
use crate::template;

rule! {
    /// ## What it finds
    /// An Ingress that leads to a UDP or SCTP port of a Service; and one of ingress-nginx that leads to a port
    /// which is named `https`, or is 443, without the annotation `nginx.ingress.kubernetes.io/backend-protocol`.
    ///
    /// Other controllers, such as Traefik, take the protocol from the port, and are left alone.
    ///
    /// ## Why it matters
    /// An Ingress controller connects by TCP and speaks plain HTTP to its back ends unless it is told otherwise. A
    /// server that expects TLS answers 400, *The plain HTTP request was sent to HTTPS port*; a UDP port does not
    /// answer at all, and the client sees 502.
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
    ///   - name: https
    ///     port: 443
    ///     targetPort: 8443
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8443
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///   - host: echo.example.com
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: echo
    ///             port:
    ///               number: 443
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata:
    ///   name: nginx
    /// spec:
    ///   controller: k8s.io/ingress-nginx
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - name: https
    ///     port: 443
    ///     targetPort: 8443
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: echo
    ///   labels:
    ///     app: echo
    /// spec:
    ///   containers:
    ///   - name: echo
    ///     image: registry.example/echo:1
    ///     ports:
    ///     - containerPort: 8443
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: echo
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/backend-protocol: HTTPS
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///   - host: echo.example.com
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: echo
    ///             port:
    ///               number: 443
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata:
    ///   name: nginx
    /// spec:
    ///   controller: k8s.io/ingress-nginx
    /// ```
    ///
    /// ## Fix
    /// Lead to an HTTP port of the Service, or write the annotation `nginx.ingress.kubernetes.io/backend-protocol:
    /// HTTPS`.
    pub(super) struct IngressBackendNotHttp {
        name: "ingress-backend-not-http",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/ingress/",
        en: "an Ingress that speaks HTTP to a port which does not",
        /// ## 何を見つけるか
        /// ServiceのUDPかSCTPのポートに送るIngressを見つけます。また、`https`という名前か443番のポートに送る
        /// ingress-nginxのIngressで、アノテーション`nginx.ingress.kubernetes.io/backend-protocol`がないものを見つけます。
        ///
        /// Traefikのように、ポートからプロトコルを判断するコントローラーは対象外です。
        ///
        /// ## なぜ問題か
        /// Ingressコントローラーは、指定がなければバックエンドにTCPで接続し、平文のHTTPで通信します。TLSを期待するサー
        /// バーは400 *The plain HTTP request was sent to HTTPS port*を返します。UDPのポートからは応答がなく、クライアン
        /// トには502が返ります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ServiceのHTTPのポートに送るか、アノテーション`nginx.ingress.kubernetes.io/backend-protocol: HTTPS`を書きます。
        ja: "HTTPではないポートにHTTPで接続するIngress",
    }
}

template!(NOT_TCP, "ingress-backend-not-http.not-tcp",
    en: "port {port} of Service {service} is {protocol}: no HTTP arrives there",
    ja: "Service {service}のポート{port}は{protocol}なので、HTTPでは接続できません");
template!(HTTPS, "ingress-backend-not-http.https",
    en: "ingress-nginx speaks plain HTTP to port {port} of Service {service}, which is one for HTTPS",
    ja: "ingress-nginxは、HTTPS用であるService {service}のポート{port}に平文のHTTPで接続します");
template!(BAD_GATEWAY, "ingress-backend-not-http.bad-gateway",
    en: "requests that come here are answered with 502",
    ja: "ここに来るリクエストには502が返されます");
template!(BAD_REQUEST, "ingress-backend-not-http.bad-request",
    en: "the server answers 400, \"The plain HTTP request was sent to HTTPS port\"",
    ja: "サーバーは400「The plain HTTP request was sent to HTTPS port」を返します");
template!(HERE, "ingress-backend-not-http.here", en: "this port", ja: "このポート");
template!(ANNOTATE, "ingress-backend-not-http.annotate",
    en: "write the annotation `nginx.ingress.kubernetes.io/backend-protocol: HTTPS`, or lead to an HTTP port",
    ja: "アノテーション`nginx.ingress.kubernetes.io/backend-protocol: HTTPS`を書くか、HTTPのポートに送ってください");

impl Rule for IngressBackendNotHttp {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (one, service) in known_backends(context) {
            if let Some(port) = port_of(service, one.backend.port.as_ref()) {
                sink.found_if(look(context, &one, service, port));
            }
        }
    }
}

fn look(context: &Context<'_>, one: &Leads<'_>, service: &Service, port: &ServicePort) -> Option<Finding> {
    let by_name = matches!(one.backend.port, Some(TargetPort::Name(_)));
    let field = one.field(if by_name { "service.port.name" } else { "service.port.number" });
    let service_arg = ("service", Arg::code(&*service.meta.name));
    let port_arg = ("port", Arg::code(port.port.to_string()));
    let at = service.ports.iter().position(|known| std::ptr::eq(known, port))?;
    let place = context.place(&Spot::value(service.meta.id, format!("spec.ports[{at}].port")));
    let finding = |message| {
        let spot = Spot::value(one.id(), field.clone());
        context.finding(IngressBackendNotHttp::META, spot, message).see(place, HERE.message())
    };
    if port.protocol != Protocol::Tcp {
        let protocol = ("protocol", Arg::text(port.protocol.as_str()));
        let finding = finding(NOT_TCP.with([port_arg, service_arg, protocol])).note(BAD_GATEWAY.message());
        return Some(finding.graded(Severity::Error, Certainty::Proved));
    }
    let https = &*port.name == "https" || port.port == 443;
    let app = port.app_protocol.as_deref().is_none_or(|app| app.eq_ignore_ascii_case("https"));
    let plain = https && app && is_nginx(context, one.ingress) && !is_told(one.ingress);
    plain.then(|| {
        finding(HTTPS.with([port_arg, service_arg])).note(BAD_REQUEST.message()).help(ANNOTATE.message())
    })
}

/// Whether ingress-nginx serves an Ingress.
fn is_nginx(context: &Context<'_>, ingress: &Ingress) -> bool {
    let classes = &context.analysis.cluster.ingress_classes;
    let class = ingress.named_class();
    let known = classes.iter().find(|one| class.map_or(one.is_default(), |class| *one.meta.name == *class));
    known.map_or(class == Some("nginx"), |one| &*one.controller == "k8s.io/ingress-nginx")
}

/// Whether an Ingress says in which protocol its back ends are to be asked.
fn is_told(ingress: &Ingress) -> bool {
    const TOLD: [&str; 3] = ["backend-protocol", "ssl-passthrough", "configuration-snippet"];
    let annotations = &ingress.meta.annotations;
    TOLD.iter().any(|name| annotations.get(&format!("nginx.ingress.kubernetes.io/{name}")).is_some())
}
