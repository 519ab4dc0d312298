//! `ValidateServiceCreate` (`pkg/apis/core/validation/validation.go`).

use super::allocate::requested;
use super::{
    CLUSTER_IP, EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT, cluster_ips, is_external, is_headless, list,
    needs_health_check, text,
};
use crate::admission::address;
use crate::admission::format;
use crate::admission::meta::{self, NameRule, Scope};
use crate::admission::port::{PROTOCOLS, check_port_or_name};
use crate::admission::release::Change;
use crate::admission::report::{Report, Value};
use crate::api::core::{Service, ServicePort, ServiceSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const LAST_NODE_PORT: i32 = 32767;
const TYPES: [&str; 4] = [CLUSTER_IP, EXTERNAL_NAME, LOAD_BALANCER, NODE_PORT];
const TRAFFIC_POLICIES: [&str; 2] = ["Cluster", "Local"];
const DISTRIBUTIONS: [&str; 3] = ["PreferClose", "PreferSameZone", "PreferSameNode"];
/// Without `PreferSameTrafficDistribution`.
const OLD_DISTRIBUTIONS: [&str; 1] = ["PreferClose"];
const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const TOPOLOGY_HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const TOPOLOGY_MODE: &str = "service.kubernetes.io/topology-mode";
const MAX_AFFINITY_SECONDS: i32 = 86_400;
const ONLY_LOAD_BALANCER: &str = "may only be used when `type` is 'LoadBalancer'";

/// Checks a Service that is defaulted and has its allocations.
pub(crate) fn validate(service: &Service, namespace: &str, report: &mut Report) {
    meta::check(&service.metadata, namespace, Scope::Namespaced, NameRule::Service, report);
    check_spec(service, report);
}

/// `validateService`: all but the metadata.
pub(super) fn check_spec(service: &Service, report: &mut Report) {
    let none = ServiceSpec::default();
    let spec = service.spec.as_ref().unwrap_or(&none);
    let root = Path::new("spec");
    check_topology(service, report);
    if list(&spec.ports).is_empty() && !is_headless(spec) && text(&spec.type_) != EXTERNAL_NAME {
        report.required(&root.child("ports"), "");
    }
    check_type_fields(spec, &root, report);
    check_ports(spec, &root.child("ports"), report);
    meta::check_labels(spec.selector.as_ref(), &root.child("selector"), report);
    check_affinity(spec, &root, report);
    cluster_ips::check(spec, report);
    check_external_ips(spec, &root.child("externalIPs"), report);
    if !TYPES.contains(&text(&spec.type_)) {
        report.not_supported(&root.child("type"), text(&spec.type_), &TYPES);
    }
    check_node_ports(spec, &root.child("ports"), report);
    check_source_ranges(service, spec, &root, report);
    check_load_balancer(spec, &root, report);
    check_external_policy(spec, &root, report);
    check_internal_policy(spec, &root, report);
}

fn check_topology(service: &Service, report: &mut Report) {
    let annotations = service.metadata.annotations.as_ref();
    let get = |key| annotations.and_then(|map| map.get(key));
    if let (Some(mode), Some(hints)) = (get(TOPOLOGY_MODE), get(TOPOLOGY_HINTS))
        && mode != hints
    {
        let path = Path::new("metadata");
        let words = format!("must match annotations[{TOPOLOGY_HINTS}] when both are specified");
        report.invalid(&path.child("annotations").key(TOPOLOGY_MODE), mode, &words);
    }
}

fn check_type_fields(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    match text(&spec.type_) {
        kind @ (LOAD_BALANCER | NODE_PORT) if is_headless(spec) => {
            let words = format!("may not be set to 'None' for {kind} services");
            report.invalid(&root.child("clusterIPs").index(0), super::NONE, &words);
        }
        EXTERNAL_NAME => check_external_name(spec, root, report),
        _ => {}
    }
}

fn check_external_name(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let set = [
        ("clusterIPs", !list(&spec.cluster_ips).is_empty()),
        ("ipFamilies", !list(&spec.ip_families).is_empty()),
        ("ipFamilyPolicy", spec.ip_family_policy.is_some()),
    ];
    for (field, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        report.forbidden(&root.child(field), "may not be set for ExternalName services");
    }
    let path = root.child("externalName");
    let name = text(&spec.external_name);
    match name.strip_suffix('.').unwrap_or(name) {
        "" => report.required(&path, ""),
        name => report.invalid_each(&path, name, format::dns1123_subdomain(name)),
    }
}

fn check_ports(spec: &ServiceSpec, path: &Path<'_>, report: &mut Report) {
    let ports = list(&spec.ports);
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.index(index);
        match text(&port.name) {
            "" if ports.len() > 1 => report.required(&path.child("name"), ""),
            "" => {}
            name => {
                report.invalid_each(&path.child("name"), name, format::dns1123_label(name));
                if !names.insert(name) {
                    report.duplicate(&path.child("name"), name);
                }
            }
        }
        check_port(port, &path, report);
    }
}

fn check_port(port: &ServicePort, path: &Path<'_>, report: &mut Report) {
    if let Some(words) = format::port_number(port.port) {
        report.invalid(&path.child("port"), port.port, words);
    }
    if !PROTOCOLS.contains(&text(&port.protocol)) {
        report.not_supported(&path.child("protocol"), text(&port.protocol), &PROTOCOLS);
    }
    check_port_or_name(port.target_port.as_ref(), &path.child("targetPort"), report);
    if let Some(protocol) = &port.app_protocol {
        report.invalid_each(&path.child("appProtocol"), protocol, format::qualified_name(protocol));
    }
}

fn check_affinity(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let affinity = text(&spec.session_affinity);
    if !matches!(affinity, "ClientIP" | "None") {
        report.not_supported(&root.child("sessionAffinity"), affinity, &["ClientIP", "None"]);
    }
    let config = spec.session_affinity_config.as_ref().and_then(|config| config.client_ip.as_ref());
    let Some(seconds) = config.and_then(|client| client.timeout_seconds).filter(|_| affinity == "ClientIP")
    else {
        return;
    };
    if !(1..=MAX_AFFINITY_SECONDS).contains(&seconds) {
        let config = root.child("sessionAffinityConfig");
        let words = format!("must be greater than 0 and less than {MAX_AFFINITY_SECONDS}");
        report.invalid(&config.child("clientIP").child("timeoutSeconds"), seconds, &words);
    }
}

fn check_external_ips(spec: &ServiceSpec, path: &Path<'_>, report: &mut Report) {
    for (index, ip) in list(&spec.external_ips).iter().enumerate() {
        let path = path.index(index);
        if address::check_ip(&path, ip, report) {
            address::check_endpoint_ip(&path, ip, report);
        }
    }
}

/// The node ports after allocation, 0 for none: ports of one number share one (`initNodePorts`). In the place of those
/// that the server draws stand the last ones of the usual range.
fn given_node_ports(spec: &ServiceSpec) -> impl Iterator<Item = i32> {
    let ports = list(&spec.ports);
    let draws = match text(&spec.type_) {
        NODE_PORT => true,
        LOAD_BALANCER => spec.allocate_load_balancer_node_ports.unwrap_or(true),
        _ => false,
    };
    let requested = requested(ports);
    let mut numbers: Vec<i32> = ports.iter().map(|port| port.port).collect();
    numbers.sort_unstable();
    numbers.dedup();
    ports.iter().map(move |port| match port.node_port.unwrap_or(0) {
        0 if !draws => 0,
        0 => requested.get(&port.port).copied().unwrap_or_else(|| {
            let place = numbers.binary_search(&port.port).unwrap_or_default();
            LAST_NODE_PORT.saturating_sub(i32::try_from(place).unwrap_or(i32::MAX))
        }),
        written => written,
    })
}

/// Node ports belong to some types only, and neither they nor ports repeat for one protocol.
fn check_node_ports(spec: &ServiceSpec, path: &Path<'_>, report: &mut Report) {
    let ports = list(&spec.ports);
    let node_port = |port: &ServicePort| port.node_port.unwrap_or(0);
    if text(&spec.type_) == CLUSTER_IP {
        for (index, _) in ports.iter().enumerate().filter(|(_, port)| node_port(port) != 0) {
            report.forbidden(
                &path.index(index).child("nodePort"),
                "may not be used when `type` is 'ClusterIP'",
            );
        }
    }
    let mut seen = BTreeSet::new();
    for (index, (port, given)) in ports.iter().zip(given_node_ports(spec)).enumerate() {
        if given != 0 && !seen.insert((text(&port.protocol), given)) {
            report.duplicate(&path.index(index).child("nodePort"), given);
        }
    }
    let mut seen = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        if !seen.insert((text(&port.protocol), port.port)) {
            let shown = format!(
                "{{\"Name\":\"\",\"Protocol\":{},\"AppProtocol\":null,\"Port\":{},\"TargetPort\":0,\"NodePort\":0}}",
                crate::admission::go::json_string(text(&port.protocol)),
                port.port
            );
            report.duplicate(&path.index(index), Value::Json(&shown));
        }
    }
}

/// `spec.loadBalancerSourceRanges`, whose path the API server writes with a capital letter, or the older annotation.
fn check_source_ranges(service: &Service, spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let other_type = text(&spec.type_) != LOAD_BALANCER;
    let ranges = list(&spec.load_balancer_source_ranges);
    if !ranges.is_empty() {
        let path = root.child("LoadBalancerSourceRanges");
        if other_type {
            report.forbidden(&path, ONLY_LOAD_BALANCER);
        }
        for (index, range) in ranges.iter().enumerate() {
            address::check_cidr(&path.index(index), range.trim(), report);
        }
        return;
    }
    let Some(ranges) = service.metadata.annotations.as_ref().and_then(|map| map.get(SOURCE_RANGES)) else {
        return;
    };
    let path = Path::new("metadata");
    let path = path.child("annotations");
    let path = path.key(SOURCE_RANGES);
    if other_type {
        report.forbidden(&path, ONLY_LOAD_BALANCER);
    }
    if !ranges.trim().is_empty() {
        for range in ranges.split(',') {
            address::check_cidr(&path, range.trim(), report);
        }
    }
}

fn check_load_balancer(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let is_load_balancer = text(&spec.type_) == LOAD_BALANCER;
    if spec.allocate_load_balancer_node_ports.is_some() && !is_load_balancer {
        report.forbidden(&root.child("allocateLoadBalancerNodePorts"), ONLY_LOAD_BALANCER);
    }
    check_class(spec, root, report);
}

/// `validateLoadBalancerClassField`, as far as it looks at one Service only.
pub(super) fn check_class(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let is_load_balancer = text(&spec.type_) == LOAD_BALANCER;
    match &spec.load_balancer_class {
        Some(class) if is_load_balancer => {
            report.invalid_each(&root.child("loadBalancerClass"), class, format::qualified_name(class));
        }
        Some(_) => report.forbidden(&root.child("loadBalancerClass"), ONLY_LOAD_BALANCER),
        None => {}
    }
}

fn check_external_policy(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    let path = root.child("externalTrafficPolicy");
    match (is_external(spec), text(&spec.external_traffic_policy)) {
        (false, "") => {}
        (false, policy) => {
            report.invalid(&path, policy, "may only be set for externally-accessible services")
        }
        (true, policy) if !TRAFFIC_POLICIES.contains(&policy) => {
            report.not_supported(&path, policy, &TRAFFIC_POLICIES);
        }
        (true, _) => {}
    }
    let port = spec.health_check_node_port.unwrap_or(0);
    if !needs_health_check(spec) && port != 0 {
        let words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
        report.invalid(&root.child("healthCheckNodePort"), port, words);
    }
}

fn check_internal_policy(spec: &ServiceSpec, root: &Path<'_>, report: &mut Report) {
    if let Some(policy) = spec.internal_traffic_policy.as_deref()
        && !TRAFFIC_POLICIES.contains(&policy)
    {
        report.not_supported(&root.child("internalTrafficPolicy"), policy, &TRAFFIC_POLICIES);
    }
    let same = report.release.has(Change::PreferSameTrafficDistribution);
    let known = if same { &DISTRIBUTIONS[..] } else { &OLD_DISTRIBUTIONS[..] };
    if let Some(distribution) = spec.traffic_distribution.as_deref()
        && !known.contains(&distribution)
    {
        report.not_supported(&root.child("trafficDistribution"), distribution, known);
    }
}
