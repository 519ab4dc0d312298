//! The probes of a workload's containers, each with its path, and the ports that they ask.

use super::ports::{Declared, declared};
use super::template::Template;
use crate::object::{Container, PodSpec, Port, Probe};

/// A probe with its container and its path in the Pod: `spec.containers[0].readinessProbe`.
#[derive(Clone, Debug)]
pub(super) struct Probed<'a> {
    /// The container.
    pub container: &'a Container,
    /// The path of the container.
    container_path: String,
    /// The probe.
    pub probe: &'a Probe,
}

/// The probes of all containers and sidecars, in order; init containers have none.
pub(super) fn probes(spec: &PodSpec) -> impl Iterator<Item = Probed<'_>> {
    let init = spec.init_containers.iter().enumerate().map(|(at, one)| ("initContainers", at, one));
    let containers = spec.containers.iter().enumerate().map(|(at, one)| ("containers", at, one));
    init.chain(containers).flat_map(|(list, at, container)| {
        container.probes.iter().map(move |probe| Probed {
            container,
            container_path: format!("spec.{list}[{at}]"),
            probe,
        })
    })
}

/// The probe for which no Pod of a specification can ever be ready, if there is one.
pub(super) fn never_ready(spec: &PodSpec) -> Option<Probed<'_>> {
    probes(spec).find(|one| one.probe.holds_back() && one.probe.never_passes(one.container))
}

impl<'a> Probed<'a> {
    /// The path of a field of what the kubelet does: `spec.containers[0].readinessProbe.httpGet.port`.
    pub(super) fn path(&self, template: &Template<'_>, field: &str) -> String {
        let (probe, action) = (self.probe.kind.field(), self.probe.action.field());
        template.path_of(&format!("{}.{probe}.{action}.{field}", self.container_path))
    }

    /// The port that is asked, as the probe's own container declares it.
    pub(super) fn own_port(&self, number: Port) -> Option<Declared<'a>> {
        let ports = self.container.ports.iter().enumerate();
        let (index, port) = ports.into_iter().find(|(_, port)| port.port == number)?;
        Some(Declared { port, path: format!("{}.ports[{index}]", self.container_path) })
    }

    /// The ports that the other containers of the Pod declare.
    pub(super) fn others<'s>(&'s self, spec: &'s PodSpec) -> impl Iterator<Item = Declared<'s>> {
        declared(spec).filter(|one| !one.path.starts_with(&format!("{}.", self.container_path)))
    }
}
