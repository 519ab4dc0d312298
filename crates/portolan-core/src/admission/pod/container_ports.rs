//! Ports of containers: `validateContainerPorts` and `checkHostPortConflicts`.

use super::host_port;
use super::security::any_of;
use crate::admission::format;
use crate::admission::port::{PROTOCOLS, check_port_number};
use crate::admission::report::Report;
use crate::api::core::{Container, ContainerPort};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

/// `validateContainerPorts`.
pub(super) fn check(ports: &[ContainerPort], on_host: bool, path: &Path<'_>, report: &mut Report) {
    let mut names = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.index(index);
        let name = port.name.as_deref().unwrap_or_default();
        if !name.is_empty() {
            let wrongs = format::port_name(name);
            if !wrongs.is_empty() {
                report.invalid_each(&path.child("name"), name, wrongs);
            } else if !names.insert(name) {
                report.duplicate(&path.child("name"), name);
            }
        }
        if port.container_port == 0 {
            report.required(&path.child("containerPort"), "");
        } else {
            check_port_number(port.container_port, &path.child("containerPort"), report);
        }
        let host = host_port(port, on_host);
        if host != 0 {
            check_port_number(host, &path.child("hostPort"), report);
        }
        let protocol = port.protocol.as_deref().unwrap_or_default();
        let protocol = Some(protocol).filter(|protocol| !protocol.is_empty());
        any_of(protocol, &PROTOCOLS, &path.child("protocol"), report);
    }
}

/// `checkHostPortConflicts`.
pub(super) fn check_host_ports(
    containers: &[Container],
    first: usize,
    on_host: bool,
    path: &Path<'_>,
    report: &mut Report,
) {
    let mut taken = BTreeSet::new();
    for (index, container) in containers.iter().enumerate() {
        let path = path.index(first + index);
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let host = host_port(port, on_host);
            let protocol = port.protocol.as_deref().filter(|protocol| !protocol.is_empty()).unwrap_or("TCP");
            let ip = port.host_ip.as_deref().unwrap_or_default();
            if host != 0 && !taken.insert((protocol, ip, host)) {
                let shown = format!("{protocol}/{ip}/{host}");
                report.duplicate(&path.child("ports").index(index).child("hostPort"), &shown);
            }
        }
    }
}
