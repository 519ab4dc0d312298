//! `ValidateEndpointSlice` (`pkg/apis/discovery/validation/validation.go`).

use crate::admission::address::{check_endpoint_ip, check_ip, parse, parse_sloppy};
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::port::PROTOCOLS;
use crate::admission::report::Report;
use crate::api::discovery::{Endpoint, EndpointHints, EndpointPort, EndpointSlice};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const TYPES: [&str; 3] = ["FQDN", "IPv4", "IPv6"];
const MAX_PORTS: usize = 20_000;
const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_LABELS: usize = 16;
const MAX_HINTS: usize = 8;

/// Checks a hand-made EndpointSlice.
pub(crate) fn validate(slice: &EndpointSlice, namespace: &str, report: &mut Report) {
    meta::check(&slice.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    match slice.address_type.as_str() {
        "" => report.required(&Path::new("addressType"), ""),
        kind if !TYPES.contains(&kind) => report.not_supported(&Path::new("addressType"), kind, &TYPES),
        _ => {}
    }
    check_ports(slice.ports.as_deref().unwrap_or_default(), report);
    let path = Path::new("endpoints");
    let endpoints = slice.endpoints.as_deref().unwrap_or_default();
    if endpoints.len() > MAX_ENDPOINTS {
        report.too_many(&path, endpoints.len(), MAX_ENDPOINTS);
        return;
    }
    for (index, endpoint) in endpoints.iter().enumerate() {
        check_endpoint(endpoint, &slice.address_type, &path.index(index), report);
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
    let topology = path.child("deprecatedTopology");
    let labels = endpoint.deprecated_topology.as_ref();
    if let Some(count) = labels.map(|labels| labels.len()).filter(|count| *count > MAX_LABELS) {
        report.too_many(&topology, count, MAX_LABELS);
    }
    meta::check_labels(labels, &topology, report);
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
            if !check_ip(&path, address, report) {
                return;
            }
            if let Some(ip) = parse_sloppy(address).filter(|ip| ip.to_string() != address) {
                report.invalid(&path, address, &format!("must be in canonical form (\"{ip}\")"));
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
    let nodes: Vec<&str> = hints.for_nodes.iter().flatten().map(|node| node.name.as_str()).collect();
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
