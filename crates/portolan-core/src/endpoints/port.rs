//! Which ports an endpoint has, and in which order a slice lists them.
//!
//! Follows `endpointslice.getEndpointPorts`, `endpointslice.FindPort` and `endpointslice/util.NewPortMapKey`: the
//! controller sorts ports by the 128-bit FNV hash of what Go's spew prints of them.

use crate::object::{PodSpec, Port, Protocol, Service, ServicePort, SlicePort, TargetPort};

/// The ports that a Pod offers to a Service, in the order of slices; those that it does not have are left out.
pub(super) fn ports(service: &Service, spec: &PodSpec) -> Vec<SlicePort> {
    let offered = |port: &ServicePort| {
        Some(SlicePort {
            name: Some(port.name.clone()),
            port: Some(find_port(spec, port)?),
            protocol: Some(port.protocol),
            app_protocol: port.app_protocol.clone(),
        })
    };
    let mut ports: Vec<SlicePort> = service.ports.iter().filter_map(offered).collect();
    sort(&mut ports);
    ports
}

/// The number of the port of a Pod that a Service's port leads to: a name is looked up, with its protocol, in the
/// containers and then in the sidecars.
#[must_use]
pub fn find_port(spec: &PodSpec, port: &ServicePort) -> Option<Port> {
    let name = match &port.target_port {
        TargetPort::Number(number) => return Some(*number),
        TargetPort::Name(name) => name,
    };
    let sidecars = spec.init_containers.iter().filter(|container| container.sidecar);
    let mut declared = spec.containers.iter().chain(sidecars).flat_map(|container| &container.ports);
    declared.find(|one| one.name == *name && one.protocol == port.protocol).map(|one| one.port)
}

/// Brings ports into the order of slices.
pub(super) fn sort(ports: &mut [SlicePort]) {
    if ports.len() > 1 {
        ports.sort_by_cached_key(hash);
    }
}

/// The hash of what spew prints of a port.
fn hash(port: &SlicePort) -> u128 {
    const START: u128 = fnv128(BASIS, "(v1.EndpointPort){Name:(*string)");
    let name = fnv128(START, port.name.as_deref().unwrap_or(NIL));
    let protocol =
        fnv128(fnv128(name, " Protocol:(*v1.Protocol)"), port.protocol.map_or(NIL, Protocol::as_str));
    let before = fnv128(protocol, " Port:(*int32)");
    let number = match port.port {
        Some(number) => fnv128(before, &number.to_string()),
        None => fnv128(before, NIL),
    };
    let before = fnv128(number, " AppProtocol:(*string)");
    fnv128(fnv128(before, port.app_protocol.as_deref().unwrap_or(NIL)), "}")
}

/// How spew prints a pointer to nothing.
const NIL: &str = "<nil>";
/// FNV-1a of nothing.
const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;

/// FNV-1a in 128 bits, going on from a hash.
const fn fnv128(mut hash: u128, text: &str) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut bytes = text.as_bytes();
    while let [byte, rest @ ..] = bytes {
        hash = (hash ^ *byte as u128).wrapping_mul(PRIME);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::fixtures::service;
    use crate::object::{Container, ContainerPort};

    fn container(name: &str, protocol: Protocol, port: Port, sidecar: bool) -> Container {
        let declared = ContainerPort { name: name.into(), port, protocol, host_port: 0 };
        Container { ports: vec![declared], sidecar, ..Container::default() }
    }

    fn named(name: &str) -> ServicePort {
        let port = service("default", "web", &[]).ports.remove(0);
        ServicePort { target_port: TargetPort::Name(name.into()), ..port }
    }

    #[test]
    fn a_name_is_found_with_its_protocol_in_containers_and_then_in_sidecars() {
        let spec = PodSpec {
            containers: vec![
                container("dns", Protocol::Udp, 53, false),
                container("http", Protocol::Tcp, 8080, false),
            ],
            init_containers: vec![
                container("once", Protocol::Tcp, 1, false),
                container("http", Protocol::Tcp, 15_000, true),
                container("proxy", Protocol::Tcp, 15_001, true),
            ],
            ..PodSpec::default()
        };
        let found = ["http", "proxy", "dns", "once"].map(|name| find_port(&spec, &named(name)));
        assert_eq!(found, [Some(8080), Some(15_001), None, None]);
    }

    #[test]
    fn ports_come_in_the_order_of_go_s_hash() {
        let port = |name: &str, port| SlicePort {
            name: Some(name.into()),
            port: Some(port),
            protocol: Some(Protocol::Tcp),
            app_protocol: None,
        };
        let mut ports = [port("admin", 9090), port("http", 8080)];
        sort(&mut ports);
        assert_eq!(ports.map(|one| one.port), [Some(8080), Some(9090)]);
    }
}
