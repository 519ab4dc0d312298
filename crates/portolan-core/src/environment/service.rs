//! The variables of Services: host and ports, and the older ones of Docker's links.
//!
//! Follows `pkg/kubelet/envvars/envvars.go`.

use super::order::Start;
use super::{Presence, ServiceName, Value, Variable, last_of_each_name};
use crate::Analysis;
use crate::cluster::Cluster;
use crate::diagnostic::{ObjectId, Origin};
use crate::object::{Port, Protocol, Service};
use crate::workload::Pod;
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// A Service that has a cluster IP.
struct Reached<'a> {
    name: ServiceName,
    /// The first cluster IP.
    ip: IpAddr,
    /// Name, protocol and number of each port.
    ports: Vec<(&'a str, Protocol, Port)>,
    /// Its manifest; `None` for `default/kubernetes`.
    object: Option<ObjectId>,
}

/// What a container is told of Services.
pub(super) struct Told {
    pub(super) variables: Vec<Variable>,
    /// Those that it is not told of because they came too late.
    pub(super) too_late: Vec<ServiceName>,
}

/// The variables of all Services that a Pod is told of, by name of the Service: those of its own namespace, unless
/// `enableServiceLinks` is false, and the API server's in any case. Of variables with one name the last one counts.
pub(super) fn variables(analysis: &Analysis, pod: &Pod, start: &Start<'_>) -> Told {
    let cluster = &analysis.cluster;
    let is_master = |one: &Service| (&*one.meta.namespace, &*one.meta.name) == ("default", "kubernetes");
    let linked = |one: &&Service| {
        pod.spec.enable_service_links && one.meta.namespace == pod.namespace && !is_master(one)
    };
    let services = || cluster.services.iter();
    let mut seen: BTreeMap<&str, Reached<'_>> = BTreeMap::new();
    seen.extend(kubernetes(cluster).map(|own| ("kubernetes", own)));
    for service in services().filter(|one| is_master(one)).chain(services().filter(linked)) {
        if let Some(reached) = reached(service, start) {
            seen.insert(&service.meta.name, reached);
        }
    }
    let (late, told): (Vec<_>, Vec<_>) =
        seen.into_values().partition(|one| one.name.presence == Presence::TooLate);
    Told {
        variables: last_of_each_name(told.iter().flat_map(of_service).collect()),
        too_late: late.into_iter().map(|one| one.name).collect(),
    }
}

/// The Service of the API server, which no manifest writes.
fn kubernetes(cluster: &Cluster) -> Option<Reached<'static>> {
    let name =
        ServiceName { namespace: "default".into(), name: "kubernetes".into(), presence: Presence::InTime };
    let ip = cluster.options.kubernetes_ip()?;
    Some(Reached { name, ip, ports: vec![("https", Protocol::Tcp, 443)], object: None })
}

/// A Service as the kubelet takes it: one without a cluster IP has no variables.
fn reached<'a>(service: &'a Service, start: &Start<'_>) -> Option<Reached<'a>> {
    let meta = &service.meta;
    let ip = service.cluster_ips.first().filter(|_| !service.headless)?;
    let ports = service.ports.iter().map(|port| (port.name.as_ref(), port.protocol, port.port));
    let presence = start.finds(service);
    let name = ServiceName { namespace: meta.namespace.clone(), name: meta.name.clone(), presence };
    Some(Reached { name, ip: *ip, ports: ports.collect(), object: Some(meta.id) })
}

/// The variables of one Service.
fn of_service(service: &Reached<'_>) -> Vec<Variable> {
    let Some((_, first_protocol, first)) = service.ports.first().copied() else { return Vec::new() };
    let prefix = capitals(&service.name.name);
    let ip = service.ip.to_string();
    let mut out = vec![
        service.variable(format!("{prefix}_SERVICE_HOST"), ip.clone(), "spec.clusterIP".to_owned()),
        service.variable(format!("{prefix}_SERVICE_PORT"), first.to_string(), port_path(0)),
    ];
    for (index, (name, _, number)) in
        service.ports.iter().enumerate().filter(|(_, (name, ..))| !name.is_empty())
    {
        let name = format!("{prefix}_SERVICE_PORT_{}", capitals(name));
        out.push(service.variable(name, number.to_string(), port_path(index)));
    }
    let url =
        |protocol: Protocol, port| format!("{}://{}", protocol.lower(), SocketAddr::new(service.ip, port));
    out.push(service.variable(format!("{prefix}_PORT"), url(first_protocol, first), port_path(0)));
    for (index, (_, protocol, number)) in service.ports.iter().enumerate() {
        let link = format!("{prefix}_PORT_{number}_{protocol}");
        let path = || port_path(index);
        out.push(service.variable(link.clone(), url(*protocol, *number), path()));
        out.push(service.variable(format!("{link}_PROTO"), protocol.lower().to_owned(), path()));
        out.push(service.variable(format!("{link}_PORT"), number.to_string(), path()));
        out.push(service.variable(format!("{link}_ADDR"), ip.clone(), "spec.clusterIP".to_owned()));
    }
    out
}

impl Reached<'_> {
    fn variable(&self, name: String, value: String, path: String) -> Variable {
        let origin = self.object.map(|object| Origin { object, path });
        Variable { name, value: Value::Text(value), service: Some(self.name.clone()), origin }
    }
}

fn port_path(index: usize) -> String {
    format!("spec.ports[{index}].port")
}

/// `makeEnvVariableName`.
fn capitals(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}
