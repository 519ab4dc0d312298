//! `probe-port-not-declared`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{declared, port_title};
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Port, Protocol, TargetPort};
use crate::template;

rule! {
    /// ## What it finds
    /// A probe of a port number that no container of the Pod declares, although the probe's own container declares others.
    ///
    /// It is only a note. `containerPort` is information for readers: a container may listen on any port, declared or not.
    /// Probes that name another `host` are left alone.
    ///
    /// ## Why it matters
    /// If the process really listens only on the declared ports, the probe is refused each time: the Pod is never ready, or its
    /// container is killed and started again and again.
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
    ///         - containerPort: 8080
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: 80
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
    ///         - containerPort: 8080
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: 8080
    /// ```
    ///
    /// ## Fix
    /// Write the port on which the container listens, or declare the number in `containerPort`. When the container declares
    /// exactly one TCP port, `--unsafe-fixes` writes its number.
    pub(super) struct ProbePortNotDeclared {
        name: "probe-port-not-declared",
        since: "0.1.0",
        severity: Note,
        certainty: DependsOnCluster,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a probe of a port that no container declares",
        /// ## 何を見つけるか
        /// プローブのコンテナがほかのポートを宣言しているのに、プローブの使う番号はPodのどのコンテナも宣言していない場合を見つけます。
        ///
        /// これは注記です。`containerPort`は読む人のための情報で、コンテナは宣言の有無にかかわらずどのポートでも待ち受けられます。
        /// `host`で別のホストを指すプローブは対象外です。
        ///
        /// ## なぜ問題か
        /// プロセスが宣言されたポートでしか待ち受けていなければ、プローブは毎回拒否されます。Podは準備完了にならないか、コンテナが
        /// 停止と起動を繰り返します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナが待ち受けるポートを書くか、その番号を`containerPort`で宣言します。コンテナが宣言するTCPのポートが一つだけなら、
        /// `--unsafe-fixes`がその番号を書きます。
        ja: "どのコンテナも宣言していないポートを使うプローブ",
    }
}

template!(UNDECLARED, "probe-port-not-declared.undeclared",
    en: "no container of the Pod declares port {port}, which this {probe} uses",
    ja: "この{probe}が使うポート{port}を、Podのどのコンテナも宣言していません");
template!(DECLARES, "probe-port-not-declared.declares",
    en: "container {container} declares {ports}; if it listens only there, the probe fails each time",
    ja: "コンテナ{container}が宣言しているのは{ports}です。そこでしか待ち受けていなければ、プローブは毎回失敗します");
template!(INFORMATIONAL, "probe-port-not-declared.informational",
    en: "`containerPort` is informational: a container may also listen on ports that it does not declare",
    ja: "`containerPort`は情報にすぎず、コンテナは宣言していないポートでも待ち受けられます");
template!(WRITE, "probe-port-not-declared.write",
    en: "if the container listens on {port}, write `port: {port}`",
    ja: "コンテナが{port}で待ち受けているなら、`port: {port}`と書いてください");
template!(FIX, "probe-port-not-declared.fix",
    en: "Probe port {port}",
    ja: "ポート{port}を調べる");

impl Rule for ProbePortNotDeclared {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            for probed in probes(template.spec) {
                let Some(&TargetPort::Number(number)) = probed.probe.port() else { continue };
                let is_known = || declared(template.spec).any(|one| one.port.port == number);
                if probed.probe.host().is_empty() && !probed.container.ports.is_empty() && !is_known() {
                    sink.push(undeclared(context, template, &probed, number));
                }
            }
        }
    }
}

fn undeclared(context: &Context<'_>, template: &Template<'_>, probed: &Probed<'_>, number: Port) -> Finding {
    let path = probed.path(template, "port");
    let message = UNDECLARED
        .with([("port", Arg::Number(number.into())), ("probe", Arg::text(probed.probe.kind.field()))]);
    let ports: Vec<String> = probed.container.ports.iter().map(port_title).collect();
    let declares =
        DECLARES.with([("container", Arg::code(&*probed.container.name)), ("ports", Arg::Codes(ports))]);
    let finding = context
        .finding(ProbePortNotDeclared::META, Spot::value(template.object, path.clone()), message)
        .note(declares)
        .note(INFORMATIONAL.message());
    let mut tcp = probed.container.ports.iter().filter(|port| port.protocol == Protocol::Tcp);
    let (Some(only), None) = (tcp.next(), tcp.next()) else { return finding };
    let edits = edit::replace_bare(context, template.object, &path, &only.port.to_string());
    let port = ("port", Arg::Number(only.port.into()));
    finding.help(WRITE.with([port.clone()])).guess(FIX.with([port]), edits)
}
