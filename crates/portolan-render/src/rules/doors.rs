//! The Service ports of a plan, and the addresses at which they answer.

use portolan_core::Analysis;
use portolan_core::diagnostic::Origin;
use portolan_core::object::Protocol;
use portolan_core::proxy::{Plan, PlannedEndpoint, PlannedPort};
use portolan_core::workload::Pod;
use portolan_yaml::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use crate::ports::target_origin;

/// A Service port, as kube-proxy names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// `namespace/name`, and `:port` where the port has a name.
    pub name: String,
    /// `namespace/name`.
    pub service: String,
    /// The protocol.
    pub protocol: Protocol,
    /// The ways in: the cluster IP first.
    pub ways: Vec<(Way, String)>,
    /// The Service's own port: `spec.ports[0]`.
    pub origin: Origin,
    /// How many of its endpoints can be used on this node, and how many there are.
    pub usable: (usize, usize),
    /// What is behind it.
    pub(super) endpoints: Vec<Behind>,
}

/// An endpoint of a Service port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Behind {
    pub(super) address: SocketAddr,
    /// The Pod, and its node; empty where nothing says it.
    pub(super) pod: String,
    pub(super) node: String,
    /// `targetPort` of the Service, and the port or the manifest of the Pod.
    pub(super) origins: Vec<Origin>,
}

/// A way to a Service port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the cluster IP.
    ClusterIp,
    /// By an external IP.
    ExternalIp,
    /// By the address of a load balancer.
    LoadBalancer,
    /// By the node port.
    NodePort,
    /// By the port for health checks.
    HealthCheck,
}

/// An address, left out for ports of the node; the protocol, the port.
pub(super) type Door = (Option<IpAddr>, Protocol, u16);

/// Whose an address and a port are: place of the Service port, and which way it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Doors(BTreeMap<Door, (usize, Way)>);

impl Doors {
    pub(super) fn find(&self, door: Door) -> Option<(usize, Way)> {
        self.0.get(&door).copied()
    }

    /// Whose an address of any port is, where only that is known.
    pub(super) fn at(&self, ip: IpAddr) -> impl Iterator<Item = usize> {
        let from = (Some(ip), Protocol::Sctp, 0);
        self.0.range(from..).take_while(move |((one, ..), _)| *one == Some(ip)).map(|(_, (port, _))| *port)
    }
}

/// The Service ports of a plan, in its order, and their doors.
pub(super) fn doors(analysis: &Analysis, plan: &Plan<'_>) -> (Vec<Port>, Doors) {
    let pods = analysis.cluster.pods.iter();
    let pods: BTreeMap<(&str, &str), &Pod> = pods.map(|pod| ((&*pod.namespace, &*pod.name), pod)).collect();
    let mut doors = Doors::default();
    let ports = plan.ports.iter().enumerate().map(|(place, planned)| {
        let known = ways(planned);
        let ways = known.iter().map(|(door, way)| (*way, door_text(*door))).collect();
        for (door, way) in known {
            doors.0.entry(door).or_insert((place, way));
        }
        Port {
            name: planned.name.to_string(),
            service: planned.service.meta.full_name(),
            protocol: planned.port.protocol,
            ways,
            origin: planned.origin(format!("spec.ports[{}]", planned.index)),
            usable: (planned.usable.reachable.len(), planned.endpoints.len()),
            endpoints: planned.endpoints.iter().map(|one| behind(planned, one, &pods)).collect(),
        }
    });
    let ports = ports.collect();
    (ports, doors)
}

fn ways(port: &PlannedPort<'_>) -> Vec<(Door, Way)> {
    let (protocol, number) = (port.port.protocol, port.port.port);
    let at = |ip: IpAddr, way| ((Some(ip), protocol, number), way);
    let mut ways = vec![at(port.cluster_ip, Way::ClusterIp)];
    ways.extend(port.external_ips.iter().map(|(_, ip)| at(*ip, Way::ExternalIp)));
    ways.extend(port.load_balancer_ips.iter().map(|(_, ip)| at(*ip, Way::LoadBalancer)));
    if port.port.node_port != 0 {
        ways.push(((None, protocol, port.port.node_port), Way::NodePort));
    }
    if port.health_check_node_port != 0 {
        ways.push(((None, Protocol::Tcp, port.health_check_node_port), Way::HealthCheck));
    }
    ways
}

/// `10.96.1.1:80`, or `:30080`.
fn door_text((ip, _, number): Door) -> String {
    ip.map_or_else(|| format!(":{number}"), |ip| SocketAddr::new(ip, number).to_string())
}

fn behind(
    port: &PlannedPort<'_>,
    planned: &PlannedEndpoint<'_>,
    pods: &BTreeMap<(&str, &str), &Pod>,
) -> Behind {
    let endpoint = planned.endpoint;
    let target = endpoint.target.as_ref();
    let pod = target.and_then(|target| pods.get(&(&*target.namespace, &*target.name)));
    let own = pod.map_or_else(
        || Origin { object: endpoint.origin, path: String::new() },
        |pod| target_origin(pod, port.port),
    );
    Behind {
        address: planned.address,
        pod: target.map(|target| target.name.to_string()).unwrap_or_default(),
        node: endpoint.node_name.as_deref().unwrap_or_default().to_owned(),
        origins: vec![port.port_origin("targetPort"), own],
    }
}
