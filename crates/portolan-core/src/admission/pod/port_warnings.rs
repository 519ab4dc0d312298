//! Warnings of ports that are declared twice or in vain.

use super::{host_port, visit};
use crate::admission::go::quote;
use crate::admission::report::Report;
use crate::api::core::{ContainerPort, PodSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

/// A declared port: its path, host IP and host port.
type Declared = (String, String, i32);

/// Warns of ports that are declared twice, by number or by name, and of addresses without a port of the host.
pub(super) fn warn(spec: &PodSpec, on_host: bool, path: &Path<'_>, report: &mut Report) {
    let mut ports = Vec::new();
    visit(spec, path, &mut |container, _| ports.extend(container.ports.iter().flatten()));
    let declared = || ports.iter().copied();
    let has_address = |port: &ContainerPort| port.host_ip.as_deref().is_some_and(|ip| !ip.is_empty());
    if declared().any(has_address) || repeats(declared().map(|port| (port.container_port, protocol(port)))) {
        warn_port_numbers(spec, on_host, path, report);
    }
    if repeats(declared().filter_map(|port| port.name.as_deref()).filter(|name| !name.is_empty())) {
        warn_port_names(spec, path, report);
    }
}

fn warn_port_numbers(spec: &PodSpec, on_host: bool, path: &Path<'_>, report: &mut Report) {
    let mut known: BTreeMap<(i32, &str), Vec<Declared>> = BTreeMap::new();
    visit(spec, path, &mut |container, path| {
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let place = path.child("ports").index(index).to_string();
            let (ip, host) = (port.host_ip.clone().unwrap_or_default(), host_port(port, on_host));
            if !ip.is_empty() && host == 0 {
                report.warn(format!("{place}: hostIP set without hostPort: {}", go_struct(port)));
            }
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
    visit(spec, path, &mut |container, path| {
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

/// `%+v` of a `ContainerPort`.
fn go_struct(port: &ContainerPort) -> String {
    format!(
        "{{Name:{} HostPort:0 ContainerPort:{} Protocol:{} HostIP:{}}}",
        port.name.as_deref().unwrap_or_default(),
        port.container_port,
        protocol(port),
        port.host_ip.as_deref().unwrap_or_default()
    )
}

fn protocol(port: &ContainerPort) -> &str {
    port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP")
}
