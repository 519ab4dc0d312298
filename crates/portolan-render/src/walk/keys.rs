//! Where on the map a packet is at each step: the keys of what it passes, as the map names them.
//!
//! Rules know which field they come from; the fields tell the Service and the Pod.

use super::Walk;
use portolan_core::cluster::Cluster;
use portolan_core::diagnostic::Origin;
use portolan_core::object::{EndpointSlice, Service, ServiceType};
use portolan_core::trace::{Client, End, Receiver, Stage, Step};
use portolan_core::workload::Pod;
use std::net::SocketAddr;

/// The things that a packet meets on one way.
pub(super) struct Places<'a> {
    cluster: &'a Cluster,
    slices: &'a [EndpointSlice],
    client: Vec<String>,
    is_outside: bool,
    /// The Service, and the index of its port.
    service: Option<(&'a Service, Option<usize>)>,
    /// Where the packet ends.
    end: Option<&'a End>,
    here: Vec<String>,
}

impl<'a> Places<'a> {
    pub(super) fn new(walk: &Walk<'a>, way: &[&'a Step], end: Option<&'a End>) -> Self {
        let cluster = &walk.analysis.cluster;
        let service = way.iter().filter_map(|step| step.origin.as_ref()).filter_map(|origin| {
            let service = cluster.services.iter().find(|service| service.meta.id == origin.object)?;
            Some((service, port_index(&origin.path)))
        });
        // A step that names the port says more than one that names the Service.
        let service = service.clone().find(|(_, port)| port.is_some()).or_else(|| service.clone().next());
        let from = &walk.asked.request.from;
        let mut client = match from {
            Client::Outside(_) => vec!["outside".to_owned()],
            Client::Pod(id) => {
                let pod = cluster.pod(*id).filter(|_| cluster.guest_id() != Some(*id));
                pod.map(pod_key).into_iter().chain(["client".to_owned()]).collect()
            }
            Client::Node(_) => vec!["client".to_owned()],
        };
        let is_outside = matches!(from, Client::Outside(_));
        if let Some((service, _)) = service.filter(|_| !is_outside) {
            client.push(format!("client/{}", service.meta.full_name()));
        }
        let here = client.clone();
        Self { cluster, slices: &walk.analysis.slices, client, is_outside, service, end, here }
    }

    /// Goes a step further: where the packet is then.
    pub(super) fn pass(&mut self, step: &Step) -> Vec<String> {
        let origin = step.origin.as_ref();
        match step.stage {
            Stage::Dns | Stage::Send | Stage::Reply => self.here.clone_from(&self.client),
            Stage::Outside => self.here = self.entry(origin),
            Stage::Arrive => self.here = self.arrival(),
            Stage::Route | Stage::Http => {}
            _ => match (origin, self.service) {
                (Some(origin), Some((service, _))) if origin.object == service.meta.id => {
                    self.here = self.at_service();
                }
                (Some(_), Some(_)) => self.here = self.at_endpoint(),
                _ => {}
            },
        }
        self.here.clone()
    }

    /// The way in from outside.
    fn entry(&self, origin: Option<&Origin>) -> Vec<String> {
        let mut keys = vec!["outside".to_owned()];
        let Some((service, index)) = self.service else { return keys };
        let path = origin.map_or("", |origin| origin.path.as_str());
        let door = match path {
            path if path.starts_with("spec.externalIPs") => "externalip",
            path if path.starts_with("status.loadBalancer") => "lb",
            _ if service.kind == ServiceType::LoadBalancer => "lb",
            _ => "nodeport",
        };
        keys.extend(with_port(&format!("{door}/{}", service.meta.full_name()), index));
        keys
    }

    fn at_service(&self) -> Vec<String> {
        let Some((service, index)) = self.service else { return Vec::new() };
        let name = service.meta.full_name();
        let mut keys = vec![format!("svc/{name}")];
        keys.extend(index.map(|index| format!("port/{name}/{index}")));
        let lost = self.end.is_some_and(|end| end.receiver == Receiver::Nobody);
        keys.extend((0..service.ports.len()).filter(|_| lost).map(|place| format!("gap/{name}/{place}")));
        if self.is_outside && service.kind != ServiceType::ClusterIp {
            keys.extend(with_port(&format!("nodeport/{name}"), index));
        }
        keys
    }

    fn at_endpoint(&self) -> Vec<String> {
        let mut keys = self.at_service();
        keys.extend(self.slice().map(|slice| format!("slice/{}", slice.meta.full_name())));
        keys.extend(self.arrival());
        keys
    }

    /// The Pod and its port.
    fn arrival(&self) -> Vec<String> {
        let Some(end) = self.end else { return Vec::new() };
        let Receiver::Pod(id, _) = &end.receiver else {
            return self.address().map(|address| format!("address/{}", address.ip())).into_iter().collect();
        };
        let Some(pod) = self.cluster.pod(*id).map(pod_key) else { return Vec::new() };
        let packet = end.packet.as_ref();
        let port =
            packet.map(|packet| format!("{pod}/{}/{}", packet.protocol.as_str(), packet.destination.port()));
        [pod].into_iter().chain(port).collect()
    }

    fn address(&self) -> Option<SocketAddr> {
        self.end?.packet.as_ref().map(|packet| packet.destination)
    }

    /// The EndpointSlice of the Service in which the receiver's address stands.
    fn slice(&self) -> Option<&'a EndpointSlice> {
        let (service, _) = self.service?;
        let address = self.address()?.ip().to_string();
        self.slices.iter().find(|slice| {
            slice.meta.namespace == service.meta.namespace
                && slice.meta.labels.get("kubernetes.io/service-name") == Some(&*service.meta.name)
                && slice
                    .endpoints
                    .iter()
                    .flatten()
                    .any(|one| one.addresses.iter().any(|known| **known == *address))
        })
    }
}

fn with_port(key: &str, index: Option<usize>) -> Vec<String> {
    let port = index.map(|index| format!("{key}/{index}"));
    [key.to_owned()].into_iter().chain(port).collect()
}

fn pod_key(pod: &Pod) -> String {
    format!("pod/{}", pod.full_name())
}

/// The index in `spec.ports[1].targetPort`.
fn port_index(path: &str) -> Option<usize> {
    path.strip_prefix("spec.ports[")?.split(']').next()?.parse().ok()
}
