//! `text-calls-no-such-port`.

use crate::diagnostic::{Arg, Place};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::host::called;
use crate::lint::outside::ports;
use crate::lint::rule::rule;
use crate::lint::texts::targets;
use crate::lint::told::Around;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Service, ServiceType};
use crate::template;

rule! {
    /// ## What it finds
    /// On a Markdown page, a call of a Service of the page by a port that this Service does not have:
    /// `curl http://echo:8080`, or `kubectl port-forward svc/echo 8080:8080`.
    ///
    /// ## Why it matters
    /// Who follows the page sees a timeout at the `curl`, or *Service echo does not have a service port 8080* at the
    /// `kubectl port-forward`. Usually the port is that of the Pods behind the Service.
    ///
    /// ## Example
    /// ````markdown,finds
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ```console
    /// debug:/# curl http://echo:8080/
    /// ```
    /// ````
    ///
    /// ````markdown,clean
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    ///     targetPort: 8080
    /// ```
    ///
    /// ```console
    /// debug:/# curl http://echo:80/
    /// $ kubectl port-forward svc/echo 8080:80
    /// ```
    /// ````
    ///
    /// ## Fix
    /// Write a port of the Service, or add the port to the Service.
    pub(in crate::lint) struct TextCallsNoSuchPort {
        name: "text-calls-no-such-port",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/service/#field-spec-ports",
        en: "on a page, a call of a port that the Service does not have",
        /// ## 何を見つけるか
        /// Markdownのページで、ページにあるServiceを、そのServiceにないポートで呼んでいるところを見つけます。
        /// `curl http://echo:8080`や`kubectl port-forward svc/echo 8080:8080`などです。
        ///
        /// ## なぜ問題か
        /// ページのとおりに試した読者の手元では、`curl`がタイムアウトし、`kubectl port-forward`は*Service echo does not have a
        /// service port 8080*で終わります。多くは、Serviceのポートの先にあるPodのポートです。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Serviceのポートを書くか、Serviceにポートを加えます。
        ja: "ページにある、Serviceにないポートへの接続",
    }
}

template!(MISSING, "text-calls-no-such-port.missing",
    en: "Service {service} has no port {port}; it has {ports}",
    ja: "Service {service}にポート{port}はありません。あるのは{ports}です");
template!(HERE, "text-calls-no-such-port.here", en: "the ports of {service}", ja: "{service}のポート");

impl Rule for TextCallsNoSuchPort {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: what containers get is looked at by `service-has-no-such-port`.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// Looks at the calls in the text of a page.
pub(in crate::lint) fn look(context: &Context<'_>, around: &Around<'_>, sink: &mut Sink) {
    for (told, commands) in &around.pieces {
        for line in told.text.lines() {
            for (target, host, port) in targets(line) {
                let services: Vec<&Service> =
                    context.namespaces().filter_map(|namespace| called(context, namespace, host)).collect();
                let has = |service: &&Service| service.ports.iter().any(|one| one.port == port);
                if !services.iter().any(has) {
                    let place = told.place_of(target);
                    let service = services.first().copied().filter(|one| has_fixed_ports(one));
                    sink.found_if(service.map(|one| wrong(context, one, &port.to_string(), place)));
                }
            }
        }
        for asked in &commands.forwarded {
            let services: Vec<&Service> = context
                .namespaces()
                .filter_map(|namespace| context.service(namespace, asked.service))
                .collect();
            let has = |service: &&Service| {
                let mut ports = service.ports.iter();
                ports.any(|one| one.port.to_string() == asked.port || *one.name == *asked.port)
            };
            if let (false, Some(service)) = (services.iter().any(has), services.first()) {
                sink.push(wrong(context, service, asked.port, told.place(asked.span)));
            }
        }
    }
}

/// Whether its clients can use its own ports alone.
fn has_fixed_ports(service: &Service) -> bool {
    !service.headless && service.kind != ServiceType::ExternalName && !service.ports.is_empty()
}

fn wrong(context: &Context<'_>, service: &Service, port: &str, place: Place) -> Finding {
    let name = || ("service", Arg::code(&*service.meta.name));
    let has = ("ports", Arg::Codes(ports(service)));
    let message = MISSING.with([name(), ("port", Arg::code(port)), has]);
    let see = context.place(&Spot::key(service.meta.id, "spec.ports"));
    Finding::of_text(TextCallsNoSuchPort::META, (None, String::new()), place, message)
        .see(see, HERE.with([name()]))
}
