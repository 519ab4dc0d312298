//! Why a load balancer has no address.

use super::Source;
use crate::cluster::Cluster;
use crate::diagnostic::{Arg, Certainty, Message};
use crate::object::{Service, ServiceType};
use crate::options::Provider;
use crate::template;

template!(NOBODY, "external.pending-nobody",
    en: "nobody makes load balancers in this cluster: `EXTERNAL-IP` stays `<pending>`, and only the node ports lead in",
    ja: "このクラスターにはロードバランサーを作るものがありません。`EXTERNAL-IP`は`<pending>`のままで、外からはNodePortで接続します");
template!(KIND, "external.pending-kind",
    en: "a kind cluster has no load balancers of its own: `EXTERNAL-IP` stays `<pending>` until cloud-provider-kind runs",
    ja: "kindクラスターにロードバランサーはありません。cloud-provider-kindを動かすまで、`EXTERNAL-IP`は`<pending>`のままです");
template!(MINIKUBE, "external.pending-minikube",
    en: "minikube has no load balancers of its own: `EXTERNAL-IP` stays `<pending>` until `minikube tunnel` runs",
    ja: "minikubeにロードバランサーはありません。`minikube tunnel`を動かすまで、`EXTERNAL-IP`は`<pending>`のままです");
template!(CLASS, "external.pending-class",
    en: "its loadBalancerClass {class} leaves it to another controller than that of {provider}",
    ja: "loadBalancerClassが{class}なので、{provider}ではない別のコントローラーに任されています");
template!(METALLB, "external.pending-metallb",
    en: "no IPAddressPool of the input has a free address that it may have",
    ja: "割り当てられる空きアドレスを持つIPAddressPoolがありません");
template!(K3S_PORTS, "external.pending-k3s-ports",
    en: "another Service has opened one of its ports on the nodes already: ServiceLB finds no node for it",
    ja: "別のServiceが同じポートをノードで使っているため、ServiceLBの動けるノードがありません");
template!(K3S_NODES, "external.pending-k3s-nodes",
    en: "no node has a ready Pod of it, and under the policy Local ServiceLB lists only such nodes",
    ja: "準備のできたPodを持つノードがありません。ポリシーがLocalのとき、ServiceLBはそのようなノードだけを使います");
template!(FULL, "external.pending-full",
    en: "all addresses that are set aside for examples are given out; `portolan.dev/lb-ip` states one",
    ja: "例示用のアドレスをすべて使い切りました。`portolan.dev/lb-ip`で指定できます");

/// Why a Service of type LoadBalancer has no address, how sure that is, and the page that says so; `None` for one that has one.
#[must_use]
pub fn pending(cluster: &Cluster, service: &Service) -> Option<(Message, Certainty, Source)> {
    let provider = cluster.options.provider?;
    if service.kind != ServiceType::LoadBalancer || !service.load_balancer.ingress.is_empty() {
        return None;
    }
    let class = service.load_balancer.class.as_deref();
    if let Some(class) = class.filter(|class| !provider.serves_class(Some(class))) {
        let message = CLASS.with([("class", Arg::code(class)), ("provider", Arg::code(provider.as_str()))]);
        return Some((message, Certainty::DependsOnCluster, Source::Kubernetes));
    }
    let helped = matches!(provider, Provider::Kind | Provider::Minikube);
    let (template, source) = match provider {
        Provider::Kind => (&KIND, Source::Kind),
        Provider::Minikube => (&MINIKUBE, Source::Minikube),
        Provider::None => (&NOBODY, Source::Kubernetes),
        Provider::MetalLbL2 => (&METALLB, Source::MetalLbUsage),
        Provider::K3sServiceLb => {
            let ports =
                |one: &Service| one.ports.iter().map(|port| (port.port, port.protocol)).collect::<Vec<_>>();
            let own = ports(service);
            let balanced = |one: &&Service| {
                one.meta.id != service.meta.id
                    && one.load_balancer.provided
                    && !one.load_balancer.ingress.is_empty()
            };
            let mut others = cluster.services.iter().filter(balanced);
            let taken = others.any(|one| ports(one).iter().any(|port| own.contains(port)));
            (if taken { &K3S_PORTS } else { &K3S_NODES }, Source::K3s)
        }
        _ => (&FULL, Source::Kubernetes),
    };
    // Whether somebody runs the program that helps, no manifest shows.
    let certainty = if helped { Certainty::DependsOnCluster } else { Certainty::Likely };
    Some((template.message(), certainty, source))
}
