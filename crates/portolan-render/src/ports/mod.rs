//! Which port leads where: from the port of a Service by its target port to the ports that containers declare.
//!
//! A table of four columns for each Service: `nodePort`, `port`, `targetPort`, and what the containers of the selected
//! Pods make of it, once for each workload. Every cell knows its fields in the manifests.

mod words;

use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Message, ObjectId, Origin};
use portolan_core::lint::{Declared, Roots, Template, declared};
use portolan_core::object::{PodSpec, Protocol, Service, ServicePort, ServiceType, TargetPort};
use portolan_core::workload::Pod;
use portolan_yaml::collections::BTreeMap;

/// The ports of a Service.
#[derive(Clone, Debug)]
pub struct ServicePorts {
    /// `namespace/name`.
    pub service: String,
    /// Its manifest.
    pub object: ObjectId,
    /// Its type; `None (headless)` is told apart by [`Self::headless`].
    pub kind: ServiceType,
    /// Whether it has no cluster IP.
    pub headless: bool,
    /// Its ports, in order.
    pub rows: Vec<Row>,
    /// Why no Pod is behind them, where none is.
    pub note: Option<Message>,
}

/// A port of a Service.
#[derive(Clone, Debug)]
pub struct Row {
    /// The name; empty for none.
    pub name: String,
    /// The protocol.
    pub protocol: Protocol,
    /// `appProtocol`.
    pub app_protocol: Option<Cell>,
    /// `nodePort`; `None` where the Service has none.
    pub node_port: Option<Cell>,
    /// `port`.
    pub port: Cell,
    /// `targetPort`.
    pub target: Cell,
    /// What becomes of it in each workload whose Pods are selected.
    pub ends: Vec<End>,
}

/// A number or a name with the field that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// As it is shown.
    pub text: String,
    /// The field.
    pub origin: Origin,
    /// Whether the manifest says it, and the API server has not put it there.
    pub written: bool,
}

/// Where a target port leads in the Pods of a workload.
#[derive(Clone, Debug)]
pub struct End {
    /// Kind and name of the workload.
    pub workload: String,
    /// How many of its Pods are selected.
    pub pods: usize,
    /// The container that declares the port; empty where none does.
    pub container: String,
    /// The port as the container declares it; without one, what number connections go to.
    pub port: Option<Cell>,
    /// How it stands with it.
    pub state: State,
    /// The same in a sentence.
    pub message: Message,
}

/// How a target port meets the containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A container declares it.
    Declared,
    /// A container declares its number, for another protocol.
    OtherProtocol,
    /// No container declares its number: what listens there depends on the program.
    Undeclared,
    /// No container declares its name: these Pods are left out.
    NoSuchName,
}

/// The ports of every Service, in the order of the manifests. Services of type ExternalName have none that lead
/// anywhere.
#[must_use]
pub fn of(analysis: &Analysis) -> Vec<ServicePorts> {
    let mut roots = Roots::new(analysis);
    let services = analysis.cluster.services.iter();
    services.map(|service| service_ports(analysis, &mut roots, service)).collect()
}

/// The field by which a Pod takes part in a Service port: the port that a container declares, else its manifest.
#[must_use]
pub fn target_origin(pod: &Pod, port: &ServicePort) -> Origin {
    match find(&pod.spec, port, Some(port.protocol)) {
        Some(found) => {
            let path = found.path.strip_prefix("spec.").unwrap_or(&found.path);
            pod.origin_of(&format!("{path}.containerPort"))
        }
        None => Origin { object: pod.origin, path: String::new() },
    }
}

/// The Pods of one workload, as far as they are selected: those with the same specification.
struct Selected<'a> {
    workload: String,
    pod: &'a Pod,
    count: usize,
}

fn service_ports<'a>(analysis: &'a Analysis, roots: &mut Roots<'a>, service: &Service) -> ServicePorts {
    let selected = selected(analysis, roots, service);
    let rows = service.ports.iter().enumerate().map(|(index, port)| {
        let path = |field: &str| format!("spec.ports[{index}].{field}");
        let cell = |field: &str, text: String| {
            let origin = Origin { object: service.meta.id, path: path(field) };
            Cell { text, written: states(analysis, &origin), origin }
        };
        Row {
            name: port.name.to_string(),
            protocol: port.protocol,
            app_protocol: port.app_protocol.as_ref().map(|name| cell("appProtocol", name.to_string())),
            node_port: (port.node_port != 0).then(|| cell("nodePort", port.node_port.to_string())),
            port: cell("port", port.port.to_string()),
            target: cell("targetPort", port.target_port.to_string()),
            ends: selected.iter().map(|one| end(analysis, one, port)).collect(),
        }
    });
    ServicePorts {
        service: service.meta.full_name(),
        object: service.meta.id,
        kind: service.kind,
        headless: service.headless,
        rows: rows.collect(),
        note: note(service, selected.is_empty()),
    }
}

fn note(service: &Service, alone: bool) -> Option<Message> {
    let template = match service.kind {
        ServiceType::ExternalName => &words::EXTERNAL_NAME,
        _ if service.ports.is_empty() => &words::NO_PORTS,
        _ if service.selector.is_none() => &words::NO_SELECTOR,
        _ if alone => &words::NO_PODS,
        _ => return None,
    };
    Some(template.message())
}

fn selected<'a>(analysis: &'a Analysis, roots: &mut Roots<'a>, service: &Service) -> Vec<Selected<'a>> {
    let Some(selector) = service.selector.as_ref().filter(|_| service.kind != ServiceType::ExternalName)
    else {
        return Vec::new();
    };
    let mut places: BTreeMap<(usize, *const PodSpec), usize> = BTreeMap::new();
    let mut all: Vec<Selected<'a>> = Vec::new();
    for id in analysis.cluster.select(&service.meta.namespace, selector) {
        let Some(pod) = analysis.cluster.pod(id) else { continue };
        let root = roots.root(pod);
        // Pods of a dump have each a specification of its own, though of one workload.
        let spec = if pod.status.is_some() { std::ptr::null() } else { std::sync::Arc::as_ptr(&pod.spec) };
        let place = *places.entry((root, spec)).or_insert(all.len());
        match all.get_mut(place) {
            Some(known) => known.count += 1,
            None => {
                let workload = roots.templates.get(root).map(Template::title).unwrap_or_default();
                all.push(Selected { workload, pod, count: 1 });
            }
        }
    }
    all
}

fn end(analysis: &Analysis, selected: &Selected<'_>, port: &ServicePort) -> End {
    let pod = selected.pod;
    let found = find(&pod.spec, port, Some(port.protocol));
    let other = || find(&pod.spec, port, None);
    let (found, state) = match (found, &port.target_port) {
        (Some(found), _) => (Some(found), State::Declared),
        (None, TargetPort::Number(_)) => match other() {
            Some(other) => (Some(other), State::OtherProtocol),
            None => (None, State::Undeclared),
        },
        (None, TargetPort::Name(_)) => (None, State::NoSuchName),
    };
    let container = found.as_ref().map(|found| container(&pod.spec, found)).unwrap_or_default();
    let cell = found.as_ref().map(|found| {
        let path = found.path.strip_prefix("spec.").unwrap_or(&found.path);
        let origin = pod.origin_of(&format!("{path}.containerPort"));
        Cell { text: found.port.port.to_string(), written: states(analysis, &origin), origin }
    });
    let undeclared = || match port.target_port {
        TargetPort::Number(number) if state == State::Undeclared => {
            let origin = pod.origin_of("containers");
            Some(Cell { text: number.to_string(), written: false, origin })
        }
        _ => None,
    };
    End {
        workload: selected.workload.clone(),
        pods: selected.count,
        message: message(pod, port, found.as_ref(), state, &container),
        container,
        port: cell.or_else(undeclared),
        state,
    }
}

fn message(
    pod: &Pod,
    port: &ServicePort,
    found: Option<&Declared<'_>>,
    state: State,
    container: &str,
) -> Message {
    let container = ("container", Arg::code(container));
    match (state, &port.target_port) {
        (State::Declared, TargetPort::Name(name)) => {
            words::NAMED.with([container, ("name", Arg::code(&**name))])
        }
        (State::Declared, TargetPort::Number(_)) => words::DECLARED.with([container]),
        (State::OtherProtocol, _) => {
            let protocol = found.map_or(Protocol::Tcp, |found| found.port.protocol);
            let protocols =
                [("found", Arg::text(protocol.as_str())), ("wanted", Arg::text(port.protocol.as_str()))];
            let [found, wanted] = protocols;
            words::OTHER_PROTOCOL.with([container, found, wanted])
        }
        (State::Undeclared, _) => words::UNDECLARED.message(),
        (State::NoSuchName, name) => {
            let known: Vec<String> = declared(&pod.spec)
                .filter(|one| !one.port.name.is_empty())
                .map(|one| format!("{} ({}/{})", one.port.name, one.port.port, one.port.protocol))
                .collect();
            let name = ("name", Arg::code(name.to_string()));
            if known.is_empty() {
                return words::NO_NAMES.with([name]);
            }
            words::NO_SUCH_NAME.with([name, ("known", Arg::Codes(known))])
        }
    }
}

/// The target port as a container declares it; of any protocol where none is given.
fn find<'p>(spec: &'p PodSpec, port: &ServicePort, protocol: Option<Protocol>) -> Option<Declared<'p>> {
    declared(spec).find(|one| {
        let named = match &port.target_port {
            TargetPort::Number(number) => *number == one.port.port,
            TargetPort::Name(name) => *name == one.port.name,
        };
        named && protocol.is_none_or(|protocol| protocol == one.port.protocol)
    })
}

/// The name of the container that declares a port.
fn container(spec: &PodSpec, found: &Declared<'_>) -> String {
    let owns = |ports: &[portolan_core::object::ContainerPort]| {
        ports.iter().any(|port| std::ptr::eq(port, found.port))
    };
    let owner = spec.all_containers().find(|container| owns(&container.ports));
    owner.map(|container| container.name.to_string()).unwrap_or_default()
}

fn states(analysis: &Analysis, origin: &Origin) -> bool {
    let manifest = analysis.manifests.get(origin.object.0 as usize);
    manifest.is_some_and(|manifest| manifest.states(&analysis.files, &origin.path))
}

#[cfg(test)]
mod tests;
