//! `probe-port-differs-from-target-port`.

use crate::diagnostic::{Arg, ObjectId};
use crate::lint::context::Context;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{Declared, declared, port_title, wanted};
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::{Port, ProbeKind, Service};
use crate::template;
use portolan_yaml::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// A readiness probe of a declared port to which no Service leads, in a container that Services reach on another port.
    ///
    /// It is only a note: one process often serves both ports. Ports whose name says that they are there for this (`health`,
    /// `metrics`, `admin`, `management`, …) are left alone.
    ///
    /// ## Why it matters
    /// The probe decides whether Services send traffic, but it says nothing about the port that gets the traffic: the Pod may be
    /// ready while connections are refused.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    ///     targetPort: http
    /// ---
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
    ///         - name: grpc
    ///           containerPort: 9090
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: grpc
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    ///     targetPort: http
    /// ---
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
    ///         - name: grpc
    ///           containerPort: 9090
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: http
    /// ```
    ///
    /// A port of its own for probes:
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   selector:
    ///     app: web
    ///   ports:
    ///   - port: 80
    ///     targetPort: http
    /// ---
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
    ///         - name: health
    ///           containerPort: 9090
    ///         readinessProbe:
    ///           tcpSocket:
    ///             port: health
    /// ```
    ///
    /// ## Fix
    /// Probe the port that is served, or name the probed port for what it is.
    pub(super) struct ProbePortDiffersFromTargetPort {
        name: "probe-port-differs-from-target-port",
        since: "0.1.0",
        severity: Note,
        certainty: Likely,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "a readiness probe of another port than the one Services lead to",
        /// ## 何を見つけるか
        /// Serviceがコンテナの別のポートに通信を送るのに、どのServiceからも使われない宣言済みのポートを調べるreadiness probeを見つけます。
        ///
        /// 一つのプロセスが両方のポートを受け持つことも多いため、これは注記です。名前からそのためのポートとわかるもの（`health`、
        /// `metrics`、`admin`、`management`など）は対象外です。
        ///
        /// ## なぜ問題か
        /// Serviceが通信を送るかどうかはプローブで決まりますが、このプローブは通信を受けるポートを調べていません。Podが準備完了でも、
        /// 接続が拒否されることがあります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// プローブ専用のポートなら、問題ありません。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 通信を受けるポートを調べるか、調べるポートに用途のわかる名前を付けます。
        ja: "Serviceの送り先とは別のポートを調べるreadiness probe",
    }
}

template!(DIFFERS, "probe-port-differs-from-target-port.differs",
    en: "the readiness probe of container {container} checks {port}, but Service {service} leads to {target}",
    ja: "コンテナ{container}のreadiness probeは{port}を調べますが、Service {service}の送り先は{target}です");
template!(SYMPTOM, "probe-port-differs-from-target-port.symptom",
    en: "the Pod may be ready while nothing answers on the port that gets the traffic",
    ja: "通信を受けるポートで何も応答しなくても、Podが準備完了になることがあります");
template!(HERE, "probe-port-differs-from-target-port.here",
    en: "the Service leads here",
    ja: "Serviceの送り先");
template!(PROBE_IT, "probe-port-differs-from-target-port.probe-it",
    en: "probe the served port, unless one process answers on both",
    ja: "一つのプロセスが両方のポートで応答するのでなければ、通信を受けるポートを調べてください");

/// What stands in the names of ports that are there for probes, people and monitoring.
const MANAGEMENT: [&str; 16] = [
    "actuator", "admin", "debug", "diag", "health", "internal", "live", "manage", "metric", "mgmt",
    "monitor", "ops", "probe", "prom", "ready", "stat",
];

/// The ports to which Services lead, by workload: the number, and the first Service that leads there.
type Targets<'a> = BTreeMap<ObjectId, BTreeMap<Port, &'a Service>>;

impl Rule for ProbePortDiffersFromTargetPort {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let targets = targets(context);
        for template in context.templates() {
            let Some(targets) = targets.get(&template.object) else { continue };
            let readiness = |one: &Probed<'_>| one.probe.kind == ProbeKind::Readiness;
            for probed in probes(template.spec).filter(readiness) {
                sink.found_if(differs(context, template, &probed, targets));
            }
        }
    }
}

fn targets<'a>(context: &Context<'a>) -> Targets<'a> {
    let mut targets = Targets::new();
    for selection in context.selections() {
        for (template, _) in context.sources(selection) {
            let known = targets.entry(template.object).or_default();
            for port in wanted(selection) {
                let named = || port.among(template, Some(port.port.protocol)).map(|one| one.port.port);
                if let Some(number) = port.target_number().or_else(named) {
                    known.entry(number).or_insert(selection.service);
                }
            }
        }
    }
    targets
}

fn differs(
    context: &Context<'_>,
    template: &Template<'_>,
    probed: &Probed<'_>,
    targets: &BTreeMap<Port, &Service>,
) -> Option<Finding> {
    let number = probed.probe.number(probed.container).filter(|number| !targets.contains_key(number))?;
    let asked = declared(template.spec).find(|one| one.port.port == number)?;
    let name = asked.port.name.to_ascii_lowercase();
    if MANAGEMENT.iter().any(|word| name.contains(word)) || !probed.probe.host().is_empty() {
        return None;
    }
    let (target, service): (Declared<'_>, &Service) =
        targets.iter().find_map(|(number, service)| Some((probed.own_port(*number)?, *service)))?;
    let message = DIFFERS.with([
        ("container", Arg::code(&*probed.container.name)),
        ("port", Arg::code(port_title(asked.port))),
        ("service", Arg::code(&*service.meta.name)),
        ("target", Arg::code(port_title(target.port))),
    ]);
    let spot = Spot::value(template.object, probed.path(template, "port"));
    let there = Spot::value(template.object, format!("{}.containerPort", template.path_of(&target.path)));
    let finding = context.finding(ProbePortDiffersFromTargetPort::META, spot, message);
    let finding = finding.see(context.place(&there), HERE.message());
    Some(finding.note(SYMPTOM.message()).help(PROBE_IT.message()))
}
