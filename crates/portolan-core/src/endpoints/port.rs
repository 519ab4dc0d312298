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

fn hash(port: &SlicePort) -> u128 {
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or("<nil>").to_owned();
    let number = port.port.map_or_else(|| "<nil>".to_owned(), |number| number.to_string());
    fnv128(&format!(
        "(v1.EndpointPort){{Name:(*string){} Protocol:(*v1.Protocol){} Port:(*int32){} AppProtocol:(*string){}}}",
        text(&port.name),
        port.protocol.map_or("<nil>", Protocol::as_str),
        number,
        text(&port.app_protocol),
    ))
}

/// FNV-1a in 128 bits.
fn fnv128(text: &str) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
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
