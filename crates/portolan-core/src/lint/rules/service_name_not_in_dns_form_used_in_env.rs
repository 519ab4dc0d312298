//! `service-name-not-in-dns-form-used-in-env`.

use crate::diagnostic::{Arg, Certainty, Message, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::host::{Fault, Host, fault};
use crate::lint::rule::rule;
use crate::lint::template::Template;
use crate::lint::texts::{containers, hosts_of, texts};
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// A host name in `env`, `command` or `args` that looks like a Service's name but cannot resolve: a cluster domain
    /// that is cut short or misspelt, Namespace and Service in the wrong order, a Service of another Namespace without
    /// that Namespace, or a name one slip away from a Service of the input.
    ///
    /// Names of which the input knows nothing are left alone.
    ///
    /// ## Why it matters
    /// A Service's full name is `SERVICE.NAMESPACE.svc.cluster.local`. Short forms work only from the left: `SERVICE`
    /// inside its own Namespace, `SERVICE.NAMESPACE` and `SERVICE.NAMESPACE.svc` anywhere. Any other form ends as
    /// NXDOMAIN, *no such host*.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
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
    ///     image: nginx
    ///     env:
    ///     - name: SELF
    ///       value: http://echo.default.svc.local/
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   selector:
    ///     app: echo
    ///   ports:
    ///   - port: 80
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
    ///     image: nginx
    ///     env:
    ///     - name: SELF
    ///       value: http://echo.default.svc.cluster.local/
    /// ```
    ///
    /// ## Fix
    /// Write one of the forms above. `--fix` mends the domain after the name of a Service that the input has;
    /// `--unsafe-fixes` also writes the nearest name.
    pub(super) struct ServiceNameNotInDnsFormUsedInEnv {
        name: "service-name-not-in-dns-form-used-in-env",
        since: "0.1.0",
        severity: Error,
        certainty: Likely,
        see: "concepts/services-networking/dns-pod-service/",
        en: "a Service's name in a form that does not resolve",
        /// ## 何を見つけるか
        /// `env`、`command`、`args`に書かれた、Serviceの名前のように見えるのに解決できないホスト名を見つけます。クラスター
        /// ドメインの省略や書き間違い、NamespaceとServiceの順序の取り違え、別のNamespaceのServiceなのにNamespaceがない名前、
        /// 与えられたファイルのServiceに一文字違いの名前などです。
        ///
        /// 与えられたファイルからは何も分からない名前は対象外です。
        ///
        /// ## なぜ問題か
        /// Serviceの完全な名前は`SERVICE.NAMESPACE.svc.cluster.local`です。短縮形は左からのものだけが使えます。同じNamespace
        /// の中では`SERVICE`、どこからでも`SERVICE.NAMESPACE`と`SERVICE.NAMESPACE.svc`です。それ以外の形はNXDOMAIN、つまり
        /// *no such host*になります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 上のどれかの形で書きます。`--fix`は、与えられたファイルにあるServiceの名前に続くドメインを直します。
        /// `--unsafe-fixes`は、いちばん近い名前も書きます。
        ja: "解決できない形で書かれたServiceの名前",
    }
}

template!(FORM, "service-name-not-in-dns-form-used-in-env.form",
    en: "{host} is not a name of a Service in this cluster: the domain is `svc.{domain}`",
    ja: "{host}はこのクラスターのServiceの名前ではありません。ドメインは`svc.{domain}`です");
template!(ORDER, "service-name-not-in-dns-form-used-in-env.order",
    en: "{host} has the Namespace before the Service",
    ja: "{host}では、NamespaceがServiceの前にあります");
template!(ELSEWHERE, "service-name-not-in-dns-form-used-in-env.elsewhere",
    en: "{host} does not reach Service {service}, which is in Namespace {there}",
    ja: "{host}では、Namespace {there}にあるService {service}に届きません");
template!(SLIP, "service-name-not-in-dns-form-used-in-env.slip",
    en: "there is no Service for the name {host}",
    ja: "{host}という名前のServiceはありません");
template!(SYMPTOM, "service-name-not-in-dns-form-used-in-env.symptom",
    en: "the name does not resolve: the container sees NXDOMAIN (\"no such host\")",
    ja: "名前を解決できないため、コンテナではNXDOMAIN（「no such host」）になります");
template!(OWN_NAMESPACE, "service-name-not-in-dns-form-used-in-env.own-namespace",
    en: "a name without a Namespace is looked up in the Pod's own one, {here}",
    ja: "Namespaceのない名前は、Pod自身のNamespace（{here}）で探されます");
template!(SEE, "service-name-not-in-dns-form-used-in-env.see",
    en: "this is Service {service} of Namespace {there}",
    ja: "これがNamespace {there}のService {service}です");
template!(WRITE, "service-name-not-in-dns-form-used-in-env.write",
    en: "write {right}",
    ja: "{right}と書いてください");
template!(FIX, "service-name-not-in-dns-form-used-in-env.fix",
    en: "Write {right}",
    ja: "{right}と書く");

impl Rule for ServiceNameNotInDnsFormUsedInEnv {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for template in context.templates() {
            for (path, container) in containers(template) {
                for text in texts(context, template, &path, container) {
                    for host in hosts_of(&text) {
                        if let Some(fault) = fault(context, template.namespace, host) {
                            let spot = Spot::value(template.object, text.path.clone());
                            sink.push(wrong(context, template, spot, host, &fault));
                        }
                    }
                }
            }
        }
    }
}

fn wrong(
    context: &Context<'_>,
    template: &Template<'_>,
    spot: Spot,
    host: Host<'_>,
    fault: &Fault<'_>,
) -> Finding {
    let host_arg = ("host", Arg::code(host.text));
    let domain = ("domain", Arg::text(&*context.analysis.cluster.options.cluster_domain));
    let (message, right, service) = match fault {
        Fault::Form { right, service } => (FORM.with([host_arg, domain]), right, service.as_ref()),
        Fault::Order { right, service } => (ORDER.with([host_arg]), right, Some(service)),
        Fault::Elsewhere { right, service } => {
            let there = ("there", Arg::code(&*service.0.meta.namespace));
            let name = ("service", Arg::code(&*service.0.meta.name));
            (ELSEWHERE.with([host_arg, name, there]), right, Some(service))
        }
        Fault::Slip { right, service } => (SLIP.with([host_arg]), right, Some(service)),
    };
    let place = context.place_within(&spot, host.text);
    let edits = edit::replace_within(context, spot.object, &spot.path, host.text, right);
    let mut finding = context.finding(ServiceNameNotInDnsFormUsedInEnv::META, spot, message).at(place);
    if let Some(service) = service {
        let meta = &service.0.meta;
        let place = context.place(&Spot::value(meta.id, "metadata.name"));
        let args = [("service", Arg::code(&*meta.name)), ("there", Arg::code(&*meta.namespace))];
        finding = finding.see(place, SEE.with(args));
    }
    if matches!(fault, Fault::Elsewhere { .. }) && !host.text.contains('.') {
        finding = finding.note(OWN_NAMESPACE.with([("here", Arg::code(template.namespace))]));
    }
    let right: (&'static str, Arg) = ("right", Arg::code(right.as_str()));
    finding = finding.note(SYMPTOM.message()).help(WRITE.with([right.clone()]));
    let title: Message = FIX.with([right]);
    match fault {
        Fault::Form { service: Some(_), .. } => finding.fix(title, edits),
        Fault::Slip { .. } => finding.graded(Severity::Warning, Certainty::Likely).guess(title, edits),
        _ => finding.guess(title, edits),
    }
}
