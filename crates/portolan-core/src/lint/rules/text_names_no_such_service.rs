//! `text-names-no-such-service`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::host::{Fault, Host, fault, hosts};
use crate::lint::rule::rule;
use crate::lint::told::{Around, Told, WEIGHT, are_two};
use crate::lint::{Rule, RuleMeta};
use crate::template;

rule! {
    /// ## What it finds
    /// On a Markdown page, in a session of a terminal or in code within a sentence, the DNS name of a Service in a
    /// form that does not resolve: with the domain `svc.local`, a Namespace before the Service, the wrong Namespace, or a
    /// name that is a slip away from that of a Service of the page.
    ///
    /// A name that is like none of the page's is not found: the Service may be elsewhere.
    ///
    /// ## Why it matters
    /// Who follows the page sees *could not resolve host*, and the explanation around the name is wrong, too.
    ///
    /// ## Example
    /// ````markdown,finds
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// A client in another Namespace asks `http://echo.default.svc.local`.
    /// ````
    ///
    /// ````markdown,clean
    /// ```yaml
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: echo
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// A client in another Namespace asks `http://echo.default.svc.cluster.local`, or just `http://echo.default`.
    /// ````
    ///
    /// ## Fix
    /// Write `SERVICE`, `SERVICE.NAMESPACE`, `SERVICE.NAMESPACE.svc` or the whole name with the cluster's domain.
    /// `--unsafe-fixes` writes the name that was probably meant.
    pub(in crate::lint) struct TextNamesNoSuchService {
        name: "text-names-no-such-service",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/dns-pod-service/",
        en: "on a page, the DNS name of a Service that does not resolve",
        /// ## 何を見つけるか
        /// Markdownのページの、端末の実行例や文中のコードにあるServiceのDNS名のうち、名前解決できない形のものを見つけます。
        /// `svc.local`で終わるようなドメインの誤り、ServiceとNamespaceの順序の誤り、Namespaceの誤り、ページにある
        /// Serviceの名前の書き間違いです。
        ///
        /// ページのどの名前とも似ていない名前は対象外です。Serviceが別の場所にあるかもしれないためです。
        ///
        /// ## なぜ問題か
        /// ページのとおりに試した読者の手元では*could not resolve host*になります。名前についての説明も誤りになります。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// `SERVICE`、`SERVICE.NAMESPACE`、`SERVICE.NAMESPACE.svc`、またはクラスターのドメインまで続く完全な名前を書きます。
        /// `--unsafe-fixes`は、意図したと思われる名前を書きます。
        ja: "ページにある、解決できないServiceのDNS名",
    }
}

template!(FORM, "text-names-no-such-service.form",
    en: "{host} is not a name of a Service: the domain is `svc.{domain}`",
    ja: "{host}はServiceの名前ではありません。ドメインは`svc.{domain}`です");
template!(ORDER, "text-names-no-such-service.order",
    en: "{host} has the Namespace before the Service",
    ja: "{host}では、NamespaceがServiceの前にあります");
template!(ELSEWHERE, "text-names-no-such-service.elsewhere",
    en: "{host} does not reach Service {service}, which is in Namespace {there}",
    ja: "{host}では、Namespace {there}にあるService {service}に届きません");
template!(SLIP, "text-names-no-such-service.slip",
    en: "no Service on this page has the name {host}; did you mean {right}?",
    ja: "このページに{host}という名前のServiceはありません。{right}ではありませんか？");
template!(SEE, "text-names-no-such-service.see",
    en: "this is Service {service} of Namespace {there}",
    ja: "これがNamespace {there}のService {service}です");
template!(FIX, "text-names-no-such-service.fix", en: "Write {right}", ja: "{right}と書く");

impl Rule for TextNamesNoSuchService {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    /// Nothing: what containers get is looked at by `service-name-not-in-dns-form-used-in-env`.
    fn check(&self, _: &Context<'_>, _: &mut Sink) {}
}

/// Looks at the names in the text of a page.
pub(in crate::lint) fn look(context: &Context<'_>, around: &Around<'_>, sink: &mut Sink) {
    for (told, _) in &around.pieces {
        for line in told.text.lines() {
            for host in hosts(line) {
                if let Some(fault) = fault_anywhere(context, around, host) {
                    sink.found_if(wrong(context, told, host, &fault));
                }
            }
        }
    }
}

/// What is wrong with a name, from whichever Namespace of the page it is asked.
fn fault_anywhere<'a>(context: &Context<'a>, around: &Around<'_>, host: Host<'_>) -> Option<Fault<'a>> {
    let cost = context.analysis.cluster.services.len().saturating_mul(WEIGHT);
    if context.afford(cost) < cost {
        return None;
    }
    let mut first = None;
    for namespace in context.namespaces() {
        first = first.or(Some(fault(context, namespace, host)?));
    }
    let name = host.text.split('.').next().unwrap_or_default();
    let is_short = !host.text.contains('.');
    let known = || {
        let mut names = context.analysis.manifests.iter().filter_map(|one| one.name.as_deref());
        around.known.contains(name) || names.any(|known| known == name)
    };
    first.filter(|fault| match fault {
        Fault::Slip { service, .. } => !known() && !are_two(name, &service.0.meta.name),
        Fault::Elsewhere { .. } => !is_short,
        _ => true,
    })
}

fn wrong(context: &Context<'_>, told: &Told<'_>, host: Host<'_>, fault: &Fault<'_>) -> Option<Finding> {
    let host_arg = ("host", Arg::code(host.text));
    let domain = ("domain", Arg::text(&*context.analysis.cluster.options.cluster_domain));
    let (message, right, service) = match fault {
        Fault::Form { right, service } => (FORM.with([host_arg, domain]), right, service.as_ref()),
        Fault::Order { right, service } => (ORDER.with([host_arg]), right, Some(service)),
        Fault::Elsewhere { right, service } => {
            let meta = &service.0.meta;
            let there = ("there", Arg::code(&*meta.namespace));
            (ELSEWHERE.with([host_arg, ("service", Arg::code(&*meta.name)), there]), right, Some(service))
        }
        Fault::Slip { right, service } => {
            (SLIP.with([host_arg, ("right", Arg::code(right.as_str()))]), right, Some(service))
        }
    };
    let place = told.place_of(host.text);
    let mut finding = Finding::of_text(TextNamesNoSuchService::META, (None, String::new()), place, message);
    if let Some(service) = service {
        let meta = &service.0.meta;
        let args = [("service", Arg::code(&*meta.name)), ("there", Arg::code(&*meta.namespace))];
        finding = finding.see(context.place(&Spot::value(meta.id, "metadata.name")), SEE.with(args));
    }
    if matches!(fault, Fault::Form { service: Some(_), .. }) {
        finding = finding.graded(Severity::Warning, Certainty::Proved);
    }
    let title = FIX.with([("right", Arg::code(right.as_str()))]);
    Some(finding.guess(title, Some(vec![edit::of_text(place, right)])))
}
