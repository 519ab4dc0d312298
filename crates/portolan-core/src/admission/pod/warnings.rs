//! `GetWarningsForPod` and `GetWarningsForPodTemplate` (`pkg/api/pod/warnings.go`).

use super::{host_port, init_containers, volume};
use crate::admission::address::warn_ip;
use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{Container, ContainerPort, Pod, PodSpec, PodTemplateSpec};
use crate::diagnostic::Path;
use crate::document::quantity::{canonical, parse};
use portolan_yaml::collections::{BTreeMap, BTreeSet};

/// Warns of what a Pod says in vain.
pub(in crate::admission) fn warn_pod(pod: &Pod, report: &mut Report) {
    if let Some(spec) = &pod.spec {
        warn(spec, spec.host_network == Some(true), &Path::new("spec"), report);
    }
}

/// Warns of what a template says in vain.
pub(in crate::admission) fn warn_template(template: &PodTemplateSpec, path: &Path<'_>, report: &mut Report) {
    if let Some(spec) = &template.spec {
        let path = path.child("spec");
        warn(spec, false, &path, report);
        if spec.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0) {
            let path = path.child("terminationGracePeriodSeconds");
            report
                .warn(format!("{path}: must be >= 0; negative values are invalid and will be treated as 1"));
        }
    }
}

fn warn(spec: &PodSpec, on_host: bool, path: &Path<'_>, report: &mut Report) {
    for (index, one) in spec.topology_spread_constraints.iter().flatten().enumerate() {
        if one.label_selector.is_none() {
            let path = path.child("topologySpreadConstraints");
            let path = path.index(index);
            let path = path.child("labelSelector");
            report.warn(format!("{path}: a null labelSelector results in matching no pod"));
        }
    }
    volume::warn(spec, path, report);
    warn_names(spec, path, report);
    each_container(spec, path, &mut |container, path| warn_container(container, path, report));
    warn_ports(spec, on_host, path, report);
    let servers = spec.dns_config.as_ref().and_then(|config| config.nameservers.as_deref());
    for (index, server) in servers.into_iter().flatten().enumerate() {
        warn_ip(&path.child("dnsConfig").child("nameservers").index(index), server, report);
    }
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        warn_ip(&path.child("hostAliases").index(index).child("ip"), &alias.ip, report);
    }
}

fn each_container<'s>(spec: &'s PodSpec, path: &Path<'_>, visit: &mut dyn FnMut(&'s Container, &Path<'_>)) {
    let lists = [("initContainers", init_containers(spec)), ("containers", spec.containers.as_slice())];
    for (field, containers) in lists {
        for (index, container) in containers.iter().enumerate() {
            visit(container, &path.child(field).index(index));
        }
    }
}

fn warn_names(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        if !seen.insert(alias.ip.as_str()) {
            let path = path.child("hostAliases");
            let path = path.index(index);
            report.warn(format!("{}: duplicate ip {}", path.child("ip"), quote(&alias.ip)));
        }
    }
    let list = path.child("imagePullSecrets");
    let secrets = spec.image_pull_secrets.as_deref().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (index, secret) in secrets.iter().enumerate() {
        if !seen.insert(secret.name.as_str()) {
            let path = list.index(index);
            report.warn(format!("{}: duplicate name {}", path.child("name"), quote(&secret.name)));
        }
    }
    for (index, _) in secrets.iter().enumerate().filter(|(_, secret)| secret.name.is_empty()) {
        let path = list.index(index);
        report.warn(format!("{}: invalid empty name \"\"", path.child("name")));
    }
}

fn warn_container(container: &Container, path: &Path<'_>, report: &mut Report) {
    let resources = container.resources.as_ref();
    for name in ["memory", "ephemeral-storage"] {
        let lists = resources.map(|one| [("limits", &one.limits), ("requests", &one.requests)]);
        for (field, amounts) in lists.into_iter().flatten() {
            let Some(amount) = amounts.as_ref().and_then(|amounts| amounts.get(name)) else { continue };
            let text = amount.0.trim();
            if parse(text).is_ok_and(|value| value.nanos() % 1_000_000_000 != 0) {
                let path = path.child("resources");
                let path = path.child(field);
                let shown = quote(&canonical(text));
                report.warn(format!(
                    "{}: fractional byte value {shown} is invalid, must be an integer",
                    path.key(name)
                ));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for (index, variable) in container.env.iter().flatten().enumerate() {
        if seen.insert(variable.name.as_str()) {
            continue;
        }
        let reference = format!("$({})", variable.name);
        let value = variable.value.as_deref().unwrap_or_default();
        if variable.value_from.is_some() || value == reference || !value.contains(&reference) {
            let name = quote(&variable.name);
            report.warn(format!(
                "{}: hides previous definition of {name}, which may be dropped when using apply",
                path.child("env").index(index)
            ));
        }
    }
}

/// A declared port: its path, host IP and host port.
type Declared = (String, String, i32);

/// Ports that are declared twice, by number or by name.
fn warn_ports(spec: &PodSpec, on_host: bool, path: &Path<'_>, report: &mut Report) {
    let declared = || {
        let containers = init_containers(spec).iter().chain(&spec.containers);
        containers.flat_map(|container| container.ports.iter().flatten())
    };
    if repeats(declared().map(|port| (port.container_port, protocol(port)))) {
        warn_port_numbers(spec, on_host, path, report);
    }
    if repeats(declared().filter_map(|port| port.name.as_deref()).filter(|name| !name.is_empty())) {
        warn_port_names(spec, path, report);
    }
}

fn warn_port_numbers(spec: &PodSpec, on_host: bool, path: &Path<'_>, report: &mut Report) {
    let mut known: BTreeMap<(i32, &str), Vec<Declared>> = BTreeMap::new();
    each_container(spec, path, &mut |container, path| {
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let place = path.child("ports").index(index).to_string();
            let (ip, host) = (port.host_ip.clone().unwrap_or_default(), host_port(port, on_host));
            let others = known.entry((port.container_port, protocol(port))).or_default();
            for (other, other_ip, other_host) in others.iter() {
                let one_is_open = ip.is_empty() != other_ip.is_empty();
                let kind = if ip == *other_ip && host == *other_host {
                    "duplicate"
                } else if host == 0 || *other_host == 0 {
                    "overlapping"
                } else if host == *other_host && one_is_open {
                    "dangerously ambiguous"
                } else {
                    continue;
                };
                report.warn(format!("{place}: {kind} port definition with {other}"));
            }
            others.push((place, ip, host));
        }
    });
}

/// Whether anything stands twice.
fn repeats<T: Ord>(all: impl Iterator<Item = T>) -> bool {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

fn warn_port_names(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    each_container(spec, path, &mut |container, path| {
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let Some(name) = port.name.as_deref().filter(|name| !name.is_empty()) else { continue };
            let place = path.child("ports").index(index).to_string();
            match known.get(name) {
                Some(other) => report.warn(format!(
                    "{place}: duplicate port name {} with {other}, services and probes that select ports by name will \
                     use {other}",
                    quote(name)
                )),
                None => _ = known.insert(name.to_owned(), place),
            }
        }
    });
}

fn protocol(port: &ContainerPort) -> &str {
    port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP")
}
