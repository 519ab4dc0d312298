//! From the name of a Service and its port to the endpoints that a proxy dials: proxies read EndpointSlices and leave
//! cluster IPs alone.

use super::decision::Address;
use crate::cluster::Cluster;
use crate::object::{AddressType, EndpointSlice, Protocol, Service, ServicePort, SlicePort, parse_ip};
use crate::workload::PodId;
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// The label that says which Service a slice belongs to.
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Services, their slices and Pods, by namespace and name.
#[derive(Debug, Default)]
pub(super) struct Backends<'a> {
    services: BTreeMap<(&'a str, &'a str), &'a Service>,
    slices: BTreeMap<(&'a str, &'a str), Vec<&'a EndpointSlice>>,
    pods: BTreeMap<(&'a str, &'a str), PodId>,
}

impl<'a> Backends<'a> {
    pub(super) fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice]) -> Self {
        let mut by_service: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for slice in slices.iter().filter(|slice| slice.address_type != AddressType::Fqdn) {
            if let Some(service) = slice.meta.labels.get(SERVICE_NAME) {
                by_service.entry((&*slice.meta.namespace, service)).or_default().push(slice);
            }
        }
        let services = cluster.services.iter();
        let pods = cluster.pods.iter().zip(0..);
        Self {
            services: services.map(|one| ((&*one.meta.namespace, &*one.meta.name), one)).collect(),
            slices: by_service,
            pods: pods.map(|(pod, id)| ((&*pod.namespace, &*pod.name), PodId(id))).collect(),
        }
    }

    /// The Service of that name.
    pub(super) fn service(&self, namespace: &str, name: &str) -> Option<&'a Service> {
        self.services.get(&(namespace, name)).copied()
    }

    /// The ready endpoints of a Service's port, each once, in the order of the slices.
    pub(super) fn endpoints(&self, service: &Service, port: &ServicePort) -> Vec<Address> {
        let slices = self.slices.get(&(&*service.meta.namespace, &*service.meta.name));
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for slice in slices.into_iter().flatten() {
            let ports: Vec<u16> = slice.ports.iter().flatten().filter_map(|one| number(one, port)).collect();
            for endpoint in slice.endpoints.iter().flatten().filter(|one| one.conditions.is_ready()) {
                let target = endpoint.target.as_ref().filter(|target| &*target.kind == "Pod");
                let pod = target.and_then(|one| self.pods.get(&(&*one.namespace, &*one.name)).copied());
                for ip in endpoint.addresses.iter().filter_map(|text| parse_ip(text)) {
                    let addresses = ports.iter().map(|port| SocketAddr::new(ip, *port));
                    let new = addresses.filter(|address| known.insert(*address)).collect::<Vec<_>>();
                    found.extend(new.into_iter().map(|address| Address { address, pod }));
                }
            }
        }
        found
    }
}

/// The number that a slice gives to a port of a Service.
fn number(one: &SlicePort, port: &ServicePort) -> Option<u16> {
    let named = one.name.as_deref().unwrap_or_default() == &*port.name;
    let tcp = one.protocol.unwrap_or(Protocol::Tcp) == Protocol::Tcp;
    one.port.filter(|_| named && tcp)
}
