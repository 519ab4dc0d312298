//! What is counted behind a Service, for facts in the text.

use crate::get::slice::ByService;
use portolan_core::Analysis;
use portolan_core::diagnostic::ObjectId;
use portolan_core::object::{EndpointSlice, Service};
use portolan_yaml::collections::BTreeSet;

/// How many Pods a Service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Those that its selector matches.
    pub selected: usize,
    /// Those of them that are ready.
    pub ready: usize,
    /// Those that are ready and have one of its ports, or the Service has none.
    pub reachable: usize,
}

impl Reach {
    /// Counts the Pods of a Service; `None` without a selector.
    pub(super) fn of(analysis: &Analysis, slices: &ByService<'_>, service: &Service) -> Option<Self> {
        let meta = &service.meta;
        let selected = analysis.cluster.select(&meta.namespace, service.selector.as_ref()?);
        let pods = selected.iter().filter_map(|id| analysis.cluster.pod(*id));
        let ready = pods.filter(|pod| pod.ready && pod.is_active()).count();
        let own = slices.get(&(&*meta.namespace, &*meta.name)).map_or(&[][..], Vec::as_slice);
        let reachable = ready_targets(service, own).len();
        Some(Self { selected: selected.len(), ready, reachable })
    }
}

/// The names of what is ready behind one of a Service's ports.
fn ready_targets<'a>(service: &Service, slices: &[&'a EndpointSlice]) -> BTreeSet<&'a str> {
    let has_ports =
        |slice: &&&EndpointSlice| service.ports.is_empty() || slice.ports.iter().flatten().next().is_some();
    let endpoints = slices.iter().filter(has_ports).flat_map(|slice| slice.endpoints.iter().flatten());
    let ready = endpoints.filter(|endpoint| endpoint.conditions.is_ready());
    ready.filter_map(|endpoint| Some(&*endpoint.target.as_ref()?.name)).collect()
}

/// The Service that a manifest made.
pub(super) fn service_of(analysis: &Analysis, id: ObjectId) -> Option<&Service> {
    analysis.cluster.services.iter().find(|service| service.meta.id == id)
}
