//! How a Service port meets the ports that containers declare, as `FindPort` of pkg/api/v1/pod does.

use super::context::{Context, Selection};
use super::finding::Spot;
use super::template::Template;
use crate::object::{ContainerPort, PodSpec, Port, Protocol, ServicePort, TargetPort};

/// A declared port with its path in the Pod: `spec.containers[0].ports[1]`.
#[derive(Clone, Debug)]
pub struct Declared<'a> {
    /// The port.
    pub port: &'a ContainerPort,
    /// Its path.
    pub path: String,
}

/// A Service port, with its index in `spec.ports`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// The index.
    pub index: usize,
    /// The port.
    pub port: &'a ServicePort,
}

/// The ports of a Service that selects something.
pub(super) fn wanted<'s>(selection: &'s Selection<'_>) -> impl Iterator<Item = Wanted<'s>> {
    let ports = if selection.sources.is_empty() { &[][..] } else { &selection.service.ports };
    ports.iter().enumerate().map(|(index, port)| Wanted { index, port })
}

/// The ports of all Services, with each workload behind them.
pub(super) fn behind<'c, 'a>(
    context: &'c Context<'a>,
) -> impl Iterator<Item = (&'c Selection<'a>, Wanted<'c>, &'c Template<'a>)> {
    context.selections().iter().flat_map(move |selection| {
        let templates = move |port| context.sources(selection).map(move |(one, _)| (selection, port, one));
        wanted(selection).flat_map(templates)
    })
}

/// The ports that the running containers of a Pod declare: containers and sidecars.
pub fn declared(spec: &PodSpec) -> impl Iterator<Item = Declared<'_>> {
    let containers = spec.containers.iter().enumerate().map(|(at, one)| ("containers", at, one));
    let sidecars = spec.init_containers.iter().enumerate().filter(|(_, one)| one.sidecar);
    let sidecars = sidecars.map(|(at, one)| ("initContainers", at, one));
    containers.chain(sidecars).flat_map(|(list, at, container)| {
        let ports = container.ports.iter().enumerate();
        ports.map(move |(index, port)| Declared { port, path: format!("spec.{list}[{at}].ports[{index}]") })
    })
}

impl<'a> Wanted<'a> {
    /// The name of the target port, where it has one.
    pub(super) fn target_name(&self) -> Option<&'a str> {
        match &self.port.target_port {
            TargetPort::Name(name) => Some(name),
            TargetPort::Number(_) => None,
        }
    }

    /// The number of the target port, where it is one.
    pub(super) fn target_number(&self) -> Option<Port> {
        match self.port.target_port {
            TargetPort::Number(number) => Some(number),
            TargetPort::Name(_) => None,
        }
    }

    /// Whether a declared port is the target, apart from the protocol.
    pub(super) fn is_target(&self, port: &ContainerPort) -> bool {
        match &self.port.target_port {
            TargetPort::Number(number) => *number == port.port,
            TargetPort::Name(name) => *name == port.name,
        }
    }

    /// Whether a workload declares the target port with the Service port's protocol.
    pub(super) fn is_declared_by(&self, template: &Template<'_>) -> bool {
        self.among(template, Some(self.port.protocol)).is_some()
    }

    /// The target port as a workload declares it; of any protocol where none is given.
    pub(super) fn among<'t>(
        &self,
        template: &'t Template<'_>,
        protocol: Option<Protocol>,
    ) -> Option<Declared<'t>> {
        let right = |port: &ContainerPort| protocol.is_none_or(|protocol| port.protocol == protocol);
        declared(template.spec).find(|one| self.is_target(one.port) && right(one.port))
    }

    /// Where the target port is written: `targetPort`, or `port`, from which it is taken.
    pub(super) fn spot(&self, context: &Context<'_>, selection: &Selection<'_>) -> Spot {
        let service = selection.service.meta.id;
        let target = self.path("targetPort");
        if context.field(service, &target).is_some() {
            return Spot::value(service, target);
        }
        Spot::value(service, self.path("port"))
    }

    /// The path of a field of the Service port.
    pub(super) fn path(&self, field: &str) -> String {
        format!("spec.ports[{}].{field}", self.index)
    }
}

/// `8080/TCP`, or `http (8080/TCP)` for a port with a name.
pub(super) fn port_title(port: &ContainerPort) -> String {
    if port.name.is_empty() {
        format!("{}/{}", port.port, port.protocol)
    } else {
        format!("{} ({}/{})", port.name, port.port, port.protocol)
    }
}
