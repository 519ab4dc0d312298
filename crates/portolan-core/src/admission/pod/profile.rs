//! Profiles of seccomp and AppArmor, in fields and in the annotations that came before them.

use super::security::object;
use super::visit;
use crate::admission::go::{json_string, quote};
use crate::admission::report::{Report, Value};
use crate::api::core::{AppArmorProfile, PodSpec, SeccompProfile};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeMap;

/// The annotation for all containers of a Pod.
pub(super) const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
/// The annotation for a container, whose name follows.
pub(super) const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
/// The annotation for a container, whose name follows.
pub(in crate::admission) const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const TYPES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];
const MAX_PATH: usize = 4095;

type Annotations = BTreeMap<String, String>;

/// `validateSeccompProfileField`.
pub(super) fn check_seccomp(one: Option<&SeccompProfile>, path: &Path<'_>, report: &mut Report) {
    let Some(one) = one else { return };
    if one.type_.is_empty() {
        report.required(&path.child("type"), "type is required when seccompProfile is set");
    } else if !TYPES.contains(&one.type_.as_str()) {
        report.not_supported(&path.child("type"), &one.type_, &TYPES);
    }
    let path = path.child("localhostProfile");
    match (one.type_.as_str(), one.localhost_profile.as_deref()) {
        ("Localhost", None) => report.required(&path, "must be set when seccomp type is Localhost"),
        ("Localhost", Some(profile)) => check_descending(profile, &path, report),
        (_, None) => {}
        (_, profile) => {
            let shown = json(&one.type_, profile);
            report.invalid(&path, Value::Json(&shown), "can only be set when seccomp type is Localhost");
        }
    }
}

/// `ValidateAppArmorProfileField`.
pub(super) fn check_app_armor(one: Option<&AppArmorProfile>, path: &Path<'_>, report: &mut Report) {
    let Some(one) = one else { return };
    let profile = one.localhost_profile.as_deref();
    let field = path.child("localhostProfile");
    match one.type_.as_str() {
        "Localhost" => {
            let name = profile.unwrap_or_default();
            if name.trim() != name {
                report.invalid(&field, name, "must not be padded with whitespace");
            } else if name.is_empty() {
                report.required(&field, "must be set when AppArmor type is Localhost");
            }
            if name.len() > MAX_PATH {
                report.too_long(&field, MAX_PATH);
            }
        }
        "RuntimeDefault" | "Unconfined" => {
            if let Some(name) = profile {
                report.invalid(&field, name, "can only be set when AppArmor type is Localhost");
            }
        }
        "" => report.required(&path.child("type"), "type is required when appArmorProfile is set"),
        other => report.not_supported(&path.child("type"), other, &TYPES),
    }
}

/// `ValidateSeccompPodAnnotations` and `ValidateAppArmorPodAnnotations`.
pub(super) fn check_annotations(
    spec: &PodSpec,
    annotations: &Annotations,
    path: &Path<'_>,
    report: &mut Report,
) {
    if let Some(value) = annotations.get(SECCOMP_POD) {
        check_seccomp_name(value, &path.child(SECCOMP_POD), report);
    }
    for (key, value) in annotations.iter().filter(|(key, _)| key.starts_with(SECCOMP_CONTAINER)) {
        check_seccomp_name(value, &path.child(key), report);
    }
    for (key, value) in annotations {
        let Some(name) = key.strip_prefix(APP_ARMOR) else { continue };
        let mut is_known = false;
        visit(spec, path, &mut |container, _| is_known |= container.name == name);
        if !is_known {
            report.invalid(&path.key(key), name, "container not found");
        }
        if !matches!(value.as_str(), "" | "runtime/default" | "unconfined")
            && !value.starts_with("localhost/")
        {
            let words = format!("invalid AppArmor profile name: {}", quote(value));
            report.invalid(&path.key(key), value.as_str(), &words);
        }
    }
}

/// `ValidateSeccompProfile`.
fn check_seccomp_name(value: &str, path: &Path<'_>, report: &mut Report) {
    if let Some(profile) = value.strip_prefix("localhost/") {
        check_descending(profile, path, report);
    } else if !matches!(value, "runtime/default" | "docker/default" | "unconfined") {
        report.invalid(path, value, "must be a valid seccomp profile");
    }
}

/// `validateSeccompAnnotationsAndFields` and `validateAppArmorAnnotationsAndFieldsMatchOnCreate`; in a Pod, annotations
/// of AppArmor have filled empty fields before (`applyAppArmorVersionSkew`).
pub(super) fn check_match(
    spec: &PodSpec,
    is_pod: bool,
    annotations: &Annotations,
    path: &Path<'_>,
    report: &mut Report,
) {
    if annotations.is_empty() {
        return;
    }
    let security = spec.security_context.as_ref();
    let of_pod = security.and_then(|one| one.seccomp_profile.as_ref());
    if let (Some(profile), Some(said)) = (of_pod, annotations.get(SECCOMP_POD)) {
        let path = path.child("securityContext");
        check_same(Kind::Seccomp, said, &profile.type_, profile.localhost_profile.as_deref(), &path, report);
    }
    visit(spec, path, &mut |container, path| {
        let own = container.security_context.as_ref().and_then(|one| one.seccomp_profile.as_ref());
        let said = annotations.get(&format!("{SECCOMP_CONTAINER}{}", container.name));
        if let (Some(profile), Some(said)) = (own, said) {
            let path = path.child("securityContext");
            let local = profile.localhost_profile.as_deref();
            check_same(Kind::Seccomp, said, &profile.type_, local, &path, report);
        }
    });
    if spec.os.as_ref().is_some_and(|os| os.name == "windows") {
        return;
    }
    let of_pod = security.and_then(|one| one.app_armor_profile.as_ref());
    visit(spec, path, &mut |container, path| {
        let own = container.security_context.as_ref().and_then(|one| one.app_armor_profile.as_ref());
        let Some(said) = annotations.get(&format!("{APP_ARMOR}{}", container.name)) else { return };
        if let Some(profile) = own.or_else(|| of_pod.filter(|_| !is_pod || app_armor_of(said).is_none())) {
            let path = path.child("securityContext");
            let local = profile.localhost_profile.as_deref();
            check_same(Kind::AppArmor, said, &profile.type_, local, &path, report);
        }
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Seccomp,
    AppArmor,
}

fn check_same(
    kind: Kind,
    said: &str,
    type_: &str,
    profile: Option<&str>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let (field, name) = match kind {
        Kind::Seccomp => ("seccompProfile", "seccomp"),
        Kind::AppArmor => ("appArmorProfile", "apparmor"),
    };
    let path = path.child(field);
    let local = said.strip_prefix("localhost/");
    let agrees = match type_ {
        "Unconfined" => said == "unconfined",
        "RuntimeDefault" => said == "runtime/default" || kind == Kind::Seccomp && said == "docker/default",
        "Localhost" => local.is_some(),
        _ => true,
    };
    if !agrees {
        report.forbidden(&path.child("type"), &format!("{name} type in annotation and field must match"));
    } else if type_ == "Localhost" && local != profile {
        let words = format!("{name} profile in annotation and field must match");
        report.forbidden(&path.child("localhostProfile"), &words);
    }
}

/// `apparmorFieldForAnnotation`: type and profile, where they make a sound field.
pub(in crate::admission) fn app_armor_of(annotation: &str) -> Option<(&'static str, Option<&str>)> {
    match annotation {
        "unconfined" => Some(("Unconfined", None)),
        "runtime/default" => Some(("RuntimeDefault", None)),
        _ => {
            let name = annotation.strip_prefix("localhost/")?;
            let sound = !name.is_empty() && name.trim() == name && name.len() <= MAX_PATH;
            sound.then_some(("Localhost", Some(name)))
        }
    }
}

/// A profile by the names of Go's fields.
pub(super) fn json(type_: &str, profile: Option<&str>) -> String {
    object([("Type", Some(json_string(type_))), ("LocalhostProfile", profile.map(json_string))])
}

/// `validateLocalDescendingPath`.
fn check_descending(value: &str, path: &Path<'_>, report: &mut Report) {
    if value.starts_with('/') {
        report.invalid(path, value, "must be a relative path");
    }
    if value.split('/').any(|part| part == "..") {
        report.invalid(path, value, "must not contain '..'");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::core::{Container, SecurityContext};

    fn said(annotation: &str, type_: &str, profile: Option<&str>, is_pod: bool) -> Vec<String> {
        let profile = AppArmorProfile { type_: type_.into(), localhost_profile: profile.map(Into::into) };
        let security = SecurityContext { app_armor_profile: Some(profile), ..SecurityContext::default() };
        let web = Container { name: "web".into(), security_context: Some(security), ..Container::default() };
        let spec = PodSpec { containers: vec![web], ..PodSpec::default() };
        let annotations = Annotations::from_iter([(format!("{APP_ARMOR}web"), annotation.to_owned())]);
        let mut report = Report::default();
        check_match(&spec, is_pod, &annotations, &Path::new("spec"), &mut report);
        report.into_words().1.into_iter().map(|cause| cause.message).collect()
    }

    #[test]
    fn annotation_and_field_say_the_same() {
        assert_eq!(said("unconfined", "Unconfined", None, true), [""; 0]);
        assert_eq!(said("localhost/web", "Localhost", Some("web"), false), [""; 0]);
        assert_eq!(
            said("localhost/web", "Localhost", Some("db"), true),
            ["Forbidden: apparmor profile in annotation and field must match"]
        );
        assert_eq!(
            said("docker/default", "RuntimeDefault", None, false),
            ["Forbidden: apparmor type in annotation and field must match"]
        );
    }

    #[test]
    fn annotations_make_fields() {
        assert_eq!(app_armor_of("localhost/web"), Some(("Localhost", Some("web"))));
        assert_eq!(app_armor_of("localhost/"), None);
        assert_eq!(app_armor_of("strict"), None);
    }
}
