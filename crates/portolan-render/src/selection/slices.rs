//! The EndpointSlices of a Service, endpoint by endpoint.

use portolan_core::Analysis;
use portolan_core::diagnostic::{ObjectId, Origin};
use portolan_core::object::{Endpoint, EndpointSlice, Service};
use portolan_core::workload::Pod;
use portolan_yaml::collections::BTreeMap;

use crate::get::slice::by_service;
use crate::ports::target_origin;

/// A slice.
#[derive(Clone, Debug)]
pub struct SliceLines {
    /// The name.
    pub name: String,
    /// `addressType`.
    pub family: &'static str,
    /// Who writes it.
    pub maker: Maker,
    /// Its ports: `http 8080/TCP`.
    pub ports: Vec<(String, Vec<Origin>)>,
    /// Its endpoints.
    pub endpoints: Vec<EndpointLine>,
    /// Where it comes from: the Service, the Endpoints, or its own manifest.
    pub origin: Origin,
}

/// Who writes a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// The EndpointSlice controller, from the selector.
    Controller,
    /// The mirroring controller, from Endpoints that somebody wrote.
    Mirroring,
    /// Somebody.
    Hand,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointLine {
    /// Its addresses.
    pub addresses: String,
    /// Whether it takes new connections, serves still, and is being deleted.
    pub conditions: (bool, bool, bool),
    /// The Pod, as far as it is said.
    pub pod: String,
    /// The node, the zone, and the zones or nodes for which it is kept.
    pub node: String,
    /// The zone.
    pub zone: String,
    /// `hints`.
    pub hints: String,
    /// The Pod's fields that lead to it.
    pub origins: Vec<Origin>,
}

/// The slices of a Service, as the API server lists them.
#[must_use]
pub fn slices_of(analysis: &Analysis, service: &Service) -> Vec<SliceLines> {
    let slices = by_service(&analysis.slices);
    let own = slices.get(&(&*service.meta.namespace, &*service.meta.name)).into_iter().flatten();
    let pods = analysis.cluster.pods.iter().filter(|pod| pod.namespace == service.meta.namespace);
    let pods: BTreeMap<&str, &Pod> = pods.map(|pod| (&*pod.name, pod)).collect();
    own.map(|slice| lines(analysis, service, slice, &pods)).collect()
}

fn lines(
    analysis: &Analysis,
    service: &Service,
    slice: &EndpointSlice,
    pods: &BTreeMap<&str, &Pod>,
) -> SliceLines {
    let maker = maker(analysis, service, slice);
    let ports = slice.ports.iter().flatten().map(|port| {
        let index = service.ports.iter().position(|one| port.name.as_deref() == Some(&*one.name));
        let origin = match (maker, index) {
            (Maker::Controller, Some(index)) => {
                Origin { object: service.meta.id, path: format!("spec.ports[{index}].targetPort") }
            }
            _ => Origin { object: slice.meta.id, path: "ports".to_owned() },
        };
        let number = port.port.map_or_else(|| "*".to_owned(), |number| number.to_string());
        let protocol = port.protocol.map_or("TCP", portolan_core::object::Protocol::as_str);
        let name = port.name.as_deref().filter(|name| !name.is_empty());
        let name = name.map_or_else(String::new, |name| format!("{name} "));
        (format!("{name}{number}/{protocol}"), vec![origin])
    });
    let endpoints = slice.endpoints.iter().flatten().enumerate().map(|(index, one)| {
        let written = Origin { object: one.origin, path: format!("endpoints[{index}]") };
        endpoint(service, one, pods, (maker == Maker::Hand).then_some(written))
    });
    SliceLines {
        name: slice.meta.name.to_string(),
        family: slice.address_type.as_str(),
        maker,
        ports: ports.collect(),
        endpoints: endpoints.collect(),
        origin: whole(slice.meta.id),
    }
}

fn maker(analysis: &Analysis, service: &Service, slice: &EndpointSlice) -> Maker {
    let kind = analysis.manifests.get(slice.meta.id.0 as usize).and_then(|one| one.kind.as_deref());
    match kind {
        Some("Endpoints") => Maker::Mirroring,
        _ if slice.meta.id == service.meta.id => Maker::Controller,
        _ if service.selector.is_some() && slice.generate_name.is_some() => Maker::Controller,
        _ => Maker::Hand,
    }
}

fn endpoint(
    service: &Service,
    one: &Endpoint,
    pods: &BTreeMap<&str, &Pod>,
    written: Option<Origin>,
) -> EndpointLine {
    let addresses: Vec<&str> = one.addresses.iter().map(|address| &**address).collect();
    let target = one.target.as_ref().filter(|target| &*target.kind == "Pod");
    let pod = target.and_then(|target| pods.get(&*target.name));
    let conditions = one.conditions;
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let mut origins: Vec<Origin> = written.into_iter().collect();
    for port in &service.ports {
        let origin = pod.map_or_else(|| whole(one.origin), |pod| target_origin(pod, port));
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    let hints: Vec<&str> = one.hints.zones.iter().chain(&one.hints.nodes).map(|hint| &**hint).collect();
    EndpointLine {
        addresses: addresses.join(", "),
        conditions: (conditions.is_ready(), conditions.is_serving(), conditions.is_terminating()),
        pod: target.map(|target| target.name.to_string()).unwrap_or_default(),
        node: text(&one.node_name),
        zone: text(&one.zone),
        hints: hints.join(", "),
        origins,
    }
}

const fn whole(object: ObjectId) -> Origin {
    Origin { object, path: String::new() }
}
