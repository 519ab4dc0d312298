//! `port-number-in-two-protocols`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// Two ports of a Service with one number and different protocols, such as DNS over UDP and TCP.
    ///
    /// ## Why it matters
    /// The Service is right, and the API server keeps both ports when it is created. But the older, client-side
    /// `kubectl apply` joins the list of ports by the number alone: when the manifest changes later, one of the two
    /// can be lost, or get the protocol of the other. Server-side apply joins by number and protocol.
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
    ///   - name: dns
    ///     port: 53
    ///     protocol: UDP
    ///   - name: dns-tcp
    ///     port: 53
    ///     targetPort: 53
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: dns
    ///   labels:
    ///     app: dns
    /// spec:
    ///   containers:
    ///   - name: dns
    ///     image: registry.example/dns:1
    ///     ports:
    ///     - containerPort: 53
    ///       protocol: UDP
    ///     - containerPort: 53
    ///       protocol: TCP
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
    ///   - name: dns
    ///     port: 53
    ///     protocol: UDP
    ///   - name: dns-tcp
    ///     port: 5353
    ///     targetPort: 53
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: dns
    ///   labels:
    ///     app: dns
    /// spec:
    ///   containers:
    ///   - name: dns
    ///     image: registry.example/dns:1
    ///     ports:
    ///     - containerPort: 53
    ///       protocol: UDP
    ///     - containerPort: 53
    ///       protocol: TCP
    /// ```
    ///
    /// ## Fix
    /// Apply the Service with `kubectl apply --server-side`, or replace it. Nothing is wrong with the manifest.
    pub(super) struct PortNumberInTwoProtocols {
        name: "port-number-in-two-protocols",
        since: "0.1.0",
        severity: Note,
        certainty: DependsOnCluster,
        see: "reference/using-api/server-side-apply/",
        en: "one port number in two protocols, which `kubectl apply` mixes up",
        /// ## 何を見つけるか
        /// 同じ番号で、プロトコルが異なるServiceのポートを見つけます。UDPとTCPのDNSなどです。
        ///
        /// ## なぜ問題か
        /// Serviceは正しく、作成時にはどちらのポートも保存されます。しかし、従来のクライアントサイドの`kubectl apply`は、
        /// ポートのリストを番号だけで突き合わせます。マニフェストを後で変更すると、一方が失われたり、もう一方のプロトコ
        /// ルになったりします。サーバーサイドapplyは番号とプロトコルで突き合わせます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `kubectl apply --server-side`で適用するか、置き換えます。マニフェストに誤りはありません。
        ja: "一つのポート番号を二つのプロトコルで使うServiceと`kubectl apply`",
    }
}

template!(TWICE, "port-number-in-two-protocols.twice",
    en: "port {port} is there in two protocols: `kubectl apply` without `--server-side` may lose one of them in an update",
    ja: "ポート{port}に二つのプロトコルがあります。`--server-side`なしの`kubectl apply`では、更新時に一方が失われることがあります");
template!(FIRST, "port-number-in-two-protocols.first", en: "the other one", ja: "もう一方");
template!(SERVER_SIDE, "port-number-in-two-protocols.server-side",
    en: "`kubectl apply --server-side` keeps them apart",
    ja: "`kubectl apply --server-side`なら、二つは区別されます");

impl Rule for PortNumberInTwoProtocols {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for service in &context.analysis.cluster.services {
            let id = service.meta.id;
            let spot = |index: usize| Spot::value(id, format!("spec.ports[{index}].port"));
            for (index, port) in service.ports.iter().enumerate() {
                let before = service.ports.iter().take(index);
                if let Some(first) = before.into_iter().position(|one| one.port == port.port) {
                    let message = TWICE.with([("port", Arg::code(port.port.to_string()))]);
                    let finding = context.finding(Self::META, spot(index), message);
                    let first = context.place(&spot(first));
                    sink.push(finding.see(first, FIRST.message()).help(SERVER_SIDE.message()));
                    break;
                }
            }
        }
    }
}
