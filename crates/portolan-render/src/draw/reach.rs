//! How clients come to a Service, which Ingresses lead to one, and which Pods no Service reaches.

use super::{Drawing, Ink, words};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, Template};
use portolan_core::object::{
    Backend, EndpointSlice, Ingress, Labels, Service, ServicePort, ServiceType, TargetPort,
};
use std::collections::{BTreeMap, BTreeSet};
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
            words::NODE_PORT_LOCAL.with([port, ("nodes", Arg::Text(nodes(slices)))])
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

/// The nodes with a ready endpoint; a dash for none.
fn nodes(slices: &[&EndpointSlice]) -> String {
    let endpoints = slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    let ready = endpoints.filter(|endpoint| endpoint.conditions.is_ready());
    let nodes: BTreeSet<&str> = ready.filter_map(|endpoint| endpoint.node_name.as_deref()).collect();
    if nodes.is_empty() { "-".to_owned() } else { nodes.into_iter().collect::<Vec<_>>().join(", ") }
}

/// The Ingresses with their paths, and whether there is a Service at the end of each.
pub(super) fn ingresses(analysis: &Analysis, drawing: Drawing) -> Option<String> {
    let services: BTreeMap<(&str, &str), &Service> = analysis
        .cluster
        .services
        .iter()
        .map(|service| ((&*service.meta.namespace, &*service.meta.name), service))
        .collect();
    let mut out = String::new();
    for ingress in &analysis.cluster.ingresses {
        let title = format!("Ingress {}/{}", ingress.meta.namespace, ingress.meta.name);
        let _ = writeln!(out, "{}", drawing.ink(Ink::Strong, &title));
        let routes = routes(ingress);
        let last = routes.len().saturating_sub(1);
        for (index, (url, backend)) in routes.iter().enumerate() {
            let branch = if index == last { "└─" } else { "├─" };
            let namespace = &*ingress.meta.namespace;
            let broken = broken(&services, namespace, backend);
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

/// Host and path with the back end, for those that are Services.
fn routes(ingress: &Ingress) -> Vec<(String, &Backend)> {
    let default = ingress.default_backend.iter().map(|backend| ("*".to_owned(), backend));
    let paths = ingress.rules.iter().flat_map(|rule| {
        let host = if rule.host.is_empty() { "*" } else { &*rule.host };
        rule.paths.iter().map(move |(path, _, backend)| (format!("{host}{path}"), backend))
    });
    default.chain(paths).filter(|(_, backend)| !backend.service.is_empty()).collect()
}

/// Why a back end of an Ingress leads nowhere.
fn broken(
    services: &BTreeMap<(&str, &str), &Service>,
    namespace: &str,
    backend: &Backend,
) -> Option<Message> {
    let name = ("name", Arg::code(&*backend.service));
    let Some(service) = services.get(&(namespace, &*backend.service)) else {
        return Some(words::NO_SUCH_SERVICE.with([name, ("namespace", Arg::code(namespace))]));
    };
    let port = backend.port.as_ref()?;
    let known = service.ports.iter().any(|known| match port {
        TargetPort::Number(number) => known.port == *number,
        TargetPort::Name(name) => known.name == *name,
    });
    (!known).then(|| words::NO_SUCH_PORT.with([name, ("port", Arg::code(port.to_string()))]))
}

/// The Pods that are in no slice.
pub(super) fn lonely_pods(analysis: &Analysis, drawing: Drawing) -> Option<String> {
    let endpoints = analysis.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten());
    let reached: BTreeSet<(&str, &str)> = endpoints
        .filter_map(|endpoint| endpoint.target.as_ref())
        .map(|target| (&*target.namespace, &*target.name))
        .collect();
    let lonely: Vec<_> = analysis
        .cluster
        .pods
        .iter()
        .filter(|pod| !reached.contains(&(&*pod.namespace, &*pod.name)))
        .collect();
    let mut out = format!("{}\n", drawing.words(&words::LONELY.message()));
    for pod in lonely.iter().take(super::ENDPOINTS) {
        let own: Labels = pod.labels.iter().filter(|(key, _)| !key.starts_with(TOPOLOGY)).collect();
        let labels = drawing.ink(Ink::Faint, &own.to_string());
        let _ = writeln!(out, "  ○  {}/{}  {labels}", pod.namespace, pod.name);
    }
    if let Some(more @ 1..) = lonely.len().checked_sub(super::ENDPOINTS) {
        let words = drawing.words(&words::MORE.with([("n", Arg::count(more))]));
        let _ = writeln!(out, "     {}", drawing.ink(Ink::Faint, &words));
    }
    (!lonely.is_empty()).then_some(out)
}
