//! What the fields of Services, controllers and Pods do in the simulated cluster.

use super::facts::service_of;
use super::words;
use crate::get::slice::by_service;
use portolan_core::Analysis;
use portolan_core::admission::Manifest;
use portolan_core::diagnostic::{Arg, Message};
use portolan_core::endpoints::find_port;
use portolan_core::object::{EndpointSlice, Labels, Service, ServicePort, ServiceType};
use portolan_core::workload::Pod;
use portolan_yaml::{Step, split_path};

/// More names than these are counted.
const NAMES: usize = 5;

/// What there is to say of a field of an object; nothing for most.
pub(super) fn facts(analysis: &Analysis, manifest: &Manifest, path: &str) -> Vec<Message> {
    match service_of(analysis, manifest.id) {
        Some(service) => of_service(analysis, service, path),
        None => of_pods(analysis, manifest, path),
    }
}

fn of_service(analysis: &Analysis, service: &Service, path: &str) -> Vec<Message> {
    if let Some(rest) = path.strip_prefix("spec.ports[") {
        let (index, field) = rest.split_once(']').unwrap_or((rest, ""));
        let port = index.parse::<usize>().ok().and_then(|index| service.ports.get(index));
        return port
            .map_or_else(Vec::new, |port| of_port(analysis, service, port, field.trim_start_matches('.')));
    }
    match path {
        "kind" | "metadata" | "metadata.name" | "spec.type" | "spec.clusterIP" | "spec.externalName" => {
            vec![name(analysis, service)]
        }
        "spec.selector" => selected(analysis, service).into_iter().collect(),
        _ => label(analysis, service, path).into_iter().collect(),
    }
}

/// What the Service's name is in DNS.
fn name(analysis: &Analysis, service: &Service) -> Message {
    let meta = &service.meta;
    let domain = &analysis.cluster.options.cluster_domain;
    let name = ("name", Arg::code(format!("{}.{}.svc.{domain}", meta.name, meta.namespace)));
    if service.kind == ServiceType::ExternalName {
        return words::DNS_ALIAS.with([name, ("alias", Arg::code(&*service.external_name))]);
    }
    let addresses: Vec<String> = if service.headless {
        let endpoints =
            own_slices(analysis, service).into_iter().flat_map(|slice| slice.endpoints.iter().flatten());
        let ready = endpoints.filter(|one| one.conditions.is_ready() || service.publish_not_ready_addresses);
        ready.flat_map(|one| one.addresses.iter().map(ToString::to_string)).collect()
    } else {
        service.cluster_ips.iter().map(ToString::to_string).collect()
    };
    match (service.headless, addresses.is_empty()) {
        (_, true) => words::DNS_NOTHING.with([name]),
        (true, false) => words::DNS_PODS.with([name, ("addresses", few(addresses))]),
        (false, false) => words::DNS_IP.with([name, ("addresses", few(addresses))]),
    }
}

/// Which Pods the selector selects.
fn selected(analysis: &Analysis, service: &Service) -> Option<Message> {
    let namespace = ("namespace", Arg::code(&*service.meta.namespace));
    let ids = analysis.cluster.select(&service.meta.namespace, service.selector.as_ref()?);
    let pods: Vec<&Pod> = ids.iter().filter_map(|id| analysis.cluster.pod(*id)).collect();
    if pods.is_empty() {
        return Some(words::SELECTS_NONE.with([namespace]));
    }
    let ready = pods.iter().filter(|pod| pod.ready).count();
    let names = few(pods.iter().map(|pod| pod.name.to_string()).collect());
    let counts = [("n", Arg::count(pods.len())), ("ready", Arg::count(ready))];
    let [n, ready] = counts;
    Some(words::SELECTS.with([n, namespace, ready, ("pods", names)]))
}

/// How many Pods have one label of the selector.
fn label(analysis: &Analysis, service: &Service, path: &str) -> Option<Message> {
    let rest = path.strip_prefix("spec.selector")?;
    let (Step::Key(key) | Step::Bracket(key), _) = split_path(rest.strip_prefix('.').unwrap_or(rest))?;
    let value = service.selector.as_ref()?.get(key)?;
    let namespace = &service.meta.namespace;
    let one: Labels = [(key, value)].into_iter().collect();
    let all = analysis.cluster.select(namespace, &Labels::default()).len();
    let n = analysis.cluster.select(namespace, &one).len();
    Some(words::LABEL.with([
        ("n", Arg::count(n)),
        ("all", Arg::count(all)),
        ("namespace", Arg::code(&**namespace)),
        ("label", Arg::code(format!("{key}={value}"))),
    ]))
}

fn of_port(analysis: &Analysis, service: &Service, port: &ServicePort, field: &str) -> Vec<Message> {
    match field {
        "targetPort" => target(analysis, service, port).into_iter().collect(),
        "nodePort" if port.node_port != 0 => {
            vec![words::NODE_PORT.with([("port", Arg::code(port.node_port.to_string()))])]
        }
        _ => vec![leads(analysis, service, port)],
    }
}

/// Where a port leads.
fn leads(analysis: &Analysis, service: &Service, port: &ServicePort) -> Message {
    let shown = ("port", Arg::code(format!("{}/{}", port.port, port.protocol)));
    let mut endpoints = Vec::new();
    for slice in own_slices(analysis, service) {
        let mut ports = slice.ports.iter().flatten();
        let number = ports
            .find(|known| known.name.as_deref().unwrap_or_default() == &*port.name)
            .and_then(|one| one.port);
        let ready = slice.endpoints.iter().flatten().filter(|one| one.conditions.is_ready());
        endpoints.extend(number.into_iter().flat_map(|number| {
            ready
                .clone()
                .filter_map(move |one| Some(crate::get::endpoints::host_port(one.addresses.first()?, number)))
        }));
    }
    if endpoints.is_empty() {
        return words::PORT_NOWHERE.with([shown]);
    }
    words::PORT_LEADS.with([shown, ("n", Arg::count(endpoints.len())), ("endpoints", few(endpoints))])
}

/// What a target port is in the first Pod that the Service selects.
fn target(analysis: &Analysis, service: &Service, port: &ServicePort) -> Option<Message> {
    let ids = analysis.cluster.select(&service.meta.namespace, service.selector.as_ref()?);
    let pod = analysis.cluster.pod(*ids.first()?)?;
    let named = ("pod", Arg::code(&*pod.name));
    let target = ("target", Arg::code(port.target_port.to_string()));
    let Some(number) = find_port(&pod.spec, port) else {
        return Some(words::TARGET_MISSING.with([named, target]));
    };
    let declares = |one: &&portolan_core::object::Container| {
        one.ports.iter().any(|known| known.port == number && known.protocol == port.protocol)
    };
    let Some(container) = pod.spec.all_containers().find(declares) else {
        return Some(words::TARGET_UNDECLARED.with([named, target]));
    };
    let container = ("container", Arg::code(&*container.name));
    Some(words::TARGET_IS.with([named, target, ("port", Arg::code(number.to_string())), container]))
}

/// What there is to say of a Pod, or of what makes Pods.
fn of_pods(analysis: &Analysis, manifest: &Manifest, path: &str) -> Vec<Message> {
    let of_object = matches!(path, "kind" | "metadata" | "metadata.name" | "spec.replicas");
    let of_labels = path.starts_with("spec.template.metadata.labels") || path.starts_with("metadata.labels");
    let pods: Vec<&Pod> = analysis.cluster.pods.iter().filter(|pod| pod.origin == manifest.id).collect();
    let is_own = pods.first().is_some_and(|pod| pod.template_path.is_empty());
    let is_workload = analysis.cluster.workloads.iter().any(|one| one.meta.id == manifest.id);
    if of_labels && (is_own || path.starts_with("spec.template")) {
        return pods.first().map(|pod| selectors(analysis, pod)).into_iter().collect();
    }
    if !of_object || !(is_own || is_workload) {
        return Vec::new();
    }
    let mut said = vec![if is_own { standing(&pods) } else { Some(makes(&pods)) }];
    said.push(pods.first().map(|pod| selectors(analysis, pod)));
    said.into_iter().flatten().collect()
}

fn standing(pods: &[&Pod]) -> Option<Message> {
    let pod = pods.first()?;
    let address = ("address", Arg::code(pod.ips.first()?.to_string()));
    Some(words::POD_IS.with([address, ("node", Arg::code(&*pod.node_name))]))
}

fn makes(pods: &[&Pod]) -> Message {
    if pods.is_empty() {
        return words::MAKES_NONE.message();
    }
    let ready = pods.iter().filter(|pod| pod.ready).count();
    let names = few(pods.iter().map(|pod| pod.name.to_string()).collect());
    words::MAKES.with([("n", Arg::count(pods.len())), ("ready", Arg::count(ready)), ("pods", names)])
}

/// Which Services select a Pod.
fn selectors(analysis: &Analysis, pod: &Pod) -> Message {
    let services = analysis.cluster.services.iter().filter(|service| {
        let selects = service.selector.as_ref().is_some_and(|selector| selector.select(&pod.labels));
        selects && service.meta.namespace == pod.namespace
    });
    let names: Vec<String> = services.map(|service| service.meta.name.to_string()).collect();
    if names.is_empty() {
        return words::SELECTED_BY_NONE.message();
    }
    words::SELECTED_BY.with([("n", Arg::count(names.len())), ("services", few(names))])
}

fn own_slices<'a>(analysis: &'a Analysis, service: &Service) -> Vec<&'a EndpointSlice> {
    by_service(&analysis.slices).remove(&(&*service.meta.namespace, &*service.meta.name)).unwrap_or_default()
}

/// Several names, the first of them if there are many.
fn few(mut names: Vec<String>) -> Arg {
    if names.len() > NAMES {
        names.truncate(NAMES);
        names.push("…".to_owned());
    }
    Arg::Codes(names)
}
