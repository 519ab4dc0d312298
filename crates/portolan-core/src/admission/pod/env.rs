//! Environment variables: `ValidateEnv` and `ValidateEnvFrom`.

use crate::admission::format;
use crate::admission::report::Report;
use crate::api::core::{Container, EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector};
use crate::diagnostic::Path;

const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Fields that have a name but cannot be a variable.
const OTHER_FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase"];

const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

/// Checks `env` and `envFrom` of a container.
pub(super) fn check(one: &Container, path: &Path<'_>, report: &mut Report) {
    let list = path.child("env");
    for (index, variable) in one.env.iter().flatten().enumerate() {
        check_variable(variable, &list.index(index), report);
    }
    let list = path.child("envFrom");
    for (index, source) in one.env_from.iter().flatten().enumerate() {
        check_source(source, &list, index, report);
    }
}

fn check_variable(variable: &EnvVar, path: &Path<'_>, report: &mut Report) {
    if variable.name.is_empty() {
        report.required(&path.child("name"), "");
    } else {
        report.invalid_each(&path.child("name"), &variable.name, format::env_name(&variable.name));
    }
    let Some(source) = &variable.value_from else { return };
    let path = path.child("valueFrom");
    let sources = check_value_from(source, &path, report);
    if sources == 0 {
        let words = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or \
                     `fileKeyRef`";
        report.invalid(&path, "", words);
    } else if variable.value.as_deref().is_some_and(|value| !value.is_empty()) {
        report.invalid(&path, "", "may not be specified when `value` is not empty");
    } else if sources > 1 {
        report.invalid(&path, "", "may not have more than one field specified at a time");
    }
}

/// Checks what is set; how many that is.
fn check_value_from(source: &EnvVarSource, path: &Path<'_>, report: &mut Report) -> usize {
    let mut sources = usize::from(source.file_key_ref.is_some());
    if let Some(field) = &source.field_ref {
        sources += 1;
        check_field(field, &path.child("fieldRef"), report);
    }
    if let Some(resource) = &source.resource_field_ref {
        sources += 1;
        let (name, path) = (resource.resource.as_str(), path.child("resourceFieldRef"));
        let huge = ["limits.hugepages-", "requests.hugepages-"].iter().any(|prefix| name.starts_with(prefix));
        if name.is_empty() {
            report.required(&path.child("resource"), "");
        } else if !huge && !RESOURCES.contains(&name) {
            report.not_supported(&path.child("resource"), name, &RESOURCES);
        }
    }
    let config = source.config_map_key_ref.as_ref().map(|one| ("configMapKeyRef", &one.name, &one.key));
    let secret = source.secret_key_ref.as_ref().map(|one| ("secretKeyRef", &one.name, &one.key));
    for (field, name, key) in config.into_iter().chain(secret) {
        sources += 1;
        let path = path.child(field);
        report.invalid_each(&path.child("name"), name, format::dns1123_subdomain(name));
        if key.is_empty() {
            report.required(&path.child("key"), "");
        } else {
            report.invalid_each(&path.child("key"), key, format::config_key(key));
        }
    }
    sources
}

/// `validateObjectFieldSelector`, after `ConvertDownwardAPIFieldLabel` has seen the name.
fn check_field(field: &ObjectFieldSelector, path: &Path<'_>, report: &mut Report) {
    let name = field.field_path.as_str();
    let field_path = path.child("fieldPath");
    if name.is_empty() {
        report.required(&field_path, "");
        return;
    }
    let mut refuse = |words: &str| {
        report.invalid(&field_path, name, &format!("error converting fieldPath: {words}"));
    };
    match field.api_version.as_deref().unwrap_or_default() {
        "" | "v1" => {}
        other => return refuse(&format!("unsupported pod version: {other}")),
    }
    match name.strip_suffix("']").and_then(|name| name.split_once("['")) {
        Some(("metadata.annotations", key)) => {
            report.invalid_each(path, key, format::qualified_name(&key.to_lowercase()));
        }
        Some(("metadata.labels", key)) => report.invalid_each(path, key, format::qualified_name(key)),
        Some(_) => refuse(&format!("field label does not support subscript: {name}")),
        None if FIELDS.contains(&name) || name == "spec.host" => {}
        None if OTHER_FIELDS.contains(&name) => report.not_supported(&field_path, name, &FIELDS),
        None => refuse(&format!("field label not supported: {name}")),
    }
}

fn check_source(source: &EnvFromSource, list: &Path<'_>, index: usize, report: &mut Report) {
    let path = list.index(index);
    if let Some(prefix) = source.prefix.as_deref().filter(|prefix| !prefix.is_empty()) {
        report.invalid_each(&path.child("prefix"), prefix, format::env_name(prefix));
    }
    let config = source.config_map_ref.as_ref().map(|one| ("configMapRef", &one.name));
    let secret = source.secret_ref.as_ref().map(|one| ("secretRef", &one.name));
    let mut sources = 0;
    for (field, name) in config.into_iter().chain(secret) {
        sources += 1;
        let path = path.child(field);
        if name.is_empty() {
            report.required(&path.child("name"), "");
        } else {
            report.invalid_each(&path.child("name"), name, format::dns1123_subdomain(name));
        }
    }
    match sources {
        0 => report.invalid(list, "", "must specify one of: `configMapRef` or `secretRef`"),
        1 => {}
        _ => report.invalid(list, "", "may not have more than one field specified at a time"),
    }
}
