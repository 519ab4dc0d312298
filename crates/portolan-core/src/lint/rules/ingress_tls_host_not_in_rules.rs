//! `ingress-tls-host-not-in-rules`.

use crate::diagnostic::{Arg, Certainty, Severity};
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::nearest::nearest;
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::Ingress;
use crate::template;

rule! {
    /// ## What it finds
    /// A host in `spec.tls` of an Ingress that none of its rules has: neither exactly nor by a wildcard.
    ///
    /// A host that is a slip away from one of the rules' is a warning; others are a note, as the certificate may be meant
    /// for the rules of another Ingress. Ingresses with a rule for all hosts are left alone.
    ///
    /// ## Why it matters
    /// The entry gives a certificate to the hosts it names. The host of the rule gets the controller's own certificate,
    /// which clients do not trust.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   tls:
    ///   - hosts:
    ///     - shop.exmaple
    ///     secretName: shop-tls
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: web
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop
    /// spec:
    ///   tls:
    ///   - hosts:
    ///     - shop.example
    ///     secretName: shop-tls
    ///   rules:
    ///   - host: shop.example
    ///     http:
    ///       paths:
    ///       - path: /
    ///         pathType: Prefix
    ///         backend:
    ///           service:
    ///             name: web
    ///             port:
    ///               number: 80
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: web
    /// spec:
    ///   ports:
    ///   - port: 80
    /// ```
    ///
    /// ## Fix
    /// Write the host of the rule. When one is a slip away, `--unsafe-fixes` writes it.
    pub(super) struct IngressTlsHostNotInRules {
        name: "ingress-tls-host-not-in-rules",
        since: "0.1.0",
        severity: Warning,
        certainty: Likely,
        see: "concepts/services-networking/ingress/",
        en: "a TLS host that no rule of the Ingress has",
        /// ## 何を見つけるか
        /// Ingressの`spec.tls`にあるホストのうち、どのルールにも（ワイルドカードでも）ないものを見つけます。
        ///
        /// ルールのホストの書き間違いと思われるものは警告、そのほかは注記です。別のIngressのルールのための証明書かもしれないため
        /// です。すべてのホストを受けるルールのあるIngressは対象にしません。
        ///
        /// ## なぜ問題か
        /// 証明書は、この項目に名前のあるホストにだけ使われます。ルールのホストには、クライアントが信頼しないコントローラー自身の
        /// 証明書が使われます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ルールのホストを書きます。書き間違いと思われるものが一つだけあれば、`--unsafe-fixes`がそれを書きます。
        ja: "Ingressのルールにないホストに対するTLS",
    }
}

template!(ABSENT, "ingress-tls-host-not-in-rules.absent",
    en: "no rule of this Ingress is for host {host}",
    ja: "このIngressには、ホスト{host}のルールがありません");
template!(HERE, "ingress-tls-host-not-in-rules.here", en: "the host here is {host}", ja: "ここでのホストは{host}です");
template!(OWN, "ingress-tls-host-not-in-rules.own",
    en: "{host} gets the controller's own certificate, which clients do not trust",
    ja: "{host}には、クライアントが信頼しないコントローラー自身の証明書が使われます");
template!(OTHERS, "ingress-tls-host-not-in-rules.others",
    en: "the certificate may be for the rules of another Ingress",
    ja: "別のIngressのルールのための証明書かもしれません");
template!(FIX, "ingress-tls-host-not-in-rules.fix", en: "Name the host {host}", ja: "ホストを{host}にする");

impl Rule for IngressTlsHostNotInRules {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for ingress in &context.analysis.cluster.ingresses {
            let open = ingress.rules.is_empty() || ingress.rules.iter().any(|rule| rule.host.is_empty());
            for (entry, tls) in ingress.tls.iter().enumerate().filter(|_| !open) {
                for (index, host) in tls.hosts.iter().enumerate() {
                    if !ingress.rules.iter().any(|rule| covers(host, &rule.host)) {
                        sink.push(absent(
                            context,
                            ingress,
                            host,
                            format!("spec.tls[{entry}].hosts[{index}]"),
                        ));
                    }
                }
            }
        }
    }
}

/// Whether a host of `tls` and that of a rule have names in common.
fn covers(tls: &str, rule: &str) -> bool {
    let within = |narrow: &str, wide: &str| {
        wide.strip_prefix('*')
            .is_some_and(|end| narrow.strip_suffix(end).is_some_and(|label| !label.is_empty()))
    };
    tls.eq_ignore_ascii_case(rule) || within(tls, rule) || within(rule, tls)
}

fn absent(context: &Context<'_>, ingress: &Ingress, host: &str, path: String) -> Finding {
    let message = ABSENT.with([("host", Arg::code(host))]);
    let spot = Spot::value(ingress.meta.id, path.clone());
    let finding = context.finding(IngressTlsHostNotInRules::META, spot, message);
    let hosts = ingress.rules.iter().map(|rule| &*rule.host);
    let Some((near, _)) = nearest(host, hosts) else {
        return finding.note(OTHERS.message()).graded(Severity::Note, Certainty::DependsOnCluster);
    };
    let place = ingress.rules.iter().position(|rule| &*rule.host == near).unwrap_or_default();
    let rule = Spot::value(ingress.meta.id, format!("spec.rules[{place}].host"));
    let edits = edit::replace(context, ingress.meta.id, &path, near);
    let near = || ("host", Arg::code(near));
    let finding = finding.see(context.place(&rule), HERE.with([near()])).note(OWN.with([near()]));
    finding.guess(FIX.with([near()]), edits)
}
