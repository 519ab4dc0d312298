//! Who may ask, and what for: what a walk can be chosen from.

use portolan_core::Analysis;
use portolan_core::object::{Service, ServiceType};
use portolan_yaml::collections::BTreeSet;

/// Of one kind at most this many are offered.
const MOST: usize = 200;

/// An address outside of the cluster: one of those that stand in documents (RFC 5737).
const OUTSIDE: &str = "203.0.113.7";

/// Something to choose, as [`portolan_core::trace::Request::parse`] understands it, and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The words.
    pub word: String,
    /// A name for people.
    pub name: String,
}

/// Everything that a walk can be chosen from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The Pod that is added where nobody is named; none if a Pod has its name.
    pub guest: Option<Choice>,
    /// Pods that run.
    pub pods: Vec<Choice>,
    /// Nodes.
    pub nodes: Vec<Choice>,
    /// An address outside.
    pub outside: Vec<Choice>,
    /// The ports of Services.
    pub services: Vec<Choice>,
    /// Node ports on each node.
    pub node_ports: Vec<Choice>,
    /// Addresses of Services, and load balancers'.
    pub addresses: Vec<Choice>,
}

impl Choices {
    /// Of an analysis.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let cluster = &analysis.cluster;
        let guest =
            cluster.guest.as_ref().map(|pod| choice(format!("pod/{}", pod.name), pod.name.to_string()));
        let pods = cluster.pods.iter().filter(|pod| !pod.is_terminal() && !pod.ips.is_empty());
        let pods = pods.map(|pod| {
            choice(format!("pod/{}/{}", pod.namespace, pod.name), short(&pod.namespace, &pod.name))
        });
        let nodes =
            cluster.nodes.iter().map(|node| choice(format!("node/{}", node.name), node.name.to_string()));
        let outside = vec![choice(OUTSIDE.to_owned(), OUTSIDE.to_owned())];
        let services = || cluster.services.iter();
        Self {
            guest,
            pods: pods.take(MOST).collect(),
            nodes: nodes.take(MOST).collect(),
            outside,
            services: services().flat_map(ports).take(MOST).collect(),
            node_ports: services().flat_map(|service| node_ports(analysis, service)).take(MOST).collect(),
            addresses: addresses(services()),
        }
    }
}

fn choice(word: String, name: String) -> Choice {
    Choice { word, name }
}

/// A name, with its namespace unless that is `default`.
fn short(namespace: &str, name: &str) -> String {
    if namespace == "default" { name.to_owned() } else { format!("{namespace}/{name}") }
}

fn ports(service: &Service) -> Vec<Choice> {
    let name = short(&service.meta.namespace, &service.meta.name);
    let full = service.meta.full_name();
    if service.kind == ServiceType::ExternalName && service.ports.is_empty() {
        return vec![choice(format!("svc/{full}:80"), format!("{name}:80"))];
    }
    let ports = service.ports.iter().map(|port| {
        let label = if port.name.is_empty() { String::new() } else { format!(" ({})", port.name) };
        choice(format!("svc/{full}:{}", port.port), format!("{name}:{}{label}", port.port))
    });
    ports.collect()
}

fn node_ports(analysis: &Analysis, service: &Service) -> Vec<Choice> {
    let open = service.ports.iter().filter(|port| port.node_port > 0);
    let nodes = &analysis.cluster.nodes;
    let on_each = open.flat_map(|port| {
        nodes.iter().map(move |node| {
            let word = format!("node/{}:{}", node.name, port.node_port);
            let name = short(&service.meta.namespace, &service.meta.name);
            choice(word, format!("{}:{} → {name}", node.name, port.node_port))
        })
    });
    on_each.collect()
}

fn addresses<'s>(services: impl Iterator<Item = &'s Service>) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for service in services {
        let name = short(&service.meta.namespace, &service.meta.name);
        let balanced = service.load_balancer.ingress.iter().filter_map(|one| one.ip);
        let ips =
            service.cluster_ips.iter().copied().chain(balanced).chain(service.external_ips.iter().copied());
        for ip in ips {
            for port in &service.ports {
                let word = std::net::SocketAddr::new(ip, port.port).to_string();
                if all.len() < MOST && seen.insert(word.clone()) {
                    all.push(choice(word.clone(), format!("{word} → {name}")));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::proxy::ProxyOptions;
    use portolan_core::trace::Request;
    use portolan_core::{Options, analyze, parse};

    const SHOP: &str = "
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  clusterIPs: [10.96.1.1]
  clusterIP: 10.96.1.1
  externalIPs: [198.51.100.9]
  selector: {app: web}
  ports: [{name: http, port: 80, nodePort: 30080}, {name: https, port: 443, nodePort: 30443}]
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {type: ExternalName, externalName: db.example.com}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: web, image: example.com/web}]}
";

    #[test]
    fn whatever_is_offered_can_be_asked() {
        let options = Options::default();
        let analysis = analyze(vec![parse("shop.yaml".to_owned(), SHOP.into())], &options);
        let choices = Choices::of(&analysis);
        let from = choices.guest.iter().chain(&choices.pods).chain(&choices.nodes).chain(&choices.outside);
        let to = || choices.services.iter().chain(&choices.node_ports).chain(&choices.addresses);
        let mut asked = 0;
        for from in from {
            for to in to() {
                let words = (from.word.as_str(), to.word.as_str());
                let request = Request::parse(&analysis.cluster, words, None, ProxyOptions::new(&options));
                assert!(request.is_ok(), "{words:?}: {request:?}");
                asked += 1;
            }
        }
        assert_eq!(asked, 6 * (3 + 6 + 4));
        assert_eq!(choices.services[0].name, "shop/web:80 (http)");
        assert_eq!(choices.node_ports[1].name, "node-b:30080 → shop/web");
    }
}
