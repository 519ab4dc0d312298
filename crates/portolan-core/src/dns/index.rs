//! What CoreDNS knows of the cluster, sorted for looking up: Services by name, ready endpoints by Service, and both by
//! address.

use super::question::reverse_name;
use crate::cluster::Cluster;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{Endpoint, EndpointSlice, Port, Protocol, Service, ServiceType};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Namespace and name.
pub(super) type Key<'a> = (&'a str, &'a str);

/// Everything that names are made of.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) services: BTreeMap<Key<'a>, Entry<'a>>,
    pub(super) slices: BTreeMap<Key<'a>, Vec<&'a EndpointSlice>>,
    /// The Service that has an address as its cluster IP.
    pub(super) cluster_ips: BTreeMap<IpAddr, Key<'a>>,
    /// The ready endpoints that have an address, each with its Service.
    pub(super) endpoint_ips: BTreeMap<IpAddr, Vec<(Key<'a>, EndpointAddress<'a>)>>,
}

/// A Service as CoreDNS keeps it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) kind: EntryKind<'a>,
    /// Names, protocols and numbers of its ports.
    pub(super) ports: Vec<(&'a str, Protocol, Port)>,
    /// Its manifest; `None` for `default/kubernetes`.
    pub(super) object: Option<ObjectId>,
}

/// What a Service's name stands for.
#[derive(Debug)]
pub(super) enum EntryKind<'a> {
    /// Cluster IPs.
    ClusterIps(Vec<IpAddr>),
    /// The endpoints themselves.
    Headless,
    /// Another name.
    ExternalName(&'a str),
}

/// An address of an endpoint, as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct EndpointAddress<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) text: &'a str,
}

impl<'a> Index<'a> {
    pub(super) fn new(cluster: &'a Cluster, slices: &'a [EndpointSlice]) -> Self {
        let mut services: BTreeMap<_, _> = cluster.services.iter().map(entry).collect();
        if let Some(kubernetes) = kubernetes(cluster) {
            services.entry(("default", "kubernetes")).or_insert(kubernetes);
        }
        let mut cluster_ips = BTreeMap::new();
        for (key, entry) in &services {
            if let EntryKind::ClusterIps(ips) = &entry.kind {
                cluster_ips.extend(ips.iter().map(|ip| (*ip, *key)));
            }
        }
        let mut by_service = BTreeMap::<_, Vec<_>>::new();
        let mut endpoint_ips = BTreeMap::<_, Vec<_>>::new();
        for slice in slices {
            let Some(name) = slice.meta.labels.get(SERVICE_NAME) else { continue };
            let key = (slice.meta.namespace.as_ref(), name);
            by_service.entry(key).or_default().push(slice);
            for address in ready(slice) {
                if let Ok(ip) = address.text.parse() {
                    endpoint_ips.entry(ip).or_default().push((key, address));
                }
            }
        }
        Self { services, slices: by_service, cluster_ips, endpoint_ips }
    }

    /// Names in the zones of addresses, sorted by address, each with the address.
    pub(super) fn reverse_names(&self) -> impl Iterator<Item = String> {
        let endpoints = self.endpoint_ips.keys().filter(|ip| !self.cluster_ips.contains_key(*ip));
        self.cluster_ips.keys().chain(endpoints).map(|ip| reverse_name(*ip))
    }
}

/// The addresses of the ready endpoints of a slice. "Not said" is ready.
pub(super) fn ready(slice: &EndpointSlice) -> impl Iterator<Item = EndpointAddress<'_>> {
    let endpoints = slice.endpoints.iter().flatten().filter(|endpoint| endpoint.conditions.is_ready());
    endpoints
        .flat_map(|endpoint| endpoint.addresses.iter().map(move |text| EndpointAddress { endpoint, text }))
}

impl EndpointAddress<'_> {
    /// The label before the Service's name: the host name, or the address with dashes.
    pub(super) fn hostname(self) -> String {
        match self.endpoint.hostname.as_deref() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ if self.text.contains('.') => self.text.replace('.', "-"),
            _ if self.text.contains(':') => self.text.replace(':', "-"),
            _ => String::new(),
        }
    }

    pub(super) fn origin(self) -> Origin {
        Origin { object: self.endpoint.origin, path: String::new() }
    }
}

fn entry(service: &Service) -> (Key<'_>, Entry<'_>) {
    let kind = match service.kind {
        ServiceType::ExternalName => EntryKind::ExternalName(&service.external_name),
        _ if service.headless => EntryKind::Headless,
        _ => EntryKind::ClusterIps(service.cluster_ips.clone()),
    };
    let ports = service.ports.iter().map(|port| (port.name.as_ref(), port.protocol, port.port));
    let entry = Entry { kind, ports: ports.collect(), object: Some(service.meta.id) };
    ((&service.meta.namespace, &service.meta.name), entry)
}

/// The Service of the API server: it has the first address of the cluster's first Service network.
fn kubernetes(cluster: &Cluster) -> Option<Entry<'static>> {
    let kind = EntryKind::ClusterIps(vec![cluster.options.kubernetes_ip()?]);
    Some(Entry { kind, ports: vec![("https", Protocol::Tcp, 443)], object: None })
}
