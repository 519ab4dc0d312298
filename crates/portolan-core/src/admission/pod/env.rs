//! Environment variables: `ValidateEnv` and `ValidateEnvFrom`.

use super::source::{RESOURCES, check_divisor, check_field, is_huge};
use super::visit;
use crate::admission::format;
use crate::admission::release::Change;
use crate::admission::report::Report;
use crate::api::core::{
    Container, EnvFromSource, EnvVar, EnvVarSource, FileKeySelector, PodSpec, ResourceFieldSelector, Volume,
};
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
        let rest = if report.release.has(Change::EnvFiles) {
            ", `secretKeyRef` or `fileKeyRef`"
        } else {
            " or `secretKeyRef`"
        };
        let words = format!("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`{rest}");
        report.invalid(&path, "", &words);
    } else if variable.value.as_deref().is_some_and(|value| !value.is_empty()) {
        report.invalid(&path, "", "may not be specified when `value` is not empty");
    } else if sources > 1 {
        report.invalid(&path, "", "may not have more than one field specified at a time");
    }
}

/// Checks what is set; how many that is.
fn check_value_from(source: &EnvVarSource, path: &Path<'_>, report: &mut Report) -> usize {
    let mut sources = 0;
    if let Some(field) = &source.field_ref {
        sources += 1;
        check_field(field, (&FIELDS, &OTHER_FIELDS), &path.child("fieldRef"), report);
    }
    if let Some(resource) = &source.resource_field_ref {
        sources += 1;
        check_resource(resource, &path.child("resourceFieldRef"), report);
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
    if let Some(file) = &source.file_key_ref {
        sources += 1;
        check_file(file, &path.child("fileKeyRef"), report);
    }
    sources
}

/// `validateContainerResourceFieldSelector`.
fn check_resource(one: &ResourceFieldSelector, path: &Path<'_>, report: &mut Report) {
    let name = one.resource.as_str();
    if name.is_empty() {
        report.required(&path.child("resource"), "");
    } else if !is_huge(name) && !RESOURCES.contains(&name) {
        report.not_supported(&path.child("resource"), name, &RESOURCES);
    } else {
        check_divisor(one, path, report);
    }
}

/// `validateFileKeySelector`.
fn check_file(one: &FileKeySelector, path: &Path<'_>, report: &mut Report) {
    let fields = [("key", &one.key), ("volumeName", &one.volume_name), ("path", &one.path)];
    for (field, value) in fields {
        let path = path.child(field);
        match field {
            _ if value.is_empty() => report.required(&path, ""),
            "key" => report.invalid_each(&path, value, format::env_name(value)),
            "volumeName" => report.invalid_each(&path, value, format::dns1123_label(value)),
            _ if value.split('/').any(|part| part == "..") => {
                report.invalid(&path, value, "must not contain '..'");
            }
            _ => {}
        }
    }
}

/// `validateFileKeyRefVolumes`.
pub(super) fn check_file_volumes(spec: &PodSpec, path: &Path<'_>, report: &mut Report) {
    visit(spec, path, &mut |container, path| {
        let list = path.child("env");
        for (index, variable) in container.env.iter().flatten().enumerate() {
            let file = variable.value_from.as_ref().and_then(|source| source.file_key_ref.as_ref());
            let Some(name) = file.map(|file| file.volume_name.as_str()) else { continue };
            let path = list.index(index);
            let path = path.child("valueFrom");
            let path = path.child("fileKeyRef");
            let field = path.child("volumeName");
            let volume = spec.volumes.iter().flatten().rev().find(|volume| volume.name == name);
            match volume {
                None => report.not_found(&field, name),
                Some(volume) if !is_empty_dir(volume) => {
                    report.invalid(&field, name, "referenced volume must be of type emptyDir");
                }
                Some(_) => {}
            }
        }
    });
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
            report.invalid_each(&path.child("name"), name, format::dns1123_subdomain(&masked(name)));
        }
    }
    match sources {
        0 => report.invalid(list, "", "must specify one of: `configMapRef` or `secretRef`"),
        1 => {}
        _ => report.invalid(list, "", "may not have more than one field specified at a time"),
    }
}

/// Whether a volume is an empty directory: also where it says nothing.
fn is_empty_dir(volume: &Volume) -> bool {
    volume.empty_dir.is_some() || *volume == Volume { name: volume.name.clone(), ..Volume::default() }
}

/// `maskTrailingDash`: here, names are taken for prefixes, which may end with a dash.
fn masked(name: &str) -> String {
    let mut masked = name.to_owned();
    if name.len() > 1 && name.ends_with('-') {
        masked.pop();
        masked.pop();
        masked.push('a');
    }
    masked
}
