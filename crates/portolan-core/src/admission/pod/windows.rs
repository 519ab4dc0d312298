//! What belongs to one operating system: Windows' security options, host-process containers, and `spec.os`.

use super::visit;
use crate::admission::format;
use crate::admission::report::{Report, Value};
use crate::api::core::{PodSpec, SecurityContext, WindowsSecurityContextOptions};
use crate::diagnostic::Path;

const NOT_ON_WINDOWS: &str = "cannot be set for a windows pod";
const NOT_ON_LINUX: &str = "windows options cannot be set for a linux pod";
const MAX_SPEC: usize = 64 * 1024;
const MAX_DOMAIN: usize = 256;
const MAX_USER: usize = 104;

/// `validateWindowsSecurityContextOptions`.
pub(super) fn check_options(
    one: Option<&WindowsSecurityContextOptions>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let Some(one) = one else { return };
    if let Some(name) = &one.gmsa_credential_spec_name {
        report.invalid_each(&path.child("gmsaCredentialSpecName"), name, format::dns1123_subdomain(name));
    }
    let field = path.child("gmsaCredentialSpec");
    match one.gmsa_credential_spec.as_deref() {
        Some("") => report.invalid(&field, "", "gmsaCredentialSpec cannot be an empty string"),
        Some(text) if text.len() > MAX_SPEC => {
            report.invalid(&field, text, "gmsaCredentialSpec size must be under 64 KiB");
        }
        _ => {}
    }
    if let Some(name) = one.run_as_user_name.as_deref() {
        for words in user_name(name) {
            report.invalid(&path.child("runAsUserName"), name, words);
        }
    }
}

/// What is wrong with `DOMAIN\USER` or `USER`.
fn user_name(name: &str) -> Vec<&'static str> {
    if name.is_empty() {
        return vec!["runAsUserName cannot be an empty string"];
    }
    if name.bytes().any(|b| b.is_ascii_control()) {
        return vec!["runAsUserName cannot contain control characters"];
    }
    let (domain, user) = match name.split_once('\\') {
        Some((_, user)) if user.contains('\\') => {
            return vec!["runAsUserName cannot contain more than one backslash"];
        }
        Some((domain, user)) => (Some(domain), user),
        None => (None, name),
    };
    let mut wrongs = Vec::new();
    if domain.is_some_and(|domain| domain.len() >= MAX_DOMAIN) {
        wrongs.push("runAsUserName's Domain length must be under 256 characters");
    }
    if domain.is_some_and(|domain| !is_net_bios(domain) && !is_dns(domain)) {
        wrongs.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
    if user.is_empty() {
        wrongs.push("runAsUserName's User cannot be empty");
    } else if user.len() > MAX_USER {
        wrongs.push("runAsUserName's User length must not be longer than 104 characters");
    }
    if !user.is_empty() && user.bytes().all(|b| matches!(b, b'.' | b' ')) {
        wrongs.push("runAsUserName's User cannot contain only periods or spaces");
    }
    if user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']']) {
        wrongs.push("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
    wrongs
}

fn is_net_bios(domain: &str) -> bool {
    (1..=15).contains(&domain.chars().count())
        && !domain.starts_with('.')
        && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
}

fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let bytes = label.as_bytes();
        label.len() <= 63
            && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.iter().all(|b| *b == b'-' || b.is_ascii_alphanumeric())
    })
}

/// `validateWindowsHostProcessPod`.
pub(super) fn check_host_process(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let options = spec.security_context.as_ref().and_then(|one| one.windows_options.as_ref());
    let of_pod = options.and_then(|one| one.host_process);
    let (mut all, mut hosted) = (0_usize, 0_usize);
    visit(spec, path, &mut |container, path| {
        all += 1;
        let options = container.security_context.as_ref().and_then(|one| one.windows_options.as_ref());
        let own = options.and_then(|one| one.host_process);
        if let (Some(pod), Some(own)) = (of_pod, own)
            && pod != own
        {
            let path = path.child("securityContext");
            let path = path.child("windowsOptions");
            let words = format!("pod hostProcess value must be identical if both are specified, was {pod}");
            report.invalid(&path.child("hostProcess"), Value::Json(&own.to_string()), &words);
        }
        hosted += usize::from(own.or(of_pod) == Some(true));
    });
    if hosted == 0 {
        return;
    }
    if hosted != all {
        let words =
            "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        report.invalid(path, "", words);
    }
    if spec.host_network != Some(true) {
        let words = "hostNetwork must be true if pod contains any hostProcess containers";
        report.invalid(&path.child("hostNetwork"), Value::Json("false"), words);
    }
}

/// `validateOS`, `validateLinux` and `validateWindows`.
pub(super) fn check_os(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let field = path.child("os");
    match spec.os.as_ref().map(|os| os.name.as_str()) {
        None => {}
        Some("") => report.required(&field.child("name"), ""),
        Some("linux") => check_linux(spec, path, report),
        Some("windows") => check_windows(spec, path, report),
        Some(other) => report.not_supported(&field, other, &["linux", "windows"]),
    }
}

fn check_linux(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let context = path.child("securityContext");
    if spec.security_context.as_ref().is_some_and(|one| one.windows_options.is_some()) {
        report.forbidden(&context.child("windowsOptions"), NOT_ON_LINUX);
    }
    visit(spec, path, &mut |container, path| {
        if container.security_context.as_ref().is_some_and(|one| one.windows_options.is_some()) {
            report.forbidden(&path.child("securityContext").child("windowsOptions"), NOT_ON_LINUX);
        }
    });
}

fn check_windows(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    let none = crate::api::core::PodSecurityContext::default();
    let one = spec.security_context.as_ref().unwrap_or(&none);
    let context = path.child("securityContext");
    let set = [
        (&context, "appArmorProfile", one.app_armor_profile.is_some()),
        (&context, "seLinuxOptions", one.se_linux_options.is_some()),
        (path, "hostUsers", spec.host_users.is_some()),
        (path, "hostPID", spec.host_pid == Some(true)),
        (path, "hostIPC", spec.host_ipc == Some(true)),
        (&context, "seccompProfile", one.seccomp_profile.is_some()),
        (&context, "fsGroup", one.fs_group.is_some()),
        (&context, "fsGroupChangePolicy", one.fs_group_change_policy.is_some()),
        (&context, "sysctls", one.sysctls.as_ref().is_some_and(|list| !list.is_empty())),
        (path, "shareProcessNamespace", spec.share_process_namespace.is_some()),
        (&context, "runAsUser", one.run_as_user.is_some()),
        (&context, "runAsGroup", one.run_as_group.is_some()),
        (&context, "supplementalGroups", one.supplemental_groups.is_some()),
        (&context, "supplementalGroupsPolicy", one.supplemental_groups_policy.is_some()),
        (&context, "seLinuxChangePolicy", one.se_linux_change_policy.is_some()),
    ];
    for (path, field, _) in set.into_iter().filter(|(_, _, is_set)| *is_set) {
        report.forbidden(&path.child(field), NOT_ON_WINDOWS);
    }
    visit(spec, path, &mut |container, path| {
        if let Some(one) = &container.security_context {
            check_container(one, &path.child("securityContext"), report);
        }
    });
}

fn check_container(one: &SecurityContext, path: &Path<'_>, report: &mut Report) {
    let set = [
        ("appArmorProfile", one.app_armor_profile.is_some()),
        ("seLinuxOptions", one.se_linux_options.is_some()),
        ("seccompProfile", one.seccomp_profile.is_some()),
        ("capabilities", one.capabilities.is_some()),
        ("readOnlyRootFilesystem", one.read_only_root_filesystem.is_some()),
        ("privileged", one.privileged.is_some()),
        ("allowPrivilegeEscalation", one.allow_privilege_escalation.is_some()),
        ("procMount", one.proc_mount.is_some()),
        ("runAsUser", one.run_as_user.is_some()),
        ("runAsGroup", one.run_as_group.is_some()),
    ];
    for (field, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        report.forbidden(&path.child(field), NOT_ON_WINDOWS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_users() {
        for good in ["web", r"CORP\web", r"corp.example.com\web", "ContainerUser"] {
            assert_eq!(user_name(good), [""; 0], "{good}");
        }
        assert_eq!(user_name(""), ["runAsUserName cannot be an empty string"]);
        assert_eq!(user_name("a\tb"), ["runAsUserName cannot contain control characters"]);
        assert_eq!(user_name(r"a\b\c"), ["runAsUserName cannot contain more than one backslash"]);
        assert_eq!(user_name(r"a b..\").len(), 1);
        assert_eq!(
            user_name(r".corp\.. "),
            [
                "runAsUserName's Domain doesn't match the NetBios nor the DNS format",
                "runAsUserName's User cannot contain only periods or spaces"
            ]
        );
    }
}
