//! `port-protocol-mismatch`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::{Context, Selection};
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::ports::{Declared, Wanted, wanted};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A Service port whose target the containers declare, but with another protocol. Without `protocol`, both a
    /// Service port and a container port are TCP.
    ///
    /// ## Why it matters
    /// A target port named in `targetPort` is looked up together with its protocol: with the wrong one the Pods get no
    /// endpoint. A number gets its endpoint, but the packets arrive with a protocol for which nobody listens.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: dns
    /// spec:
    ///   selector:
    ///     app: dns
    ///   ports:
    ///   - port: 53
    ///     targetPort: dns
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: dns
    ///   labels:
    ///     app: dns
    /// spec:
    ///   containers:
    ///   - name: coredns
    ///     image: coredns/coredns
    ///     ports:
    ///     - name: dns
    ///       containerPort: 53
    ///       protocol: UDP
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: dns
    /// spec:
    ///   selector:
    ///     app: dns
    ///   ports:
    ///   - port: 53
    ///     protocol: UDP
    ///     targetPort: dns
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: dns
    ///   labels:
    ///     app: dns
    /// spec:
    ///   containers:
    ///   - name: coredns
    ///     image: coredns/coredns
    ///     ports:
    ///     - name: dns
    ///       containerPort: 53
    ///       protocol: UDP
    /// ```
    ///
    /// ## Fix
    /// Write the protocol of the application in both places. `--unsafe-fixes` writes the container's protocol into the
    /// Service.
    pub(super) struct PortProtocolMismatch {
        name: "port-protocol-mismatch",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/service/#field-spec-ports",
        en: "a Service port and its container port with different protocols",
        /// ## 何を見つけるか
        /// Serviceのポートの送り先をコンテナが宣言しているものの、プロトコルが違う場合を見つけます。`protocol`を書かなければ、
        /// ServiceのポートもコンテナのポートもTCPです。
        ///
        /// ## なぜ問題か
        /// `targetPort`が名前の場合、プロトコルも含めて探されるため、違っているとPodにエンドポイントができません。番号の場合は
        /// エンドポイントはできますが、だれも待ち受けていないプロトコルでパケットが届きます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// アプリケーションのプロトコルを両方に書きます。`--unsafe-fixes`はコンテナのプロトコルをServiceに書きます。
        ja: "Serviceのポートとコンテナのポートのプロトコルの不一致",
    }
}

template!(NAMED, "port-protocol-mismatch.named",
    en: "port {target} is {found} in the selected Pods, but this Service port is {wanted}",
    ja: "選ばれたPodのポート{target}は{found}ですが、このServiceのポートは{wanted}です");
template!(HERE, "port-protocol-mismatch.here",
    en: "{protocol} here",
    ja: "ここでは{protocol}です");
template!(HERE_BY_DEFAULT, "port-protocol-mismatch.here-by-default",
    en: "{protocol} here, by default",
    ja: "ここでは既定の{protocol}です");
template!(NO_ENDPOINT, "port-protocol-mismatch.no-endpoint",
    en: "a named port is looked up together with its protocol: these Pods get no endpoint, and connections are refused",
    ja: "名前のポートはプロトコルも含めて探されるため、これらのPodにはエンドポイントができず、接続は拒否されます");
template!(NOBODY_LISTENS, "port-protocol-mismatch.nobody-listens",
    en: "the endpoints exist, but packets arrive as {wanted}, where the containers declare to listen for {found}",
    ja: "エンドポイントはできますが、コンテナが{found}を宣言しているポートに{wanted}のパケットが届きます");
template!(WRITE, "port-protocol-mismatch.write",
    en: "write `protocol: {found}` at the Service port, or declare the container port as {wanted}",
    ja: "Serviceのポートに`protocol: {found}`と書くか、コンテナのポートを{wanted}で宣言してください");
template!(FIX, "port-protocol-mismatch.fix",
    en: "Make the Service port {found}",
    ja: "Serviceのポートを{found}にする");

impl Rule for PortProtocolMismatch {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for selection in context.selections() {
            for port in wanted(selection) {
                let declares = |one: &Template<'_>| port.is_declared_by(one);
                if context.sources(selection).any(|(one, _)| declares(one)) {
                    continue;
                }
                let mut others =
                    context.sources(selection).filter_map(|(one, _)| Some((one, port.among(one, None)?)));
                if let Some((template, other)) = others.next() {
                    sink.push(mismatch(context, selection, port, template, &other));
                }
            }
        }
    }
}

fn mismatch(
    context: &Context<'_>,
    selection: &Selection<'_>,
    port: Wanted<'_>,
    template: &Template<'_>,
    other: &Declared<'_>,
) -> Finding {
    let service = selection.service.meta.id;
    let protocol = port.path("protocol");
    let written = context.field(service, &protocol).is_some();
    let spot = if written { Spot::value(service, protocol.clone()) } else { port.spot(context, selection) };
    let found_text = other.port.protocol.as_str();
    let found = ("found", Arg::text(found_text));
    let wanted = ("wanted", Arg::text(port.port.protocol.as_str()));
    let target = ("target", Arg::code(port.port.target_port.to_string()));
    let message = NAMED.with([target, found.clone(), wanted.clone()]);
    let mut finding = context.finding(PortProtocolMismatch::META, spot, message);
    let there = template.path_of(&other.path);
    let there_protocol = format!("{there}.protocol");
    let here = [("protocol", Arg::text(found_text))];
    finding = if context.field(template.object, &there_protocol).is_some() {
        finding.see(context.place(&Spot::value(template.object, there_protocol)), HERE.with(here))
    } else {
        let there = Spot::value(template.object, format!("{there}.containerPort"));
        finding.see(context.place(&there), HERE_BY_DEFAULT.with(here))
    };
    finding = if port.target_name().is_some() {
        finding.note(NO_ENDPOINT.message())
    } else {
        let note = NOBODY_LISTENS.with([wanted.clone(), found.clone()]);
        finding.note(note).graded(Severity::Warning, Certainty::Likely)
    };
    let edits = if written {
        edit::replace(context, service, &protocol, found_text)
    } else {
        edit::insert_beside(context, service, &port.path("port"), "protocol", found_text)
    };
    finding.help(WRITE.with([found.clone(), wanted])).guess(FIX.with([found]), edits)
}
