//! `headless-port-is-not-translated`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{Wanted, declared, wanted};
use crate::lint::rule::rule;
use crate::lint::texts::{Call, calls};
use crate::lint::{Rule, RuleMeta};
use crate::object::Port;
use crate::template;

rule! {
    /// ## What it finds
    /// A headless Service whose `port` differs from the port of its Pods.
    ///
    /// It is a note, since clients that read SRV records or EndpointSlices find the right port; a warning where a
    /// container of the input calls the Service at a port that its Pods do not declare.
    ///
    /// ## Why it matters
    /// The name of a headless Service leads to the Pods' own addresses, and no kube-proxy stands between: nobody
    /// translates `port` into `targetPort`. A client that uses `port` is refused.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   clusterIP: None
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
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   clusterIP: None
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 8080
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
    /// ```
    ///
    /// ## Fix
    /// Write the Pods' port as `port`.
    pub(super) struct HeadlessPortIsNotTranslated {
        name: "headless-port-is-not-translated",
        since: "0.1.0",
        severity: Note,
        certainty: Likely,
        see: "concepts/services-networking/service/#headless-services",
        en: "a headless Service with another target port",
        /// ## 何を見つけるか
        /// `port`がPodのポートと異なるheadless Serviceを見つけます。
        ///
        /// SRVレコードやEndpointSliceを読むクライアントには正しいポートがわかるため、注記にとどめます。与えられたファイ
        /// ルのコンテナが、Podの宣言していないポートでこのServiceに接続する場合は警告です。
        ///
        /// ## なぜ問題か
        /// headless Serviceの名前はPod自身のアドレスになり、間にkube-proxyはありません。`port`を`targetPort`に変換する
        /// ものがないため、`port`に接続したクライアントは拒否されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// Podのポートを`port`に書きます。
        ja: "ポートと送り先のポートが異なるheadless Service",
    }
}

template!(NOT_TRANSLATED, "headless-port-is-not-translated.not-translated",
    en: "Service {service} is headless: nobody translates port {port} into {target}",
    ja: "Service {service}はheadlessなので、ポート{port}を{target}に変換するものはありません");
template!(SYMPTOM, "headless-port-is-not-translated.symptom",
    en: "clients come to the Pods themselves, at the port they name: port {port} is refused",
    ja: "クライアントは指定したポートでPodそのものに接続するため、ポート{port}への接続は拒否されます");
template!(CALLED, "headless-port-is-not-translated.called", en: "port {port} is called here", ja: "ここでポート{port}に接続しています");
template!(WRITE, "headless-port-is-not-translated.write", en: "write `port: {target}`", ja: "`port: {target}`と書いてください");
template!(FIX, "headless-port-is-not-translated.fix", en: "Write `port: {target}`", ja: "`port: {target}`と書く");

impl Rule for HeadlessPortIsNotTranslated {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut headless = context.selections().iter().filter(|one| one.service.headless).peekable();
        if headless.peek().is_none() {
            return;
        }
        let calls = calls(context);
        for selection in headless {
            for port in wanted(selection) {
                sink.found_if(look(context, selection, &port, &calls));
            }
        }
    }
}

fn look<'a>(
    context: &Context<'a>,
    selection: &Selection<'a>,
    port: &Wanted<'_>,
    calls: &[Call<'_>],
) -> Option<Finding> {
    let number = port.port.port;
    let sources = || context.sources(selection).map(|(one, _)| one);
    let named = || sources().find_map(|one| Some(port.among(one, Some(port.port.protocol))?.port.port));
    let target: Port = port.target_number().or_else(named)?;
    let listens = sources().any(|one| declared(one.spec).any(|it| it.port.port == number));
    (target != number && !listens).then_some(())?;
    let service = selection.service;
    let args = || [("port", Arg::text(number.to_string())), ("target", Arg::text(target.to_string()))];
    let [port_arg, target_arg] = args();
    let message = NOT_TRANSLATED.with([("service", Arg::code(&*service.meta.name)), port_arg, target_arg]);
    let mut finding = context
        .finding(HeadlessPortIsNotTranslated::META, port.spot(context, selection), message)
        .note(SYMPTOM.with(args()))
        .help(WRITE.with(args()));
    let call = calls.iter().find(|one| one.service.meta.id == service.meta.id && one.port == number);
    let caller = call.and_then(|call| Some((call, context.templates().get(call.template)?)));
    if let Some((call, template)) = caller {
        let spot = Spot::value(template.object, call.text.path.clone());
        let place = context.place_within(&spot, call.target);
        finding = finding.see(place, CALLED.with(args())).graded(Severity::Warning, Certainty::Likely);
    }
    let edits = edit::replace_bare(context, service.meta.id, &port.path("port"), &target.to_string());
    let once = service.ports.iter().all(|one| one.port != target) && caller.is_none();
    Some(finding.guess(FIX.with(args()), edits.filter(|_| once)))
}
