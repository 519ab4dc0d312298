//! `external-name-is-ip`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::finding::{Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::ServiceType;
use crate::template;
use std::net::IpAddr;

rule! {
    /// ## What it finds
    /// A Service of type ExternalName whose `externalName` is an IP address.
    ///
    /// ## Why it matters
    /// `externalName` is the target of a CNAME record, and so a DNS name: a resolver asks for a host that is *called*
    /// `203.0.113.10`, and there is none. The API server accepts it, since digits are allowed in names.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   type: ExternalName
    ///   externalName: 203.0.113.10
    /// ```
    ///
    /// An address is given to a Service without a selector by an EndpointSlice made by hand:
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   ports:
    ///   - port: 5432
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: database-1
    ///   labels:
    ///     kubernetes.io/service-name: database
    /// addressType: IPv4
    /// ports:
    /// - port: 5432
    ///   protocol: TCP
    /// endpoints:
    /// - addresses:
    ///   - 203.0.113.10
    /// ```
    ///
    /// ## Fix
    /// Write the host's DNS name, or make a Service without a selector and an EndpointSlice with the address.
    pub(super) struct ExternalNameIsIp {
        name: "external-name-is-ip",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/service/#externalname",
        en: "an `externalName` that is an IP address",
        /// ## 何を見つけるか
        /// `externalName`がIPアドレスになっている、ExternalName型のServiceを見つけます。
        ///
        /// ## なぜ問題か
        /// `externalName`はCNAMEレコードの宛先、つまりDNS名です。リゾルバーは`203.0.113.10`という*名前*のホストを探しますが、
        /// そのようなホストはありません。名前には数字を使えるため、APIサーバーは受け付けます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// アドレスに送るには、selectorのないServiceに、手書きのEndpointSliceでアドレスを与えます。
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// ホストのDNS名を書くか、selectorのないServiceと、アドレスを書いたEndpointSliceを作ります。
        ja: "IPアドレスになっている`externalName`",
    }
}

template!(IS_IP, "external-name-is-ip.is-ip",
    en: "{address} is an IP address, but `externalName` takes a DNS name",
    ja: "{address}はIPアドレスですが、`externalName`に書くのはDNS名です");
template!(SYMPTOM, "external-name-is-ip.symptom",
    en: "{service} becomes a CNAME for a host that is called {address}: no resolver finds it (NXDOMAIN)",
    ja: "{service}は{address}という名前のホストへのCNAMEになり、名前解決に失敗します（NXDOMAIN）");
template!(USE_SLICE, "external-name-is-ip.use-slice",
    en: "for an address, write a Service without `selector` and an EndpointSlice with the label `kubernetes.io/service-name: {service}`",
    ja: "アドレスに送るには、`selector`のないServiceと、ラベル`kubernetes.io/service-name: {service}`を付けたEndpointSliceを書いてください");

impl Rule for ExternalNameIsIp {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let services = context.analysis.cluster.services.iter();
        for service in services.filter(|one| one.kind == ServiceType::ExternalName) {
            let address = service.external_name.trim_end_matches('.');
            if address.parse::<IpAddr>().is_err() {
                continue;
            }
            let domain = &context.analysis.cluster.options.cluster_domain;
            let (name, namespace) = (&service.meta.name, &service.meta.namespace);
            let fqdn = format!("{name}.{namespace}.svc.{domain}");
            let address = ("address", Arg::code(address));
            let spot = Spot::value(service.meta.id, "spec.externalName");
            let finding = context.finding(Self::META, spot, IS_IP.with([address.clone()]));
            let finding = finding.note(SYMPTOM.with([("service", Arg::code(fqdn)), address]));
            sink.push(finding.help(USE_SLICE.with([("service", Arg::text(&**name))])));
        }
    }
}
