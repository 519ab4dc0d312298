//! `ValidateEndpointSlice` (`pkg/apis/discovery/validation/validation.go`).

use crate::admission::Verb;
use crate::admission::address::{check_endpoint_ip, check_ip, check_new_ip, parse, warn_ip};
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::port::PROTOCOLS;
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::api::discovery::{Endpoint, EndpointHints, EndpointPort, EndpointSlice};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const TYPES: [&str; 3] = ["FQDN", "IPv4", "IPv6"];
const MAX_PORTS: usize = 20_000;
const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_HINTS: usize = 8;
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
/// The controllers whose addresses are in order.
const MANAGERS: [&str; 2] = ["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"];

/// `dropTopologyOnV1`: the field is of an older version of the API, and cleared whatever it says.
pub(crate) fn drop_topology(slice: &mut EndpointSlice) {
    for endpoint in slice.endpoints.iter_mut().flatten() {
        endpoint.deprecated_topology = None;
    }
}

/// Checks a hand-made EndpointSlice.
pub(crate) fn validate(slice: &EndpointSlice, namespace: &str, report: &mut Report) {
    check(slice, true, namespace, report);
}

/// `ValidateEndpointSliceUpdate`: endpoints that stay as they are were good enough once.
pub(crate) fn validate_update(
    new: &EndpointSlice,
    old: &EndpointSlice,
    namespace: &str,
    report: &mut Report,
) {
    check(new, new.endpoints != old.endpoints, namespace, report);
    if new.address_type != old.address_type {
        report.invalid(&Path::new("addressType"), &new.address_type, "field is immutable");
    }
}

/// `WarningsOnCreate` and `WarningsOnUpdate` of `pkg/registry/discovery/endpointslice/strategy.go`.
pub(in crate::admission) fn warn(slice: &EndpointSlice, verb: Verb, report: &mut Report) {
    if verb == Verb::Create && slice.address_type == "FQDN" {
        report.warn("spec.addressType: FQDN endpoints are deprecated".to_owned());
    }
    let labels = slice.metadata.labels.as_ref();
    if labels
        .and_then(|labels| labels.get(MANAGED_BY))
        .is_some_and(|manager| MANAGERS.contains(&manager.as_str()))
    {
        return;
    }
    let path = Path::new("endpoints");
    for (index, endpoint) in slice.endpoints.iter().flatten().enumerate() {
        for (place, address) in endpoint.addresses.iter().enumerate() {
            warn_ip(&path.index(index).child("addresses").index(place), address, report);
        }
    }
}

fn check(slice: &EndpointSlice, with_endpoints: bool, namespace: &str, report: &mut Report) {
    meta::check(&slice.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    match slice.address_type.as_str() {
        "" => report.required(&Path::new("addressType"), ""),
        kind if !TYPES.contains(&kind) => report.not_supported(&Path::new("addressType"), kind, &TYPES),
        _ => {}
    }
    check_ports(slice.ports.as_deref().unwrap_or_default(), report);
    let path = Path::new("endpoints");
    let endpoints = slice.endpoints.as_deref().unwrap_or_default();
    if with_endpoints && endpoints.len() > MAX_ENDPOINTS {
        report.too_many(&path, endpoints.len(), MAX_ENDPOINTS);
    } else if with_endpoints {
        for (index, endpoint) in endpoints.iter().enumerate() {
            check_endpoint(endpoint, &slice.address_type, &path.index(index), report);
        }
    }
}

fn check_ports(ports: &[EndpointPort], report: &mut Report) {
    let path = Path::new("ports");
    if ports.len() > MAX_PORTS {
        report.too_many(&path, ports.len(), MAX_PORTS);
        return;
    }
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.index(index);
        let name = port.name.as_deref().unwrap_or_default();
        if !name.is_empty() {
            report.invalid_each(&path.child("name"), name, format::dns1123_label(name));
        }
        if !names.insert(name) {
            report.duplicate(&path.child("name"), name);
        }
        let protocol = port.protocol.as_deref().unwrap_or("TCP");
        if !PROTOCOLS.contains(&protocol) {
            report.not_supported(&path.child("protocol"), protocol, &PROTOCOLS);
        }
        if let Some(protocol) = &port.app_protocol {
            report.invalid_each(&path.child("appProtocol"), protocol, format::qualified_name(protocol));
        }
    }
}

fn check_endpoint(endpoint: &Endpoint, kind: &str, path: &Path<'_>, report: &mut Report) {
    let addresses = path.child("addresses");
    if endpoint.addresses.is_empty() {
        report.required(&addresses, "must contain at least 1 address");
    } else if endpoint.addresses.len() > MAX_ADDRESSES {
        report.too_many(&addresses, endpoint.addresses.len(), MAX_ADDRESSES);
    }
    for (index, address) in endpoint.addresses.iter().enumerate() {
        check_address(address, kind, &addresses, index, report);
    }
    if let Some(name) = &endpoint.node_name {
        report.invalid_each(&path.child("nodeName"), name, format::dns1123_subdomain(name));
    }
    if let Some(name) = &endpoint.hostname {
        report.invalid_each(&path.child("hostname"), name, format::dns1123_label(name));
    }
    if let Some(hints) = &endpoint.hints {
        check_hints(hints, &path.child("hints"), report);
    }
}

fn check_address(address: &str, kind: &str, list: &Path<'_>, index: usize, report: &mut Report) {
    let path = list.index(index);
    match kind {
        "IPv4" => {
            if !check_ip(&path, address, report) {
                return;
            }
            if parse(address).is_some_and(|ip| ip.is_ipv6()) {
                report.invalid(list, address, "must be an IPv4 address");
            }
            check_endpoint_ip(&path, address, report);
        }
        "IPv6" => {
            if !check_new_ip(&path, address, report) {
                return;
            }
            if parse(address).is_some_and(|ip| ip.is_ipv4()) {
                report.invalid(list, address, "must be an IPv6 address");
            }
            check_endpoint_ip(&path, address, report);
        }
        "FQDN" => check_domain(address, &path, report),
        _ => {}
    }
}

/// `IsFullyQualifiedDomainName`.
fn check_domain(name: &str, path: &Path<'_>, report: &mut Report) {
    if name.is_empty() {
        report.required(path, "");
        return;
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let wrongs = format::dns1123_subdomain(name);
    if !wrongs.is_empty() {
        report.invalid(path, name, &wrongs.join(","));
    } else if !name.contains('.') {
        report.invalid(path, name, "should be a domain with at least two segments separated by dots");
    } else if let Some(label) = name.split('.').find(|label| !format::dns1123_label(label).is_empty()) {
        report.invalid(path, label, &format::dns1123_label(label).join(","));
    }
}

fn check_hints(hints: &EndpointHints, path: &Path<'_>, report: &mut Report) {
    let zones: Vec<&str> = hints.for_zones.iter().flatten().map(|zone| zone.name.as_str()).collect();
    let has_nodes = report.release.has(Change::PreferSameTrafficDistribution);
    let for_nodes = hints.for_nodes.iter().flatten().filter(|_| has_nodes);
    let nodes: Vec<&str> = for_nodes.map(|node| node.name.as_str()).collect();
    if check_names(&zones, &path.child("forZones"), format::label_value, report) {
        check_names(&nodes, &path.child("forNodes"), format::dns1123_subdomain, report);
    }
}

fn check_names(
    names: &[&str],
    path: &Path<'_>,
    rule: fn(&str) -> format::Wrongs,
    report: &mut Report,
) -> bool {
    if names.len() > MAX_HINTS {
        report.too_many(path, names.len(), MAX_HINTS);
        return false;
    }
    for (index, name) in names.iter().enumerate() {
        let item = path.index(index);
        if names.iter().take(index).any(|earlier| earlier == name) {
            report.duplicate(&item.child("name"), *name);
        }
        report.invalid_each(&item.child("name"), name, rule(name));
    }
    true
}
