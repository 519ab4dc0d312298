//! How clients come to a Service, which Ingresses lead to one, and which Pods no Service reaches.

use super::{Drawing, Ink, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, Template};
use portolan_core::object::{
    Backend, EndpointSlice, Ingress, Labels, Service, ServicePort, ServiceType, TargetPort,
};
use portolan_core::workload::Pod;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Labels that a Pod has from its node.
const TOPOLOGY: &str = "topology.kubernetes.io/";

/// A way to a Service.
pub(super) struct Way {
    /// Where the client is.
    pub(super) from: &'static Template,
    /// What it asks for.
    pub(super) how: Message,
}

/// All ways to a Service: by name, by node port, by load balancer, by external address.
pub(super) fn ways(analysis: &Analysis, service: &Service, slices: &[&EndpointSlice]) -> Vec<Way> {
    let meta = &service.meta;
    let domain = &analysis.cluster.options.cluster_domain;
    let name = ("name", Arg::text(format!("{}.{}.svc.{domain}", meta.name, meta.namespace)));
    let ips: Vec<String> = service.cluster_ips.iter().map(ToString::to_string).collect();
    let how = match service.kind {
        ServiceType::ExternalName => words::NAME.with([name]),
        _ if service.headless => words::NAME_TO_PODS.with([name]),
        _ => words::NAME_TO_IP.with([name, ("ip", Arg::text(ips.join(", ")))]),
    };
    let mut ways = vec![Way { from: &words::INSIDE, how }];
    let mut outside = |how| ways.push(Way { from: &words::OUTSIDE, how });
    let ports = |pick: fn(&ServicePort) -> u16| {
        let ports = service.ports.iter().map(pick).filter(|port| *port != 0);
        ports.map(|port| port.to_string()).collect::<Vec<_>>().join(", ")
    };
    let node_ports = ports(|port| port.node_port);
    if !node_ports.is_empty() {
        let port = ("port", Arg::text(node_ports));
        outside(if service.external_local() {
            let nodes = ready_nodes(slices);
            let nodes = if nodes.is_empty() { "-".to_owned() } else { nodes.join(", ") };
            words::NODE_PORT_LOCAL.with([port, ("nodes", Arg::Text(nodes))])
        } else {
            words::NODE_PORT.with([port])
        });
    }
    let own = ports(|port| port.port);
    for address in &service.external_ips {
        let address = ("address", Arg::text(address.to_string()));
        outside(words::EXTERNAL_IP.with([address, ("port", Arg::text(own.clone()))]));
    }
    if service.kind == ServiceType::LoadBalancer {
        for one in &service.load_balancer.ingress {
            let address = one.ip.map_or_else(|| one.hostname.to_string(), |ip| ip.to_string());
            let address = ("address", Arg::text(address));
            outside(words::BALANCER.with([address, ("port", Arg::text(own.clone()))]));
        }
        if service.load_balancer.ingress.is_empty() {
            outside(words::PENDING.message());
        }
    }
    ways
}

/// The names of the nodes with a ready endpoint.
pub(crate) fn ready_nodes<'a>(slices: &[&'a EndpointSlice]) -> Vec<&'a str> {
    let endpoints = slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    let ready = endpoints.filter(|endpoint| endpoint.conditions.is_ready());
    let nodes: BTreeSet<&str> = ready.filter_map(|endpoint| endpoint.node_name.as_deref()).collect();
    nodes.into_iter().collect()
}

/// Services by namespace and name.
pub(crate) type ByName<'a> = BTreeMap<(&'a str, &'a str), &'a Service>;

/// The Services of a cluster by namespace and name.
pub(crate) fn by_name(analysis: &Analysis) -> ByName<'_> {
    let services = analysis.cluster.services.iter();
    services.map(|service| ((&*service.meta.namespace, &*service.meta.name), service)).collect()
}

/// The Ingresses with their paths, and whether there is a Service at the end of each.
pub(super) fn ingresses(analysis: &Analysis, drawing: Drawing) -> Option<String> {
    let services = by_name(analysis);
    let mut out = String::new();
    for ingress in &analysis.cluster.ingresses {
        let title = format!("Ingress {}/{}", ingress.meta.namespace, ingress.meta.name);
        let _ = writeln!(out, "{}", drawing.ink(Ink::Strong, &title));
        let routes = routes(ingress);
        let last = routes.len().saturating_sub(1);
        for (index, Route { url, backend, .. }) in routes.iter().enumerate() {
            let branch = if index == last { "└─" } else { "├─" };
            let namespace = &*ingress.meta.namespace;
            let broken = end(&services, namespace, backend).err();
            let (ink, arrow) =
                if broken.is_some() { (Ink::Bad, "──╳") } else { (Ink::Good, "──▶") };
            let arrow = drawing.ink(ink, arrow);
            let port = backend.port.as_ref().map_or_else(String::new, |port| format!(":{port}"));
            let _ = writeln!(out, "  {branch} {url} {arrow} Service {}{port}", backend.service);
            if let Some(reason) = broken {
                let trunk = if index == last { " " } else { "│" };
                let words = drawing.ink(Ink::Bad, &drawing.words(&reason));
                let _ = writeln!(out, "  {trunk}    {words}");
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A way of an Ingress to a Service.
pub(crate) struct Route<'a> {
    /// Host and path.
    pub(crate) url: String,
    /// The Service.
    pub(crate) backend: &'a Backend,
    /// The field in which it is written.
    pub(crate) path: String,
}

/// The ways of an Ingress to Services.
pub(crate) fn routes(ingress: &Ingress) -> Vec<Route<'_>> {
    let default = ingress.default_backend.iter().map(|backend| Route {
        url: "*".to_owned(),
        backend,
        path: "spec.defaultBackend".to_owned(),
    });
    let paths = ingress.rules.iter().enumerate().flat_map(|(at, rule)| {
        let host = if rule.host.is_empty() { "*" } else { &*rule.host };
        rule.paths.iter().enumerate().map(move |(index, (path, _, backend))| Route {
            url: format!("{host}{path}"),
            backend,
            path: format!("spec.rules[{at}].http.paths[{index}]"),
        })
    });
    default.chain(paths).filter(|route| !route.backend.service.is_empty()).collect()
}

/// The Service at the end of a back end of an Ingress and the index of its port, where one is named; or why it leads
/// nowhere.
pub(crate) fn end<'a>(
    services: &ByName<'a>,
    namespace: &str,
    backend: &Backend,
) -> Result<(&'a Service, Option<usize>), Message> {
    let name = ("name", Arg::code(&*backend.service));
    let Some(service) = services.get(&(namespace, &*backend.service)) else {
        return Err(words::NO_SUCH_SERVICE.with([name, ("namespace", Arg::code(namespace))]));
    };
    let Some(port) = &backend.port else { return Ok((service, None)) };
    let known = service.ports.iter().position(|known| match port {
        TargetPort::Number(number) => known.port == *number,
        TargetPort::Name(name) => known.name == *name,
    });
    if known.is_none() {
        return Err(words::NO_SUCH_PORT.with([name, ("port", Arg::code(port.to_string()))]));
    }
    Ok((service, known))
}

/// The Pods that are in no slice.
pub(crate) fn lonely(analysis: &Analysis) -> impl Iterator<Item = &Pod> {
    let endpoints = analysis.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    let reached: BTreeSet<(&str, &str)> = endpoints
        .filter_map(|endpoint| endpoint.target.as_ref())
        .map(|target| (&*target.namespace, &*target.name))
        .collect();
    analysis.cluster.pods.iter().filter(move |pod| !reached.contains(&(&*pod.namespace, &*pod.name)))
}

/// The labels of a Pod without those that it has from its node.
pub(crate) fn own_labels(pod: &Pod) -> Labels {
    pod.labels.iter().filter(|(key, _)| !key.starts_with(TOPOLOGY)).collect()
}

/// The Pods that no Service reaches, with their labels.
pub(super) fn lonely_pods(analysis: &Analysis, drawing: Drawing) -> Option<String> {
    let lonely: Vec<&Pod> = lonely(analysis).collect();
    let mut out = format!("{}\n", drawing.words(&words::LONELY.message()));
    for pod in lonely.iter().take(super::ENDPOINTS) {
        let labels = drawing.ink(Ink::Faint, &own_labels(pod).to_string());
        let _ = writeln!(out, "  ○  {}/{}  {labels}", pod.namespace, pod.name);
    }
    if let Some(more @ 1..) = lonely.len().checked_sub(super::ENDPOINTS) {
        let words = drawing.words(&words::MORE.with([("n", Arg::count(more))]));
        let _ = writeln!(out, "     {}", drawing.ink(Ink::Faint, &words));
    }
    (!lonely.is_empty()).then_some(out)
}
