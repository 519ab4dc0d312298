//! `ingress-path-unreachable`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::routing::{Location, Server};
use crate::template;

rule! {
    /// ## What it finds
    /// A path of an Ingress that another path of the same host takes all requests from, because ingress-nginx reads the
    /// paths of the host as regular expressions.
    ///
    /// The annotation `use-regex` or `rewrite-target` on one Ingress makes expressions of all paths of its hosts, those of
    /// other Ingresses and of path type `Exact` among them. They are tried one by one, from the longest text on, without
    /// regard to case, and the first that matches the beginning of the path decides.
    ///
    /// ## Why it matters
    /// A longer expression that matches this very path is tried before it: requests for the path go elsewhere.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/use-regex: "true"
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /cart/pay
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: pay
    ///             port:
    ///               number: 80
    ///       - path: /cart/[a-z]{3}
    ///         pathType: ImplementationSpecific
    ///         backend:
    ///           service:
    ///             name: cart
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: pay
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: cart
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
    ///   annotations:
    ///     nginx.ingress.kubernetes.io/use-regex: "true"
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /cart/pay
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: pay
    ///             port:
    ///               number: 80
    ///       - path: /cart/[0-9]+
    ///         pathType: ImplementationSpecific
    ///         backend:
    ///           service:
    ///             name: cart
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: pay
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: cart
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Narrow the expression that takes the requests, or give this path an expression that is longer: `/cart/pay(/.*)?$`.
    pub(super) struct IngressPathUnreachable {
        name: "ingress-path-unreachable",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/ingress/",
        en: "an Ingress path that a longer expression takes the requests from",
        /// ## 何を見つけるか
        /// ingress-nginxがホストのパスを正規表現として読むために、同じホストの別のパスにすべてのリクエストを取られるIngressの
        /// パスを見つけます。
        ///
        /// 一つのIngressにアノテーション`use-regex`や`rewrite-target`があると、そのホストのすべてのパスが正規表現になります。別の
        /// Ingressのパスや、パスタイプが`Exact`のパスも同じです。文字列の長いものから順に、大文字と小文字を区別せずに試され、パス
        /// の先頭に最初に一致したものが使われます。
        ///
        /// ## なぜ問題か
        /// このパスにも一致する、より長い正規表現が先に試されるため、このパスへのリクエストは別のところへ送られます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// リクエストを取っている正規表現を狭くするか、このパスに`/cart/pay(/.*)?$`のようなより長い正規表現を使います。
        ja: "より長い正規表現にリクエストを取られるIngressのパス",
    }
}

template!(TAKEN, "ingress-path-unreachable.taken",
    en: "requests for {path} of host {host} go to the path {other} and its Service {service}",
    ja: "ホスト{host}の{path}へのリクエストは、パス{other}のService {service}に送られます");
template!(HERE, "ingress-path-unreachable.here", en: "this expression is tried first", ja: "こちらの正規表現が先に試されます");
template!(EXPRESSIONS, "ingress-path-unreachable.expressions",
    en: "rewrite-target or use-regex makes expressions of all paths of this host; they are tried from the longest on",
    ja: "rewrite-targetまたはuse-regexにより、このホストのすべてのパスが正規表現になり、長いものから順に試されます");

/// Hosts with more paths are passed over: each path is held against all.
const MOST_PATHS: usize = 300;

impl Rule for IngressPathUnreachable {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.analysis.cluster.ingresses.is_empty() {
            return;
        }
        for table in context.router().ingresses.iter().filter(|table| table.class.is_nginx()) {
            for (_, server) in table.hosts().filter(|(_, server)| server.regex.is_some()) {
                check_server(context, server, sink);
            }
        }
    }
}

fn check_server(context: &Context<'_>, server: &Server<'_>, sink: &mut Sink) {
    let few = server.locations.len() <= MOST_PATHS;
    for (index, one) in server.locations.iter().enumerate().filter(|_| few) {
        if let Some(other) = server.shadow(index).filter(|other| other.backend.service != one.backend.service)
        {
            sink.push(taken(context, one, other));
        }
    }
}

fn taken(context: &Context<'_>, one: &Location<'_>, other: &Location<'_>) -> Finding {
    let host = if one.host.is_empty() { "*" } else { one.host };
    let message = TAKEN.with([
        ("path", Arg::code(one.path)),
        ("host", Arg::code(host)),
        ("other", Arg::code(other.path)),
        ("service", Arg::code(&*other.backend.service)),
    ]);
    let spot = |one: &Location<'_>| Spot::value(one.id(), one.origin("path").path);
    context
        .finding(IngressPathUnreachable::META, spot(one), message)
        .see(context.place(&spot(other)), HERE.message())
        .note(EXPRESSIONS.message())
}
