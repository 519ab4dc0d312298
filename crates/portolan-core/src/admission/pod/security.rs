//! Security contexts of Pods and containers: `validatePodSpecSecurityContext` and `ValidateSecurityContext`.

use super::profile;
use super::windows;
use crate::admission::go::{json_string, json_strings};
use crate::admission::report::{Report, Value};
use crate::api::core::{PodSpec, SELinuxOptions, SecurityContext, Sysctl, WindowsSecurityContextOptions};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

const MAX_SYSCTL: usize = 253;
const SYSCTL_WORDS: &str = r"must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

/// Checks the security context of a Pod, with the fields of the Pod that it holds inside the API server.
pub(super) fn check_pod(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let none = crate::api::core::PodSecurityContext::default();
    let one = spec.security_context.as_ref().unwrap_or(&none);
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
    let sysctls = one.sysctls.as_deref().unwrap_or_default();
    check_sysctls(spec, sysctls, &path.child("sysctls"), report);
    let policy = one.fs_group_change_policy.as_deref();
    any_of(policy, &["Always", "OnRootMismatch"], &path.child("fsGroupChangePolicy"), report);
    profile::check_seccomp(one.seccomp_profile.as_ref(), &path.child("seccompProfile"), report);
    windows::check_options(one.windows_options.as_ref(), &path.child("windowsOptions"), report);
    profile::check_app_armor(one.app_armor_profile.as_ref(), &path.child("appArmorProfile"), report);
    let policy = one.supplemental_groups_policy.as_deref();
    any_of(policy, &["Merge", "Strict"], &path.child("supplementalGroupsPolicy"), report);
    let policy = one.se_linux_change_policy.as_deref();
    any_of(policy, &["Recursive"], &path.child("seLinuxChangePolicy"), report);
}

/// Checks the security context of a container.
pub(super) fn check_container(one: &SecurityContext, host_users: bool, path: &Path<'_>, report: &mut Report) {
    check_id(one.run_as_user, &path.child("runAsUser"), report);
    check_id(one.run_as_group, &path.child("runAsGroup"), report);
    let mount = one.proc_mount.as_deref();
    any_of(mount, &["Default", "Unmasked"], &path.child("procMount"), report);
    if host_users && mount == Some("Unmasked") {
        let words = "`hostUsers` must be false to use `Unmasked`";
        report.invalid(&path.child("procMount"), "Unmasked", words);
    }
    profile::check_seccomp(one.seccomp_profile.as_ref(), &path.child("seccompProfile"), report);
    if one.allow_privilege_escalation == Some(false) {
        check_escalation(one, path, report);
    }
    windows::check_options(one.windows_options.as_ref(), &path.child("windowsOptions"), report);
    profile::check_app_armor(one.app_armor_profile.as_ref(), &path.child("appArmorProfile"), report);
}

fn check_escalation(one: &SecurityContext, path: &Path<'_>, report: &mut Report) {
    if one.privileged == Some(true) {
        let words = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        report.invalid(path, Value::Json(&json(one)), words);
    }
    let added = one.capabilities.as_ref().and_then(|capabilities| capabilities.add.as_ref());
    for _ in added.into_iter().flatten().filter(|name| *name == "CAP_SYS_ADMIN") {
        let words = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
        report.invalid(path, Value::Json(&json(one)), words);
    }
}

/// `IsValidUserID` and `IsValidGroupID`.
fn check_id(id: Option<i64>, path: &Path<'_>, report: &mut Report) {
    if let Some(id) = id.filter(|id| !(0..=i64::from(i32::MAX)).contains(id)) {
        report.invalid(path, id, "must be between 0 and 2147483647, inclusive");
    }
}

/// One of a closed set of words, where anything is written.
pub(super) fn any_of(value: Option<&str>, all: &[&str], path: &Path<'_>, report: &mut Report) {
    if let Some(value) = value.filter(|value| !all.contains(value)) {
        report.not_supported_json(path, &json_string(value), all);
    }
}

/// `validateSysctls`.
fn check_sysctls(spec: &PodSpec, sysctls: &[Sysctl], path: &Path<'_>, report: &mut Report) {
    let mut names = BTreeSet::new();
    for (index, one) in sysctls.iter().enumerate() {
        let path = path.index(index);
        let path = path.child("name");
        let name = one.name.as_str();
        if name.is_empty() {
            report.required(&path, "");
        } else if name.len() > MAX_SYSCTL || !name.split(['.', '/']).all(is_segment) {
            report.invalid(&path, name, SYSCTL_WORDS);
        } else if names.contains(name) {
            report.duplicate(&path, name);
        }
        match namespace_of(name) {
            Some("net") if spec.host_network == Some(true) => {
                report.invalid(&path, name, "may not be specified when 'hostNetwork' is true");
            }
            Some("ipc") if spec.host_ipc == Some(true) => {
                report.invalid(&path, name, "may not be specified when 'hostIPC' is true");
            }
            _ => {}
        }
        names.insert(name);
    }
}

/// `SysctlSegmentFmt`.
fn is_segment(part: &str) -> bool {
    let is_end = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = part.as_bytes();
    is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(|b| matches!(b, b'-' | b'_') || b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// `GetNamespace` of `component-helpers/node/util/sysctl`: the first separator tells which of the two is meant.
fn namespace_of(name: &str) -> Option<&'static str> {
    let mut plain = name.to_owned();
    if name.find(['.', '/']).is_some_and(|at| name.as_bytes().get(at) == Some(&b'/')) {
        let swap = |c| match c {
            '.' => '/',
            '/' => '.',
            other => other,
        };
        plain = name.chars().map(swap).collect();
    }
    if plain == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|one| plain.starts_with(one))
    {
        Some("ipc")
    } else {
        plain.starts_with("net.").then_some("net")
    }
}

/// A container's security context as the API server shows it: by the names of Go's fields.
fn json(one: &SecurityContext) -> String {
    let capabilities = one.capabilities.as_ref().map(|both| {
        let (add, drop) = (json_strings(both.add.as_deref()), json_strings(both.drop.as_deref()));
        format!("{{\"Add\":{add},\"Drop\":{drop}}}")
    });
    let seccomp = one.seccomp_profile.as_ref();
    let seccomp = seccomp.map(|one| profile::json(&one.type_, one.localhost_profile.as_deref()));
    let app_armor = one.app_armor_profile.as_ref();
    let app_armor = app_armor.map(|one| profile::json(&one.type_, one.localhost_profile.as_deref()));
    let fields = [
        ("Capabilities", capabilities),
        ("Privileged", one.privileged.map(|flag| flag.to_string())),
        ("SELinuxOptions", one.se_linux_options.as_ref().map(selinux_json)),
        ("WindowsOptions", one.windows_options.as_ref().map(windows_json)),
        ("RunAsUser", one.run_as_user.map(|id| id.to_string())),
        ("RunAsGroup", one.run_as_group.map(|id| id.to_string())),
        ("RunAsNonRoot", one.run_as_non_root.map(|flag| flag.to_string())),
        ("ReadOnlyRootFilesystem", one.read_only_root_filesystem.map(|flag| flag.to_string())),
        ("AllowPrivilegeEscalation", one.allow_privilege_escalation.map(|flag| flag.to_string())),
        ("ProcMount", one.proc_mount.as_deref().map(json_string)),
        ("SeccompProfile", seccomp),
        ("AppArmorProfile", app_armor),
    ];
    object(fields)
}

/// A struct of Go as JSON; what is not set is `null`.
pub(super) fn object<const N: usize>(fields: [(&str, Option<String>); N]) -> String {
    let fields = fields.map(|(name, value)| format!("\"{name}\":{}", value.as_deref().unwrap_or("null")));
    format!("{{{}}}", fields.join(","))
}

fn selinux_json(one: &SELinuxOptions) -> String {
    let text = |text: &Option<String>| Some(json_string(text.as_deref().unwrap_or_default()));
    object([
        ("User", text(&one.user)),
        ("Role", text(&one.role)),
        ("Type", text(&one.type_)),
        ("Level", text(&one.level)),
    ])
}

fn windows_json(one: &WindowsSecurityContextOptions) -> String {
    object([
        ("GMSACredentialSpecName", one.gmsa_credential_spec_name.as_deref().map(json_string)),
        ("GMSACredentialSpec", one.gmsa_credential_spec.as_deref().map(json_string)),
        ("RunAsUserName", one.run_as_user_name.as_deref().map(json_string)),
        ("HostProcess", one.host_process.map(|flag| flag.to_string())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sysctls_belong_to_namespaces() {
        assert_eq!(namespace_of("net.core.somaxconn"), Some("net"));
        assert_eq!(namespace_of("net/ipv4/conf/eth0.100/rp_filter"), Some("net"));
        assert_eq!(namespace_of("kernel.shmmax"), Some("ipc"));
        assert_eq!(namespace_of("kernel.sem"), Some("ipc"));
        assert_eq!(namespace_of("kernel.semaphores"), None);
        assert_eq!(namespace_of("vm.swappiness"), None);
    }
}
