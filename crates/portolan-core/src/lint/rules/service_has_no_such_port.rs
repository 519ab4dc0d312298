//! `service-has-no-such-port`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::outside::ports;
use crate::lint::ports::declared;
use crate::lint::rule::rule;
use crate::lint::texts::{Call, calls};
use crate::lint::{Rule, RuleMeta};
use crate::object::{Port, Service, ServiceType, TargetPort};
use crate::template;

rule! {
    /// ## What it finds
    /// A host and port in `env`, `command` or `args` that name a Service of the input, with a port which that
    /// Service does not have. The usual one is the port of the Pods, which stands behind the Service's own.
    ///
    /// Headless Services are left alone: with them a client comes to the Pods themselves, at any port.
    ///
    /// ## Why it matters
    /// A Service answers at its `port`s only. Its cluster IP has no rule for any other one, so that the connection
    /// times out, or is refused where kube-proxy runs in nftables mode.
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
    ///   - port: 80
    ///     targetPort: 8080
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
    ///     - containerPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: client
    ///   labels:
    ///     app: client
    /// spec:
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_URL
    ///       value: http://echo:8080/
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
    ///   - port: 80
    ///     targetPort: 8080
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
    ///     - containerPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: client
    ///   labels:
    ///     app: client
    /// spec:
    ///   containers:
    ///   - name: client
    ///     image: registry.example/client:1
    ///     env:
    ///     - name: ECHO_URL
    ///       value: http://echo:80/
    /// ```
    ///
    /// ## Fix
    /// Write a port of the Service, or add the port to the Service. `--unsafe-fixes` writes the port that leads to
    /// the number in question, or the only one that there is.
    pub(super) struct ServiceHasNoSuchPort {
        name: "service-has-no-such-port",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/services-networking/service/#field-spec-ports",
        en: "a call of a port that the Service does not have",
        /// ## 何を見つけるか
        /// `env`、`command`、`args`に書かれたホストとポートのうち、与えられたファイルにあるServiceの名前と、そのService
        /// にないポートの組を見つけます。多くは、Serviceのポートの先にあるPodのポートです。
        ///
        /// headless Serviceは対象外です。クライアントはPodそのものに、どのポートででも接続できるためです。
        ///
        /// ## なぜ問題か
        /// Serviceが受け付けるのは自分の`port`だけです。クラスターIPのほかのポートにはルールがないため、接続はタイムア
        /// ウトします。kube-proxyがnftablesモードの場合は拒否されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Serviceのポートを書くか、Serviceにポートを加えます。`--unsafe-fixes`は、その番号に送るポートか、一つしかない
        /// ポートを書きます。
        ja: "Serviceにないポートへの接続",
    }
}

template!(MISSING, "service-has-no-such-port.missing",
    en: "Service {service} has no port {port}",
    ja: "Service {service}にポート{port}はありません");
template!(HAS, "service-has-no-such-port.has",
    en: "it has {ports}; a connection to another port times out, or is refused in nftables mode",
    ja: "あるのは{ports}です。ほかのポートへの接続はタイムアウトするか、nftablesモードでは拒否されます");
template!(BEHIND, "service-has-no-such-port.behind",
    en: "{port} is the port of the Pods behind port {right}",
    ja: "{port}は、ポート{right}の先にあるPodのポートです");
template!(HERE, "service-has-no-such-port.here", en: "the ports of {service}", ja: "{service}のポート");
template!(FIX, "service-has-no-such-port.fix", en: "Write {right}", ja: "{right}と書く");

impl Rule for ServiceHasNoSuchPort {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for call in calls(context) {
            let service = call.service;
            let open =
                service.headless || service.kind == ServiceType::ExternalName || service.ports.is_empty();
            if !open && service.ports.iter().all(|port| port.port != call.port) {
                sink.found_if(missing(context, &call));
            }
        }
    }
}

fn missing(context: &Context<'_>, call: &Call<'_>) -> Option<Finding> {
    let service = call.service;
    let object = context.templates().get(call.template)?.object;
    let name = || ("service", Arg::code(&*service.meta.name));
    let port = || ("port", Arg::code(call.port.to_string()));
    let spot = Spot::value(object, call.text.path.clone());
    let place = context.place_within(&spot, call.target);
    let ports_of = Spot::key(service.meta.id, "spec.ports");
    let mut finding = context
        .finding(ServiceHasNoSuchPort::META, spot, MISSING.with([name(), port()]))
        .at(place)
        .see(context.place(&ports_of), HERE.with([name()]))
        .note(HAS.with([("ports", Arg::Codes(ports(service)))]));
    let behind = behind(context, service, call.port);
    if let Some(right) = behind {
        finding = finding.note(BEHIND.with([port(), ("right", Arg::code(right.to_string()))]));
    }
    let only = || Some(service.ports.first()?.port).filter(|_| service.ports.len() == 1);
    let Some(right) = behind.or_else(only) else { return Some(finding) };
    let host = call.target.strip_suffix(&call.port.to_string())?;
    let right = format!("{host}{right}");
    let edits = edit::replace_within(context, object, &call.text.path, call.target, &right);
    Some(finding.guess(FIX.with([("right", Arg::code(right))]), edits))
}

/// The port of a Service that leads to a port of its Pods.
fn behind(context: &Context<'_>, service: &Service, number: Port) -> Option<Port> {
    let pods = context.pods_of(service);
    let declares = |name: &str| {
        pods.iter().any(|one| declared(one.spec).any(|it| it.port.port == number && *it.port.name == *name))
    };
    let leads = |target: &TargetPort| match target {
        TargetPort::Number(target) => *target == number,
        TargetPort::Name(name) => declares(name),
    };
    service.ports.iter().find(|port| leads(&port.target_port)).map(|port| port.port)
}
