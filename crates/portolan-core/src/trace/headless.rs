//! Why a name of a headless Service has no address: its addresses are those of Pods, and only of the ready ones.

use super::Client;
use super::network::Network;
use super::reason::{Reason, of_pods, selected};
use crate::diagnostic::{Arg, Certainty, Origin};
use crate::object::Service;
use crate::template;

template!(POD_NOT_READY, "trace.named-pod-not-ready",
    en: "Pod {pod} is not ready, and the headless Service {service} gives names to ready Pods only",
    ja: "Pod {pod}は準備完了（Ready）ではなく、ヘッドレスService {service}が名前を与えるのはReadyのPodだけです");
template!(NO_SUCH_HOST, "trace.no-such-host-name",
    en: "no Pod of the headless Service {service} has the host name {name}",
    ja: "ヘッドレスService {service}のPodに、ホスト名が{name}のものはありません");

impl Network<'_> {
    /// Why a name has no address, if it is that of a headless Service or of one of its Pods.
    pub(super) fn headless(&self, host: &str) -> Option<Reason> {
        let Client::Pod(id) = self.request.from else { return None };
        let own = &*self.cluster.pod(id)?.namespace;
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let of_cluster = format!(".svc.{}", self.cluster.options.cluster_domain.to_ascii_lowercase());
        let short = host.strip_suffix(&of_cluster).or_else(|| host.strip_suffix(".svc")).unwrap_or(&host);
        match short.split('.').collect::<Vec<_>>().as_slice() {
            [service] => without_pods(self, self.headless_named(service, own)?),
            [first, second] => match self.headless_named(first, second) {
                Some(service) => without_pods(self, service),
                None => of_host(self, self.headless_named(second, own)?, first),
            },
            [first, service, namespace] => of_host(self, self.headless_named(service, namespace)?, first),
            _ => None,
        }
    }

    fn headless_named(&self, name: &str, namespace: &str) -> Option<&Service> {
        let mut services = self.cluster.services.iter().filter(|service| service.headless);
        services.find(|service| *service.meta.name == *name && *service.meta.namespace == *namespace)
    }
}

fn without_pods(network: &Network<'_>, service: &Service) -> Option<Reason> {
    let pods = selected(network, service);
    let named = service.publish_not_ready_addresses || pods.iter().any(|pod| pod.ready);
    (service.selector.is_some() && !named).then(|| of_pods(service, &pods))
}

fn of_host(network: &Network<'_>, service: &Service, host: &str) -> Option<Reason> {
    service.selector.as_ref()?;
    let pods = selected(network, service);
    let name = ("service", Arg::code(service.meta.full_name()));
    let Some(pod) = pods.iter().find(|pod| *pod.hostname == *host && pod.subdomain == service.meta.name)
    else {
        let message = NO_SUCH_HOST.with([name, ("name", Arg::code(host))]);
        let blame = pods.first().map(|pod| Origin { object: pod.origin, path: String::new() });
        return Some(Reason::new(message, Certainty::Likely).blame(blame));
    };
    let message = POD_NOT_READY.with([name, ("pod", Arg::code(&*pod.name))]);
    let blame = Origin { object: pod.origin, path: String::new() };
    (!pod.ready).then(|| Reason::new(message, Certainty::Likely).blame(Some(blame)))
}
