//! `ValidatePodSpec`: the Pod as a whole.

use super::{Context, container, host_port, resources, volume};
use crate::admission::address::check_ip;
use crate::admission::format;
use crate::admission::go::json_strings;
use crate::admission::meta::check_labels;
use crate::admission::report::{Report, Value};
use crate::admission::selector;
use crate::api::core::{PodSecurityContext, PodSpec, Toleration};
use crate::diagnostic::Path;
use portolan_yaml::collections::{BTreeMap, BTreeSet};

const RESTART_POLICIES: [&str; 3] = ["Always", "OnFailure", "Never"];
const DNS_POLICIES: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const MAX_SERVERS: usize = 3;
const MAX_SEARCHES: usize = 32;
const MAX_SEARCH_CHARACTERS: usize = 2048;
const SPREADS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Checks a Pod's or a template's specification.
pub(in crate::admission) fn check_spec(
    spec: &PodSpec,
    context: Context<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let pod = context.is_pod.then_some(context.name);
    let volumes = volume::check(spec, context.claims, pod, &path.child("volumes"), report);
    container::check_all(spec, context, &volumes, path, report);
    if let Some(one) = &spec.resources {
        resources::check(one, false, &path.child("resources"), report);
    }
    check_host_network(spec, context, path, report);
    let restart = spec.restart_policy.as_deref().unwrap_or("Always");
    one_of(restart, &RESTART_POLICIES, &path.child("restartPolicy"), report);
    let dns = spec.dns_policy.as_deref().unwrap_or("ClusterFirst");
    one_of(dns, &DNS_POLICIES, &path.child("dnsPolicy"), report);
    check_labels(spec.node_selector.as_ref(), &path.child("nodeSelector"), report);
    if let Some(one) = &spec.security_context {
        check_security(spec, one, &path.child("securityContext"), report);
    }
    check_dns_config(spec, dns, &path.child("dnsConfig"), report);
    for (index, gate) in spec.readiness_gates.iter().flatten().enumerate() {
        let path = path.child("readinessGates");
        let wrongs = format::qualified_name(&gate.condition_type);
        report.invalid_each(&path.index(index).child("conditionType"), &gate.condition_type, wrongs);
    }
    check_scheduling_gates(spec, &path.child("schedulingGates"), report);
    check_spread(spec, &path.child("topologySpreadConstraints"), report);
    check_names(spec, context, path, report);
    check_tolerations(spec.tolerations.as_deref().unwrap_or_default(), &path.child("tolerations"), report);
    check_host_aliases(spec, &path.child("hostAliases"), report);
    check_classes(spec, path, report);
}

/// `validatePodHostNetworkDeps`.
fn check_host_network(spec: &PodSpec, context: Context<'_>, path: &Path<'_>, report: &mut Report) {
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

fn check_security(spec: &PodSpec, one: &PodSecurityContext, path: &Path<'_>, report: &mut Report) {
    for (field, id) in
        [("fsGroup", one.fs_group), ("runAsUser", one.run_as_user), ("runAsGroup", one.run_as_group)]
    {
        check_id(id, &path.child(field), report);
    }
    for (index, id) in one.supplemental_groups.iter().flatten().enumerate() {
        check_id(Some(*id), &path.child("supplementalGroups").index(index), report);
    }
    if spec.share_process_namespace == Some(true) && spec.host_pid == Some(true) {
        let words = "ShareProcessNamespace and HostPID cannot both be enabled";
        report.invalid(&path.child("shareProcessNamespace"), Value::Json("true"), words);
    }
    if let Some(policy) = &one.fs_group_change_policy {
        one_of(policy, &["Always", "OnRootMismatch"], &path.child("fsGroupChangePolicy"), report);
    }
}

/// `IsValidUserID` and `IsValidGroupID`.
pub(super) fn check_id(id: Option<i64>, path: &Path<'_>, report: &mut Report) {
    if let Some(id) = id.filter(|id| !(0..=i64::from(i32::MAX)).contains(id)) {
        report.invalid(path, id, "must be between 0 and 2147483647, inclusive");
    }
}

/// `validatePodDNSConfig`.
fn check_dns_config(spec: &PodSpec, policy: &str, path: &Path<'_>, report: &mut Report) {
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

fn check_scheduling_gates(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let gates = spec.scheduling_gates.as_deref().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (index, gate) in gates.iter().enumerate() {
        report.invalid_each(&path.index(index), &gate.name, format::qualified_name(&gate.name));
        if !seen.insert(gate.name.as_str()) {
            report.duplicate(&path.index(index), &gate.name);
        }
    }
}

/// `validateTopologySpreadConstraints`.
fn check_spread(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let constraints = spec.topology_spread_constraints.as_deref().unwrap_or_default();
    let mut left: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in constraints {
        *left.entry((&one.topology_key, &one.when_unsatisfiable)).or_default() += 1;
    }
    for (index, one) in constraints.iter().enumerate() {
        let path = path.index(index);
        if one.max_skew <= 0 {
            report.invalid(&path.child("maxSkew"), one.max_skew, "must be greater than zero");
        }
        if one.topology_key.is_empty() {
            report.required(&path.child("topologyKey"), "can not be empty");
        }
        if !SPREADS.contains(&one.when_unsatisfiable.as_str()) {
            report.not_supported(&path.child("whenUnsatisfiable"), &one.when_unsatisfiable, &SPREADS);
        }
        let same = left.entry((&one.topology_key, &one.when_unsatisfiable)).or_default();
        *same = same.saturating_sub(1);
        if *same > 0 {
            let shown = format!("{{{}, {}}}", one.topology_key, one.when_unsatisfiable);
            report.duplicate(&path.child("{topologyKey, whenUnsatisfiable}"), &shown);
        }
        if let Some(domains) = one.min_domains {
            let path = path.child("minDomains");
            if domains <= 0 {
                report.invalid(&path, domains, "must be greater than zero");
            }
            if one.when_unsatisfiable != "DoNotSchedule" {
                let action = &one.when_unsatisfiable;
                let words =
                    format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
                report.invalid(&path, domains, &words);
            }
        }
        if let Some(labels) = &one.label_selector {
            selector::check(labels, &path.child("labelSelector"), report);
        }
    }
}

fn check_names(spec: &PodSpec, context: Context<'_>, path: &Path<'_>, report: &mut Report) {
    let subdomains = [("serviceAccountName", &spec.service_account_name), ("nodeName", &spec.node_name)];
    for (field, name) in subdomains {
        if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
            report.invalid_each(&path.child(field), name, format::dns1123_subdomain(name));
        }
    }
    if let Some(seconds) = spec.active_deadline_seconds.filter(|one| !(1..=i64::from(i32::MAX)).contains(one))
    {
        let words = "must be between 1 and 2147483647, inclusive";
        report.invalid(&path.child("activeDeadlineSeconds"), seconds, words);
    }
    if context.sets_hostname {
        return;
    }
    for (field, name) in [("hostname", &spec.hostname), ("subdomain", &spec.subdomain)] {
        if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
            report.invalid_each(&path.child(field), name, format::dns1123_label(name));
        }
    }
}

/// `ValidateTolerations`.
pub(super) fn check_tolerations(tolerations: &[Toleration], path: &Path<'_>, report: &mut Report) {
    for (index, one) in tolerations.iter().enumerate() {
        let path = path.index(index);
        let key = one.key.as_deref().unwrap_or_default();
        let operator = one.operator.as_deref().unwrap_or_default();
        let value = one.value.as_deref().unwrap_or_default();
        let effect = one.effect.as_deref().unwrap_or_default();
        if !key.is_empty() {
            report.invalid_each(&path.child("key"), key, format::qualified_name(key));
        } else if operator != "Exists" {
            let words =
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            report.invalid(&path.child("operator"), operator, words);
        }
        if one.toleration_seconds.is_some() && effect != "NoExecute" {
            report.invalid(
                &path.child("effect"),
                effect,
                "effect must be 'NoExecute' when `tolerationSeconds` is set",
            );
        }
        match operator {
            "Equal" | "" => {
                let wrongs = format::label_value(value);
                if !wrongs.is_empty() {
                    report.invalid(&path.child("operator"), value, &wrongs.join(";"));
                }
            }
            "Exists" if !value.is_empty() => {
                report.invalid(
                    &path.child("operator"),
                    value,
                    "value must be empty when `operator` is 'Exists'",
                );
            }
            "Exists" => {}
            other @ ("Lt" | "Gt") => {
                report.not_supported(&path.child("operator"), other, &["Equal", "Exists", "Lt", "Gt"]);
            }
            other => report.not_supported(&path.child("operator"), other, &["Equal", "Exists"]),
        }
        if !effect.is_empty() {
            one_of(effect, &EFFECTS, &path.child("effect"), report);
        }
    }
}

fn check_host_aliases(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    for (index, alias) in spec.host_aliases.iter().flatten().enumerate() {
        let path = path.index(index);
        check_ip(&path.child("ip"), &alias.ip, report);
        for (index, name) in alias.hostnames.iter().flatten().enumerate() {
            report.invalid_each(&path.child("hostnames").index(index), name, format::dns1123_subdomain(name));
        }
    }
}

fn check_classes(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    if let Some(name) = spec.priority_class_name.as_deref().filter(|name| !name.is_empty()) {
        report.invalid_each(&path.child("priorityClassName"), name, format::dns1123_subdomain(name));
    }
    if let Some(name) = &spec.runtime_class_name {
        report.invalid_each(&path.child("runtimeClassName"), name, format::dns1123_subdomain(name));
    }
    if let Some(policy) = &spec.preemption_policy {
        one_of(policy, &["PreemptLowerPriority", "Never"], &path.child("preemptionPolicy"), report);
    }
    match spec.os.as_ref().map(|os| os.name.as_str()) {
        None | Some("linux" | "windows") => {}
        Some("") => report.required(&path.child("os").child("name"), ""),
        Some(other) => report.not_supported(&path.child("os"), other, &["linux", "windows"]),
    }
}

/// One of a closed set of words; an empty one is missing.
pub(super) fn one_of(value: &str, all: &[&str], path: &Path<'_>, report: &mut Report) {
    if value.is_empty() {
        report.required(path, "");
    } else if !all.contains(&value) {
        report.not_supported(path, value, all);
    }
}
