//! `target-port-not-declared`.

use crate::diagnostic::Arg;
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{Wanted, declared, port_title, wanted};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::Port;
use crate::template;

rule! {
    /// ## What it finds
    /// A Service port that leads to a number which the selected containers do not declare, although they declare
    /// others.
    ///
    /// It is only a note. `containerPort` is information for readers: a container may listen on any port, declared or
    /// not. Pods that declare no port at all are left alone. Without `targetPort`, the target is the number in `port`.
    ///
    /// ## Why it matters
    /// If the process really listens only on the declared ports, connections reach the Pod and are refused there: the
    /// endpoints look healthy, and nothing answers.
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
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: app
    ///     image: example.com/app
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// `port` is what clients dial, `targetPort` is where the container listens:
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
    ///     targetPort: 8080
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: app
    ///     image: example.com/app
    ///     ports:
    ///     - containerPort: 8080
    /// ```
    ///
    /// ## Fix
    /// Write the port on which the container listens as `targetPort`, or declare the number in `containerPort`. When
    /// the containers declare exactly one port of this protocol, `--unsafe-fixes` writes its number.
    pub(super) struct TargetPortNotDeclared {
        name: "target-port-not-declared",
        since: "0.1.0",
        severity: Note,
        certainty: DependsOnCluster,
        see: "concepts/services-networking/service/#field-spec-ports",
        en: "a target port that no selected container declares",
        /// ## 何を見つけるか
        /// 選ばれたコンテナがほかのポートを宣言しているのに、Serviceのポートが送り先とする番号は宣言していない場合を見つけます。
        ///
        /// これは注記です。`containerPort`は読む人のための情報で、コンテナは宣言の有無にかかわらずどのポートでも待ち受けられます。
        /// ポートをまったく宣言していないPodは対象外です。`targetPort`がなければ、送り先は`port`の番号になります。
        ///
        /// ## なぜ問題か
        /// プロセスが宣言されたポートでしか待ち受けていなければ、接続はPodまで届いてから拒否されます。エンドポイントは正常に
        /// 見えるのに、何も応答しません。
        ///
        /// ## 例
        /// [finds]
        ///
        /// `port`はクライアントが使う番号、`targetPort`はコンテナが待ち受ける番号です。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナが待ち受けるポートを`targetPort`に書くか、その番号を`containerPort`で宣言します。同じプロトコルの宣言が
        /// 一つだけなら、`--unsafe-fixes`がその番号を書きます。
        ja: "選ばれたコンテナが宣言していない送り先ポート",
    }
}

template!(UNDECLARED, "target-port-not-declared.undeclared",
    en: "no selected container declares port {target}",
    ja: "選ばれたコンテナは、ポート{target}を宣言していません");
template!(DECLARES, "target-port-not-declared.declares",
    en: "{workload} declares {ports}; if its containers listen only there, connections are refused",
    ja: "{workload}が宣言しているのは{ports}です。コンテナがそこでしか待ち受けていなければ、接続は拒否されます");
template!(INFORMATIONAL, "target-port-not-declared.informational",
    en: "`containerPort` is informational: a container may also listen on ports that it does not declare",
    ja: "`containerPort`は情報にすぎず、コンテナは宣言していないポートでも待ち受けられます");
template!(HERE, "target-port-not-declared.here",
    en: "declared here",
    ja: "ここで宣言されています");
template!(TAKEN_FROM_PORT, "target-port-not-declared.taken-from-port",
    en: "without `targetPort`, the target is the number in `port`",
    ja: "`targetPort`がないため、送り先は`port`の番号になります");
template!(WRITE_TARGET, "target-port-not-declared.write-target",
    en: "if the container listens on {port}, write `targetPort: {port}`",
    ja: "コンテナが{port}で待ち受けているなら、`targetPort: {port}`と書いてください");
template!(FIX, "target-port-not-declared.fix",
    en: "Send it to port {port}",
    ja: "ポート{port}に送る");

impl Rule for TargetPortNotDeclared {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections() {
            for port in wanted(selection) {
                let Some(target) = port.target_number() else { continue };
                let quiet = |template: &Template<'_>| {
                    port.among(template, None).is_some() || declared(template.spec).next().is_none()
                };
                let quiet = context.sources(selection).any(|(one, _)| quiet(one));
                if !quiet && !selection.service.headless {
                    sink.push(undeclared(context, selection, port, target));
                }
            }
        }
    }
}

fn undeclared<'a>(
    context: &Context<'a>,
    selection: &Selection<'a>,
    port: Wanted<'_>,
    target: Port,
) -> Finding {
    let spot = port.spot(context, selection);
    let written = spot.path.ends_with(".targetPort");
    let message = UNDECLARED.with([("target", Arg::Number(target.into()))]);
    let mut finding = context.finding(TargetPortNotDeclared::META, spot, message);
    if !written {
        finding = finding.note(TAKEN_FROM_PORT.message());
    }
    let mut numbers: Vec<Port> = Vec::new();
    for (template, _) in context.sources(selection).take(3) {
        let ports: Vec<String> = declared(template.spec).map(|one| port_title(one.port)).collect();
        let workload = ("workload", Arg::code(template.title()));
        finding = finding.note(DECLARES.with([workload, ("ports", Arg::Codes(ports))]));
        for one in declared(template.spec).filter(|one| one.port.protocol == port.port.protocol) {
            numbers.push(one.port.port);
            let path = format!("{}.containerPort", template.path_of(&one.path));
            if numbers.len() <= 3 {
                finding = finding.see(context.place(&Spot::value(template.object, path)), HERE.message());
            }
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    finding = finding.note(INFORMATIONAL.message());
    let &[number] = numbers.as_slice() else { return finding };
    let service = selection.service.meta.id;
    let edits = if written {
        edit::replace(context, service, &port.path("targetPort"), &number.to_string())
    } else {
        edit::insert_beside(context, service, &port.path("port"), "targetPort", &number.to_string())
    };
    let number = ("port", Arg::Number(number.into()));
    finding.help(WRITE_TARGET.with([number.clone()])).guess(FIX.with([number]), edits)
}
