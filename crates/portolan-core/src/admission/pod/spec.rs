//! `ValidatePodSpec`: the Pod as a whole.

use super::container::{self, Surroundings};
use super::{
    Context, affinity, claims, env, host, pod_resources, resources, scheduling, security, spread, volume,
    windows,
};
use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::meta::check_labels;
use crate::admission::report::Report;
use crate::api::core::PodSpec;
use crate::diagnostic::Path;

const RESTART_POLICIES: [&str; 3] = ["Always", "OnFailure", "Never"];
const DNS_POLICIES: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const DEFAULT_GRACE: i64 = 30;

/// Checks a Pod's or a template's specification.
pub(in crate::admission) fn check_spec(
    spec: &PodSpec,
    context: Context<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let pod = context.is_pod.then_some(context.name);
    let volumes = volume::check(spec, context.claims, pod, &path.child("volumes"), report);
    let claims = spec.resource_claims.as_deref().unwrap_or_default();
    let claims = claims::check(claims, &path.child("resourceClaims"), report);
    let restart = spec.restart_policy.as_deref().filter(|policy| !policy.is_empty()).unwrap_or("Always");
    let around = Surroundings {
        context,
        volumes: &volumes,
        claims: &claims,
        grace: grace(spec, context.is_pod),
        restart,
        host_users: spec.host_users != Some(false),
        on_host: context.is_pod && spec.host_network == Some(true),
    };
    container::check_all(spec, &around, path, report);
    pod_resources::check(spec, context.is_pod, &path.child("resources"), report);
    host::check_network(spec, context, path, report);
    one_of(restart, &RESTART_POLICIES, &path.child("restartPolicy"), report);
    let dns = spec.dns_policy.as_deref().filter(|policy| !policy.is_empty()).unwrap_or("ClusterFirst");
    one_of(dns, &DNS_POLICIES, &path.child("dnsPolicy"), report);
    check_labels(spec.node_selector.as_ref(), &path.child("nodeSelector"), report);
    security::check_pod(spec, &path.child("securityContext"), report);
    if let Some(one) = &spec.affinity {
        affinity::check(one, &path.child("affinity"), report);
    }
    host::check_dns(spec, dns, &path.child("dnsConfig"), report);
    scheduling::check_gates(spec, path, report);
    spread::check(spec, &path.child("topologySpreadConstraints"), report);
    windows::check_host_process(spec, path, report);
    host::check_users(spec, path, report);
    host::check_hostname_override(spec, path, report);
    check_names(spec, context, path, report);
    let tolerations = spec.tolerations.as_deref().unwrap_or_default();
    scheduling::check_tolerations(tolerations, &path.child("tolerations"), report);
    host::check_aliases(spec, &path.child("hostAliases"), report);
    check_classes(spec, path, report);
    resources::check_overhead(spec.overhead.as_ref(), &path.child("overhead"), report);
    windows::check_os(spec, path, report);
    env::check_file_volumes(spec, path, report);
}

/// The grace period after conversion: a Pod with one below zero gets one second.
fn grace(spec: &PodSpec, is_pod: bool) -> i64 {
    match spec.termination_grace_period_seconds {
        Some(seconds) if is_pod && seconds < 0 => 1,
        written => written.unwrap_or(DEFAULT_GRACE),
    }
}

fn check_names(spec: &PodSpec, context: Context<'_>, path: &Path<'_>, report: &mut Report) {
    let account = spec.service_account_name.as_ref().filter(|name| !name.is_empty());
    let account = account.or(spec.service_account.as_ref());
    for (field, name) in [("serviceAccountName", account), ("nodeName", spec.node_name.as_ref())] {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
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
}

/// One of a closed set of words; an empty one is missing.
pub(super) fn one_of(value: &str, all: &[&str], path: &Path<'_>, report: &mut Report) {
    if value.is_empty() {
        report.required(path, "");
    } else if !all.contains(&value) {
        report.not_supported_json(path, &json_string(value), all);
    }
}
