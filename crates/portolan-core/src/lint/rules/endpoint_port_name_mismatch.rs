//! `endpoint-port-name-mismatch`.

use crate::diagnostic::Arg;
use crate::lint::context::Context;
use crate::lint::edit;
use crate::lint::finding::{Finding, Sink, Spot};
use crate::lint::rule::rule;
use crate::lint::{Rule, RuleMeta};
use crate::object::{EndpointSlice, Service, ServicePort, ServiceType};
use crate::template;
use portolan_yaml::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// A Service without a selector whose EndpointSlices have no port of the name and protocol of a port of the
    /// Service.
    ///
    /// ## Why it matters
    /// kube-proxy joins the ports of a Service and of its slices by their names, and not by their numbers; a
    /// Service's only port may be without a name, and then the slice's must be, too. A port that nothing joins has
    /// no endpoints: connections to it are refused.
    ///
    /// ## Example
    /// ```yaml,finds
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   ports:
    ///   - name: postgres
    ///     port: 5432
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: database-1
    ///   labels:
    ///     kubernetes.io/service-name: database
    /// addressType: IPv4
    /// ports:
    /// - name: pg
    ///   port: 5432
    ///   protocol: TCP
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ```yaml,clean
    /// apiVersion: v1
    /// kind: Service
    /// metadata:
    ///   name: database
    /// spec:
    ///   ports:
    ///   - name: postgres
    ///     port: 5432
    /// ---
    /// apiVersion: discovery.k8s.io/v1
    /// kind: EndpointSlice
    /// metadata:
    ///   name: database-1
    ///   labels:
    ///     kubernetes.io/service-name: database
    /// addressType: IPv4
    /// ports:
    /// - name: postgres
    ///   port: 5432
    ///   protocol: TCP
    /// endpoints:
    /// - addresses:
    ///   - 192.0.2.10
    /// ```
    ///
    /// ## Fix
    /// Give both ports one name. Where each has one port, `--unsafe-fixes` writes the Service's name into the
    /// slice.
    pub(super) struct EndpointPortNameMismatch {
        name: "endpoint-port-name-mismatch",
        since: "0.1.0",
        severity: Error,
        certainty: Proved,
        see: "concepts/services-networking/service/#services-without-selectors",
        en: "endpoints made by hand whose port names are not those of the Service",
        /// ## 何を見つけるか
        /// selectorのないServiceのうち、ポートと同じ名前とプロトコルのポートがEndpointSliceにないものを見つけます。
        ///
        /// ## なぜ問題か
        /// kube-proxyは、ServiceのポートとEndpointSliceのポートを、番号ではなく名前で結び付けます。Serviceのポートが一
        /// つで名前がない場合は、EndpointSliceのポートにも名前があってはいけません。結び付くものがないポートにはエンド
        /// ポイントがなく、接続は拒否されます。
        ///
        /// ## 例
        /// [finds]
        ///
        /// [clean]
        ///
        /// ## 直し方
        /// 両方のポートを同じ名前にします。ポートが一つずつなら、`--unsafe-fixes`がServiceの名前をEndpointSliceに書きま
        /// す。
        ja: "Serviceとポート名が異なる手書きのエンドポイント",
    }
}

template!(MISSING, "endpoint-port-name-mismatch.missing",
    en: "no EndpointSlice of Service {service} has a port of the name {name}, {protocol}",
    ja: "Service {service}のEndpointSliceに、{name}という名前の{protocol}のポートはありません");
template!(UNNAMED, "endpoint-port-name-mismatch.unnamed",
    en: "no EndpointSlice of Service {service} has a port without a name, {protocol}",
    ja: "Service {service}のEndpointSliceに、名前のない{protocol}のポートはありません");
template!(HERE, "endpoint-port-name-mismatch.here", en: "the Service's port", ja: "Serviceのポート");
template!(SYMPTOM, "endpoint-port-name-mismatch.symptom",
    en: "ports are joined by name: this port of the Service has no endpoints, and connections to it are refused",
    ja: "ポートは名前で結び付けられます。Serviceのこのポートにはエンドポイントがなく、接続は拒否されます");
template!(FIX, "endpoint-port-name-mismatch.fix", en: "Name it {name}", ja: "名前を{name}にする");

/// The slices of a Service.
type Slices<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a EndpointSlice>>;

impl Rule for EndpointPortNameMismatch {
    fn meta(&self) -> &'static RuleMeta {
        Self::META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let cluster = &context.analysis.cluster;
        let mut slices = Slices::new();
        for slice in cluster.slices.iter().filter(|one| one.ports.is_some()) {
            if let Some(service) = slice.meta.labels.get("kubernetes.io/service-name") {
                slices.entry((&slice.meta.namespace, service)).or_default().push(slice);
            }
        }
        let by_hand = |one: &&Service| one.selector.is_none() && one.kind != ServiceType::ExternalName;
        for service in cluster.services.iter().filter(by_hand).filter(|_| !slices.is_empty()) {
            let Some(own) = slices.get(&(&*service.meta.namespace, &*service.meta.name)) else { continue };
            for (at, port) in service.ports.iter().enumerate() {
                if !own.iter().any(|slice| has(slice, port)) {
                    sink.found_if(own.first().map(|slice| missing(context, service, (at, port), slice)));
                }
            }
        }
    }
}

/// Whether a slice has the port of a Service.
fn has(slice: &EndpointSlice, port: &ServicePort) -> bool {
    let ports = slice.ports.as_deref().unwrap_or_default();
    ports.iter().any(|one| {
        one.name.as_deref().unwrap_or_default() == &*port.name
            && one.protocol.is_none_or(|protocol| protocol == port.protocol)
    })
}

fn missing(
    context: &Context<'_>,
    service: &Service,
    (at, port): (usize, &ServicePort),
    slice: &EndpointSlice,
) -> Finding {
    let only = slice.ports.as_ref().is_some_and(|ports| ports.len() == 1) && service.ports.len() == 1;
    let name_path = "ports[0].name";
    let named = only && context.field(slice.meta.id, name_path).is_some();
    let spot = match (only, named) {
        (_, true) => Spot::value(slice.meta.id, name_path),
        (true, false) => Spot::value(slice.meta.id, "ports[0].port"),
        (false, _) => Spot::key(slice.meta.id, "ports"),
    };
    let args = [
        ("service", Arg::code(&*service.meta.name)),
        ("name", Arg::code(&*port.name)),
        ("protocol", Arg::text(port.protocol.as_str())),
    ];
    let message = if port.name.is_empty() { UNNAMED.with(args) } else { MISSING.with(args) };
    let title = FIX.with([("name", Arg::code(&*port.name))]);
    let edits = named
        .then(|| match &*port.name {
            "" => edit::remove(context, slice.meta.id, name_path),
            name => edit::replace(context, slice.meta.id, name_path, name),
        })
        .flatten();
    let here = context.place(&Spot::key(service.meta.id, format!("spec.ports[{at}].port")));
    let finding = context.finding(EndpointPortNameMismatch::META, spot, message);
    finding.see(here, HERE.message()).note(SYMPTOM.message()).guess(title, edits)
}
