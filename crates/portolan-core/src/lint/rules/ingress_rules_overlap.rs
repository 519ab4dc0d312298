//! `ingress-rules-overlap`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::routing::Location;
use crate::template;

rule! {
    /// ## What it finds
    /// Two rules that claim the same path of the same host, in one Ingress or in two of the same class, and lead to
    /// different Services. Paths that ingress-nginx reads alike are the same: an empty path is `/`, and
    /// `ImplementationSpecific` is `Prefix`. Canary Ingresses share a path on purpose, and are left alone.
    ///
    /// ## Why it matters
    /// Only one of them counts: that of the Ingress which was created first. Created anew, in another order or in another
    /// cluster, the other one does.
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
    ///       - path: /cart
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: cart
    ///             port:
    ///               number: 80
    ///       - path: /cart
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: basket
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: cart
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: basket
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
    ///       - path: /cart
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: cart
    ///             port:
    ///               number: 80
    ///       - path: /basket
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: basket
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: cart
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: basket
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Keep one of the two, or give one of them another path or host.
    pub(super) struct IngressRulesOverlap {
        name: "ingress-rules-overlap",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/ingress/",
        en: "two Ingress rules for one path of one host",
        /// ## 何を見つけるか
        /// 同じホストの同じパスを求め、別のServiceに送る二つのルールを見つけます。一つのIngressの中でも、同じクラスの二つのIngress
        /// でも同じです。ingress-nginxが同じものとして読むパスは同じとみなします。空のパスは`/`、`ImplementationSpecific`は`Prefix`
        /// です。カナリアIngressは意図してパスを共有するので、対象にしません。
        ///
        /// ## なぜ問題か
        /// 有効なのは、先に作られたIngressのルール一つだけです。別の順番や別のクラスターで作り直すと、もう一方が有効になります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// どちらか一方を残すか、別のパスやホストにします。
        ja: "一つのホストの一つのパスに対する二つのIngressのルール",
    }
}

template!(TAKEN, "ingress-rules-overlap.taken",
    en: "path {path} of host {host} already leads to Service {service}",
    ja: "ホスト{host}のパス{path}は、すでにService {service}に送られています");
template!(HERE, "ingress-rules-overlap.here", en: "this rule wins", ja: "こちらのルールが使われます");
template!(OLDEST, "ingress-rules-overlap.oldest",
    en: "the Ingress that is created first keeps the path; this rule gets no requests",
    ja: "先に作られたIngressのパスが使われ、このルールにはリクエストが届きません");
template!(FIRST, "ingress-rules-overlap.first",
    en: "the rule that is written first keeps the path; this one gets no requests",
    ja: "先に書かれたルールが使われ、このルールにはリクエストが届きません");

impl Rule for IngressRulesOverlap {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.analysis.cluster.ingresses.is_empty() {
            return;
        }
        for table in &context.router().ingresses {
            for (_, server) in table.hosts() {
                for (loser, winner) in &server.taken {
                    if let Some(winner) = server.locations.get(*winner).filter(|winner| differ(winner, loser))
                    {
                        sink.push(overlap(context, winner, loser));
                    }
                }
            }
        }
    }
}

/// Whether it matters which of two wins.
fn differ(one: &Location<'_>, other: &Location<'_>) -> bool {
    let to = |it: &Location<'_>| {
        (it.ingress.meta.namespace.clone(), it.backend.service.clone(), it.backend.port.clone())
    };
    to(one) != to(other)
}

fn overlap(context: &Context<'_>, winner: &Location<'_>, loser: &Location<'_>) -> Finding {
    let host = if loser.host.is_empty() { "*" } else { loser.host };
    let service = format!("{}/{}", winner.ingress.meta.namespace, winner.backend.service);
    let message = TAKEN.with([
        ("path", Arg::code(loser.path)),
        ("host", Arg::code(host)),
        ("service", Arg::code(service)),
    ]);
    let same = winner.id() == loser.id();
    let spot = |one: &Location<'_>| Spot::value(one.id(), one.origin("path").path);
    let finding = context
        .finding(IngressRulesOverlap::META, spot(loser), message)
        .see(context.place(&spot(winner)), HERE.message())
        .note(if same { FIRST.message() } else { OLDEST.message() });
    if same { finding.graded(Severity::Warning, Certainty::Proved) } else { finding }
}
