//! `probe-host-is-loopback`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;
use std::net::IpAddr;

rule! {
    /// ## What it finds
    /// A probe whose `host` is `localhost` or a loopback address, in a Pod that has a network of its own.
    ///
    /// ## Why it matters
    /// The kubelet opens the connection, and the kubelet runs on the node: `localhost` is the node, not the Pod. The probe fails
    /// where nothing on the node listens on that port, and says nothing about the Pod where something does. Without `host` the
    /// kubelet asks the Pod's own address. (The Pod Security Standards forbid `host` in probes at the level *baseline*.)
    ///
    /// Pods with `hostNetwork: true` are left alone: there the node's loopback is the Pod's.
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
    ///         - name: http
    ///           containerPort: 8080
    ///         readinessProbe:
    ///           httpGet:
    ///             host: localhost
    ///             port: http
    /// ```
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
    ///         - name: http
    ///           containerPort: 8080
    ///         readinessProbe:
    ///           httpGet:
    ///             port: http
    /// ```
    ///
    /// ## Fix
    /// Take `host` out; a virtual host is named by a header, `httpHeaders: [{name: Host, value: …}]`. `--unsafe-fixes` takes it
    /// out. A process that listens on the Pod's loopback only is asked by `exec`.
    pub(super) struct ProbeHostIsLoopback {
        name: "probe-host-is-loopback",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a probe whose `host` is the loopback of the node",
        /// ## 何を見つけるか
        /// 独自のネットワークを持つPodで、`host`が`localhost`かループバックアドレスになっているプローブを見つけます。
        ///
        /// ## なぜ問題か
        /// 接続するのはkubeletで、kubeletはノードで動いています。そのため`localhost`はPodではなくノードです。ノードのそのポートで何も
        /// 待ち受けていなければプローブは失敗し、何かが待ち受けていれば、Podのことは何もわかりません。`host`がなければ、kubeletは
        /// Pod自身のアドレスに接続します。（PodセキュリティスタンダードのBaselineでは、プローブの`host`は禁止されています。）
        ///
        /// `hostNetwork: true`のPodは対象外です。ノードのループバックがPodのものでもあるからです。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `host`を消します。バーチャルホストは、ヘッダー`httpHeaders: [{name: Host, value: …}]`で指定します。`--unsafe-fixes`が`host`を
        /// 消します。Podのループバックだけで待ち受けるプロセスは、`exec`で調べます。
        ja: "`host`がノードのループバックになっているプローブ",
    }
}

template!(LOOPBACK, "probe-host-is-loopback.loopback",
    en: "{host} is the node here, not the Pod: the kubelet opens the connection of this {probe}",
    ja: "ここでの{host}はPodではなくノードです。{probe}の接続はkubeletが開きます");
template!(SYMPTOM, "probe-host-is-loopback.symptom",
    en: "the probe fails where nothing on the node listens on that port, and says nothing about the Pod where something does",
    ja: "ノードのそのポートで何も待ち受けていなければプローブは失敗し、何かが待ち受けていればPodのことはわかりません");
template!(TAKE_OUT, "probe-host-is-loopback.take-out",
    en: "without `host` the kubelet asks the Pod's own address",
    ja: "`host`がなければ、kubeletはPod自身のアドレスに接続します");
template!(FIX, "probe-host-is-loopback.fix",
    en: "Take `host` out",
    ja: "`host`を消す");

impl Rule for ProbeHostIsLoopback {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates().iter().filter(|one| !one.spec.host_network) {
            for probed in probes(template.spec).filter(|one| is_loopback(one.probe.host())) {
                sink.push(loopback(context, template, &probed));
            }
        }
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn loopback(context: &Context<'_>, template: &Template<'_>, probed: &Probed<'_>) -> Finding {
    let path = probed.path(template, "host");
    let message = LOOPBACK
        .with([("host", Arg::code(probed.probe.host())), ("probe", Arg::text(probed.probe.kind.field()))]);
    let edits = edit::remove(context, template.object, &path);
    context
        .finding(ProbeHostIsLoopback::META, Spot::value(template.object, path), message)
        .note(SYMPTOM.message())
        .help(TAKE_OUT.message())
        .guess(FIX.message(), edits)
}
