//! `validateContainers`, `validateInitContainers` and `validateEphemeralContainers`.

use super::security::any_of;
use super::spec::one_of;
use super::volume::{self, Volumes};
use super::{
    Context, check_image_blanks, container_ports, env, init_containers, is_sidecar, probe, resources,
};
use super::{ephemeral_containers, security};
use crate::admission::format;
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::api::core::{Container, ContainerResizePolicy, Lifecycle, PodSpec};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
/// The second only since `RestartAllContainersOnContainerExits`.
const RESTART_ACTIONS: [&str; 2] = ["Restart", "RestartAllContainers"];
const MOST_RULES: usize = 20;
const MOST_EXIT_CODES: usize = 255;
const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES: [&str; 2] = ["File", "FallbackToLogsOnError"];
const NO_RESTART_POLICY: &str = "must specify restartPolicy when restart rules are used";
const NOT_EPHEMERAL: &str = "cannot be set for an Ephemeral Container";

/// What the rules for a container depend on beside itself.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub context: Context<'a>,
    pub volumes: &'a Volumes<'a>,
    /// The names in `spec.resourceClaims`.
    pub claims: &'a BTreeSet<&'a str>,
    pub grace: i64,
    /// The Pod's restart policy.
    pub restart: &'a str,
    pub host_users: bool,
    /// Whether the ports of the containers are those of the node.
    pub on_host: bool,
}

/// Checks all containers of a Pod.
pub(super) fn check_all(spec: &PodSpec, around: &Surroundings<'_>, path: &Path<'_>, report: &mut Report) {
    let on_host = around.on_host;
    let list = path.child("containers");
    if spec.containers.is_empty() {
        report.required(&list, "");
    }
    let mut names = BTreeSet::new();
    for (index, one) in spec.containers.iter().enumerate() {
        let path = list.index(index);
        check_common(one, around, &path, report);
        if !names.insert(one.name.as_str()) {
            report.duplicate(&path.child("name"), &one.name);
        }
        probe::check_all(one, around.grace, &path, report);
        if report.release.has(Change::ContainerRestartRules) {
            check_restart(one, &path, report);
        } else if one.restart_policy.is_some() {
            report.forbidden(&path.child("restartPolicy"), "may not be set for non-init containers");
        }
    }
    container_ports::check_host_ports(&spec.containers, 0, on_host, &list, report);
    let list = path.child("initContainers");
    for (index, one) in init_containers(spec).iter().enumerate() {
        let path = list.index(index);
        check_common(one, around, &path, report);
        check_init_restart(one, &path, report);
        if names.contains(one.name.as_str()) {
            report.duplicate(&path.child("name"), &one.name);
        } else if !one.name.is_empty() {
            names.insert(&one.name);
        }
        container_ports::check_host_ports(std::slice::from_ref(one), 0, on_host, &list, report);
        if is_sidecar(one) {
            probe::check_all(one, around.grace, &path, report);
        } else {
            forbid_probes(one, &path, report);
            forbid_restart_on_resize(one, &path, report);
        }
    }
    check_ephemeral(spec, &names, around, path, report);
}

fn has_rules(one: &Container) -> bool {
    one.restart_policy_rules.as_ref().is_some_and(|rules| !rules.is_empty())
}

/// `validateInitContainerRestartPolicy`.
fn check_init_restart(one: &Container, path: &Path<'_>, report: &mut Report) {
    let field = path.child("restartPolicy");
    if one.restart_policy.is_none() {
        if has_rules(one) {
            report.required(&field, NO_RESTART_POLICY);
        }
    } else if !report.release.has(Change::ContainerRestartRules) {
        any_of(one.restart_policy.as_deref(), &["Always"], &field, report);
    } else if is_sidecar(one) && !report.release.has(Change::RestartAllContainersOnContainerExits) {
        if has_rules(one) {
            let words = "restartPolicyRules are not allowed for init containers with restart policy Always";
            report.forbidden(&path.child("restartPolicyRules"), words);
        }
    } else {
        check_restart(one, path, report);
    }
}

/// `validateContainerRestartPolicy`.
fn check_restart(one: &Container, path: &Path<'_>, report: &mut Report) {
    let field = path.child("restartPolicy");
    if one.restart_policy.is_none() && has_rules(one) {
        report.required(&field, NO_RESTART_POLICY);
    }
    any_of(one.restart_policy.as_deref(), &RESTART_POLICIES, &field, report);
    let rules = one.restart_policy_rules.as_deref().unwrap_or_default();
    let list = path.child("restartPolicyRules");
    if rules.len() > MOST_RULES {
        report.too_many(&list, rules.len(), MOST_RULES);
    }
    for (index, rule) in rules.iter().enumerate() {
        let path = list.index(index);
        let (first, _) = RESTART_ACTIONS.split_at(1);
        let all = report.release.has(Change::RestartAllContainersOnContainerExits);
        let actions = if all { &RESTART_ACTIONS[..] } else { first };
        any_of(Some(&rule.action), actions, &path.child("action"), report);
        let field = path.child("exitCodes");
        let Some(codes) = &rule.exit_codes else {
            report.required(&field, "must be specified");
            continue;
        };
        any_of(Some(&codes.operator), &["In", "NotIn"], &field.child("operator"), report);
        let many = codes.values.as_ref().map_or(0, Vec::len);
        if many > MOST_EXIT_CODES {
            report.too_many(&field.child("values"), many, MOST_EXIT_CODES);
        }
    }
}

/// `validateContainerCommon`.
fn check_common(one: &Container, around: &Surroundings<'_>, path: &Path<'_>, report: &mut Report) {
    if one.name.is_empty() {
        report.required(&path.child("name"), "");
    } else {
        report.invalid_each(&path.child("name"), &one.name, format::dns1123_label(&one.name));
    }
    if one.image.as_deref().unwrap_or_default().is_empty() {
        report.required(&path.child("image"), "");
    }
    let policy = one.termination_message_policy.as_deref().filter(|policy| !policy.is_empty());
    any_of(policy, &MESSAGE_POLICIES, &path.child("terminationMessagePolicy"), report);
    let ports = one.ports.as_deref().unwrap_or_default();
    container_ports::check(ports, around.on_host, &path.child("ports"), report);
    env::check(one, path, report);
    volume::check_mounts(one, around.volumes, path, report);
    let policy = one.image_pull_policy.as_deref().filter(|policy| !policy.is_empty());
    any_of(policy, &PULL_POLICIES, &path.child("imagePullPolicy"), report);
    if let Some(wanted) = &one.resources {
        resources::check(wanted, around.context.is_pod, around.claims, &path.child("resources"), report);
    }
    let policies = one.resize_policy.as_deref().unwrap_or_default();
    check_resize(policies, around.restart, &path.child("resizePolicy"), report);
    if let Some(one) = &one.security_context {
        security::check_container(one, around.host_users, &path.child("securityContext"), report);
    }
}

/// `validateResizePolicy`.
fn check_resize(policies: &[ContainerResizePolicy], restart: &str, path: &Path<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (index, one) in policies.iter().enumerate() {
        if !seen.insert(one.resource_name.as_str()) {
            report.duplicate(&path.index(index), &one.resource_name);
        }
        one_of(&one.resource_name, &["cpu", "memory"], path, report);
        one_of(&one.restart_policy, &["NotRequired", "RestartContainer"], path, report);
        if restart == "Never" && one.restart_policy != "NotRequired" {
            let words = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
            report.invalid(path, &one.restart_policy, words);
        }
    }
}

fn forbid_restart_on_resize(one: &Container, path: &Path<'_>, report: &mut Report) {
    let list = path.child("resizePolicy");
    for (index, policy) in one.resize_policy.iter().flatten().enumerate() {
        if policy.restart_policy == "RestartContainer" {
            let words = "must not be set to 'RestartContainer' for non-sidecar initContainers";
            report.invalid(&list.index(index).child("restartPolicy"), &policy.restart_policy, words);
        }
    }
}

/// `validateEphemeralContainers`: they may not be written at all, but each is looked at first; a limit of theirs is no
/// request, as in a template.
fn check_ephemeral(
    spec: &PodSpec,
    others: &BTreeSet<&str>,
    around: &Surroundings<'_>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let list = path.child("ephemeralContainers");
    let context = Context { is_pod: false, ..around.context };
    let around = &Surroundings { context, ..*around };
    let mut names = others.clone();
    for (index, one) in ephemeral_containers(spec).iter().enumerate() {
        let path = list.index(index);
        check_common(one, around, &path, report);
        check_image_blanks(one, &path, report);
        if !names.insert(&one.name) {
            report.duplicate(&path.child("name"), &one.name);
        }
        let target = one.target_container_name.as_deref().unwrap_or_default();
        if !target.is_empty() && !others.contains(target) {
            report.not_found(&path.child("targetContainerName"), target);
        }
        forbid_lasting(one, &path, report);
        let mounts = path.child("volumeMounts");
        for (index, mount) in one.volume_mounts.iter().flatten().enumerate() {
            for (field, value) in [("subPath", &mount.sub_path), ("subPathExpr", &mount.sub_path_expr)] {
                if value.as_deref().is_some_and(|value| !value.is_empty()) {
                    report.forbidden(&mounts.index(index).child(field), NOT_EPHEMERAL);
                }
            }
        }
    }
}

/// `validateFieldAllowList`, in the order of the fields in Go's type.
fn forbid_lasting(one: &Container, path: &Path<'_>, report: &mut Report) {
    let resources = one.resources.as_ref();
    let wants =
        resources.is_some_and(|one| one.limits.is_some() || one.requests.is_some() || one.claims.is_some());
    let set = [
        ("ports", one.ports.is_some()),
        ("resources", wants),
        ("resizePolicy", one.resize_policy.is_some()),
        ("restartPolicy", one.restart_policy.is_some()),
        ("restartPolicyRules", one.restart_policy_rules.is_some()),
        ("livenessProbe", one.liveness_probe.is_some()),
        ("readinessProbe", one.readiness_probe.is_some()),
        ("startupProbe", one.startup_probe.is_some()),
        ("lifecycle", one.lifecycle.is_some()),
    ];
    for (field, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        report.forbidden(&path.child(field), NOT_EPHEMERAL);
    }
}

fn forbid_probes(one: &Container, path: &Path<'_>, report: &mut Report) {
    let set = [
        ("lifecycle", one.lifecycle.as_ref().is_some_and(|one| !is_dropped(one))),
        ("livenessProbe", one.liveness_probe.is_some()),
        ("readinessProbe", one.readiness_probe.is_some()),
        ("startupProbe", one.startup_probe.is_some()),
    ];
    for (field, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        report
            .forbidden(&path.child(field), "may not be set for init containers without restartPolicy=Always");
    }
}

/// Whether there is nothing but a stop signal, which the API server drops (`ContainerStopSignals` is off).
fn is_dropped(one: &Lifecycle) -> bool {
    one.stop_signal.is_some() && one.post_start.is_none() && one.pre_stop.is_none()
}
