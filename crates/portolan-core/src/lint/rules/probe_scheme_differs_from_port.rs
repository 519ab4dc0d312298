//! `probe-scheme-differs-from-port`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::probes::{Probed, probes};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::{Rule, RuleMeta};
use crate::object::ProbeAction;
use crate::template;

rule! {
    /// ## What it finds
    /// An `httpGet` probe that speaks HTTP to a container port named `https`; as a note, one that speaks HTTPS to a port named
    /// `http`.
    ///
    /// The kubelet never guesses the scheme from the port: without `scheme` it is `HTTP`.
    ///
    /// ## Why it matters
    /// A server that expects TLS answers a plain request with 400 Bad Request or closes the connection, and only answers from
    /// 200 to 399 are a success: the probe fails each time.
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
    ///         - name: https
    ///           containerPort: 8443
    ///         readinessProbe:
    ///           httpGet:
    ///             path: /healthz
    ///             port: https
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
    ///         - name: https
    ///           containerPort: 8443
    ///         readinessProbe:
    ///           httpGet:
    ///             path: /healthz
    ///             port: https
    ///             scheme: HTTPS
    /// ```
    ///
    /// The kubelet does not check the certificate.
    ///
    /// ## Fix
    /// Write `scheme: HTTPS`; `--unsafe-fixes` does.
    pub(super) struct ProbeSchemeDiffersFromPort {
        name: "probe-scheme-differs-from-port",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/workloads/pods/pod-lifecycle/#container-probes",
        en: "an HTTP probe of a port that is named `https`",
        /// ## 何を見つけるか
        /// `https`という名前のコンテナポートにHTTPで問い合わせる`httpGet`プローブを見つけます。`http`という名前のポートにHTTPSで
        /// 問い合わせるプローブは、注記として示します。
        ///
        /// kubeletがポートからスキームを推測することはありません。`scheme`がなければ`HTTP`です。
        ///
        /// ## なぜ問題か
        /// TLSを待つサーバーは、平文のリクエストに400 Bad Requestを返すか、接続を閉じます。成功とみなされるのは200から399までの応答
        /// だけなので、プローブは毎回失敗します。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// kubeletは証明書を検証しません。
        ///
        /// ## 直し方
        /// `scheme: HTTPS`と書きます。`--unsafe-fixes`が書きます。
        ja: "`https`という名前のポートへのHTTPプローブ",
    }
}

template!(PLAIN, "probe-scheme-differs-from-port.plain",
    en: "this {probe} speaks HTTP to port {port}, which is named `https`",
    ja: "この{probe}は、`https`という名前のポート{port}にHTTPで問い合わせます");
template!(TLS, "probe-scheme-differs-from-port.tls",
    en: "this {probe} speaks HTTPS to port {port}, which is named `http`",
    ja: "この{probe}は、`http`という名前のポート{port}にHTTPSで問い合わせます");
template!(PLAIN_SYMPTOM, "probe-scheme-differs-from-port.plain-symptom",
    en: "a server that expects TLS answers 400 or closes the connection: the probe fails each time",
    ja: "TLSを待つサーバーは400を返すか接続を閉じるため、プローブは毎回失敗します");
template!(TLS_SYMPTOM, "probe-scheme-differs-from-port.tls-symptom",
    en: "if the server does not speak TLS, the handshake fails, and so does the probe",
    ja: "サーバーがTLSに対応していなければ、ハンドシェイクに失敗し、プローブも失敗します");
template!(HERE, "probe-scheme-differs-from-port.here",
    en: "the port's name",
    ja: "ポートの名前");
template!(WRITE, "probe-scheme-differs-from-port.write",
    en: "write `scheme: {scheme}`",
    ja: "`scheme: {scheme}`と書いてください");
template!(FIX, "probe-scheme-differs-from-port.fix",
    en: "Speak {scheme}",
    ja: "{scheme}で問い合わせる");

impl Rule for ProbeSchemeDiffersFromPort {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            for probed in probes(template.spec).filter(|one| one.probe.host().is_empty()) {
                if let ProbeAction::HttpGet { https, .. } = probed.probe.action {
                    sink.found_if(differs(context, template, &probed, https));
                }
            }
        }
    }
}

fn differs(
    context: &Context<'_>,
    template: &Template<'_>,
    probed: &Probed<'_>,
    https: bool,
) -> Option<Finding> {
    let number = probed.probe.number(probed.container)?;
    let port = probed.own_port(number)?;
    if *port.port.name != *(if https { "http" } else { "https" }) {
        return None;
    }
    let (message, symptom, scheme) =
        if https { (&TLS, &TLS_SYMPTOM, "HTTP") } else { (&PLAIN, &PLAIN_SYMPTOM, "HTTPS") };
    let object = template.object;
    let (beside, written) = (probed.path(template, "port"), probed.path(template, "scheme"));
    let is_written = context.field(object, &written).is_some();
    let edits = if is_written {
        edit::replace(context, object, &written, scheme)
    } else {
        edit::insert_beside(context, object, &beside, "scheme", scheme)
    };
    let message =
        message.with([("probe", Arg::text(probed.probe.kind.field())), ("port", Arg::Number(number.into()))]);
    let spot = Spot::value(object, if is_written { written } else { beside });
    let name = Spot::value(object, format!("{}.name", template.path_of(&port.path)));
    let finding = context
        .finding(ProbeSchemeDiffersFromPort::META, spot, message)
        .see(context.place(&name), HERE.message())
        .note(symptom.message())
        .help(WRITE.with([("scheme", Arg::text(scheme))]))
        .guess(FIX.with([("scheme", Arg::text(scheme))]), edits);
    Some(if https { finding.graded(Severity::Note, Certainty::Likely) } else { finding })
}
