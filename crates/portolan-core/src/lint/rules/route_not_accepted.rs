//! `route-not-accepted`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Listener;
use crate::routing::{Attachment, Refusal};
use crate::template;
use portolan_yaml::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A parent of an HTTPRoute or a GRPCRoute that does not take it: a Gateway that is not there, a listener that has not
    /// this name or port, one that takes no routes of this Namespace or kind, or none with a host that the route names.
    ///
    /// A Gateway that is not in the input may be in the cluster: then this is a note, unless a name is a slip away.
    ///
    /// ## Why it matters
    /// A route that no listener takes is stored and does nothing: its condition `Accepted` is false, and requests are
    /// answered with 404.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: Gateway
    /// metadata:
    ///   name: edge
    /// spec:
    ///   gatewayClassName: example
    ///   listeners:
    ///   - name: http
    ///     port: 80
    ///     protocol: HTTP
    ///     hostname: shop.example
    /// ---
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: shop
    /// spec:
    ///   parentRefs:
    ///   - name: edge
    ///   hostnames:
    ///   - www.shop.example
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
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: Gateway
    /// metadata:
    ///   name: edge
    /// spec:
    ///   gatewayClassName: example
    ///   listeners:
    ///   - name: http
    ///     port: 80
    ///     protocol: HTTP
    ///     hostname: "*.shop.example"
    /// ---
    /// apiVersion: gateway.networking.k8s.io/v1
    /// kind: HTTPRoute
    /// metadata:
    ///   name: shop
    /// spec:
    ///   parentRefs:
    ///   - name: edge
    ///   hostnames:
    ///   - www.shop.example
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
    /// ```
    ///
    /// ## Fix
    /// Name a listener that is there, give the listener `allowedRoutes` for the Namespace and the kind, or agree on a host.
    /// When the name of a Gateway is a slip away, `--unsafe-fixes` writes it.
    pub(super) struct RouteNotAccepted {
        name: "route-not-accepted",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/gateway/",
        en: "a route that its Gateway does not take",
        /// ## 何を見つけるか
        /// HTTPRouteやGRPCRouteの親のうち、ルートを受け入れないものを見つけます。Gatewayがない、その名前やポートのリスナーがない、
        /// リスナーがこのNamespaceや種類のルートを受け入れない、ルートのホストに当てはまるリスナーがない、のいずれかです。
        ///
        /// 入力にないGatewayはクラスターにあるかもしれないので、書き間違いと思われる場合を除いて注記にとどめます。
        ///
        /// ## なぜ問題か
        /// どのリスナーにも受け入れられないルートは、保存されるだけで何もしません。状態`Accepted`はfalseになり、リクエストには
        /// 404が返されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 存在するリスナーを指定するか、リスナーの`allowedRoutes`でNamespaceと種類を許すか、ホストを一致させます。Gatewayの名前の
        /// 書き間違いと思われるものが一つだけあれば、`--unsafe-fixes`がそれを書きます。
        ja: "Gatewayに受け入れられないルート",
    }
}

template!(NO_GATEWAY, "route-not-accepted.no-gateway",
    en: "no Gateway in namespace {namespace} has the name {gateway}",
    ja: "Namespace {namespace}に{gateway}という名前のGatewayがありません");
template!(NO_SECTION, "route-not-accepted.no-section",
    en: "Gateway {gateway} has no listener {section}; it has {known}",
    ja: "Gateway {gateway}にリスナー{section}はありません。あるのは{known}です");
template!(NO_PORT, "route-not-accepted.no-port",
    en: "Gateway {gateway} has no listener with this port; it has {known}",
    ja: "Gateway {gateway}にこのポートのリスナーはありません。あるのは{known}です");
template!(NAMESPACE, "route-not-accepted.namespace",
    en: "the listeners of Gateway {gateway} take no routes of namespace {namespace}",
    ja: "Gateway {gateway}のリスナーは、Namespace {namespace}のルートを受け入れません");
template!(KIND, "route-not-accepted.kind",
    en: "the listeners of Gateway {gateway} take no {kind}",
    ja: "Gateway {gateway}のリスナーは{kind}を受け入れません");
template!(HOSTNAME, "route-not-accepted.hostname",
    en: "no listener of Gateway {gateway} has a host in common with this route; they have {known}",
    ja: "Gateway {gateway}に、このルートと共通するホストのリスナーがありません。あるのは{known}です");
template!(NOT_GIVEN, "route-not-accepted.not-given",
    en: "it may be defined in files that were not given",
    ja: "渡されていないファイルで定義されているかもしれません");
template!(SYMPTOM, "route-not-accepted.symptom",
    en: "the route does nothing there: requests for its hosts are answered with 404",
    ja: "ルートはそこでは何もせず、そのホストへのリクエストには404が返されます");
template!(ALLOW, "route-not-accepted.allow",
    en: "`allowedRoutes.namespaces.from` of a listener is `Same` unless it says `All` or `Selector`",
    ja: "リスナーの`allowedRoutes.namespaces.from`は、`All`や`Selector`を指定しなければ`Same`です");
template!(HERE, "route-not-accepted.here", en: "the listeners", ja: "リスナー");
template!(FIX, "route-not-accepted.fix", en: "Attach it to Gateway {name}", ja: "Gateway {name}に付ける");

impl Rule for RouteNotAccepted {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        if context.analysis.cluster.routes.is_empty() {
            return;
        }
        for one in &context.router().attachments {
            match one.refusal {
                Some(Refusal::NoGateway) => sink.push(no_gateway(context, one)),
                Some(refusal) => sink.push(refused(context, one, refusal)),
                None => {}
            }
        }
    }
}

fn no_gateway(context: &Context<'_>, one: &Attachment<'_>) -> Finding {
    let parent = one.parent_ref();
    let (namespace, name) = parent.map_or(("", ""), |parent| (&*parent.namespace, &*parent.name));
    let path = one.origin("name").path;
    let message = NO_GATEWAY.with([("namespace", Arg::code(namespace)), ("gateway", Arg::code(name))]);
    let id = one.route.meta.id;
    let finding = context.finding(RouteNotAccepted::META, Spot::value(id, path.clone()), message);
    let gateways = context.analysis.cluster.gateways.iter().filter(|one| *one.meta.namespace == *namespace);
    let count = context.afford(gateways.clone().count());
    let Some((near, _)) = nearest(name, gateways.map(|one| &*one.meta.name).take(count)) else {
        return finding.note(NOT_GIVEN.message()).graded(Severity::Note, Certainty::DependsOnCluster);
    };
    let edits = edit::replace(context, id, &path, near);
    let finding = finding.note(SYMPTOM.message()).graded(Severity::Error, Certainty::Likely);
    finding.guess(FIX.with([("name", Arg::code(near))]), edits)
}

fn refused(context: &Context<'_>, one: &Attachment<'_>, refusal: Refusal) -> Finding {
    let gateway = one.gateway.map(|gateway| gateway.meta.full_name()).unwrap_or_default();
    let gateway = ("gateway", Arg::code(gateway));
    let listeners = || one.gateway.into_iter().flat_map(|gateway| &gateway.listeners);
    let known = |word: &dyn Fn(&Listener) -> String| {
        let words: BTreeSet<String> = listeners().map(word).collect();
        Arg::Codes(words.into_iter().collect())
    };
    let (message, field) = match refusal {
        Refusal::NoGateway | Refusal::NoSection => {
            let section = one.parent_ref().and_then(|parent| parent.section.as_deref()).unwrap_or_default();
            let known = known(&|listener| listener.name.to_string());
            (NO_SECTION.with([gateway, ("section", Arg::code(section)), ("known", known)]), "sectionName")
        }
        Refusal::NoPort => {
            let known = known(&|listener| listener.port.to_string());
            (NO_PORT.with([gateway, ("known", known)]), "port")
        }
        Refusal::Namespace => {
            let namespace = Arg::code(&*one.route.meta.namespace);
            (NAMESPACE.with([gateway, ("namespace", namespace)]), "name")
        }
        Refusal::Kind => (KIND.with([gateway, ("kind", Arg::text(one.route.kind.as_str()))]), "name"),
        Refusal::Hostname => {
            let known = known(&|listener| listener.hostname.to_string());
            (HOSTNAME.with([gateway, ("known", known)]), "")
        }
    };
    let path =
        if refusal == Refusal::Hostname { "spec.hostnames".to_owned() } else { one.origin(field).path };
    let mut finding = context
        .finding(RouteNotAccepted::META, Spot::value(one.route.meta.id, path), message)
        .note(SYMPTOM.message());
    if let Some(gateway) = one.gateway {
        finding = finding.see(context.place(&Spot::key(gateway.meta.id, "spec.listeners")), HERE.message());
    }
    if refusal == Refusal::Namespace { finding.help(ALLOW.message()) } else { finding }
}
