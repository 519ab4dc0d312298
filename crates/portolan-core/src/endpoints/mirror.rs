//! The slices that mirror a hand-made Endpoints object of a Service without selector.
//!
//! Follows `pkg/controller/endpointslicemirroring` and `pkg/api/v1/endpoints.RepackSubsets`: addresses are regrouped
//! by the ports that they offer, then by family.

use super::port;
use super::slice::{MANAGED_BY, SERVICE_NAME, Slice};
use crate::object::{
    AddressType, Conditions, Endpoint, EndpointSlice, Hints, Labels, LegacyAddress, LegacyEndpoints, Owner,
    SlicePort, parse_ip,
};
use portolan_yaml::collections::BTreeMap;
use std::net::IpAddr;

/// `--mirroring-max-endpoints-per-subset`.
const ENDPOINTS_OF_A_SUBSET: usize = 1000;

/// The name of the controller in labels.
pub(super) const CONTROLLER: &str = "endpointslicemirroring-controller.k8s.io";

/// The slices that mirror these Endpoints; the caller knows that the Service exists and has no selector.
pub(super) fn mirror(endpoints: &LegacyEndpoints) -> Vec<EndpointSlice> {
    let mut slices = Vec::new();
    if !wants_mirror(endpoints) {
        return slices;
    }
    for (addresses, ports) in repack(endpoints) {
        let kept = addresses.iter().take(ENDPOINTS_OF_A_SUBSET);
        let (four, six): (Vec<_>, Vec<_>) = kept.partition(|(ip, _)| ip.is_ipv4());
        for (address_type, list) in [(AddressType::V4, four), (AddressType::V6, six)] {
            if !list.is_empty() {
                let list = list.into_iter().map(|(ip, known)| endpoint(endpoints, *ip, known)).collect();
                slices.push(slice(endpoints, slices.len(), address_type, ports.clone(), list));
            }
        }
    }
    slices
}

/// An address of the Endpoints, and whether it is ready.
struct Known<'e> {
    address: &'e LegacyAddress,
    ready: bool,
}

/// The addresses in the order in which they were first named.
type Addresses<'e> = Vec<(IpAddr, Known<'e>)>;

/// Each set of addresses, ready ones first, with the ports that exactly these offer.
fn repack(endpoints: &LegacyEndpoints) -> Vec<(Addresses<'_>, Vec<SlicePort>)> {
    let mut first: Vec<(IpAddr, &LegacyAddress)> = Vec::new();
    let mut places: BTreeMap<IpAddr, usize> = BTreeMap::new();
    let mut by_port: BTreeMap<Option<&SlicePort>, BTreeMap<usize, bool>> = BTreeMap::new();
    for subset in &endpoints.subsets {
        let not_ready = subset.not_ready_addresses.iter().map(|address| (address, false));
        let listed: Vec<(usize, bool)> = subset
            .addresses
            .iter()
            .map(|address| (address, true))
            .chain(not_ready)
            .filter_map(|(address, ready)| {
                let ip = parse_ip(&address.ip)?;
                let place = *places.entry(ip).or_insert(first.len());
                if place == first.len() {
                    first.push((ip, address));
                }
                Some((place, ready))
            })
            .collect();
        let ports = subset.ports.iter().map(Some).chain(subset.ports.is_empty().then_some(None));
        for port in ports {
            let states = by_port.entry(port).or_default();
            for (place, ready) in &listed {
                states.entry(*place).and_modify(|known| *known &= ready).or_insert(*ready);
            }
        }
    }
    let mut by_addresses: BTreeMap<BTreeMap<usize, bool>, Vec<SlicePort>> = BTreeMap::new();
    for (port, states) in by_port {
        by_addresses.entry(states).or_default().extend(port.cloned());
    }
    let repacked = by_addresses.into_iter().map(|(states, mut ports)| {
        port::sort(&mut ports);
        let known = |(place, ready): (usize, bool)| {
            first.get(place).map(|(ip, address)| (*ip, Known { address, ready }))
        };
        let mut addresses: Addresses<'_> = states.into_iter().filter_map(known).collect();
        addresses.sort_by_key(|(_, known)| !known.ready);
        (addresses, ports)
    });
    repacked.collect()
}

fn endpoint(endpoints: &LegacyEndpoints, ip: IpAddr, known: &Known<'_>) -> Endpoint {
    let Known { address, ready } = known;
    Endpoint {
        addresses: vec![ip.to_string().into()],
        conditions: Conditions { ready: Some(*ready), serving: None, terminating: None },
        hostname: Some(address.hostname.clone()).filter(|hostname| !hostname.is_empty()),
        node_name: address.node_name.clone(),
        zone: None,
        hints: Hints::default(),
        target: address.target.clone(),
        deprecated_topology: Labels::default(),
        origin: endpoints.meta.id,
    }
}

fn slice(
    source: &LegacyEndpoints,
    nth: usize,
    address_type: AddressType,
    ports: Vec<SlicePort>,
    endpoints: Vec<Endpoint>,
) -> EndpointSlice {
    let meta = &source.meta;
    let passed_over = [
        "endpoints.kubernetes.io/last-change-trigger-time",
        "kubectl.kubernetes.io/last-applied-configuration",
    ];
    let slice = Slice {
        origin: meta,
        owner: Owner { api_version: "v1".into(), kind: "Endpoints".into(), name: meta.name.as_ref().into() },
        labels: meta.labels.with_all(&[(SERVICE_NAME, meta.name.as_ref()), (MANAGED_BY, CONTROLLER)]),
        annotations: meta.annotations.only(|key| !passed_over.contains(&key)),
        address_type,
        nth,
        ports,
        endpoints,
    };
    slice.finish()
}

/// Leader election locks and those that ask to be left alone are not mirrored.
fn wants_mirror(endpoints: &LegacyEndpoints) -> bool {
    let meta = &endpoints.meta;
    meta.labels.get("endpointslice.kubernetes.io/skip-mirror") != Some("true")
        && meta.annotations.get("control-plane.alpha.kubernetes.io/leader").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::fixtures::meta;
    use crate::object::{LegacySubset, Protocol};

    fn subset(ready: &[&str], not_ready: &[&str], ports: &[(&str, u16)]) -> LegacySubset {
        let list = |ips: &[&str]| {
            ips.iter().map(|ip| LegacyAddress { ip: (*ip).into(), ..LegacyAddress::default() }).collect()
        };
        let port = |(name, number): &(&str, u16)| SlicePort {
            name: Some((*name).into()),
            port: Some(*number),
            protocol: Some(Protocol::Tcp),
            app_protocol: None,
        };
        LegacySubset {
            addresses: list(ready),
            not_ready_addresses: list(not_ready),
            ports: ports.iter().map(port).collect(),
        }
    }

    fn shape(subsets: Vec<LegacySubset>) -> Vec<(usize, Vec<(String, bool)>)> {
        let endpoints = LegacyEndpoints { meta: meta(0, "default", "legacy"), subsets };
        let list = |slice: EndpointSlice| {
            let ends = slice.endpoints.unwrap_or_default().into_iter();
            let ends = ends.map(|end| (end.addresses[0].to_string(), end.conditions.is_ready())).collect();
            (slice.ports.map_or(0, |ports| ports.len()), ends)
        };
        mirror(&endpoints).into_iter().map(list).collect()
    }

    #[test]
    fn subsets_are_regrouped_by_the_ports_that_addresses_offer() {
        let one = || vec![("192.0.2.1".to_owned(), true)];
        let split = vec![subset(&["192.0.2.1"], &[], &[("a", 1)]), subset(&["192.0.2.1"], &[], &[("b", 2)])];
        assert_eq!(shape(split), [(2, one())]);
        let apart = vec![
            subset(&["192.0.2.1"], &[], &[("a", 1)]),
            subset(&["192.0.2.2"], &[], &[("a", 1), ("b", 2)]),
        ];
        assert_eq!(
            shape(apart).iter().map(|(ports, ends)| (*ports, ends.len())).collect::<Vec<_>>(),
            [(1, 2), (1, 1)]
        );
    }

    #[test]
    fn not_ready_trumps_ready_and_families_go_apart() {
        let both = vec![
            subset(&["192.0.2.1", "2001:db8::1"], &[], &[("a", 1)]),
            subset(&[], &["192.0.2.1"], &[("a", 1)]),
        ];
        assert_eq!(
            shape(both),
            [(1, vec![("192.0.2.1".into(), false)]), (1, vec![("2001:db8::1".into(), true)])]
        );
    }
}
