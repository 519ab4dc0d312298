//! `probe-port-is-udp`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::declared;
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Port, Protocol};
use crate::template;

rule! {
    /// ## What it finds
    /// A probe that opens a TCP connection to a port that the Pod's containers declare for UDP only.
    ///
    /// `tcpSocket`, `httpGet` and `grpc` all go over TCP; there is no probe by UDP. A port name is looked up without regard to
    /// its protocol, so the name of a UDP port is accepted.
    ///
    /// ## Why it matters
    /// A process that listens for UDP answers no TCP connection on that port: the probe is refused each time, and the Pod is
    /// never ready, or its container is killed and started again and again.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: web
    ///         image: example.com/web
    ///         ports:
    ///         - name: dns
    ///           containerPort: 53
    ///           protocol: UDP
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: dns
    /// ```
    ///
    /// A process that serves both protocols declares both:
    ///
    /// ```yaml,clean
    /// apiVersion: apps/v1
    /// kind: Deployment
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     matchLabels:
    ///       app: web
    ///   template:
    ///     metadata:
    ///       labels:
    ///         app: web
    ///     spec:
    ///       containers:
    ///       - name: web
    ///         image: example.com/web
    ///         ports:
    ///         - name: dns
    ///           containerPort: 53
    ///           protocol: UDP
    ///         - name: dns-tcp
    ///           containerPort: 53
    ///           protocol: TCP
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: dns-tcp
    /// ```
    ///
    /// ## Fix
    /// Probe a TCP port of the container, or run a command in it with `exec`. If the process listens for TCP on the number too,
    /// declare that.
    pub(super) struct ProbePortIsUdp {
        name: "probe-port-is-udp",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a probe by TCP of a port that is declared for UDP only",
        /// ## 何を見つけるか
        /// PodのコンテナがUDPだけで宣言しているポートに、TCPで接続するプローブを見つけます。
        ///
        /// `tcpSocket`、`httpGet`、`grpc`はどれもTCPを使います。UDPのプローブはありません。ポートの名前はプロトコルを問わずに
        /// 探されるため、UDPのポートの名前も受け付けられます。
        ///
        /// ## なぜ問題か
        /// UDPで待ち受けるプロセスは、そのポートへのTCPの接続に応答しません。プローブは毎回拒否され、Podは準備完了にならないか、
        /// コンテナが停止と起動を繰り返します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// 両方のプロトコルで待ち受けるプロセスは、両方を宣言します。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナのTCPのポートを調べるか、`exec`でコンテナの中のコマンドを実行します。プロセスが同じ番号でTCPも待ち受けているなら、
        /// それも宣言します。
        ja: "UDPだけで宣言されたポートをTCPで調べるプローブ",
    }
}

template!(IS_UDP, "probe-port-is-udp.is-udp",
    en: "this {probe} opens a TCP connection to port {port}, which is declared for UDP only",
    ja: "この{probe}は、UDPだけで宣言されたポート{port}にTCPで接続します");
template!(HERE, "probe-port-is-udp.here",
    en: "declared for UDP here",
    ja: "ここでUDPとして宣言されています");
template!(SYMPTOM, "probe-port-is-udp.symptom",
    en: "if the process does not listen for TCP on it too, the probe fails each time",
    ja: "プロセスが同じ番号でTCPも待ち受けていなければ、プローブは毎回失敗します");
template!(USE_TCP, "probe-port-is-udp.use-tcp",
    en: "probe a TCP port of the container, or use `exec`; there is no probe by UDP",
    ja: "コンテナのTCPのポートを調べるか、`exec`を使ってください。UDPのプローブはありません");

impl Rule for ProbePortIsUdp {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            for probed in probes(template.spec).filter(|one| one.probe.host().is_empty()) {
                let Some(number) = probed.probe.number(probed.container) else { continue };
                let of_number = || declared(template.spec).filter(|one| one.port.port == number);
                let has_tcp = of_number().any(|one| one.port.protocol == Protocol::Tcp);
                if !has_tcp && of_number().any(|one| one.port.protocol == Protocol::Udp) {
                    sink.push(is_udp(context, template, &probed, number));
                }
            }
        }
    }
}

fn is_udp(context: &Context<'_>, template: &Template<'_>, probed: &Probed<'_>, number: Port) -> Finding {
    let spot = Spot::value(template.object, probed.path(template, "port"));
    let message =
        IS_UDP.with([("probe", Arg::text(probed.probe.kind.field())), ("port", Arg::Number(number.into()))]);
    let mut finding = context.finding(ProbePortIsUdp::META, spot, message);
    for one in declared(template.spec).filter(|one| one.port.port == number).take(1) {
        let there = Spot::value(template.object, format!("{}.protocol", template.path_of(&one.path)));
        finding = finding.see(context.place(&there), HERE.message());
    }
    finding.note(SYMPTOM.message()).help(USE_TCP.message())
}
