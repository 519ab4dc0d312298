//! `gateway-listener-conflict`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Gateway, Listener};
use crate::template;
use portolan_yaml::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// Two listeners of a Gateway that cannot be told apart: the same port and host, or the same port for HTTP and for
    /// HTTPS, or for TCP or UDP twice.
    ///
    /// ## Why it matters
    /// Listeners have to differ in port, protocol or host. Those that do not are `Conflicted`: an implementation serves one
    /// of them at most, and routes that attach to the other get no requests.
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
    ///   - name: web
    ///     port: 80
    ///     protocol: HTTP
    ///   - name: api
    ///     port: 80
    ///     protocol: HTTP
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
    ///   - name: web
    ///     port: 80
    ///     protocol: HTTP
    ///   - name: api
    ///     port: 80
    ///     protocol: HTTP
    ///     hostname: api.example.com
    /// ```
    ///
    /// ## Fix
    /// Give one of them another port or another host.
    pub(super) struct GatewayListenerConflict {
        name: "gateway-listener-conflict",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/gateway/",
        en: "two listeners of a Gateway that cannot be told apart",
        /// ## 何を見つけるか
        /// 一つのGatewayの中で区別できない二つのリスナーを見つけます。ポートとホストが同じもの、同じポートでHTTPとHTTPSを使うもの、
        /// 同じポートのTCPやUDPが二つあるものです。
        ///
        /// ## なぜ問題か
        /// リスナーはポート、プロトコル、ホストのどれかで区別できなければなりません。区別できないものは`Conflicted`になり、使われる
        /// のは多くても一方だけです。もう一方に付けたルートにはリクエストが届きません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 一方を別のポートか別のホストにします。
        ja: "Gatewayの区別できない二つのリスナー",
    }
}

template!(SAME, "gateway-listener-conflict.same",
    en: "listener {listener} has the port {port} and the host {host} of listener {other}",
    ja: "リスナー{listener}のポート{port}とホスト{host}は、リスナー{other}と同じです");
template!(PROTOCOL, "gateway-listener-conflict.protocol",
    en: "listener {listener} speaks {protocol} on port {port}, where listener {other} speaks {others}",
    ja: "リスナー{listener}はポート{port}で{protocol}を使いますが、リスナー{other}は同じポートで{others}を使います");
template!(HERE, "gateway-listener-conflict.here", en: "the other listener", ja: "もう一方のリスナー");
template!(SERVED, "gateway-listener-conflict.served",
    en: "one of them is served at most",
    ja: "使われるのは多くても一方だけです");

impl Rule for GatewayListenerConflict {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for gateway in &context.analysis.cluster.gateways {
            let mut hosts: BTreeMap<_, usize> = BTreeMap::new();
            let mut ports: BTreeMap<_, usize> = BTreeMap::new();
            for (index, one) in gateway.listeners.iter().enumerate() {
                let udp = &*one.protocol == "UDP";
                let first = *ports.entry((udp, one.port)).or_insert(index);
                let same = *hosts.entry((udp, one.port, &*one.hostname)).or_insert(index);
                let Some(other) = gateway.listeners.get(first) else { continue };
                if group(one) != group(other) {
                    sink.push(conflict(context, gateway, (index, first)));
                } else if same != index {
                    sink.push(conflict(context, gateway, (index, same)));
                }
            }
        }
    }
}

/// Protocols that share a port, told apart by host.
fn group(listener: &Listener) -> &str {
    match &*listener.protocol {
        "HTTPS" | "TLS" => "TLS",
        other => other,
    }
}

fn conflict(context: &Context<'_>, gateway: &Gateway, (index, first): (usize, usize)) -> Finding {
    let spot = |index: usize| Spot::value(gateway.meta.id, format!("spec.listeners[{index}].port"));
    let text = |index: usize, of: fn(&Listener) -> &str| gateway.listeners.get(index).map_or("", of);
    let host = text(index, |one| &one.hostname);
    let mut message = if text(index, group) == text(first, group) {
        SAME.with([("host", Arg::code(if host.is_empty() { "*" } else { host }))])
    } else {
        let protocol = |index| Arg::text(text(index, |one| &one.protocol));
        PROTOCOL.with([("protocol", protocol(index)), ("others", protocol(first))])
    };
    let name = |index| Arg::code(text(index, |one| &one.name));
    let port = gateway.listeners.get(index).map_or(0, |one| one.port);
    message.args.extend([
        ("listener", name(index)),
        ("other", name(first)),
        ("port", Arg::Number(port.into())),
    ]);
    let finding = context.finding(GatewayListenerConflict::META, spot(index), message);
    finding.see(context.place(&spot(first)), HERE.message()).note(SERVED.message())
}
