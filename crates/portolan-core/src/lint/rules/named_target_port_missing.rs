//! `named-target-port-missing`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::ports::{Wanted, declared, port_title, wanted};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service port whose `targetPort` is a name that the selected Pods do not give to any port.
    ///
    /// A name is looked up in each Pod by itself, among the ports of its containers and sidecars that have the Service
    /// port's protocol. It is therefore found also when only some of the selected workloads lack the name.
    ///
    /// ## Why it matters
    /// A number is simply dialled, declared or not; a name must be found. Where it is not, the Pod gets no endpoint
    /// for that port: the EndpointSlice is there, but its ports are `<unset>`, and connections are refused.
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
    ///     targetPort: htpp
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - name: http
    ///       containerPort: 80
    /// ```
    ///
    /// The container gives the name:
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
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: web
    ///   labels:
    ///     app: web
    /// spec:
    ///   containers:
    ///   - name: nginx
    ///     image: nginx
    ///     ports:
    ///     - name: http
    ///       containerPort: 80
    /// ```
    ///
    /// ## Fix
    /// Give the container port that name, or write its number in `targetPort`. When one name is a slip away,
    /// `--unsafe-fixes` writes it.
    pub(super) struct NamedTargetPortMissing {
        name: "named-target-port-missing",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/service/#field-spec-ports",
        en: "a `targetPort` name that the selected Pods do not have",
        /// ## 何を見つけるか
        /// `targetPort`に書かれた名前のポートを、選ばれたPodが持っていないServiceのポートを見つけます。
        ///
        /// 名前はPodごとに、コンテナとサイドカーのポートのうち、Serviceのポートと同じプロトコルのものから探されます。
        /// そのため、選ばれたワークロードの一部だけにその名前がない場合も見つけます。
        ///
        /// ## なぜ問題か
        /// 番号なら宣言されていなくてもそのまま使われますが、名前は見つからなければなりません。見つからないPodには、その
        /// ポートのエンドポイントができません。EndpointSliceはあってもポートは`<unset>`で、接続は拒否されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// コンテナのポートに同じ名前があれば、正しく動きます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// コンテナのポートにその名前を付けるか、`targetPort`に番号を書きます。書き間違いと思われる名前が一つだけあれば、
        /// `--unsafe-fixes`がその名前を書きます。
        ja: "選ばれたPodにない`targetPort`の名前",
    }
}

template!(NO_POD, "named-target-port-missing.no-pod",
    en: "no selected Pod has a {protocol} port named {name}",
    ja: "選ばれたPodに、{name}という名前の{protocol}ポートがありません");
template!(SOME_PODS, "named-target-port-missing.some-pods",
    en: "{n} of the {total} selected workloads {n|has|have} no {protocol} port named {name}",
    ja: "選ばれた{total}個のワークロードのうち{n}個に、{name}という名前の{protocol}ポートがありません");
template!(DECLARES, "named-target-port-missing.declares",
    en: "{workload} declares {ports}",
    ja: "{workload}が宣言しているのは{ports}です");
template!(DECLARES_NONE, "named-target-port-missing.declares-none",
    en: "{workload} declares no ports",
    ja: "{workload}はポートを宣言していません");
template!(HERE, "named-target-port-missing.here",
    en: "the name here is {name}",
    ja: "ここでの名前は{name}です");
template!(SYMPTOM, "named-target-port-missing.symptom",
    en: "these Pods get no endpoint for port {port} of Service {service}: connections to it are refused",
    ja: "これらのPodにはService {service}のポート{port}のエンドポイントができないため、接続は拒否されます");
template!(SYMPTOM_SOME, "named-target-port-missing.symptom-some",
    en: "their Pods get no endpoint for port {port} of Service {service}: the other Pods take all the traffic",
    ja: "そのPodにはService {service}のポート{port}のエンドポイントができず、残りのPodがすべての通信を受けます");
template!(DID_YOU_MEAN, "named-target-port-missing.did-you-mean",
    en: "did you mean {name}?",
    ja: "{name}の書き間違いではありませんか？");
template!(NAME_IT, "named-target-port-missing.name-it",
    en: "give the container's port the name {name}, or write its number as `targetPort`",
    ja: "コンテナのポートに{name}という名前を付けるか、`targetPort`に番号を書いてください");
template!(FIX, "named-target-port-missing.fix",
    en: "Send it to the port {name}",
    ja: "ポート{name}に送る");

impl Rule for NamedTargetPortMissing {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections() {
            for port in wanted(selection) {
                let Some(name) = port.target_name() else { continue };
                let lacks_it = |one: &Template<'_>| port.among(one, None).is_none();
                if !context.sources(selection).any(|(one, _)| lacks_it(one)) {
                    continue;
                }
                let all: Vec<&Template<'_>> = context.sources(selection).map(|(one, _)| one).collect();
                let lacking: Vec<&Template<'_>> = all.iter().copied().filter(|one| lacks_it(one)).collect();
                sink.push(missing(context, selection, port, name, &lacking, all.len()));
            }
        }
    }
}

fn missing(
    context: &Context<'_>,
    selection: &Selection<'_>,
    port: Wanted<'_>,
    name: &str,
    lacking: &[&Template<'_>],
    total: usize,
) -> Finding {
    let spot = Spot::value(selection.service.meta.id, port.path("targetPort"));
    let name_arg = ("name", Arg::code(name));
    let protocol = ("protocol", Arg::text(port.port.protocol.as_str()));
    let service = ("service", Arg::code(&*selection.service.meta.name));
    let number = ("port", Arg::Number(port.port.port.into()));
    let mut finding = if lacking.len() == total {
        let message = NO_POD.with([name_arg, protocol]);
        context.finding(NamedTargetPortMissing::META, spot, message).note(SYMPTOM.with([service, number]))
    } else {
        let counts = [("n", Arg::count(lacking.len())), ("total", Arg::count(total)), name_arg, protocol];
        let finding = context.finding(NamedTargetPortMissing::META, spot, SOME_PODS.with(counts));
        let finding = finding.note(SYMPTOM_SOME.with([service, number]));
        finding.graded(Severity::Warning, Certainty::Proved)
    };
    for template in lacking.iter().take(3) {
        finding = finding.note(declares(template));
    }
    let names = lacking.iter().flat_map(|template| declared(template.spec));
    let of_protocol = names.filter(|one| one.port.protocol == port.port.protocol);
    let names: Vec<&str> = of_protocol.map(|one| &*one.port.name).collect();
    let Some((near, _)) = nearest(name, names) else {
        return finding.help(NAME_IT.with([("name", Arg::code(name))]));
    };
    for template in lacking {
        for one in declared(template.spec).filter(|one| &*one.port.name == near) {
            let spot = Spot::value(template.object, format!("{}.name", template.path_of(&one.path)));
            finding = finding.see(context.place(&spot), HERE.with([("name", Arg::code(near))]));
        }
    }
    let edits = edit::replace(context, selection.service.meta.id, &port.path("targetPort"), near);
    let near = ("name", Arg::code(near));
    finding.help(DID_YOU_MEAN.with([near.clone()])).guess(FIX.with([near]), edits)
}

fn declares(template: &Template<'_>) -> crate::diagnostic::Message {
    let workload = ("workload", Arg::code(template.title()));
    let ports: Vec<String> = declared(template.spec).map(|one| port_title(one.port)).collect();
    if ports.is_empty() {
        return DECLARES_NONE.with([workload]);
    }
    DECLARES.with([workload, ("ports", Arg::Codes(ports))])
}
