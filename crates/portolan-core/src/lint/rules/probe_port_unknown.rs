//! `probe-port-unknown`.

use crate::diagnostic::{Arg, Certainty, FileEdit, Message, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::ports::{Declared, port_title};
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Port, ProbeKind, Protocol, TargetPort};
use crate::template;

rule! {
    /// ## What it finds
    /// A probe whose `port` is a name that its own container does not give to any port.
    ///
    /// The kubelet looks the name up among the `ports` of the container that has the probe, and in no other container of the
    /// Pod. (A Service's `targetPort` is looked up in all of them.)
    ///
    /// ## Why it matters
    /// Without a number the kubelet cannot ask anybody. It throws each attempt away, and the probe stays as it was in the
    /// beginning: by a readiness probe the Pod is never ready, and Services send it nothing; by a startup probe the container
    /// never counts as started, so that the Pod is not ready either and no other probe runs; by a liveness probe the container
    /// is never restarted, however long it hangs. The Pod runs, and its events say `probe errored`.
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
    ///             path: /healthz
    ///             port: web
    /// ```
    ///
    /// The container gives the name:
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
    ///             path: /healthz
    ///             port: http
    /// ```
    ///
    /// ## Fix
    /// Give the container's port that name, or write the name or the number that it has. When one name is a slip away, when
    /// another container of the Pod has the name, or when the container declares a single port, `--unsafe-fixes` writes it.
    pub(super) struct ProbePortUnknown {
        name: "probe-port-unknown",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a probe of a port name that its container does not have",
        /// ## 何を見つけるか
        /// プローブが名前で指定したポートを、そのコンテナ自身が宣言していない場合を見つけます。
        ///
        /// kubeletは、プローブを持つコンテナの`ports`だけからその名前を探し、Podのほかのコンテナは見ません（Serviceの`targetPort`は
        /// すべてのコンテナから探されます）。
        ///
        /// ## なぜ問題か
        /// 番号がわからなければ、kubeletは問い合わせることができません。試行の結果は捨てられ、プローブは最初の状態のままになります。
        /// readiness probeなら、Podはいつまでも準備完了にならず、Serviceから通信が来ません。startup probeなら、コンテナは起動済みと
        /// みなされず、Podは準備完了にならず、ほかのプローブも実行されません。liveness probeなら、コンテナが固まっても再起動されません。
        /// Podは動いていて、イベントに`probe errored`と表示されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// コンテナのポートにその名前があれば、正しく動きます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナのポートにその名前を付けるか、コンテナにある名前か番号を書きます。書き間違いと思われる名前が一つだけあるとき、
        /// Podのほかのコンテナにその名前があるとき、コンテナの宣言するポートが一つだけのときは、`--unsafe-fixes`が書きます。
        ja: "コンテナにないポート名を使うプローブ",
    }
}

template!(UNKNOWN, "probe-port-unknown.unknown",
    en: "container {container} has no port named {name}, which its {probe} uses",
    ja: "コンテナ{container}に、{probe}が使う{name}という名前のポートがありません");
template!(DECLARES, "probe-port-unknown.declares",
    en: "the container declares {ports}",
    ja: "コンテナが宣言しているのは{ports}です");
template!(DECLARES_NONE, "probe-port-unknown.declares-none",
    en: "the container declares no ports",
    ja: "コンテナはポートを宣言していません");
template!(NEVER_READY, "probe-port-unknown.never-ready",
    en: "the kubelet throws each attempt away: the Pods of {workload} never become ready, and Services send them nothing",
    ja: "kubeletは試行の結果をすべて捨てるため、{workload}のPodは準備完了にならず、Serviceから通信が来ません");
template!(NEVER_STARTED, "probe-port-unknown.never-started",
    en: "the kubelet throws each attempt away: the container never counts as started, so the Pods of {workload} never become ready",
    ja: "kubeletは試行の結果をすべて捨てます。コンテナが起動済みとみなされないため、{workload}のPodは準備完了になりません");
template!(NEVER_KILLED, "probe-port-unknown.never-killed",
    en: "the kubelet throws each attempt away: the probe never restarts a container of {workload} that hangs",
    ja: "kubeletは試行の結果をすべて捨てるため、{workload}のコンテナが固まっても再起動されません");
template!(ELSEWHERE, "probe-port-unknown.elsewhere",
    en: "another container has this name, but the kubelet looks only in the probe's own",
    ja: "この名前は別のコンテナのものです。kubeletはプローブを持つコンテナしか見ません");
template!(HERE, "probe-port-unknown.here",
    en: "the name here is {name}",
    ja: "ここでの名前は{name}です");
template!(DID_YOU_MEAN, "probe-port-unknown.did-you-mean",
    en: "did you mean {name}?",
    ja: "{name}の書き間違いではありませんか？");
template!(WRITE, "probe-port-unknown.write",
    en: "write `port: {port}`",
    ja: "`port: {port}`と書いてください");
template!(NAME_IT, "probe-port-unknown.name-it",
    en: "give one of the container's ports the name {name}, or write its number as `port`",
    ja: "コンテナのポートの一つに{name}という名前を付けるか、`port`に番号を書いてください");
template!(FIX, "probe-port-unknown.fix",
    en: "Probe the port {port}",
    ja: "ポート{port}を調べる");

impl Rule for ProbePortUnknown {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            for probed in probes(template.spec) {
                if let Some(TargetPort::Name(name)) = probed.probe.port()
                    && probed.probe.never_passes(probed.container)
                {
                    sink.push(unknown(context, template, &probed, name));
                }
            }
        }
    }
}

fn unknown(context: &Context<'_>, template: &Template<'_>, probed: &Probed<'_>, name: &str) -> Finding {
    let path = probed.path(template, "port");
    let message = UNKNOWN.with([
        ("container", Arg::code(&*probed.container.name)),
        ("probe", Arg::text(probed.probe.kind.field())),
        ("name", Arg::code(name)),
    ]);
    let finding = context
        .finding(ProbePortUnknown::META, Spot::value(template.object, path.clone()), message)
        .note(symptom(template, probed.probe.kind))
        .note(declares(probed));
    let finding = match probed.probe.kind {
        ProbeKind::Liveness => finding.graded(Severity::Warning, Certainty::Proved),
        ProbeKind::Readiness | ProbeKind::Startup => finding,
    };
    let names = probed.container.ports.iter().map(|port| &*port.name);
    let elsewhere = probed.others(template.spec).find(|one| *one.port.name == *name);
    match (nearest(name, names), elsewhere) {
        (Some((near, _)), _) => named(context, template, probed, (finding, near, &path)),
        (None, Some(there)) => elsewhere_found(context, template, (finding, &there, &path)),
        (None, None) => only_port(context, template, probed, (finding, name, &path)),
    }
}

fn symptom(template: &Template<'_>, kind: ProbeKind) -> Message {
    let workload = ("workload", Arg::code(template.title()));
    match kind {
        ProbeKind::Readiness => NEVER_READY.with([workload]),
        ProbeKind::Liveness => NEVER_KILLED.with([workload]),
        ProbeKind::Startup => NEVER_STARTED.with([workload]),
    }
}

fn declares(probed: &Probed<'_>) -> Message {
    let ports: Vec<String> = probed.container.ports.iter().map(port_title).collect();
    if ports.is_empty() { DECLARES_NONE.message() } else { DECLARES.with([("ports", Arg::Codes(ports))]) }
}

/// One of the container's own names is near.
fn named(
    context: &Context<'_>,
    template: &Template<'_>,
    probed: &Probed<'_>,
    (mut finding, near, path): (Finding, &str, &str),
) -> Finding {
    let there = probed.container.ports.iter().find(|port| *port.name == *near);
    if let Some(there) = there.and_then(|port| probed.own_port(port.port)) {
        let spot = Spot::value(template.object, format!("{}.name", template.path_of(&there.path)));
        finding = finding.see(context.place(&spot), HERE.with([("name", Arg::code(near))]));
    }
    let edits = edit::replace(context, template.object, path, near);
    finding
        .help(DID_YOU_MEAN.with([("name", Arg::code(near))]))
        .guess(FIX.with([("port", Arg::code(near))]), edits)
}

/// Another container of the Pod has the name.
fn elsewhere_found(
    context: &Context<'_>,
    template: &Template<'_>,
    (finding, there, path): (Finding, &Declared<'_>, &str),
) -> Finding {
    let spot = Spot::value(template.object, format!("{}.name", template.path_of(&there.path)));
    let finding = finding.see(context.place(&spot), ELSEWHERE.message());
    by_number(context, template, (finding, there.port.port, path))
}

/// The container has one port that a connection can be opened to.
fn only_port(
    context: &Context<'_>,
    template: &Template<'_>,
    probed: &Probed<'_>,
    (finding, name, path): (Finding, &str, &str),
) -> Finding {
    let mut ports = probed.container.ports.iter().filter(|port| port.protocol == Protocol::Tcp);
    match (ports.next(), ports.next()) {
        (Some(only), None) if only.name.is_empty() => {
            by_number(context, template, (finding, only.port, path))
        }
        (Some(only), None) => {
            let edits = edit::replace(context, template.object, path, &only.name);
            finding
                .help(WRITE.with([("port", Arg::text(&*only.name))]))
                .guess(FIX.with([("port", Arg::code(&*only.name))]), edits)
        }
        _ => finding.help(NAME_IT.with([("name", Arg::code(name))])),
    }
}

fn by_number(
    context: &Context<'_>,
    template: &Template<'_>,
    (finding, number, path): (Finding, Port, &str),
) -> Finding {
    let number = number.to_string();
    let edits: Option<Vec<FileEdit>> = edit::replace_bare(context, template.object, path, &number);
    finding
        .help(WRITE.with([("port", Arg::text(&*number))]))
        .guess(FIX.with([("port", Arg::text(number))]), edits)
}
