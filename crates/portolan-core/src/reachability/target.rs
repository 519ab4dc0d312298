//! The columns: the ports of Services, and those that workloads declare and no Service leads to.

use super::class::{ClassId, Classes};
use super::client::{Owners, Who};
use crate::Analysis;
use crate::object::{EndpointSlice, Port, Protocol, Service, ServicePort, ServiceType, TrafficPolicy};
use crate::policy::is_dns;
use crate::workload::{Pod, PodId};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// A port that is offered.
#[derive(Debug)]
pub struct Target<'a> {
    /// By whom.
    pub offer: Offer<'a>,
    /// The namespace.
    pub namespace: &'a str,
    /// The name.
    pub name: &'a str,
    /// The port to which clients connect.
    pub port: Port,
    /// The protocol.
    pub protocol: Protocol,
    pub(super) ends: Vec<End<'a>>,
    /// The only Pod behind it, if there is just one.
    pub(super) only: Only,
    /// Whether clients reach only what is on their own node.
    pub(super) local: bool,
}

/// Whether there is one Pod, and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Only {
    /// None so far.
    #[default]
    Nobody,
    /// This one.
    Pod(PodId),
    /// Several.
    Several,
}

impl Only {
    /// With one more, or the same once more.
    pub(super) fn and(self, pod: PodId) -> Self {
        match self {
            Self::Nobody => Self::Pod(pod),
            Self::Pod(known) if known == pod => self,
            Self::Pod(_) | Self::Several => Self::Several,
        }
    }
}

/// Who offers a port.
#[derive(Clone, Copy, Debug)]
pub enum Offer<'a> {
    /// A Service.
    Service(&'a Service, &'a ServicePort),
    /// The Pods of a controller, or one that has none: its kind.
    Workload(&'a str),
}

/// Where a port leads: to Pods that are alike, or to an address without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End<'a> {
    pub(super) at: At,
    pub(super) port: Port,
    /// The node, where it matters.
    pub(super) node: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    Class(ClassId),
    Address(IpAddr),
}

/// All of them, in input order.
pub(super) fn targets<'a>(analysis: &'a Analysis, classes: &Classes<'a>) -> Vec<Target<'a>> {
    let cluster = &analysis.cluster;
    let mut slices: BTreeMap<(&str, &str), Vec<&EndpointSlice>> = BTreeMap::new();
    for slice in &analysis.slices {
        if let Some(service) = slice.meta.labels.get("kubernetes.io/service-name") {
            slices.entry((&slice.meta.namespace, service)).or_default().push(slice);
        }
    }
    let names = cluster.pods.iter().zip(0..);
    let pods: BTreeMap<(&str, &str), PodId> =
        names.map(|(pod, id)| ((&*pod.namespace, &*pod.name), PodId(id))).collect();
    let mut reached: BTreeSet<(ClassId, Port, Protocol)> = BTreeSet::new();
    let mut found = Vec::new();
    for service in cluster.services.iter().filter(|one| one.kind != ServiceType::ExternalName) {
        let of_service = slices.get(&(&*service.meta.namespace, &*service.meta.name));
        for port in &service.ports {
            let slices = of_service.map_or(&[][..], Vec::as_slice);
            let target = of_service_port((service, port), slices, classes, &pods);
            for end in &target.ends {
                if let At::Class(class) = end.at {
                    reached.insert((class, end.port, port.protocol));
                }
            }
            found.push(target);
        }
    }
    found.extend(of_workloads(analysis, classes, &reached));
    found
}

fn of_service_port<'a>(
    (service, port): (&'a Service, &'a ServicePort),
    slices: &[&'a EndpointSlice],
    classes: &Classes<'a>,
    pods: &BTreeMap<(&str, &str), PodId>,
) -> Target<'a> {
    let local = !service.headless && service.internal_traffic_policy == Some(TrafficPolicy::Local);
    let (mut ready, mut ending) = (BTreeSet::new(), BTreeSet::new());
    let mut only = Only::Nobody;
    for slice in slices {
        let mut ports = slice.ports.iter().flatten();
        let named = ports.find(|one| one.name.as_deref().unwrap_or_default() == &*port.name);
        let Some(number) = named.map(|one| one.port.unwrap_or(port.port)) else { continue };
        for endpoint in slice.endpoints.iter().flatten() {
            let target = endpoint.target.as_ref();
            let pod = target.and_then(|target| pods.get(&(&*target.namespace, &*target.name)));
            only = pod.map_or(Only::Several, |pod| only.and(*pod));
            let class = pod.and_then(|pod| classes.of(*pod)).map(At::Class);
            let address = || endpoint.addresses.first().and_then(|ip| ip.parse().ok()).map(At::Address);
            let Some(at) = class.or_else(address) else { continue };
            let node = endpoint.node_name.as_deref().filter(|_| local);
            let end = End { at, port: number, node };
            let conditions = endpoint.conditions;
            if conditions.is_ready() {
                ready.insert(end);
            } else if conditions.is_serving() && conditions.is_terminating() {
                ending.insert(end);
            }
        }
    }
    let ends: Vec<_> = if ready.is_empty() { ending } else { ready }.into_iter().collect();
    let own = if service.headless { ends.first().map_or(port.port, |end| end.port) } else { port.port };
    Target {
        offer: Offer::Service(service, port),
        namespace: &service.meta.namespace,
        name: &service.meta.name,
        port: own,
        protocol: port.protocol,
        ends,
        only,
        local,
    }
}

/// The declared ports to which no Service leads.
fn of_workloads<'a>(
    analysis: &'a Analysis,
    classes: &Classes<'a>,
    reached: &BTreeSet<(ClassId, Port, Protocol)>,
) -> Vec<Target<'a>> {
    let cluster = &analysis.cluster;
    let owners = Owners::new(cluster);
    let mut found: Vec<Target<'a>> = Vec::new();
    let mut places = BTreeMap::new();
    let running = |pod: &Pod| !pod.is_terminal() && !pod.spec.host_network && !is_dns(pod);
    for (pod, id) in cluster.pods.iter().zip(0..).filter(|(pod, _)| running(pod)) {
        let (Some(class), Who::Workload(kind, namespace, name)) = (classes.of(PodId(id)), owners.of(pod))
        else {
            continue;
        };
        let sidecars = pod.spec.init_containers.iter().filter(|container| container.sidecar);
        for port in pod.spec.containers.iter().chain(sidecars).flat_map(|container| &container.ports) {
            if reached.contains(&(class, port.port, port.protocol)) {
                continue;
            }
            let key = (kind, namespace, name, port.port, port.protocol);
            let place = *places.entry(key).or_insert(found.len());
            if place == found.len() {
                let (offer, ends) = (Offer::Workload(kind), Vec::new());
                let (port, protocol) = (port.port, port.protocol);
                let only = Only::Nobody;
                found.push(Target { offer, namespace, name, port, protocol, ends, only, local: false });
            }
            let end = End { at: At::Class(class), port: port.port, node: None };
            let Some(target) = found.get_mut(place) else { continue };
            target.only = target.only.and(PodId(id));
            if !target.ends.contains(&end) {
                target.ends.push(end);
            }
        }
    }
    found
}
