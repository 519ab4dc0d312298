//! What ties a Pod to its host and its names: host network, host users, host name, DNS and `/etc/hosts`.

use super::{Context, host_port, visit};
use crate::admission::address::check_ip;
use crate::admission::format;
use crate::admission::go::json_strings;
use crate::admission::report::{Report, Value};
use crate::api::core::PodSpec;
use crate::diagnostic::Path;

const MAX_SERVERS: usize = 3;
const MAX_SEARCHES: usize = 32;
const MAX_SEARCH_CHARACTERS: usize = 2048;
const MAX_HOSTNAME: usize = 64;
const NOT_WITHOUT_HOST_USERS: &str = "when `hostUsers` is false";

/// `validatePodHostNetworkDeps`.
pub(super) fn check_network(spec: &PodSpec, context: Context<'_>, path: &Path<'_>, report: &mut Report) {
    if spec.host_network != Some(true) {
        return;
    }
    for (index, container) in spec.containers.iter().enumerate() {
        let path = path.child("containers");
        let path = path.index(index);
        for (index, port) in container.ports.iter().flatten().enumerate() {
            let host = host_port(port, context.is_pod);
            if (context.is_pod || host != 0) && host != port.container_port {
                let words = "must match `containerPort` when `hostNetwork` is true";
                report.invalid(&path.child("ports").index(index).child("hostPort"), host, words);
            }
        }
    }
}

/// `validateHostUsers`.
pub(super) fn check_users(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    if spec.host_users != Some(false) {
        return;
    }
    let shared = [("hostNetwork", spec.host_network), ("HostPID", spec.host_pid), ("HostIPC", spec.host_ipc)];
    for (field, _) in shared.into_iter().filter(|(_, flag)| *flag == Some(true)) {
        report.forbidden(&path.child(field), NOT_WITHOUT_HOST_USERS);
    }
    visit(spec, path, &mut |container, path| {
        if container.volume_devices.as_ref().is_some_and(|list| !list.is_empty()) {
            report.forbidden(&path.child("volumeDevices"), NOT_WITHOUT_HOST_USERS);
        }
    });
}

/// `validatePodHostName`.
pub(super) fn check_hostname_override(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let Some(name) = spec.hostname_override.as_deref() else { return };
    let path = path.child("hostnameOverride");
    if spec.set_hostname_as_fqdn == Some(true) {
        report.forbidden(&path, "may not be specified when setHostnameAsFQDN is true");
    }
    if spec.host_network == Some(true) {
        report.forbidden(&path, "may not be specified when hostNetwork is true");
    }
    if name.len() > MAX_HOSTNAME {
        report.too_long(&path, MAX_HOSTNAME);
    }
    report.invalid_each(&path, name, format::dns1123_subdomain(name));
}

/// `validatePodDNSConfig`.
pub(super) fn check_dns(spec: &PodSpec, policy: &str, path: &Path<'_>, report: &mut Report) {
    let Some(config) = &spec.dns_config else {
        if policy == "None" {
            report.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        }
        return;
    };
    let list = path.child("nameservers");
    let servers = config.nameservers.as_deref().unwrap_or_default();
    if policy == "None" && servers.is_empty() {
        report.required(&list, "must provide at least one DNS nameserver when `dnsPolicy` is None");
        return;
    }
    if servers.len() > MAX_SERVERS {
        let shown = json_strings(Some(servers));
        report.invalid(&list, Value::Json(&shown), "must not have more than 3 nameservers");
    }
    for (index, server) in servers.iter().enumerate() {
        check_ip(&list.index(index), server, report);
    }
    check_searches(config.searches.as_deref().unwrap_or_default(), &path.child("searches"), report);
    for (index, option) in config.options.iter().flatten().enumerate() {
        if option.name.as_deref().unwrap_or_default().is_empty() {
            report.required(&path.child("options").index(index), "must not be empty");
        }
    }
}

fn check_searches(searches: &[String], path: &Path<'_>, report: &mut Report) {
    let shown = || json_strings(Some(searches));
    if searches.len() > MAX_SEARCHES {
        report.invalid(path, Value::Json(&shown()), "must not have more than 32 search paths");
    }
    if searches.iter().map(|search| search.len() + 1).sum::<usize>() > MAX_SEARCH_CHARACTERS + 1 {
        let words = "must not have more than 2048 characters (including spaces) in the search list";
        report.invalid(path, Value::Json(&shown()), words);
    }
    for (index, search) in searches.iter().enumerate().filter(|(_, search)| *search != ".") {
        let name = search.strip_suffix('.').unwrap_or(search);
        report.invalid_each(&path.index(index), name, format::subdomain_with_underscore(name));
    }
}

/// `ValidateHostAliases`.
pub(super) fn check_aliases(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        let path = path.index(index);
        check_ip(&path.child("ip"), &alias.ip, report);
        for (index, name) in alias.hostnames.iter().flatten().enumerate() {
            report.invalid_each(&path.child("hostnames").index(index), name, format::dns1123_subdomain(name));
        }
    }
}
