//! Ports: the target ports of Services and those of probes lead to containers', those of Ingresses and routes to Services'.

use super::Book;
use portolan_core::diagnostic::{ObjectId, Place};
use portolan_core::lint::Template;
use portolan_core::object::{Backend, Container, Protocol, Service, TargetPort};

pub(super) fn collect(book: &mut Book<'_>) {
    let analysis = book.analysis;
    for service in &analysis.cluster.services {
        let Some(selector) = &service.selector else { continue };
        for template in book.with_labels(&service.meta.namespace, selector) {
            targets(book, service, &template);
        }
    }
    for template in book.templates.clone() {
        probes(book, &template);
    }
    for ingress in &analysis.cluster.ingresses {
        let id = ingress.meta.id;
        let namespace = &ingress.meta.namespace;
        if let Some(backend) = &ingress.default_backend {
            back_end(book, (id, "spec.defaultBackend"), namespace, backend);
        }
        for (at, rule) in ingress.rules.iter().enumerate() {
            for (index, (_, _, backend)) in rule.paths.iter().enumerate() {
                let path = format!("spec.rules[{at}].http.paths[{index}].backend");
                back_end(book, (id, &path), namespace, backend);
            }
        }
    }
    for route in &analysis.cluster.routes {
        for (at, rule) in route.rules.iter().enumerate() {
            for (index, backend) in rule.backends.iter().enumerate() {
                let path = format!("spec.rules[{at}].backendRefs[{index}]");
                let service = book.services.get(&(&*backend.namespace, &*backend.name)).copied();
                let Some(service) = service.filter(|_| &*backend.kind == "Service") else { continue };
                book.link(book.entry(route.meta.id, &format!("{path}.name")), book.name(service.meta.id));
                let port = backend.port.map(TargetPort::Number);
                let to = port.and_then(|port| of_service(book, service, &port));
                book.link(book.entry(route.meta.id, &format!("{path}.port")), to);
            }
        }
    }
}

/// The target ports of a Service in a workload that it selects.
fn targets(book: &mut Book<'_>, service: &Service, template: &Template<'_>) {
    for (at, port) in service.ports.iter().enumerate() {
        let path = format!("spec.ports[{at}]");
        let written = book.entry(service.meta.id, &format!("{path}.targetPort"));
        let from = written.or_else(|| book.entry(service.meta.id, &format!("{path}.port")));
        for (own, container) in containers(template) {
            let to = of_container(book, template, &own, container, &port.target_port, Some(port.protocol));
            book.link(from, to);
        }
    }
}

/// The ports of a workload's probes: a name is that of a port of the same container.
fn probes(book: &mut Book<'_>, template: &Template<'_>) {
    for (own, container) in containers(template) {
        for probe in ["readinessProbe", "livenessProbe", "startupProbe"] {
            for action in ["httpGet", "tcpSocket", "grpc"] {
                let path = format!("{own}.{probe}.{action}.port");
                let Some(node) = book.field(template.object, &path) else { continue };
                let Some(port) = target(node.content()) else { continue };
                let to = of_container(book, template, &own, container, &port, None);
                book.link(book.entry(template.object, &path), to);
            }
        }
    }
}

fn target(text: &str) -> Option<TargetPort> {
    let name = || (!text.is_empty()).then(|| TargetPort::Name(text.into()));
    text.parse().map(TargetPort::Number).ok().or_else(name)
}

/// Where a container declares a port.
fn of_container(
    book: &Book<'_>,
    template: &Template<'_>,
    path: &str,
    container: &Container,
    port: &TargetPort,
    protocol: Option<Protocol>,
) -> Option<Place> {
    let declares = |one: &portolan_core::object::ContainerPort| {
        let same = match port {
            TargetPort::Number(number) => one.port == *number,
            TargetPort::Name(name) => one.name == *name,
        };
        same && protocol.is_none_or(|protocol| protocol == one.protocol)
    };
    let at = container.ports.iter().position(declares)?;
    let field = if matches!(port, TargetPort::Name(_)) { "name" } else { "containerPort" };
    book.entry(template.object, &format!("{path}.ports[{at}].{field}"))
}

/// A back end of an Ingress: its Service, and that one's port.
fn back_end(book: &mut Book<'_>, (id, path): (ObjectId, &str), namespace: &str, backend: &Backend) {
    let Some(service) = book.services.get(&(namespace, &*backend.service)).copied() else { return };
    book.link(book.entry(id, &format!("{path}.service.name")), book.name(service.meta.id));
    let Some(port) = &backend.port else { return };
    let to = of_service(book, service, port);
    for field in ["number", "name"] {
        book.link(book.entry(id, &format!("{path}.service.port.{field}")), to);
    }
}

/// Where a Service has a port.
pub(super) fn of_service(book: &Book<'_>, service: &Service, port: &TargetPort) -> Option<Place> {
    let at = service.ports.iter().position(|one| match port {
        TargetPort::Number(number) => one.port == *number,
        TargetPort::Name(name) => one.name == *name,
    })?;
    let field = if matches!(port, TargetPort::Name(_)) { "name" } else { "port" };
    book.entry(service.meta.id, &format!("spec.ports[{at}].{field}"))
}

/// The containers of a workload with their paths.
fn containers<'a>(template: &Template<'a>) -> Vec<(String, &'a Container)> {
    let lists = [
        ("spec.initContainers", &template.spec.init_containers),
        ("spec.containers", &template.spec.containers),
    ];
    let all = lists.into_iter().flat_map(|(list, all)| {
        let path = template.path_of(list);
        all.iter().enumerate().map(move |(at, one)| (format!("{path}[{at}]"), one))
    });
    all.collect()
}
