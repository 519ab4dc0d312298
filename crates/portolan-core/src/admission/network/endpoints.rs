//! `ValidateEndpoints` (`pkg/apis/core/validation/validation.go`).

use crate::admission::address::{check_endpoint_ip, check_ip, warn_ip};
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::port::{PROTOCOLS, check_port_number};
use crate::admission::report::Report;
use crate::api::core::{EndpointAddress, EndpointPort, EndpointSubset, Endpoints};
use crate::diagnostic::Path;

const MANAGED_BY: &str = "endpoints.kubernetes.io/managed-by";

/// Checks hand-made Endpoints.
pub(crate) fn validate(endpoints: &Endpoints, namespace: &str, report: &mut Report) {
    check(endpoints, true, namespace, report);
}

/// `ValidateEndpointsUpdate`: subsets that stay as they are were good enough once.
pub(crate) fn validate_update(new: &Endpoints, old: &Endpoints, namespace: &str, report: &mut Report) {
    check(new, new.subsets != old.subsets, namespace, report);
}

/// `endpointsWarnings` (`pkg/registry/core/endpoint/strategy.go`).
pub(crate) fn warn(endpoints: &Endpoints, report: &mut Report) {
    let labels = endpoints.metadata.labels.as_ref();
    if labels.and_then(|labels| labels.get(MANAGED_BY)).is_some_and(|one| one == "endpoint-controller") {
        return;
    }
    let path = Path::new("subsets");
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate() {
        let lists = [("addresses", &subset.addresses), ("notReadyAddresses", &subset.not_ready_addresses)];
        for (field, addresses) in lists {
            for (place, address) in addresses.iter().flatten().enumerate() {
                warn_ip(&path.index(index).child(field).index(place).child("ip"), &address.ip, report);
            }
        }
    }
}

fn check(endpoints: &Endpoints, with_subsets: bool, namespace: &str, report: &mut Report) {
    meta::check(&endpoints.metadata, namespace, Scope::Namespaced, NameRule::Subdomain, report);
    let path = Path::new("subsets");
    for (index, subset) in endpoints.subsets.iter().flatten().enumerate().filter(|_| with_subsets) {
        check_subset(subset, &path.index(index), report);
    }
}

fn check_subset(subset: &EndpointSubset, path: &Path<'_>, report: &mut Report) {
    let ready = subset.addresses.as_deref().unwrap_or_default();
    let not_ready = subset.not_ready_addresses.as_deref().unwrap_or_default();
    if ready.is_empty() && not_ready.is_empty() {
        report.required(path, "must specify `addresses` or `notReadyAddresses`");
    }
    for (field, addresses) in [("addresses", ready), ("notReadyAddresses", not_ready)] {
        for (index, address) in addresses.iter().enumerate() {
            check_address(address, &path.child(field).index(index), report);
        }
    }
    let ports = subset.ports.as_deref().unwrap_or_default();
    for (index, port) in ports.iter().enumerate() {
        check_port(port, ports.len() > 1, &path.child("ports").index(index), report);
    }
}

fn check_address(address: &EndpointAddress, path: &Path<'_>, report: &mut Report) {
    let ip = path.child("ip");
    check_ip(&ip, &address.ip, report);
    if let Some(name) = address.hostname.as_deref().filter(|name| !name.is_empty()) {
        report.invalid_each(&path.child("hostname"), name, format::dns1123_label(name));
    }
    if let Some(name) = &address.node_name {
        report.invalid_each(&path.child("nodeName"), name, format::dns1123_subdomain(name));
    }
    check_endpoint_ip(&ip, &address.ip, report);
}

fn check_port(port: &EndpointPort, needs_name: bool, path: &Path<'_>, report: &mut Report) {
    match port.name.as_deref().unwrap_or_default() {
        "" if needs_name => report.required(&path.child("name"), ""),
        "" => {}
        name => report.invalid_each(&path.child("name"), name, format::dns1123_label(name)),
    }
    check_port_number(port.port, &path.child("port"), report);
    let protocol = port.protocol.as_deref().unwrap_or_default();
    if !protocol.is_empty() && !PROTOCOLS.contains(&protocol) {
        report.not_supported(&path.child("protocol"), protocol, &PROTOCOLS);
    }
    if let Some(protocol) = &port.app_protocol {
        report.invalid_each(&path.child("appProtocol"), protocol, format::qualified_name(protocol));
    }
}
