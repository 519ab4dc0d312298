//! `ingress-port-missing`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::outside::{Leads, known_backends, ports};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Service, ServicePort, ServiceType, TargetPort};
use crate::routing::port_of;
use crate::template;

rule! {
    /// ## What it finds
    /// A back end of an Ingress whose Service has no port of that number or name.
    ///
    /// The number is that of the Service, not that of its Pods: `8080` does not lead to a Service with `port: 80`. Where
    /// `targetPort` says 8080 the finding is a note, since ingress-nginx accepts that as well.
    ///
    /// ## Why it matters
    /// The controller finds no endpoint for the port, and answers every request with 503.
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
    ///             name: web
    ///             port:
    ///               number: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - name: http
    ///     port: 80
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
    ///             name: web
    ///             port:
    ///               name: http
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - name: http
    ///     port: 80
    /// ```
    ///
    /// ## Fix
    /// Write a port that the Service has. Where there is only one, or one name is a slip away, `--unsafe-fixes` writes it.
    pub(super) struct IngressPortMissing {
        name: "ingress-port-missing",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/ingress/",
        en: "an Ingress that leads to a port which the Service does not have",
        /// ## 何を見つけるか
        /// Ingressのバックエンドのうち、その番号または名前のポートがServiceにないものを見つけます。
        ///
        /// 番号はPodではなくServiceのポートです。`port: 80`のServiceに`8080`では届きません。ただし`targetPort`が8080であれば、
        /// ingress-nginxはこれも受け付けるため、注記にとどめます。
        ///
        /// ## なぜ問題か
        /// コントローラーはそのポートのエンドポイントを見つけられず、どのリクエストにも503を返します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Serviceにあるポートを書きます。ポートが一つだけの場合や、書き間違いと思われる名前がある場合は、`--unsafe-fixes`が
        /// それを書きます。
        ja: "Serviceにないポートに送るIngress",
    }
}

template!(MISSING, "ingress-port-missing.missing",
    en: "Service {service} has no port {port}",
    ja: "Service {service}にポート{port}はありません");
template!(HAS, "ingress-port-missing.has",
    en: "it has {ports}; requests that come here are answered with 503",
    ja: "あるのは{ports}です。ここに来るリクエストには503が返されます");
template!(TARGET, "ingress-port-missing.target",
    en: "{port} is the target port of port {right}: ingress-nginx takes that as well, other controllers do not",
    ja: "{port}はポート{right}のtargetPortです。ingress-nginxはこれも受け付けますが、ほかのコントローラーは受け付けません");
template!(HERE, "ingress-port-missing.here", en: "the ports of {service}", ja: "{service}のポート");
template!(FIX, "ingress-port-missing.fix", en: "Send it to port {port}", ja: "ポート{port}に送る");

impl Rule for IngressPortMissing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for (one, service) in known_backends(context) {
            let wanted = one.backend.port.as_ref().filter(|_| service.kind != ServiceType::ExternalName);
            let Some(wanted) = wanted else { continue };
            match port_of(service, Some(wanted)) {
                None => sink.push(missing(context, &one, service, wanted)),
                Some(port) if *wanted == port.target_port && !is_port(port, wanted) => {
                    sink.push(by_target(context, &one, service, (wanted, port)));
                }
                Some(_) => {}
            }
        }
    }
}

fn missing(context: &Context<'_>, one: &Leads<'_>, service: &Service, wanted: &TargetPort) -> Finding {
    let field = if matches!(wanted, TargetPort::Name(_)) { "name" } else { "number" };
    let path = one.field(&format!("service.port.{field}"));
    let name = || ("service", Arg::code(&*service.meta.name));
    let message = MISSING.with([name(), ("port", Arg::code(wanted.to_string()))]);
    let ports_of = Spot::key(service.meta.id, "spec.ports");
    let finding = context
        .finding(IngressPortMissing::META, Spot::value(one.id(), path.clone()), message)
        .see(context.place(&ports_of), HERE.with([name()]))
        .note(HAS.with([("ports", Arg::Codes(ports(service)))]));
    let Some(port) = meant(service, wanted) else { return finding };
    let edits = edit::replace(context, one.id(), &path, &port);
    finding.guess(FIX.with([("port", Arg::code(port))]), edits)
}

/// Whether a port of an Ingress is this one, as the API has it: by number or by name.
fn is_port(port: &ServicePort, wanted: &TargetPort) -> bool {
    match wanted {
        TargetPort::Number(number) => *number == port.port,
        TargetPort::Name(name) => *name == port.name,
    }
}

/// A target port, which only ingress-nginx takes for a port of the Service.
fn by_target(
    context: &Context<'_>,
    one: &Leads<'_>,
    service: &Service,
    (wanted, port): (&TargetPort, &ServicePort),
) -> Finding {
    missing(context, one, service, wanted)
        .note(
            TARGET
                .with([("port", Arg::code(wanted.to_string())), ("right", Arg::code(port.port.to_string()))]),
        )
        .graded(Severity::Note, Certainty::DependsOnCluster)
}

/// The port that was meant, written as the Ingress writes it.
fn meant(service: &Service, wanted: &TargetPort) -> Option<String> {
    match (wanted, service.ports.as_slice()) {
        (TargetPort::Name(name), ports) => {
            let names = ports.iter().map(|port| &*port.name).filter(|name| !name.is_empty());
            nearest(name, names).map(|(near, _)| near.to_owned())
        }
        (TargetPort::Number(_), [only]) => Some(only.port.to_string()),
        (TargetPort::Number(_), _) => None,
    }
}
