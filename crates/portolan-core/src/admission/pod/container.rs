//! `validateContainers` and `validateInitContainers`.

use super::spec::{check_id, one_of};
use super::volume::{self, Volumes};
use super::{Context, env, host_port, init_containers, probe, resources};
use crate::admission::format;
use crate::admission::go::json_strings;
use crate::admission::port::{PROTOCOLS, check_port_number};
use crate::admission::report::{Report, Value};
use crate::api::core::{Container, ContainerPort, PodSpec, SecurityContext};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES: [&str; 2] = ["File", "FallbackToLogsOnError"];

/// Checks all containers of a Pod.
pub(super) fn check_all(
    spec: &PodSpec,
    context: Context<'_>,
    volumes: &Volumes<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let grace = spec.termination_grace_period_seconds.unwrap_or(30);
    let on_host = context.is_pod && spec.host_network == Some(true);
    let list = path.child("containers");
    if spec.containers.is_empty() {
        report.required(&list, "");
    }
    let mut names = BTreeSet::new();
    for (index, one) in spec.containers.iter().enumerate() {
        let path = list.index(index);
        check_common(one, context, volumes, &path, report);
        if !names.insert(one.name.as_str()) {
            report.duplicate(&path.child("name"), &one.name);
        }
        probe::check_all(one, grace, &path, report);
        if let Some(policy) = one.restart_policy.as_deref() {
            one_of(policy, &RESTART_POLICIES, &path.child("restartPolicy"), report);
        }
    }
    check_host_ports(&spec.containers, 0, on_host, &list, report);
    let list = path.child("initContainers");
    for (index, one) in init_containers(spec).iter().enumerate() {
        let path = list.index(index);
        check_common(one, context, volumes, &path, report);
        let restarts = one.restart_policy.as_deref() == Some("Always");
        if let Some(policy) = one.restart_policy.as_deref().filter(|_| !restarts) {
            one_of(policy, &RESTART_POLICIES, &path.child("restartPolicy"), report);
        }
        if !names.insert(one.name.as_str()) {
            report.duplicate(&path.child("name"), &one.name);
        }
        check_host_ports(std::slice::from_ref(one), 0, on_host, &list, report);
        if restarts {
            probe::check_all(one, grace, &path, report);
        } else {
            forbid_probes(one, &path, report);
        }
    }
}

/// `validateContainerCommon`.
fn check_common(
    one: &Container,
    context: Context<'_>,
    volumes: &Volumes<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    if one.name.is_empty() {
        report.required(&path.child("name"), "");
    } else {
        report.invalid_each(&path.child("name"), &one.name, format::dns1123_label(&one.name));
    }
    if one.image.as_deref().unwrap_or_default().is_empty() {
        report.required(&path.child("image"), "");
    }
    let policy = one.termination_message_policy.as_deref().filter(|policy| !policy.is_empty());
    one_of(policy.unwrap_or("File"), &MESSAGE_POLICIES, &path.child("terminationMessagePolicy"), report);
    check_ports(one.ports.as_deref().unwrap_or_default(), &path.child("ports"), report);
    env::check(one, path, report);
    volume::check_mounts(one, volumes, path, report);
    if let Some(policy) = one.image_pull_policy.as_deref().filter(|policy| !policy.is_empty()) {
        one_of(policy, &PULL_POLICIES, &path.child("imagePullPolicy"), report);
    }
    if let Some(wanted) = &one.resources {
        resources::check(wanted, context.is_pod, &path.child("resources"), report);
    }
    if let Some(security) = &one.security_context {
        check_security(security, &path.child("securityContext"), report);
    }
}

/// `validateContainerPorts`.
fn check_ports(ports: &[ContainerPort], path: &Path<'_>, report: &mut Report) {
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
        if let Some(host) = port.host_port.filter(|host| *host != 0) {
            check_port_number(host, &path.child("hostPort"), report);
        }
        let protocol = port.protocol.as_deref().unwrap_or_default();
        if !protocol.is_empty() && !PROTOCOLS.contains(&protocol) {
            report.not_supported(&path.child("protocol"), protocol, &PROTOCOLS);
        }
    }
}

/// `checkHostPortConflicts`.
fn check_host_ports(
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

fn forbid_probes(one: &Container, path: &Path<'_>, report: &mut Report) {
    let set = [
        ("lifecycle", one.lifecycle.is_some()),
        ("livenessProbe", one.liveness_probe.is_some()),
        ("readinessProbe", one.readiness_probe.is_some()),
        ("startupProbe", one.startup_probe.is_some()),
    ];
    for (field, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        report
            .forbidden(&path.child(field), "may not be set for init containers without restartPolicy=Always");
    }
}

/// `ValidateSecurityContext`.
fn check_security(one: &SecurityContext, path: &Path<'_>, report: &mut Report) {
    check_id(one.run_as_user, &path.child("runAsUser"), report);
    check_id(one.run_as_group, &path.child("runAsGroup"), report);
    if one.allow_privilege_escalation != Some(false) {
        return;
    }
    let shown = security_json(one);
    if one.privileged == Some(true) {
        let words = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        report.invalid(path, Value::Json(&shown), words);
    }
    let added = one.capabilities.as_ref().and_then(|capabilities| capabilities.add.as_ref());
    for _ in added.into_iter().flatten().filter(|name| *name == "CAP_SYS_ADMIN") {
        let words = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
        report.invalid(path, Value::Json(&shown), words);
    }
}

/// A container's security context as the API server shows it: by the names of Go's fields.
fn security_json(one: &SecurityContext) -> String {
    let flag = |flag: Option<bool>| flag.map_or_else(|| "null".to_owned(), |flag| flag.to_string());
    let id = |id: Option<i64>| id.map_or_else(|| "null".to_owned(), |id| id.to_string());
    let capabilities = one.capabilities.as_ref().map_or_else(
        || "null".to_owned(),
        |both| {
            let (add, drop) = (json_strings(both.add.as_deref()), json_strings(both.drop.as_deref()));
            format!("{{\"Add\":{add},\"Drop\":{drop}}}")
        },
    );
    format!(
        "{{\"Capabilities\":{capabilities},\"Privileged\":{},\"SELinuxOptions\":null,\"WindowsOptions\":null,\
         \"RunAsUser\":{},\"RunAsGroup\":{},\"RunAsNonRoot\":{},\"ReadOnlyRootFilesystem\":{},\
         \"AllowPrivilegeEscalation\":{},\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}}",
        flag(one.privileged),
        id(one.run_as_user),
        id(one.run_as_group),
        flag(one.run_as_non_root),
        flag(one.read_only_root_filesystem),
        flag(one.allow_privilege_escalation),
    )
}
